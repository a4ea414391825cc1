"""Floors that quality must not fall under, on talks that were not used in training.

The sample is small: floors lie a little under what is reached, and catch breakage, not nuances.
`python -m bench.topics.score` measures in earnest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

import numpy as np
import pytest

from narrate.text.terms import STOP_WORDS, stem, surface_words
from narrate.text.titles import title_chapters
from narrate.text.topics import Evidence, TopicLimits, find_topics

SAMPLE = Path(__file__).parents[1] / "data" / "topics" / "sample.jsonl"


@dataclass(frozen=True)
class Talk:
    name: str
    sentences: list[str]
    boundaries: list[int]
    titles: list[str]
    turns: tuple[int, ...]

    def find(self, count: int | None = None) -> tuple[int, ...]:
        evidence = Evidence(turns=self.turns)
        return find_topics(self.sentences, evidence, TopicLimits(count)).boundaries

    @property
    def chapters(self) -> list[list[str]]:
        edges = [0, *self.boundaries, len(self.sentences)]
        return [self.sentences[a:b] for a, b in pairwise(edges)]


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    records = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    return [
        Talk(r["id"], r["sentences"], r["boundaries"], r["titles"], tuple(r.get("turns", ())))
        for r in records
    ]


def pk(truth: list[int], found: tuple[int, ...], length: int) -> float:
    """Beeferman, Berger and Lafferty 1999, window half the mean chapter, in per cent."""
    window = max(2, round(length / (2 * (len(truth) + 1))))
    chapters = [np.searchsorted(edges, np.arange(length), "right") for edges in (truth, found)]
    split = [chapter[window:] != chapter[:-window] for chapter in chapters]
    return float(100 * np.mean(split[0] != split[1]))


def near(truth: list[int], found: tuple[int, ...]) -> float:
    """Return the share of true boundaries that have a found one within three sentences."""
    return float(np.mean([any(abs(a - b) <= 3 for b in found) for a in truth]))


def test_chapters_of_an_unknown_number(talks: list[Talk]) -> None:
    found = [talk.find() for talk in talks]
    scores = [pk(t.boundaries, f, len(t.sentences)) for t, f in zip(talks, found, strict=True)]
    none = [pk(t.boundaries, (), len(t.sentences)) for t in talks]
    ratio = np.mean([(len(f) + 1) / len(t.titles) for t, f in zip(talks, found, strict=True)])
    assert np.mean(scores) <= 31
    assert np.mean(scores) < np.mean(none) - 5
    assert 0.7 <= ratio <= 1.3


def test_chapters_of_a_known_number(talks: list[Talk]) -> None:
    found = [talk.find(len(talk.titles)) for talk in talks]
    assert [len(f) + 1 for f in found] == [len(talk.titles) for talk in talks]
    scores = [pk(t.boundaries, f, len(t.sentences)) for t, f in zip(talks, found, strict=True)]
    assert np.mean(scores) <= 29
    assert np.mean([near(t.boundaries, f) for t, f in zip(talks, found, strict=True)]) >= 0.55


def test_clips_in_raw_captions_are_not_cut_to_pieces(talks: list[Talk]) -> None:
    clips = [" ".join(surface_words(" ".join(talk.sentences)))[:6000] for talk in talks]
    lines = [wrap(clip, 40) for clip in clips]  # seven minutes' reading each
    chapters = [len(find_topics(clip).boundaries) + 1 for clip in lines]
    assert 2 <= np.mean(chapters) <= 5.3


def test_one_topic_is_seldom_cut_to_pieces(talks: list[Talk]) -> None:
    single = [c for talk in talks for c in talk.chapters if 450 <= len(" ".join(c).split()) <= 1500]
    parts = [len(find_topics(chapter).boundaries) + 1 for chapter in single]
    assert len(parts) >= 10
    assert np.mean(parts) <= 2.2
    assert np.mean(np.array(parts) == 1) >= 0.3


def test_one_talk_after_another_is_told_apart(talks: list[Talk]) -> None:
    first, second = talks[0].sentences[:120], talks[5].sentences[:120]
    (boundary,) = find_topics([*first, *second], limits=TopicLimits(2)).boundaries
    assert abs(boundary - 120) <= 5


def test_titles_share_words_with_those_people_gave(talks: list[Talk]) -> None:
    pairs = [
        (ours, human)
        for talk in talks
        for ours, human in zip(title_chapters(talk.chapters), talk.titles, strict=True)
        if human
    ]
    named = [content(ours) & content(human) for ours, human in pairs]
    numbered = [ours.startswith("Chapter ") for ours, _ in pairs]
    assert np.mean([bool(common) for common in named]) >= 0.42
    assert np.mean(numbered) <= 0.1


def content(title: str) -> set[str]:
    return {stem(word) for word in surface_words(title) if word not in STOP_WORDS}
