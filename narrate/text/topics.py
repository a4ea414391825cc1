"""To find where the topic of a text changes."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from narrate.errors import InputError
from narrate.text.cohesion import stretch_costs
from narrate.text.cuemodel import CueModel, load_cues
from narrate.text.cues import score_cues
from narrate.text.division import divide
from narrate.text.measures import MEASURES, measure_boundaries
from narrate.text.posterior import Aim, Weights, draw, least_risk, opening_chances
from narrate.text.refrains import hear_refrains
from narrate.text.terms import topic_terms, word_pieces
from narrate.text.usual import SPREAD, usual_aim

WORDS_PER_MINUTE = 150  # of read speech; turns chapter minutes into words
_LONGEST_SENTENCES = 600  # a chapter of more is always divided, if no limit asks for longer ones
_MANY_SENTENCES = 300  # of a chapter on average: of a long text, topics are joined into such
_SHORTEST_SENTENCES = 3
_BLOCK_SENTENCES = 4000  # of text that is looked at as a whole; four hours of talk
_KEPT_OF_BLOCK = 0.8  # the rest is looked at again, with what follows it
# A chapter lasts 40 s at least; in short texts a fortieth of the text, but never under 24 s.
_SHORTEST_WORDS, _SHORTEST_PART, _SHORTEST_OF_ALL = 100, 40, 60
_ONE_TOPIC_WORDS = 300  # a text under these is one chapter unless a number is asked for
_SURELY_LED_WORDS = 4000  # speech without punctuation, the shorter, the less: clips are told by one
# The next three were chosen on training texts, each show scored by a model that had not seen it.
_COHESION_WEIGHT = 0.05  # log odds per nat: words within a chapter are far from independent
_UNLED = 2.0  # times as much where nobody leads from topic to topic, and cues say less
_CAUTION = 0.75  # under 1 makes draws differ more than the model would have them
_MOST_OVER = 2.0
# In shorter texts one sentence moves the likeliest division; the boundaries that most draws
# share are steadier there.
_SHORT_SENTENCES = 60
_FEWEST_ENDED = 0.3  # of sentences with a mark at the end; with fewer, a text is flat
_STOPS = tuple(".!?…:;。！？।؟,-–—")
_APOSTROPHE = re.compile("['’]")  # the model of flat speech was learnt without it
_TURN_BONUS = 1.0  # log odds for a sentence that begins a speaker's turn
_PARAGRAPH_BONUS = 0.4  # log odds for a sentence that begins a paragraph of narrate's own guess
_AT_PARAGRAPHS = 0.9  # of the topics of a text in an author's paragraphs open with one of them
_GAP_BONUS = 0.5  # log odds per second of silence before a sentence, up to three seconds


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the source shows of each sentence besides its words; empty where it shows nothing."""

    turns: tuple[int, ...] = ()  # number of the speaker's turn
    paragraph_starts: tuple[bool, ...] = ()
    gaps_s: tuple[float, ...] = ()  # silence before the sentence
    authored: bool = False  # an author set the paragraphs: they are no guess

    def part(self, start: int, end: int) -> Evidence:
        """Return the evidence of the sentences from start to end."""
        turns, starts = self.turns[start:end], self.paragraph_starts[start:end]
        return Evidence(turns, starts, self.gaps_s[start:end], self.authored)


@dataclass(frozen=True, slots=True)
class TopicLimits:
    """How many chapters, and how long."""

    count: int | None = None  # None: as many as the text calls for
    shortest_words: int | None = None  # None: 40 s, less in short texts
    longest_words: int | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """Where topics begin, and why."""

    boundaries: tuple[int, ...]  # sentences that open the second and later topics
    openings: Sequence[float]  # log odds, per sentence, of sounding like an opening
    cohesion: Sequence[float]  # what dividing here wins, in standard deviations of the text
    chances: Sequence[float]  # how often a boundary falls here among likely divisions


def find_topics(
    sentences: Sequence[str],
    evidence: Evidence | None = None,
    limits: TopicLimits | None = None,
    language: str = "en",
    model: CueModel | None = None,
) -> Topics:
    """Return where the topic changes, by cohesion, by how topics are opened, and by evidence.

    How they are opened is known from other texts, and then heard from the text itself.
    With a number of chapters the likeliest division is taken; without one, the safest of many.

    Raises InputError when the limits allow no division.
    """
    evidence, limits = evidence or Evidence(), limits or TopicLimits()
    if not sentences:
        return Topics((), (), (), ())
    if limits.count is None and limits.shortest_words:
        words = sum(len(word_pieces(sentence)) for sentence in sentences)
        limits = limits if words >= 2 * limits.shortest_words else replace(limits, count=1)
    if len(sentences) > max(_BLOCK_SENTENCES, _MANY_SENTENCES * (limits.count or 0)):
        find_long = _find_few if limits.count else _find_in_blocks
        return find_long(sentences, evidence, limits, language, model)
    return _find_at_once(sentences, evidence, limits, language, model)


