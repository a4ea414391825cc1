"""Where clips are made: worker processes, and what is to be said of what they made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager

from narrate.errors import SynthesisError
from narrate.model import Clip, Utterance
from narrate.settings import Settings
from narrate.tts.base import VoiceProfile
from narrate.tts.registry import is_prepared, prepare
from narrate.tts.speak import time_limit_s
from narrate.tts.workers import WorkerPool

_HOPELESS = 10  # failures one after the other that tell that a voice does not work at all
_PREPARED_WITHIN_S = 900.0  # 10 s of one core; a machine may be slow, and busy


@contextmanager
def sharing_workers(settings: Settings) -> Iterator[Executor]:
    """Give processes, or a cluster, where several episodes are spoken, one after the other.

    Engines are loaded once in each. At the end, and on Ctrl-C, calls that still run are killed.
    """
    pool = _open_cluster(settings.cluster) if settings.cluster else _open_processes(settings)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def lent_workers(settings: Settings, executor: Executor | None) -> Iterator[Executor | None]:
    """Give the executor that is there already, or a cluster's, or None for processes as needed."""
    if executor or not settings.cluster:
        yield executor
    else:
        with sharing_workers(settings) as own:
            yield own


def _open_processes(settings: Settings) -> Executor:
    return WorkerPool(count_workers(settings), time_limit_s)


def _open_cluster(address: str) -> Executor:
    from narrate.tts.cluster import ClusterPool  # not for a run on this machine

    return ClusterPool(address)


def count_workers(settings: Settings) -> int:
    """Return how many processes speak."""
    return settings.workers or os.cpu_count() or 1


def prepare_voices(
    profiles: Iterable[VoiceProfile], preparing: Callable[[str], AbstractContextManager[None]]
) -> None:
    """Make ready what takes long for the first time, in a process that then gives it back.

    Raises:
        ProfileError: a voice cannot be made ready.
    """
    for profile in profiles:
        if is_prepared(profile):
            continue
        with preparing(profile.name), WorkerPool(1, lambda _profile: _PREPARED_WITHIN_S) as pool:
            pool.submit(prepare, profile).result()


def doubts(clips: Sequence[Clip]) -> Iterator[str]:
    """Say which clips may not hold all of their text, and how many were made anew."""
    for clip in clips:
        if clip.doubt:
            said = clip.utterance
            where = f" in paragraph {said.paragraph_id}" if said.paragraph_id else ""
            yield f"check {said.text[:60]!r}{where}: {clip.doubt}"
    mended = sum(clip.mended for clip in clips)
    if mended:
        several = "clips were" if mended > 1 else "clip was"
        yield f"{mended} damaged {several} spoken again"


def refuse_silence(clips: Sequence[Clip], lost: Sequence[str]) -> None:
    """See that some clip has sound; `lost` tells why there are none at all.

    Raises:
        SynthesisError: none has; the message tells what became of the first.
    """
    if not clips:
        raise SynthesisError(lost[0])
    if not any(clip.length_samples for clip in clips):
        first = clips[0]
        message = f"nothing could be heard of any text; of {first.utterance.text[:60]!r}, the first"
        heard = first.doubt or "silence"
        raise SynthesisError(f"{message}, voice {first.utterance.voice!r} made: {heard}")


def going_on(
    speak: Callable[[Sequence[Utterance]], Iterator[Clip]],
    utterances: Sequence[Utterance],
    lines: Mapping[str, int],
    lost: list[str],
) -> Iterator[Clip]:
    """Speak all that can be spoken; add to `lost` what cannot, and why, instead of raising.

    `speak` yields a clip for each utterance, in order, until one fails; `lines` tells where in
    the source each paragraph stands, by its id.

    Raises:
        SynthesisError: many failed one after the other, so the rest would fail too.
    """
    done = in_a_row = 0
    while done < len(utterances):
        try:
            for clip in speak(utterances[done:]):
                done, in_a_row = done + 1, 0
                yield clip
        except SynthesisError as error:
            line = lines.get(utterances[done].paragraph_id)
            lost.append(f"line {line}, {error}" if line else str(error))
            done, in_a_row = done + 1, in_a_row + 1
            if in_a_row >= _HOPELESS:
                raise
