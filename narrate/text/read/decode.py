"""Bytes of any origin to text: encoding found, mojibake repaired, control characters gone."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

from narrate.errors import InputError
from narrate.text.read.legacy import name_legacy
from narrate.text.read.newest import in_order

_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = (  # first bytes of files that people take for text, and what to do instead
    (b"%PDF-", "a PDF", "save its text as .txt first, as pdftotext does"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save its text as .txt first"),
    (b"{\\rtf", "an RTF file", "save it as plain text first"),
    (b"\x89PNG", "a PNG picture", "give its text instead"),
    (b"\xff\xd8\xff", "a JPEG picture", "give its text instead"),
    (b"GIF8", "a GIF picture", "give its text instead"),
    (b"ID3", "an MP3 recording", "give its transcript instead"),
    (b"RIFF", "a WAV recording", "give its transcript instead"),
    (b"fLaC", "a FLAC recording", "give its transcript instead"),
    (b"OggS", "an Ogg recording", "give its transcript instead"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
)
_SAMPLE_BYTES = 65_536  # enough for charset-normalizer to judge, small enough to be quick
_AT_ONCE = 100_000  # characters
_WIDE = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "utf_7"]
_LEAST_SHARED, _MOST_BLOCKS = 0.9, 8  # of the high bytes of letters in one script
_LEAST_ASCII = 0.7  # a share of ASCII with which text in Latin letters can be read all the same
_MOST_CONTROLS = 0.05  # a share of control characters that no text has
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_BYTES = bytes(n for n in range(128) if _BINARY.match(chr(n)))
_IS_BINARY = "this is a binary file, not text; give its text instead"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # to some programs they end a line
_INVISIBLE = re.compile(  # marks of direction, joiners of nothing, soft hyphens, half pairs, tags
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_ESCAPE_SEQUENCE = re.compile("\x1b\\[[0-9;?]{0,20}[@-~]")  # ECMA-48, as terminals colour text
_TAKEN_OUT = (_ESCAPE_SEQUENCE, _CONTROLS, _INVISIBLE)
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
# All that ftfy calls bad has one of these signs, or two that are no ASCII and not both quotes. One
# set that they all begin with makes the search ten times as fast.
_DOUBTFUL = re.compile(
    "[^\x00-\x7f](?:(?<=[\x80-\x9fŒœÂÃ])|(?<=[^“”‘’–—…])[^\x00-\x7f]|[^\x00-\x7f“”‘’–—…])"
)
_NOT_ASCII = re.compile("[^\x00-\x7f]{2,}|[\x80-\x9fŒœÂÃ]")
_LOST_QUOTE = re.compile(r"â€(?=[\s,.;:!?)\]]|$)")  # its third byte is invisible, and got lost
_RAW_BYTES = re.compile("[\udc80-\udcff]+")


def decode_text(data: bytes, name: str) -> str:
    """Decode a text file and repair what earlier programs did to it.

    Lines end in "\\n" and keep their numbers. Raises InputError, naming the file, where there
    is nothing to read: no bytes, only white space, or a picture, recording or archive.
    """
    text = strip_controls(_repaired_text(data, name))
    if not text.strip():
        raise InputError(f"{name}: there is nothing but white space; give it a text to read")
    return text


def find_controls(data: bytes, name: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a file from which `decode_text` takes characters, and which they are.

    They are named, since nobody sees them: "U+200B U+FEFF".
    """
    for number, row in enumerate(iterate_rows(_repaired_text(data, name)), start=1):
        gone = ""
        for pattern in _TAKEN_OUT:
            gone += "".join(pattern.findall(row))
            row = pattern.sub("", row)
        if gone:
            yield number, " ".join(f"U+{ord(character):04X}" for character in gone)


def strip_controls(text: str) -> str:
    """Return a text without characters that are not for reading; tabs and newlines stay.

    Ligatures, with which printers and PDF set "fi", come out as the letters that they join.
    """
    if not all(map(_is_printable, _pieces(text))):
        for pattern in _TAKEN_OUT:
            text = pattern.sub("", text)
        text = _SPACES.sub(" ", text)
    if not text.isascii():
        for ligature, letters in _LIGATURES.items():
            text = text.replace(ligature, letters)
    return text


def _is_printable(text: str) -> bool:
    """Tell, far faster than any pattern can, that a text holds nothing but letters and marks."""
    return text.replace("\n", " ").replace("\t", " ").isprintable()


def _repaired_text(data: bytes, name: str) -> str:
    if not data:
        raise InputError(f"{name}: the file is empty; give it a text to read")
    text = _decode(data, name)
    doubtful = (piece for piece in _pieces(text) if not _is_printable(piece))
    if sum(len(_BINARY.findall(piece)) for piece in doubtful) > _MOST_CONTROLS * len(text):
        raise InputError(f"{name}: {_IS_BINARY}")
    text = in_order(text.replace("\r\n", "\n").replace("\r", "\n"))
    bad = any(map(_is_bad, _pieces(text)))
    return "".join(_repaired(text)) if bad else text


def _repaired(text: str) -> Iterator[str]:
    """Yield a text in pieces of whole lines, the bad ones repaired."""
    for piece in _pieces(text):
        if not _is_bad(piece):
            yield piece
        else:
            yield "\n".join(map(_repair_line, piece.split("\n")))


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces of whole lines, which together are the text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _AT_ONCE) + 1 or len(text)
        yield text[start:end]
        start = end


