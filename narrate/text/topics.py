"""To find where the topic of a text changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrate.text.cohesion import stretch_costs
from narrate.text.cues import CueModel, load_cues, score_cues
from narrate.text.division import divide
from narrate.text.measures import measure_boundaries
from narrate.text.terms import topic_terms, word_pieces

WORDS_PER_MINUTE = 150  # of read speech; turns chapter minutes into words
_LONGEST_SENTENCES = 600  # a chapter of more than these is always divided
_SHORTEST_SENTENCES = 3
_SHORTEST_WORDS = 60  # 24 s; less is a remark and no chapter
_ONE_TOPIC_WORDS = 200  # a text under these is one chapter unless a number is asked for
_PARAGRAPH_BONUS = 0.7  # log odds for a sentence that begins a paragraph
_GAP_BONUS = 0.5  # log odds per second of silence before a sentence, up to three seconds


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the source shows of each sentence besides its words; empty where it shows nothing."""

    turns: tuple[int, ...] = ()  # number of the speaker's turn
    paragraph_starts: tuple[bool, ...] = ()
    gaps_s: tuple[float, ...] = ()  # silence before the sentence


@dataclass(frozen=True, slots=True)
class TopicLimits:
    """How many chapters, and how long."""

    count: int | None = None  # None: as many as the text calls for
    shortest_words: int = _SHORTEST_WORDS
    longest_words: int | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """Where topics begin, and why."""

    boundaries: tuple[int, ...]  # sentences that open the second and later topics
    cues: tuple[float, ...]  # log odds, per sentence, of sounding like an opening
    cohesion: tuple[float, ...]  # per sentence: nats lost by joining what is around it


def find_topics(
    sentences: Sequence[str],
    evidence: Evidence | None = None,
    limits: TopicLimits | None = None,
    language: str = "en",
    model: CueModel | None = None,
) -> Topics:
    """Return where the topic changes: the likeliest division by cohesion and opening cues."""
    evidence, limits = evidence or Evidence(), limits or TopicLimits()
    model = model or load_cues()
    if not sentences:
        return Topics((), (), ())
    terms = topic_terms(sentences, language)
    costs = stretch_costs(terms, min(_LONGEST_SENTENCES, len(sentences)))
    turns = evidence.turns or None
    measures = measure_boundaries(sentences, terms, costs, turns)
    cues = score_cues(model, sentences, measures) + _other_evidence(evidence, len(sentences))
    sizes = np.array([len(word_pieces(sentence)) for sentence in sentences])
    allowed = _within_limits(costs * np.float32(model.cohesion_weight), sizes, limits)
    boundaries = _decide(allowed, cues, sizes, limits)
    return Topics(boundaries, tuple(cues.tolist()), tuple(measures[:, 9].tolist()))


def _other_evidence(evidence: Evidence, length: int) -> NDArray[np.float64]:
    bonus = np.zeros(length)
    if evidence.paragraph_starts:
        bonus += _PARAGRAPH_BONUS * np.array(evidence.paragraph_starts, dtype=np.float64)
    if evidence.gaps_s:
        bonus += _GAP_BONUS * np.clip(np.array(evidence.gaps_s), 0.0, 3.0)
    return bonus


def _within_limits(
    costs: NDArray[np.float32], sizes: NDArray[np.int64], limits: TopicLimits
) -> NDArray[np.float32]:
    """Forbid stretches that no listener would want as a chapter."""
    length, longest = costs.shape
    cumulative = np.concatenate([[0], np.cumsum(sizes)])
    ends = np.arange(length)[:, None]
    starts = np.maximum(ends - np.arange(longest)[None, :], 0)
    words = cumulative[ends + 1] - cumulative[starts]
    forbidden = words < _shortest(limits, int(cumulative[-1]))
    if limits.count is None:
        forbidden[:, : min(_SHORTEST_SENTENCES, length) - 1] = True
    if limits.longest_words is not None:
        forbidden |= words > limits.longest_words
    return np.where(forbidden, np.float32(np.inf), costs)


def _shortest(limits: TopicLimits, words: int) -> int:
    """Return the fewest words of a chapter: half an even share where a number is asked for."""
    return min(limits.shortest_words, words // (2 * limits.count) if limits.count else words)


def _decide(
    costs: NDArray[np.float32],
    cues: NDArray[np.float64],
    sizes: NDArray[np.int64],
    limits: TopicLimits,
) -> tuple[int, ...]:
    words = int(sizes.sum())
    if limits.count is None and words < _ONE_TOPIC_WORDS:
        return ()
    wanted = limits.count or expected_count(words)
    divisions = divide(costs, -cues, min(len(cues), wanted + len(cues) // costs.shape[1] + 2))
    if not divisions.possible:
        return ()
    return divisions.boundaries(min(divisions.possible, key=lambda k: (abs(k - wanted), k)))


def expected_count(words: int) -> int:
    """Return how many chapters producers give a text of so many words, fitted on podcasts."""
    return max(1, round(0.81 * math.pow(words, 0.285)))
