"""To keep what onnxruntime makes of an edited model, so that it opens at once and is shared.

Editing and optimising a model takes a second or more and several times its size in memory, in every
worker. What comes out is written to the user's cache folder in onnxruntime's own form and mapped
from there: it opens in a tenth of a second, and workers share its memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import platform
import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from narrate.caches import cache_path
from narrate.errors import ProfileError
from narrate.replacing import replacing

Edit = Callable[[], bytes]  # gives the edited model, in ONNX's form


def model_digest(path: Path) -> str:
    """Return the SHA-256 of a model, read once as long as the file stays the same.

    Raises:
        ProfileError: the file cannot be read.
    """
    try:
        facts = path.stat()
        return _digest(path, facts.st_size, facts.st_mtime_ns)
    except OSError as cause:
        message = f"the model {path} cannot be read: {cause.strerror or cause}"
        raise ProfileError(message) from cause


@lru_cache(32)
def _digest(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def prepared_path(digest: str, kind: str, recipe: int) -> Path:
    """Return where a model is kept; it need not exist.

    Its name says all that it was made from: the published model by its digest, the kind of edit and
    its version, the onnxruntime and the processor, for which onnxruntime chose its methods.
    """
    made_by = f"{recipe}-{version('onnxruntime')}-{_processor():08x}"
    return cache_path("models") / f"{digest[:24]}-{kind}-{made_by}.ort"


def prepare(target: Path, edit: Edit) -> None:
    """Make and keep a model unless it is there.

    Processes that do so at the same time each write a whole file, and any of them will do.

    Raises:
        ProfileError: it cannot be kept. What `edit` and onnxruntime raise comes as it is.
    """
    if target.is_file():
        return
    content = edit()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as part:
            _write(content, part)
        _drop_outdated(target)
    except OSError as cause:
        why = cause.strerror or cause
        raise ProfileError(f"{target.parent}: the voice's model cannot be kept: {why}") from cause


def open_prepared(target: Path, edit: Edit) -> Any:
    """Open a kept model, which is made if need be, or if it is damaged.

    One thread for each session: two sessions side by side then reach twice the speed of one,
    which two threads in one session do not.

    Raises:
        ProfileError: it cannot be kept. What `edit` and onnxruntime raise comes as it is.
    """
    prepare(target, edit)
    try:
        return _open_mapped(target)
    except Exception:  # onnxruntime has many error types; the file may be damaged
        target.unlink(missing_ok=True)
    prepare(target, edit)
    return _open_mapped(target)


def _open_mapped(prepared: Path) -> Any:
    import onnxruntime

    options = _session_options()
    options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
    options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
    return onnxruntime.InferenceSession(str(prepared), options, ["CPUExecutionProvider"])


def _write(content: bytes, target: Path) -> None:
    """Have onnxruntime write what it would run."""
    import onnxruntime

    options = _session_options()
    options.optimized_model_filepath = str(target)
    options.add_session_config_entry("session.save_model_format", "ORT")
    onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])


def _session_options() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return options


def _drop_outdated(kept: Path) -> None:
    """Drop what other versions made of the same model; on Windows one in use stays."""
    same = "-".join(kept.name.split("-")[:2])
    for path in kept.parent.glob(f"{same}-*.ort"):
        if path != kept:
            with contextlib.suppress(OSError):
                path.unlink()


def _processor() -> int:
    """Return a number that differs where processors can do different things."""
    facts = Path("/proc/cpuinfo")
    text = facts.read_text("utf-8", "replace") if facts.exists() else ""
    flags = next((line for line in text.splitlines() if line.startswith(("flags", "Features"))), "")
    return zlib.crc32(f"{platform.machine()} {flags or platform.processor()}".encode())
