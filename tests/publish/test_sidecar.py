from __future__ import annotations

import json

import numpy as np

from narrate.model import (
    ChapterMark,
    Clip,
    Cue,
    Drop,
    EpisodeInfo,
    Script,
    Timeline,
    Utterance,
    Word,
)
from narrate.publish.sidecar import timeline_json

RATE = 44_100


def make_cue(text: str, spoken: str, words: tuple[Word, ...] = ()) -> Cue:
    utterance = Utterance(text, spoken, "joe", 300, 1, "p7", "Ada")
    energies = np.zeros(10, np.float32)
    return Cue(Clip(utterance, "key", 22_050, 22_050, energies, words), RATE, RATE)


TIMELINE = Timeline(
    sample_rate_hz=RATE,
    length_samples=3 * RATE,
    cues=(
        make_cue("In 1999 …", "In nineteen ninety-nine …", (Word("In", 11_025, 22_050),)),
        make_cue("Füße", "Füße"),
    ),
    marks=(ChapterMark("Öne", 0, RATE), ChapterMark("two", RATE, 3 * RATE)),
)
SCRIPT = Script(EpisodeInfo("T", "A", language="en"), (), drops=(Drop(3, "π€", "furniture"),))


def test_timeline_says_what_is_heard_when() -> None:
    found = json.loads("".join(timeline_json(TIMELINE, SCRIPT, "x.mp3")))
    assert (found["format"], found["version"], found["audio"]) == ("narrate-timeline", 1, "x.mp3")
    assert (found["title"], found["author"], found["language"]) == ("T", "A", "en")
    assert (found["sample_rate_hz"], found["length_samples"]) == (RATE, 3 * RATE)
    assert found["duration_s"] == 3
    assert found["chapters"] == [
        {"title": "Öne", "start_s": 0, "end_s": 1},
        {"title": "two", "start_s": 1, "end_s": 3},
    ]
    assert found["drops"] == [{"line": 3, "text": "π€", "reason": "furniture"}]
    whole, plain = found["cues"]
    assert whole == {
        "start_s": 1,
        "end_s": 2,
        "text": "In 1999 …",
        "spoken": "In nineteen ninety-nine …",
        "speaker": "Ada",
        "voice": "joe",
        "chapter": 1,
        "paragraph": "p7",
        "words": [{"text": "In", "start_s": 1.5, "end_s": 2.0}],
    }
    assert "spoken" not in plain
    assert "phonemes" not in whole
    assert "words" not in plain


def test_phonemes_stand_apart_from_the_words() -> None:
    marked = make_cue("Ask Nguyen in 1999", "Ask [[wˈɪn|Nguyen]] in nineteen ninety-nine")
    same = make_cue("Ask Nguyen", "Ask [[wˈɪn|Nguyen]]")
    timeline = Timeline(RATE, RATE, (marked, same), ())
    first, second = json.loads("".join(timeline_json(timeline, SCRIPT)))["cues"]
    assert first["spoken"] == "Ask Nguyen in nineteen ninety-nine"
    assert first["phonemes"] == second["phonemes"] == [{"word": "Nguyen", "ipa": "wˈɪn"}]
    assert "spoken" not in second


def test_seconds_tell_every_sample_from_the_next() -> None:
    place = 360_000 * RATE + 17  # hour 100
    timeline = Timeline(RATE, place, (), (ChapterMark("late", place, place),))
    found = json.loads("".join(timeline_json(timeline, SCRIPT)))
    assert round(found["chapters"][0]["start_s"] * RATE) == place


def test_the_text_is_stable_and_readable() -> None:
    text = "".join(timeline_json(TIMELINE, SCRIPT))
    assert text == "".join(timeline_json(TIMELINE, SCRIPT))
    assert '"title": "Öne"' in text
    assert text.endswith("}\n")
