from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyloudnorm
import pytest

from narrate.audio.gate import SILENCE_LUFS, gated_loudness
from narrate.audio.loudness import match_voices, programme_loudness
from narrate.audio.mix import lay_out
from narrate.model import Audio, Timeline

Read = Callable[[str], Audio]


def heard(timeline: Timeline, read: Read, gains_db: dict[str, float]) -> float:
    """Measure the mixed samples with another meter."""
    whole = np.concatenate([*lay_out(timeline, read, gains_db)])
    loudness: float = pyloudnorm.Meter(timeline.sample_rate_hz).integrated_loudness(whole)
    return loudness


@pytest.mark.parametrize("gains_db", [{}, {"a": -10.0}, {"a": -3.0, "b": 9.5}])
def test_is_known_without_the_samples(
    timeline: Timeline, read: Read, gains_db: dict[str, float]
) -> None:
    predicted = programme_loudness(timeline, gains_db)
    assert predicted == pytest.approx(heard(timeline, read, gains_db), abs=0.1)


def test_voices_are_brought_to_one_level(timeline: Timeline, read: Read) -> None:
    gains_db = match_voices(timeline, -20.0)
    assert gains_db["b"] - gains_db["a"] > 5
    for voice in "ab":
        cues = tuple(cue for cue in timeline.cues if cue.clip.utterance.voice == voice)
        assert heard(replace(timeline, cues=cues), read, gains_db) == pytest.approx(-20, abs=0.4)


def test_a_soft_paragraph_of_a_voice_stays_soft(timeline: Timeline, read: Read) -> None:
    """Clips 0 and 2 are one voice's; the second is turned down by 9 dB before it is matched."""
    first, _, third, *_ = timeline.cues
    soft = replace(third.clip, key="soft", block_energies=third.clip.block_energies * 10**-0.9)
    pair = replace(timeline, cues=(first, replace(third, clip=soft)))

    def read_soft(key: str) -> Audio:
        audio = read("2" if key == "soft" else key)
        factor = 10 ** (-9 / 20) if key == "soft" else 1.0
        return Audio((audio.samples * factor).astype(np.int16), audio.sample_rate_hz)

    def apart(gains_db: dict[str, float]) -> float:
        levels = [heard(replace(pair, cues=(cue,)), read_soft, gains_db) for cue in pair.cues]
        return levels[0] - levels[1]

    assert apart({}) > 8
    assert apart(match_voices(pair, -16.0)) == pytest.approx(apart({}), abs=0.01)


def test_a_gain_moves_the_programme_by_as_much(timeline: Timeline) -> None:
    assert programme_loudness(timeline, -4.0) == pytest.approx(programme_loudness(timeline) - 4)


def test_silence_is_at_the_gate(timeline: Timeline) -> None:
    assert programme_loudness(Timeline(44_100, 0, (), ())) == SILENCE_LUFS
    assert programme_loudness(replace(timeline, cues=())) == SILENCE_LUFS
    silent = replace(timeline.cues[0].clip, block_energies=np.zeros(30, np.float32))
    quiet = replace(timeline, cues=(replace(timeline.cues[0], clip=silent),))
    assert match_voices(quiet, -16) == {"a": 0.0}


def test_hours_are_gated_as_a_whole() -> None:
    """The relative gate follows from the whole programme, however it is worked through."""
    soft, loud = np.full(40_000, 1e-5, np.float32), np.full(40_000, 1e-2, np.float32)
    blocks = np.concatenate([soft, loud, soft])
    assert gated_loudness(blocks) == pytest.approx(-0.691 - 20, abs=0.01)
    assert gated_loudness(soft) == pytest.approx(-0.691 - 50, abs=0.01)
