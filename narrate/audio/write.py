"""To write a programme's pieces into a file, made side by side, and to measure the whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from narrate.audio.acx import level_db
from narrate.audio.encode import Target, packet_file, translated
from narrate.audio.heard import SILENCE_DBTP
from narrate.audio.inorder import in_order
from narrate.audio.keep import PieceStore
from narrate.audio.limiter import Limiting, total
from narrate.audio.loudness import Grid
from narrate.audio.mix import Read
from narrate.audio.pieces import cut
from narrate.audio.take import Recipe, Take, make_take
from narrate.model import Loudness, Timeline

_AHEAD = 4  # pieces a worker: they differ in length by as much, and a finished one is small …
_AHEAD_PLAIN = 1  # … but of plain samples, of which a minute takes 5 MB
_WORTH_S = 600  # programme to be made, from which on processes pay for their start


def _ignore(samples: int) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """With what a file is made; makes no difference to the file."""

    workers: int = 0  # that mix and encode; 0: as many as the machine has cores
    store: PieceStore | None = None  # where encoded pieces are kept
    written: Callable[[int], None] = _ignore  # told how many samples of the programme are done
    processes: Callable[[int], Executor] | None = None  # gives so many; threads share one lock

    @property
    def size(self) -> int:
        """How many workers there are."""
        return self.workers or os.cpu_count() or 1

    def open(self, to_make_s: float) -> Executor:
        """Return workers for so many seconds of the programme: processes where that is much."""
        if self.processes and self.size > 1 and to_make_s > _WORTH_S:
            return self.processes(self.size)
        return ThreadPoolExecutor(self.size)


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What is to be written where."""

    timeline: Timeline
    read: Read
    target: Target
    workshop: Workshop


@dataclass(frozen=True, slots=True)
class Made:
    """What a written file measures, decoded, and how much was limited."""

    loudness: Loudness
    rms_db: float  # unweighted, pauses included
    limiting: Limiting
    lowered_db: float  # by how much pieces were turned down after limiting, on average


def write_takes(job: Job, recipe: Recipe) -> Made:
    """Write a programme: its pieces are made side by side, or kept ones taken, and joined.

    Raises EncodeError if the file cannot be written or a clip is not what was planned.
    """
    store, target = job.workshop.store, job.target
    make: Callable[[Timeline, Read, Recipe], Take] = store.take if store else make_take
    jobs = (
        partial(_take, make, piece, job.read, recipe, target.path) for piece in cut(job.timeline)
    )
    sums = _Sums(job.timeline)
    ends = (*job.timeline.joins, job.timeline.length_samples)
    samples, last = 0, len(ends) - 1
    with packet_file(target) as file:
        pool = job.workshop.open(_to_make_s(job, recipe))
        ahead = _AHEAD if target.spec.frame_samples else _AHEAD_PLAIN
        takes = in_order(jobs, pool, ahead * job.workshop.size)
        for index, take in enumerate(takes):
            file.add(*take.packets(last=index == last))
            sums.add(take)
            samples += take.samples
            job.workshop.written(ends[index])
        file.close(samples)
    return sums.finish()


def _take(
    make: Callable[[Timeline, Read, Recipe], Take],
    piece: Timeline,
    read: Read,
    recipe: Recipe,
    path: Path,
) -> Take:
    with translated(path):
        return make(piece, read, recipe)


def _to_make_s(job: Job, recipe: Recipe) -> float:
    """Return how many seconds of the programme are not kept from before."""
    if not job.workshop.processes:
        return 0.0
    store = job.workshop.store
    new = (piece for piece in cut(job.timeline) if not (store and store.holds(piece, recipe)))
    return sum(piece.length_s for piece in new)


class _Sums:
    """What the pieces measure together."""

    def __init__(self, timeline: Timeline) -> None:
        self._grid, self._timeline = Grid(timeline.sample_rate_hz), timeline
        self._starts = iter([0, *timeline.joins])
        self._peak_dbtp = SILENCE_DBTP
        self._limiting = Limiting(0.0, 0, 0)
        self._energy_s = self._lowered = 0.0

    def add(self, take: Take) -> None:
        """Add the next piece."""
        measured = take.measured
        self._grid.lay(measured.energies, next(self._starts))
        self._peak_dbtp = max(self._peak_dbtp, measured.true_peak_dbtp)
        self._limiting = total((self._limiting, take.limiting))
        self._lowered += take.lowered_db * take.limiting.total_samples
        self._energy_s += measured.energy_s

    def finish(self) -> Made:
        """Return what all pieces measure."""
        gate = self._grid.finish(self._timeline.length_samples)
        peak_dbtp = round(self._peak_dbtp, 3)
        loudness = Loudness(gate.integrated_lufs, gate.range_lu, peak_dbtp)
        rms_db = level_db(self._energy_s / self._timeline.length_s)
        lowered_db = self._lowered / self._timeline.length_samples
        return Made(loudness, rms_db, self._limiting, lowered_db)
