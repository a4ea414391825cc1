"""To read any audio file as planar floats, a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from narrate.errors import InputError


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open a file at its first audio stream; a playlist may name files here, none elsewhere.

    Raises InputError if it cannot be read or has no sound in it, also while it is being read.
    """
    try:
        local = {"protocol_whitelist": "file"}
        with closing(av.open(f"file:{path}", options=local)) as container:
            if not container.streams.audio:
                raise InputError(f"{path}: no audio in this file")
            yield container, container.streams.audio[0]
    except (av.FFmpegError, OSError) as cause:
        reason = cause.strerror or cause
        raise InputError(f"{path}: cannot be decoded: {reason}") from cause


def planes(
    container: InputContainer, stream: AudioStream, samples: int, most_channels: int = 64
) -> Iterator[AudioFrame]:
    """Yield the sound as planar floats in frames of so many samples, the last one shorter.

    More than `most_channels` channels are mixed into stereo.
    """
    layout = stream.layout if stream.channels <= most_channels else "stereo"
    even = av.AudioResampler("fltp", layout, stream.rate, frame_size=samples)
    for frame in container.decode(stream):
        yield from even.resample(frame)
    yield from even.resample(None)
