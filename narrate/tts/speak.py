"""To speak one clip where the voice is: in a worker process, or right here."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from narrate.errors import NarrateError, SynthesisError
from narrate.model import Sound, Speech
from narrate.tts.again import CarefulSpeaker
from narrate.tts.base import VoiceProfile
from narrate.tts.clipfile import DamageError, StoredClip
from narrate.tts.registry import open_voice, patience_s
from narrate.tts.store import ClipStore
from narrate.tts.word_match import match_words

Finish = Callable[[Speech], Sound]

# An engine that is ten times slower than speech still ends within this; one that hangs does not
# hold up the run for ever.
LIMIT_START_S = 120.0  # loading a model on a busy machine
LIMIT_PER_CHARACTER_S = 0.7

VOICES_KEPT_OPEN = 4  # a neural voice takes about half a gigabyte


@dataclass(frozen=True, slots=True)
class SpeechTask:
    """One clip to make; `finish` is a function that can be pickled."""

    profile: VoiceProfile
    spoken: str
    key: str
    store: ClipStore
    finish: Finish


def speak_clip(task: SpeechTask) -> StoredClip:
    """Speak, finish and keep one clip; only what is known of it is returned, not its samples.

    A clip that another run has kept in the meantime is not spoken again.

    Raises:
        ProfileError: the voice cannot be opened.
        SynthesisError: the engine failed, or the clip cannot be stored.
    """
    with contextlib.suppress(DamageError):  # it was dropped; this call replaces it
        if stored := task.store.load(task.key):
            return stored
    try:
        speech, doubt = _own.open(task.profile).speak(task.spoken)
        if not speech.words:
            speech = match_words(speech, task.spoken, task.profile.language)
    except NarrateError:
        raise
    except Exception as cause:  # an engine may raise anything; the run must be able to go on
        message = f"engine {task.profile.engine!r} failed: {type(cause).__name__}: {cause}"
        raise SynthesisError(message) from cause
    return task.store.save(task.key, task.finish(speech), doubt, task.profile.name)


def time_limit_s(task: SpeechTask) -> float:
    """How long a clip may take, from its length and what its engine needs."""
    usual_s = LIMIT_PER_CHARACTER_S * len(task.spoken)
    return LIMIT_START_S + max(usual_s, patience_s(task.profile))


class _OpenVoices(threading.local):
    """The voices that this thread has opened: a voice serves one thread at a time."""

    def __init__(self) -> None:
        keep = lru_cache(VOICES_KEPT_OPEN)
        self.open: Callable[[VoiceProfile], CarefulSpeaker] = keep(_open_speaker)


def _open_speaker(profile: VoiceProfile) -> CarefulSpeaker:
    return CarefulSpeaker(open_voice(profile), profile)


_own = _OpenVoices()
