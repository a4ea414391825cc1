"""To name chapters in languages of which no model was learnt: by what each says more than others.

All that is known of a language are its commonest words (stopwordsiso, 57 languages), how it joins
two names (CLDR, by Babel), and what shows a noun: its capital in German, an article in the
Romance languages and Dutch. Where neither shows one, only phrases said again and again are
titles; languages written without spaces have none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from narrate.text.terms import word_set

# A word, or a shortened one that leans on the next: "l'" in "l'énergie".
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?")
_ARTICLES = {
    "ca": word_set("el la els les l un una"),
    "es": word_set("el la los las un una del al"),
    "fr": word_set("le la les l un une des du d au aux"),
    "it": word_set("il lo la i gli le l un una del della dei delle al alla"),
    "nl": word_set("de het een"),
    "pt": word_set("o a os as um uma do da dos das no na"),
    "ro": word_set("un o unui unei"),
}
_SHORTEST = 4  # letters
_FEWEST = 2  # times that a chapter says what it is called by
_MOST_LINKS = 2  # small words inside a phrase: "réforme de la justice"
_NOUN_SHARE = 0.5  # of a noun's places, those where it shows
_ALIKE = 5  # letters by which forms of a word are known
_HOLDING, _SINGLES = 12, 6  # of the next best phrases, those that may go with a word


@dataclass(slots=True)
class _Use:
    """How one phrase or word is used in a chapter."""

    first: int  # sentence
    spelled: Counter[str] = field(default_factory=Counter)
    noun: int = 0  # places where it shows to be a noun

    @property
    def count(self) -> int:
        return sum(self.spelled.values())


_Chapter = dict[tuple[str, ...], _Use]  # by the content words in lower case, cut short


def foreign_titles(
    chapters: Sequence[Sequence[str]], language: str, speakers: Collection[str] = ()
) -> list[str]:
    """Return a title for each chapter, given as its sentences; "" where nothing is good enough."""
    code = language.lower().split("-")[0]
    stops = _stop_words(code)
    surveyed = [_survey(sentences, code, stops) for sentences in chapters] if stops else []
    people = {word.lower()[:_ALIKE] for name in speakers for word in name.split()}
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
    found: _Chapter = {}
    for number, sentence in enumerate(sentences):
        words = list(_WORD.finditer(sentence))
        content = [i for i, word in enumerate(words) if _is_content(word[0], stops)]
        for i in content:
            _note(found, (words[i],), sentence, number).noun += _shows_noun(words, i, code)
        for i, j in pairwise(content):
            if j - i <= 1 + _MOST_LINKS and _is_joined(sentence, words[i : j + 1]):
                use = _note(found, (words[i], words[j]), sentence, number)
                ends = _shows_noun(words, i, code), _shows_noun(words, j, code)
                use.noun += all(ends) if code == "de" else any(ends)  # not "wachsen im Garten"
    return found


def _note(found: _Chapter, ends: tuple[re.Match[str], ...], sentence: str, number: int) -> _Use:
    use = found.setdefault(tuple(word[0].lower()[:_ALIKE] for word in ends), _Use(number))
    use.spelled[sentence[ends[0].start() : ends[-1].end()]] += 1
    return use


def _is_content(word: str, stops: frozenset[str]) -> bool:
    named = len(word) >= _SHORTEST or word.isupper()
    return named and word[-1] not in "'’" and word.lower() not in stops and len(word) > 1


def _is_joined(sentence: str, words: Sequence[re.Match[str]]) -> bool:
    return all(not sentence[a.end() : b.start()].strip() for a, b in pairwise(words))


def _shows_noun(words: Sequence[re.Match[str]], i: int, code: str) -> bool:
    """Tell whether a word shows here that it is a noun or a name."""
    if i and words[i][0][0].isupper():
        return True
    return i > 0 and words[i - 1][0].lower().rstrip("'’") in _ARTICLES.get(code, ())


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
        if use.count >= _FEWEST and use.noun >= _NOUN_SHARE * use.count
    }
    ranked = sorted(worth, key=lambda key: -worth[key])
    for key, title in _forms(ranked, chapter, code):
        if not taken.issuperset(key):
            taken.update(key)
            return title[:1].upper() + title[1:]
    return ""


def _forms(
    ranked: Sequence[tuple[str, ...]], chapter: _Chapter, code: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield titles with their words: a phrase, or the two words that say most, joined."""
    from babel.lists import format_list

    for place, key in enumerate(ranked):
        name = chapter[key].spelled.most_common(1)[0][0]
        if len(key) > 1:
            yield key, name
            continue
        for longer in ranked[place + 1 : place + _HOLDING]:
            if len(longer) > 1 and key[0] in longer:
                yield longer, chapter[longer].spelled.most_common(1)[0][0]
        for other in ranked[place + 1 : place + _SINGLES]:
            if not set(other) & set(key):
                second = chapter[other].spelled.most_common(1)[0][0]
                yield (*key, *other), format_list([name, second], locale=code)
