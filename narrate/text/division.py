"""To divide a sequence of sentences into stretches at the least total cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Divisions:
    """The best division into every number of stretches, found by one pass."""

    totals: NDArray[np.float64]  # totals[k]: cost of the best division into k; infinity if none
    _steps: NDArray[np.int32]  # _steps[k, t]: length of the last stretch before t

    @property
    def possible(self) -> tuple[int, ...]:
        """The numbers of stretches for which a division exists."""
        return tuple(int(k) for k in np.flatnonzero(np.isfinite(self.totals)))

    def boundaries(self, count: int) -> tuple[int, ...]:
        """Return the sentences that open the second and later ones of `count` stretches."""
        return tuple(reversed(tuple(self._walk(count))))

    def _walk(self, count: int) -> Iterator[int]:
        end = self._steps.shape[1] - 1
        for k in range(count, 1, -1):
            end -= int(self._steps[k, end])
            yield end


def divide(costs: NDArray[np.float32], opening: NDArray[np.float64], most: int) -> Divisions:
    """Return the cheapest divisions into 1 to `most` stretches, exactly, by dynamic programming.

    `costs[t, o]` is the cost of the stretch from sentence t - o to t, infinity where not allowed;
    `opening[t]` is added for every stretch but the first that opens with sentence t.
    """
    length, longest = costs.shape
    # From the last sentence to the first, so that those before a place lie as stretches grow.
    best = np.full((most + 1, length + 1), np.inf)
    steps = np.zeros((most + 1, length + 1), dtype=np.int32)
    best[0, length] = 0.0
    entry = np.concatenate([opening[:0:-1], [0.0]])
    shortest = max(1, int(np.isfinite(costs).any(axis=0).argmax()) + 1)
    numbers = np.arange(most)
    for t in range(1, length + 1):
        first, reach = length - t + 1, min(t, longest)
        fewest, many = (t - 1) // longest, min(most, t // shortest)  # of those before the last
        added = entry[first - 1 : first - 1 + reach] + costs[t - 1, :reach]
        candidates = best[fewest:many, first : first + reach] + added
        choice = candidates.argmin(axis=1)
        best[fewest + 1 : many + 1, length - t] = candidates[numbers[: len(choice)], choice]
        steps[fewest + 1 : many + 1, t] = choice + 1
    return Divisions(best[:, 0].copy(), steps)
