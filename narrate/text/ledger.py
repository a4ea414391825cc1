"""Source, transcript and paragraphs to a ledger in which every character is accounted for."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from narrate.model import Drop, Paragraph, Transcript
from narrate.text.markup import Place, Span, spans_of

LOST = "unexplained"  # never in a sound ledger
CONTROL = "control or invisible character"
_HYPHEN = "hyphen at the end of a line"
_MOST_BEHIND = 8  # drops between a hyphen and the end of its line
_MOST_TRIES = 10_000  # ways to place a line's drops
_MOST_MIXED = 1_000  # the same, of drops in no order


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of a line of the source: spoken where `reason` is empty, else left out."""

    line: int  # 1-based
    text: str
    reason: str = ""


def keep_ledger(
    source: str, transcript: Transcript, paragraphs: Sequence[Paragraph]
) -> Iterator[Entry]:
    """Account for every character of a decoded source but white space, line by line, as asked for.

    Each is spoken, or left out for a reason that `transcript.drops` gives, or a hyphen that
    joined two lines, or mark-up of JSON and HTML. Anything else has the reason LOST: a ledger
    with it shows a defect.
    """
    spoken = "".join(_compact(p.heading) + _compact(p.text) for p in paragraphs)
    return _merged(_entries(source, transcript, spoken))


def _entries(source: str, transcript: Transcript, spoken: str) -> Iterator[Entry]:
    drops_at = _by_row(transcript.drops)
    said = 0
    for place, spans in _rows(spans_of(source, transcript.form)):
        row = "".join(_compact(span.text) for span in spans if span.place)
        pieces = _pieces(row, spoken, said, drops_at(place))
        if pieces is None:
            pieces = [(row, LOST)]
        said += sum(len(text) for text, reason in pieces if not reason)
        yield from _laid_out(spans, pieces)
    if said < len(spoken):
        yield Entry(0, spoken[said:], LOST)


def _by_row(drops: Sequence[Drop]) -> Callable[[Place], Sequence[Drop]]:
    """Return what finds the drops of a line; they are many, and most often in order already."""
    rows = array("q", (_number((drop.line, drop.column)) for drop in drops))
    if any(one > next_one for one, next_one in pairwise(rows)):
        drops = sorted(drops, key=lambda drop: (drop.line, drop.column))
        rows = array("q", sorted(rows))

    def drops_at(place: Place) -> Sequence[Drop]:
        row = _number(place)
        return drops[bisect_left(rows, row) : bisect_right(rows, row)]

    return drops_at


def _number(place: Place) -> int:
    return (place[0] << 32) + place[1]


def _rows(spans: Iterable[Span]) -> Iterator[tuple[Place, list[Span]]]:
    """Yield the spans that the reader took for one line, with the markup in and behind it."""
    row: list[Span] = []
    place = (0, 0)
    for span in spans:
        if span.place and span.place != place:
            yield place, row
            place, row = span.place, []
        row.append(span)
    yield place, row


def _laid_out(spans: Sequence[Span], pieces: Sequence[tuple[str, str]]) -> Iterator[Entry]:
    """Yield the entries of a line's spans, given the pieces into which its text is cut."""
    left = deque(pieces)
    for span in spans:
        if not span.place:
            yield Entry(span.line, span.text.strip(), span.reason)
            continue
        parts: list[tuple[str, str]] = []
        length = len(_compact(span.text))
        while length:
            text, reason = left.popleft()
            parts.append((text[:length], reason))
            if len(text) > length:
                left.appendleft((text[length:], reason))
            length -= len(parts[-1][0])
        yield from (Entry(span.line, text, reason) for text, reason in _spaced(span.text, parts))


