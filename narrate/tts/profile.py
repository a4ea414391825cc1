"""To turn the name of a voice into its profile.

A profile is a small TOML file, `voices/<name>.toml`: in the working folder, where a user's own
lie, or shipped with narrate.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import fields, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from narrate.errors import ProfileError
from narrate.tts.base import VoiceProfile
from narrate.tts.registry import engine_names, missing

__all__ = ["VoiceProfile", "default_profile", "list_profiles", "load_profile"]

DEFAULT_NAMES = ("joe", "espeak")  # the best voice first

VARIATION_MARK = "~"
# Pitch and rate that make another person of a voice and still sound natural, the clearest
# differences first: 17 % of pitch are nearly three semitones, half of what parts the average
# man's voice from the average woman's.
VARIATIONS = {
    "low": (0.85, 0.97),
    "high": (1.17, 1.02),
    "deep": (0.75, 0.95),
    "bright": (1.3, 1.04),
}

_KEYS = {field.name: field.type for field in fields(VoiceProfile) if field.name != "name"}
_NUMBERS = ("rate", "pitch", "volume", "pauses", "pitch_hz", "letters_per_s", "gain")
_GAIN = "gain"  # in dB, another way to say `volume`
_MOST_GAIN_DB = 60.0

_Found = tuple[Traversable, str, Path | None]  # what it is called, and its folder if it is a user's


def load_profile(name: str, folder: Path | None = None) -> VoiceProfile:
    """Find a voice by name, or by the path of a profile or a Piper model.

    A name is looked up in `folder` (by default `voices/` in the working folder), then among the
    voices shipped with narrate. A path ends in `.toml` or `.onnx`; `model.onnx#3` is a speaker of
    a model with several. `ENGINE:VOICE` needs no profile: `kokoro:jf_alpha`. Each may be followed
    by one of `VARIATIONS`: `joe~low` is joe with a lower pitch and a slower pace.

    Raises:
        ProfileError: there is no such voice, or its file makes no sense.
    """
    base, mark, variation = name.rpartition(VARIATION_MARK)
    if mark and variation in VARIATIONS:
        profile = load_profile(base, folder)
        pitch, rate = VARIATIONS[variation]
        return replace(profile, name=name, pitch=profile.pitch * pitch, rate=profile.rate * rate)
    engine, colon, voice = name.partition(":")
    if colon and engine in engine_names():
        return _engine_profile(name, engine, voice)
    if name.endswith(".toml"):
        return _file_profile(_existing(Path(name)))
    if re.search(r"\.onnx(#|$)", name):
        return _model_profile(name)
    found = _find_files(folder)
    if name in found:
        return _parse(name, *found[name])
    close = difflib.get_close_matches(name, found, 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise ProfileError(f"unknown voice {name!r}; {hint}known are {', '.join(sorted(found))}")


def list_profiles(folder: Path | None = None) -> tuple[VoiceProfile, ...]:
    """All voices that can be named, in alphabetical order.

    Raises:
        ProfileError: one of the files makes no sense.
    """
    return tuple(_parse(name, *found) for name, found in sorted(_find_files(folder).items()))


def sort_profiles(
    folder: Path | None = None,
) -> tuple[tuple[VoiceProfile, ...], tuple[str, ...]]:
    """Return the voices that can be named, and of each file that makes no sense what is wrong."""
    profiles, broken = [], []
    for name, found in sorted(_find_files(folder).items()):
        try:
            profile = _parse(name, *found)
            missing(profile)  # which finds an engine that nobody knows
        except ProfileError as error:
            told, where = str(error), found[1]
            broken.append(told if told.startswith(where) else f"{where}: {told}")
        else:
            profiles.append(profile)
    return tuple(profiles), tuple(broken)


def default_profile() -> VoiceProfile:
    """The voice to use when none is named: the best that works here.

    Raises:
        ProfileError: none of the candidates works.
    """
    lacking = []
    for profile in map(load_profile, DEFAULT_NAMES):
        lack = missing(profile)
        if not lack:
            return profile
        lacking.append(f"{profile.name}: {lack}")
    raise ProfileError(f"no voice can speak here: {'; '.join(lacking)}")


def _find_files(folder: Path | None) -> dict[str, _Found]:
    """Map each name to its file; none is read."""
    shipped = {
        item.name.removesuffix(".toml"): (item, f"shipped {item.name}", None)
        for item in files("narrate.voices").iterdir()
        if item.name.endswith(".toml")
    }
    own = sorted((folder or Path("voices")).glob("*.toml"))
    return shipped | {path.stem: (path, str(path), path.parent) for path in own}


def _file_profile(path: Path) -> VoiceProfile:
    return _parse(path.stem, path, str(path), path.parent)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise ProfileError(f"voice {str(path)!r}: there is no such file")
    return path


def _engine_profile(name: str, engine: str, voice: str) -> VoiceProfile:
    """Make a profile of an engine's voice alone."""
    if engine == "piper":
        return _model_profile(voice)
    if not voice:
        raise ProfileError(f"voice {name!r}: name a voice behind the colon, as in kokoro:jf_alpha")
    return VoiceProfile(name, engine, voice=voice)


