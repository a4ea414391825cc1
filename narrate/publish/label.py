"""To bring everything a file should say of itself into the form that every container can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.errors import TagError
from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.cover import Cover, read_cover
from narrate.publish.fields import one_line, plain_tags, web_address


@dataclass(frozen=True, slots=True)
class Label:
    """Clean tags under plain names, the cover and the chapters of one file.

    With `keep`, what the file says beyond them stays: other tags, the cover if none is given, and
    the chapters if `marks` is None. Without, nothing of it does.
    """

    tags: dict[str, str]
    cover: Cover | None
    marks: tuple[ChapterMark, ...] | None
    sample_rate_hz: int  # that the marks count in
    images: dict[Path, Cover]  # of the chapters
    keep: bool = False

    def milliseconds(self, sample: int) -> int:
        """Return the whole millisecond nearest to a sample."""
        return nearest(sample, self.sample_rate_hz, 1000)


def make_label(
    info: EpisodeInfo,
    marks: Sequence[ChapterMark] | None,
    sample_rate_hz: int,
    *,
    keep: bool = False,
) -> Label:
    """Clean, check and read everything, before any file is touched.

    Raises InputError for a picture or date that cannot be used, and TagError for chapters out of
    order.
    """
    cover = read_cover(info.cover) if info.cover else None
    images = {mark.image for mark in marks or () if mark.image}
    return Label(
        plain_tags(info),
        cover,
        None if marks is None else _usable(marks),
        sample_rate_hz,
        {image: read_cover(image) for image in sorted(images)},
        keep,
    )


def nearest(sample: int, sample_rate_hz: int, units_hz: int) -> int:
    """Return the whole unit of 1/`units_hz` s that is nearest to a sample."""
    return (2 * units_hz * sample + sample_rate_hz) // (2 * sample_rate_hz)


def clock(ms: int) -> str:
    """Return milliseconds as HH:MM:SS.mmm."""
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def _usable(marks: Sequence[ChapterMark]) -> tuple[ChapterMark, ...]:
    last_start = 0
    for number, mark in enumerate(marks, 1):
        if not last_start <= mark.start_sample <= mark.end_sample:
            raise TagError(
                f"chapter {number} ({one_line(mark.title)[:60]!r}) lies at samples "
                f"{mark.start_sample} to {mark.end_sample}: chapters must be in order"
            )
        last_start = mark.start_sample
    return tuple(
        replace(mark, title=one_line(mark.title), url=web_address(mark.url)) for mark in marks
    )
