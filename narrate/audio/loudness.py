"""To know how loud a programme will be from what is known of its clips, without hearing it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from narrate.audio.gate import SILENCE_LUFS, Energies, Gate
from narrate.audio.kweight import BLOCKS_PER_S
from narrate.model import Cue, Timeline

Gains = Mapping[str, float] | float
"""Gain in dB: one for all, or one per voice name (0 dB for voices not named)."""


def programme_loudness(timeline: Timeline, gains_db: Gains = 0.0) -> float:
    """Return the integrated loudness in LUFS of the programme as it would be mixed.

    Pauses count as digital silence.
    """
    grid = Grid(timeline.sample_rate_hz)
    for cue in timeline.cues:
        grid.lay(_energies(cue, timeline, gains_db), cue.start_sample)
    return grid.finish(timeline.length_samples).integrated_lufs


def laid_energies(timeline: Timeline, gains_db: Gains) -> Energies:
    """Return the energy of each 100 ms of a short programme as it would be mixed."""
    steps = -(-timeline.length_samples * BLOCKS_PER_S // timeline.sample_rate_hz)
    laid = np.zeros(steps + 2)  # a last clip may end a step later, and share that
    for cue in timeline.cues:
        energies = _energies(cue, timeline, gains_db)
        first, rest = divmod(cue.start_sample * BLOCKS_PER_S, timeline.sample_rate_hz)
        late = rest / timeline.sample_rate_hz
        _share(laid[first:], energies, late)
    return laid[:steps]


def _share(steps: Energies, energies: Energies, late: float) -> None:
    """Add energies to steps that begin up to one step before them: `late` by so much of one."""
    steps[: energies.size] += energies * (1 - late)
    steps[1 : energies.size + 1] += energies * late


def _energies(cue: Cue, timeline: Timeline, gains_db: Gains) -> Energies:
    """Return the energies of a clip as the programme plays it."""
    gain = 10 ** (gain_of(gains_db, cue.clip.utterance.voice) / 10)
    energies: Energies = cue.clip.block_energies * gain * _spread(cue.clip.channels, timeline)
    return energies


class Grid:
    """The programme's 100 ms steps, on which energies are laid that begin between them."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._gate = Gate()
        self._heard = 0  # steps that are complete
        self._open = np.zeros(0)

    def lay(self, energies: Energies, start_sample: int) -> None:
        """Lay energies that count from a sample, no earlier than those before them.

        One that straddles two steps is shared between them.
        """
        first, rest = divmod(start_sample * BLOCKS_PER_S, self._rate)
        self._complete(first)
        late = rest / self._rate
        missing = energies.size + 1 - self._open.size
        self._open = np.append(self._open, np.zeros(max(0, missing)))
        _share(self._open, energies, late)

    def finish(self, length_samples: int) -> Gate:
        """Return the gate that has heard the whole programme."""
        self._complete(-(-length_samples * BLOCKS_PER_S // self._rate))
        return self._gate

    def _complete(self, steps: int) -> None:
        """Pass on what lies before a step."""
        ready, self._heard = steps - self._heard, max(steps, self._heard)
        done = self._open[: max(0, ready)]
        self._gate.hear(np.append(done, np.zeros(max(0, ready - done.size))))
        self._open = self._open[done.size :]


def match_voices(timeline: Timeline, target_lufs: float) -> dict[str, float]:
    """Return the gain in dB that brings each voice, all its clips taken together, to a target.

    One gain per voice, never per clip: a soft sentence stays soft. A voice with nothing to
    measure gets 0 dB.
    """
    spoken: dict[str, Gate] = {}
    for cue in timeline.cues:
        gate = spoken.setdefault(cue.clip.utterance.voice, Gate())
        gate.hear(cue.clip.block_energies * _spread(cue.clip.channels, timeline))
    levels = {voice: gate.integrated_lufs for voice, gate in spoken.items()}
    return {
        voice: target_lufs - level if level > SILENCE_LUFS else 0.0
        for voice, level in sorted(levels.items())
    }


def gain_of(gains_db: Gains, voice: str) -> float:
    """Return the gain in dB for a voice."""
    return gains_db.get(voice, 0.0) if isinstance(gains_db, Mapping) else gains_db


def _spread(channels: int, timeline: Timeline) -> float:
    """Return what a clip's energy is multiplied by when all channels of the programme play it."""
    return timeline.channels / channels
