"""To open a sound file with FFmpeg: that file alone, whatever its name or its content say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

# From 19 on PyAV decodes texts so by itself, and knows the argument no more.
_LENIENT: dict[str, Any] = (
    {"metadata_errors": "surrogateescape"} if int(av.__version__.split(".")[0]) < 19 else {}
)


def open_sound(path: Path) -> InputContainer:
    """Open a local file; a playlist in it may name other files here, but nothing on the network.

    Texts that are not UTF-8 hold surrogates: see `readable`. Raises av.FFmpegError or OSError.
    """
    options = {"protocol_whitelist": "file"}
    container: InputContainer = av.open(f"file:{path}", "r", options=options, **_LENIENT)
    return container


def readable(text: str) -> str:
    """Return a text that FFmpeg gave, bytes that are no UTF-8 replaced by U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
