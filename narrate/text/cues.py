"""To score how much each sentence sounds like the opening of a new topic.

A logistic model over what is said around a boundary (the first words of the sentence, the end of
the one before, the start of the next), how the talk moves (lengths, questions, a change of
speaker) and how the vocabulary changes there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from narrate.errors import InputError
from narrate.text.terms import surface_words

_OPENING_WORDS = 8  # of a sentence, looked at one by one and in pairs
_NEXT_WORDS = 6
_SHORT_SENTENCE = 8  # words; "Thanks for that." is looked at as a whole
_CLOSING_WORDS = 5  # of a longer sentence before
_WEIGHT_STEP = 1 / 64  # weights are stored as whole multiples of this
_SHIPPED = "cues.npz"

MEASURES = (
    "length", "length_before", "length_two_before", "length_after",
    "question", "question_before", "question_after", "turn",
    "split_120", "split_240", "split_480", "peak_120", "peak_240", "peak_480",
    "fresh", "lasting", "ended",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class CueModel:
    """Weights for word cues and for measures; see docs/topics-model.md."""

    words: dict[str, int]  # cue name → index into word_weights
    word_weights: NDArray[np.float64]
    measure_weights: NDArray[np.float64]
    bias: float
    cohesion_weight: float = 0.03  # what one nat of cohesion counts against a logit

    def save(self, file: Path | BinaryIO) -> None:
        """Write the model as plain arrays; the same model always gives the same bytes."""
        numbers = np.concatenate([self.word_weights, self.measure_weights, [self.bias]])
        np.savez(
            file,
            words=np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8),
            weights=np.round(numbers / _WEIGHT_STEP).astype(np.int16),
            cohesion=np.array([round(self.cohesion_weight * 1e4)], dtype=np.int32),
        )


def load_cues(path: Path | None = None) -> CueModel:
    """Return the model in `path`, or the one that comes with narrate.

    Raises InputError when the file is missing or is not such a model.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> CueModel:
    with resources.as_file(resources.files("narrate.text") / _SHIPPED) as path:
        return _read(path)


def _read(path: Path) -> CueModel:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = arrays["words"].tobytes().decode().split("\n")
            numbers = arrays["weights"] * _WEIGHT_STEP
            cohesion = float(arrays["cohesion"][0]) / 1e4
    except (OSError, ValueError, KeyError, IndexError, UnicodeDecodeError) as cause:
        raise InputError(f"{path} is not a model of topic cues: {cause}") from cause
    count = len(names)
    if len(numbers) != count + len(MEASURES) + 1:
        raise InputError(f"{path} was made by another version of narrate; learn it again")
    index = {name: i for i, name in enumerate(names)}
    return CueModel(index, numbers[:count], numbers[count:-1], float(numbers[-1]), cohesion)


def word_cues(sentences: Sequence[str]) -> Iterator[set[str]]:
    """Yield the names of the word cues at each sentence."""
    spoken = [surface_words(sentence) for sentence in sentences]
    before: list[str] = []
    for here, after in zip(spoken, [*spoken[1:], []], strict=True):
        opening = here[:_OPENING_WORDS]
        names = {f"here:{word}" for word in opening}
        names |= {f"here:{a} {b}" for a, b in pairwise(opening)}
        names |= {f"first:{word}" for word in here[:1]}
        names |= {f"next:{word}" for word in after[:_NEXT_WORDS]}
        if len(before) <= _SHORT_SENTENCE:
            names |= {f"before:{word}" for word in before}
        else:
            names |= {f"closing:{word}" for word in before[-_CLOSING_WORDS:]}
        yield names
        before = here


def score_cues(
    model: CueModel, sentences: Sequence[str], measures: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the log odds, per sentence, that it opens a topic.

    `measures` has one row a sentence and one column for each of MEASURES (narrate.text.measures).
    """
    scores = measures @ model.measure_weights + model.bias
    known, weights = model.words, model.word_weights
    for i, names in enumerate(word_cues(sentences)):
        scores[i] += sum(weights[known[name]] for name in names if name in known)
    return scores
