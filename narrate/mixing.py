"""Choices on the way from clips to the finished sound: loudness, channels, music."""

from __future__ import annotations

from concurrent.futures import Executor

from narrate.audio.master import MasterSettings
from narrate.audio.music import Music
from narrate.audio.presets import PRESETS
from narrate.model import Script
from narrate.settings import Settings
from narrate.tts.workers import WorkerPool

_PIECE_WITHIN_S = 1800.0  # ten minutes of programme at most, several times; machines may be slow
_CHANNELS = {"mono": 1, "stereo": 2}


def choose_music(script: Script, settings: Settings) -> Music:
    """Return the music that stands between speech.

    A chime parts chapters; where titles are spoken it opens each, the first too.
    """
    opens = bool(script.announce and script.chapters[0].title)
    return Music(settings.intro, settings.outro, settings.chime, chime_first=opens)


def choose_sound(settings: Settings) -> MasterSettings:
    """Return the preset's loudness, with what the user set beside it."""
    preset = PRESETS[settings.loudness]
    bit_rate = settings.bit_rate_kbps * 1000 if settings.bit_rate_kbps else preset.bit_rate
    return MasterSettings(
        preset.target_lufs if settings.lufs is None else settings.lufs,
        preset.ceiling_dbtp if settings.peak_dbtp is None else settings.peak_dbtp,
        bit_rate,
        dual_mono=settings.dual_mono,
        rms_db=preset.rms_db if settings.lufs is None else None,
        lead_ms=preset.lead_ms,
        tail_ms=preset.tail_ms,
        bed=settings.bed,
        channels=_CHANNELS.get(settings.channels),
    )


def open_mixers(count: int) -> Executor:
    """Return processes in which pieces of a long programme are mixed and encoded."""
    return WorkerPool(count, lambda: _PIECE_WITHIN_S)
