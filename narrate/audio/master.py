"""To make the finished sound: as loud as asked for in the decoded file, whatever the encoder does.

The gain is known before the first sample is mixed (see `loudness` and `rehearse`), and so is
roughly what each encoder does to level and peaks (see `forms`). Every piece is measured as it will
be heard, decoded; only where the whole misses is it made again, corrected by what was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.audio.bed import Bed, channels_with, cut_for_bed
from narrate.audio.encode import Target
from narrate.audio.gate import SILENCE_LUFS
from narrate.audio.limiter import Limiting
from narrate.audio.lossless import PLAIN
from narrate.audio.loudness import match_voices
from narrate.audio.meter import measure_file
from narrate.audio.mix import Read
from narrate.audio.rehearse import find_drive
from narrate.audio.take import Recipe
from narrate.audio.write import Job, Made, Workshop, write_takes
from narrate.errors import EncodeError
from narrate.model import Loudness, Timeline

TOLERANCE_LU = 0.18
"""How far a long decoded file may lie from its target before it is made again: 0.2 by any meter."""

_STRETCHES_TOLERANCE_LU = 0.16  # where all but stretches is inferred, within 0.05
_SHORT_S = 600  # up to which all is weighed, and another try costs little, so that …
_SHORT_TOLERANCE_LU = 0.1  # … less will do
_BRIEF_S = 120  # up to which one block at the edge of the gate counts, and the file is read back
_MOST_TRIES = 4
_DUAL_MONO_LU = 3.01  # two loudspeakers give twice the energy of one
_PEAK_MARGIN_DB = 0.1  # a second try aims this far under the ceiling
_RMS_MARGIN_DB = 1.0  # another try aims this far inside the range
_METER_MARGIN_DB = 0.05  # what a meter with another interpolator may see above ours
_STEP_DB = 0.1  # gains are multiples of this: a small edit leaves them, and so the pieces, alone


@dataclass(frozen=True, slots=True)
class MasterSettings:
    """What the finished file is to be."""

    target_lufs: float = -16.0  # Apple Podcasts: -16 LUFS, within 1 LU
    ceiling_dbtp: float = -1.0  # the same; EBU R 128 too
    bit_rate: int | None = None  # bits a second; None: the form's own
    match_voices: bool = True  # bring different voices to one level first
    dual_mono: bool = False  # count one channel as the two loudspeakers that play it
    bed: Path | None = None  # music under the whole programme
    rms_db: tuple[float, float] | None = None  # least and most of the whole, instead of loudness
    lead_ms: int = 0  # silence before the first sound …
    tail_ms: int = 0  # … and after the last
    channels: int | None = None  # 1 or 2; None: 2 where there is stereo music


@dataclass(frozen=True, slots=True)
class Mastered(Loudness):
    """What a decoded file measured, and what was done to get there."""

    limiting: Limiting
    gains_db: Mapping[str, float]  # per voice
    tries: int


@dataclass(frozen=True, slots=True)
class Aim:
    """What the samples before encoding must be so that the file comes out right."""

    target_lufs: float
    limit_dbtp: float


def render(
    timeline: Timeline,
    read: Read,
    path: Path,
    form: str,
    settings: MasterSettings = MasterSettings(),
    workshop: Workshop | None = None,
) -> Mastered:
    """Mix and encode a programme to its loudness; return what the decoded file measures.

    Ordinary speech is encoded once. Where the file misses its target by more than TOLERANCE_LU
    (less, if it is short) or exceeds the ceiling, it is made again, a few times at most; of a long
    one, speech is weighed by stretches (see `heard`). A programme without sound is
    written as it is. `read` returns a clip's sound by its key, called from several threads. The
    file is the same for any number of workers, and whatever the store holds.

    Raises EncodeError if the programme is empty, the file cannot be written, or a clip is not
    what was planned; InputError if the bed cannot be read.
    """
    if timeline.length_samples == 0:
        raise EncodeError("the programme is empty: there is nothing to write; add some text")
    timeline = _prepared(timeline, settings)
    rate_hz, channels = timeline.sample_rate_hz, timeline.channels
    target = Target(path, form, rate_hz, settings.bit_rate, channels)
    job = Job(timeline, read, target, workshop or Workshop())
    aim = _first_aim(target, settings)
    for tries in range(1, _MOST_TRIES + 1):  # noqa: B007
        gains_db, release = choose_gains(timeline, read, aim, settings)
        recipe = _recipe(target, settings, aim, gains_db, timeline.length_s)
        made = write_takes(job, replace(recipe, release_db_per_s=release))
        if timeline.length_s < _BRIEF_S:
            made = replace(made, loudness=measure_file(path)[0])
        if _good(made, target, settings, _tolerance_lu(timeline, settings)):
            break
        aim = _corrected(aim, made, target, settings)
    return _mastered(made, gains_db, tries)


def _prepared(timeline: Timeline, settings: MasterSettings) -> Timeline:
    """Return the programme with the channels, and the joins, that it is made with."""
    channels = settings.channels
    if settings.bed:
        timeline = cut_for_bed(timeline)
        channels = channels or channels_with(settings.bed, timeline.channels)
    return replace(timeline, channels=channels or timeline.channels)


def _recipe(
    target: Target,
    settings: MasterSettings,
    aim: Aim,
    gains_db: Mapping[str, float],
    timeline_s: float,
) -> Recipe:
    bed = None
    if settings.bed:
        bed = Bed(settings.bed, target.sample_rate_hz, target.channels, aim.target_lufs)
    return Recipe(
        target.form if target.spec.frame_samples else PLAIN,
        target.bit_rate if target.spec.frame_samples else None,
        gains_db,
        aim.limit_dbtp,
        settings.ceiling_dbtp - _METER_MARGIN_DB,
        bed,
        sampled=timeline_s > _SHORT_S and bed is None and settings.rms_db is None,
    )


def choose_gains(
    timeline: Timeline, read: Read, aim: Aim, settings: MasterSettings
) -> tuple[dict[str, float], float]:
    """Return the gain in dB for each voice, and the limiter's release in dB per second."""
    matched = match_voices(timeline, aim.target_lufs)
    relative_db = matched if settings.match_voices else dict.fromkeys(matched, 0.0)
    drive = find_drive(timeline, read, relative_db, aim.target_lufs, aim.limit_dbtp)
    gains_db = {
        voice: round(round((gain + drive.gain_db) / _STEP_DB) * _STEP_DB, 3)
        for voice, gain in relative_db.items()
    }
    return gains_db, drive.release_db_per_s


