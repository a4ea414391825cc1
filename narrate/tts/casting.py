"""To give each speaker a voice: the one asked for, else one of their own that stays theirs."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterator, Mapping, Sequence

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
PLAIN = "pyttsx3"
_NEVER = ("tone",)
_VARIANTS = ("+f2", "+m7", "+f5")  # of espeak-ng: a woman, a darker man, a brighter woman

# Semitones between two voices that are told apart by pitch alone: a man's and a woman's are
# about ten apart, two people of one sex mostly less than four.
_FAR = 4.0
_MUCH = 1.2  # factor of pitch that no listener takes for the same person


def cast_voices(
    speakers: Sequence[str], wanted: Mapping[str, str], available: Sequence[str]
) -> dict[str, str]:
    """Map each speaker to the name of a voice.

    `wanted` names voices by speaker, and under `*` the voice of everyone else. The others get
    different voices of `available`: each speaker has an order of preference that follows from
    the name alone, so the same person tends to the same voice in every episode, save that voices
    of nearly the same pitch are left for last. When there are more speakers than voices, the
    voices come again in variations, those first that are furthest from all others in pitch; and
    when these are all in use, each is shared by as few as can be.

    Raises:
        ProfileError: a voice must be chosen and none is available.
    """
    cast = {name: wanted.get(name, wanted.get(EVERYONE, "")) for name in speakers}
    open_ = [name for name, voice in cast.items() if not voice]
    if open_ and not available:
        raise ProfileError("no voice is available for automatic casting")
    taken = {voice for voice in cast.values() if voice}
    rounds = _rounds(available)
    pitches = {voice: _pitch_hz(voice) for voice in taken}
    choice: list[str] = []
    # In an order that follows from the names: who speaks first must not matter.
    for name in sorted(open_, key=_rank):
        choice = [voice for voice in choice if voice not in taken] or _next(rounds, taken)
        if not choice:
            rounds = _rounds(available)
            taken.clear()
            choice = next(rounds)
        pitches |= {voice: _pitch_hz(voice) for voice in choice if voice not in pitches}
        apart = _furthest(choice, taken, pitches)
        cast[name] = max(apart, key=lambda voice: _rank(f"{name}\n{voice}"))
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
    plain = f"{PLAIN}:{language}"
    return next(iter(castable_voices(language)), plain if _opens(plain) else best.name)


def stands_in(voice: str) -> bool:
    """Tell whether a voice is the plain one that `default_voice` names for want of a better."""
    return voice.startswith(f"{PLAIN}:")


def speaks(voice: str, language: str) -> bool:
    """Tell whether the voice of this name may be one for a language; one that is not known may."""
    try:
        profile = load_profile(voice)
    except ProfileError:
        return True
    return not spoken_language(profile) or _speaks(profile, language)


def castable_voices(language: str = "") -> tuple[str, ...]:
    """Names of the voices that work here and suit for casting, in alphabetical order.

    With a language only voices that speak it; plain voices only where there is nothing better.
    """
    fitting = [
        profile
        for profile in list_profiles()
        if profile.engine not in _NEVER and _speaks(profile, language) and not missing(profile)
    ]
    natural = tuple(profile.name for profile in fitting if profile.engine != PLAIN)
    return natural or tuple(name for plain in fitting for name in plain_voices(plain.name))


def plain_voices(name: str) -> tuple[str, ...]:
    """Name a voice and, where espeak-ng speaks, its variants: other throats, same language."""
    profile = load_profile(name)
    voice = profile.voice or profile.language
    bundled = dict(profile.options).get("driver", "bundled") == "bundled"
    if profile.engine != PLAIN or not bundled or not voice or "+" in voice:
        return (name,)
    return (name, *(f"{PLAIN}:{voice}{variant}" for variant in _VARIANTS))


def _speaks(profile: VoiceProfile, language: str) -> bool:
    wanted = _primary(language)
    return not wanted or _primary(spoken_language(profile)) == wanted


def spoken_language(profile: VoiceProfile) -> str:
    """Return a voice's language, or "" where it does not tell."""
    own = profile.voice.partition("+")[0] if profile.engine == PLAIN else ""
    return profile.language or own


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
    """The voices as they are, then varied a little, then more."""
    yield list(available)
    for pair in zip(*[iter(VARIATIONS)] * 2, strict=True):
        yield [f"{voice}{VARIATION_MARK}{variation}" for voice in available for variation in pair]


def _furthest(
    choice: Sequence[str], taken: Collection[str], pitches: Mapping[str, float]
) -> list[str]:
    """Leave out voices that are near to one in use, where others are further from all of them."""
    distances = {
        voice: min((_semitones(pitches[voice], pitches[other]) for other in taken), default=_FAR)
        for voice in choice
    }
    enough = min(_FAR, max(distances.values()))
    return [voice for voice in choice if distances[voice] >= enough]


def _semitones(one_hz: float, other_hz: float) -> float:
    """Return how far two pitches are from each other; far, where one of them is not known."""
    return 12 * abs(math.log2(one_hz / other_hz)) if one_hz and other_hz else _FAR


def _pitch_hz(name: str) -> float:
    """Return the pitch at which a voice speaks, or 0 where its profile does not tell."""
    try:
        profile = load_profile(name)
    except ProfileError:
        return 0.0
    return profile.pitch_hz * profile.pitch


def variation_words(voice: str) -> str:
    """Say how a variation differs from its voice, as in "lower, slower"; "" of another voice."""
    base, mark, variation = voice.rpartition(VARIATION_MARK)
    if not (base and mark and variation in VARIATIONS):
        return ""
    pitch, rate = VARIATIONS[variation]
    amount = "much " if max(pitch, 1 / pitch) > _MUCH else ""
    return f"{amount}{'lower' if pitch < 1 else 'higher'}, {'slower' if rate < 1 else 'faster'}"


def _next(rounds: Iterator[list[str]], taken: set[str]) -> list[str]:
    """Return what is free of the next round that has any, or nothing."""
    free = ([voice for voice in voices if voice not in taken] for voices in rounds)
    return next(filter(None, free), [])


def _rank(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
