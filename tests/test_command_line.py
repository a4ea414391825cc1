"""What stands on the command line or in narrate.toml, right and wrong, and how help lists it."""

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def talk(narrate: Run) -> None:  # its folder
    Path("talk.md").write_text("# T\n\n## One\n\nWords here.\n\n## Two\n\nAnd here.\n", "utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("make", "talk.md", "--rate", "9"), "'--rate': 9.0 is not in the range"),
        (("make", "talk.md", "--format", "ogg"), "'ogg' is not one of"),
        (("make", "talk.md", "--frobnicate"), "No such option"),
        (("make", "talk.md", "--chapter-minutes", "0-0"), "is not MIN-MAX"),
        (("make", "talk.md", "--chapter-minutes", "9-3"), "is not MIN-MAX"),
        (("make", "talk.md", "--chapter-minutes", "nan-3"), "is not MIN-MAX"),
        (("make", "talk.md", "--chapter-minutes", "inf-"), "is not MIN-MAX"),
        (("make", "talk.md", "-o", "x.mp3", "--format", "m4b"), "are not the same"),
        (("make",), "Missing argument"),
        (("chapters", "talk.md", "--format", "json"), "--format"),
        (("chapters", "talk.mp3", "--plot", "x.png"), "--plot"),
        (("chapters", "talk.mp3", "--json"), "--format json"),
        (("nothing",), "No such command"),
    ],
)
def test_wrong_use_is_one_line(narrate: Run, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = narrate(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
    assert err.rstrip().endswith("--help")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[make]\nformat = "ogg"\n', "narrate.toml: [make] Invalid value for '--format'"),
        ('[make]\ncover = ["x.png"]\n', "[make] `cover` takes one value"),
        ("[make]\nbit-rate = true\n", "[make] `bit-rate` takes one value"),
        ('[make]\nde-ess = "yes"\n', "[make] `de-ess` takes true or false"),
        ('[make]\ninputs = "x"\n', "[make] has no option `inputs`"),
        ("[make]\npeak_dbtp = -3\n", "[make] has no option `peak_dbtp`"),
    ],
)
def test_what_is_wrong_in_narrate_toml_is_told(narrate: Run, table: str, message: str) -> None:
    Path("narrate.toml").write_text(table, "utf-8")
    code, _, err = narrate("make", "talk.md", "--dry-run")
    assert code in (1, 2)
    assert message in err
    assert len(err.splitlines()) == 1


def test_narrate_toml_has_options_by_the_names_that_users_know(narrate: Run) -> None:
    table = 'voice = "tone"\r\n[make]\r\nformat = "flac"\r\nhigh_pass = 80\r\npeak = -3\r\n'
    Path("narrate.toml").write_bytes(b"\xef\xbb\xbf" + table.encode())
    code, out, err = narrate("make", "talk.md", "--dry-run")
    assert code == 0, err
    assert "talk.flac" in out
    code, out, _ = narrate("make", "talk.md", "--dry-run", "-o", "x.m4b")
    assert (code, "x.m4b" in out) == (0, True)  # the command line counts more


def test_help_lists_options_by_section(narrate: Run) -> None:
    _, out, _ = narrate("make", "--help")
    headings = [line for line in out.splitlines() if line.endswith(":") and line[0] != " "]
    assert headings[:3] == ["Options:", "About the episode:", "Chapters:"]
    assert out.index("Music:") < out.index("--chime") < out.index("Machine:") < out.index("--store")


def test_a_dry_run_finds_what_is_missing(narrate: Run) -> None:
    code, _, err = narrate("make", "talk.md", "--voice", "tone", "--dry-run", "--intro", "no.wav")
    assert code == 1
    assert err == "narrate: no.wav: cannot be decoded: No such file or directory\n"


def test_a_misspelt_name_of_a_cast_is_told(narrate: Run) -> None:
    Path("two.vtt").write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:03.000 --> 00:04.000\n<v Bob>Hi.\n"
    )
    _, _, err = narrate("script", "two.vtt", "--cast", "Anne=tone")
    assert "--cast Anne: nobody of that name speaks in this text; it has Ann, Bob" in err
    _, _, err = narrate(
        "script", "two.vtt", "--voice", "joe", "--cast", " ANN = tone", "-o", "s.md"
    )
    assert "  Ann: tone\n  Bob: joe\n" in Path("s.md").read_text("utf-8"), err
    _, _, err = narrate("script", "two.vtt", "--cast", "Anne=tone", "--cast", "*=tone")
    assert "--cast Anne" in err
    _, _, err = narrate(
        "script", "two.vtt", *("--cast", "Ann=tone", "--cast", "Bob=tone"), "--cast", "Cy=tone"
    )
    assert "--cast" not in err  # a show's whole cast may be given for each of its episodes


def test_names_in_a_cast_may_fit_several_and_need_no_capitals(narrate: Run) -> None:
    front = "---\nvoices:\n  dr. lee: tone\n  Cyd: espeak\n---\n# Two\n\n"
    turns = ("Dr. Lee", "Dr. Ek", "Bo (host)", "Dr. Ek", "Bo (host)")
    Path("two.md").write_text(front + "\n\n".join(f"**{who}:** Hello." for who in turns))
    wishes = ("--cast", "Dr. Ek=joe", "--cast", "D?. *=kumo", "--cast", "bo (*=mika")
    code, out, err = narrate("script", "two.md", *wishes)
    assert code == 0
    assert "\n  Dr. Lee: kumo\n  Dr. Ek: joe\n  Bo (host): mika\n" in out
    assert "voices:" not in err
    _, out, err = narrate("script", "two.md")
    assert "\n  Dr. Lee: tone\n" in out
    assert "voices: Cyd: nobody of that name speaks in this text; it has Dr. Lee, Dr. Ek" in err


def test_tables_end_no_line_in_blanks(narrate: Run) -> None:
    for command in (("voices",), ("make", "talk.md", "--voice", "tone", "--dry-run")):
        _, out, _ = narrate(*command)
        assert out == "".join(f"{line.rstrip()}\n" for line in out.splitlines())


def test_where_samples_cannot_be_written_one_line_says_so(narrate: Run) -> None:
    Path("file").touch()
    code, _, err = narrate("voices", "tone", "--samples", "file/x")
    assert code == 1
    assert err == "narrate: file/x: cannot write there (Not a directory); choose another place\n"


def test_a_script_counts_more_than_narrate_toml_and_less_than_the_command_line(
    narrate: Run,
) -> None:
    Path("narrate.toml").write_text(
        'author = "Show"\nalbum = "All"\nvoice = "tone"\nchapters = "none"\ncast = "Bob=tone"\n'
    )
    voices = "voices:\n  '*': espeak\n  Ann: tone~low\n  Bob: tone~deep\n"
    talk = "## One\n\n**Ann:** Hi.\n\n## Two\n\n**Bob:** Yes.\n"
    Path("x.md").write_text(f"---\nauthor: Ann\n{voices}---\n\n{talk}", "utf-8")
    _, out, err = narrate("script", "x.md")
    assert err == ""
    for told in ("author: Ann\n", "album: All\n", "Bob: tone~deep\n", "## Two"):
        assert told in out
    _, out, _ = narrate("script", "x.md", "--author", "Cy", "--voice", "tone")
    assert "author: Cy\n" in out
    assert "Ann: tone\n" in out
