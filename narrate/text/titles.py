"""To name chapters: short titles in the text's own words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from narrate.text.candidates import Candidate, list_candidates
from narrate.text.phrases import fold
from narrate.text.terms import STOP_WORDS, is_english, word_set
from narrate.text.titlemodel import TitleModel, load_titles

_FEWEST_WORDS, _MOST_WORDS = 2, 7
_LEAST_VARIED = 0.75  # different words to all
# The greeting of a show is no topic: what it speaks of comes later.
_WELCOME = re.compile(r"(?i)\b(?:welcome (?:back|to|everyone|everybody)|(?:hello|hi|hey),? every)")
_WELCOME_TITLE = "Welcome and introduction"
_GREETING = 4  # sentences
_FEWEST_WITH_WELCOME = 3
# As captions spell them; "its", "well" and "were" are words of their own.
_BARE_CONTRACTIONS = frozenset(w.replace("'", "") for w in STOP_WORDS if "'" in w) - STOP_WORDS
_CRUDE = word_set("shit shitty fuck fucking fucked crap ass asshole bullshit damn bitch")
_LONGEST_LY = 6  # letters: "family" and "supply" are names, "absolutely" is none
_COMPARED_CHAPTERS = 48
_TRIED = 60  # phrases of a chapter, the best first
# A single word says little to a listener: it gives way to a longer phrase that is nearly as good,
# and the more easily to one that holds it.
_SAYS_MORE = 0.05
_HOLDS_IT = 0.2
_PARTNERS = 12
_FAR_BEHIND = 0.12  # a partner is not worth naming
_CHAPTER_WORDS = {
    "de": "Kapitel", "en": "Chapter", "es": "Capítulo", "fr": "Chapitre", "it": "Capitolo",
    "nl": "Hoofdstuk", "pl": "Rozdział", "pt": "Capítulo", "sv": "Kapitel",
}  # fmt: skip


def title_chapters(
    chapters: Sequence[Sequence[str]], language: str = "en", model: TitleModel | None = None
) -> tuple[str, ...]:
    """Return a title for each chapter, given as its sentences; no two are alike.

    A title has 2 to 7 words of the chapter. Where no phrase reads as one, or the text is not
    English (the only language the model knows), chapters are numbered: "Chapter 3".
    """
    numbered = [_number(number, language) for number in range(1, len(chapters) + 1)]
    if not is_english(language):
        return tuple(numbered)
    model = model or load_titles()
    taken: list[frozenset[str]] = []
    titles = [
        _choose(candidates, model, taken) or fallback
        for candidates, fallback in zip(_candidates(chapters), numbered, strict=True)
    ]
    if len(chapters) > _FEWEST_WITH_WELCOME and _WELCOME.search(" ".join(chapters[0][:_GREETING])):
        titles[0] = _WELCOME_TITLE
    return tuple(titles)


def _candidates(chapters: Sequence[Sequence[str]]) -> Iterator[tuple[Candidate, ...]]:
    """Yield the candidates of each chapter, weighed against the chapters around it.

    A few at a time, which spares memory; and what is rare in a week of talk need not be in a day.
    """
    blocks = max(1, math.ceil(len(chapters) / _COMPARED_CHAPTERS))
    edges = [round(n * len(chapters) / blocks) for n in range(blocks + 1)]
    for start, end in pairwise(edges):
        yield from list_candidates(chapters[start:end])


def _number(number: int, language: str) -> str:
    word = _CHAPTER_WORDS.get(language.lower().split("-")[0] or "en", "")
    return f"{word} {number}".strip()


def _choose(candidates: Sequence[Candidate], model: TitleModel, taken: list[frozenset[str]]) -> str:
    """Return the best title that is still free, and mark it as taken; "" if there is none."""
    if not candidates:
        return ""
    worth = model.worth(np.stack([candidate.features for candidate in candidates]))
    order = np.argsort(-worth, kind="stable")[:_TRIED]
    ranked = [(candidates[i], float(worth[i])) for i in order]
    for words, stems in _forms(ranked):
        if _reads_well(words) and not any(stems <= other for other in taken):
            taken.append(stems)
            title = " ".join(words)
            return title[:1].upper() + title[1:]
    return ""


def _reads_well(words: Sequence[str]) -> bool:
    folded = [fold(word) for word in words]
    fits = _FEWEST_WORDS <= len(words) <= _MOST_WORDS
    varied = len({*folded}) >= _LEAST_VARIED * len(folded)  # not "Mr X Mr X"
    spelled = any(len(word) == 1 and word.islower() and word != "a" for word in words)  # "V s Code"
    degree = folded[0].endswith("ly") and len(folded[0]) > _LONGEST_LY  # "absolutely safe"
    fit_to_print = _BARE_CONTRACTIONS.isdisjoint(folded) and _CRUDE.isdisjoint(folded)
    return fits and varied and fit_to_print and not spelled and not degree


def _forms(
    ranked: Sequence[tuple[Candidate, float]],
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Yield titles, best first; a single word, however good, only together with another phrase."""
    longer = [(c, worth) for c, worth in ranked if len(c.words) > 1]
    best, top = ranked[0]
    if len(best.words) == 1:
        for candidate, worth in longer:
            if set(best.key) <= set(candidate.key) and worth > top - _HOLDS_IT:
                yield candidate.words, frozenset(candidate.key)
        if not longer or longer[0][1] < top - _SAYS_MORE:
            yield from _joined(best, top, ranked[1 : 1 + _PARTNERS])
    for candidate, _ in longer:
        yield candidate.words, frozenset(candidate.key)


def _joined(
    best: Candidate, top: float, others: Sequence[tuple[Candidate, float]]
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Yield a single word together with other names."""
    for other, worth in others:
        apart = not set(other.key) & set(best.key)
        if apart and worth > top - _FAR_BEHIND and other.shape == best.shape == "P":
            yield (*best.words, "and", *other.words), frozenset((*best.key, *other.key))
