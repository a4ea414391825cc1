"""Lexicons of a project and of a voice reach the voices, in phonemes where they take them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrate.errors import InputError
from narrate.model import Chapter, EpisodeInfo, Paragraph, Script, Source
from narrate.pronouncing import find_lexicon, find_pronunciations, find_tongues
from narrate.text.plan import Pauses, plan_utterances
from narrate.tts.base import VoiceProfile
from narrate.tts.profile import load_profile
from tests.conftest import Run

TEXT = "Ask Nguyen and Zorbax about it, and then ask {Quux|/kʊks/} again.\n"


def test_a_voice_gets_phonemes_or_respellings(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("Zorbax\tzor backs\n", encoding="utf-8")
    plain = VoiceProfile("hum", "tone", lexicon=str(own))
    profiles = {"joe": load_profile("joe"), "hum": plain}
    spoken = find_pronunciations(profiles, find_lexicon("en-US", None))
    assert spoken["joe"]("Nguyen met Zorbax") == "[[wˈɪn|Nguyen]] met Zorbax"
    assert spoken["hum"]("Nguyen met Zorbax") == "win met zor backs"
    assert spoken["hum"]("{Quux|/kʊks/} of [[ˈa|b]]") == "Quux of b"


def test_a_projects_lexicons_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talks").mkdir()
    named = tmp_path / "named.tsv"
    for path, spoken in (("lexicon.tsv", "one"), ("talks/lexicon.tsv", "two")):
        (tmp_path / path).write_text(f"Zorbax\t{spoken}\n", encoding="utf-8")
    named.write_text("Zorbax\tthree\n", encoding="utf-8")
    beside = Source("talk.txt", b"", Path("talks/talk.txt"))
    assert find_lexicon("en", None).apply("Zorbax") == "one"
    assert find_lexicon("en", beside).apply("Zorbax") == "two"
    assert find_lexicon("en", beside, [named]).apply("Zorbax") == "three"
    with pytest.raises(InputError, match=r"missing\.tsv"):
        find_lexicon("en", None, [tmp_path / "missing.tsv"])


def test_captions_show_what_is_written(narrate: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "lexicon.tsv").write_text("Zorbax\t/zɔːɹbˈæks/\n", encoding="utf-8")
    code, _, errors = narrate("make", "talk.txt", "--voice", "espeak", "--format", "wav")
    assert code == 0, errors
    cue = json.loads((tmp_path / "out/talk/timeline.json").read_text("utf-8"))["cues"][0]
    assert cue["text"] == "Ask Nguyen and Zorbax about it, and then ask Quux again."
    assert cue["phonemes"] == [
        {"word": "Nguyen", "ipa": "wˈɪn"},
        {"word": "Zorbax", "ipa": "zɔːɹbˈæks"},
        {"word": "Quux", "ipa": "kʊks"},
    ]
    assert " ".join(word["text"] for word in cue["words"]) == cue["text"]


def test_a_profiles_lexicon_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "anna.toml").write_text('engine = "tone"\nlexicon = "anna.tsv"\n', "utf-8")
    assert load_profile(str(tmp_path / "anna.toml")).lexicon == str(tmp_path / "anna.tsv")


def test_a_guest_with_a_voice_of_another_language_speaks_that_language() -> None:
    german = "Im Jahr 2024 waren es 3,5 Millionen, und das ist für unsere Stadt sehr viel gewesen."
    english = "It was 2024, and it cost five dollars, which is not a lot for what you get."
    said = (Paragraph(english, "Ann"), Paragraph(german, "Jan"), Paragraph(english, "Bob"))
    script = Script(EpisodeInfo(language="en"), (Chapter("", said),))
    cast = {"*": "espeak", "Jan": "pyttsx3:de", "Bob": "pyttsx3:fr"}
    assert find_tongues(script, cast) == {"pyttsx3:de": "de"}
    assert find_tongues(script, cast | {"Jan": "espeak"}) == {}
    plan = plan_utterances(
        script, cast, Pauses(), dict.fromkeys(cast.values(), str), find_tongues(script, cast)
    )
    assert ["zweitausend" in utterance.spoken for utterance in plan] == [False, True, False]
