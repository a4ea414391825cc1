"""Columns hold lines and drops as they are, in a fraction of the memory."""

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Drop, Line
from narrate.text.columns import Drops, Lines

lines = st.builds(
    Line,
    st.integers(1, 10**6),
    st.text(min_size=1, max_size=9),
    st.sampled_from(["", "Ann", "Bob"]),
    st.none() | st.floats(0, 1e6),
    st.none() | st.floats(0, 1e6),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
    st.integers(0, 9),
)
drops = st.builds(Drop, st.integers(1, 9), st.text(max_size=5), st.text(max_size=3))
edits = st.dictionaries(st.integers(0, 19), st.none() | lines)


@given(st.lists(lines, max_size=20), edits)
def test_lines_come_back_as_they_were(
    given_lines: list[Line], changes: dict[int, Line | None]
) -> None:
    kept = Lines(given_lines)
    assert list(kept) == given_lines
    assert [kept[n] for n in range(len(kept))] == given_lines
    known = {n: line for n, line in changes.items() if n < len(given_lines)}
    expected = [known.get(n, line) for n, line in enumerate(given_lines)]
    assert list(kept.edited(sorted(known.items(), key=lambda pair: pair[0]))) == [
        line for line in expected if line is not None
    ]
    assert list(kept) == given_lines


@given(st.lists(drops, max_size=9), st.lists(drops, max_size=9))
def test_drops_come_back_in_the_order_of_their_lines(first: list[Drop], second: list[Drop]) -> None:
    first.sort(key=lambda drop: drop.line)
    second.sort(key=lambda drop: drop.line)
    merged = Drops.merged(Drops(first), Drops(second))
    assert list(merged) == sorted([*first, *second], key=lambda drop: drop.line)
    assert [merged[n] for n in range(len(merged))] == list(merged)
