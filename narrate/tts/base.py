"""To say all that an engine is: one file with three functions, and a voice with one method.

An engine is a module (or any object) with the functions of `Engine`. Those in this package are
named in `registry.py`; others join through the entry-point group `narrate.engines`, whose
entries are named as in a profile's `engine = "..."` and point at such a module. The suite in
`contract.py` shows whether a new one keeps the promises below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from narrate.errors import ProfileError, SynthesisError
from narrate.model import Speech

RATE_RANGE = (0.5, 3.0)  # slower or faster than this no engine here stays intelligible
PITCH_RANGE = (0.5, 2.0)  # one octave either way, which is what espeak-ng's scale covers
VOLUME_RANGE = (0.0, 4.0)  # up to +12 dB; samples beyond full scale are clipped
PAUSES_RANGE = (0.0, 5.0)
PITCH_HZ_RANGE = (0.0, 1000.0)
PACE_RANGE = (0.0, 100.0)  # letters a second

QUALITIES = ("full", "fast", "draft")  # the faster, the coarser; most engines have but one


class UnreachableError(SynthesisError):
    """An engine cannot be asked at all: what failed for a text would fail for its parts."""


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """A voice by name: which engine, which of its voices, and how it is to speak.

    `rate`, `pitch` and `volume` are factors, 1.0 being the voice as it comes: a rate of 2.0 is
    twice as fast. `options` are settings that only this engine knows, as pairs of strings.

    Raises:
        ProfileError: a factor lies outside of its range.
    """

    name: str
    engine: str
    voice: str = ""
    language: str = ""  # BCP 47
    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 1.0
    pauses: float = 1.0  # factor on the silence after what it says; the engine knows nothing of it
    pitch_hz: float = 0.0  # middle of its speech at pitch 1, to cast voices apart; 0: not known
    letters_per_s: float = 0.0  # at rate 1, pauses left out, to check clips; 0: not known
    license: str = ""
    description: str = ""
    lexicon: str = ""  # path of a table of pronunciations for this voice alone
    options: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        ranges = (
            ("rate", self.rate, RATE_RANGE),
            ("pitch", self.pitch, PITCH_RANGE),
            ("volume", self.volume, VOLUME_RANGE),
            ("pauses", self.pauses, PAUSES_RANGE),
            ("pitch_hz", self.pitch_hz, PITCH_HZ_RANGE),
            ("letters_per_s", self.letters_per_s, PACE_RANGE),
        )
        for what, value, (low, high) in ranges:
            if not low <= value <= high:
                message = (
                    f"voice {self.name!r}: {what} {value:g} is not between {low:g} and {high:g}"
                )
                raise ProfileError(message)


class Voice(Protocol):
    """An opened voice. One thread uses it at a time."""

    @property
    def sample_rate_hz(self) -> int:
        """The rate of everything that this voice returns."""

    def synthesize(self, text: str) -> Speech:
        """Speak a text that is already in spoken form.

        The same text gives the same samples, whatever was spoken before and in whichever
        process. Words are given where the engine knows them, in order, inside the sound. A text
        with nothing to say (empty, only dashes) gives a Speech without samples or a silent one.

        Raises:
            SynthesisError: the engine failed on this text.
        """

    def close(self) -> None:
        """Give back what the voice holds; it is not used again."""


@runtime_checkable
class VaryingVoice(Protocol):
    """A voice that can read the same text in other ways, as it is asked when one went wrong."""

    def synthesize_otherwise(self, text: str, attempt: int) -> Speech:
        """Speak as `synthesize` does but differently, in a way that follows from `attempt`."""


@runtime_checkable
class PhonemeEngine(Protocol):
    """An engine that can say words by phonemes, as `narrate.tts.phonemes` marks them."""

    def takes_phonemes(self, profile: VoiceProfile) -> bool:
        """Tell whether this voice can; cheap."""


@runtime_checkable
class PreparingEngine(Protocol):
    """An engine whose voices take long to open for the first time, and keep what they made.

    It knows the option `quality`, one of `QUALITIES`.
    """

    def is_prepared(self, profile: VoiceProfile) -> bool:
        """Tell whether the voice opens at once."""

    def prepare(self, profile: VoiceProfile) -> None:
        """Make what the voice needs and keep it.

        Raises:
            ProfileError: it cannot be made, or not be kept.
        """


@runtime_checkable
class PatientEngine(Protocol):
    """An engine that sets its own limit on time, as one that waits for a server."""

    def patience_s(self, profile: VoiceProfile) -> float:
        """Return how many seconds one text may take; cheap."""


class Engine(Protocol):
    """What an engine's module offers. None of the three speaks or prints."""

    def open_voice(self, profile: VoiceProfile) -> Voice:
        """Load what the voice needs.

        Raises:
            ProfileError: the voice is unknown to the engine, or something is not installed.
        """

    def missing(self, profile: VoiceProfile) -> str:
        """Say in one line what must be installed for this voice, or "" if it works here; cheap."""

    def fingerprint(self, profile: VoiceProfile) -> str:
        """Name everything beyond rate, pitch and volume that shapes the sound; cheap.

        Engine version, digest of the model file, voice, language and options: two profiles with
        the same fingerprint speak the same text with the same samples.
        """
