"""To show whether an engine keeps its promises: tests for every adapter, outsiders' included.

Derive a test class and give it a profile; pytest finds the rest:

    class TestMyEngine(VoiceContract):
        profile = VoiceProfile("mine", "my-engine")

What is sayable differs between engines (some name an emoji, others leave it out), so only texts
in the profile's own language must come out as sound.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import ClassVar

from narrate.model import Speech
from narrate.tts.base import RATE_RANGE, Voice, VoiceProfile
from narrate.tts.registry import fingerprint, missing, open_voice, takes_phonemes

SPOKEN = "A short sentence is spoken here. Another one follows it, after a pause."

NOTHING = {"empty": "", "spaces": " \t\n ", "dashes": "— … –", "dots": ".."}

ODD = {
    "one letter": "a",
    "emoji only": "😀🎉",
    "Chinese": "你好，世界。",
    "Cyrillic": "Привет, мир.",
    "Arabic, right to left": "مرحبا بالعالم",
    "direction marks": "one \u202etwo\u202c three",
    "markup": '<speak>Hello <break time="1s"/> <b>there</b> & you</speak>',
    "phoneme brackets": "see [[həˈloʊ]] there",
    "NUL": "before\0after",
    "controls": "bell \x07 escape \x1b[31m delete \x7f",
    "half of a surrogate pair": "half \ud83d of a pair",
    "numbers": "1999, 3.14159, -5, 1e9, 007, 12:30, 1/2",
    "quotes": "“Yes,” she said, ‘it’s “so”.’",
    "combining marks": "e\u0301 n\u0303 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d",
    "line breaks": "one\ntwo\r\nthree",
}

LONG_LETTERS = 20_000
SHORTEST_S = 1.5  # for SPOKEN: three times as fast as a hurried reader
LONGEST_S = 20.0


class VoiceContract:
    """What every voice must do, as tests."""

    profile: ClassVar[VoiceProfile]
    has_words: ClassVar[bool] = True
    long_letters: ClassVar[int] = LONG_LETTERS
    _opened: ClassVar[dict[VoiceProfile, Voice]] = {}
    _usual: ClassVar[dict[VoiceProfile, Speech]] = {}

    def voice(self, profile: VoiceProfile | None = None) -> Voice:
        """Return the opened voice, which the tests share."""
        profile = profile or self.profile
        if profile not in self._opened:
            self._opened[profile] = open_voice(profile)
        return self._opened[profile]

    def say(self, text: str, rate: float | None = None) -> Speech:
        """Speak a text and check what holds for any; `rate` in place of the profile's."""
        voice = self.voice(replace(self.profile, rate=rate or self.profile.rate))
        speech = voice.synthesize(text)
        samples = speech.audio.samples
        assert samples.dtype == "int16", samples.dtype
        assert samples.ndim == 1
        assert speech.audio.sample_rate_hz == voice.sample_rate_hz
        _check_words(speech)
        return speech

    def usual(self) -> Speech:
        """Speak the usual sentences; what was spoken is kept for the other tests."""
        if self.profile not in self._usual:
            self._usual[self.profile] = self.say(SPOKEN)
        return self._usual[self.profile]

    def test_nothing_is_missing(self) -> None:
        """Everything that the voice needs is installed."""
        assert missing(self.profile) == ""

    def test_speech_has_sound_of_natural_length(self) -> None:
        """A sentence is heard, at a speed at which people talk."""
        speech = self.usual()
        assert SHORTEST_S < _length_s(speech) < LONGEST_S
        assert 300 < int(abs(speech.audio.samples.astype(int)).max()) <= 32_767

    def test_words_are_those_of_the_text(self) -> None:
        """Each word has its time, none is invented."""
        words = [word.text.strip(".,") for word in self.usual().words]
        assert words == (SPOKEN.replace(".", "").replace(",", "").split() if self.has_words else [])

    def test_phonemes_are_said_and_the_writing_is_shown(self) -> None:
        """Where the voice takes phonemes, their word keeps its place and its spelling."""
        if takes_phonemes(self.profile):
            words = self.say("Then ask [[ˈwɪn|Nguyen]], please.").words
            shown = [word.text.strip(".,") for word in words]
            assert shown == (["Then", "ask", "Nguyen", "please"] if self.has_words else [])

    def test_nothing_to_say_gives_no_words(self) -> None:
        """Empty texts and mere punctuation are silent, and no failure."""
        for name, text in NOTHING.items():
            speech = self.say(text)
            assert not speech.words, name
            assert _length_s(speech) < 1, name

    def test_odd_texts_do_no_harm(self) -> None:
        """No text crashes the engine or makes it talk for ever; spoken fast, to be done sooner."""
        for name, text in ODD.items():
            assert _length_s(self.say(text, RATE_RANGE[1])) < 30, name

    def test_text_after_a_nul_is_spoken(self) -> None:
        """A NUL does not end the text."""
        assert _length_s(self.say("before\0after")) > 1.2 * _length_s(self.say("before"))

    def test_very_long_text(self) -> None:
        """Length alone does not crash the engine; spoken fast, to be done sooner."""
        assert len(self.say("a" * self.long_letters, RATE_RANGE[1]).audio.samples) > 0

    def test_same_text_same_samples_whatever_came_before(self) -> None:
        """The samples depend on profile and text alone."""
        first = _digest(self.usual())
        self.say("Something else is spoken in between.")
        assert _digest(self.say(SPOKEN)) == first
        assert _digest(open_voice(self.profile).synthesize(SPOKEN)) == first

    def test_rate_changes_length(self) -> None:
        """The rate is the factor by which speech gets faster, about."""
        usual = _length_s(self.usual())
        for rate in (0.8, 1.5):
            faster = replace(self.profile, rate=rate)
            length = _length_s(self.voice(faster).synthesize(SPOKEN))
            assert 0.85 < usual / length / rate < 1.15, rate

    def test_volume_changes_level(self) -> None:
        """The volume is a factor of the samples."""
        usual = abs(self.usual().audio.samples.astype(int)).max()
        quieter = self.voice(replace(self.profile, volume=0.5)).synthesize(SPOKEN)
        level = abs(quieter.audio.samples.astype(int)).max()
        assert 0.45 < level / usual < 0.55

    def test_fingerprint_follows_what_shapes_the_sound(self) -> None:
        """The fingerprint differs where the sound does, and only there."""
        usual = fingerprint(self.profile)
        assert fingerprint(replace(self.profile, description="other words")) == usual
        assert fingerprint(replace(self.profile, rate=1.1)) != usual
        assert fingerprint(replace(self.profile, volume=0.9)) != usual


def _check_words(speech: Speech) -> None:
    reached = 0
    for word in speech.words:
        assert word.text.strip(), word
        assert reached <= word.start_sample <= word.end_sample, word
        assert word.end_sample <= len(speech.audio.samples), word
        reached = word.start_sample


def _length_s(speech: Speech) -> float:
    return len(speech.audio.samples) / speech.audio.sample_rate_hz


def _digest(speech: Speech) -> str:
    return hashlib.sha256(speech.audio.samples.tobytes()).hexdigest()
