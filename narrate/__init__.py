"""Turn messy transcripts and other text into chaptered, tagged, loudness-correct audio."""

__version__ = "0.1.0"
