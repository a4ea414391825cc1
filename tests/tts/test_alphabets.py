"""Words in a writing that a voice does not read are told of."""

import pytest

from narrate.tts.alphabets import tell_unread, unread_words
from narrate.tts.base import VoiceProfile
from narrate.tts.profile import load_profile

ESPEAK = load_profile("espeak")


@pytest.mark.parametrize(
    ("spoken", "unread"),
    [
        ("He said Привет, мир to me.", {"CYRILLIC": ["Привет", "мир"]}),
        ("你好，世界 and こんにちは", {"CJK": ["你好", "世界"], "HIRAGANA": ["こんにちは"]}),
        ("مرحبا بالعالم", {"ARABIC": ["مرحبا", "بالعالم"]}),
        ("שלום, said Tom.", {"HEBREW": ["שלום"]}),
        ("from α to Ω, 5 µm, naïve Łódź", {}),  # signs, and letters that English borrows
        ("नमस्ते 안녕하세요", {}),  # espeak-ng reads them in any voice, as Hindi and Korean
        ("ask [[θβχʊ|Thebes]] there", {}),
        ("\u0301\u0302 😀 !!!", {}),
    ],
)
def test_an_english_voice(spoken: str, unread: dict[str, list[str]]) -> None:
    assert unread_words(ESPEAK, spoken) == unread


@pytest.mark.parametrize("language", ["ru", "bg", "uk", "ru+f3"])
def test_a_voice_of_the_language_reads_it(language: str) -> None:
    profile = VoiceProfile("other", "pyttsx3", voice=language)
    assert unread_words(profile, "Привет, мир") == {}
    assert unread_words(profile, "Καλημέρα σας") == {"GREEK": ["Καλημέρα", "σας"]}


def test_servers_are_not_judged() -> None:
    assert unread_words(load_profile("openai"), "Привет, мир") == {}


def test_one_line_says_what_and_what_to_do() -> None:
    told = tell_unread(ESPEAK, unread_words(ESPEAK, "Он сказал 你好 ей"))
    assert "'espeak' reads no Cyrillic or Chinese: 4 words are spelled by letters" in told
    assert "'Он' first" in told
    assert "--voice pyttsx3:ru" in told
