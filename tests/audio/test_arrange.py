from itertools import pairwise

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.arrange import arrange, resampled_length
from narrate.model import Clip, Utterance


def clip(samples: int, chapter: int = 0, pause_ms: int = 100, rate_hz: int = 22_050) -> Clip:
    utterance = Utterance("", "", "a", pause_ms, chapter)
    return Clip(utterance, "", samples, rate_hz, np.zeros(0, np.float32))


def test_places_clips_with_their_pauses() -> None:
    timeline = arrange([clip(2205), clip(0), clip(4410)], ["One"], 44_100, lead_ms=500)
    assert [cue.start_sample for cue in timeline.cues] == [22_050, 30_870, 35_280]
    assert [cue.length_samples for cue in timeline.cues] == [4410, 0, 8820]
    assert timeline.length_samples == 35_280 + 8820 + 4410


@pytest.mark.parametrize(
    ("titles", "chapters", "expected"),
    [
        (["A", "B"], [0, 0, 1], [("A", 0), ("B", 2)]),
        (["A", "", "C"], [0, 1, 2], [("A", 0), ("C", 2)]),
        (["A", "B", "C"], [0, 2], [("A", 0), ("C", 1)]),
        (["", "B"], [0, 1], [("B", 0)]),
        (["", ""], [0, 1], []),
        ([], [], []),
    ],
)
def test_marks(titles: list[str], chapters: list[int], expected: list[tuple[str, int]]) -> None:
    timeline = arrange([clip(2205, chapter) for chapter in chapters], titles, 44_100)
    marks = timeline.marks
    assert [mark.title for mark in marks] == [title for title, _ in expected]
    for mark, (_, cue) in zip(marks, expected, strict=True):
        first = mark is marks[0]
        assert mark.start_sample == (0 if first else timeline.cues[cue].start_sample)
    for mark, following in pairwise(marks):
        assert mark.end_sample == following.start_sample
    if marks:
        assert marks[-1].end_sample == timeline.length_samples


@given(
    st.integers(1, 100_000),
    st.sampled_from([8000, 16_000, 22_050, 24_000, 44_100, 48_000]),
    st.sampled_from([22_050, 44_100, 48_000]),
)
def test_length_is_what_the_resampler_gives(samples: int, from_hz: int, to_hz: int) -> None:
    given_length = soxr.resample(np.zeros(samples, np.float32), from_hz, to_hz).size
    assert abs(resampled_length(samples, from_hz, to_hz) - given_length) <= 1
    assert abs(resampled_length(samples, from_hz, to_hz) * from_hz - samples * to_hz) <= from_hz / 2
