"""To learn the tagger of narrate.text.tagger from sentences that another one has tagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.text.tagger import SHAPES, TAGS, Tagger

_FEWEST_SEEN, _MOST_WORDS, _NEIGHBOURS, _ENDINGS = 5, 7000, 1500, 1200
_SCALE = 8  # weights are kept as whole multiples of an eighth, in a byte
_ROUNDS = 70

Sentence = list[tuple[str, str]]  # tokens and their tags


def learn_tagger(sentences: Sequence[Sentence]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a tagger fitted to the sentences, as narrate keeps them."""
    empty = _empty(sentences)
    lengths = [len(sentence) for sentence in sentences]
    truth = np.array([TAGS.index(tag) for sentence in sentences for _, tag in sentence])
    rows = empty.rows([[word for word, _ in sentence] for sentence in sentences])
    words, beside, endings = len(empty.words) + 1, _NEIGHBOURS + 2, len(empty.endings) + 1
    first = _fit(rows, truth, words + 2 * beside + 3 * endings + 3 * SHAPES, np.zeros(1))
    scores = first[rows].sum(axis=1)
    around = empty.context_rows(rows, scores.argmax(axis=1), lengths)
    second = _fit(around, truth, _NEIGHBOURS + 2 + 5 * (len(TAGS) + 1) ** 2, scores)
    return {
        "tagged_words": _text(list(empty.words)),
        "neighbours": np.array(_NEIGHBOURS, dtype=np.int32),
        "endings": _text(list(empty.endings)),
        "first": _small(first),
        "second": _small(second),
        "tag_scale": np.array(_SCALE, dtype=np.int32),
    }


def _empty(sentences: Sequence[Sentence]) -> Tagger:
    """Return a tagger that knows words and endings, but has no weights yet."""
    counts = Counter(
        word.lower().replace("’", "'") for sentence in sentences for word, _ in sentence
    )
    words = [word for word, n in counts.most_common() if n >= _FEWEST_SEEN][:_MOST_WORDS]
    endings: Counter[str] = Counter()
    for word, n in counts.items():
        if len(word) > 4:
            endings.update({word[-3:]: min(n, 20), word[-2:]: min(n, 20)})
    common = [ending for ending, _ in endings.most_common(_ENDINGS)]
    none = np.zeros((0, len(TAGS)), dtype=np.float32)
    known = Tagger({word: i for i, word in enumerate(words)}, _NEIGHBOURS, {}, none, none)
    return replace(known, endings={ending: i for i, ending in enumerate(common)})


def _fit(
    rows: NDArray[np.int64], truth: NDArray[np.int64], size: int, given: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return weights of a softmax regression on present features, by L-BFGS."""
    sparse: Any = import_module("scipy.sparse")
    minimize: Any = import_module("scipy.optimize").minimize
    ends = np.arange(0, rows.size + 1, rows.shape[1])
    present = sparse.csr_matrix(
        (np.ones(rows.size, dtype=np.float32), rows.ravel(), ends), (len(rows), size)
    )
    back, wanted = present.T.tocsr(), np.eye(len(TAGS), dtype=np.float32)[truth]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(size, len(TAGS)).astype(np.float32)
        scores = present @ weights + given
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        value = float((np.log(total)[:, 0] - (scores * wanted).sum(axis=1)).sum())
        slope = back @ (odds / total - wanted) + weights
        return value + 0.5 * float((weights**2).sum()), slope.ravel().astype(np.float64)

    start = np.zeros(size * len(TAGS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    result: NDArray[np.float64] = found.x.reshape(size, len(TAGS))
    return result


def _small(weights: NDArray[np.float64]) -> NDArray[np.int8]:
    return np.round(np.clip(weights, -127 / _SCALE, 127 / _SCALE) * _SCALE).astype(np.int8)


def _text(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
