"""To make one piece of a programme: mixed, limited, encoded, and measured as it will be heard.

What a piece becomes depends on the piece and the recipe alone, so it can be made in any order,
and kept for the next time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from narrate.audio.bed import Bed
from narrate.audio.codec import Sizes, end_to_end, open_encoder, resampled
from narrate.audio.forms import Form, find_form
from narrate.audio.heard import Heard, Measured, Meter
from narrate.audio.known import Known
from narrate.audio.kweight import FULL_SCALE
from narrate.audio.limiter import SLOW_DB_PER_S, Limiter, Limiting
from narrate.audio.loudness import Gains
from narrate.audio.mix import Read, lay_out, to_int16
from narrate.audio.music import MUSIC_VOICE
from narrate.model import Timeline

_MOST_TRIES = 4
_PEAK_MARGIN_DB = 0.1  # another try aims this far under the ceiling
_ROLL_OFF = 1.05  # resampling ends this far above half a clip's rate


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that shapes a piece beside its clips."""

    form: str  # a lossy one, or what holds the samples of lossless ones
    bit_rate: int | None
    gains_db: Gains
    limit_dbtp: float  # what the limiter keeps to …
    ceiling_dbtp: float  # … so that the decoded sound keeps to this
    bed: Bed | None = None  # music under it
    release_db_per_s: float = SLOW_DB_PER_S  # of the limiter
    sampled: bool = False  # speech is measured by stretches, where that says enough


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A piece as it will stand in the file."""

    payload: bytes  # packets, end to end
    sizes: Sizes  # of each packet in bytes
    frames: int  # how many of the packets belong to the piece if another follows
    samples: int  # at the codec's rate
    measured: Measured
    limiting: Limiting
    tries: int = 1  # how often it was encoded
    lowered_db: float = 0.0  # how far under the recipe's limit the last try was kept

    def packets(self, *, last: bool) -> tuple[memoryview, Sizes]:
        """Return what stands in the file: all packets only of the last piece."""
        sizes = self.sizes if last else self.sizes[: self.frames]
        return memoryview(self.payload)[: int(sizes.sum())], sizes


def make_take(piece: Timeline, read: Read, recipe: Recipe) -> Take:
    """Make a piece, again with a lower limit where decoding exceeds the ceiling.

    Raises EncodeError if a clip is not what was planned.
    """
    asked_dbtp = recipe.limit_dbtp
    for tries in range(1, _MOST_TRIES + 1):
        lowered_db = asked_dbtp - recipe.limit_dbtp
        take = replace(_encoded(piece, read, recipe), tries=tries, lowered_db=lowered_db)
        excess_db = take.measured.true_peak_dbtp - recipe.ceiling_dbtp
        if excess_db <= 0:
            break
        recipe = replace(recipe, limit_dbtp=recipe.limit_dbtp - excess_db - _PEAK_MARGIN_DB)
    return take


def _encoded(piece: Timeline, read: Read, recipe: Recipe) -> Take:
    form, rate_hz = find_form(recipe.form), piece.sample_rate_hz
    cutoff_hz = 0 if recipe.bed else _cutoff_hz(piece)
    encoder = open_encoder(form, rate_hz, piece.channels, recipe.bit_rate, cutoff_hz)
    meter = Meter(encoder.sample_rate_hz)
    limiter = Limiter(recipe.limit_dbtp, rate_hz, recipe.release_db_per_s)
    laid = lay_out(piece, read, recipe.gains_db)
    laid = recipe.bed.under(laid, piece) if recipe.bed else laid
    known = Known(piece, recipe.gains_db) if _told_by_stretches(piece, recipe, form) else None
    limited = known.limited(limiter, laid) if known else limiter.limit(laid)
    packets: list[bytes] = []
    for block in resampled(to_int16(limited), rate_hz, encoder.sample_rate_hz):
        packets += encoder.encode(block)
        if not form.frame_samples:  # what is heard of a lossless form
            meter.hear_all([np.atleast_2d(block) * np.float32(1 / FULL_SCALE)])
    packets += encoder.finish()
    payload, sizes = end_to_end(packets)
    samples = encoder.samples
    measured = meter.finish(samples)
    if not form.frame_samples:
        return Take(payload, sizes, sizes.size, samples, measured, limiter.report)
    heard, ceiling_dbtp = Heard(form, encoder, packets), recipe.ceiling_dbtp
    in_part = known and heard.in_part(known.energies, known.peaks_db, ceiling_dbtp)
    measured = in_part or heard.whole()
    frames = samples // encoder.frame_samples
    return Take(payload, sizes, frames, samples, measured, limiter.report)


def _told_by_stretches(piece: Timeline, recipe: Recipe, form: Form) -> bool:
    """Tell whether stretches of a piece may say enough: it holds speech and nothing else."""
    speech = all(cue.clip.utterance.voice != MUSIC_VOICE for cue in piece.cues)
    return recipe.sampled and form.rolls_in > 0 and speech


def _cutoff_hz(piece: Timeline) -> int:
    """Return a frequency above which no clip of a piece has anything."""
    highest_hz = max((cue.clip.sample_rate_hz for cue in piece.cues), default=0) / 2
    return round(highest_hz * _ROLL_OFF)
