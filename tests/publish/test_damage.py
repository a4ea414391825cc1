from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.errors import NarrateError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish, retag

Sound = Callable[[str], Path]
RATE = 44_100
MARKS = [ChapterMark("ü" * 200, 0, RATE), ChapterMark("b", RATE, 20 * RATE)]


@pytest.fixture
def episode(sound: Sound, pictures: Sound, request: pytest.FixtureRequest) -> Path:
    path = sound(request.param)
    publish(path, EpisodeInfo("T", "A", cover=pictures("jpg")), MARKS, RATE)
    return path


@pytest.mark.parametrize("episode", ["mp3", "m4b", "opus", "flac", "wav"], indirect=True)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    harm=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 50), st.binary(max_size=4)),
        min_size=1,
        max_size=8,
    )
)
def test_damage_is_one_clear_line_or_none(
    episode: Path, harm: list[tuple[float, int, bytes]]
) -> None:
    """Bytes are changed, cut out and put in, near the beginning above all."""
    content = bytearray(episode.read_bytes())
    for place, cut, put in harm:
        start = int(place**4 * len(content))
        content[start : start + cut] = put
    damaged = episode.with_name("damaged")
    damaged.write_bytes(content)
    messages = []
    for job in (inspect_file, rename, replace):
        try:
            job(damaged)
        except NarrateError as error:
            messages.append(str(error))
    assert all(str(damaged) in message and "\n" not in message for message in messages)


def rename(path: Path) -> None:
    retag(path, EpisodeInfo("New"))


def replace(path: Path) -> None:
    publish(path, EpisodeInfo("New"), MARKS, RATE)
