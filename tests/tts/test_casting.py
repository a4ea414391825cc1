"""Speakers get voices of their own, and keep them."""

from __future__ import annotations

import tomllib
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate import casting
from narrate.errors import ProfileError
from narrate.model import Chapter, EpisodeInfo, Paragraph, Script
from narrate.showcast import _quoted
from narrate.tts.casting import cast_voices, castable_voices, default_voice, speaks
from narrate.tts.profile import VARIATIONS, default_profile, load_profile
from narrate.tts.registry import open_voice

VOICES = ("anna", "bert", "carl")
NAMES = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=15, unique=True)


@given(NAMES)
def test_no_two_share_a_voice_while_there_are_enough(speakers: list[str]) -> None:
    cast = cast_voices(speakers, {}, VOICES)
    assert list(cast) == speakers
    assert len(set(cast.values())) == len(speakers)
    plain = [voice for voice in cast.values() if voice in VOICES]
    assert len(plain) == min(len(speakers), len(VOICES))


@given(NAMES, st.randoms())
def test_who_speaks_first_does_not_matter(speakers: list[str], random: object) -> None:
    backwards = cast_voices(speakers[::-1], {}, VOICES)
    assert cast_voices(speakers, {}, VOICES) == backwards


@given(st.text(min_size=1, max_size=8), NAMES)
def test_one_speaker_alone_keeps_the_voice_whatever_the_voices_order(
    speaker: str, others: list[str]
) -> None:
    assert cast_voices([speaker], {}, VOICES) == cast_voices([speaker], {}, VOICES[::-1])


def test_wishes_come_first_and_are_not_given_twice() -> None:
    cast = cast_voices(["A", "B", "C"], {"A": "bert"}, VOICES)
    assert cast["A"] == "bert"
    assert {cast["B"], cast["C"]} == {"anna", "carl"}
    assert cast_voices(["A", "B"], {"A": "x", "*": "y"}, ()) == {"A": "x", "B": "y"}


def test_more_speakers_than_voices_and_variations() -> None:
    speakers = [str(number) for number in range(20)]
    cast = cast_voices(speakers, {}, ("joe",))
    assert set(cast.values()) == {"joe", *(f"joe~{name}" for name in VARIATIONS)}


def test_voices_of_one_pitch_are_left_for_last() -> None:
    four = ("gongitsune", "joe", "kumo", "mika")
    for number in range(20):
        pair = cast_voices([f"A{number}", f"B{number}"], {}, four)
        assert set(pair.values()) != {"joe", "kumo"}
    assert cast_voices(["A", "B"], {"A": "joe"}, ("kumo", "mika"))["B"] == "mika"
    assert set(cast_voices(list("ABCD"), {}, four).values()) == set(four)


def test_variations_are_far_from_every_other_voice() -> None:
    # joe~high would be near to kumo, and kumo~low to joe.
    cast = cast_voices(list("ABC"), {}, ("joe", "kumo"))
    assert set(cast.values()) in ({"joe", "kumo", "joe~low"}, {"joe", "kumo", "kumo~high"})


def test_who_speaks_as_a_variation_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casting, "castable_voices", lambda _language: ("joe",))
    cast = casting.cast_script(_script("Ann", "Bo"), "")
    note, _how_to_keep = cast.notes
    speaker = next(name for name, voice in cast.voices if voice == "joe~low")
    assert f"of one: {speaker} by joe~low (lower, slower). --cast" in note
    again = casting.cast_script(replace(cast, notes=()), "")
    assert again.voices == cast.voices
    assert again.notes == ()  # the script has its voices
    wished = casting.cast_script(_script("Ann", "Bo"), "", [("Bo", "joe~bright")])
    assert wished.notes == ()


def test_when_all_variations_are_in_use_few_share_one(monkeypatch: pytest.MonkeyPatch) -> None:
    speakers = [f"{number}" for number in range(13)]
    cast = cast_voices(speakers, {}, ("joe",))
    assert sorted(Counter(cast.values()).values()) == [2, 2, 3, 3, 3]
    monkeypatch.setattr(casting, "castable_voices", lambda _language: ("joe",))
    notes = casting.cast_script(_script(*speakers[:6]), "").notes
    (alike,) = [note for note in notes if "sound alike" in note]
    assert alike.startswith("there are not enough voices: ")
    assert alike.count(" and ") == 1


def test_no_voice_at_all() -> None:
    assert cast_voices([], {}, ()) == {}
    with pytest.raises(ProfileError, match="no voice is available"):
        cast_voices(["A"], {}, ())


