"""What is told of passages that stand elsewhere or twice, whoever heard them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from narrate.hearing.align import find_differences
from narrate.hearing.expected import expect
from narrate.hearing.faults import Fault, find_faults, find_regions
from narrate.hearing.heard import HeardText
from narrate.model import Utterance

ONE = "The old mill stood beside the river for two hundred years."
TWO = "Every morning a baker walked across that bridge to fetch his flour."
THREE = "In spring children planted seven apple trees along their road."
MISHEARD = "Every morning the baker walk across that ridge to fetch his flower."
WORD_S = 0.3


def faults(*heard: str) -> list[tuple[str, str, float | None]]:
    """Compare what is heard with the three sentences; all words fit where they should stand."""
    words = " ".join(heard).lower().replace(".", "").split()
    return [_told(fault) for fault in _compare([ONE, TWO, THREE], words)]


def _compare(wanted: Sequence[str], words: Sequence[str], likely: float = 1.0) -> Sequence[Fault]:
    expected = expect([Utterance(text, text, "joe", 0, 0) for text in wanted])
    starts = [n * WORD_S for n in range(len(words))]
    ends = [start + WORD_S for start in starts]
    text = HeardText(tuple(words), starts, ends, [0] * len(words), len(words) * WORD_S)
    regions = find_regions(expected, text, find_differences(expected.plain, words))
    return find_faults(expected, text, regions, dict.fromkeys(range(len(expected.written)), likely))


def _told(fault: Fault) -> tuple[str, str, float | None]:
    moved_s = None if fault.moved_to_s is None else round(fault.moved_to_s, 1)
    return fault.kind, fault.text, moved_s


def test_nothing_is_told_of_what_is_said() -> None:
    assert faults(ONE, TWO, THREE) == []


@pytest.mark.parametrize("heard", [TWO, MISHEARD])
def test_swapped_passages_are_told_as_moved(heard: str) -> None:
    (told,) = faults(ONE, THREE, heard)
    assert told in (("moved", TWO, 21 * WORD_S), ("moved", THREE, 11 * WORD_S))


def test_a_passage_heard_twice_is_extra_though_what_follows_fits() -> None:
    assert [kind for kind, _, _ in faults(ONE, TWO, TWO, THREE)] == ["extra"]


def test_sound_of_another_long_text_is_one_passage() -> None:
    """It took hours when its letters were compared, once for each of its words."""
    wanted = [f"w{n}" for n in range(4_000)]
    (told,) = _compare(wanted, [f"h{n}" for n in range(3_900)], likely=0.001)
    assert (told.kind, told.words) == ("wrong", 4_000)
