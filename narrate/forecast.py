"""A plan to what a run would do: what must be spoken, how long it takes, how long it sounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from narrate.keeping import open_store
from narrate.pipeline import Plan
from narrate.settings import Settings
from narrate.speaking import count_workers
from narrate.speeds import FIRST_MIXING, Pace, Speeds, first_pace
from narrate.tts.registry import fingerprint
from narrate.tts.store import ClipStore
from narrate.tts.synthesize import LOOKED_FOR_AT_ONCE, clip_keys


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would do; times are guesses, the better the more was made here before."""

    sound_s: float
    speak_clips: int  # those that must be spoken
    kept_clips: int
    speak_s: float
    mix_s: float


def learned_paces(planned: Plan, settings: Settings, speeds: Speeds) -> dict[str, tuple[str, Pace]]:
    """Return for each voice of a plan the name that its pace is learned by, and its pace."""
    workers = count_workers(settings)
    paces = {}
    for voice, profile in planned.profiles.items():
        name = f"{fingerprint(profile)[:16]} x{workers}"
        paces[voice] = name, speeds.voices.get(name, first_pace(profile.engine))
    return paces


def foretell(planned: Plan, settings: Settings, form: str) -> Forecast:
    """Look what the clip store holds, and guess the rest from what was learned.

    Raises:
        SynthesisError: the store cannot be read.
    """
    store, _ = open_store(settings)
    keys = tuple(clip_keys(planned.utterances, planned.profiles, store))
    kept_s = _kept_s(store, keys)
    speeds = Speeds()
    paces = learned_paces(planned, settings, speeds)
    missing = {key: u for key, u in zip(keys, planned.utterances, strict=True) if key not in kept_s}
    sound_s = sum(
        kept_s[key] if key in kept_s else paces[utterance.voice][1].sound_s * len(utterance.spoken)
        for key, utterance in zip(keys, planned.utterances, strict=True)
    )
    sound_s += sum(utterance.pause_after_ms for utterance in planned.utterances) / 1000
    speak_s = sum(paces[u.voice][1].work_s * len(u.spoken) for u in missing.values())
    mixing = speeds.mixing.get(form, FIRST_MIXING)
    return Forecast(sound_s, len(missing), len(keys) - len(missing), speak_s, sound_s / mixing)


def _kept_s(store: ClipStore, keys: Iterable[str]) -> dict[str, float]:
    """Return how long those clips sound that are kept, in seconds by key."""
    found: dict[str, float] = {}
    different = iter(dict.fromkeys(keys))
    while some := tuple(islice(different, LOOKED_FOR_AT_ONCE)):  # all at once may fill the memory
        clips, _ = store.load_many(some)
        found |= {key: clip.length_samples / clip.sample_rate_hz for key, clip in clips.items()}
    return found
