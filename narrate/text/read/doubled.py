"""Captions that show the same words at once, in layers or in two languages, to lines said once.

Who makes bilingual captions sets one language below the other in each cue. The upper one is
spoken, as the first language of SAMI is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.language import guess_language
from narrate.text.read.speakers import same_speakers
from narrate.text.read.timed import OTHER_LANGUAGE

_FEWEST_CUES, _LEAST_SHARE = 4, 0.7  # of the cues that hold two languages
_JUDGED = 8  # cues and more are judged by halves
_SCRIPTS = {
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
    "east": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "semitic": re.compile(r"[\u0590-\u06ff]"),
    "indian": re.compile(r"[\u0900-\u0e7f]"),
}
_SPACE = re.compile(r"\s+")


def drop_layers(lines: Lines) -> tuple[Lines, Drops]:
    """Drop what is shown again at the same time, as a shadow or an outline below the words is."""
    seen: set[tuple[object, ...]] = set()
    again: list[int] = []
    for n, text in enumerate(lines.texts):
        shown = (*lines.times(n), _SPACE.sub("", text).casefold())
        row = (lines[n].number, *shown)  # what one event says twice is said twice
        if shown in seen and row not in seen:
            again.append(n)
        else:
            seen.update((shown, row))
    return _without(lines, again, "shown twice at once")


def drop_language(lines: Lines) -> tuple[Lines, Drops]:
    """Drop the lower language of captions in two; other lines come back as they are."""
    return _without(lines, list(_translated(list(_cues(lines)), lines.texts)), OTHER_LANGUAGE)


def unite_speakers(lines: Lines) -> tuple[Lines, Drops]:
    """Give each speaker of captions one spelling: `MIRA`, `Mira (off)` and `mira` are one."""
    counts = Counter(line.speaker for line in lines if line.speaker) if lines.speakers else {}
    shown = {name: one for name, one in same_speakers(Counter(counts)).items() if name != one}
    if not shown:
        return lines, Drops()
    named = ((n, line) for n, line in enumerate(lines) if line.speaker in shown)
    return lines.edited((n, replace(x, speaker=shown[x.speaker])) for n, x in named), Drops()


def _without(lines: Lines, places: Sequence[int], reason: str) -> tuple[Lines, Drops]:
    drops = Drops()
    for n in places:
        drops.add(lines[n], lines.texts[n], reason)
    edits: Iterator[tuple[int, Line | None]] = ((n, None) for n in places)
    return lines.edited(edits), drops


def _cues(lines: Lines) -> Iterator[range]:
    """Yield the lines that are shown at the same time, as long as they follow each other."""
    start = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or lines.times(n) != lines.times(start):
            yield range(start, n)
            start = n


def _translated(cues: Sequence[range], texts: Sequence[str]) -> Iterator[int]:
    """Yield the lines that say again in another language what stands above them."""
    scripts = [[_script(texts[n]) for n in cue] for cue in cues]
    mixed = [k for k, found in enumerate(scripts) if len(set(filter(None, found))) == 2]
    least = max(_FEWEST_CUES, _LEAST_SHARE * len(cues))
    if len(mixed) >= least:
        first = Counter(scripts[k][0] for k in mixed).most_common(1)[0][0]
        for k in mixed:
            other = (n for n, script in zip(cues[k], scripts[k], strict=True) if script)
            yield from (n for n in other if _script(texts[n]) != first)
        return
    even = [cue for cue in cues if len(cue) % 2 == 0]
    if len(even) < least:
        return
    half = len(even) // 2 if len(even) >= _JUDGED else len(even)
    told = [
        _languages(even[k : k + half], texts) for k in range(0, half * (len(even) // half), half)
    ]
    if len(set(told)) == 1 and all(told[0]) and told[0][0] != told[0][1]:
        yield from (n for cue in even for n in cue[len(cue) // 2 :])


def _languages(cues: Sequence[range], texts: Sequence[str]) -> tuple[str, str]:
    """Return the language of the upper halves of cues, and that of the lower ones."""
    upper = guess_language(texts[n] for cue in cues for n in cue[: len(cue) // 2])
    return upper, guess_language(texts[n] for cue in cues for n in cue[len(cue) // 2 :])


def _script(text: str) -> str:
    """Name the script of most of a line's letters, or ""."""
    counts = {name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()}
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] else ""