def _merged(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Join neighbours that stand on one line for one reason; leave out what is empty."""
    filled = (entry for entry in entries if entry.text)
    for (line, reason), run in groupby(filled, key=lambda entry: (entry.line, entry.reason)):
        yield Entry(line, ("" if reason else " ").join(entry.text for entry in run), reason)


def _spaced(row: str, pieces: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a line as they are written there, with the space inside them."""
    pieces = [piece for piece in pieces if piece[0]]
    if len(pieces) == 1:
        yield row.strip(), pieces[0][1]
        return
    places = array("i", (n for n, character in enumerate(row) if not character.isspace()))
    start = 0
    for text, reason in pieces:
        end = start + len(text)
        yield row[places[start] : places[end - 1] + 1], reason
        start = end


def _pieces(
    row: str, spoken: str, place: int, drops: Sequence[Drop]
) -> list[tuple[str, str]] | None:
    """Cut a line into what is spoken from `place` on and what is dropped; None if it cannot be."""
    for ordered in _orders(row, drops):
        cuts = _place_drops(row, spoken, place, ordered)
        if cuts is not None:
            return _without_hyphen(_cut(row, cuts, ordered), spoken, place)
    return (
        _place_freely(row, spoken, place, drops)
        or _take_in_turn(row, spoken, place, drops, str.find)
        or _take_in_turn(row, spoken, place, drops, str.rfind)
    )


def _place_freely(
    row: str, spoken: str, place: int, drops: Sequence[Drop]
) -> list[tuple[str, str]] | None:
    """Cut a line where each drop may stand anywhere, as where two steps took out equal words."""
    left = [(drop, _compact(drop.text)) for drop in drops if _compact(drop.text)]
    ways: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [(0, place, ())]
    for _ in range(_MOST_MIXED):
        if not ways:
            return None
        start, said, cuts = ways.pop()
        used = {n for _, n in cuts}
        if len(used) == len(left) and _is_said(row, start, spoken, said):
            found = _cut(row, [at for at, _ in cuts], [left[n][0] for _, n in cuts])
            return _without_hyphen(found, spoken, place)
        options: dict[tuple[int, str], int] = {}
        for n, (_, text) in enumerate(left):
            at = row.find(text, start) if n not in used else -1
            while at >= 0 and spoken.startswith(row[start:at], said):
                options.setdefault((at, text), n)
                at = row.find(text, at + 1)
        for (at, text), n in sorted(options.items(), reverse=True):
            ways.append((at + len(text), said + at - start, (*cuts, (at, n))))
    return None


def _take_in_turn(
    row: str, spoken: str, place: int, drops: Sequence[Drop], seek: Callable[[str, str], int]
) -> list[tuple[str, str]] | None:
    """Take one drop after the other out of a line, as it happened: one may lie around another."""
    kinds = [""] * len(row)
    for drop in drops:
        left = [n for n, kind in enumerate(kinds) if not kind]
        text = _compact(drop.text)
        at = seek("".join(row[n] for n in left), text)
        if at < 0:
            return None
        for n in left[at : at + len(text)]:
            kinds[n] = drop.reason
    told = "".join(character for character, kind in zip(row, kinds, strict=True) if not kind)
    if told.endswith("-") and not spoken.startswith(told, place):
        kinds[max(n for n, kind in enumerate(kinds) if not kind)] = _HYPHEN
        told = told[:-1]
    if not spoken.startswith(told, place):
        return None
    runs = groupby(zip(row, kinds, strict=True), key=lambda pair: pair[1])
    return [("".join(character for character, _ in run), kind) for kind, run in runs]


def _without_hyphen(
    pieces: list[tuple[str, str]], spoken: str, place: int
) -> list[tuple[str, str]]:
    """Part the last piece of a line from a hyphen that the next line made needless."""
    rest, _ = pieces.pop()
    place += sum(len(text) for text, reason in pieces if not reason)
    if spoken.startswith(rest, place):
        return [*pieces, (rest, "")]
    return [*pieces, (rest[:-1], ""), ("-", _HYPHEN)]


def _orders(row: str, drops: Sequence[Drop]) -> Iterator[Sequence[Drop]]:
    """Yield orders in which a line's drops may stand in it, perhaps behind a needless hyphen."""
    yield drops
    if drops:
        sorted_drops = _by_place(row, drops)
        yield sorted_drops
        hyphen = Drop(drops[0].line, "-", _HYPHEN)
        for behind in range(1, min(_MOST_BEHIND, len(drops)) + 1):
            yield [*sorted_drops[:-behind], hyphen, *sorted_drops[-behind:]]


def _by_place(row: str, drops: Sequence[Drop]) -> list[Drop]:
    """Sort the drops of a line by where they stand, if steps took them out in another order."""
    reached: dict[str, int] = {}
    places: list[int] = []
    for drop in drops:
        text = _compact(drop.text)
        places.append(row.find(text, reached.get(text, 0)))
        reached[text] = places[-1] + len(text)
    order = sorted(range(len(drops)), key=lambda n: places[n])
    return [drops[n] for n in order]


def _place_drops(
    row: str, spoken: str, place: int, drops: Sequence[Drop]
) -> tuple[int, ...] | None:
    """Find where each drop stands so that all the rest is spoken; None if there is no way.

    Depth first, the earliest place first; a place that fails is passed over for the next.
    """
    texts = [_compact(drop.text) for drop in drops]
    cuts: list[int] = []
    start = said = 0  # how much of the row is explained, and how much of that is spoken
    begin = 0  # where to look for the next drop
    for _ in range(_MOST_TRIES + len(texts)):
        if len(cuts) == len(texts):
            if _is_said(row, start, spoken, place + said):
                return tuple(cuts)
            at = -1
        else:
            at = row.find(texts[len(cuts)], max(begin, start))
            if at >= 0 and row[start:at] != spoken[place + said : place + said + at - start]:
                at = -1
        if at >= 0:
            said += at - start
            cuts.append(at)
            start = begin = at + len(texts[len(cuts) - 1])
        elif cuts:
            last = cuts.pop()
            begin = last + 1
            start = cuts[-1] + len(texts[len(cuts) - 1]) if cuts else 0
            said -= last - start
        else:
            return None
    return None


def _is_said(row: str, start: int, spoken: str, place: int) -> bool:
    """Tell whether the rest of a line is spoken, save perhaps a hyphen at its end."""
    rest = row[start:]
    if spoken.startswith(rest, place):
        return True
    return rest.endswith("-") and spoken.startswith(rest[:-1], place)


def _cut(row: str, cuts: Sequence[int], drops: Sequence[Drop]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    start = 0
    for at, drop in zip(cuts, drops, strict=True):
        pieces.append((row[start:at], ""))
        start = at + len(_compact(drop.text))
        pieces.append((row[at:start], drop.reason))
    pieces.append((row[start:], ""))
    return pieces


def _compact(text: str) -> str:
    return "".join(text.split())
