"""To name what programmes have beside their topics: introduction, sponsors, questions, closing.

Only plain words at a plain place count: a greeting at the start of the first chapter, leave taken
at the start of the last. People call these parts so whatever is said in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from narrate.text.terms import STOP_WORDS, count_words, is_english

_FEWEST = 4  # chapters, of which one can be an introduction
_START = 4  # sentences, in which a greeting or a sponsor is named
_OPENING = 2  # sentences, in which people say that they come to the end, or to questions
# Words that such a part has at most; a longer one has topics that say more. Nine in ten of the
# introductions of the shows learnt from are shorter.
_LONGEST_INTRODUCTION = 900
_LONGEST_SPONSOR = 400
_LONGEST_CLOSING = 600
_LATE = 0.5  # of the chapters lie before one of questions


class Role(NamedTuple):
    """What a part is called in a language, and what people say there."""

    title: str
    said: re.Pattern[str]


def _role(title: str, said: str) -> Role:
    return Role(title, re.compile(said, re.IGNORECASE))


_INTRODUCTIONS = {
    "de": _role("Einleitung", r"\bwillkommen (?:zu|bei|zurück)|\bschön,? dass (?:ihr|sie) "),
    "en": _role(
        "Introduction",
        r"\bwelcome (?:back|to|everyone|everybody|aboard)|\b(?:hello|hi|hey),? (?:and wel|every)"
        r"|\byou['’]?re listening to |\bgood (?:morning|afternoon|evening),? (?:every|ladies|and)",
    ),
    "es": _role("Introducción", r"\bbienvenid[oa]s?\b|\bhola a tod[oa]s"),
    "fr": _role("Introduction", r"\bbienvenue (?:à|dans|sur|au)|\bbonjour à tou(?:s|tes)"),
    "it": _role("Introduzione", r"\bbenvenut[ieao]\b|\bciao a tutt[ie]"),
    "nl": _role("Inleiding", r"\bwelkom (?:bij|terug)"),
    "pl": _role("Wprowadzenie", r"\bwitam(?:y)?\b|\bwitajcie\b|\bdzień dobry państwu"),
    "pt": _role("Introdução", r"\bbem[- ]vind[oa]s?\b|\bolá,? (?:pessoal|a tod[oa]s)"),
    "ru": _role("Введение", r"\bдобро пожаловать|\bздравствуйте|\bвсем привет"),
    "sv": _role("Inledning", r"\bvälkom(?:men|na) till"),
    "zh": _role("开场", r"欢迎(?:收听|来到|大家)|大家好"),
}  # fmt: skip
_OPENINGS = {  # in languages of which no greetings are known
    "ar": "مقدمة", "cs": "Úvod", "da": "Indledning", "el": "Εισαγωγή", "fi": "Johdanto",
    "hi": "परिचय", "hu": "Bevezetés", "ja": "はじめに", "ko": "들어가며", "nb": "Innledning",
    "no": "Innledning", "ro": "Introducere", "sk": "Úvod", "tr": "Giriş", "uk": "Вступ",
}  # fmt: skip
_CLOSINGS = {
    "de": _role("Schluss", r"\bdas war['’]?s (?:für heute|mit|schon)|\bdanke fürs zuhören"),
    "en": _role(
        "Closing",
        r"\bthat['’]?s (?:it|all|a wrap)(?: (?:for|from) |[.!]|$)"
        r"|\bwrap(?:ping)? (?:\w+ )?up(?! with)|\b(?:final|closing|parting) (?:thoughts|words)"
        r"|\bin (?:conclusion|closing)\b|^(?:so,? )?to (?:conclude|sum up)\b|\bhope you enjoyed\b"
        r"|\bthank(?:s| you)(?: \w+){0,4} for (?:listening|joining|watching|tuning|coming)",
    ),
    "es": _role("Cierre", r"\bhasta la próxima|\bgracias por (?:escuchar|acompañ)"),
    "fr": _role("Conclusion", r"\bà la prochaine|\bmerci (?:de|d['’])(?: ?\w+){0,2} écout"),
    "it": _role("Chiusura", r"\balla prossima|\bgrazie per (?:aver(?:ci)? )?ascolt"),
    "nl": _role("Afsluiting", r"\btot de volgende|\bbedankt voor het luisteren"),
    "pt": _role("Encerramento", r"\baté a próxima|\bobrigad[oa] por (?:ouvir|assistir)"),
    "ru": _role("Заключение", r"\bдо новых встреч|\bспасибо за внимание|\bдо свидания"),
    "zh": _role("结语", r"感谢(?:收听|大家)|下期(?:节目)?再见"),
}  # fmt: skip
_QUESTIONS = _role(
    "Questions and answers",
    r"\bquestion[- ]and[- ]answers?\b|\bQ ?(?:&|and) ?A\b"
    r"|\bopen (?:it|the (?:call|floor|lines?))(?: \w+){0,2} (?:for|to) (?:\w+ )?questions\b"
    r"|\btake (?:\w+ ){0,2}questions\b|\btime for (?:\w+ )?questions\b"
    r"|^(?:(?:so|and|okay|all right|now),? )*(?:are there |does anyone have )?any questions\b"
    r"|\b(?:for|some|take|to) questions from (?:the )?(?:audience|floor)\b"
    r"|\bfirst question (?:comes|is) from\b",
)
_SPONSORED = re.compile(
    r"\b(?:(?P<plain>(?:word|message) from (?:our|today's) (?:\w+ )?sponsors?"
    r"|(?:thanks|thank you)(?: \w+){0,2} to our (?:\w+ )?sponsors?)|brought to you by|sponsored by"
    r"|(?:our|today's|this week's) (?:\w+ )?sponsors?(?: today)? (?:is|are))\b[,:]?\s*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w'’&-]*(?:\.\w+)?(?: (?:[A-Z&][\w'’&-]*|of|and(?= [A-Z]))){0,3}")
_WORD = re.compile(r"[^\W_]{3,}")
_SPONSOR = "Sponsor"


def opening_title(language: str) -> str:
    """Return what a part before all others is called in a language; in English if not known."""
    code = language.lower().split("-")[0]
    known = _INTRODUCTIONS.get(code, _INTRODUCTIONS["en"]).title
    return _OPENINGS.get(code, known)


def role_titles(chapters: Sequence[Sequence[str]], language: str = "en") -> dict[int, str]:
    """Return titles for chapters, given as their sentences, that are such a part: by number."""
    if len(chapters) < _FEWEST:
        return {}
    code = "en" if is_english(language) else language.lower().split("-")[0]
    sizes = [sum(map(count_words, sentences)) for sentences in chapters]
    found = _sponsors(chapters, sizes) | _questions(chapters) if code == "en" else {}
    last = len(chapters) - 1
    closing, opening = _CLOSINGS.get(code), _INTRODUCTIONS.get(code)
    if closing and sizes[last] <= _LONGEST_CLOSING and _says(closing, chapters[last], _OPENING):
        found[last] = closing.title
    if opening and sizes[0] <= _LONGEST_INTRODUCTION and _says(opening, chapters[0], _START):
        found[0] = opening.title
    return found


def without_greeting(sentences: Sequence[str]) -> Sequence[str]:
    """Return a chapter without the sentences at its start that greet: they name the show."""
    greets = _INTRODUCTIONS["en"].said.search
    start = [sentence for sentence in sentences[:_START] if not greets(sentence)]
    return [*start, *sentences[_START:]]


def _says(role: Role, sentences: Sequence[str], first: int) -> bool:
    return any(role.said.search(sentence) for sentence in sentences[:first])


def _questions(chapters: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return the first chapter late in the text that opens by asking for questions."""
    late = range(round(_LATE * len(chapters)), len(chapters))
    found = next((i for i in late if _says(_QUESTIONS, chapters[i], _OPENING)), None)
    return {} if found is None else {found: _QUESTIONS.title}


def _sponsors(chapters: Sequence[Sequence[str]], sizes: Sequence[int]) -> dict[int, str]:
    """Return short chapters that open with a sponsor, each sponsor once."""
    found: dict[str, int] = {}
    for i, sentences in enumerate(chapters):
        if sizes[i] <= _LONGEST_SPONSOR:
            said = " ".join(sentences[:_START])
            announced = _SPONSORED.search(said)
            name = _sponsor(said, announced.end()) if announced else ""
            if announced and (name or announced["plain"]):
                found.setdefault(f"{_SPONSOR}: {name}" if name else _SPONSOR, i)
    return {i: title for title, i in found.items()}


def _sponsor(said: str, start: int) -> str:
    """Return the name that begins at a place; in speech without capitals, one word."""
    name = _NAME.match(said, start)
    word = _WORD.match(said, start) if said.islower() else None
    if word and word[0] not in STOP_WORDS:
        return word[0].capitalize()
    return name[0] if name else ""
