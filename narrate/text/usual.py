"""To say how many chapters a text of some length usually has, and what a boundary must be worth."""

from __future__ import annotations

import math

import numpy as np

from narrate.text.posterior import Aim

_LONGEST_WORDS = 3000  # 20 minutes: longer texts get more chapters, not longer ones
# All that follow were chosen on training texts, each show scored by a model that had not seen it.
SPREAD = 1.25  # draws hold more chapters than the division that is safest among them
_SPREAD_OF_SHOW = 1.12  # the same where a show's own openings and number are known
# Log odds that a boundary costs at least, about what it does in whole episodes: a short text is
# not divided by weaker evidence than a long one, and one topic mostly stays whole.
_LEAST_TOLL = 0.25
# The same without speakers, by number of words: cohesion counts twice there. Clips may be divided
# by less: the bundled talk of 340 words should have four chapters, and nothing but length tells it.
_LEAST_TOLL_UNLED = (350.0, 500.0), (-5.0, 2.0)


def expected_count(words: int) -> float:
    """Return how many chapters producers give a text of so many words, fitted on podcasts."""
    return max(1.0, 0.81 * math.pow(words, 0.285), words / _LONGEST_WORDS)


def usual_aim(words: int, led: float, pace: float | None) -> Aim:
    """Return how many chapters draws hold on average, and what a boundary costs them at least.

    Of a known show, `pace` times as many as others have. Without speakers nobody leads from topic
    to topic, and evidence is weak: some six, whatever the length, as in meetings without names and
    in encyclopedia articles. `led` says how likely somebody leads.
    """
    if pace is not None:
        return Aim(_SPREAD_OF_SHOW * pace * expected_count(words), _LEAST_TOLL)
    usual = SPREAD * expected_count(words)
    few = max(3.53 * math.pow(words, 0.067), words / _LONGEST_WORDS)
    count = float(usual**led * min(usual, few) ** (1.0 - led))
    return Aim(count, _LEAST_TOLL if led else float(np.interp(words, *_LEAST_TOLL_UNLED)))
