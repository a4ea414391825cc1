"""To find out before anything is spoken whether an episode can be published."""

from __future__ import annotations

from narrate.errors import InputError
from narrate.model import EpisodeInfo
from narrate.publish.cover import check_cover
from narrate.publish.fields import check_date
from narrate.publish.vorbis import MAX_CHAPTERS

_COUNTED = ("opus", "ogg", "flac")  # forms that number their chapters with three digits


def check_publishable(info: EpisodeInfo, chapters: int, form: str) -> None:
    """Raise InputError for a cover, a date or a number of chapters that `publish` would refuse.

    `form` is the ending of the sound file's name, without its dot.
    """
    check_date(info.date)
    if info.cover:
        check_cover(info.cover)
    if form in _COUNTED and chapters > MAX_CHAPTERS:
        raise InputError(
            f"{form} holds {MAX_CHAPTERS} chapters and this has {chapters}: "
            "choose mp3 or m4b, or fewer chapters"
        )
