"""To learn how one show opens its topics, from an archive of its episodes with known chapters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.errors import InputError
from narrate.model import Chapter
from narrate.text.chapters import gather_evidence
from narrate.text.cuemodel import CueModel, load_cues
from narrate.text.learn import ONE_SHOW, Example, learn
from narrate.text.pieces import Pieces
from narrate.text.script import read_script
from narrate.text.terms import word_pieces
from narrate.text.topics import is_flat
from narrate.text.usual import expected_count

_FEWEST_EPISODES = 3
_FEWEST_CHAPTERS = 20
# That the archive is thought to hold besides: shows differ from each other by 0.8 times as much, as
# logarithms, as episodes of one show.
_USUAL_EPISODES = 2


@dataclass(frozen=True, slots=True)
class Archive:
    """What a folder of episodes holds to learn from."""

    episodes: tuple[Example, ...]

    @property
    def chapter_count(self) -> int:
        """The chapters of all episodes."""
        return sum(len(episode.boundaries) + 1 for episode in self.episodes)


def learn_cues(folder: Path) -> CueModel:
    """Return the shipped model, adapted to a folder of Markdown files whose headings are chapters.

    Raises InputError when a file cannot be read, or when there is too little to learn from.
    """
    archive = read_archive(folder)
    if len(archive.episodes) < _FEWEST_EPISODES or archive.chapter_count < _FEWEST_CHAPTERS:
        raise InputError(
            f"{folder} holds {len(archive.episodes)} episodes of {archive.chapter_count} chapters; "
            f"learning needs {_FEWEST_EPISODES} Markdown files with headings, "
            f"and {_FEWEST_CHAPTERS} chapters in them"
        )
    flat = is_flat([sentence for episode in archive.episodes for sentence in episode.sentences])
    return adapt_cues(archive.episodes, load_cues(flat=flat))


def adapt_cues(episodes: Sequence[Example], base: CueModel) -> CueModel:
    """Return the model with what the show's episodes add: how topics open, and how many there are.

    The number is a habit of each show that its texts do not tell.
    """
    model = learn(episodes, replace(ONE_SHOW, base=base))
    return replace(model, pace=_pace(episodes))


def _pace(episodes: Sequence[Example]) -> float:
    """Return how many times as many chapters as usual the episodes have, in the geometric mean."""
    sizes = [sum(len(word_pieces(s)) for s in episode.sentences) for episode in episodes]
    over = [
        math.log((len(episode.boundaries) + 1) / expected_count(words))
        for episode, words in zip(episodes, sizes, strict=True)
    ]
    return math.exp(sum(over) / (len(over) + _USUAL_EPISODES))


def read_archive(folder: Path) -> Archive:
    """Return the episodes with two or more chapters among the folder's Markdown files."""
    episodes = []
    for path in sorted(folder.rglob("*.md")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as cause:
            told = "save it as UTF-8, or take it out of the folder"
            raise InputError(f"{path} cannot be read as UTF-8 text: {cause}; {told}") from cause
        chapters = [c for c in read_script(text, path.name).chapters if c.paragraphs]
        if len(chapters) > 1:
            episodes.append(example_of(chapters, folder.name))
    return Archive(tuple(episodes))


def example_of(chapters: Sequence[Chapter], show: str) -> Example:
    """Return an episode's sentences, and those that open its chapters."""
    paragraphs = [paragraph for chapter in chapters for paragraph in chapter.paragraphs]
    pieces = Pieces(paragraphs)
    opens, before = set(), 0
    for chapter in chapters:
        opens.add(before)
        before += len(chapter.paragraphs)
    first_of = {pieces.place(i)[0]: i for i in reversed(range(len(pieces)))}
    boundaries = sorted(first_of[paragraph] for paragraph in opens if first_of.get(paragraph))
    turns = gather_evidence(paragraphs, pieces).turns or None
    return Example(tuple(pieces), tuple(boundaries), turns, show)
