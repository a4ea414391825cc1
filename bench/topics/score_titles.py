"""Score titles against human ones: `python -m bench.topics.score_titles FOLDER --models DIR`.

The chapters are those that people set. Each show's titles are made by a model that has not seen
the show; DIR keeps it for the next time. Prints ROUGE-L for each show, then titles beside the
human ones. `--tokenizer` (bench/topics/teach.py) adds the cosine of MiniLM's sentence vectors.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.topics.corpus import SHOWS, learning_documents, read_documents
from bench.topics.metrics import interval
from bench.topics.rouge import rouge_l
from bench.topics.teach import embed
from bench.topics.title_training import Lesson, is_fair, learn_titles, title_lessons
from narrate.text.terms import STOP_WORDS, stem, surface_words
from narrate.text.titlemodel import TitleModel, load_titles
from narrate.text.titles import title_chapters

SETS = ("bitcoinops", "btc_podcasts", "syntax", "tinyrec")
_SECTIONS = 50  # of each show
_SHOWN = 10  # of each show
_SEED = 5

Pair = tuple[str, str, bool]  # our title, the human one, whether ours has a word of the chapter


def models_without(folder: Path, kept: Path) -> dict[str, TitleModel]:
    """Return for each show the model that has not seen it: for new ones, the shipped one."""
    paths = {show: kept / f"titles-without-{show}.npz" for show in SETS if show in SHOWS}
    lessons: list[Lesson] = []
    for show, path in paths.items():
        if not path.exists():
            lessons = lessons or title_lessons(learning_documents(folder))
            learn_titles(lessons, leave_out=show).save(path)
    return {show: load_titles(paths.get(show)) for show in SETS}


def title_show(folder: Path, show: str, model: TitleModel) -> list[Pair]:
    """Return titles of a sample of the show's chapters beside the human ones."""
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
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path)
    parser.add_argument("--shown", type=int, default=_SHOWN, help="titles of each show")
    given = parser.parse_args()
    given.models.mkdir(parents=True, exist_ok=True)
    models = models_without(given.folder, given.models)
    results = {show: title_show(given.folder, show, models[show]) for show in SETS}
    print("| set | titles | ROUGE-L | cosine | no word in common | numbered or ungrounded |")
    print("|---|---|---|---|---|---|")
    for show, pairs in results.items():
        worth = [100 * rouge_l(ours, human) for ours, human, _ in pairs]
        mean, low, high = interval([worth])
        zero, loose = np.mean(np.array(worth) == 0), np.mean([not said for *_, said in pairs])
        near = _cosine(pairs, given.tokenizer) if given.tokenizer else "–"
        cells = f"{mean:.1f} ({low:.1f}–{high:.1f}) | {near} | {zero:.0%} | {loose:.0%}"
        print(f"| {show} | {len(pairs)} | {cells} |")
    print("\n| set | human title | narrate's title |\n|---|---|---|")
    for show, pairs in results.items():
        for ours, human, _ in pairs[: given.shown]:
            print(f"| {show} | {human.replace('|', '/')} | {ours} |")


def _cosine(pairs: Sequence[Pair], tokenizer: Path) -> str:
    vectors = embed([title for ours, human, _ in pairs for title in (ours, human)], tokenizer)
    cosines = (vectors[::2] * vectors[1::2]).sum(axis=1)
    return f"{cosines.mean():.2f}"


if __name__ == "__main__":
    main()
