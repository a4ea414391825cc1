"""To turn a clip into the bytes of one file and back, noticing any damage.

    8 bytes   magic, the last of them the version of this layout
    4 x 4     CRC-32 of all that follows; length of head, of energies, of sound (little-endian)
    head      JSON: sample_rate_hz, length_samples, words as [text, start, end], doubt, voice
    energies  32-bit floats, little-endian: energy per 100 ms
    sound     FLAC, or nothing where the clip has no samples

FLAC takes 57 % of the plain samples and about 0.1 % of their playing time to write or read; deflate
is larger and slower.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from narrate.model import Audio, Sound, Word

_MAGIC = b"NARRCLP\x02"
_LENGTHS = struct.Struct("<IIII")
_LAST_BLOCK = 0x80  # set in the type of the last block before a FLAC stream's frames
_START = len(_MAGIC) + _LENGTHS.size


class DamageError(ValueError):
    """The bytes are not a whole clip."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredClip:
    """All of a kept clip but its samples."""

    length_samples: int
    sample_rate_hz: int
    block_energies: NDArray[np.float32]  # read-only
    words: tuple[Word, ...]
    doubt: str = ""  # why the sound may not be the whole text


def pack(sound: Sound, doubt: str = "", voice: str = "") -> bytes:
    """Turn a clip into bytes that `unpack` and `unpack_audio` take.

    The voice is named for those who list clips; nothing else depends on it.
    """
    audio = sound.speech.audio
    facts = {
        "sample_rate_hz": audio.sample_rate_hz,
        "length_samples": len(audio.samples),
        "words": [[word.text, word.start_sample, word.end_sample] for word in sound.speech.words],
        "doubt": doubt,
        "voice": voice,
    }
    head = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    energies = sound.block_energies.astype("<f4").tobytes()
    flac = _encode(audio)
    body = head + energies + flac
    lengths = _LENGTHS.pack(zlib.crc32(body), len(head), len(energies), len(flac))
    return _MAGIC + lengths + body


def unpack(content: bytes) -> StoredClip:
    """Read everything but the samples.

    Raises:
        DamageError: the bytes are not what `pack` returned.
    """
    facts, energies, _ = _split(content)
    return StoredClip(
        facts["length_samples"],
        facts["sample_rate_hz"],
        np.frombuffer(energies, "<f4").astype(np.float32, copy=False),
        tuple(Word(text, start, end) for text, start, end in facts["words"]),
        facts["doubt"],
    )


def unpack_audio(content: bytes) -> Audio:
    """Read the samples.

    Raises:
        DamageError: the bytes are not what `pack` returned.
    """
    facts, _, flac = _split(content)
    samples = _decode(flac) if flac else np.zeros(0, np.int16)
    if len(samples) != facts["length_samples"]:
        raise DamageError(f"{len(samples)} samples instead of {facts['length_samples']}")
    return Audio(samples, facts["sample_rate_hz"])


def voice_of(start: bytes) -> str:
    """Return the voice that spoke a clip from how its bytes begin, or "" if they don't tell."""
    if len(start) < _START or not start.startswith(_MAGIC):
        return ""
    _, head, _, _ = _LENGTHS.unpack_from(start, len(_MAGIC))
    try:
        return str(json.loads(start[_START : _START + head])["voice"])
    except (ValueError, KeyError):
        return ""


def _split(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    if len(content) < _START or not content.startswith(_MAGIC):
        raise DamageError("not a clip")
    crc, head, energies, flac = _LENGTHS.unpack_from(content, len(_MAGIC))
    body = memoryview(content)[_START:]
    if len(body) != head + energies + flac or zlib.crc32(body) != crc:
        raise DamageError("cut short or altered")
    facts: dict[str, Any] = json.loads(bytes(body[:head]))
    return facts, bytes(body[head : head + energies]), bytes(body[head + energies :])


def _encode(audio: Audio) -> bytes:
    if not len(audio.samples):
        return b""
    target = io.BytesIO()
    with av.open(target, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=audio.sample_rate_hz)
        stream.codec_context.layout = "mono"
        stream.codec_context.format = "s16"
        frame = av.AudioFrame.from_ndarray(audio.samples[np.newaxis], "s16", "mono")
        frame.sample_rate = audio.sample_rate_hz
        frame.pts = 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux_one(packet)
    return target.getvalue()


def _decode(flac: bytes) -> NDArray[np.int16]:
    """Return the samples; a codec alone takes three quarters of what one in a container takes."""
    start, about = _head_of(flac)
    codec = av.CodecContext.create("flac", "r")
    codec.extradata = about
    try:
        frames = [
            np.frombuffer(bytes(frame.planes[0]), np.int16, frame.samples)
            for frame in codec.decode(av.Packet(flac[start:]))
        ]
    except av.FFmpegError as cause:
        raise DamageError(f"the FLAC part cannot be decoded: {cause}") from cause
    return np.concatenate([np.zeros(0, np.int16), *frames])


def _head_of(flac: bytes) -> tuple[int, bytes]:
    """Return where the frames of a FLAC stream start, and what tells about them (RFC 9639, 8)."""
    about, kind, start = b"", 0, 4
    while not kind & _LAST_BLOCK and start + 4 <= len(flac):
        kind = flac[start]
        content, start = start + 4, start + 4 + int.from_bytes(flac[start + 1 : start + 4], "big")
        about = about or flac[content:start]  # STREAMINFO comes first
    return start, about
