"""To name chapters: short titles in the text's own words."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, pairwise

import numpy as np

from narrate.text.candidates import Candidate, Listed, list_candidates
from narrate.text.capitals import lacks_capitals, with_capitals
from narrate.text.foreigntitles import foreign_titles
from narrate.text.terms import is_english
from narrate.text.titleforms import reads_well, title_forms
from narrate.text.titlemodel import TitleModel, load_titles
from narrate.text.titleroles import role_titles, without_greeting

_COMPARED_CHAPTERS = 48
_RUN_ON = 0.3  # of worth, in speech without marks
_TRIED = 60  # phrases of a chapter, the best first
_NUMBERED = {
    "ar": "الفصل {}", "ca": "Capítol {}", "cs": "Kapitola {}", "da": "Kapitel {}",
    "de": "Kapitel {}", "el": "Κεφάλαιο {}", "en": "Chapter {}", "es": "Capítulo {}",
    "fi": "Luku {}", "fr": "Chapitre {}", "he": "פרק {}", "hi": "अध्याय {}", "hu": "{}. fejezet",
    "id": "Bab {}", "it": "Capitolo {}", "ja": "第{}章", "ko": "제{}장", "nb": "Kapittel {}",
    "nl": "Hoofdstuk {}", "pl": "Rozdział {}", "pt": "Capítulo {}", "ro": "Capitolul {}",
    "ru": "Глава {}", "sv": "Kapitel {}", "tr": "Bölüm {}", "uk": "Розділ {}", "vi": "Chương {}",
    "zh": "第{}章",
}  # fmt: skip


def title_chapters(
    chapters: Sequence[Sequence[str]],
    language: str = "en",
    model: TitleModel | None = None,
    speakers: Collection[str] = (),
) -> tuple[str, ...]:
    """Return a title for each chapter, given as its sentences; no two are alike.

    A title has 2 to 7 words of the chapter, and is not the name of one of the speakers alone; but
    what every programme has is called so: "Introduction" (narrate.text.titleroles). The model knows
    English; for other languages see narrate.text.foreigntitles. Where no phrase reads as a title,
    the chapter is numbered: "Chapter 3".
    """
    roles = role_titles(chapters, language)
    found: Iterable[str]
    if is_english(language):
        found = _english_titles(chapters, model or load_titles(), speakers, roles)
    else:
        found = foreign_titles(chapters, language, speakers)
    return tuple(roles.get(i) or title or _number(i + 1, language) for i, title in enumerate(found))


def _english_titles(
    chapters: Sequence[Sequence[str]],
    model: TitleModel,
    speakers: Collection[str],
    named: Collection[int],
) -> Iterator[str]:
    """Yield the best title of each chapter but those that are named already."""
    taken: list[frozenset[str]] = []
    said = [without_greeting(chapters[0]), *chapters[1:]] if chapters else []
    flat = lacks_capitals(chain.from_iterable(chapters))
    for i, listed in enumerate(_candidates(said, speakers)):
        words = () if i in named else _choose(listed, model, taken, flat)
        title = " ".join(with_capitals(words) if flat else words)
        yield title[:1].upper() + title[1:]


def _candidates(chapters: Sequence[Sequence[str]], speakers: Collection[str]) -> Iterator[Listed]:
    """Yield the candidates of each chapter, weighed against the chapters around it.

    A few at a time, which spares memory; and what is rare in a week of talk need not be in a day.
    """
    blocks = max(1, math.ceil(len(chapters) / _COMPARED_CHAPTERS))
    edges = [round(n * len(chapters) / blocks) for n in range(blocks + 1)]
    for start, end in pairwise(edges):
        yield from list_candidates(chapters[start:end], speakers)


def _number(number: int, language: str) -> str:
    return _NUMBERED.get(language.lower().split("-")[0] or "en", "{}").format(number)


def _may_run_on(candidate: Candidate) -> bool:
    """Tell whether words said once side by side may belong to two sentences: "ovaries hormones"."""
    return len(candidate.words) > 1 and candidate.once and set(candidate.shape) <= set("NPAn")


def _choose(
    listed: Listed, model: TitleModel, taken: list[frozenset[str]], flat: bool
) -> tuple[str, ...]:
    """Return the words of the best title still free, and mark it as taken; () if there is none."""
    candidates = listed.candidates
    if not candidates:
        return ()
    worth = model.worth(listed) - flat * _RUN_ON * np.array([_may_run_on(c) for c in candidates])
    order = np.argsort(-worth, kind="stable")[:_TRIED]
    ranked = [(candidates[i], float(worth[i])) for i in order]
    themes = [found for found in ranked if found[0].theme]
    for words, stems in chain(title_forms(themes), title_forms(ranked)):
        if reads_well(words) and not any(stems <= other for other in taken):
            taken.append(stems)
            return words
    return ()
