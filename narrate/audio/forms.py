"""To say how each form of finished file is written: container, codec and the settings for speech.

Every form is written bit-exactly: same samples, same bytes.
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
    rate_hz: int = 0  # the only sample rate the codec takes; 0 if it takes the programme's
    level_db: float = 0.0  # what encoding and decoding do to the level of speech
    overshoot_db: float = 0.0  # what they add to its true peaks, level change included


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        # Constant rate: a player finds a place by its byte. With variable rate, seeking in one
        # hour misses by seconds. 96 kbps is the lower end of Apple's advice for mono.
        "mp3": Form("mp3", "libmp3lame", 96_000),
        # The fast coder beats the default one on speech in error and in time. 64 kbps mono is
        # what audiobook shops deliver. Brand M4B makes a book of it; faststart lets it stream.
        "m4b": Form(
            "mp4",
            "aac",
            64_000,
            {"aac_coder": "fast"},
            {"brand": "M4B ", "movflags": "+faststart"},
        ),
        # Transparent for mono speech at full bandwidth from about 32 kbps (RFC 7587 gives
        # 28 to 40 kbps for it); Opus always runs at 48 kHz.
        "opus": Form("ogg", "libopus", 40_000, rate_hz=48_000),
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
