"""To gather paragraphs into chapters: by the source's headings, or by topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise

from narrate.errors import InputError
from narrate.model import Chapter, Paragraph, Part
from narrate.text.cuemodel import CueModel
from narrate.text.pieces import Pieces
from narrate.text.titleroles import opening_title
from narrate.text.titles import title_chapters
from narrate.text.topics import WORDS_PER_MINUTE, Evidence, TopicLimits, Topics, find_topics

_OPENING = "Opening"  # what stands above the first heading where one is "Introduction"
_FEWEST_LISTED = 2
_NEAR_S = 0.5  # a chapter begins with the words that are said so shortly before its time


@dataclass(frozen=True, slots=True)
class ChapterLengths:
    """How long chapters by topic may be, in minutes of speech; None leaves it to the text."""

    shortest_min: float | None = None
    longest_min: float | None = None


def make_chapters(
    paragraphs: Sequence[Paragraph],
    mode: str = "auto",
    language: str = "en",
    lengths: ChapterLengths | None = None,
    cues: CueModel | None = None,
) -> tuple[Chapter, ...]:
    """Return the paragraphs in chapters, each with a title of its own.

    `mode` is `headings` (a heading opens a chapter), `topics` (a change of topic does), `auto`
    (headings where there are any), `none` (one chapter without a title) or a number as text (so
    many chapters by topic). Where the topic changes inside a paragraph, that is divided and all
    paragraphs are numbered anew: p1, p2, … `cues` is a model of how the show opens its topics
    (narrate.text.archive); without one, that of all shows is used.

    Raises InputError when `mode` is none of these, or asks for headings where there are none.
    """
    if not paragraphs:
        return ()
    headed = any(paragraph.heading for paragraph in paragraphs)
    if mode == "none":
        return (Chapter("", tuple(paragraphs)),)
    if mode == "headings" and not headed:
        raise InputError("the text has no headings to make chapters of; use --chapters topics")
    if mode == "headings" or (mode == "auto" and headed):
        return _by_headings(paragraphs, language)
    limits = topic_limits(mode, lengths or ChapterLengths())
    return chapters_by_topic(paragraphs, limits, language, cues)[0]


def chapters_listed(paragraphs: Sequence[Paragraph], parts: Sequence[Part]) -> tuple[Chapter, ...]:
    """Return the paragraphs in the chapters that the source lists; none if no times tell where."""
    timed = [(i, p.start_s) for i, p in enumerate(paragraphs) if p.start_s is not None]
    opens: dict[int, str] = {}
    for part in parts:
        later = (i for i, start_s in timed if start_s >= part.start_s - _NEAR_S)
        opens.setdefault(next(later, len(paragraphs)), part.title)
    starts = [i for i in opens if i < len(paragraphs)]
    if len(starts) < _FEWEST_LISTED:
        return ()
    titles = _unlike([opens[start] for start in starts])
    spans = zip(titles, [0, *starts[1:]], [*starts[1:], len(paragraphs)], strict=True)
    return tuple(Chapter(title, tuple(paragraphs[start:end])) for title, start, end in spans)


def topic_limits(mode: str, lengths: ChapterLengths) -> TopicLimits:
    """Return the limits that a mode (auto, topics or a number) and lengths stand for.

    Raises InputError when `mode` is none of these.
    """
    if mode not in ("auto", "topics") and not re.fullmatch(r"[1-9]\d{0,3}", mode):
        raise InputError(
            f"chapters cannot be made by {mode!r}; use auto, headings, topics, none or a number"
        )
    shortest_min, longest_min = lengths.shortest_min, lengths.longest_min
    if shortest_min is not None and longest_min is not None and shortest_min > longest_min:
        raise InputError("the shortest chapter cannot be longer than the longest one")
    limits = TopicLimits(count=int(mode) if mode.isdigit() else None)
    if lengths.shortest_min is not None:
        limits = replace(limits, shortest_words=round(lengths.shortest_min * WORDS_PER_MINUTE))
    if lengths.longest_min is not None:
        limits = replace(limits, longest_words=round(lengths.longest_min * WORDS_PER_MINUTE))
    return limits


def _by_headings(paragraphs: Sequence[Paragraph], language: str) -> tuple[Chapter, ...]:
    opens = [i for i, paragraph in enumerate(paragraphs) if paragraph.heading]
    starts = opens if opens[0] == 0 else [0, *opens]
    ends = [*starts[1:], len(paragraphs)]
    own = {paragraph.heading.strip() for paragraph in paragraphs}
    usual = opening_title(language)
    opening = _OPENING if usual in own else usual
    titles = [paragraphs[start].heading.strip() or opening for start in starts]
    return tuple(
        Chapter(title, tuple(paragraphs[start:end]))
        for title, start, end in zip(_unlike(titles), starts, ends, strict=True)
    )


def _unlike(titles: Sequence[str]) -> list[str]:
    """Return the titles with a number after each that stood before: "News", "News (2)"."""
    seen: set[str] = set()
    result = []
    for title in titles:
        name, number = title, 1
        while name.casefold() in seen:
            number += 1
            name = f"{title} ({number})"
        seen.add(name.casefold())
        result.append(name)
    return result


def chapters_by_topic(
    paragraphs: Sequence[Paragraph],
    limits: TopicLimits,
    language: str,
    cues: CueModel | None = None,
) -> tuple[tuple[Chapter, ...], Pieces, Topics]:
    """Return chapters by topic, the pieces of text that were looked at, and what was found.

    A single chapter has no title.
    """
    pieces = Pieces(paragraphs, language)
    found = find_topics(pieces, gather_evidence(paragraphs, pieces), limits, language, cues)
    edges = [0, *found.boundaries, len(pieces)]
    one = len(edges) == 2  # a title would say no more than the episode's
    said = [pieces.part(a, b) for a, b in pairwise(edges)]
    speakers = {paragraph.speaker for paragraph in paragraphs if paragraph.speaker}
    titles = ("",) if one else title_chapters(said, language, speakers=speakers)
    groups = _cut(paragraphs, pieces, found.boundaries)
    chapters = tuple(Chapter(t, g) for t, g in zip(_unlike(titles), groups, strict=True))
    return chapters, pieces, found


def gather_evidence(paragraphs: Sequence[Paragraph], pieces: Pieces) -> Evidence:
    """Return what the paragraphs show of each piece: turns, paragraph starts and silences."""
    turn_of, turn = [], 0
    for i, paragraph in enumerate(paragraphs):
        turn += i > 0 and paragraph.speaker != paragraphs[i - 1].speaker
        turn_of.append(turn)
    at = [pieces.place(n)[0] for n in range(len(pieces))]
    begins = [a != b for a, b in pairwise([-1, *at])]
    authored = not turn and any(paragraph.authored for paragraph in paragraphs)
    gaps = [
        _gap_s(paragraphs, place) if first else 0.0 for place, first in zip(at, begins, strict=True)
    ]
    return Evidence(
        turns=tuple(turn_of[place] for place in at) if turn else (),
        paragraph_starts=tuple(
            first and (not authored or paragraphs[place].authored)
            for place, first in zip(at, begins, strict=True)
        ),
        authored=authored,
        gaps_s=tuple(gaps) if any(gaps) else (),
    )


def _gap_s(paragraphs: Sequence[Paragraph], index: int) -> float:
    if index == 0:
        return 0.0
    end_s, start_s = paragraphs[index - 1].end_s, paragraphs[index].start_s
    return max(0.0, start_s - end_s) if end_s is not None and start_s is not None else 0.0


def _cut(
    paragraphs: Sequence[Paragraph], pieces: Pieces, boundaries: Sequence[int]
) -> list[tuple[Paragraph, ...]]:
    """Return the paragraphs in groups, of which all but the first begin at a boundary."""
    opens: dict[int, list[int]] = {}
    for boundary in boundaries:
        paragraph, start = pieces.place(boundary)
        inside = pieces.place(boundary - 1)[0] == paragraph
        opens.setdefault(paragraph, []).append(start if inside else 0)
    groups: list[list[Paragraph]] = [[]]
    for index, whole in enumerate(paragraphs):
        cuts = opens.get(index, [])
        for start, part in _parts(whole, cuts):
            if start in cuts:
                groups.append([])
            groups[-1].append(part)
    divided = any(start for starts in opens.values() for start in starts)
    return _renumber(groups) if divided else [tuple(group) for group in groups]


def _parts(paragraph: Paragraph, cuts: Sequence[int]) -> Iterator[tuple[int, Paragraph]]:
    """Yield the parts of a paragraph and where each starts in its text."""
    inside = [cut for cut in cuts if cut]
    if not inside:
        yield 0, paragraph
        return
    text = paragraph.text
    edges = [0, *inside, len(text)]
    times = [_time_s(paragraph, edge / len(text)) for edge in edges]
    for number, (a, b) in enumerate(pairwise(edges)):
        heading = "" if number else paragraph.heading
        part = replace(paragraph, text=text[a:b].strip(), heading=heading)
        yield a, replace(part, start_s=times[number], end_s=times[number + 1])


def _time_s(paragraph: Paragraph, share: float) -> float | None:
    """Return the time at a share of the paragraph, taking speech as even."""
    start_s, end_s = paragraph.start_s, paragraph.end_s
    if share == 0.0 or start_s is None:
        return start_s if share == 0.0 else end_s if share == 1.0 else None
    if share == 1.0 or end_s is None:
        return end_s
    return start_s + share * (end_s - start_s)


def _renumber(groups: Sequence[Sequence[Paragraph]]) -> list[tuple[Paragraph, ...]]:
    numbers = count(1)
    return [tuple(replace(part, id=f"p{next(numbers)}") for part in group) for group in groups]
