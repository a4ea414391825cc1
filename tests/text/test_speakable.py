"""What a voice is given: the table, what must not change, and any string at all."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.spoken import HELD_OUT, load_pairs
from narrate.text.speakable import spoken_form
from narrate.text.speakable.acronyms import LOSE_THEIR_S, TAKEN_FOR_WORDS, spell

TABLES = Path(__file__).parents[1] / "data"
NEVER_TUNED = HELD_OUT[-1]  # so that it may have faults
LISTS = ("spoken.tsv", *HELD_OUT[:-1])


def pairs(name: str) -> list[tuple[str, ...]]:
    return [(pair.written, *pair.spoken) for pair in load_pairs(TABLES / name)]


def heard(text: str) -> str:
    """Reduce text to what can be heard: FBI is F B I, and C-E-O's is C E O s."""
    text = re.sub(r"\b([A-Z]{2,})(s?)\b", lambda m: f"{' '.join(m[1])} {m[2]}", text).lower()
    text = re.sub(r"(?<=\b\w)['’]s\b", " s", text)
    text = re.sub(r"['’](?=s\b)", "", text)
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


def right_share(name: str) -> float:
    table = pairs(name)
    right = [heard(spoken_form(w)) in map(heard, spoken) for w, *spoken in table]
    return sum(right) / len(right)


def test_tables_are_large_enough() -> None:
    held_out = sum(len(pairs(name)) for name in LISTS[1:])
    assert held_out >= 770
    assert len(pairs("spoken.tsv")) + held_out >= 1000


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        *zip(LISTS, (0.98, 0.99, 0.98, 0.99, 0.98, 0.95, 0.98), strict=True),
        (NEVER_TUNED, 0.88),
    ],
)
def test_most_of_the_table_is_said_right(name: str, floor: float) -> None:
    assert right_share(name) >= floor


@pytest.mark.parametrize("name", LISTS)
def test_no_digit_or_symbol_is_left_and_the_end_mark_stays(name: str) -> None:
    for written, *_ in pairs(name):
        spoken = spoken_form(written)
        assert not re.search(r"[0-9$€£%#@_*<>=+/\\|~^]", spoken), spoken
        if written[-1] in ".?!":
            assert spoken[-1] == written[-1]


WORDS = st.lists(st.text(alphabet="abcdefghiklmnorstuéüßñ", min_size=6, max_size=9), min_size=1)
MARKS = st.sampled_from([", ", "; ", ": ", " – ", " — ", "? ", "! ", "… ", " (", ") ", " “", "” "])


@given(WORDS, st.lists(MARKS))
def test_prose_is_unchanged(words: list[str], marks: list[str]) -> None:
    text = " ".join(words).capitalize()
    for place, mark in enumerate(marks):
        text = text.replace(" ", mark, 1) if place % 2 else text + mark + words[0]
    assert spoken_form(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "No. I don't think so.",
        "I said — and I meant it — that she'd won’t.",
        "Vitamin C, plan B, and Malcolm X.",
        "“Why not?” he asked; she didn't say.",
        "Überraschung im Café, señor.",
        "It's a state-of-the-art, win-win idea.",
    ],
)
def test_this_prose_is_unchanged(text: str) -> None:
    assert spoken_form(text) == text


TOKENS = """
1 2 0 9 99 100 1984 2,000 .5 1.50 007 12 31 3:05 1/2 ½ 4th 90s '98 $ £ € % k m bn K M B km ft in s
h ' " St. Dr. No. e.g. etc. vs. I II X VIII Mr Henry World War A p.m. a.m. PM the a Jan. 5th 's ( )
[ ] [1] < > & ; # @ x X com .com .py _ * ` ~ ^ ² ⁻ ₂ ° ′ + = != [[wɪn|Nguyen]] http:// www. 😍 e <b>
&amp; &#0; - – — / \\ : . , ? ! million v AD BC US$ USD Rs. ¢ GPUs AT&T -- → • 555-1234 (415)
Room ١ ๓
"""
PIECES = st.sampled_from([*TOKENS.split(), "\x00", "\u202e", "\ud800", "\ue000", "\n"])
MESSY = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(" ".join),
)
LANGUAGES = st.sampled_from(["en", "en-GB", "de", "fr-CA", "ja", "xx", ""])


@settings(max_examples=400, deadline=None)
@given(MESSY, LANGUAGES)
def test_any_string_is_safe_and_said_once(text: str, language: str) -> None:
    spoken = spoken_form(text, language)
    assert not {unicodedata.category(c) for c in spoken} & {"Cc", "Cs", "Co"}
    assert spoken_form(spoken, language) == spoken


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "a.", "<", "<a ", "[", "[a](", "*a", "_a", "/a", "I ", "X", "St. ", "A. ", "1/",
     "1-", "a@", "$1 ", " ", "&a", "http://", "“", "`", "[[", "a-", "(1) ", "1 000 "],
)  # fmt: skip
def test_long_repetition_ends(piece: str) -> None:
    spoken = spoken_form(piece * 3000)
    assert spoken_form(spoken) == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "Es sind 21 Katzen.", "Es sind einundzwanzig Katzen."),
        ("de", "Es kostet 1.200 Mark.", "Es kostet eintausendzweihundert Mark."),
        ("de", "Im Jahr 1999.", "Im Jahr neunzehnhundertneunundneunzig."),
        ("sv", "Hon är 21.", "Hon är tjugoett."),
        ("fr", "Il a 3,5 litres.", "Il a trois virgule cinq litres."),
        ("es", "Tengo 2 perros.", "Tengo dos perros."),
        ("ru", "У меня 5 книг.", "У меня пять книг."),
        ("xx", "Bla 5 bla.", "Bla 5 bla."),
        ("en-GB", "Due 3/4/2020.", "Due April third, twenty twenty."),
        ("en-US", "Due 3/4/2020.", "Due March fourth, twenty twenty."),
    ],
)
def test_other_languages(language: str, written: str, spoken: str) -> None:
    assert spoken_form(written, language) == spoken