def _find_at_once(
    sentences: Sequence[str],
    evidence: Evidence,
    limits: TopicLimits,
    language: str,
    model: CueModel | None,
) -> Topics:
    sizes = np.array([len(word_pieces(sentence)) for sentence in sentences])
    words = int(sizes.sum())
    flat = is_flat(sentences)
    model = model or load_cues(flat=flat)
    terms = topic_terms(sentences, language)
    costs = stretch_costs(terms, _longest(len(sentences), words, limits))
    measures = measure_boundaries(sentences, terms, costs, evidence.turns or None)
    heard = [_APOSTROPHE.sub("", s) for s in sentences] if flat else sentences
    openings = score_cues(model, heard, measures) + _other_evidence(evidence, measures)
    known = evidence.turns or model.pace is not None
    led = 1.0 if known else min(1.0, words / _SURELY_LED_WORDS) if flat else 0.0
    costs *= np.float32(_COHESION_WEIGHT * _CAUTION * (1.0 if led else _UNLED))
    _forbid(costs, sizes, limits)
    aim = _aim(words, limits, led, model.pace)
    if aim.count:
        guess = opening_chances(Weights(costs, openings * _CAUTION), aim)
        openings += hear_refrains(heard, guess)
    boundaries, chances = _decide(Weights(costs, openings * _CAUTION), limits, aim)
    cohesion = measures[:, MEASURES.index("split_240")]
    return Topics(boundaries, tuple(openings.tolist()), tuple(cohesion.tolist()), chances)


def _find_in_blocks(
    sentences: Sequence[str],
    evidence: Evidence,
    limits: TopicLimits,
    language: str,
    model: CueModel | None,
) -> Topics:
    """Go through a long text block by block; each next one begins where a late topic does."""
    boundaries: list[int] = []
    openings, cohesion, chances = array("d"), array("d"), array("d")
    while len(openings) < len(sentences):
        start, end = len(openings), len(openings) + _BLOCK_SENTENCES
        found = find_topics(
            sentences[start:end], evidence.part(start, end), limits, language, model
        )
        kept = len(found.openings)
        if end < len(sentences):
            late = [b for b in found.boundaries if b <= _KEPT_OF_BLOCK * kept]
            kept = late[-1] if late else round(_KEPT_OF_BLOCK * kept)
        boundaries += [start + b for b in (0, *found.boundaries) if b < kept]
        openings.extend(found.openings[:kept])
        cohesion.extend(found.cohesion[:kept])
        chances.extend(found.chances[:kept])
    return Topics(tuple(boundaries[1:]), openings, cohesion, chances)


def _find_few(
    sentences: Sequence[str],
    evidence: Evidence,
    limits: TopicLimits,
    language: str,
    model: CueModel | None,
) -> Topics:
    """Join topics of usual lengths into the few chapters that are asked for of a long text."""
    found = find_topics(sentences, evidence, TopicLimits(), language, model)
    edges = (0, *found.boundaries, len(sentences))
    parts = [sentences[a:b] for a, b in pairwise(edges)]
    terms = topic_terms(sentences, language)
    costs = stretch_costs([list(chain(*terms[a:b])) for a, b in pairwise(edges)], len(parts))
    costs *= np.float32(_COHESION_WEIGHT * _CAUTION)
    sizes = np.array([sum(len(word_pieces(sentence)) for sentence in part) for part in parts])
    _forbid(costs, sizes, limits)
    openings = np.array(found.openings)[list(edges[:-1])] * _CAUTION
    boundaries, _ = _decide(Weights(costs, openings), limits, Aim(limits.count or 1))
    return replace(found, boundaries=tuple(edges[part] for part in boundaries))


def _longest(length: int, words: int, limits: TopicLimits) -> int:
    """Return the most sentences of a chapter: more than usual where long ones are asked for."""
    shortest = limits.shortest_words or 0
    mean = length // limits.count if limits.count else shortest * length // max(1, words)
    return min(length, _BLOCK_SENTENCES, max(_LONGEST_SENTENCES, 3 * mean))


def is_flat(sentences: Sequence[str]) -> bool:
    """Tell whether the text lacks punctuation, as raw captions do."""
    ended = sum(sentence.rstrip("\"'”’)] ")[-1:] in _STOPS for sentence in sentences)
    return ended < _FEWEST_ENDED * len(sentences)


