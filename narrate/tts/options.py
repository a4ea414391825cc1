"""To read the settings of a profile that only its engine knows."""

from __future__ import annotations

from collections.abc import Collection

from narrate.errors import ProfileError
from narrate.tts.base import VoiceProfile

LONGEST_PAUSE_MS = 60_000.0


def check_options(profile: VoiceProfile, known: Collection[str]) -> None:
    """Refuse options that the engine does not have.

    Raises:
        ProfileError: an option is unknown to the engine.
    """
    for key, _ in profile.options:
        if key not in known:
            names = ", ".join(sorted(known)) or "none"
            raise ProfileError(
                f"voice {profile.name!r}: engine {profile.engine!r} has no option {key!r} "
                f"(it has: {names})"
            )


def text_option(profile: VoiceProfile, key: str, default: str = "") -> str:
    """Return the option's text, or the default where the profile does not set it."""
    return dict(profile.options).get(key, default)


def number_option(
    profile: VoiceProfile, key: str, default: float, least: float = 0.0, most: float = 1e12
) -> float:
    """Return the option as a number from `least` to `most`.

    Raises:
        ProfileError: the profile gives something else.
    """
    text = text_option(profile, key)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        told = f"voice {profile.name!r}: option {key} = {text!r} is not a number"
        raise ProfileError(f"{told} from {least:g} to {most:,.0f}")
    return value
