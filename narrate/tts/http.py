"""To ask a speech server, patiently and without giving the key away."""

from __future__ import annotations

import email.utils
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, TypeVar

from narrate.errors import SynthesisError
from narrate.tts.base import UnreachableError

_Answer = TypeVar("_Answer")

FIRST_WAIT_S = 1.0  # then twice as long each time
LONGEST_WAIT_S = 60.0  # also for a server that asks for more patience

_TEXT_BEGINS = (b"", b"<", b"{")  # a page or JSON, whatever the answer is called
_TOLD_AT_MOST = 2000  # bytes of an answer that is told
_READ_AT_ONCE = 1 << 16

# RFC 9110 and 6585: too early or too often, or the server's own trouble, which may pass.
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_OF_THE_TEXT = frozenset({400, 413, 422})  # another text may do


@dataclass(frozen=True)
class Retries:
    """How often to ask, and how long to wait for each whole answer."""

    attempts: int = 5
    timeout_s: float = 120.0

    @property
    def patience_s(self) -> float:
        """How long all attempts may take."""
        return self.attempts * self.timeout_s + (self.attempts - 1) * LONGEST_WAIT_S


def post_json(
    url: str,
    wish: Mapping[str, object],
    key: str,
    retries: Retries,
    read: Callable[[bytes], _Answer],
) -> _Answer:
    """Send a wish and return what `read` makes of the answer's content.

    An answer that cannot be read (SynthesisError) is asked for again as one that does not come.

    Raises:
        UnreachableError: the server refused, or gave no answer in all attempts.
        SynthesisError: it refused this wish, or its last answer could not be read.
    """
    wait_s = FIRST_WAIT_S
    failure = SynthesisError(f"{url} was not asked")
    for attempt in range(1, retries.attempts + 1):
        try:
            return read(_post(url, wish, key, retries.timeout_s))
        except urllib.error.HTTPError as error:
            with error:
                failure = _refusal(url, error, key)
            if error.code not in _PASSING:
                raise failure from None  # the cause holds the key in its request
            wait_s = max(wait_s, _asked_wait_s(error.headers.get("Retry-After")))
        except (OSError, HTTPException) as error:
            cause = error.reason if isinstance(error, urllib.error.URLError) else error
            told = cause or type(error).__name__
            failure = UnreachableError(f"{url} gave no answer: {_one_line(str(told))}")
        except SynthesisError as error:
            failure = error
        if attempt < retries.attempts:
            time.sleep(min(wait_s, LONGEST_WAIT_S))
            wait_s *= 2
    tried = f" ({retries.attempts} attempts)" if retries.attempts > 1 else ""
    raise type(failure)(f"{failure}{tried}")


def _refusal(url: str, error: urllib.error.HTTPError, key: str) -> SynthesisError:
    kind = SynthesisError if error.code in _OF_THE_TEXT else UnreachableError
    return kind(f"{url} answered {error.code}: {_reason(error, key)}")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected request would carry the key to another server."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(url: str, wish: Mapping[str, object], key: str, timeout_s: float) -> bytes:
    headers = {"Content-Type": "application/json", "User-Agent": "narrate"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url, json.dumps(wish).encode(), headers, method="POST")
    opener = urllib.request.build_opener(_NoRedirects)
    until_s = time.monotonic() + timeout_s
    with opener.open(request, timeout=timeout_s) as answer:
        content = _read_until(answer, until_s)
    if content.lstrip()[:1] in _TEXT_BEGINS:
        raise SynthesisError(f"{url} answered with no sound: {_told(content, key) or 'nothing'}")
    return content


def _read_until(answer: HTTPResponse, until_s: float) -> bytes:
    """Read all of an answer; each part by itself may come in time, and the whole never end."""
    parts: list[bytes] = []
    while part := answer.read1(_READ_AT_ONCE):
        parts.append(part)
        if time.monotonic() > until_s:
            raise TimeoutError("timed out")
    content = b"".join(parts)
    if answer.length:
        raise IncompleteRead(content, answer.length)
    return content


def _reason(error: urllib.error.HTTPError, key: str) -> str:
    """The server's own words, or to where it would have sent us."""
    if moved := error.headers.get("Location"):
        return f"it has moved to {_told(moved.encode(), key)}; give that address"
    try:
        content = error.read(_TOLD_AT_MOST)
    except OSError:
        content = b""
    return _told(content, key) or str(error.reason)


def _told(content: bytes, key: str) -> str:
    """The server's own words, in one short line, without the key if it repeats that."""
    text = content[:_TOLD_AT_MOST].decode("utf-8", "replace")
    try:
        told = json.loads(text)["error"]
        text = str(told["message"] if isinstance(told, dict) else told)
    except (ValueError, KeyError, TypeError):
        pass
    return _one_line(text.replace(key, "***") if key else text)


def _one_line(text: str) -> str:
    """Leave out what a terminal would obey instead of showing it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _asked_wait_s(header: str | None) -> float:
    """Read Retry-After: seconds, or a date."""
    if not header:
        return 0.0
    if re.fullmatch(r"\d+(\.\d*)?", header.strip()):
        return float(header)
    try:
        return email.utils.parsedate_to_datetime(header).timestamp() - time.time()
    except ValueError:
        return 0.0
