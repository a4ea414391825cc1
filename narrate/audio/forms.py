"""To say how each form of finished file is written: container, codec and the settings for speech.

Level and overshoot were measured on speech by encoding and decoding it; `master` starts from
them, and checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import gcd
from types import MappingProxyType

from narrate.errors import EncodeError


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write sound to a file; containers and codecs in FFmpeg's names."""

    container: str
    codec: str
    decoder: str = ""  # what hears lossy packets for measuring them
    bit_rates: tuple[int, int] = (0, 0)  # defaults in bits a second for one channel and for two
    codec_options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)
    frame_samples: int = 0  # of a lossy codec: a stream may be joined at multiples of this
    delay_samples: int = 0  # by which sound comes late out of the decoder
    rate_hz: int = 0  # the only sample rate the codec takes; 0 if it takes the programme's
    levels_db: tuple[tuple[int, float], ...] = ()  # (from this bit rate on, gain of the codec)
    overshoot_db: float = 0.0  # what lossy coding adds to true peaks
    most_bits: int = 0  # a second and channel that the codec takes; 0: more than anybody asks for
    narrows_from: int = 0  # bits a second and channel, from which it gains by being told a cutoff

    def bit_rate(self, channels: int, asked: int | None) -> int:
        """Return the bits a second of the encoded sound; 0 for lossless forms.

        Raises EncodeError for more than the codec takes.
        """
        if self.most_bits and asked and asked > self.most_bits * channels:
            most = self.most_bits * channels // 1000
            raise EncodeError(f"{self.codec} takes {most} kbps at most here; lower --bit-rate")
        return asked or self.bit_rates[channels - 1] if self.bit_rates[0] else 0

    def level_db(self, channels: int, asked: int | None) -> float:
        """Return what encoding and decoding do to the level of speech."""
        rate = self.bit_rate(channels, asked)
        return next((gain for start, gain in reversed(self.levels_db) if rate >= start), 0.0)

    def unit_samples(self, sample_rate_hz: int) -> int:
        """Return the fewest samples of a programme that make whole frames; 1 for lossless forms."""
        if not self.frame_samples:
            return 1
        frame = sample_rate_hz * self.frame_samples
        return frame // gcd(self.rate_hz or sample_rate_hz, frame)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        # Constant rate: a player finds a place by its byte; with variable rate, seeking in one
        # hour misses by seconds. 96 kbps is the lower end of Apple's advice for mono. LAME turns
        # its input down by a factor that its presets fix per bit rate (0.95, 0.97, 0.98, 1). Its
        # level 7 leaves noise shaping out: 1.5 times as fast, and on speech at 96 kbps nearer to
        # the original than level 5, the default (signal to noise 40.0 against 35.6 dB).
        "mp3": Form(
            "mp3",
            "lame",
            "mp3float",
            (96_000, 128_000),
            {"quality": "7"},
            frame_samples=1152,
            delay_samples=1105,
            levels_db=((0, -0.446), (192_000, -0.265), (224_000, -0.175), (256_000, 0.0)),
            overshoot_db=0.7,
        ),
        # The fast coder beats the default one on speech, in error and in time. Told that nothing
        # stands above the voices' own rate, it is 6 % faster and nearer to the original (signal to
        # noise 32.5 against 32.0 dB, spectra 5.0 against 5.5 dB apart); at low rates it cuts lower.
        # Its noise shaping in time (TNS) takes some 4 % of the time and brings nothing: without it
        # two voices came 0.4 to 1.0 dB nearer at 32, 64 and 96 kbps, in spectra as in samples.
        "m4b": Form(
            "mp4",
            "aac",
            "aac",
            (64_000, 96_000),
            {"aac_coder": "fast", "aac_tns": "0"},
            frame_samples=1024,
            delay_samples=1024,
            levels_db=((0, -0.03),),
            overshoot_db=0.8,
            narrows_from=48_000,
        ),
        # RFC 7587 gives 28 to 40 kbps as the sweet spot of mono speech at full bandwidth; Opus
        # always runs at 48 kHz. Under 56 kbps libopus models the low end, a little softer.
        "opus": Form(
            "ogg",
            "libopus",
            "opus",
            (40_000, 64_000),
            frame_samples=960,
            delay_samples=312,
            rate_hz=48_000,
            levels_db=((0, -0.3), (56_000, 0.0)),
            overshoot_db=1.0,
            most_bits=256_000,
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
