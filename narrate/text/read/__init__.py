"""Files to transcripts: a module per layout, found by content."""

from narrate.text.read.decode import decode_text
from narrate.text.read.detect import read_transcript

__all__ = ["decode_text", "read_transcript"]
