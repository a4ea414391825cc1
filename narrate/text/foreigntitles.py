"""To name chapters in languages of which no model was learnt: by what each says more than others.

All that is known of a language are its commonest words (stopwordsiso, 57 languages), how it joins
two names (CLDR, by Babel), and what shows a noun (narrate.text.nounsigns). Where nothing does, only
names and phrases said again and again are titles. Chinese and Japanese words are found by
repetition (narrate.text.segments); other languages written without spaces have no titles.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from narrate.text.nounsigns import (
    has_signs,
    is_oblique,
    shows_noun,
    shows_noun_phrase,
    without_article,
)
from narrate.text.segments import UNSPACED, find_segments

# A word, or a shortened one that leans on the next: "l'" in "l'énergie".
_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*['’]?")
_SHORTEST = 4  # letters
_FEWEST = 2  # times that a chapter says what it is called by
_FEWEST_UNSHOWN = 3  # the same, of a phrase of which nothing shows that it is a noun
_MOST_LINKS = 2  # small words inside a phrase: "réforme de la justice"
_NOUN_SHARE = 0.5  # of a noun's places, those where it shows
_ALIKE = 5  # letters by which forms of a word are known
_HOLDING, _SINGLES = 12, 6  # of the next best phrases, those that may go with a word
_LONG_SEGMENT = 4  # characters without spaces that say enough alone
_OWN_SCRIPTS = frozenset({"ar", "bg", "el", "fa", "he", "hi", "ja", "ko", "ru", "uk", "zh"})


@dataclass(slots=True)
class _Use:
    """How one phrase or word is used in a chapter."""

    first: int  # sentence
    spelled: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)  # where it shows to be a noun

    @property
    def count(self) -> int:
        return self.spelled.total()


_Chapter = dict[tuple[str, ...], _Use]  # by the content words in lower case, cut short


def foreign_titles(
    chapters: Sequence[Sequence[str]], language: str, speakers: Collection[str] = ()
) -> list[str]:
    """Return a title for each chapter, given as its sentences; "" where nothing is good enough."""
    code = language.lower().split("-")[0]
    stops = _stop_words(code)
    surveyed = [_survey(sentences, code, stops) for sentences in chapters] if stops else []
    people = {_known_by(word) for name in speakers for word in name.split()}
    for chapter in surveyed:
        for key in [key for key in chapter if people.issuperset(key)]:
            del chapter[key]
    spread = Counter(key for chapter in surveyed for key in chapter)
    taken: set[str] = set()
    rarity = {key: math.log((len(surveyed) + 1) / n) for key, n in spread.items()}
    titles = [_choose(chapter, rarity, code, taken) for chapter in surveyed]
    return titles or [""] * len(chapters)


@cache
def _stop_words(code: str) -> frozenset[str]:
    # Reads some 200 kB, which a text in English never needs.
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords(code)) if stopwordsiso.has_lang(code) else frozenset()


def _survey(sentences: Sequence[str], code: str, stops: frozenset[str]) -> _Chapter:
    if code in UNSPACED:
        segments = find_segments(sentences, code, stops)
        counts = {w: (at[0], Counter({w: len(at)})) for w, at in segments.items()}
        return {(w,): _Use(first, count, count) for w, (first, count) in counts.items()}
    found: _Chapter = {}
    for number, sentence in enumerate(sentences):
        matches = list(_WORD.finditer(sentence))
        words = [match[0] for match in matches]
        content = [i for i, word in enumerate(words) if _is_content(word, stops)]
        shown = {i: shows_noun(words, i, code) for i in content}
        for i in content:
            _note(found, (matches[i],), sentence, number, shown[i])
        for i, j in pairwise(content):
            linked = all(word.lower() in stops or word[-1] in "'’" for word in words[i + 1 : j])
            if linked and j - i <= 1 + _MOST_LINKS and _is_joined(sentence, matches[i : j + 1]):
                noun = shows_noun_phrase(words[i : j + 1], (shown[i], shown[j]), code)
                _note(found, (matches[i], matches[j]), sentence, number, noun)
    return found


def _note(
    found: _Chapter, ends: tuple[re.Match[str], ...], sentence: str, number: int, noun: bool
) -> None:
    use = found.setdefault(tuple(_known_by(word[0]) for word in ends), _Use(number))
    spelled = sentence[ends[0].start() : ends[-1].end()]
    use.spelled[spelled] += 1
    if noun:
        use.named[spelled] += 1


def _known_by(word: str) -> str:
    """Return what forms of a word have in common."""
    return without_article(word).lower()[:_ALIKE]


def _is_content(word: str, stops: frozenset[str]) -> bool:
    named = len(word) >= _SHORTEST or word.isupper()
    return named and word[-1] not in "'’" and word.lower() not in stops and len(word) > 1


def _is_joined(sentence: str, words: Sequence[re.Match[str]]) -> bool:
    return all(not sentence[a.end() : b.start()].strip() for a, b in pairwise(words))


def _choose(
    chapter: _Chapter, rarity: dict[tuple[str, ...], float], code: str, taken: set[str]
) -> str:
    """Return the best title whose words are still free, and mark them as taken."""
    worth = {
        key: math.log1p(use.count)
        * rarity[key]
        * (1 + math.exp(-use.first / 10))
        * (1.3 if len(key) > 1 else 1.0)
        for key, use in chapter.items()
        if _may_name(key, use, code)
    }
    ranked = sorted(worth, key=lambda key: -worth[key])
    for key, title in _forms(ranked, chapter, code):
        fits = code not in _OWN_SCRIPTS or not all(word.isascii() for word in key)
        if fits and not taken.issuperset(key):
            taken.update(key)
            return title[:1].upper() + title[1:]
    return ""


def _may_name(key: tuple[str, ...], use: _Use, code: str) -> bool:
    """Tell whether a phrase is said often enough, and is a noun as far as shows."""
    if all(is_oblique(spelled, code) for spelled in use.spelled):
        return False
    if use.count >= _FEWEST and use.named.total() >= _NOUN_SHARE * use.count:
        return True
    return not has_signs(code) and len(key) > 1 and use.count >= _FEWEST_UNSHOWN


def _forms(
    ranked: Sequence[tuple[str, ...]], chapter: _Chapter, code: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield titles with their words: a phrase, or the two words that say most, joined."""
    from babel.lists import format_list

    for place, key in enumerate(ranked):
        name = _spelling(key, chapter, code)
        if len(key) > 1 or (code in UNSPACED and len(name) >= _LONG_SEGMENT):
            yield key, name
            continue
        for longer in ranked[place + 1 : place + _HOLDING]:
            if len(longer) > 1 and key[0] in longer:
                yield longer, _spelling(longer, chapter, code)
        for other in ranked[place + 1 : place + _SINGLES]:
            if not set(other) & set(key):
                second = _spelling(other, chapter, code)
                yield (*key, *other), format_list([name, second], locale=code)


def _spelling(key: tuple[str, ...], chapter: _Chapter, code: str) -> str:
    """Return how a phrase is mostly written as a noun: in the nominative where that is known."""
    spelled = chapter[key].named or chapter[key].spelled
    spelled = Counter({w: n for w, n in spelled.items() if not is_oblique(w, code)}) or spelled
    if code == "de" and len(key) == 1:
        spelled = Counter({word: n for word, n in spelled.items() if word[0].isupper()}) or spelled
    return spelled.most_common(1)[0][0]
