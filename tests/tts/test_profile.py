"""Voices are found by name, and files that make no sense are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrate.casting import paced
from narrate.errors import ProfileError
from narrate.model import Utterance
from narrate.tts.base import VoiceProfile
from narrate.tts.profile import default_profile, list_profiles, load_profile
from narrate.tts.registry import missing


def test_shipped_voices() -> None:
    profiles = {profile.name: profile for profile in list_profiles(Path("nowhere"))}
    assert {"joe", "espeak", "system", "tone"} <= profiles.keys()
    assert profiles["joe"].engine == "piper"
    assert profiles["espeak"].engine == profiles["system"].engine == "pyttsx3"
    for profile in profiles.values():
        assert profile.license, profile.name
        assert profile.description, profile.name


def test_default_is_the_best_voice_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    joe_works = not missing(load_profile("joe"))
    assert default_profile().name == ("joe" if joe_works else "espeak")
    monkeypatch.setattr("narrate.tts.profile.missing", lambda p: "" if p.name == "espeak" else "x")
    assert default_profile().name == "espeak"
    monkeypatch.setattr("narrate.tts.profile.missing", lambda _profile: "a reason")
    with pytest.raises(ProfileError, match="joe: a reason; espeak: a reason"):
        default_profile()


def test_own_voices_come_first(tmp_path: Path) -> None:
    (tmp_path / "joe.toml").write_text('engine = "tone"\nrate = 2\n')
    (tmp_path / "anna.toml").write_text(
        'engine = "piper"\nvoice = "models/anna.onnx"\n[options]\nspeaker = 3\nnoise_w = 0.5\n'
    )
    assert load_profile("joe", tmp_path) == VoiceProfile("joe", "tone", rate=2.0)
    anna = load_profile("anna", tmp_path)
    assert anna.voice == str(tmp_path / "models" / "anna.onnx")
    assert anna.options == (("noise_w", "0.5"), ("speaker", "3"))
    assert {"anna", "tone"} <= {profile.name for profile in list_profiles(tmp_path)}


def test_voices_folder_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "mine.toml").write_text('engine = "tone"\n')
    monkeypatch.chdir(tmp_path)
    assert load_profile("mine").engine == "tone"


def test_paths(tmp_path: Path) -> None:
    toml, model = tmp_path / "x.toml", tmp_path / "de_DE-x-low.onnx"
    toml.write_text('engine = "tone"\npitch = 1.5\n')
    assert load_profile(str(toml)) == VoiceProfile("x", "tone", pitch=1.5)
    model.touch()
    with pytest.raises(ProfileError, match=r"de_DE-x-low\.onnx\.json cannot be read"):
        load_profile(str(model))
    model.with_name("de_DE-x-low.onnx.json").write_text(json.dumps({"language": {"code": "de_DE"}}))
    profile = load_profile(str(model))
    assert profile == VoiceProfile("de_DE-x-low", "piper", voice=str(model), language="de-DE")
    with pytest.raises(ProfileError, match="no such file"):
        load_profile(str(tmp_path / "none.toml"))


def test_unknown_name_gets_a_hint_and_the_list() -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile("espaek")
    message = str(caught.value)
    assert message.startswith("unknown voice 'espaek'; did you mean 'espeak'? known are ")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('voice = "x"', "the key 'engine' is missing"),
        ('engine = "tone"\nvoise = "x"', r"unknown key 'voise'; did you mean 'voice'\?"),
        ('engine = "tone"\nzzz = 1', "unknown key 'zzz'; known are engine, voice"),
        ('engine = "tone"\nname = "x"', "unknown key 'name'"),
        ('engine = "tone"\nrate = "fast"', "rate = 'fast' is not a number"),
        ('engine = "tone"\nrate = true', "rate = True is not a number"),
        ('engine = "tone"\nrate = 9', "rate 9 is not between 0.5 and 3"),
        ('engine = "tone"\npitch = 0.1', "pitch 0.1 is not between 0.5 and 2"),
        ('engine = "tone"\nvolume = nan', "volume nan is not between 0 and 4"),
        ("engine = 1", "engine = 1 is not a text in quotes"),
        ('engine = "tone"\noptions = 3', "'options' is not a table"),
        ('engine = "tone"\n[options]\nx = [1]', r"options.x = \[1\] is neither text nor number"),
        ('engine = "tone"\ngain = 10000', "gain 10000 is not between ±60 dB"),
        ('engine = "tone"\nletters_per_s = -4', "letters_per_s -4 is not between 0 and 100"),
        ('Engine = "tone"', "unknown key 'Engine'; did you mean 'engine'"),
        ("engine = ", "not a TOML file"),
    ],
)
def test_senseless_files_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(text)
    with pytest.raises(ProfileError, match=message) as caught:
        load_profile("odd", tmp_path)
    assert str(caught.value).count(str(path)) == 1


def test_the_mark_of_an_editor_on_windows_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('engine = "tone"', "utf-8-sig")
    assert load_profile("odd", tmp_path).engine == "tone"


def test_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match=r"odd\.toml: cannot be read as a profile"):
        load_profile("odd", tmp_path)


def test_voices_without_a_profile(tmp_path: Path) -> None:
    model = tmp_path / "de_DE-x-low.onnx"
    model.touch()
    model.with_name("de_DE-x-low.onnx.json").write_text('{"language": {"code": "de_DE"}}')
    blend = load_profile("kokoro:jf_alpha=0.6,jm_kumo=0.4~low")
    assert (blend.engine, blend.voice) == ("kokoro", "jf_alpha=0.6,jm_kumo=0.4")
    assert blend.pitch < 1
    assert load_profile("tone:x").engine == "tone"
    for name in (f"{model}#3", f"piper:{model}#3"):
        third = load_profile(name)
        assert (third.voice, third.options) == (str(model), (("speaker", "3"),))
        assert third.language == "de-DE"
    with pytest.raises(ProfileError, match="name a voice behind the colon"):
        load_profile("kokoro:")
    with pytest.raises(ProfileError, match="there is no such file"):
        load_profile("piper:gone.onnx#1")
    with pytest.raises(ProfileError, match="unknown voice 'nonsense:x'"):
        load_profile("nonsense:x")


def test_gain_and_pauses(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('engine = "tone"\nvolume = 0.5\ngain = 6\npauses = 1.5\n')
    profile = load_profile(str(path))
    assert profile.volume == pytest.approx(0.998, abs=0.001)
    assert profile.pauses == 1.5
    for key, message in (("gain = 40", "volume 100 is not between"), ("pauses = 9", "pauses 9")):
        path.write_text(f'engine = "tone"\n{key}\n')
        with pytest.raises(ProfileError, match=f"x.toml: voice 'x': {message}"):
            load_profile(str(path))
    path.write_text('engine = "tone"\npause = 1\n')
    with pytest.raises(ProfileError, match="unknown key 'pause'; did you mean 'pauses'"):
        load_profile(str(path))


def test_pauses_are_the_voice_s_own_save_between_chapters() -> None:
    said = [Utterance("x", "x", voice, 100, n // 2) for n, voice in enumerate("aabb")]
    profiles = {"a": VoiceProfile("a", "tone", pauses=2.0), "b": VoiceProfile("b", "tone")}
    assert [u.pause_after_ms for u in paced(said, profiles)] == [200, 100, 100, 100]
