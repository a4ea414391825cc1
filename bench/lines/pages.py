"""Texts to learn from, each line a page's or said: fixtures, pages made up, and transcripts."""

from __future__ import annotations

import gzip
import json
import random
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.text.linemodel import line_cues

_HERE = Path(__file__).parent
_TESTS = _HERE.parents[1] / "tests" / "data"
_PAGE_REASONS = ("page furniture", "header", "title", "note about the transcript")
_DROP = re.compile(r"^(\d+): ([^:\n]+): (.*)$", re.MULTILINE)
_LONGEST = 100_000  # characters of a line
_MARKS = str.maketrans("", "", '.,;:!?…"“”()[]–—')
_MADE = 2000  # pages
_DOCUMENTS = 28  # of each set of transcripts
_SENTENCES = 120  # of each document
_FIXTURE_WEIGHT = 2.0
_NAMES = "Ada Poole|Jens Harder|Élise Morvan|Tomás Rivas|Dario Bassi|Renata Lopes|Wim de Roo"
_NAMES += "|Anna Mazur|Orla Fenwick|Peter Oduya|Ingrid Vale|Nele Brandt|Simon Petrie|Hannah Okafor"
_OWN_NAMES = {"ru": "Анна Мазурова|Пётр Лесков", "ja": "山田太郎|佐藤花子"}
_QUOTES = ("“”", "«»", "„“", "''", "»«", ("« ", " »"), ("– ", ""), ("— ", ""), ("P. ", ""))
_USERS = "hopsalot|stoutly|gnarlywood|ann_lee88|MrKettle|old_timer"
_VERSES = "Matthew 20:1-16|Luc 13, 1-9|Lukas 15,11-32|Juan 3:16|Psalm 23|1 Corinthians 13"
_MONTHS = {
    "en": "January|March|April|Jun|Sept|November|Dec",
    "de": "Januar|März|Mai|Oktober|Dez.",
    "fr": "janvier|mars|août|novembre|déc.",
    "es": "enero|marzo|agosto|noviembre",
    "it": "gennaio|marzo|agosto|settembre",
    "pt": "janeiro|março|junho|novembro",
    "nl": "januari|maart|augustus|oktober",
    "pl": "stycznia|marca|lutego|października",
    "ru": "января|марта|августа|ноября",
    "sv": "januari|mars|augusti|oktober",
    "da": "januar|marts|juni|oktober",
    "cs": "ledna|března|srpna|října",
    "tr": "Ocak|Mart|Ağustos|Ekim",
}
_DAYS = {
    "en": "Sunday|Wednesday|Fri",
    "de": "Sonntag|Mittwoch|Fr.",
    "fr": "dimanche|mercredi|jeudi",
    "es": "domingo|miércoles|jueves",
    "it": "domenica|mercoledì|giovedì",
    "pt": "domingo|quarta-feira|quinta-feira",
    "nl": "zondag|woensdag|vrijdag",
    "pl": "niedziela|środa",
    "ru": "воскресенье|среда",
    "sv": "söndag|onsdag",
}
_TITLES = {  # beside the plain ones
    "en": "Public Hearing on {title}|Inaugural lecture: {title}|Transcript: {title}|Sermon: {title}"
    "|{title}/Transcript|Interview with {who}|{title} with {who}|{who} on {title}"
    "|{title} - Transcript|{title} (Part {n})|Episode {n}: {title}|EP {n} - {title}"
    "|Lecture {n}: {title}"
    "|Remarks by {who} at {title}|A conversation with {who}|How to {title}",
    "de": "Predigt: {title}|Interview mit {who}: {title}|Folge {n}: {title}"
    "|Rede von {who} zu {title}",
    "fr": "Prédication : {title}|Entretien avec {who}|Épisode {n} : {title}|Discours de {who}",
    "es": "Entrevista a {who}: {title}|Discurso de {who}|Episodio {n}: {title}|Sermón: {title}",
    "it": "Intervista a {who}: {title}|Omelia: {title}|Puntata {n}: {title}|Discorso di {who}",
    "pt": "Entrevista com {who}|Discurso de {who}|Episódio {n}: {title}|Sermão: {title}",
    "nl": "Gesprek met {who}: {title}|Preek: {title}|Aflevering {n}: {title}|Toespraak van {who}",
    "pl": "Rozmowa z {who}: {title}|Kazanie: {title}|Odcinek {n}: {title}",
    "ru": "Беседа с {who}: {title}|Проповедь: {title}|Выпуск {n}. {title}|Речь {who}",
    "sv": "Samtal med {who}|Predikan: {title}|Avsnitt {n}: {title}|Tal av {who}",
    "da": "Interview med {who}|Afsnit {n}: {title}",
    "cs": "Rozhovor: {title}|Díl {n}: {title}",
    "tr": "{who} ile söyleşi|Bölüm {n}: {title}",
    "ko": "제{n}회 {title}|{who} 인터뷰",
    "ja": "第{n}回 {title}|{who}さんに聞く {title}|{title}【{who}】",
}

