"""To make the finished sound: as loud as asked for in the decoded file, whatever the encoder does.

The gain is known before the first sample is mixed (see `loudness`), and so is roughly what each
encoder does to level and peaks (see `forms`). The decoded file is measured; only where that
misses is it mixed again, corrected by what was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.audio.encode import encode
from narrate.audio.forms import find_form
from narrate.audio.limiter import Limiter, Limiting
from narrate.audio.loudness import SILENCE_LUFS, match_voices, programme_loudness
from narrate.audio.meter import measure_loudness
from narrate.audio.mix import Read, lay_out, to_int16
from narrate.model import Loudness, Timeline

TOLERANCE_LU = 0.2
"""How far the decoded file may lie from its target before it is made again."""

_TRIES = 4
_PEAK_MARGIN_DB = 0.1  # a second try aims this far under the ceiling


@dataclass(frozen=True, slots=True)
class MasterSettings:
    """What the finished file is to be."""

    target_lufs: float = -16.0  # Apple Podcasts: -16 LUFS, within 1 LU
    ceiling_dbtp: float = -1.0  # the same; EBU R 128 too
    bit_rate: int | None = None  # bits a second; None: the form's own
    match_voices: bool = True  # bring different voices to one level first


@dataclass(frozen=True, slots=True)
class Mastered(Loudness):
    """What a decoded file measured, and what was done to get there."""

    limiting: Limiting
    gains_db: Mapping[str, float]  # per voice
    tries: int


@dataclass(frozen=True, slots=True)
class _Aim:
    """What is asked of the mixer so that the file comes out right."""

    gain_db: float  # for all voices
    ceiling_dbtp: float


def render(
    timeline: Timeline,
    read: Read,
    path: Path,
    form: str,
    settings: MasterSettings = MasterSettings(),
) -> Mastered:
    """Mix and encode a programme to its loudness; return what the decoded file measures.

    Ordinary speech is encoded once. Where the file misses its target by more than TOLERANCE_LU
    or exceeds the ceiling, it is made again, a few times at most: a target that leaves no room
    for peaks ends at the ceiling, quieter than asked. A programme without sound is written as
    it is. `read` returns a clip's sound by its key.

    Raises EncodeError if the file cannot be written or a clip is not what was planned.
    """
    matched = match_voices(timeline, settings.target_lufs) if settings.match_voices else {}
    voices = {cue.clip.utterance.voice for cue in timeline.cues}
    relative_db = {voice: matched.get(voice, 0.0) for voice in sorted(voices)}
    aim = _first_aim(timeline, relative_db, form, settings)
    tries = 0
    while tries < _TRIES:
        tries += 1
        gains_db = {voice: gain + aim.gain_db for voice, gain in relative_db.items()}
        limiter = Limiter(aim.ceiling_dbtp, timeline.sample_rate_hz)
        blocks = to_int16(limiter.limit(lay_out(timeline, read, gains_db)))
        encode(blocks, path, form, timeline.sample_rate_hz, settings.bit_rate)
        measured = measure_loudness(path)
        better = _corrected(aim, measured, settings)
        if better == aim:
            break
        aim = better
    return Mastered(
        measured.integrated_lufs,
        measured.range_lu,
        measured.true_peak_dbtp,
        limiter.report,
        gains_db,
        tries,
    )


def _first_aim(
    timeline: Timeline, relative_db: Mapping[str, float], form: str, settings: MasterSettings
) -> _Aim:
    """Return the aim that should do: the predicted gain, and what the encoder is known to do."""
    spec = find_form(form)
    loudness = programme_loudness(timeline, relative_db)
    gain_db = settings.target_lufs - loudness - spec.level_db if loudness > SILENCE_LUFS else 0.0
    return _Aim(gain_db, settings.ceiling_dbtp - spec.overshoot_db)


def _corrected(aim: _Aim, measured: Loudness, settings: MasterSettings) -> _Aim:
    """Return a better aim, or the same if the file is as it should be."""
    better = aim
    missing_lu = settings.target_lufs - measured.integrated_lufs
    if measured.integrated_lufs > SILENCE_LUFS and abs(missing_lu) > TOLERANCE_LU:
        better = replace(better, gain_db=aim.gain_db + missing_lu)
    excess_db = measured.true_peak_dbtp - settings.ceiling_dbtp
    if excess_db > 0:
        better = replace(better, ceiling_dbtp=aim.ceiling_dbtp - excess_db - _PEAK_MARGIN_DB)
    return better
