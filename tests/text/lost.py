"""What a ledger could not account for: a defect, wherever there is any."""

from collections.abc import Iterable

from narrate.text.ledger import LOST, Entry


def lost_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that are neither spoken nor left out for a reason."""
    return tuple(entry for entry in entries if entry.reason == LOST)
