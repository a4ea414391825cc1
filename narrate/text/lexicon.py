"""Words and how to say them, to text for a voice.

A lexicon file has one entry a line, `written<TAB>spoken[<TAB>notes]`; lines that begin with `# `
are comments. The spoken side is a respelling in plain letters, or IPA between slashes: `/wɪn/`.
An entry in small letters matches any case, one with a capital matches exactly; the longest entry
wins, and only whole words match. In the text itself `{Nguyen|win}` or `{Nguyen|/wɪn/}` does the
same for one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from narrate.errors import InputError
from narrate.text.ipa import ipa_mark, is_ipa, possessive, without_ipa

INLINE = re.compile(r"\{ *+([^{}|\n]{1,200}?) *\|([^{}|\n]{0,200})\}")
_OWNER = re.compile(r"['’]s\b")
_TOKEN = re.compile(rf"{INLINE.pattern}|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A written word or phrase and how it is said: a respelling, or IPA between slashes."""

    written: str
    spoken: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries to apply to text; a later entry for the same word replaces an earlier one."""

    entries: tuple[Entry, ...] = ()
    _by_first_token: dict[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups: dict[str, dict[tuple[str, bool], Entry]] = {}
        for entry in self.entries:
            first = _TOKEN.search(entry.written)
            if first:
                key = (entry.written, bool(phonemes(entry.spoken)))
                group = groups.setdefault(first[0].lower(), {})
                group.pop(key, None)
                group[key] = entry  # at the end: the last one given wins
        index = {first: _best_first(group.values()) for first, group in groups.items()}
        object.__setattr__(self, "_by_first_token", index)

    def apply(self, text: str, *, ipa: bool = False) -> str:
        """Return `text` as the voice should get it.

        With `ipa`, phonemes become `[[wɪn|Nguyen]]` marks; without, words that have only phonemes
        stay as they are written.
        """
        if not ipa:
            text = without_ipa(text)
        return "".join(self._pieces(text, ipa=ipa))

    def knows(self, word: str) -> bool:
        """Tell whether there is an entry for exactly this word."""
        found = self._by_first_token.get(word.lower(), ())
        return any(
            _matches(entry, word, 0) and entry.written.lower() == word.lower() for entry in found
        )

    def _pieces(self, text: str, *, ipa: bool) -> Iterator[str]:
        done = 0
        for token in _TOKEN.finditer(text):
            start = token.start()
            if start < done:
                continue
            end, spoken = self._look_up(text, token, ipa=ipa)
            if end:
                yield text[done:start]
                yield spoken
                done = end
        yield text[done:]

    def _look_up(self, text: str, token: re.Match[str], *, ipa: bool) -> tuple[int, str]:
        """Return where the entry that begins at `token` ends and what it says; 0 for none."""
        start = token.start()
        if text[start] == "{" and token.end() - start > 1:
            written, spoken = token[1], token[2].strip()
            if not any(map(str.isalnum, spoken)):  # {Nguyen|} is not filled in yet
                return token.end(), written
            found = _say(Entry(written, spoken), text, token.end(), ipa=ipa)
            return found or (token.end(), written)
        for entry in self._by_first_token.get(token[0].lower(), ()):
            if _matches(entry, text, start):
                end = start + len(entry.written)
                found = _say(replace(entry, written=text[start:end]), text, end, ipa=ipa)
                if found:
                    return found
        return 0, ""


def _best_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort: long before short, exact case before any case, later before earlier."""
    latest = list(entries)[::-1]
    return tuple(sorted(latest, key=lambda e: (-len(e.written), e.written.islower())))


def _matches(entry: Entry, text: str, start: int) -> bool:
    end = start + len(entry.written)
    written = text[start:end]
    if entry.written != (written.lower() if entry.written.islower() else written):
        return False
    return not (written[-1:].isalnum() and text[end : end + 1].isalnum())


def phonemes(spoken: str) -> str:
    """Return what stands between slashes, or an empty string for a respelling."""
    inside = spoken[1:-1].strip()
    is_marked = len(spoken) > 2 and spoken[0] == spoken[-1] == "/" and "/" not in inside
    return inside if is_marked else ""


def _say(entry: Entry, text: str, end: int, *, ipa: bool) -> tuple[int, str] | None:
    """Return where a word that ends at `end` is over, its 's included, and what it says."""
    sounds = phonemes(entry.spoken)
    if not sounds:
        return end, entry.spoken
    if not ipa or not is_ipa(sounds):
        return None
    owner = _OWNER.match(text, end)
    if not owner:
        return end, ipa_mark(sounds, entry.written)
    return owner.end(), ipa_mark(possessive(sounds), entry.written + owner[0])


def written_form(text: str) -> str:
    """Return `text` without inline pronunciations, as captions show it."""
    return INLINE.sub(lambda m: m[1], text)


def load_lexicon(*paths: Path) -> Lexicon:
    """Read lexicon files in order; entries of later files replace those of earlier ones.

    Raises InputError with file and line where an entry makes no sense.
    """
    return Lexicon(tuple(entry for path in paths for entry in _read(path)))


def _read(path: Path) -> Iterator[Entry]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as cause:
        raise InputError(f"{path}: the lexicon cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise InputError(f"{path}: the lexicon is not UTF-8 text: {cause}") from cause
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("# "):
            yield _entry(line, f"{path}:{number}")


def _entry(line: str, place: str) -> Entry:
    written, *rest = (cell.strip() for cell in line.split("\t"))
    if not written or not rest or not rest[0]:
        raise InputError(f"{place}: expected written<TAB>spoken, found {line.strip()!r}")
    sounds = phonemes(rest[0])
    if sounds and not is_ipa(sounds):
        raise InputError(
            f"{place}: {rest[0]} has signs that are not IPA; write plain letters or IPA"
        )
    return Entry(written, rest[0], " ".join(rest[1:]))