def _other_evidence(evidence: Evidence, measures: NDArray[np.float64]) -> NDArray[np.float64]:
    bonus = np.zeros(len(measures))
    if evidence.turns:
        bonus += _TURN_BONUS * measures[:, MEASURES.index("turn")]
    if evidence.paragraph_starts:
        bonus += _paragraph_evidence(np.array(evidence.paragraph_starts), evidence.authored)
    if evidence.gaps_s:
        bonus += _GAP_BONUS * np.clip(np.array(evidence.gaps_s), 0.0, 3.0)
    return bonus


def _paragraph_evidence(begins: NDArray[np.bool_], authored: bool) -> NDArray[np.float64]:
    """Return what paragraphs say of each sentence; an author's say the less, the more there are."""
    if not authored:
        return _PARAGRAPH_BONUS * begins.astype(np.float64)
    usual = min(float(begins.mean()), _AT_PARAGRAPHS)
    at_start, inside = _AT_PARAGRAPHS / usual, (1 - _AT_PARAGRAPHS) / (1 - usual)
    evidence: NDArray[np.float64] = np.log(np.where(begins, at_start, inside))
    return evidence


def _forbid(costs: NDArray[np.float32], sizes: NDArray[np.int64], limits: TopicLimits) -> None:
    """Forbid stretches that no listener would want as a chapter: they cost infinity."""
    length, longest = costs.shape
    cumulative = np.concatenate([[0], np.cumsum(sizes)])
    shortest = _shortest(limits, int(cumulative[-1]))
    fewest = 1 if limits.count or limits.longest_words else min(_SHORTEST_SENTENCES, length)
    for extra in range(longest):
        words = cumulative[extra + 1 :] - cumulative[: length - extra]
        forbidden = words < shortest
        if extra + 1 < fewest:
            forbidden[:] = True
        if limits.longest_words is not None and extra:
            forbidden |= words > limits.longest_words
        costs[extra:, extra][forbidden] = np.inf


def _shortest(limits: TopicLimits, words: int) -> int:
    """Return the fewest words of a chapter: half an even share where a number is asked for."""
    if limits.count is not None:
        return min(limits.shortest_words or _SHORTEST_OF_ALL, words // (2 * limits.count))
    part = max(_SHORTEST_OF_ALL, words // _SHORTEST_PART)
    usual = min(_SHORTEST_WORDS, part, (limits.longest_words or words) // 2)
    return min(usual if limits.shortest_words is None else limits.shortest_words, words)


def _aim(words: int, limits: TopicLimits, led: float, pace: float | None) -> Aim:
    """Return how many chapters draws should hold; 0 where the text is too short to ask."""
    if limits.count is not None:
        return Aim(limits.count)
    if words < _ONE_TOPIC_WORDS:
        return Aim(0)
    usual = usual_aim(words, led, pace)
    aim = replace(usual, count=_within_reach(usual.count, words, limits))
    return aim if limits.longest_words is None else Aim(aim.count)


def _decide(
    weights: Weights, limits: TopicLimits, aim: Aim
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    length = len(weights.openings)
    if not aim.count:
        return (), (0.0,) * length
    drawn = draw(weights, aim)
    hits = np.bincount([b for division in drawn for b in division], minlength=length)
    chances = hits / len(drawn)
    most = limits.count or min(length, round(_MOST_OVER * aim.count) + 2)
    if limits.count is None and length < _SHORT_SENTENCES:
        allowed = np.where(np.isfinite(weights.stretches), np.float32(0), np.float32(np.inf))
        divisions = divide(allowed, -chances, most)
    else:
        divisions = divide(weights.stretches, -weights.openings, most)
    if limits.longest_words is not None and not divisions.possible:
        raise InputError(
            "the text cannot be divided into chapters of these lengths; allow a wider range"
        )
    if limits.count:
        count = min(divisions.possible, key=lambda k: (abs(k - aim.count), k), default=1)
        boundaries = divisions.boundaries(count)
    else:
        best = [divisions.boundaries(count) for count in divisions.possible]
        boundaries = least_risk(best, drawn, length) if best else ()
    return boundaries, tuple(chances.tolist())


def _within_reach(count: float, words: int, limits: TopicLimits) -> float:
    """Return the count, or the nearest one that chapters of the wanted lengths allow."""
    most = SPREAD * words / limits.shortest_words if limits.shortest_words else count
    fewest = SPREAD * words / limits.longest_words if limits.longest_words else 1.0
    return max(1.0, fewest, min(count, most))
