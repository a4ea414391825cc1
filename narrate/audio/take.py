"""To make one piece of a programme: mixed, limited, encoded, and measured as it will be heard.

What a piece becomes depends on the piece and the recipe alone, so it can be made in any order,
and kept for the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from narrate.audio.bed import Bed
from narrate.audio.codec import Sizes, end_to_end, open_encoder, resampled
from narrate.audio.forms import Form, find_form
from narrate.audio.heard import Heard, Measured, Meter
from narrate.audio.known import Known
from narrate.audio.kweight import BLOCKS_PER_S, FULL_SCALE
from narrate.audio.limiter import SLOW_DB_PER_S, Limiter, Limiting
from narrate.audio.loudness import Gains
from narrate.audio.mix import Read, lay_out, to_int16
from narrate.audio.music import MUSIC_VOICE
from narrate.audio.peak import FloatArray
from narrate.model import Timeline

_MOST_TRIES = 5
_LOCAL_TRIES = 3  # after which the whole piece is turned down, not places alone
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
    sampled: bool = False  # speech is weighed by stretches, where that says enough


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
    lowered_db: float = 0.0  # by which the last try was turned down after limiting, on average

    def packets(self, *, last: bool) -> tuple[memoryview, Sizes]:
        """Return what stands in the file: all packets only of the last piece."""
        sizes = self.sizes if last else self.sizes[: self.frames]
        return memoryview(self.payload)[: int(sizes.sum())], sizes


def make_take(piece: Timeline, read: Read, recipe: Recipe) -> Take:
    """Make a piece, again and softer where decoding exceeds the ceiling.

    What coding adds to peaks differs from place to place, and a limit that is lower for all takes
    loudness from all; only where that has not done is the whole turned down.

    Raises EncodeError if a clip is not what was planned.
    """
    lower_db = np.zeros(-(-piece.length_samples * BLOCKS_PER_S // piece.sample_rate_hz))
    for tries in range(1, _MOST_TRIES + 1):
        take, heard = _encoded(piece, read, recipe, lower_db)
        take = replace(take, tries=tries, lowered_db=float(lower_db.mean()))
        excess_db = take.measured.true_peak_dbtp - recipe.ceiling_dbtp
        if excess_db <= 0:
            break
        if heard and tries < _LOCAL_TRIES:
            lower_db = lower_db + _around(heard.excess_db(recipe.ceiling_dbtp), lower_db.size)
        else:
            lower_db = lower_db + excess_db + _PEAK_MARGIN_DB
    return take


def _around(excess_db: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    """Return by how much to turn down each 100 ms: as much as its neighbours, and a margin."""
    around = np.pad(excess_db[:steps], (1, 1 + max(0, steps - excess_db.size)))
    most = np.max([around[:-2], around[1:-1], around[2:]], axis=0)
    return np.where(most > 0, most + _PEAK_MARGIN_DB, 0.0)


def _softer(
    blocks: Iterable[FloatArray], lower_db: NDArray[np.float64], sample_rate_hz: int
) -> Iterator[FloatArray]:
    """Yield blocks turned down by so much in the middle of each 100 ms, and evenly between."""
    middles, at = (np.arange(lower_db.size) + 0.5) * sample_rate_hz / BLOCKS_PER_S, 0
    for block in blocks:
        places = np.arange(at, at + block.shape[-1])
        yield block * (10 ** (np.interp(places, middles, lower_db) / -20)).astype(np.float32)
        at += block.shape[-1]


def _encoded(
    piece: Timeline, read: Read, recipe: Recipe, lower_db: NDArray[np.float64]
) -> tuple[Take, Heard | None]:
    """Return a piece, and what is heard of it if its form is lossy."""
    form, rate_hz = find_form(recipe.form), piece.sample_rate_hz
    cutoff_hz = 0 if recipe.bed else _cutoff_hz(piece)
    encoder = open_encoder(form, rate_hz, piece.channels, recipe.bit_rate, cutoff_hz)
    limiter = Limiter(recipe.limit_dbtp, rate_hz, recipe.release_db_per_s)
    known = Known(piece, recipe.gains_db) if _told_by_stretches(piece, recipe, form) else None
    packets, meter = [], Meter(encoder.sample_rate_hz)
    mixed = _mixed(piece, read, recipe, limiter, lower_db, known)
    for block in resampled(to_int16(mixed), rate_hz, encoder.sample_rate_hz):
        packets += encoder.encode(block)
        if not form.frame_samples:  # what is heard of a lossless form
            meter.hear_all([np.atleast_2d(block) * np.float32(1 / FULL_SCALE)])
    packets += encoder.finish()
    payload, sizes = end_to_end(packets)
    samples = encoder.samples
    if not form.frame_samples:
        measured = meter.finish(samples)
        return Take(payload, sizes, sizes.size, samples, measured, limiter.report), None
    heard, frames = Heard(form, encoder, packets), samples // encoder.frame_samples
    measured = heard.measure(known.energies if known else None)
    return Take(payload, sizes, frames, samples, measured, limiter.report), heard


def _mixed(
    piece: Timeline,
    read: Read,
    recipe: Recipe,
    limiter: Limiter,
    lower_db: NDArray[np.float64],
    known: Known | None,
) -> Iterable[FloatArray]:
    laid = lay_out(piece, read, recipe.gains_db)
    laid = recipe.bed.under(laid, piece) if recipe.bed else laid
    limited = limiter.limit(known.before(laid) if known else laid)
    if lower_db.any():
        limited = _softer(limited, lower_db, piece.sample_rate_hz)
    return known.after(limited) if known else limited


def _told_by_stretches(piece: Timeline, recipe: Recipe, form: Form) -> bool:
    """Tell whether stretches of a piece may say enough: it holds speech and nothing else."""
    speech = all(cue.clip.utterance.voice != MUSIC_VOICE for cue in piece.cues)
    return recipe.sampled and form.frame_samples > 0 and speech


def _cutoff_hz(piece: Timeline) -> int:
    """Return a frequency above which no clip of a piece has anything."""
    highest_hz = max((cue.clip.sample_rate_hz for cue in piece.cues), default=0) / 2
    return round(highest_hz * _ROLL_OFF)
