"""To compare a title with a human one: ROUGE-L (Lin 2004) on lightly stemmed words."""

from __future__ import annotations

from narrate.text.terms import stem, surface_words


def rouge_l(title: str, reference: str) -> float:
    """Return the F-measure of the longest common subsequence of words, 0 to 1."""
    ours, theirs = ([stem(w) for w in surface_words(text)] for text in (title, reference))
    lengths = [0] * (len(theirs) + 1)
    for word in ours:
        diagonal = 0
        for j, other in enumerate(theirs, start=1):
            above = lengths[j]
            lengths[j] = diagonal + 1 if word == other else max(above, lengths[j - 1])
            diagonal = above
    common = lengths[-1]
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0
