"""What is asked of a file system of fsspec's, in few calls, by entries' names below a root."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from narrate.tts.shelves import PARTIAL_SUFFIX, ShelfEntry

# fsspec's backends whose `pipe_file` shows an object whole or not at all: object stores, as their
# protocols promise, and memory. Elsewhere a file grows under another name and is then moved.
_WHOLE_PUTS = frozenset(
    "s3,s3a,gs,gcs,az,abfs,abfss,adl,oss,oci,cos,obs,tos,hf,memory".split(","),  # noqa: SIM905
)

_TIMES = ("LastModified", "last_modified", "mtime", "updated", "modified", "created")


def read(fs: Any, root: str, name: str) -> bytes:
    """Return an entry."""
    content: bytes = fs.cat_file(f"{root}{name}")
    return content


def read_many(fs: Any, root: str, names: Sequence[str]) -> dict[str, bytes | Exception]:
    """Return entries, or why each could not be read."""
    got = fs.cat([f"{root}{name}" for name in names], on_error="return")
    return {path.removeprefix(root): content for path, content in got.items()}


def read_starts(
    fs: Any, root: str, names: Sequence[str], size_bytes: int
) -> list[tuple[str, bytes | Exception]]:
    """Return how entries begin, or why each could not be read."""
    paths = [f"{root}{name}" for name in names]
    got = fs.cat_ranges(paths, 0, size_bytes, on_error="return")
    return list(zip(names, got, strict=True))


def write(fs: Any, root: str, name: str, content: bytes) -> None:
    """Write an entry that appears whole or not at all."""
    protocols = frozenset((fs.protocol,) if isinstance(fs.protocol, str) else fs.protocol)
    if protocols & _WHOLE_PUTS:
        fs.pipe_file(f"{root}{name}", content)
    else:
        _put_and_move(fs, f"{root}{name}", content)


def remove(fs: Any, root: str, names: Sequence[str]) -> None:
    """Remove entries."""
    fs.rm([f"{root}{name}" for name in names])


def listing(fs: Any, root: str, folder: str) -> list[ShelfEntry]:
    """List all entries below a folder, as they are now."""
    fs.invalidate_cache()
    infos = fs.find(f"{root}{folder}", detail=True)
    return [
        ShelfEntry(path.removeprefix(root), int(info.get("size") or 0), _time_of(info))
        for path, info in infos.items()
    ]


def _put_and_move(fs: Any, path: str, content: bytes) -> None:
    fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    part = f"{path}.{uuid.uuid4().hex[:8]}{PARTIAL_SUFFIX}"
    try:
        fs.pipe_file(part, content)
        try:
            fs.mv(part, path)
        except OSError:  # some servers don't move onto what is there
            if not fs.exists(path):
                raise
            fs.rm_file(path)
            fs.mv(part, path)
    except BaseException:
        if fs.exists(part):
            fs.rm_file(part)
        raise


def _time_of(info: Mapping[str, Any]) -> float:
    """Find in a backend's own words when an entry was last written; 0 if it does not say."""
    for key in _TIMES:
        value = info.get(key)
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        if isinstance(value, int | float):
            return float(value)
    return 0.0
