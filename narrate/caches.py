"""Where narrate keeps what it can make again: folders and files of the user's cache folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def cache_path(name: str) -> Path:
    """Return the path of a kept file or folder; it need not exist."""
    return platformdirs.user_cache_path("narrate") / name
