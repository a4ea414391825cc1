"""Score titles against human ones: `python -m bench.topics.score_titles FOLDER`.

The chapters are those that people set. Each show's titles are made by a model that has not seen
the show, word kinds included. Prints ROUGE-L for each show, then titles beside the human ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.topics.corpus import learning_documents, read_documents
from bench.topics.metrics import interval
from bench.topics.rouge import rouge_l
from bench.topics.title_training import is_fair, learn_titles
from narrate.text.terms import STOP_WORDS, stem, surface_words
from narrate.text.titlemodel import load_titles
from narrate.text.titles import title_chapters

SETS = ("bitcoinops", "btc_podcasts", "syntax", "tinyrec")
_SECTIONS = 50  # of each show
_SHOWN = 10  # of each show
_SEED = 5

Pair = tuple[str, str, bool]  # our title, the human one, whether ours has a word of the chapter


def title_show(folder: Path, show: str) -> list[Pair]:
    """Return titles of a sample of the show's chapters beside the human ones."""
    model = load_titles() if show == "tinyrec" else learn_titles(learning_documents(folder, [show]))
    pairs = []
    for document in read_documents(folder, show):
        titles = title_chapters(document.chapters, model=model)
        for i, chapter in enumerate(document.chapters):
            if is_fair(document, i):
                pairs.append((titles[i], document.titles[i], _is_grounded(titles[i], chapter)))
    order = np.random.default_rng(_SEED).permutation(len(pairs))[:_SECTIONS]
    return [pairs[i] for i in order]


def _is_grounded(title: str, chapter: Sequence[str]) -> bool:
    said = {stem(word) for sentence in chapter for word in surface_words(sentence)}
    return any(stem(w) in said for w in surface_words(title) if w not in STOP_WORDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    results = {show: title_show(parser.parse_args().folder, show) for show in SETS}
    print("| set | titles | ROUGE-L | no word in common | numbered or ungrounded |")
    print("|---|---|---|---|---|")
    for show, pairs in results.items():
        worth = [100 * rouge_l(ours, human) for ours, human, _ in pairs]
        mean, low, high = interval([worth])
        zero, loose = np.mean(np.array(worth) == 0), np.mean([not said for *_, said in pairs])
        cells = f"{mean:.1f} ({low:.1f}–{high:.1f}) | {zero:.0%} | {loose:.0%}"
        print(f"| {show} | {len(pairs)} | {cells} |")
    print("\n| set | human title | narrate's title |\n|---|---|---|")
    for show, pairs in results.items():
        for ours, human, _ in pairs[:_SHOWN]:
            print(f"| {show} | {human.replace('|', '/')} | {ours} |")


if __name__ == "__main__":
    main()