def test_variations_are_voices() -> None:
    joe, low = load_profile("joe"), load_profile("joe~low")
    assert low.name == "joe~low"
    assert (low.pitch, low.rate) == (
        joe.pitch * VARIATIONS["low"][0],
        joe.rate * VARIATIONS["low"][1],
    )
    with pytest.raises(ProfileError, match="unknown voice 'joe~loud'"):
        load_profile("joe~loud")


def test_castable_voices_work_here_and_speak_the_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "tone" not in castable_voices()
    assert "espeak" not in castable_voices("en") or "joe" not in castable_voices("en")
    assert castable_voices("xx") == ()
    monkeypatch.setattr("narrate.tts.casting.missing", lambda p: "x" * (p.engine != "pyttsx3"))
    variants = tuple(f"pyttsx3:en-us{variant}" for variant in ("+f2", "+m7", "+f5"))
    assert castable_voices("en-GB") == ("espeak", *variants)
    said = [open_voice(load_profile(name)).synthesize("One.").audio for name in variants]
    assert len({sound.samples.tobytes() for sound in said}) == len(variants)


@pytest.mark.parametrize("language", ["", "en", "en-GB", "xx"])
def test_the_best_voice_speaks_what_no_other_does(language: str) -> None:
    assert default_voice(language) == default_profile().name


@pytest.mark.parametrize("language", ["de", "pt-BR", "zh", "no", "ru"])
def test_another_language_has_a_voice_of_its_own(language: str) -> None:
    name = default_voice(language)
    assert name == f"pyttsx3:{language}"
    assert speaks(name, language)
    with closing(open_voice(load_profile(name))) as voice:
        assert len(voice.synthesize("3 Dos Два 三").audio.samples) > voice.sample_rate_hz / 2


def test_speakers_of_another_language_differ_and_the_user_is_told() -> None:
    script = replace(_script("A", "B"), info=EpisodeInfo(language="de"))
    cast = casting.cast_script(script, "")
    voices = dict(cast.voices)
    assert len({voices["A"], voices["B"]}) == 2
    assert all(voice.startswith("pyttsx3:de") for voice in voices.values())
    assert [n[:21] for n in cast.notes] == [
        "the text is in de: es",
        "voices of 2 speakers ",
    ]
    joe = casting.cast_script(script, "", [("*", "joe")])
    assert [note.split(" than ")[1][:3] for note in joe.notes] == ["joe"]
    assert casting.cast_script(script, "joe").notes == ()  # the user knows
    silent = casting.cast_script(script, "", [("*", "kokoro:jf_alpha")])
    assert silent.notes == ()  # a voice whose language nobody told


def _script(*speakers: str) -> Script:
    paragraphs = tuple(Paragraph("Hello there.", speaker) for speaker in speakers)
    return Script(EpisodeInfo(language="en"), (Chapter("", paragraphs),))


def test_a_show_keeps_its_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(casting, "castable_voices", lambda _language: ("anna", "bert", "carl"))
    (how,) = casting.cast_script(_script("A", "B"), "").notes
    assert how.startswith(
        "voices of 2 speakers were chosen by their names; an empty file cast.toml"
    )
    assert not Path("cast.toml").exists()
    Path("cast.toml").write_text('"B" = "bert"', "utf-8")
    episodes = [("A", "B"), ('C "x"', "A"), ("D", 'C "x"', "B"), ("D", "A"), ("E",), ("E", "A")]
    found: dict[str, set[str]] = {}
    for speakers in episodes:
        cast = casting.cast_script(_script(*speakers), "")
        assert not any("cast.toml" in note for note in cast.notes)
        for speaker, voice in cast.voices[1:]:
            found.setdefault(speaker, set()).add(voice)
    assert all(len(voices) == 1 for voices in found.values())
    assert found["B"] == {"bert"}
    assert len(set.union(*(found[name] for name in ("A", "B", 'C "x"')))) == 3
    assert set(tomllib.loads(Path("cast.toml").read_text("utf-8"))) == set(found)
    wished = casting.cast_script(_script("A", "B"), "", [("A", "zoe")])
    assert dict(wished.voices)["A"] == "zoe"
    for wrong in ("B = 3", "not toml"):
        Path("cast.toml").write_text(wrong, "utf-8")
        with pytest.raises(ProfileError, match=r"cast\.toml: "):
            casting.cast_script(_script("A", "B"), "")


@given(st.text(min_size=1).filter(lambda t: t.isprintable() or "\x7f" in t))
def test_any_name_can_be_kept(name: str) -> None:
    assert tomllib.loads(f"{_quoted(name)} = 1") == {name: 1}