_Row = tuple[str, str, float]  # a line, what it is ("page", "title", "said"), and its weight


@dataclass(frozen=True, eq=False)
class Page:
    """A text by its lines without blank ones; those of weight 0 are neither page's nor said."""

    texts: list[str]
    blanks: list[bool]  # whether a blank line stands above
    truth: NDArray[np.float64]  # 1: the page's
    weight: NDArray[np.float64]
    titles: NDArray[np.float64]  # 1: what the text is called; -1: another line above speech
    group: int  # what is held out together

    @cached_property
    def cues(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the cues of its lines, as `line_cues` does."""
        return line_cues(self.texts, self.blanks)


def fixtures() -> Iterator[Page]:
    """Yield the plain texts among the fixtures, each line by what its golden script left out."""
    for group, path in enumerate(sorted((_TESTS / "transcripts").glob("*.txt"))):
        text = path.read_bytes().decode("utf-8", "replace").lstrip("\ufeff")
        golden = path.with_name(f"{path.name}.golden").read_text(encoding="utf-8")
        dropped = _DROP.findall(golden[golden.index("\nLeft out") :])
        yield _page(list(_told(text, dropped)), group)


def _told(text: str, dropped: Sequence[tuple[str, str, str]]) -> Iterator[_Row]:
    """Yield the lines of a fixture; those left out in part or for other reasons weigh nothing."""
    gone: Counter[int] = Counter()
    for line, reason, words in dropped:
        gone[int(line)] += _size(words) if reason in _PAGE_REASONS else 10 * _LONGEST
    titles = {int(line) for line, reason, _ in dropped if reason == "title"}
    for number, row in enumerate(text.split("\n"), start=1):
        wholly = _size(row) <= gone[number] < _LONGEST
        kind = "title" if number in titles else "page" if wholly else "said"
        yield row, kind, _FIXTURE_WEIGHT * (wholly or not gone[number])


def _size(text: str) -> int:
    return len("".join(text.split()))


def transcripts(folder: Path) -> Iterator[Page]:
    """Yield documents of real speech, broken anew, with marks and without."""
    chance = random.Random(5)
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as documents:
            for n, document in enumerate(islice(documents, _DOCUMENTS)):
                sentences = json.loads(document)["sentences"][:_SENTENCES]
                said = laid_out(sentences, n % 7, chance)
                yield _page([(row, "said", 0.5) for row in said], n)


def laid_out(sentences: Sequence[str], layout: int, chance: random.Random) -> list[str]:
    """Return sentences as lines: one each, in paragraphs, or wrapped; even with no marks."""
    if layout == 0:
        return list(sentences)
    if layout == 1:
        return [" ".join(g) for g in _groups(sentences, chance)]
    if layout == 6:
        return [bare for row in sentences if (bare := row.translate(_MARKS).strip())]
    text = " ".join(sentences)
    if layout >= 4:
        text = " ".join(text.translate(_MARKS).split())
    if layout == 5:
        text = text.lower()
    return textwrap.wrap(text, chance.choice((18, 26, 32, 42, 70)), break_long_words=False)


def _groups(sentences: Sequence[str], chance: random.Random) -> Iterator[list[str]]:
    rest = list(sentences)
    while rest:
        size = chance.randint(1, 5)
        group, rest = rest[:size], rest[size:]
        yield group


def made_up() -> Iterator[Page]:
    """Yield pages put together of labels and speech, half of them with all labels run together."""
    chance = random.Random(11)
    listed = _listed()
    languages = sorted({key.split()[0] for key in listed if key.endswith("menu")})
    spoken = _foreign()
    for n in range(_MADE):
        language = "en" if n % 3 == 0 else languages[n % len(languages)]
        said = listed[f"{language} said"] + spoken.get(language, [])
        yield _page(list(_rows(listed, language, said, chance)), n)


def _rows(
    listed: dict[str, list[str]], language: str, said: list[str], chance: random.Random
) -> Iterator[_Row]:
    def labels(kind: str, most: int) -> Iterator[_Row]:
        for label in chance.choices(listed[f"{language} {kind}"], k=chance.randint(0, most)):
            yield _filled(label, language, listed, chance), "page", 1.0
            if chance.random() < gaps:
                yield "", "", 0.0

    gaps = chance.choice((0.0, 0.1, 0.5))
    furnished = chance.random() < 0.85
    if furnished:
        yield from labels("site", 1)
        yield from labels("menu", 12)
        yield from labels("site", 1)
        yield from labels("head", 1)
        yield _filled(_title(listed, language, chance), language, listed, chance), "title", 1.0
        yield from labels("head", 9)

    def quoted(row: str) -> str:
        marks = chance.choice(_QUOTES) if layout <= 1 and chance.random() < 0.15 else ("", "")
        return f"{marks[0]}{row}{marks[1]}"

    layout = chance.choice((0, 0, 0, 1, 1, 2, 3, 4, 5, 6))
    speech = laid_out(chance.choices(said, k=chance.randint(4, 24)), layout, chance)
    named = layout == 0 and chance.random() < 0.3
    for row in map(quoted, speech):
        yield (f"{chance.choice('ABC')}nn: {row}" if named else row), "said", 1.0
        if furnished and layout <= 1 and chance.random() < 0.04:
            yield from labels("tail", 3)
    if furnished:
        yield from labels("tail", 20)


def _title(listed: dict[str, list[str]], language: str, chance: random.Random) -> str:
    """Return a title: a plain one, what somebody said, or one of an episode, a sermon, a person."""
    said = chance.choice(listed[f"{language} said"]).rstrip(".")
    quoted = [form.format(said) for form in ("“{}”", "»{}«", "'{}'", "«{}»", "‘{}’")]
    leads = ("#{n} – ", "{who}: ", "{title}: ", "Ep. {n}: ", "{n}. ")
    lead = [f"{form}{{title}}" for form in leads]
    kinds = (["{title}"], ["{title}"], quoted, lead, _TITLES[language].split("|"))
    return chance.choice(chance.choice(kinds))


def _filled(label: str, language: str, listed: dict[str, list[str]], chance: random.Random) -> str:
    month = chance.choice(_MONTHS.get(language, "3月").split("|"))
    day, year = chance.randint(1, 28), chance.randint(2009, 2026)
    dates = [f"{day} {month} {year}", f"{day}. {month} {year}"]
    dates += [f"{day:02}.{day % 12 + 1:02}.{year}"]
    dates += [f"{month} {day}, {year}"] if language == "en" else []
    dates += [f"{year}年{day % 12 + 1}月{day}日"] * 3 if language == "ja" else []
    dates += [f"{year}년 {day % 12 + 1}월 {day}일"] * 3 if language == "ko" else []
    dates += [f"{dates[0]} г."] if language == "ru" else []
    dates += [f"{day} de {month} de {year}"] * 2 if language in ("es", "pt") else []
    dates += [f"{weekday} {dates[0]}" for weekday in _DAYS.get(language, "").split("|") if weekday]
    values = {
        "n": str(chance.choice((chance.randint(1, 60), chance.randint(100, 9999)))),
        "year": str(year),
        "date": chance.choice(dates),
        "who": chance.choice(_OWN_NAMES.get(language, _NAMES).split("|")),
        "title": chance.choice(listed[f"{language} title"]),
        "user": chance.choice(_USERS.split("|")),
        "verse": chance.choice(_VERSES.split("|")),
        "clock": f"{chance.randint(0, 23)}:{chance.randint(0, 59):02}",
        "phone": f"0{chance.randint(10, 99)} {chance.randint(1000, 9999)} 00",
        "site": "quietworkshop.example",
    }
    return re.sub(r"\{(\w+)\}", lambda slot: values[slot[1]], label)


@cache
def _listed() -> dict[str, list[str]]:
    """Return the labels, sayings and titles by language and kind."""
    listed: dict[str, list[str]] = {}
    key = ""
    for name in ("labels.txt", "said.txt"):
        for row in (_HERE / name).read_text(encoding="utf-8").splitlines():
            if row.startswith("["):
                key = row.strip("[]")
            elif not row.startswith("#"):
                listed[key] = row.replace(" | ", "\0").split("|")
                listed[key] = [piece.replace("\0", " | ") for piece in listed[key]]
    return listed


@cache
def _foreign() -> dict[str, list[str]]:
    """Return the sentences of the tables of spoken forms by language."""
    found: dict[str, list[str]] = {}
    for name in ("spoken_foreign.tsv", "spoken_foreign_heldout.tsv"):
        for row in (_TESTS / name).read_text(encoding="utf-8").splitlines():
            fields = row.split("\t")
            if len(fields) > 1 and not row.startswith("#"):
                found.setdefault(fields[0], []).append(fields[1])
    return found


def _page(rows: Sequence[_Row], group: int) -> Page:
    texts, blanks, kinds, weight = [], [], [], []
    blank = False
    for row, kind, weighs in rows:
        text = row.strip()
        if text:
            texts.append(text)
            blanks.append(blank)
            kinds.append(kind)
            weight.append(weighs)
        blank = not text
    truth = np.array([kind != "said" for kind in kinds], np.float64)
    first = kinds.index("said") if "said" in kinds else len(kinds)
    titles = np.array([(n < first) * (1 if k == "title" else -1) for n, k in enumerate(kinds)])
    titles = titles * ("title" in kinds[:first])
    return Page(texts, blanks, truth, np.array(weight), titles.astype(np.float64), group)