@pytest.mark.engine
@pytest.mark.parametrize("name", LISTS)
def test_a_voice_hears_as_many_sentences_as_a_reader_says(name: str) -> None:
    phonemizer = pytest.importorskip("piper.phonemize_espeak").EspeakPhonemizer()
    for written, spoken, *_ in pairs(name):
        said = spoken_form(written)
        assert len(phonemizer.phonemize("en-us", said)) == len(
            phonemizer.phonemize("en-us", spoken)
        ), said


@pytest.mark.engine
def test_spelled_acronyms_are_those_a_voice_takes_for_words() -> None:
    phonemizer = pytest.importorskip("piper.phonemize_espeak").EspeakPhonemizer()

    def sounds(text: str) -> str:
        said = "".join("".join(part) for part in phonemizer.phonemize("en-us", text))
        return re.sub("[ˈˌʲ. ]", "", said)

    for word in TAKEN_FOR_WORDS:
        assert sounds(word) != sounds(spell(word)), word
    for word in LOSE_THEIR_S:
        assert sounds(f"{word}s") != sounds(spoken_form(f"{word}s")), word


def test_double_brackets_reach_a_voice_only_as_phonemes() -> None:
    text = "See [[Paris]], [[page|the label]], [[wɪn|Nguyen]], [[wɪn]] and [[x."
    assert spoken_form(text) == "See Paris, the label, [[wɪn|Nguyen]], wɪn and x."


def test_the_page_says_what_happens() -> None:
    page = (TABLES.parent.parent / "docs" / "pronunciation.md").read_text(encoding="utf-8")
    page = page.partition("## Lexicons")[0]
    rows = [row.strip("| ").split(" | ") for row in page.splitlines() if row.startswith("| ")]
    assert len(rows) >= 6
    for written, spoken in rows:
        language, _, text = (
            written.rpartition(": ") if written[2:4] == ": " else ("en", "", written)
        )
        if written != "written":
            assert spoken_form(text, language) == spoken


NUMBERS = st.sampled_from(
    ["3", "1,204", "4.5", "$3.50", "12:30", "1984", "7%", "2/3", "10-15", "4th", "§ 5", "C#", "x²"]
)


@given(st.lists(st.tuples(st.text(alphabet="bdglnouz", min_size=6, max_size=12), NUMBERS)))
def test_no_plain_word_is_lost_among_numbers(pieces: list[tuple[str, str]]) -> None:
    spoken = spoken_form(" ".join(f"{word} {number}" for word, number in pieces)).split()
    assert [word for word in spoken if word in {word for word, _ in pieces}] == [
        w for w, _ in pieces
    ]


@pytest.mark.parametrize("unit", ["1", "1,", "1 ", "a1", "$1.", "1–", "A.", "(", "[[", "<a", "1:1"])
def test_long_lines_of_one_kind_come_to_an_end(unit: str) -> None:
    assert spoken_form(unit * 5_000) is not None


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("IT IS TIME FOR US TO GO.", "it IS TIME FOR us TO GO."),
        ("THE US ARMY SAYS IT WILL LEAVE.", "THE US ARMY SAYS it WILL LEAVE."),
        ("Oh god, STOP DOING IT.", "Oh god, STOP DOING it."),
        ("It was BIG, the BEST DAY EVER.", "It was big, the BEST day EVER."),
        ("HE LED THEM. I AM HERE.", "HE led THEM. I am HERE."),
        ("The WHO warned of it.", "The W.H.O warned of it."),
        ("Our IT team in the US met at 9 AM.", "Our IT team in the US met at nine AM."),
        ("A new LED lamp.", "A new L.E.D lamp."),
        ("US STOCKS FELL.", "US STOCKS FELL."),
        ("She took the SAT.", "She took the SAT."),
        ("WHO did this?", "WHO did this?"),
    ],
)
def test_capitals_are_letters_or_emphasis(written: str, spoken: str) -> None:
    assert spoken_form(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It cost 2s. 6d. then.", "It cost two shillings, six pence then."),
        ("He said 'about 5' and left.", "He said 'about five' and left."),
        ("The fence is 5' tall.", "The fence is five feet tall."),
        ("It has 9' ceilings.", "It has nine foot ceilings."),
        ("She's 24 y/o.", "She's twenty-four years old."),
        ("We saw f''(x) there.", "We saw f double prime of x there."),
        ("It's f'n great.", "It's f'n great."),
        ("Malcolm X met V.", "Malcolm X met V."),
        ("Sat 10 feet from the stage.", "Sat ten feet from the stage."),
        ("Sat 10-2, closed Sun.", "Saturday ten to two, closed Sunday."),
        ("He's got 2 cats - 3 kg each.", "He's got two cats - three kilograms each."),
        ("The book ($25) sells.", "The book (twenty-five dollars) sells."),
        ("Income was ($4.2m).", "Income was minus four point two million dollars."),
        ("The 3 Rs cost 500 Rs.", "The three Rs cost five hundred rupees."),
        ("A 5.0 V8.", "A five point zero V eight."),
        ("15K people ran.", "fifteen thousand people ran."),
        ("A 911 call about 911 people.", "A nine one one call about nine hundred eleven people."),
    ],
)
def test_rules_fire_where_they_should_and_nowhere_else(written: str, spoken: str) -> None:
    assert spoken_form(written) == spoken
