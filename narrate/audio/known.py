"""To know a piece's energies before encoding: those of its clips, less what limiting takes.

Its peaks are known with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from narrate.audio.gate import Energies
from narrate.audio.kweight import BLOCKS_PER_S
from narrate.audio.loudness import Gains, laid_energies
from narrate.audio.peak import FloatArray
from narrate.model import Timeline

_SILENT = 1e-12  # -120 dB
_BESIDE_PER_S = 1000  # a peak may come out of a codec a little beside where it went in


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

    @property
    def peaks_db(self) -> NDArray[np.float64]:
        """The highest sample of each 100 ms and 1 ms beside, once all has been limited."""
        return 10 * np.log10(np.maximum(self._after.highest, _SILENT))


class _Squares:
    """The squares of each 100 ms: their sum, and the highest."""

    def __init__(self, piece: Timeline, steps: int) -> None:
        self._rate = piece.sample_rate_hz
        self._beside = self._rate // _BESIDE_PER_S
        self.sums, self.highest = np.zeros((2, steps))

    def of(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Yield the blocks as they come, and count them in."""
        at = 0
        for block in blocks:
            end = at + block.shape[-1]
            first, last = (place * BLOCKS_PER_S // self._rate for place in (at, end - 1))
            edges = -(-np.arange(first, last + 1) * self._rate // BLOCKS_PER_S)
            starts, here = np.maximum(edges - at, 0), slice(first, last + 1)
            ends = np.append(starts[1:], block.shape[-1]) + self._beside
            around = np.stack([starts - self._beside, ends], axis=1).clip(0, block.shape[-1] - 1)
            for squares in np.square(np.atleast_2d(block)):
                self.sums[here] += np.add.reduceat(squares, starts)
                highest = np.maximum.reduceat(squares, around.ravel())[::2]
                np.maximum(self.highest[here], highest, out=self.highest[here])
            yield block
            at = end
