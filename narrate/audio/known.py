"""To know a piece's energies before encoding: those of its clips, less what limiting takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S
from narrate.audio.loudness import Gains, laid_energies
from narrate.audio.peak import FloatArray
from narrate.model import Timeline


class Known:
    """The K-weighted energies of a piece, from what its clips were measured at when spoken.

    A limiter turns all frequencies down alike, so each 100 ms loses what its unweighted energy
    does, which costs next to nothing to measure.
    """

    def __init__(self, piece: Timeline, gains_db: Gains) -> None:
        self._laid = laid_energies(piece, gains_db)
        self._before, self._after = (_Squares(piece, self._laid.size) for _ in range(2))

    def before(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Yield the piece as it goes into the limiter …"""
        return self._before.of(blocks)

    def after(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """… and as it comes out, and learn what was taken away."""
        return self._after.of(blocks)

    @property
    def energies(self) -> Energies:
        """What is known when all has been limited."""
        before, after = self._before.sums, self._after.sums
        kept = np.divide(after, before, where=before > 0, out=np.zeros_like(after))
        return self._laid * kept


class _Squares:
    """The sum of the squares of each 100 ms."""

    def __init__(self, piece: Timeline, steps: int) -> None:
        self._rate = piece.sample_rate_hz
        self.sums = np.zeros(steps)

    def of(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Yield the blocks as they come, and count them in."""
        at = 0
        for block in blocks:
            end = at + block.shape[-1]
            first, last = (place * BLOCKS_PER_S // self._rate for place in (at, end - 1))
            edges = -(-np.arange(first, last + 1) * self._rate // BLOCKS_PER_S)
            starts, here = np.maximum(edges - at, 0), slice(first, last + 1)
            for squares in np.square(np.atleast_2d(block)):
                self.sums[here] += np.add.reduceat(squares, starts)
            yield block
            at = end
