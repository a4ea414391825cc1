import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from bench.writing import encode
from narrate.audio.arrange import arrange
from narrate.audio.encode import Target
from narrate.audio.limiter import Limiter
from narrate.audio.loudness import Gains
from narrate.audio.mix import lay_out
from narrate.errors import EncodeError
from narrate.model import Audio, Clip, Cue, Timeline, Utterance

Read = Callable[[str], Audio]
Mix = Callable[[Timeline, Read, Gains, float], Iterator[NDArray[np.int16]]]


def test_is_exactly_as_long_as_the_timeline(mix: Mix, timeline: Timeline, read: Read) -> None:
    blocks = list(mix(timeline, read, 0.0, -1.0))
    assert sum(block.size for block in blocks) == timeline.length_samples
    assert {block.dtype for block in blocks} == {np.dtype(np.int16)}


def test_every_clip_stands_at_its_cue(mix: Mix, timeline: Timeline, read: Read) -> None:
    whole = np.concatenate([*mix(timeline, read, -12.0, -1.0)])
    for cue in timeline.cues:
        audio = read(cue.clip.key)
        expected = soxr.resample(
            audio.samples / 32768 * 10 ** (-12 / 20), audio.sample_rate_hz, 44_100
        )
        there = whole[cue.start_sample : cue.start_sample + cue.length_samples] / 32768
        np.testing.assert_allclose(there[: expected.size], expected[: there.size], atol=5e-5)


def test_pauses_are_silent(mix: Mix, timeline: Timeline, read: Read) -> None:
    whole = np.concatenate([*mix(timeline, read, 6.0, -1.0)])
    for cue in timeline.cues:
        end = cue.start_sample + cue.length_samples
        assert not whole[end : end + 17_640].any()
    assert not whole[: timeline.cues[0].start_sample].any()


def test_at_its_own_rate_and_gain_a_clip_is_unchanged(
    mix: Mix, clips: tuple[Clip, ...], read: Read
) -> None:
    loud = [clip for clip in clips if clip.sample_rate_hz == 24_000]
    timeline = arrange(loud, [""] * 3, 24_000, lead_ms=0)
    whole = np.concatenate([*mix(timeline, read, 0.0, -1.0)])
    for cue in timeline.cues:
        there = whole[cue.start_sample : cue.start_sample + cue.length_samples]
        np.testing.assert_array_equal(there, read(cue.clip.key).samples)


def test_voices_have_their_own_gains(timeline: Timeline, read: Read) -> None:
    plain = np.concatenate([*lay_out(timeline, read, 0.0)])
    mixed = np.concatenate([*lay_out(timeline, read, {"a": -6.0})])
    for cue in timeline.cues:
        span = slice(cue.start_sample, cue.start_sample + cue.length_samples)
        factor = 10 ** (-6 / 20) if cue.clip.utterance.voice == "a" else 1.0
        np.testing.assert_allclose(mixed[span], plain[span] * factor, atol=1e-6)


def test_resampling_leaves_no_images() -> None:
    """A 10 kHz tone at 22.05 kHz would be mirrored to 12.05 kHz by a poor resampler."""
    tone = 20_000 * np.sin(2 * np.pi * 10_000 / 22_050 * np.arange(44_100))
    audio = Audio(np.rint(tone).astype(np.int16), 22_050)
    clip = Clip(Utterance("", "", "a", 0, 0), "k", 44_100, 22_050, np.zeros(0, np.float32))
    whole = np.concatenate([*lay_out(arrange([clip], [""], 44_100, 0), lambda _: audio, 0.0)])
    middle = whole[20_000:60_000] * np.hanning(40_000)
    spectrum = np.abs(np.fft.rfft(middle))
    image = spectrum[round(12_050 / 44_100 * 40_000) - 20 :][:40].max()
    assert 20 * np.log10(image / spectrum.max()) < -85


def test_a_clip_that_is_not_as_planned_is_an_error(
    mix: Mix, timeline: Timeline, read: Read
) -> None:
    cue = timeline.cues[0]
    longer = replace(cue, clip=replace(cue.clip, length_samples=cue.clip.length_samples + 1))
    wrong = replace(timeline, cues=(longer,))
    with pytest.raises(EncodeError, match="clip 0 is not what was planned"):
        list(mix(wrong, read, 0.0, -1.0))


@pytest.mark.parametrize("form", [None, "flac"])
def test_memory_does_not_grow_with_length(mix: Mix, form: str | None, tmp_path: Path) -> None:
    """Eight times the programme, the same memory: blocks are let go as they are made."""
    audio = Audio(np.full(4000, 900, np.int16), 8000)
    clip = Clip(Utterance("", "", "a", 700, 0), "k", 4000, 8000, np.zeros(0, np.float32))
    peaks = []
    for count in (100, 800):
        timeline = arrange([clip] * count, [""], 16_000)
        tracemalloc.start()
        blocks = mix(timeline, lambda _: audio, 0.0, -1.0)
        if form:
            encode(blocks, Target(tmp_path / "x", form, 16_000))
        else:
            assert sum(block.size for block in blocks) == timeline.length_samples
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]


def test_nothing_said_is_silence(mix: Mix, read: Read) -> None:
    timeline = Timeline(8000, 12_345, (), ())
    whole = np.concatenate([*mix(timeline, read, 0.0, -1.0)])
    assert whole.size == 12_345
    assert not whole.any()


def test_clips_of_no_length_are_allowed(mix: Mix) -> None:
    nothing = Audio(np.zeros(0, np.int16), 22_050)
    clip = Clip(Utterance("", "", "a", 100, 0), "k", 0, 22_050, np.zeros(0, np.float32))
    timeline = Timeline(44_100, 100, (Cue(clip, 50, 0),), ())
    assert sum(block.size for block in mix(timeline, lambda _: nothing, 0.0, -1.0)) == 100


def test_limits_what_is_too_loud(timeline: Timeline, read: Read) -> None:
    limiter = Limiter(-1.0, 44_100)
    peak = max(np.abs(block).max() for block in limiter.limit(lay_out(timeline, read, 12.0)))
    assert peak < 10 ** (-1 / 20)
    assert limiter.report.total_samples == timeline.length_samples
    assert limiter.report.deepest_db == pytest.approx(12, abs=1.5)
