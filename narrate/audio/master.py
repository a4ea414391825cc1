"""To make the finished sound: as loud as asked for in the decoded file, whatever the encoder does.

The gain is known before the first sample is mixed (see `loudness` and `rehearse`), and so is
roughly what each encoder does to level and peaks (see `forms`). The decoded file is measured;
only where that misses is it mixed again, corrected by what was measured.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.audio.bed import Bed
from narrate.audio.encode import Blocks, Target, encode_pieces
from narrate.audio.forms import Form, find_form
from narrate.audio.limiter import Limiter, Limiting, total
from narrate.audio.loudness import SILENCE_LUFS, match_voices
from narrate.audio.meter import measure_loudness
from narrate.audio.mix import Read, lay_out, to_int16
from narrate.audio.peak import FloatArray
from narrate.audio.pieces import cut
from narrate.audio.rehearse import find_gain
from narrate.errors import EncodeError
from narrate.model import Loudness, Timeline

TOLERANCE_LU = 0.2
"""How far the decoded file may lie from its target before it is made again."""

_MOST_TRIES = 4
_DUAL_MONO_LU = 3.01  # two loudspeakers give twice the energy of one
_PEAK_MARGIN_DB = 0.1  # a second try aims this far under the ceiling


@dataclass(frozen=True, slots=True)
class MasterSettings:
    """What the finished file is to be."""

    target_lufs: float = -16.0  # Apple Podcasts: -16 LUFS, within 1 LU
    ceiling_dbtp: float = -1.0  # the same; EBU R 128 too
    bit_rate: int | None = None  # bits a second; None: the form's own
    match_voices: bool = True  # bring different voices to one level first
    dual_mono: bool = False  # count one channel as the two loudspeakers that play it
    bed: Path | None = None  # music under the whole programme

    @property
    def single_channel_lufs(self) -> float:
        """The target as a meter shows it that counts a mono file as one channel."""
        return self.target_lufs - (_DUAL_MONO_LU if self.dual_mono else 0.0)


@dataclass(frozen=True, slots=True)
class Mastered(Loudness):
    """What a decoded file measured, and what was done to get there."""

    limiting: Limiting
    gains_db: Mapping[str, float]  # per voice
    tries: int


@dataclass(frozen=True, slots=True)
class _Aim:
    """What the samples before encoding must be so that the file comes out right."""

    target_lufs: float
    ceiling_dbtp: float


def render(
    timeline: Timeline,
    read: Read,
    path: Path,
    form: str,
    settings: MasterSettings = MasterSettings(),
    workers: int = 0,
) -> Mastered:
    """Mix and encode a programme to its loudness; return what the decoded file measures.

    Ordinary speech is encoded once. Where the file misses its target by more than TOLERANCE_LU
    or exceeds the ceiling, it is made again, a few times at most. A programme without sound is
    written as it is. `read` returns a clip's sound by its key, called from several threads;
    `workers` of them encode at a time (0: as many as the machine has cores), and the file is
    the same for any number.

    Raises EncodeError if the programme is empty, the file cannot be written, or a clip is not
    what was planned; InputError if the bed cannot be read.
    """
    if timeline.length_samples == 0:
        raise EncodeError("the programme is empty: there is nothing to write; add some text")
    matched = match_voices(timeline, settings.single_channel_lufs) if settings.match_voices else {}
    voices = sorted({cue.clip.utterance.voice for cue in timeline.cues})
    relative_db = {voice: matched.get(voice, 0.0) for voice in voices}
    pieces = (timeline,) if settings.bed else cut(timeline, find_form(form))
    target = Target(path, form, timeline.sample_rate_hz, settings.bit_rate)
    aim = _first_aim(find_form(form), settings)
    for tries in range(1, _MOST_TRIES + 1):
        gain_db = find_gain(timeline, read, relative_db, aim.target_lufs, aim.ceiling_dbtp)
        gains_db = {voice: gain + gain_db for voice, gain in relative_db.items()}
        limiters = [Limiter(aim.ceiling_dbtp, timeline.sample_rate_hz) for _ in pieces]
        laid = [lay_out(piece, read, gains_db) for piece in pieces]
        if settings.bed:
            laid = [Bed(settings.bed, timeline, aim.target_lufs).under(laid[0])]
        encode_pieces(_limited(laid, limiters), target, workers or os.cpu_count() or 1)
        measured = measure_loudness(path)
        made = _mastered(measured, total(one.report for one in limiters), gains_db, tries)
        if _good(measured, settings):
            break
        aim = _corrected(aim, measured, settings)
    return made


def _limited(laid: Sequence[Iterator[FloatArray]], limiters: Sequence[Limiter]) -> list[Blocks]:
    return [to_int16(one.limit(blocks)) for one, blocks in zip(limiters, laid, strict=True)]


def _mastered(
    measured: Loudness, limiting: Limiting, gains_db: Mapping[str, float], tries: int
) -> Mastered:
    return Mastered(
        measured.integrated_lufs,
        measured.range_lu,
        measured.true_peak_dbtp,
        limiting,
        gains_db,
        tries,
    )


def _first_aim(spec: Form, settings: MasterSettings) -> _Aim:
    """Return the aim that should do, with what the encoder is known to do taken into account."""
    level_db = spec.level_db(settings.bit_rate)
    ceiling_dbtp = settings.ceiling_dbtp - level_db - spec.overshoot_db
    return _Aim(settings.single_channel_lufs - level_db, ceiling_dbtp)


def _good(measured: Loudness, settings: MasterSettings) -> bool:
    missing_lu = abs(settings.single_channel_lufs - measured.integrated_lufs)
    heard = measured.integrated_lufs > SILENCE_LUFS
    return measured.true_peak_dbtp <= settings.ceiling_dbtp and not (
        heard and missing_lu > TOLERANCE_LU
    )


def _corrected(aim: _Aim, measured: Loudness, settings: MasterSettings) -> _Aim:
    """Return a better aim, by as much as the decoded file missed."""
    missing_lu = settings.single_channel_lufs - measured.integrated_lufs
    excess_db = measured.true_peak_dbtp - settings.ceiling_dbtp
    lower_db = excess_db + _PEAK_MARGIN_DB if excess_db > 0 else 0.0
    return _Aim(aim.target_lufs + missing_lu, aim.ceiling_dbtp - lower_db)
