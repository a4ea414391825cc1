"""To give each speaker a voice: the one asked for, else one of their own that stays theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from narrate.errors import ProfileError
from narrate.tts.base import VoiceProfile
from narrate.tts.profile import (
    VARIATION_MARK,
    VARIATIONS,
    default_profile,
    list_profiles,
    load_profile,
)
from narrate.tts.registry import missing, open_voice

EVERYONE = "*"

# An engine whose voices are too plain to be cast unless there is nothing better.
_PLAIN = "pyttsx3"
_NEVER = ("tone",)


def cast_voices(
    speakers: Sequence[str], wanted: Mapping[str, str], available: Sequence[str]
) -> dict[str, str]:
    """Map each speaker to the name of a voice.

    `wanted` names voices by speaker, and under `*` the voice of everyone else. The others get
    different voices of `available`: each speaker has an order of preference that follows from
    the name alone, so the same person tends to the same voice in every episode. When there are
    more speakers than voices, the voices come again in variations that can be told apart.

    Raises:
        ProfileError: a voice must be chosen and none is available.
    """
    cast = {name: wanted.get(name, wanted.get(EVERYONE, "")) for name in speakers}
    open_ = [name for name, voice in cast.items() if not voice]
    if open_ and not available:
        raise ProfileError("no voice is available for automatic casting")
    taken = {voice for voice in cast.values() if voice}
    rounds = _rounds(available)
    choice: list[str] = []
    # In an order that follows from the names: who speaks first must not matter.
    for name in sorted(open_, key=_rank):
        choice = [voice for voice in choice if voice not in taken] or _next(rounds, taken)
        cast[name] = max(choice, key=lambda voice: _rank(f"{name}\n{voice}"))
        taken.add(cast[name])
    return cast


def default_voice(language: str = "") -> str:
    """Name the best voice here for a language, or the best of all where none is known to speak it.

    Raises:
        ProfileError: no voice works here.
    """
    best = default_profile()
    if not language or _speaks(best, language):
        return best.name
    plain = f"{_PLAIN}:{language}"
    return next(iter(castable_voices(language)), plain if _opens(plain) else best.name)


def speaks(voice: str, language: str) -> bool:
    """Tell whether the voice of this name may be one for a language; one not known here may."""
    try:
        return _speaks(load_profile(voice), language)
    except ProfileError:
        return True


def castable_voices(language: str = "") -> tuple[str, ...]:
    """Names of the voices that work here and suit for casting, in alphabetical order.

    With a language only voices that speak it; plain voices only where there is nothing better.
    """
    fitting = [
        profile
        for profile in list_profiles()
        if profile.engine not in _NEVER and _speaks(profile, language) and not missing(profile)
    ]
    natural = [profile for profile in fitting if profile.engine != _PLAIN]
    return tuple(profile.name for profile in natural or fitting)


def _speaks(profile: VoiceProfile, language: str) -> bool:
    wanted = _primary(language)
    spoken = profile.language or (profile.voice if profile.engine == _PLAIN else "")
    return not wanted or _primary(spoken) == wanted


def _primary(tag: str) -> str:
    """Return the language of a BCP 47 tag without its region."""
    return tag.lower().partition("-")[0]


def _opens(name: str) -> bool:
    try:
        open_voice(load_profile(name)).close()
    except ProfileError:
        return False
    return True


def _rounds(available: Sequence[str]) -> Iterator[list[str]]:
    """The voices as they are, then variation by variation, and then all over again."""
    yield list(available)
    for variation in VARIATIONS:
        yield [f"{voice}{VARIATION_MARK}{variation}" for voice in available]
    while True:
        yield list(available)


def _next(rounds: Iterator[list[str]], taken: set[str]) -> list[str]:
    for _ in range(len(VARIATIONS) + 1):
        voices = next(rounds)
        fresh = [voice for voice in voices if voice not in taken]
        if fresh:
            return fresh
    return voices


def _rank(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
