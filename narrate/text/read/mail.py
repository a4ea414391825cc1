"""Mails as programs store them (.eml, mbox) to the lines of their plain text.

Heads, boundaries, other forms of the same text and attachments are no speech; what RFC 2045
encodes for transport is decoded. Python's `email` reads such files, too, but does not tell on
which row a line stands, which the ledger must.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import NamedTuple

from narrate.model import EpisodeInfo, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.decode import iterate_rows, strip_controls

_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):(?:\s|$)")
_POSTED = re.compile(r"From \S+ .{0,40}\d\d:\d\d.{0,20}")  # opens a mail in an mbox
_STORED = ("message-id", "mime-version", "content-type", "received", "return-path")
_FEWEST_FIELDS = 3
_LOOKED_AT = 8000  # characters
_STUFFED = ">From "  # so that the line does not open a mail of its own
_REPLY = re.compile(r"(?:(?:re|aw|fwd?|wg|tr|sv)\s?:\s*)+", re.IGNORECASE)
_HEAD = "head of a mail"


class MailPiece(NamedTuple):
    """What a row of a mail says: text where `place` tells its line and column, or a reason."""

    line: int  # 1-based
    text: str
    reason: str = ""
    place: tuple[int, int] | None = None


@dataclass(slots=True)
class _Part:
    """The part of a mail that is read."""

    head: Message = field(default_factory=Message)
    in_head: bool = True
    unread: str = ""  # why nothing of it is spoken, once its head is read
    encoded: list[str] = field(default_factory=list)  # rows whose text is not complete
    first: int = 0  # the row on which they begin

    @property
    def encoding(self) -> str:
        """How the body is encoded for transport."""
        return str(self.head.get("content-transfer-encoding", "")).lower()


def is_mail(text: str) -> bool:
    """Tell whether a text is a mail, or several, with the head that programs store."""
    names = set()
    for n, row in enumerate(text[:_LOOKED_AT].split("\n")):
        found = _FIELD.match(row)
        if found:
            names.add(found.group(1).lower())
        elif not (n == 0 and _POSTED.fullmatch(row)) and row[:1] not in (" ", "\t"):
            break
    return len(names) >= _FEWEST_FIELDS and "from" in names and not names.isdisjoint(_STORED)


def read_mail(text: str) -> Transcript:
    """Read the plain text of all mails in a file; a line for each line of theirs."""
    lines, drops = Lines(), Drops()
    blank = False
    for piece in iterate_mail(text):
        said = piece.text.strip() if piece.place else ""
        if said and piece.place:
            number, column = piece.place
            line = Line(number, said, after_blank=blank, column=column)
            if said.startswith(_STUFFED):
                drops.add(line, ">", "sign of an mbox")
                line = replace(line, text=said[1:])
            lines.add(line)
        elif piece.text.strip():
            drops.add(Line(piece.line, ""), piece.text.strip(), piece.reason)
        blank = not said
    return Transcript(lines, drops, info=_told(text), form="mail")


def iterate_mail(text: str) -> Iterator[MailPiece]:
    """Yield what each row of a mail holds, in order, decoded."""
    part, boundaries = _Part(), set[str]()
    plain = re.search(r"^content-type:\s*text/plain", text, re.IGNORECASE | re.MULTILINE)
    blank = True
    for number, row in enumerate(iterate_rows(text), start=1):
        posted = blank and _POSTED.fullmatch(row)
        bare = row.strip()
        blank = not bare
        if posted or (bare.startswith("--") and bare.strip("-") in boundaries):
            yield from _completed(part)
            part = _Part()
            yield MailPiece(number, row, _HEAD if posted else "boundary of a mail's parts")
        elif part.in_head:
            part.in_head = bool(bare)
            _note(part.head, row)
            if boundary := part.head.get_boundary():
                boundaries.add(boundary.strip("-"))
            if not part.in_head:
                part.unread = _unread(part.head, spoken_html=plain is None)
            yield MailPiece(number, row, _HEAD)
        elif part.unread:
            yield MailPiece(number, row, part.unread)
        else:
            yield from _said(part, number, row)
    yield from _completed(part)


def _note(head: Message, row: str) -> None:
    """Take in a row of a head, which may go on with the field above it."""
    found = _FIELD.match(row)
    if found:
        head[found.group(1)] = row[found.end() :].strip()
    elif row.strip() and head.keys():
        last = head.keys()[-1]
        value = head.get_all(last, [""])[-1]
        head.replace_header(last, f"{value} {row.strip()}")


def _unread(head: Message, *, spoken_html: bool) -> str:
    """Say why nothing of a part is spoken, or ""."""
    if head.get_content_maintype() == "multipart":
        return "note for old mail programs"
    if head.get_content_disposition() == "attachment" or head.get_content_maintype() != "text":
        return "attachment"
    html = head.get_content_subtype() == "html"
    return "another form of the mail" if html and not spoken_html else ""


def _said(part: _Part, number: int, row: str) -> Iterator[MailPiece]:
    """Yield what a row of the body says, once it is complete."""
    encoding = part.encoding
    if not part.encoded:
        part.first = number
    if encoding == "base64" or (encoding == "quoted-printable" and row.endswith("=")):
        part.encoded.append(row)
    elif encoding == "quoted-printable":
        part.encoded.append(row)
        yield from _completed(part)
    else:
        yield MailPiece(number, row, "", (number, 0))


def _completed(part: _Part) -> Iterator[MailPiece]:
    """Yield the lines that the rows read so far stand for, all on the first of them."""
    if not part.encoded:
        return
    written = "\n".join(part.encoded).encode("utf-8", "replace")
    part.encoded = []
    packed = part.encoding == "base64"
    try:
        data = base64.b64decode(written) if packed else quopri.decodestring(written)
        text = data.decode(part.head.get_content_charset("utf-8"), errors="replace")
    except (binascii.Error, LookupError):
        text = written.decode("utf-8")
    column = 0
    for row in strip_controls(text.replace("\r", "")).split("\n"):
        yield MailPiece(part.first, row, "", (part.first, column))
        column += len(row) + 1


def _told(text: str) -> EpisodeInfo:
    head = Message()
    for row in text[:_LOOKED_AT].split("\n\n")[0].split("\n"):
        _note(head, row)
    try:
        subject = str(make_header(decode_header(str(head.get("subject", "")))))
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        subject = ""
    return EpisodeInfo(title=_REPLY.sub("", strip_controls(subject)).strip())
