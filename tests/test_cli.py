"""The command as users call it: results, messages, exit codes; failures as well as successes."""

import io
import json
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from narrate import casting
from narrate.tts.profile import load_profile

TALK = "# A talk\n\n## One\n\nThe first thing to say.\n\n## Two\n\nAnd the second thing.\n"
Run = Callable[..., tuple[int, str, str]]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    path.write_text(TALK, encoding="utf-8")
    return path


def files_under(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_make_writes_an_episode_and_what_belongs_to_it(narrate: Run, talk: Path) -> None:
    code, out, err = narrate("make", talk, "--voice", "tone")
    assert code == 0, err
    assert files_under(Path("out")) == {
        "talk/talk.mp3",
        "talk/script.md",
        "talk/timeline.json",
    }
    assert "out/talk/talk.mp3" in out
    assert "0:00  One" in out
    assert "LUFS" in out


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus", "flac", "wav"])
def test_every_format_reads_back(narrate: Run, talk: Path, form: str) -> None:
    assert narrate("make", talk, "--voice", "tone", "-o", f"x.{form}", "--author", "Zoë")[0] == 0
    code, out, _ = narrate("inspect", f"x.{form}", "--json")
    found = json.loads(out)
    assert code == 0
    assert [chapter["title"] for chapter in found["chapters"]] == ["One", "Two"]
    assert found["tags"]["title"] == "A talk"
    assert found["tags"]["artist"] == "Zoë"
    assert found["loudness"]["integrated_lufs"] == pytest.approx(-16, abs=0.5)
    assert found["loudness"]["true_peak_dbtp"] <= -1
    timeline = json.loads(Path("x.timeline.json").read_text(encoding="utf-8"))
    for mark, chapter in zip(timeline["chapters"], found["chapters"], strict=True):
        assert chapter["start_s"] == pytest.approx(mark["start_s"], abs=0.002)
    assert found["duration_s"] == pytest.approx(timeline["duration_s"], abs=0.05)


def test_inspect_prints_for_people_too(narrate: Run, talk: Path) -> None:
    narrate("make", talk, "--voice", "tone", "-o", "x.mp3")
    code, out, _ = narrate("inspect", "x.mp3")
    assert code == 0
    assert "Chapters" in out
    assert "One" in out
    assert "For ACX   no: " in out
    assert "bit rate 96 kbit/s is under 192" in " ".join(out.split())


def test_an_episode_of_someone_else_is_not_replaced_unasked(narrate: Run, talk: Path) -> None:
    Path("out/talk").mkdir(parents=True)
    Path("out/talk/talk.mp3").write_bytes(b"a song")
    code, _, err = narrate("make", talk, "--voice", "tone")
    assert code == 1
    assert "--overwrite" in err
    assert Path("out/talk/talk.mp3").read_bytes() == b"a song"
    assert narrate("make", talk, "--voice", "tone", "--overwrite")[0] == 0
    assert Path("out/talk/talk.mp3").read_bytes() != b"a song"


def test_an_edited_script_is_spoken_and_never_lost(narrate: Run, talk: Path) -> None:
    narrate("make", talk, "--voice", "tone")
    script = Path("out/talk/script.md")
    edited = script.read_text(encoding="utf-8").replace("## Two", "## Second") + "\nOne more.\n"
    script.write_text(edited, encoding="utf-8")
    code, out, _ = narrate("make", script)
    assert code == 0
    assert "Second" in out
    assert "3 clips from earlier runs" in out
    assert script.read_text(encoding="utf-8") == edited
    code, _, err = narrate("make", talk, "--voice", "tone", "-o", "out", "--format", "wav")
    assert code == 1
    assert "was edited" in err
    assert script.read_text(encoding="utf-8") == edited
    assert narrate("make", talk, "--voice", "tone", "--overwrite")[0] == 0
    assert Path("out/talk/script.1.md").read_text(encoding="utf-8") == edited


def test_retag_changes_what_is_asked_and_keeps_the_sound(narrate: Run, talk: Path) -> None:
    narrate("make", talk, "--voice", "tone", "-o", "x.flac", "--author", "Ann")
    samples = decode(Path("x.flac"))
    script = Path("x.script.md")
    script.write_text(script.read_text(encoding="utf-8").replace("## Two", "## 第二"), "utf-8")
    assert narrate("retag", "x.flac", "--from", script, "--title", "New")[0] == 0
    found = json.loads(narrate("inspect", "x.flac", "--json")[1])
    assert [chapter["title"] for chapter in found["chapters"]] == ["One", "第二"]
    assert (found["tags"]["title"], found["tags"]["artist"]) == ("New", "Ann")
    assert decode(Path("x.flac")) == samples
    code, out, _ = narrate("chapters", "x.flac")
    assert (code, out.splitlines()[0]) == (0, "0:00 One")
    assert narrate("chapters", "x.flac", "--format", "json", "-o", "c.json")[0] == 0
    assert narrate("retag", "x.flac", "--from", "c.json")[0] == 0
    assert narrate("retag", "x.flac")[0] == 2


def decode(path: Path) -> bytes:
    with av.open(str(path)) as container:
        return b"".join(frame.to_ndarray().tobytes() for frame in container.decode(audio=0))


def test_script_and_standard_input(narrate: Run, transcript: Path) -> None:
    code, out, _ = narrate("script", transcript, "--voice", "tone")
    assert code == 0
    assert "**Karen Hao:** " in out
    Path("s.md").write_text(out, encoding="utf-8")
    code, again, _ = narrate("script", "s.md", "-o", "-")
    assert (code, again) == (0, out)
    assert not Path("-").exists()
    code, _, said = narrate("make", "s.md", "-o", "-")
    assert code == 2
    assert "a file or a folder" in said


def test_dry_run_writes_nothing(narrate: Run, talk: Path) -> None:
    code, out, _ = narrate("make", talk, "--voice", "tone", "--dry-run")
    assert code == 0
    assert "out/talk/talk.mp3" in out
    assert "Length" in out
    assert not Path("out").exists()


def test_verbose_lists_what_is_not_spoken(narrate: Run, transcript: Path) -> None:
    for arguments in (("-v", "script", transcript), ("script", transcript, "-v")):
        _, _, err = narrate(*arguments)
        assert "line 3: 'Podcast Appearances'" in err


def test_quiet_prints_nothing(narrate: Run, talk: Path) -> None:
    assert narrate("-q", "make", talk, "--voice", "tone") == (0, "", "")


def test_voices_are_listed_and_tried(narrate: Run) -> None:
    code, out, _ = narrate("voices")
    assert code == 0
    for name in ("joe", "espeak", "system", "tone"):
        assert name in out
    listed = json.loads(narrate("voices", "--json")[1])
    assert {"name", "engine", "language", "license", "missing", "works"} <= listed[0].keys()
    code, out, _ = narrate("voices", "tone", "--say", "Good morning.", "-o", "x.wav")
    assert code == 0
    assert Path("x.wav").stat().st_size > 10_000


def test_broken_voices_are_named_and_the_others_listed(narrate: Run) -> None:
    Path("voices").mkdir()
    Path("voices/a.toml").write_text("engine = ", encoding="utf-8")
    Path("voices/b.toml").write_bytes(b"\xff")
    Path("voices/c.toml").write_text('engine = "pipper"', encoding="utf-8")
    code, out, err = narrate("voices", "--json")
    assert code == 1
    assert {"joe", "tone"} <= {voice["name"] for voice in json.loads(out)}
    starts = ("a.toml: not a TOML file", "b.toml: cannot be read", "c.toml: voice 'c': unknown")
    for line, start in zip(err.splitlines(), starts, strict=True):
        assert line.startswith(f"narrate: {Path('voices') / start}")
    assert narrate("say", "Hello.", "--voice", "tone", "-o", "x.wav")[0] == 0
    assert narrate("voices", "tone")[0] == 0
    assert narrate("voices", "b")[0] == 1


def test_each_voice_speaks_into_a_file(narrate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    listed = tuple(map(load_profile, ("openai", "tone")))
    monkeypatch.setattr(casting, "sort_profiles", lambda: (listed, ()))
    code, out, _ = narrate("voices", "--samples", "a/tries")
    lacking, made = out.splitlines()
    assert code == 0
    assert lacking.startswith("openai: set OPENAI_API_KEY")
    assert made.startswith(str(Path("a/tries/tone.wav")))
    assert {path.name for path in Path("a/tries").iterdir()} == {"tone.wav"}


def test_say_writes_a_file(narrate: Run) -> None:
    assert narrate("say", "Good morning.", "--voice", "tone", "-o", "x.wav")[0] == 0
    assert files_under(Path()) >= {"x.wav"}


def test_say_reads_standard_input_and_tells_what_is_spelled(
    narrate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "He said Привет, мир to me, and that was all."
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, out, err = narrate("say", "-", "--voice", "espeak", "-o", "x.wav")
    assert (code, out.startswith("x.wav: "), len(err.splitlines())) == (0, True, 1)
    assert "'espeak' reads no Cyrillic: 2 words are spelled" in err


def test_a_dry_run_tells_of_the_cast(narrate: Run) -> None:
    Path("x.txt").write_text("Ann: I ask you.\n\nBo: Привет, and hello.\n" * 3, "utf-8")
    code, _, err = narrate(
        "make", "x.txt", "--cast", "Zed=espeak", "--cast", "*=espeak", "--dry-run"
    )
    assert code == 0
    assert "--cast Zed: nobody of that name speaks" in err
    assert "'espeak' reads no Cyrillic" in err


def test_say_finds_a_voice_for_the_language(narrate: Run) -> None:
    code, out, err = narrate("say", "Доброе утро, как дела?", "-o", "x.wav")
    assert (code, "pyttsx3:ru" in out, "reads no" in err) == (0, True, False)


def test_pronunciations_are_for_the_voice_alone(narrate: Run, tmp_path: Path) -> None:
    Path("voices/lexicons").mkdir(parents=True)
    Path("voices/lexicons/en.tsv").write_text("Hao\tHow\n", encoding="utf-8")
    Path("x.txt").write_text("I met {Nguyen|win} and Hao. ", encoding="utf-8")
    assert narrate("make", "x.txt", "--voice", "tone", "-o", "x.wav")[0] == 0
    cue = json.loads(Path("x.timeline.json").read_text(encoding="utf-8"))["cues"][0]
    assert (cue["text"], cue["spoken"]) == ("I met Nguyen and Hao.", "I met win and How.")


def test_every_character_is_accounted_for(narrate: Run, transcript: Path) -> None:
    code, out, err = narrate("script", transcript, "--ledger")
    assert code == 0
    assert not out.splitlines()[1].startswith("2\tspoken")
    rows = [line.split("\t") for line in out.splitlines()]
    source = transcript.read_text(encoding="utf-8")
    assert "".join("".join(row[2].split()) for row in rows) == "".join(source.split())
    assert "unexplained" not in err
    assert narrate("script", transcript, "--unsure")[0] == 0


def test_kept_clips_are_counted(narrate: Run, talk: Path) -> None:
    narrate("make", talk, "--voice", "tone")
    code, out, _ = narrate("cache", "--max-size", "1GB")
    assert code == 0
    assert "4 clips" in out
    pieces = re.search(r"\d+ encoded pieces", out)  # two, and two more of each gain tried before
    assert pieces
    kilobytes = sum(p.stat().st_size for p in Path("cache").rglob("*.clip")) // 1000 + 1
    assert f"dropped {pieces[0]}" in narrate("cache", "--max-size", f"{kilobytes}KB")[1]
    assert "dropped 4 clips" in narrate("cache", "--max-size", "1KB")[1]
    assert narrate("cache", "--max-size", "much")[0] == 2


def test_speakers_get_the_voices_they_are_given(narrate: Run, tmp_path: Path) -> None:
    Path("x.txt").write_text("Ann: Hello there.\nBob: Hi.\nAnn: Well.\nBob: Yes.\n", "utf-8")
    cast = ("--cast", "Ann=tone", "--cast", "*=tone~low")
    code, out, _ = narrate("make", "x.txt", *cast, "-o", "x.mp3")
    assert code == 0
    assert "tone (Ann)" in out
    assert "tone~low (Bob)" in out
    assert narrate("make", "x.txt", "--cast", "Ann")[0] == 2


def test_a_text_in_another_language_is_spoken_in_it(narrate: Run, tmp_path: Path) -> None:
    source = tmp_path / "abend.txt"
    source.write_text("Schönen guten Abend allerseits. Heute war viel los.\n", "utf-8")
    code, _, err = narrate("make", str(source))
    assert code == 0, err
    assert "espeak-ng speaks it, a plain voice" in err
    facts = json.loads(narrate("inspect", "out/abend/abend.mp3", "--json")[1])
    assert facts["tags"]["language"] == "deu"  # as ID3 has it
    _, told, _ = narrate("script", str(source), "--language", "en")
    assert "'*': pyttsx3" not in told


def test_a_script_names_a_voice_for_everyone_else(narrate: Run, tmp_path: Path) -> None:
    voices = "voices:\n  Ann: tone~low\n  '*': tone\nnarrate: 1"
    Path("x.md").write_text(f"---\n{voices}\n---\n\n**Ann:** Hi.\n\n**Bob:** Yes.\n", "utf-8")
    code, out, _ = narrate("make", "x.md", "-o", "x.mp3")
    assert code == 0
    assert "tone~low (Ann)" in out
    assert "tone (Bob)" in out


def test_defaults_come_from_narrate_toml(narrate: Run, talk: Path) -> None:
    Path("narrate.toml").write_text('[make]\nvoice = "tone"\nformat = "flac"\n', encoding="utf-8")
    assert narrate("make", talk)[0] == 0
    assert Path("out/talk/talk.flac").exists()
    Path("narrate.toml").write_text('[make]\nvoise = "tone"\n', encoding="utf-8")
    code, _, err = narrate("make", talk)
    assert code == 1
    assert "no option `voise`" in err


def test_a_default_that_stands_alone_is_a_list_of_one(narrate: Run) -> None:
    Path("x.txt").write_text("Ann: Hello there.\nBob: Hi.\nAnn: Well.\nBob: Yes.\n", "utf-8")
    Path("x.tsv").write_text("Hello\thullo\n", encoding="utf-8")
    table = '[script]\ncast = "Ann=tone"\nlexicon = "x.tsv"\n'
    Path("narrate.toml").write_text(table, encoding="utf-8")
    code, out, err = narrate("script", "x.txt")
    assert code == 0, err
    assert "Ann: tone" in out
    Path("narrate.toml").write_text("[script]\ncast = 3\n", encoding="utf-8")
    assert "SPEAKER=VOICE" in narrate("script", "x.txt")[2]


def test_characters_that_nobody_sees_are_listed(narrate: Run) -> None:
    Path("x.txt").write_text("One\u200b two.\nShare\nThree\u202e four.\n", encoding="utf-8")
    _, _, err = narrate("script", "x.txt", "-v")
    assert "not spoken, line 1: 'U+200B' (control or invisible character)" in err
    assert "not spoken, line 3: 'U+202E' (control or invisible character)" in err
    assert err.index("line 1") < err.index("line 2") < err.index("line 3")


def test_several_inputs_and_one_that_fails(narrate: Run, talk: Path) -> None:
    code, _, err = narrate("make", "missing.txt", talk, "--voice", "tone")
    assert code == 1
    assert "missing.txt: no such file" in err
    assert "1 of 2 inputs failed: missing.txt" in err
    assert Path("out/talk/talk.mp3").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("make", "missing.txt"), "missing.txt: no such file"),
        (("make", "."), "is a folder"),
        (("make", "talk.md", "--voice", "jo"), "joe"),
        (("make", "talk.md", "--cover", "talk.md"), "talk.md"),
        (("make", "talk.md", "--cover", "none.png"), "none.png"),
        (("make", "talk.md", "--voice", "tone", "--date", "yesterday"), "yesterday"),
        (("retag", "talk.md", "--title", "x"), "talk.md"),
        (("chapters", "missing.mp3"), "missing.mp3"),
        (("make", "talk.md", "-o", "x.aiff"), "narrate writes .mp3"),
        (("make", "empty.txt"), "empty.txt"),
        (("make", "picture.png"), "picture.png"),
        (("inspect", "talk.md"), "talk.md"),
        (("inspect", "missing.mp3"), "missing.mp3"),
        (("voices", "nobody"), "nobody"),
    ],
)
def test_failures_are_one_clear_line(
    narrate: Run, talk: Path, arguments: tuple[str, ...], message: str
) -> None:
    Path("empty.txt").write_text(" \n\n", encoding="utf-8")
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    before = files_under(Path())
    code, out, err = narrate(*arguments)
    assert code == 1
    assert message in err
    assert err.count("\n") == 1
    assert err.startswith("narrate: ")
    assert out == ""
    assert {f for f in files_under(Path()) - before if not f.startswith("cache")} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("make",),
        ("make", "x.txt", "--format", "aiff"),
        ("make", "x.txt", "--rate", "fast"),
        ("make", "x.txt", "--chapters", "some"),
        ("make", "x.txt", "--language", "English, please"),
        ("make", "a.txt", "b.txt", "-o", "x.mp3"),
        ("make", "x.txt", "--nonsense"),
        ("nonsense",),
        ("voices", "--say", "x"),
    ],
)
def test_wrong_usage_exits_with_2(narrate: Run, arguments: tuple[str, ...]) -> None:
    code, _, err = narrate(*arguments)
    assert code == 2
    assert "Traceback" not in err


def test_a_folder_that_cannot_be_written_is_found_before_work(narrate: Run, talk: Path) -> None:
    Path("blocked").write_text("a file where a folder should be", encoding="utf-8")
    code, _, err = narrate("make", talk, "--voice", "tone", "-o", "blocked")
    assert code == 1
    assert "cannot write there" in err
    assert not Path("cache/narrate/clips").exists()


def test_ctrl_c_keeps_clips_and_leaves_no_half_file(start_narrate: Start, tmp_path: Path) -> None:
    sentences = [f"This is sentence number {n} of a long text." for n in range(4000)]
    (tmp_path / "long.txt").write_text("\n".join(sentences), encoding="utf-8")
    process = start_narrate("make", "long.txt", "--voice", "espeak", "--chapters", "none")
    store = tmp_path / "cache" / "narrate" / "clips"
    deadline = time.monotonic() + 60
    while not any(store.rglob("*.clip")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=180)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert any(store.rglob("*.clip"))
    assert files_under(tmp_path / "out") == {"long/script.md"}
