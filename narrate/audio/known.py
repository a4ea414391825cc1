"""To know a piece's energies before encoding: those of its clips, less what limiting takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S
from narrate.audio.limiter import Limiter
from narrate.audio.loudness import Gains, laid_energies
from narrate.audio.peak import FloatArray
from narrate.model import Timeline


class Known:
    """The K-weighted energies of a piece, from what its clips were measured at when spoken.

    A limiter turns all frequencies down alike, so each 100 ms loses what its unweighted energy
    does, which costs next to nothing to measure.
    """

    def __init__(self, piece: Timeline, gains_db: Gains) -> None:
        self._rate = piece.sample_rate_hz
        self._laid = laid_energies(piece, gains_db)
        self._before, self._after = np.zeros((2, self._laid.size))

    def limited(self, limiter: Limiter, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Yield what a limiter makes of the piece, and learn what it takes away."""
        return self._told(limiter.limit(self._told(blocks, self._before)), self._after)

    @property
    def energies(self) -> Energies:
        """What is known when all has been limited."""
        kept = np.divide(self._after, self._before, where=self._before > 0, out=self._after * 0)
        return self._laid * kept

    def _told(
        self, blocks: Iterable[FloatArray], sums: NDArray[np.float64]
    ) -> Iterator[FloatArray]:
        """Yield the blocks, and add the squares of each 100 ms up."""
        at = 0
        for block in blocks:
            end = at + block.shape[-1]
            first, last = (place * BLOCKS_PER_S // self._rate for place in (at, end - 1))
            edges = -(-np.arange(first, last + 1) * self._rate // BLOCKS_PER_S)
            squares = np.square(np.atleast_2d(block)).sum(axis=0)
            sums[first : last + 1] += np.add.reduceat(squares, np.maximum(edges - at, 0))
            yield block
            at = end
