"""To turn a label into ID3v2.3 frames.

Version 2.3, because readers built on FFmpeg see no chapter at all in a v2.4 tag when a chapter
holds a sub-frame of 128 bytes or more (a picture, a long title): they misread its size. Chapters
follow https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    PCST,
    TALB,
    TCAT,
    TCON,
    TDAT,
    TDES,
    TDRC,
    TGID,
    TIT2,
    TLAN,
    TPE1,
    TPE2,
    TYER,
    WFED,
    WXXX,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
)

from narrate.errors import TagError
from narrate.model import ChapterMark
from narrate.publish.cover import Cover
from narrate.publish.fields import language_639_2
from narrate.publish.label import Label

MAX_CHILDREN = 255  # a CTOC counts its children in one byte
_NO_OFFSET = 0xFFFFFFFF  # "use the time", as the specification says
_NO_TITLE = " "  # without a title frame FFmpeg shows the element's id instead
_TEXTS = {
    "title": TIT2,
    "artist": TPE1,
    "album_artist": TPE2,
    "album": TALB,
    "genre": TCON,
    "description": TDES,
    "category": TCAT,
    "guid": TGID,
}


def make_frames(label: Label) -> list[Frame]:
    """Return the frames in the order in which they should stand, chapters in order of time.

    Raises TagError if there are more than 65,025 chapters.
    """
    cover = [_picture(label.cover)] if label.cover else []
    return [
        *_texts(label.tags),
        *_podcast(label.tags),
        *_contents(label),
        *_chapters(label),
        *cover,
    ]


def text_frame(frame: type[Frame], text: str) -> Frame:
    """Return a text frame in Latin-1 if it is ASCII, for players guess at the rest, else UTF-16.

    Version 2.3 has no UTF-8.
    """
    encoding = Encoding.LATIN1 if text.isascii() else Encoding.UTF16
    return frame(encoding=int(encoding), text=[text])


def date_frames(date: str) -> Iterator[Frame]:
    """Give year and day frames; version 2.3 has none for a month alone, 2.4's is widely read."""
    year, *rest = date.split("-")
    if len(rest) == 1:
        yield text_frame(TDRC, date)
        return
    yield text_frame(TYER, year)
    if rest:
        month, day = rest
        yield text_frame(TDAT, day + month)


def _texts(tags: dict[str, str]) -> Iterator[Frame]:
    for name, frame in _TEXTS.items():
        if name in tags:
            yield text_frame(frame, tags[name])
    language = language_639_2(tags.get("language", ""))
    if "language" in tags:
        yield text_frame(TLAN, language)
    if "date" in tags:
        yield from date_frames(tags["date"])
    if text := tags.get("comment"):
        code = "eng" if language == "und" else language  # iTunes shows no comment without one
        encoding = Encoding.LATIN1 if text.isascii() else Encoding.UTF16
        yield COMM(encoding=int(encoding), lang=code, desc="", text=[text])


def _podcast(tags: dict[str, str]) -> Iterator[Frame]:
    """Give Apple's frames that tie an episode to its feed."""
    if "feed_url" in tags:
        yield WFED(url=tags["feed_url"])
    if "feed_url" in tags or "guid" in tags:
        yield PCST(value=1)


def _chapters(label: Label) -> Iterator[Frame]:
    for number, mark in enumerate(label.marks or ()):
        yield CHAP(
            element_id=f"chp{number}",
            start_time=label.milliseconds(mark.start_sample),
            end_time=label.milliseconds(mark.end_sample),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=list(_chapter_parts(label, mark)),
        )


def _chapter_parts(label: Label, mark: ChapterMark) -> Iterator[Frame]:
    yield text_frame(TIT2, mark.title or _NO_TITLE)
    if mark.url:
        yield WXXX(encoding=int(Encoding.LATIN1), desc="chapter url", url=mark.url)
    if mark.image:
        yield _picture(label.images[mark.image])


def _contents(label: Label) -> Iterator[Frame]:
    """Give the table of contents: one level, or two when there are more than 255 chapters."""
    chapters = [f"chp{number}" for number in range(len(label.marks or ()))]
    parts = [chapters[i : i + MAX_CHILDREN] for i in range(0, len(chapters), MAX_CHILDREN)]
    if len(parts) > MAX_CHILDREN:
        raise TagError(f"ID3 holds {MAX_CHILDREN**2} chapters and this has {len(chapters)}")
    if len(parts) <= 1:
        yield from (_toc("toc", CTOCFlags.TOP_LEVEL, part) for part in parts)
        return
    names = [f"toc{number}" for number in range(len(parts))]
    yield _toc("toc", CTOCFlags.TOP_LEVEL, names)
    for name, part in zip(names, parts, strict=True):
        yield _toc(name, 0, part)


def _toc(name: str, level: int, children: list[str]) -> Frame:
    flags = level | CTOCFlags.ORDERED
    return CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=[])


def _picture(cover: Cover) -> Frame:
    return APIC(
        encoding=int(Encoding.LATIN1),
        mime=cover.mime,
        type=PictureType.COVER_FRONT,
        desc="",
        data=cover.data,
    )
