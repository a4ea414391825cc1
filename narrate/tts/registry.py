"""To find the engine of a profile and ask it for a voice."""

from __future__ import annotations

import difflib
import hashlib
import importlib
import json
from dataclasses import replace
from importlib.metadata import entry_points
from typing import cast

from narrate.errors import ProfileError
from narrate.tts.base import (
    QUALITIES,
    Engine,
    PatientEngine,
    PhonemeEngine,
    PreparingEngine,
    Voice,
    VoiceProfile,
)

ENTRY_POINT_GROUP = "narrate.engines"

_OWN_ENGINES = {
    "command": "narrate.tts.command_voice",
    "kokoro": "narrate.tts.kokoro_voice",
    "openai": "narrate.tts.openai_voice",
    "piper": "narrate.tts.piper_voice",
    "pyttsx3": "narrate.tts.pyttsx3_voice",
    "tone": "narrate.tts.tone_voice",
}


def engine_names() -> tuple[str, ...]:
    """All engines that a profile can name, in alphabetical order."""
    outside = {entry.name for entry in entry_points(group=ENTRY_POINT_GROUP)}
    return tuple(sorted(_OWN_ENGINES.keys() | outside))


def open_voice(profile: VoiceProfile) -> Voice:
    """Open a profile's voice, loading what it needs.

    Raises:
        ProfileError: engine or voice are unknown, or something is not installed.
    """
    check_works(profile)
    return _find_engine(profile).open_voice(profile)


def at_quality(profile: VoiceProfile, quality: str) -> VoiceProfile:
    """Return the voice at another quality; one whose engine has but one stays as it is.

    Raises:
        ProfileError: the engine is unknown.
    """
    if quality == QUALITIES[0] or not isinstance(_find_engine(profile), PreparingEngine):
        return profile
    others = (option for option in profile.options if option[0] != "quality")
    return replace(profile, options=(*others, ("quality", quality)))


def is_prepared(profile: VoiceProfile) -> bool:
    """Tell whether a voice opens at once, not only after some 10 s the first time.

    Raises:
        ProfileError: engine or voice are unknown.
    """
    engine = _find_engine(profile)
    return not isinstance(engine, PreparingEngine) or engine.is_prepared(profile)


def prepare(profile: VoiceProfile) -> None:
    """Make what a voice needs to open at once, and keep it.

    Raises:
        ProfileError: engine or voice are unknown, or it cannot be made or kept.
    """
    engine = _find_engine(profile)
    if isinstance(engine, PreparingEngine):
        engine.prepare(profile)


def patience_s(profile: VoiceProfile) -> float:
    """Return how many seconds a text may take by the engine's own limit, or 0 where it has none.

    Raises:
        ProfileError: the engine is unknown, or its limit is no number.
    """
    engine = _find_engine(profile)
    return engine.patience_s(profile) if isinstance(engine, PatientEngine) else 0.0


def missing(profile: VoiceProfile) -> str:
    """Say in one line what is to be installed for this voice, or "" if it works here.

    Raises:
        ProfileError: the engine is unknown.
    """
    return _find_engine(profile).missing(profile)


def takes_phonemes(profile: VoiceProfile) -> bool:
    """Tell whether texts for a voice may have phonemes in them (`narrate.tts.phonemes`).

    Raises:
        ProfileError: the engine or its model is unknown.
    """
    engine = _find_engine(profile)
    return isinstance(engine, PhonemeEngine) and engine.takes_phonemes(profile)


def check_works(profile: VoiceProfile) -> None:
    """Find out without loading anything whether a voice can speak here.

    Raises:
        ProfileError: the engine is unknown, or something is not installed.
    """
    lacking = missing(profile)
    if lacking:
        raise ProfileError(f"voice {profile.name!r} cannot speak here: {lacking}")


def fingerprint(profile: VoiceProfile) -> str:
    """Return a digest of everything that shapes the profile's sound.

    Raises:
        ProfileError: the engine is unknown, or something is not installed.
    """
    parts = (
        profile.engine,
        _find_engine(profile).fingerprint(profile),
        profile.rate,
        profile.pitch,
        profile.volume,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _find_engine(profile: VoiceProfile) -> Engine:
    if profile.engine in _OWN_ENGINES:
        return cast(Engine, importlib.import_module(_OWN_ENGINES[profile.engine]))
    for entry in entry_points(group=ENTRY_POINT_GROUP, name=profile.engine):
        try:
            return cast(Engine, entry.load())
        except (ImportError, AttributeError) as cause:
            message = f"engine {profile.engine!r} ({entry.value}) cannot be loaded: {cause}"
            raise ProfileError(message) from cause
    names = engine_names()
    close = difflib.get_close_matches(profile.engine, names, 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise ProfileError(
        f"voice {profile.name!r}: unknown engine {profile.engine!r}; {hint}"
        f"known are {', '.join(names)}"
    )
