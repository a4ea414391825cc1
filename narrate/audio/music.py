"""To bring short music into a programme: before it, after it, between chapters, under it.

Any file that PyAV decodes will do. pydub's AudioSegment is the vocabulary for editing these short
pieces (cut, fade, overlay); it never holds the programme, and its own reading, resampling and
joining are not used.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from narrate.audio.decode import opened, planes
from narrate.audio.kweight import FULL_SCALE, block_energies
from narrate.audio.mix import Read
from narrate.errors import InputError
from narrate.model import Audio, Clip, Utterance
from narrate.rows import set_aside

with warnings.catch_warnings():  # pydub looks for an ffmpeg program that nothing here needs
    warnings.filterwarnings("ignore", "Couldn't find ffmpeg or avconv", RuntimeWarning)
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    warnings.filterwarnings("ignore", "invalid escape sequence", category=SyntaxWarning)
    from pydub import AudioSegment

MUSIC_VOICE = "music"
"""The voice name that clips of music bear, so that music gets a gain of its own."""

_LONGEST_S = 600
_CLICK_MS = 5  # fades that are not meant to be heard
_INTRO_FADE_MS = 2000
_OUTRO_FADE_MS = 3000
_PAUSE_MS = 400
_SEAM_MS = 1500  # over which a bed's end turns into its beginning


@dataclass(frozen=True, slots=True)
class Music:
    """Files of music and what they are for."""

    intro: Path | None = None  # before everything
    outro: Path | None = None  # after everything
    chime: Path | None = None  # before each chapter …
    chime_first: bool = False  # … the first too


def add_music(
    clips: Sequence[Clip], read: Read, music: Music, sample_rate_hz: int, channels: int = 2
) -> tuple[Sequence[Clip], Read]:
    """Return the clips with music among them, and a `read` that knows both.

    A chime belongs to the chapter that it opens, so the chapter's mark lies on it. Music keeps at
    most so many channels.

    Raises InputError if a file cannot be decoded or is longer than ten minutes.
    """
    pieces: dict[str, Clip] = {}
    sounds: dict[str, Audio] = {}
    for name, path in (("intro", music.intro), ("outro", music.outro), ("chime", music.chime)):
        if path:
            audio = _sound(_faded(read_segment(path, sample_rate_hz, channels), name))
            pieces[name] = clip = _clip(audio)
            sounds[clip.key] = audio

    if not pieces:
        return clips, read
    placed = set_aside(_placed(clips, pieces, chime_first=music.chime_first))
    return placed, _ReadAny(sounds, read)


@dataclass(frozen=True, slots=True)
class _ReadAny:
    """Reads music and clips; can be sent to other processes, as a function inside cannot."""

    sounds: Mapping[str, Audio]
    read: Read

    def __call__(self, key: str) -> Audio:
        return self.sounds.get(key) or self.read(key)


def read_segment(path: Path, sample_rate_hz: int, channels: int = 2) -> AudioSegment:
    """Return a whole file of music as a segment at a rate, mono or stereo as it is.

    More than two channels become two; two that are alike, or one too many, become one.

    Raises InputError if it cannot be decoded, is a click or less, or longer than ten minutes.
    """
    pieces = [np.zeros((1, 0), np.float32)]
    with opened(path) as (container, stream):
        rate_hz = stream.rate
        for frame in planes(container, stream, rate_hz, most_channels=2):
            pieces.append(frame.to_ndarray().astype(np.float32, copy=False))
            if len(pieces) > _LONGEST_S + 1:
                raise InputError(f"{path}: longer than {_LONGEST_S // 60} minutes; cut it first")
    if len(pieces) == 1:
        raise InputError(f"{path}: no sound in this file")
    wave = np.concatenate(pieces[1:], axis=1)
    if wave.shape[1] * 1000 < _CLICK_MS * rate_hz:
        raise InputError(f"{path}: less than {_CLICK_MS} ms of sound; nobody would hear it")
    wave = wave.mean(axis=0, keepdims=True) if channels == 1 or _alike(wave) else wave
    wave = soxr.resample(wave.T, rate_hz, sample_rate_hz, "HQ")
    samples = np.rint(wave * FULL_SCALE).clip(-32768, 32767).astype("<i2")
    return AudioSegment(
        samples.tobytes(), sample_width=2, frame_rate=sample_rate_hz, channels=samples.shape[1]
    )


def _alike(wave: NDArray[np.float32]) -> bool:
    return bool((wave == wave[:1]).all())


def samples_of(segment: AudioSegment) -> NDArray[np.int16]:
    """Return a segment's samples, shape (length,), or (2, length) for stereo."""
    rows = np.frombuffer(segment.raw_data, "<i2").reshape(-1, segment.channels).T
    return rows[0] if segment.channels == 1 else np.ascontiguousarray(rows)


def loop_of(segment: AudioSegment) -> AudioSegment:
    """Return a segment that can be repeated without a seam: its end fades into its beginning."""
    seam = min(_SEAM_MS, len(segment) // 3)
    if seam < _CLICK_MS:
        return segment
    turn = segment[-seam:].fade_out(seam).overlay(segment[:seam].fade_in(seam))
    return AudioSegment(
        segment[seam:-seam].raw_data + turn.raw_data,
        metadata={
            "sample_width": 2,
            "frame_rate": segment.frame_rate,
            "frame_width": 2 * segment.channels,
            "channels": segment.channels,
        },
    )


def _faded(segment: AudioSegment, name: str) -> AudioSegment:
    fade = {"intro": _INTRO_FADE_MS, "outro": _OUTRO_FADE_MS, "chime": _CLICK_MS}[name]
    return segment.fade_in(_CLICK_MS).fade_out(min(fade, len(segment) // 2))


def _sound(segment: AudioSegment) -> Audio:
    return Audio(samples_of(segment), segment.frame_rate)


def _placed(clips: Sequence[Clip], pieces: dict[str, Clip], *, chime_first: bool) -> Iterator[Clip]:
    chapter = clips[0].utterance.chapter if clips else 0
    if "intro" in pieces:
        yield _in_chapter(pieces["intro"], chapter)
    opened = -1 if chime_first else chapter  # the last chapter that needs no chime any more
    for clip in clips:
        chapter = clip.utterance.chapter
        if chapter != opened and "chime" in pieces:
            yield _in_chapter(pieces["chime"], chapter)
        opened = chapter
        yield clip
    if "outro" in pieces:
        yield _in_chapter(pieces["outro"], chapter)


def _in_chapter(clip: Clip, chapter: int) -> Clip:
    return replace(clip, utterance=replace(clip.utterance, chapter=chapter))


def _clip(audio: Audio) -> Clip:
    samples, rate_hz = audio.samples, audio.sample_rate_hz
    return Clip(
        Utterance("", "", MUSIC_VOICE, _PAUSE_MS, 0),
        f"{MUSIC_VOICE}:{hashlib.sha256(samples.tobytes()).hexdigest()}",
        samples.shape[-1],
        rate_hz,
        block_energies(samples, rate_hz),
        channels=samples.ndim,
    )
