"""To write tags and cover as iTunes atoms."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4Tags

from narrate.publish.cover import Cover
from narrate.publish.label import Label
from narrate.publish.mp4_boxes import read_description

GAPLESS = "----:com.apple.iTunes:iTunSMPB"
"""Says where the sound begins and ends within its packets: no tag, but part of the sound."""

_AUDIOBOOK = 2  # `stik`
_PADDING_BYTES = 1024
_NAMES = {
    "title": "\xa9nam",
    "artist": "\xa9ART",
    "album_artist": "aART",
    "album": "\xa9alb",
    "date": "\xa9day",
    "genre": "\xa9gen",
    "comment": "\xa9cmt",
    "category": "catg",
    "guid": "egid",
    "feed_url": "purl",
}
# `desc` is cut at 255 bytes by iTunes; `ldes` is not.
_DESCRIPTIONS = ("desc", "ldes")


def write_atoms(path: Path, label: Label, kept: dict[str, Any]) -> None:
    """Write the tags and the cover of `label` over `kept`, and nothing else."""
    mp4 = MP4(path)
    if mp4.tags is None:
        mp4.add_tags()
    tags = cast("MP4Tags", mp4.tags)
    tags.clear()
    tags.update(kept if label.keep else {"stik": [_AUDIOBOOK]})
    if GAPLESS in kept:
        tags[GAPLESS] = kept[GAPLESS]
    for name, key in _NAMES.items():
        if name in label.tags:
            tags[key] = [label.tags[name]]
    for key in _DESCRIPTIONS:
        if "description" in label.tags:
            tags[key] = [label.tags["description"]]
    if "guid" in label.tags or "feed_url" in label.tags:
        tags["pcst"] = True
    if label.cover:
        tags["covr"] = [_cover(label.cover)]
    mp4.save(padding=lambda _: _PADDING_BYTES)


def read_atoms(path: Path) -> dict[str, Any]:
    """Return all that the file has, also if one of its chapter titles is cut in mid-character."""
    return dict(MP4(read_description(path)).tags or {})


def _cover(cover: Cover) -> MP4Cover:
    form = AtomDataType.JPEG if cover.mime == "image/jpeg" else AtomDataType.PNG
    return MP4Cover(cover.data, imageformat=form)
