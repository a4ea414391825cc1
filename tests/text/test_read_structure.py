"""Headings, lists, quotations, captions and pages: what is mark-up and what is speech."""

import pytest

from narrate.model import Line, Transcript
from narrate.text.clean import clean_lines
from narrate.text.read import read_transcript
from narrate.text.read.html import is_html
from narrate.text.script import read_script


def read(text: str) -> Transcript:
    return clean_lines(read_transcript(text, "x.txt"))


def spoken(text: str) -> list[str]:
    return [line.text for line in read(text).lines]


PROSE = "\n\nIt was the third night of the storm, and nobody had lit the lamp.\n\n"


@pytest.mark.parametrize(
    "heading",
    ["CHAPTER I", "Chapter 12: The Storm", "Part Two", "IV.", "Prologue", "THE STORM", "The Storm"],
)
def test_headings_that_stand_alone(heading: str) -> None:
    text = f"{PROSE * 2}{heading}{PROSE * 2}"
    assert [line.text for line in read(text).lines if line.heading] == [heading]


@pytest.mark.parametrize(
    "line",
    ["The storm came.", "and the storm", "“The Storm”", "What storm?", "Dear all,", "暴风雨来了。"],
)
def test_lines_that_are_no_headings(line: str) -> None:
    text = f"{PROSE * 2}{line}{PROSE * 2}"
    assert not any(line.heading for line in read(text).lines)


def test_a_double_spaced_transcript_has_no_headings() -> None:
    text = "\n\n".join(["Hello and welcome", "Today we talk about bridges", "They hum"] * 5)
    assert not any(line.heading for line in read(text).lines)


def test_bullets_and_rules() -> None:
    assert spoken("We need:\n- a saw\n- a nail that\n  is long\n\n* * *\n\nThat is all.") == [
        "We need:",
        "a saw",
        "a nail that",
        "is long",
        "That is all.",
    ]


@pytest.mark.parametrize(
    "text",
    ["It is two\n* three, as they say\nand so on.", "He went\n- or so she said\n- to the sea."],
)
def test_marks_inside_a_sentence_are_no_bullets(text: str) -> None:
    assert "\n".join(spoken(text)) == text


@pytest.mark.parametrize("word", ["Thanks.", "home.", "share", "next?", "download.", "comments."])
def test_the_last_word_of_a_broken_sentence_is_no_label(word: str) -> None:
    text = f"Share\nCopy link\n\nSo this is how one day we all went\n{word}\nAnd then we slept."
    assert word in spoken(text)


def test_quoted_mail_and_captions_that_open_with_the_same_sign() -> None:
    assert spoken("> One two\n> three.\n>> Four.\n> Five.\nSix.") == [
        *("One two", "three.", "Four.", "Five.", "Six."),
    ]
    assert [line.speaker for line in read(">> ANN: Yes.\n>> BOB: No.\n>> ANN: Oh.").lines] == [
        *("Ann", "Bob", "Ann"),
    ]


def test_refrains_are_said_as_often_as_they_are_sung() -> None:
    song = [
        "Row, row, row your boat",
        "Gently down the stream",
        "Row, row, row your boat",
        "Merrily",
    ]
    assert spoken("\n".join(song)) == song


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01,000 --> 00:00:02,000\nOne\n00:00:02,000 --> 00:00:03,000\nTwo",
        "1\n00:00:01.000 --> 00:00:02.000\nOne\n2\n00:00:02.000 --> 00:00:03.000\nTwo",
        "1\n0:0:1,0 -> 0:0:2,0 X1:1 X2:2\nOne\n\n7\n0:0:2,0 --> 0:0:3,0\n\nTwo",
        "WEBVTT\n\n00:01.000 --> 00:02.000 x:0\n<c.x>One</c>\n\nid\n00:02.000 --> 00:03.000\nTwo",
    ],
)
def test_captions_that_break_the_rules(text: str) -> None:
    lines = read(text).lines
    assert [(line.text, line.start_s, line.end_s) for line in lines] == [
        ("One", 1.0, 2.0),
        ("Two", 2.0, 3.0),
    ]


def test_numbers_that_are_spoken_in_captions_stay() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:02,000 --> 00:00:03,000\nis the answer."
    )
    assert spoken(text) == ["42", "is the answer."]


def test_a_page_without_a_main_part_is_read_whole() -> None:
    page = "<html><body><nav>Home</nav><div>One <b>t</b>wo<br>three</div><p>Four</p></body></html>"
    assert spoken(page) == ["One two", "three", "Four"]


def test_speakers_on_a_page() -> None:
    page = "<div><p><b>Ann:</b> Yes.</p><p><b>Bob:</b> No.</p><p><b>Ann:</b> Oh.</p></div>"
    assert [(line.speaker, line.text) for line in read(page).lines] == [
        *(("Ann", "Yes."), ("Bob", "No."), ("Ann", "Oh.")),
    ]


@pytest.mark.parametrize("text", ["I <3 you.", "if a < b and b > c", "<music> plays"])
def test_text_with_angle_brackets_is_no_page(text: str) -> None:
    assert not is_html(text)


def test_a_title_above_a_timed_line_is_a_heading() -> None:
    text = "0:00 so welcome\n0:04 to the show\nChapter 2: Wells\n0:12 about the book\n0:15 I think"
    lines = read(text).lines
    assert [line.text for line in lines if line.heading] == ["Chapter 2: Wells"]
    assert [line.start_s for line in lines] == [0, 4, None, 12, 15]


