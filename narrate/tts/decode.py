"""To turn a sound file that another program made into samples, whatever its format."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.errors import SynthesisError

# A program that writes to a pipe cannot know the size beforehand and gives about the greatest.
_STREAMED = 0x7FFF_0000

_SILENT_PEAK = 3  # of 32767: what rounding and dither leave of nothing


def decode_speech(source: Path | bytes, sample_rate_hz: int, what: str) -> NDArray[np.int16]:
    """Do what `decode_sound` does and `refuse_silence`."""
    return refuse_silence(decode_sound(source, sample_rate_hz, what), sample_rate_hz, what)


def refuse_silence(samples: NDArray[np.int16], sample_rate_hz: int, what: str) -> NDArray[np.int16]:
    """Return samples in which there is something to hear.

    Raises:
        SynthesisError: there is not; `what` names them in the message.
    """
    if not np.any(np.abs(samples.astype(np.int32)) > _SILENT_PEAK):
        length_s = len(samples) / sample_rate_hz
        raise SynthesisError(f"{what} is nothing but silence, {length_s:.1f} s of it")
    return samples


def decode_sound(source: Path | bytes, sample_rate_hz: int, what: str) -> NDArray[np.int16]:
    """Read a file or its content as mono samples at the given rate.

    Raises:
        SynthesisError: it holds no sound that can be read, or less than its own header says;
            `what` names it in the message.
    """
    import av  # where voices are only listed, none of it is needed

    _check_whole(source, what)
    resampler = av.AudioResampler("s16", "mono", sample_rate_hz)
    try:
        file = io.BytesIO(source) if isinstance(source, bytes) else str(source)
        with av.open(file, "r") as container:
            frames = [*container.decode(audio=0), None]  # the None flushes the resampler
            parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    except (av.FFmpegError, IndexError, OSError) as cause:
        raise SynthesisError(f"{what} holds no sound that can be read: {_reason(cause)}") from cause
    return np.concatenate([np.zeros(0, np.int16), *parts]).astype(np.int16)


def _reason(cause: Exception) -> str:
    return str(getattr(cause, "strerror", "") or "there is none in it").lower()


def _check_whole(source: Path | bytes, what: str) -> None:
    """Refuse a WAV file that was cut short; other formats notice that themselves or cannot."""
    file = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    try:
        with wave.open(file) as sound:
            size = sound.getnchannels() * sound.getsampwidth() * sound.getnframes()
            found = len(sound.readframes(sound.getnframes())) if size < _STREAMED else size
    except (wave.Error, EOFError, OSError):
        return  # not a WAV file of whole numbers: the decoder will judge
    if found < size:
        raise SynthesisError(f"{what} is cut short: {found} of {size} bytes of sound")
