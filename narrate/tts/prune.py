"""To measure a clip store and keep it within bounds: what was used longest ago goes first."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from narrate.tts.clipfile import voice_of
from narrate.tts.leases import PINS_FOR_S, RunRecord, clock_s, read_records, short
from narrate.tts.shelves import PARTIAL_SUFFIX, Shelf, ShelfEntry
from narrate.tts.store import key_of_name

# Dropped at once; between two batches the records of runs are read again, for a run that began.
_BATCH = 200

_AGES = (
    ("within a day", 1.0),
    ("within a week", 7.0),
    ("within a month", 30.0),
    ("longer ago", float("inf")),
)
_START_BYTES = 4096  # hold the head of a clip with up to about a hundred words
_REMAINS = re.compile(rf"[^/]+/[^/]+{re.escape(PARTIAL_SUFFIX)}")

REMAINS_AFTER_S = 3600.0  # a write that has taken so long was cut off
FORGET_AFTER_S = 400 * 86_400.0  # a record of a run that long ago tells nothing any more


@dataclass(frozen=True, slots=True)
class StoreSize:
    """Some entries and the room that they take."""

    clips: int
    size_bytes: int


def kept_clips(shelf: Shelf) -> tuple[ShelfEntry, ...]:
    """Return all kept clips, those used longest ago first.

    Raises:
        SynthesisError: the shelf cannot be read.
    """
    records = () if shelf.sees_use else read_records(shelf)
    return _in_order_of_use(tuple(shelf.scan()), records)


def count_voices(shelf: Shelf, entries: Sequence[ShelfEntry]) -> dict[str, StoreSize]:
    """Sum up clips by the voice that spoke them, the largest first; "" where it is not known.

    Raises:
        SynthesisError: the shelf cannot be read.
    """
    sizes = {entry.name: entry.size_bytes for entry in entries}
    clips: Counter[str] = Counter()
    size_bytes: Counter[str] = Counter()
    for name, start in shelf.starts(sizes, _START_BYTES):
        voice = voice_of(start)
        clips[voice] += 1
        size_bytes[voice] += sizes[name]
    return {voice: StoreSize(clips[voice], size) for voice, size in size_bytes.most_common()}


def size_of(entries: Iterable[ShelfEntry]) -> StoreSize:
    """Sum up entries."""
    sizes = [entry.size_bytes for entry in entries]
    return StoreSize(len(sizes), sum(sizes))


def count_ages(entries: Sequence[ShelfEntry]) -> Iterator[tuple[str, StoreSize]]:
    """Sum up clips by when they were last used, by this machine's clock."""
    now_s = time.time()
    rest = list(entries)
    for name, days in _AGES:
        recent = [entry for entry in rest if now_s - entry.used_s < days * 86_400]
        rest = [entry for entry in rest if now_s - entry.used_s >= days * 86_400]
        yield name, size_of(recent)


def sum_sizes(sizes: Iterable[StoreSize]) -> StoreSize:
    """Add sizes up."""
    pairs = [(size.clips, size.size_bytes) for size in sizes]
    return StoreSize(sum(clips for clips, _ in pairs), sum(size for _, size in pairs))


def prune(shelf: Shelf, max_bytes: int) -> StoreSize:
    """Drop clips until at most `max_bytes` are left, those used longest ago first.

    What a run that is going on needs stays, even if that is more: the clips that its record names
    and all that was used since it began. Remains of writes that were cut off and of old records
    are dropped too. Returns what was dropped.

    Raises:
        SynthesisError: the shelf cannot be read or written.
    """
    listed = tuple(shelf.scan())
    if not listed:
        return StoreSize(0, 0)
    now_s = clock_s(shelf)
    records = read_records(shelf)
    _sweep(shelf, listed, records, now_s)
    entries = _in_order_of_use(listed, records)
    excess = size_of(entries).size_bytes - max_bytes
    dropped: list[ShelfEntry] = []
    candidates = iter(entries)
    while excess > 0 and (batch := list(islice(candidates, _BATCH))):
        free = _Freedom(read_records(shelf), now_s)
        chosen = []
        for entry in batch:
            if excess > 0 and free.of(entry):
                chosen.append(entry)
                excess -= entry.size_bytes
        shelf.drop_many(entry.name for entry in chosen)
        dropped += chosen
    return size_of(dropped)


class _Freedom:
    """Which clips no run needs."""

    def __init__(self, records: Iterable[RunRecord], now_s: float) -> None:
        running = [record for record in records if record.pins(now_s)]
        self._since_s = min((record.started_s for record in running), default=float("inf"))
        self._needed = frozenset().union(*(record.shorts for record in running))

    def of(self, entry: ShelfEntry) -> bool:
        return entry.used_s < self._since_s and short(key_of_name(entry.name)) not in self._needed


def _in_order_of_use(
    listed: Sequence[ShelfEntry], records: Iterable[RunRecord]
) -> tuple[ShelfEntry, ...]:
    """Return the clips among entries, those that no run has used for longest first."""
    uses: dict[str, float] = {}
    for record in sorted(records, key=lambda record: record.written_s):
        uses.update(dict.fromkeys(record.shorts, record.written_s))
    keys = {entry: key_of_name(entry.name) for entry in listed}

    def used_s(entry: ShelfEntry) -> float:
        return max(entry.used_s, uses.get(short(keys[entry]), 0.0))

    clips = (replace(entry, used_s=used_s(entry)) for entry in listed if keys[entry])
    return tuple(sorted(clips, key=lambda entry: entry.used_s))


def _sweep(
    shelf: Shelf, listed: Sequence[ShelfEntry], records: Iterable[RunRecord], now_s: float
) -> None:
    """Drop records that tell nothing any more, and writes that were cut off."""
    kept_s = PINS_FOR_S if shelf.sees_use else FORGET_AFTER_S
    old = [record.name for record in records if now_s - record.written_s > kept_s]
    remains = (entry for entry in listed if _REMAINS.fullmatch(entry.name))
    old += [entry.name for entry in remains if now_s - entry.used_s > REMAINS_AFTER_S]
    shelf.drop_many(old)
