"""To name chapters: short titles in the text's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from narrate.text.candidates import Candidate, list_candidates
from narrate.text.phrases import fold
from narrate.text.terms import STOP_WORDS, is_english
from narrate.text.titlemodel import TitleModel, load_titles
from narrate.text.wordkinds import WordKinds, is_clear_noun

_FEWEST_WORDS, _MOST_WORDS = 2, 7
_LEAST_VARIED = 0.75  # different words to all
# The greeting of a show is no topic: what it speaks of comes later.
_WELCOME = re.compile(r"(?i)\b(?:welcome (?:back|to|everyone|everybody)|(?:hello|hi|hey),? every)")
_WELCOME_TITLE = "Welcome and introduction"
_GREETING = 4  # sentences
_FEWEST_WITH_WELCOME = 3
# As captions spell them; "its", "well" and "were" are words of their own.
_BARE_CONTRACTIONS = frozenset(w.replace("'", "") for w in STOP_WORDS if "'" in w) - STOP_WORDS
_TRIED = 40  # candidates and, for each single word, partners
_PARTNERS = 12
# Added for 0, 1, 2, … content words: producers also write one-word titles, which say little to
# a listener who has no show notes at hand.
_SAYS_MORE = (0.0, 0.0, 0.08, 0.12)
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
    taken: set[frozenset[str]] = set()
    listed = list_candidates(chapters, model.kinds)
    titles = [
        _choose(candidates, model, taken) or fallback
        for candidates, fallback in zip(listed, numbered, strict=True)
    ]
    if len(chapters) > _FEWEST_WITH_WELCOME and _WELCOME.search(" ".join(chapters[0][:_GREETING])):
        titles[0] = _WELCOME_TITLE
    return tuple(titles)


def _number(number: int, language: str) -> str:
    word = _CHAPTER_WORDS.get(language.lower().split("-")[0] or "en", "")
    return f"{word} {number}".strip()


def _choose(candidates: Sequence[Candidate], model: TitleModel, taken: set[frozenset[str]]) -> str:
    """Return the best title that is still free, and mark it as taken; "" if there is none."""
    ranked = sorted(candidates, key=lambda c: -_worth(c, model))
    for words, stems in _forms(ranked, model.kinds):
        if _reads_well(words) and stems not in taken:
            taken.add(stems)
            title = " ".join(words)
            return title[:1].upper() + title[1:]
    return ""


def _reads_well(words: Sequence[str]) -> bool:
    folded = [fold(word) for word in words]
    fits = _FEWEST_WORDS <= len(words) <= _MOST_WORDS
    varied = len({*folded}) >= _LEAST_VARIED * len(folded)  # not "Mr X Mr X"
    return fits and varied and _BARE_CONTRACTIONS.isdisjoint(folded)


def _worth(candidate: Candidate, model: TitleModel) -> float:
    content = sum(fold(word) not in STOP_WORDS for word in candidate.words)
    more = _SAYS_MORE[min(content, len(_SAYS_MORE) - 1)]
    return float(np.dot(candidate.features, model.weights)) + more


def _forms(
    ranked: Sequence[Candidate], kinds: WordKinds
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Yield titles, best first: a phrase, or two where the better one is a single word."""
    for i, candidate in enumerate(ranked[:_TRIED]):
        if len(candidate.words) > 1:
            yield candidate.words, frozenset(candidate.key)
            continue
        if not is_clear_noun(candidate.words[0], kinds):
            continue
        for partner in ranked[i + 1 : i + 1 + _PARTNERS]:
            joins = len(partner.words) > 1 or is_clear_noun(partner.words[0], kinds)
            if joins and not set(partner.key) & set(candidate.key):
                words = (*candidate.words, "and", *partner.words)
                yield words, frozenset((*candidate.key, *partner.key))