def iterate_rows(text: str) -> Iterator[str]:
    """Yield the lines of a text without their ends, as `text.split("\\n")` holds them."""
    for piece in _pieces(text):
        rows = piece.split("\n")
        ended = rows.pop()
        yield from rows
        if ended:
            yield ended
    if text.endswith("\n") or not text:
        yield ""


def _is_bad(text: str) -> bool:
    """Tell whether ftfy calls a text bad; it is asked only about what may be, as it is slow."""
    if text.isascii() or not _DOUBTFUL.search(text):
        return False
    from ftfy.badness import BADNESS_RE  # only now: most texts have no need of it

    runs = _NOT_ASCII.finditer(text)
    places = ((max(0, run.start() - 2), run.end() + 2) for run in runs)
    return any(BADNESS_RE.search(text, start, end) for start, end in places)


def _repair_line(line: str) -> str:
    if not _is_bad(line):
        return line
    from ftfy import fix_encoding

    return fix_encoding(_LOST_QUOTE.sub("â€\x9d", line)).replace("\n", " ").replace("\r", " ")


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if data.startswith(b"PK\x03\x04"):
        from narrate.text.read.unpacked import unpack_text  # only now: few inputs are archives

        return unpack_text(data, name)
    for magic, what, advice in _NO_TEXT:
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}, not text; {advice}")
    wide = _wide_encoding(data[:_SAMPLE_BYTES])
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if len(data) - len(data.translate(None, _BINARY_BYTES)) > _MOST_CONTROLS * len(data):
            raise InputError(f"{name}: {_IS_BINARY}") from None
        return _decode_damaged(data) or _decode_legacy(data, name)


def _wide_encoding(sample: bytes) -> str:
    """Name UTF-16 or UTF-32 without a mark by where the zero bytes of Latin letters stand."""
    zeros = [sample[n::4].count(0) * 4 / len(sample) for n in range(4)]
    for encoding, pattern in (
        ("utf-32-le", (0, 1, 1, 1)),
        ("utf-32-be", (1, 1, 1, 0)),
        ("utf-16-le", (0, 1, 0, 1)),
        ("utf-16-be", (1, 0, 1, 0)),
    ):
        if all(abs(z - p) < 0.3 for z, p in zip(zeros, pattern, strict=True)):
            return encoding
    return _wide_alphabet(sample) if 0 in sample else ""


def _wide_alphabet(sample: bytes) -> str:
    """Name UTF-16 without a mark by the two bytes that nearly all letters of a script share."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = Counter(sample[start::2])
        block = sum(count for _, count in high.most_common(2))
        if high[0] and block >= _LEAST_SHARED * high.total() and len(high) <= _MOST_BLOCKS:
            return encoding
    return ""


def _decode_damaged(data: bytes) -> str:
    """Decode UTF-8 with stray bytes of another encoding in it; "" where it is not UTF-8."""
    text = data.decode("utf-8", errors="surrogateescape")
    stray = len(data) - len(text.encode("utf-8", errors="ignore"))
    whole = (len(data) - len(text)) / 2  # a character beyond ASCII has one to three bytes more
    if stray > whole:
        return ""
    pieces = (_RAW_BYTES.sub(lambda run: _as_windows(run.group()), p) for p in _pieces(text))
    return "".join(pieces)


def _as_windows(raw: str) -> str:
    data = raw.encode("utf-8", errors="surrogateescape")
    return _as_sloppy(data)


def _as_sloppy(data: bytes) -> str:
    """Decode Windows-1252 by ftfy's codec, in which all 256 bytes mean something."""
    import_module("ftfy.bad_codecs")  # which adds it
    return data.decode("sloppy-windows-1252")


def _decode_legacy(data: bytes, name: str) -> str:
    named = name_legacy(_telling_sample(data))
    if named:
        return data.decode(named, errors="replace")
    from charset_normalizer import from_bytes

    matches = from_bytes(_telling_sample(data), cp_exclusion=_WIDE)
    best = matches.best()
    if best is None:
        return _decode_doubtful(data, name)
    ties = {m.encoding for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)}
    encoding = "cp1252" if "cp1252" in ties else best.encoding  # by far the most common
    return data.decode(encoding, errors="replace")


def _decode_doubtful(data: bytes, name: str) -> str:
    """Decode text that fits no encoding, if most of it is ASCII; a few bytes may be wrong."""
    sample = data[:_SAMPLE_BYTES]
    controls = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if controls > _MOST_CONTROLS * len(sample):
        raise InputError(f"{name}: {_IS_BINARY}")
    if sum(byte < 128 for byte in sample) < _LEAST_ASCII * len(sample):
        raise InputError(f"{name}: its encoding cannot be told; save it as UTF-8 first")
    return _as_sloppy(data)


def _telling_sample(data: bytes) -> bytes:
    """Return the first lines that are not plain ASCII, which is where encodings differ."""
    lines: list[bytes] = []
    size = 0
    for line in data[: 64 * _SAMPLE_BYTES].split(b"\n"):
        if not line.isascii():
            lines.append(line[: _SAMPLE_BYTES - size])
            size += len(lines[-1])
        if size >= _SAMPLE_BYTES:
            break
    return b"\n".join(lines) if lines else data[-_SAMPLE_BYTES:]
