from __future__ import annotations

from pathlib import Path

import pytest

from narrate.errors import InputError
from narrate.model import EpisodeInfo
from narrate.publish.check import check_publishable


@pytest.mark.parametrize(("form", "chapters"), [("opus", 1000), ("flac", 0), ("mp3", 1001)])
def test_what_can_be_published(form: str, chapters: int) -> None:
    check_publishable(EpisodeInfo(date="2024-05"), chapters, form)


@pytest.mark.parametrize(
    ("info", "chapters", "form", "message"),
    [
        (EpisodeInfo(date="May"), 1, "mp3", "'May' is not of the form"),
        (EpisodeInfo(cover=Path("none.jpg")), 1, "mp3", r"cover none\.jpg cannot be read"),
        (EpisodeInfo(), 1001, "opus", "opus holds 1000 chapters and this has 1001"),
        (EpisodeInfo(), 1001, "flac", "choose mp3 or m4b"),
    ],
)
def test_what_cannot(info: EpisodeInfo, chapters: int, form: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_publishable(info, chapters, form)