def test_long_captions_of_a_panel_hold_no_titles() -> None:
    rows = ["So it was,", "they said", "Ann", "John went"]
    text = "\n".join(f"0:{n:02}\n{rows[n % 4]}\n{rows[n % 3]}" for n in range(10, 20))
    assert not any(line.heading for line in read(text).lines)


def test_what_is_said_under_the_word_summary_is_kept() -> None:
    lines = read("ANN: We need one.\n\nBOB: Yes.\n\nSummary\n\nANN: So.\n\nBOB: I agree.").lines
    assert [line.text for line in lines] == ["We need one.", "Yes.", "Summary", "So.", "I agree."]


def test_one_line_is_enough() -> None:
    assert read("Hello.").lines == (Line(1, "Hello."),)


def test_numbered_items_stay_numbered_and_apart() -> None:
    lines = read("We do this:\n1. Buy milk\n2. Go home\n3. Sleep\nand that is all.").lines
    assert [line.text for line in lines if line.opens] == ["1. Buy milk", "2. Go home", "3. Sleep"]
    assert not any(line.opens for line in read("It was\n2. no, three of them.\nYes.").lines)


def test_names_in_capitals_above_what_is_said() -> None:
    lines = read("ANN\nGood morning to you.\nBOB LEE\nIs it?\nANN\nIt was.\nBOB LEE\nOh.").lines
    assert [(line.speaker, line.text) for line in lines] == [
        *(("Ann", "Good morning to you."), ("Bob Lee", "Is it?"), ("Ann", "It was.")),
        ("Bob Lee", "Oh."),
    ]


def test_a_word_of_speech_that_fills_a_line_is_no_label_of_notes() -> None:
    said = [f"and then we went on to the pier number {n}" for n in range(30)]
    text = "\n".join(["Ann: so let us begin", *said, "questions", *said, "Ben: yes", "Ann: no"])
    read = read_transcript(text, "x")
    assert "questions" in [line.text for line in read.lines]


def test_a_heading_that_the_text_says_too_is_no_speaker() -> None:
    said = [f"the organization met for the {n}th time at the pier" for n in range(90)]
    text = "\n".join(["Organization:", *said, "Organization:", *said])
    read = read_transcript(text, "x")
    assert not read.drops


@pytest.mark.parametrize("turn", ["{}: {}", "**{}:** {}", "{}:\n\n{}", "{} (00:12):\n\n{}"])
@pytest.mark.parametrize("cut_off", ["Yes, yes, I", "Then the bus", "That is what we're"])
def test_a_turn_that_is_cut_off_is_no_heading(turn: str, cut_off: str) -> None:
    names = ["Ann Lee", "Bob Ray"] * 6
    said = [f"I went there {n} times, and liked it." for n in range(12)]
    said[6] = cut_off
    told = "\n\n".join(turn.format(name, text) for name, text in zip(names, said, strict=True))
    lines = read(told).lines
    assert [line.speaker for line in lines] == names
    assert not any(line.heading for line in lines)


def test_a_turn_by_a_mark_is_no_heading() -> None:
    told = [f">> I went there {n} times, and liked it." for n in range(12)]
    assert not any(line.heading for line in read("\n\n".join([*told, ">> So, yes", *told])).lines)


def test_a_name_that_stands_but_once_in_captions_speaks_up_to_the_next_dash() -> None:
    cues = ["ANN: It snowed.", "And then it froze.", "- Did it?", "It did."]
    rows = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n" for n, cue in enumerate(cues, 1))
    assert [line.speaker for line in read("\n".join(rows)).lines] == ["Ann", "Ann", "", ""]


@pytest.mark.parametrize("said", ["42", "Thanks.", "Subscribe.", "Home", "Next"])
def test_captions_hold_no_buttons(said: str) -> None:
    cues = ["How many?", said, "Like", "Share", "Indeed."]
    rows = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n" for n, cue in enumerate(cues, 1))
    assert said in spoken("\n".join(rows))


def test_a_block_of_code_that_nobody_closed_ends_at_the_next_blank_line() -> None:
    text = "# Walls\n\nBefore it.\n\n```\nx = 1\n\nBelow it.\n\n## Roof\n\nAt last."
    script = read_script(text, "x.md")
    assert [p.text for p in script.paragraphs] == ["Before it.", "Below it.", "At last."]


def test_headings_that_tell_who_speaks_and_when() -> None:
    times = ["00:00 - 00:12", "00:12 - 00:31", "00:31 - 00:33", "00:33 - 00:50"]
    turns = (
        f"### Speaker {n % 2 + 1} ({time})\n\nYes, {n} of them." for n, time in enumerate(times)
    )
    lines = read("# Talk\n\n" + "\n\n".join(turns)).lines
    assert [line.speaker for line in lines] == ["Speaker 1", "Speaker 2"] * 2
    assert [line.start_s for line in lines] == [0, 12, 31, 33]


def test_what_is_said_on_the_row_of_its_times_is_no_setting_of_a_cue() -> None:
    rows = ["00:01.0 --> 00:02.0 Ann Lee: Snow.", "00:03.0 --> 00:04.0 align:start line:5% Ice."]
    assert spoken("\n".join(rows)) == ["Ann Lee: Snow.", "Ice."]


def test_a_cell_of_several_rows_stays_with_who_says_it() -> None:
    table = 'speaker,time,text\nAnn,0:01,"So the boat,\nthe ""whole"" boat."\nBen,0:04,Yes.\n'
    said = [(line.speaker, line.text) for line in read(table).lines]
    assert said == [("Ann", "So the boat,"), ("Ann", 'the "whole" boat.'), ("Ben", "Yes.")]
