"""To say how each form of finished file is written: container, codec and the settings for speech.

Level and overshoot were measured on speech by encoding and decoding it; `master` starts from
them, and checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narrate.errors import EncodeError


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write sound to a file, in FFmpeg's names."""

    container: str
    codec: str
    bit_rate: int = 0  # default in bits a second; 0 for lossless forms
    codec_options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)
    frame_samples: int = 0  # a stream may be joined at multiples of this; 0: it may not
    rate_hz: int = 0  # the only sample rate the codec takes; 0 if it takes the programme's
    levels_db: tuple[tuple[int, float], ...] = ()  # (from this bit rate on, gain of the codec)
    overshoot_db: float = 0.0  # what lossy coding adds to true peaks

    def level_db(self, bit_rate: int | None) -> float:
        """Return what encoding and decoding do to the level of speech."""
        rate = bit_rate or self.bit_rate
        return next((gain for start, gain in reversed(self.levels_db) if rate >= start), 0.0)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        # Constant rate: a player finds a place by its byte; with variable rate, seeking in one
        # hour misses by seconds. 96 kbps is the lower end of Apple's advice for mono. LAME turns
        # its input down by a factor that its presets fix per bit rate (0.95, 0.97, 0.98, 1). Its
        # level 7 leaves noise shaping out: 1.5 times as fast, and on speech at 96 kbps nearer to
        # the original than level 5, the default (signal to noise 40.0 against 35.6 dB).
        "mp3": Form(
            "mp3",
            "libmp3lame",
            96_000,
            {"compression_level": "7"},
            frame_samples=1152,
            levels_db=((0, -0.446), (192_000, -0.265), (224_000, -0.175), (256_000, 0.0)),
            overshoot_db=0.7,
        ),
        # The fast coder beats the default one on speech, in error and in time. Brand M4B makes a
        # book of it; faststart puts the index first, so that a player can start while loading.
        "m4b": Form(
            "mp4",
            "aac",
            64_000,
            {"aac_coder": "fast"},
            {"brand": "M4B ", "movflags": "+faststart"},
            frame_samples=1024,
            levels_db=((0, -0.03),),
            overshoot_db=0.8,
        ),
        # RFC 7587 gives 28 to 40 kbps as the sweet spot of mono speech at full bandwidth; Opus
        # always runs at 48 kHz. Under 56 kbps libopus models the low end, a little softer.
        "opus": Form(
            "ogg",
            "libopus",
            40_000,
            frame_samples=960,
            rate_hz=48_000,
            levels_db=((0, -0.3), (56_000, 0.0)),
            overshoot_db=1.0,
        ),
        "flac": Form("flac", "flac"),
        # RF64 takes over past 4 GB, where plain WAV would silently lose the rest.
        "wav": Form("wav", "pcm_s16le", container_options={"rf64": "auto"}),
    }
)


def find_form(name: str) -> Form:
    """Return the form of this name; raises EncodeError if there is none."""
    try:
        return FORMS[name]
    except KeyError as cause:
        known = ", ".join(FORMS)
        raise EncodeError(f"cannot write {name!r} files; choose one of {known}") from cause
