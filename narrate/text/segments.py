"""To find words in scripts that put no spaces between them, by what comes again and again.

Without a dictionary: a run of kanji or katakana is a word of Japanese; in Chinese it is what
stands several times between different neighbours (accessor variety, Feng and others 2004), and
does not begin or end with one of the commonest characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

UNSPACED = frozenset({"ja", "zh"})
_RUNS = {
    "ja": re.compile(r"[\u4e00-\u9fff々]{2,8}|[\u30a1-\u30ff]{3,12}"),
    "zh": re.compile(r"[\u3400-\u9fff]+"),
}
_SHORTEST, _LONGEST = 2, 8  # characters of a Chinese word or name
_FEWEST = 3  # times, and different neighbours on each side
_WHOLE = 0.75  # of its places, in which a segment stands in one longer: then that is the word
_SMALL = frozenset(
    "的了是在和与或及有不我你他她它您们这那就都也要会能可很到说一个之为以对从把被让给上下中里来去等将而但如果因所其于并"
    "还没吗呢吧啊么什怎样些每更最只已经过着地得时候后前则该此使用当做又再才很太多少大小好两三几各另由向比跟同"
)

Found = dict[str, list[int]]  # a word, and the sentence of each of its places


def find_segments(sentences: Sequence[str], code: str, stops: Collection[str]) -> Found:
    """Return what may be words or names in the sentences of a chapter."""
    found: Found = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for run in _RUNS[code].findall(sentence):
            for word in [run] if code == "ja" else _pieces(run):
                found[word].append(number)
    often = {w: at for w, at in found.items() if len(at) >= _FEWEST and w not in stops}
    if code == "ja":
        return often
    beside = _neighbours(sentences, often)
    words = {w: at for w, at in often.items() if min(map(len, beside[w])) >= _FEWEST}
    return {w: at for w, at in words.items() if not _is_part(w, words)}


def _pieces(run: str) -> Iterator[str]:
    for start, character in enumerate(run):
        if character not in _SMALL:
            for end in range(start + _SHORTEST, min(len(run), start + _LONGEST) + 1):
                if run[end - 1] not in _SMALL:
                    yield run[start:end]


def _neighbours(
    sentences: Sequence[str], words: Collection[str]
) -> dict[str, tuple[set[str], ...]]:
    """Return the characters before and after each word; each edge of a run is one of its own."""
    beside: dict[str, tuple[set[str], ...]] = {word: (set(), set()) for word in words}
    for number, sentence in enumerate(sentences):
        for run in _RUNS["zh"].finditer(sentence):
            for start in range(len(run[0])):
                for end in range(start + _SHORTEST, min(len(run[0]), start + _LONGEST) + 1):
                    if sides := beside.get(run[0][start:end]):
                        edge = f"{number}:{run.start()}"
                        sides[0].add(run[0][start - 1] if start else edge)
                        sides[1].add(run[0][end] if end < len(run[0]) else edge)
    return beside


def _is_part(word: str, words: Found) -> bool:
    most = _WHOLE * len(words[word])
    return any(word in other and word != other and len(words[other]) >= most for other in words)
