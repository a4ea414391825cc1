"""To keep what an ID3 tag holds beyond what is being replaced."""

from __future__ import annotations

from typing import Any

from mutagen.id3 import ID3, Frame, PictureType

from narrate.publish.id3_frames import date_frames
from narrate.publish.label import Label

_REPLACED = {
    "title": ("TIT2",),
    "artist": ("TPE1",),
    "album_artist": ("TPE2",),
    "album": ("TALB",),
    "genre": ("TCON",),
    "date": ("TYER", "TDAT", "TIME", "TDRC"),
    "language": ("TLAN",),
    "description": ("TDES",),
    "category": ("TCAT",),
    "guid": ("TGID",),
    "feed_url": ("WFED",),
}
# Frames of version 2.4 that players read in 2.3 too; mutagen would drop them.
_READ_ANYWAY = ("TSOA", "TSOP", "TSOT", "TSO2", "TSOC", "TDRL", "RVA2")


def kept_frames(tag: ID3, label: Label) -> list[Frame]:
    """Return the frames of `tag` that `label` does not replace, as version 2.3 has them."""
    rescued = [frame for key in _READ_ANYWAY for frame in tag.getall(key)]
    date = str(tag["TDRC"].text[0])[:10] if "TDRC" in tag and tag["TDRC"].text else ""
    tag.update_to_v23()
    for frame in rescued:
        tag.add(frame)
    if date.count("-") == 1:
        tag.delall("TYER")
        for frame in date_frames(date):
            tag.add(frame)
    return [frame for frame in tag.values() if not _is_replaced(frame, label)]


def _is_replaced(frame: Any, label: Label) -> bool:
    name = frame.FrameID
    if name in ("CHAP", "CTOC"):
        return label.marks is not None
    if name == "TXXX" and frame.desc.upper() == "CUESHEET":  # foobar2000's chapters
        return label.marks is not None
    if name == "APIC":
        front = frame.type in (PictureType.COVER_FRONT, PictureType.OTHER)
        return front and label.cover is not None
    if name == "COMM":
        return not frame.desc and "comment" in label.tags
    if name == "PCST":
        return "guid" in label.tags or "feed_url" in label.tags
    return any(name in _REPLACED.get(given, ()) for given in label.tags)
