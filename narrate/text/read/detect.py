"""Decoded text to a transcript: its layout is recognised by what stands in it."""

from __future__ import annotations

from narrate.errors import InputError
from narrate.model import Transcript
from narrate.text.read.plain import read_plain


def read_transcript(text: str, name: str) -> Transcript:
    """Read a transcript of any layout; what no layout claims is read as plain text.

    Raises InputError, naming the file, where it holds no text to read.
    """
    transcript = read_plain(text)
    if not transcript.lines:
        raise InputError(f"{name}: there is nothing but white space; give it a text to read")
    return transcript
