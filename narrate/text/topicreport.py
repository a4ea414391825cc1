"""To show how chapters by topic came about: as values for JSON, and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import InputError
from narrate.model import Chapter, Paragraph
from narrate.text.chapters import ChapterLengths, chapters_by_topic, topic_limits
from narrate.text.cuemodel import CueModel
from narrate.text.terms import word_pieces
from narrate.text.topics import WORDS_PER_MINUTE, Topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_REJECTED_CHANCE = 0.15  # a boundary in fewer of the likely divisions is not worth showing
_INCHES = (12.0, 6.0)


@dataclass(frozen=True, slots=True)
class TopicReport:
    """Chapters by topic and what was weighed to find them."""

    chapters: tuple[Chapter, ...]
    sentences: tuple[str, ...]
    minutes: tuple[float, ...]  # where each sentence begins, at 150 words a minute
    topics: Topics
    notes: tuple[str, ...] = ()  # what the user should know of the titles

    @property
    def rejected(self) -> tuple[int, ...]:
        """Sentences at which a boundary was likely, but is not set."""
        chances = self.topics.chances
        return tuple(
            i
            for i, chance in enumerate(chances)
            if chance >= _REJECTED_CHANCE
            and i not in self.topics.boundaries
            and chance == max(chances[max(0, i - 2) : i + 3])
        )

    @property
    def starts(self) -> tuple[tuple[float, str], ...]:
        """When each chapter begins, in minutes, and its title."""
        sentences = (0, *self.topics.boundaries)
        minutes = (self.minutes[sentence] for sentence in sentences)
        return tuple(zip(minutes, (c.title for c in self.chapters), strict=True))

    def as_json(self) -> dict[str, Any]:
        """Return plain values: the chapters, and the scores of every sentence."""
        starts = (0, *self.topics.boundaries)
        return {
            "chapters": [
                {"title": c.title, "sentence": start, "start_min": round(self.minutes[start], 2)}
                for c, start in zip(self.chapters, starts, strict=True)
            ],
            "rejected": list(self.rejected),
            "sentences": [self._sentence(i) for i in range(len(self.sentences))],
        }

    def _sentence(self, i: int) -> dict[str, Any]:
        return {
            "text": self.sentences[i],
            "start_min": round(self.minutes[i], 2),
            "opening": round(self.topics.openings[i], 3),
            "cohesion": round(self.topics.cohesion[i], 3),
            "chance": round(self.topics.chances[i], 3),
        }


def report_topics(
    paragraphs: Sequence[Paragraph],
    mode: str = "topics",
    language: str = "en",
    lengths: ChapterLengths | None = None,
    cues: CueModel | None = None,
) -> TopicReport:
    """Return chapters by topic with what was weighed; options as for `make_chapters`."""
    if not paragraphs:
        raise InputError("there is no text to find topics in")
    limits = topic_limits(mode, lengths or ChapterLengths())
    chapters, pieces, topics = chapters_by_topic(paragraphs, limits, language, cues)
    sentences = tuple(pieces)
    words = accumulate((len(word_pieces(sentence)) for sentence in sentences), initial=0)
    minutes = tuple(count / WORDS_PER_MINUTE for count in words)[: len(sentences)]
    return TopicReport(chapters, sentences, minutes, topics)


def plot_topics(report: TopicReport, path: Path) -> None:
    """Draw cohesion, opening scores, and set and rejected boundaries into a picture file.

    Raises InputError when matplotlib is missing or cannot write such a file.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as cause:
        raise InputError("a plot needs matplotlib: pip install 'narrate[plot]'") from cause
    figure = Figure(figsize=_INCHES, layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    _draw_scores(upper, report)
    _draw_chances(lower, report)
    try:
        figure.savefig(path, dpi=150)
    except (OSError, ValueError) as cause:
        reason = cause.strerror if isinstance(cause, OSError) else cause
        raise InputError(f"{path}: the plot cannot be written: {reason}") from cause


def _draw_scores(axes: Axes, report: TopicReport) -> None:
    axes.plot(report.minutes, report.topics.cohesion, color="tab:blue", label="change of words")
    axes.plot(
        report.minutes, report.topics.openings, color="tab:orange", lw=0.8, label="opening cues"
    )
    axes.set_ylabel("score")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))  # beside the curves, never on them
    starts = (0, *report.topics.boundaries)
    for start, chapter in zip(starts, report.chapters, strict=True):
        axes.axvline(report.minutes[start], color="tab:green", lw=1.2)
        axes.annotate(
            chapter.title,
            (report.minutes[start], 1.0),
            xycoords=("data", "axes fraction"),
            rotation=30,
            ha="left",
            va="bottom",
            fontsize=8,
            parse_math=False,
        )


def _draw_chances(axes: Axes, report: TopicReport) -> None:
    axes.vlines(report.minutes, 0, report.topics.chances, color="black", zorder=3)
    for label, colour, dashes, boundaries in (
        ("chapter", "tab:green", "-", report.topics.boundaries),
        ("rejected", "tab:red", ":", report.rejected),
    ):
        minutes = [report.minutes[boundary] for boundary in boundaries]
        axes.vlines(minutes, 0, 1, color=colour, lw=1.2, ls=dashes, label=label)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.set_ylim(0, 1)
    axes.set_ylabel("chance of a boundary")
    axes.set_xlabel("minutes of speech")