def _model_profile(name: str) -> VoiceProfile:
    """Make a profile for a Piper model; its language stands in the JSON file beside it."""
    file, mark, speaker = name.rpartition("#") if "#" in name else (name, "", "")
    path = _existing(Path(file))
    beside = path.with_name(path.name + ".json")
    try:
        facts = json.loads(beside.read_text("utf-8"))
        language = str(facts.get("language", {}).get("code", "")).replace("_", "-")
    except (OSError, ValueError, AttributeError) as cause:
        told = cause.strerror if isinstance(cause, OSError) else f"it is no table of JSON: {cause}"
        message = f"{path}: the model's description {beside.name} cannot be read: {told}"
        raise ProfileError(message) from cause
    options = (("speaker", speaker),) if speaker else ()
    title = f"{path.stem}{mark}{speaker}"
    return VoiceProfile(
        title, "piper", voice=str(path.absolute()), language=language, options=options
    )


def _parse(name: str, file: Traversable, where: str, folder: Path | None) -> VoiceProfile:
    table = _read(file, where)
    options = _pairs(table.pop("options", {}), where)
    for key, value in table.items():
        _check(key, value, where)
    if "engine" not in table:
        raise ProfileError(f"{where}: the key 'engine' is missing")
    table = {key: float(value) if key in _NUMBERS else value for key, value in table.items()}
    voice = str(table.get("voice", ""))
    if folder and voice.endswith(".onnx") and not voice.startswith("package:"):
        table["voice"] = str((folder / voice).absolute())
    if folder and table.get("lexicon"):
        table["lexicon"] = str((folder / table["lexicon"]).absolute())
    gain_db = table.pop(_GAIN, 0.0)
    if not abs(gain_db) <= _MOST_GAIN_DB:
        raise ProfileError(f"{where}: gain {gain_db:g} is not between ±{_MOST_GAIN_DB:g} dB")
    table["volume"] = table.get("volume", 1.0) * 10 ** (gain_db / 20)
    try:
        return VoiceProfile(name=name, options=options, **table)
    except ProfileError as cause:
        raise ProfileError(f"{where}: {cause}") from cause


def _read(file: Traversable, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(
            file.read_text("utf-8-sig")
        )  # some editors on Windows write a mark first
    except tomllib.TOMLDecodeError as cause:
        raise ProfileError(f"{where}: not a TOML file: {cause}") from cause
    except (OSError, UnicodeDecodeError) as cause:
        raise ProfileError(f"{where}: cannot be read as a profile: {cause}") from cause


def _check(key: str, value: object, where: str) -> None:
    known = (*_KEYS, _GAIN)
    if key not in known:
        close = difflib.get_close_matches(key, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
        raise ProfileError(f"{where}: unknown key {key!r}; {hint}")
    wanted = (int, float) if key in _NUMBERS else (str,)
    if not isinstance(value, wanted) or isinstance(value, bool):
        kind = "a number" if key in _NUMBERS else "a text in quotes"
        raise ProfileError(f"{where}: {key} = {value!r} is not {kind}")


def _pairs(options: object, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(options, dict):
        raise ProfileError(f"{where}: 'options' is not a table")
    for key, value in options.items():
        if not isinstance(value, str | int | float):
            raise ProfileError(f"{where}: options.{key} = {value!r} is neither text nor number")
    return tuple((key, str(value)) for key, value in sorted(options.items()))
