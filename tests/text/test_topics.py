from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.cohesion import PRIOR, stretch_costs
from narrate.text.division import divide
from narrate.text.topics import Evidence, TopicLimits, find_topics

SEA = ["The whale dived under the ship.", "Sailors on the ship saw the whale.", "A whale sings."]
BREAD = ["The baker kneads the dough.", "Dough needs yeast and flour.", "Flour makes bread rise."]


def cost_by_definition(terms: list[list[str]]) -> float:
    """Draw the words one by one from a Dirichlet-multinomial, relative to the first draws."""
    vocabulary = 4  # the letters of the texts below
    cost = 0.0
    counts: dict[str, int] = {}
    for seen, word in enumerate(word for sentence in terms for word in sentence):
        cost -= math.log((counts.get(word, 0) + PRIOR) / PRIOR)
        cost += math.log(1 + seen / (vocabulary * PRIOR))
        counts[word] = counts.get(word, 0) + 1
    return cost


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), min_size=1, max_size=12))
def test_every_stretch_costs_what_its_definition_says(rest: list[list[str]]) -> None:
    terms = [list("abcd"), *rest]
    longest = 5
    costs = stretch_costs(terms, longest)
    for end in range(len(terms)):
        for back in range(longest):
            if back > end:
                assert costs[end, back] == np.inf
            else:
                expected = cost_by_definition(terms[end - back : end + 1])
                assert costs[end, back] == pytest.approx(expected, abs=1e-4)


def test_one_word_over_and_over_costs_no_more_room_than_any_text() -> None:
    costs = stretch_costs([["word"] * 80] * 2000, 600)  # four billion pairs of a word
    assert costs[0, 0] == pytest.approx(cost_by_definition_of_one_word(80), abs=1e-3)


def cost_by_definition_of_one_word(times: int) -> float:
    return sum(math.log(1 + n / PRIOR) - math.log((n + PRIOR) / PRIOR) for n in range(times))


@given(st.integers(1, 9), st.integers(1, 5), st.integers(0, 10_000))
def test_division_is_the_cheapest_of_all(length: int, count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    costs = np.full((length, length), np.inf, dtype=np.float32)
    for end in range(length):
        costs[end, : end + 1] = random.integers(-9, 9, end + 1)
    opening = random.integers(-9, 9, length).astype(np.float64)
    divisions = divide(costs, opening, count)
    for k in range(1, count + 1):
        best = min(
            (total_cost(costs, opening, edges) for edges in all_edges(length, k)),
            default=math.inf,
        )
        assert divisions.totals[k] == best
        if best < math.inf:
            edges = (0, *divisions.boundaries(k), length)
            assert total_cost(costs, opening, edges) == best


def all_edges(length: int, count: int) -> list[tuple[int, ...]]:
    return [(0, *inner, length) for inner in combinations(range(1, length), count - 1)]


def total_cost(costs: np.ndarray, opening: np.ndarray, edges: tuple[int, ...]) -> float:
    stretches = sum(costs[b - 1, b - 1 - a] for a, b in pairwise(edges))
    return float(stretches + sum(opening[edge] for edge in edges[1:-1]))


def test_a_new_vocabulary_is_a_new_topic() -> None:
    found = find_topics(SEA * 4 + BREAD * 4, limits=TopicLimits(count=2))
    assert found.boundaries == (12,)


def test_silence_and_speakers_move_a_boundary() -> None:
    sentences = ["And so it goes on and on, as we said."] * 60
    gaps = tuple(3.0 if i == 25 else 0.0 for i in range(60))
    found = find_topics(sentences, Evidence(gaps_s=gaps), TopicLimits(count=2))
    assert found.boundaries == (25,)
    turns = tuple(int(i >= 35) for i in range(60))
    found = find_topics(sentences, Evidence(turns=turns), TopicLimits(count=2))
    assert found.boundaries == (35,)


def test_limits_hold() -> None:
    sentences = (SEA * 5 + BREAD * 5) * 6
    sizes = [len(sentence.split()) for sentence in sentences]
    found = find_topics(sentences, limits=TopicLimits(shortest_words=100, longest_words=200))
    edges = (0, *found.boundaries, len(sentences))
    assert len(edges) > 5
    for a, b in pairwise(edges):
        assert 100 <= sum(sizes[a:b]) <= 200


def test_without_speakers_a_long_text_gets_fewer_chapters() -> None:
    random = np.random.default_rng(3)
    words = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("ando", "ilto", "orna", "uska")]
    sentences = [" ".join(random.choice(words, 9)) + "." for _ in range(700)]
    spoken = find_topics(sentences, Evidence(turns=tuple(i // 5 for i in range(700))))
    unspoken = find_topics(sentences)
    assert 1 < sum(unspoken.chances) < sum(spoken.chances)
    assert len(unspoken.boundaries) <= 8


def test_no_sentences_have_no_topics() -> None:
    assert find_topics([]).boundaries == ()


def test_other_scripts_are_divided_by_cohesion() -> None:
    garden = ["番茄需要水。", "花园里有番茄。", "番茄在花园里生长。"]
    railway = ["火车开往北京。", "铁路买了新火车。", "火车票很便宜。"]
    found = find_topics(
        garden * 6 + railway * 6, limits=TopicLimits(count=2, shortest_words=10), language="zh"
    )
    assert found.boundaries == (18,)


def test_a_long_text_is_found_in_blocks_without_a_seam() -> None:
    texts = [SEA, BREAD]
    sentences = [sentence for i in range(90) for sentence in texts[i % 2] * 20]
    found = find_topics(sentences)
    assert len(sentences) > 5000
    assert len(found.openings) == len(found.chances) == len(sentences)
    assert len(set(found.boundaries)) == len(found.boundaries)
    assert list(found.boundaries) == sorted(found.boundaries)
    assert max(b - a for a, b in pairwise((0, *found.boundaries, 5400))) <= 600


def stories(length: int) -> list[str]:
    sea = [f"Whale{i % 61} met ship{i % 53} off isle{i % 71}." for i in range(length // 2)]
    bread = [f"Baker{i % 61} has flour{i % 53} and yeast{i % 71}." for i in range(length // 2)]
    return sea + bread


def test_a_long_text_gets_the_few_chapters_that_are_asked_for() -> None:
    found = find_topics(stories(4200), limits=TopicLimits(count=2))
    assert len(found.boundaries) == 1
    assert abs(found.boundaries[0] - 2100) < 100


def test_a_chapter_may_be_longer_than_usual_where_that_is_asked_for() -> None:
    sentences = stories(1400)
    words = sum(len(sentence.split()) for sentence in sentences)
    limits = TopicLimits(shortest_words=words // 2 - 40, longest_words=words // 2 + 40)
    assert len(find_topics(sentences, limits=limits).boundaries) == 1
    whole = TopicLimits(shortest_words=words, longest_words=2 * words)
    assert find_topics(sentences, limits=whole).boundaries == ()


def test_chapters_of_under_a_minute_may_be_asked_for() -> None:
    found = find_topics((SEA + BREAD) * 40, limits=TopicLimits(longest_words=50))
    assert len(found.boundaries) > 10
