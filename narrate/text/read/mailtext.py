"""What mails and the digests of lists put around what is written in them: all but that goes.

Heads, also of mails inside others, signatures (RFC 3676, section 4.3), what lists add below each
mail, and what Mailman sets above and below a digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.edges import opening_with
from narrate.text.read.marks import worded_lines
from narrate.text.read.pages import without
from narrate.text.read.signatures import find_signatures, is_closing

_FIELD = re.compile(
    r"(?:from|to|b?cc|date|sent|subject|reply-to|message-id|message|content-[a-z-]+|in-reply-to"
    r"|references|mime-version|x-[a-z-]+|von|an|betreff|gesendet)\s?:\s",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"-{3,}\s*(?:forwarded|original) message\s*-{3,}|begin forwarded .*"
    r"|on .{6,120}\bwrote:|am .{6,120}\bschrieb .{2,80}:|le .{6,120}\ba écrit\s?:",
    re.IGNORECASE,
)
_LONGEST_BETWEEN = 200  # characters
_FEWEST_FIELDS = 3
_RULE = re.compile(r"[-_=*]{20,}")
_LIST_FOOT = re.compile(r"_{20,}")
_LONGEST_FOOT = 8  # lines, of a signature or of what a list adds
_HEAD_ROWS = 4  # of the file between two lines: the head of the next mail stood there
_TOPICS = re.compile(r"today['’]s topics:", re.IGNORECASE)
_DIGEST_END = re.compile(r"subject: digest footer|end of .{1,80} digest, vol \d+, issue \d+", re.I)
_OPENS_BETWEEN = re.compile("[-bBoOaAlL]")
_LONGEST_NAME = 30  # characters of the name under a mail


def take_mail(lines: Lines) -> tuple[Lines, Drops]:
    """Drop heads, who wrote what is quoted, signatures, and what lists add."""
    heads = frozenset(_heads(lines))
    return _taken(lines, heads, heads) if heads else (lines, Drops())


def take_stored_mail(lines: Lines) -> tuple[Lines, Drops]:
    """Do so in mails whose own heads are gone: the next mail begins where rows are missing."""
    rows = [line.number for line in lines]
    gaps = (n for n in range(1, len(rows)) if rows[n] - rows[n - 1] > _HEAD_ROWS)
    heads = frozenset(_heads(lines))
    return _taken(lines, heads, heads.union(gaps))


def _taken(lines: Lines, heads: frozenset[int], begins: frozenset[int]) -> tuple[Lines, Drops]:
    ruled = (n for n, text in enumerate(lines.texts) if _RULE.fullmatch(text))
    ends = begins.union(ruled, (len(lines),))
    reasons = dict.fromkeys(heads, "head of a mail")
    reasons |= dict.fromkeys(_feet(lines, ends), "signature")
    reasons |= dict.fromkeys(find_signatures(lines, sorted(ends)), "signature")
    reasons |= dict.fromkeys(_of_digest(lines), "head or foot of a digest")
    return without(lines.edited(_signed(lines, ends, reasons)), reasons)


def _heads(lines: Lines) -> Iterator[int]:
    """Yield the lines of heads, and those that say who wrote what is quoted."""
    texts = lines.texts
    fields = [
        n for n in lines.fact(worded_lines) if ":" in texts[n][:20] and _FIELD.match(texts[n])
    ]
    runs = (fields[k : k + _FEWEST_FIELDS] for k in range(len(fields) - _FEWEST_FIELDS + 1))
    for run in runs:
        if run[-1] - run[0] < 2 * _FEWEST_FIELDS:
            yield from run
    for n in opening_with(lines, _OPENS_BETWEEN):
        if len(texts[n]) < _LONGEST_BETWEEN and _BETWEEN.fullmatch(texts[n]):
            yield n


def _feet(lines: Lines, ends: frozenset[int]) -> Iterator[int]:
    """Yield the lines from "--" on, or from a rule of underscores, where they end a mail."""
    for n, text in enumerate(lines.texts):
        if text == "--" or _LIST_FOOT.fullmatch(text):
            end = next((k for k in range(n + 1, n + 2 + _LONGEST_FOOT) if k in ends), n)
            yield from range(n, end)


def _of_digest(lines: Lines) -> Iterator[int]:
    """Yield the lines above a digest's first mail, and those below its last."""
    topics = next((n for n, text in enumerate(lines.texts) if _TOPICS.fullmatch(text)), -1)
    if topics < 0:
        return
    rules = (n for n in range(topics, len(lines)) if _RULE.fullmatch(lines.texts[n]))
    yield from range(next(rules, topics + 1))
    foot = (n for n in range(topics, len(lines)) if _DIGEST_END.fullmatch(lines.texts[n]))
    yield from range(next(foot, len(lines)), len(lines))


def _signed(
    lines: Lines, ends: frozenset[int], reasons: dict[int, str]
) -> Iterator[tuple[int, Line]]:
    """Yield names alone below mails, which head nothing, and what each mail opens with."""
    for n in ends:
        last, first = n - 1, n
        while last in reasons:
            last -= 1
        while first in reasons:
            first += 1
        alone = last > 0 and lines.is_after_blank(last)
        if alone and len(lines.texts[last]) <= _LONGEST_NAME:
            yield last, replace(lines[last], opens=True)
        closings = (k for k in range(max(0, n - _LONGEST_FOOT), n) if is_closing(lines.texts[k]))
        yield from ((k, replace(lines[k], opens=True)) for k in closings)
        if n and first < len(lines) and not _RULE.fullmatch(lines.texts[first]):
            yield first, replace(lines[first], opens=True)