def _mastered(made: Made, gains_db: Mapping[str, float], tries: int) -> Mastered:
    return Mastered(
        made.loudness.integrated_lufs,
        made.loudness.range_lu,
        made.loudness.true_peak_dbtp,
        made.limiting,
        gains_db,
        tries,
    )


def _target_lufs(target: Target, settings: MasterSettings) -> float:
    """Return the target as a meter shows it that counts a mono file as one channel."""
    doubled = settings.dual_mono and target.channels == 1
    return settings.target_lufs - (_DUAL_MONO_LU if doubled else 0.0)


def _first_aim(target: Target, settings: MasterSettings) -> Aim:
    """Return the aim that should do, with what the encoder is known to do taken into account."""
    level_db = target.spec.level_db(target.channels, target.bit_rate)
    limit_dbtp = settings.ceiling_dbtp - level_db - target.spec.overshoot_db
    return Aim(_target_lufs(target, settings) - level_db, limit_dbtp)


def _tolerance_lu(timeline: Timeline, settings: MasterSettings) -> float:
    if settings.rms_db:
        return 0.0
    if timeline.length_s <= _SHORT_S:
        return _SHORT_TOLERANCE_LU
    return TOLERANCE_LU if settings.bed else _STRETCHES_TOLERANCE_LU


def _good(made: Made, target: Target, settings: MasterSettings, tolerance_lu: float) -> bool:
    heard = made.loudness.integrated_lufs > SILENCE_LUFS
    return made.loudness.true_peak_dbtp <= settings.ceiling_dbtp and not (
        heard and abs(_missing_lu(made, target, settings)) > tolerance_lu
    )


def _missing_lu(made: Made, target: Target, settings: MasterSettings) -> float:
    """Return how much louder the programme should be; 0 anywhere inside a range of RMS."""
    if settings.rms_db is None:
        return _target_lufs(target, settings) - made.loudness.integrated_lufs
    least, most = settings.rms_db
    if least <= made.rms_db <= most:
        return 0.0
    wanted = least + _RMS_MARGIN_DB if made.rms_db < least else most - _RMS_MARGIN_DB
    return wanted - made.rms_db


def _corrected(aim: Aim, made: Made, target: Target, settings: MasterSettings) -> Aim:
    """Return a better aim, by as much as the decoded file missed.

    Where pieces had to stay under their limit, what that cost is left to the next rehearsal.
    """
    excess_db = made.loudness.true_peak_dbtp - settings.ceiling_dbtp
    lower_db = excess_db + _PEAK_MARGIN_DB if excess_db > 0 else 0.0
    missing_lu = _missing_lu(made, target, settings)
    if made.lowered_db > _STEP_DB:
        return Aim(aim.target_lufs, aim.limit_dbtp - made.lowered_db)
    return Aim(aim.target_lufs + missing_lu, aim.limit_dbtp - lower_db)
