"""Make the models that narrate ships for chapters: `python -m bench.topics.train FOLDER`.

FOLDER holds `train/NAME.jsonl.gz` (bench/topics/corpus.py). The same folder always gives the same
bytes. `--out` names another place than narrate/text.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.topics.corpus import Document, as_flat_speech, learning_documents
from bench.topics.title_training import learn_titles, title_lessons
from narrate.text.learn import Learning, Lessons, learn_from, prepare_lessons

PACKAGE = Path(__file__).parents[2] / "narrate" / "text"


def opening_lessons(documents: Sequence[Document], flat: bool = False) -> Lessons:
    """Return what the documents teach of how topics open; `flat` takes their punctuation away."""
    if flat:
        documents = [as_flat_speech(document) for document in documents]
    return prepare_lessons([document.example() for document in documents], Learning())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=PACKAGE)
    arguments = parser.parse_args()
    documents = learning_documents(arguments.folder)
    for name, flat in (("cues.npz", False), ("cues-flat.npz", True)):
        learn_from(opening_lessons(documents, flat), Learning()).save(arguments.out / name)
        print(arguments.out / name)
    learn_titles(title_lessons(documents)).save(arguments.out / "titles.npz")
    print(arguments.out / "titles.npz")


if __name__ == "__main__":
    main()
