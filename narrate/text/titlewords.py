"""To tell which single words of a chapter a title would hold."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrate.text.phrases import tokens_of
from narrate.text.survey import PARTS, ChapterView, TextView, WordView, content_stem

# What people say right before they name the next topic.
ANNOUNCING = (
    r"\b(?:talk(?:ing|ed)? (?:\w+ ){0,3}about|mov(?:e|ing) on(?: \w+){0,2} to|next \w+ is|"
    r"what(?: is|'s| are| about)|question (?:is|about)|how about|(?:jump|dive|get) into|"
    r"titled|called|topic (?:is|of)|section (?:is|on)|curious about|regarding|"
    r"episode (?:is )?(?:about|on)|subject of|going to be(?: about)?|"
    r"(?:tell|asks?|discuss(?:ing)?) (?:\w+ ){0,2}(?:about)?|comes to|terms of)(?: the| an?)?\W*"
)
_ANNOUNCED = re.compile(ANNOUNCING + r"(?P<topic>[^,.;:!?]{3,60})", re.IGNORECASE)
LATEST_ANNOUNCEMENT = 10  # sentences into a chapter
_COMPARED = (0, 7, 10, 13)  # also told relative to the best of the chapter


def word_features(chapter: ChapterView, text: TextView) -> tuple[list[str], NDArray[np.float64]]:
    """Return the content words of a chapter and a row of features for each."""
    stems = list(chapter.words)
    if not stems:
        return [], np.zeros((0, 0))
    announced = _announced(chapter.sentences)
    size = chapter.size
    rows = np.array(
        [[*_use(word, chapter.words[word], text, size), announced.get(word, 0.0)] for word in stems]
    )
    near = _nearness(stems, chapter, text)
    table = np.hstack([rows[:, :10], near, rows[:, 10:]])
    compared = table[:, _COMPARED]
    ranks = np.argsort(np.argsort(-table[:, 7], kind="stable"), kind="stable")
    relative = compared - compared.max(axis=0)
    return stems, np.hstack([table, relative, np.log1p(ranks)[:, None]])


def _use(stemmed: str, word: WordView, text: TextView, size: int) -> list[float]:
    often, rarity = math.log1p(word.count), text.word_rarity(stemmed)
    return [
        often,
        20 * word.count / size,
        math.log1p(word.early),
        math.exp(-word.first / 3),
        math.exp(-word.first / 10),
        word.parts.bit_count() / PARTS,
        rarity,
        often * rarity,
        text.vectors.rarity(stemmed),
        word.count / text.word_total[stemmed],
        word.capital / word.count,
        float(not stemmed.isalpha() and any(map(str.isdigit, stemmed))),
        len(stemmed) / 10,
        *(word.tags.count(tag) / word.count for tag in "NPAGDV"),
    ]


def _announced(sentences: Sequence[str]) -> dict[str, float]:
    """Return the words named as the topic at the start, and how early."""
    found: dict[str, float] = {}
    for i, sentence in enumerate(sentences[:LATEST_ANNOUNCEMENT]):
        for match in _ANNOUNCED.finditer(sentence.replace("’", "'")):
            for token in tokens_of(match["topic"])[:6]:
                if stemmed := content_stem(token):
                    found.setdefault(stemmed, math.exp(-i / 3))
    return found


def _nearness(stems: Sequence[str], chapter: ChapterView, text: TextView) -> NDArray[np.float64]:
    """Return how near each word is in meaning to the chapter, to its opening and to the text."""
    known = text.vectors.rows
    at = np.array([known.get(word, -1) for word in stems])
    own = text.vectors.vectors[at] * (at >= 0)[:, None]
    near, over, opening = own @ chapter.centre, own @ text.centre, own @ chapter.opening
    return np.stack([near, over, near - over, opening], axis=1).astype(np.float64)
