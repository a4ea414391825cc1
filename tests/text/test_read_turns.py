"""Names and times are told from other words, and one person's spellings are one speaker."""

from collections import Counter

import pytest

from narrate.text.read import read_transcript
from narrate.text.read.marks import clock_seconds, parse_mark
from narrate.text.read.speakers import same_speakers


@pytest.mark.parametrize(
    ("text", "speaker", "start_s", "rest"),
    [
        ("Ada Park  00:12", "Ada Park", 12.0, ""),
        ("Ada Park\t1:02:03", "Ada Park", 3723.0, ""),
        ("[00:01:02] Ada Park: Hello.", "Ada Park", 62.0, "Hello."),
        ("00:01:02 - Ada Park: Hello.", "Ada Park", 62.0, "Hello."),
        ("Ada Park (00:12): Hello.", "Ada Park", 12.0, "Hello."),
        ("Ada Park [00:12] Hello.", "Ada Park", 12.0, "Hello."),
        ("[Ada Park] 10:02:11", "Ada Park", 36131.0, ""),
        ("Speaker 1: Hello.", "Speaker 1", None, "Hello."),
        ("ADA: Hello.", "ADA", None, "Hello."),
        (">> ADA: Hello.", "ADA", None, "Hello."),
        ("**Ada Park:** Hello.", "Ada Park", None, "Hello."),
        ("**Ada Park**: Hello.", "Ada Park", None, "Hello."),
        ("Ada Park (guest): Hello.", "Ada Park", None, "Hello."),
        ("Ludwig van der Rohe: Hello.", "Ludwig van der Rohe", None, "Hello."),
        ("张三：你好。", "张三", None, "你好。"),
        ("0:12", "", 12.0, ""),
        ("(0:12 - 0:15)", "", 12.0, ""),
        ("0:12 hello", "", 12.0, "hello"),
    ],
)
def test_marks(text: str, speaker: str, start_s: float | None, rest: str) -> None:
    mark = parse_mark(text)
    assert mark is not None
    assert (mark.speaker, mark.start_s, text[mark.end :]) == (speaker, start_s, rest)


@pytest.mark.parametrize(
    "text",
    ["Hello there.", "https://example.com", "10:30am is early", "3:2 was the score", "Note: no."],
)
def test_no_marks(text: str) -> None:
    assert parse_mark(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "We met at six.\nThen I said it: never again.\nAnd that was that.",
        "There is one rule here.\nPatience: you need it.\nThat is all.",
        "10:30 is when it starts.\nI was there at nine.\nNobody came.",
        "Chapter 1: the end.\nStep 2: begin.\nNote: none.",
    ],
)
def test_prose_has_no_speakers(text: str) -> None:
    read = read_transcript(text, "x")
    assert not any(line.speaker or line.start_s is not None for line in read.lines)
    assert "\n".join(line.text for line in read.lines) == text


def test_spellings_of_one_person() -> None:
    counts = Counter(["KAREN HAO", "Karen Hao", "Karen", "Dr. Karen Hao", "Hao", "Tom", "Tom"])
    found = same_speakers(counts)
    assert set(found.values()) == {"Karen Hao", "Tom"}


def test_a_first_name_that_two_share_stays_apart() -> None:
    found = same_speakers(Counter(["Karen Hao", "Karen Ruiz", "Karen"]))
    assert set(found.values()) == {"Karen Hao", "Karen Ruiz", "Karen"}


def test_capitals_are_written_as_names_are() -> None:
    assert same_speakers(Counter(["CLARA O'NEIL-WIECK"])) == {
        "CLARA O'NEIL-WIECK": "Clara O'Neil-Wieck"
    }


@pytest.mark.parametrize(
    ("clock", "seconds"), [("0:12", 12.0), ("01:02:03.500", 3723.5), ("01:02:03,5", 3723.5)]
)
def test_clocks(clock: str, seconds: float) -> None:
    assert clock_seconds(clock) == seconds


def test_words_that_fill_lines_of_unpunctuated_speech_are_nobody() -> None:
    said = ["so we looked at the", "UI", "and then", "GPT", "came along OK", "GPT", "UI", "again"]
    said += ["there were", "all 10", "of them and", "a 405", "which is what we wanted to see"]
    read = read_transcript("\n".join(said), "talk.txt")
    assert [line.text for line in read.lines] == said
    assert not any(line.speaker for line in read.lines)


def test_a_blank_before_a_colon_tells_no_name_where_all_marks_have_one() -> None:
    print_like = ["Organization : it was , they said , a matter of course .", "We agreed , too ."]
    print_like += ["Organization : it took , in the end , many more years .", "That was all ."]
    read = read_transcript("\n".join(print_like), "print.txt")
    assert [line.text for line in read.lines] == print_like
    french = ["Marie : Bonjour, Paul. Tu vas bien ?", "Paul : Oui, merci. Et toi ?", "Marie : Oui."]
    read = read_transcript("\n".join(french), "entretien.txt")
    assert [line.speaker for line in read.lines] == ["Marie", "Paul", "Marie"]


@pytest.mark.parametrize("blank", ["", "\n"])
def test_rare_marks_in_a_long_text_are_no_speakers(blank: str) -> None:
    said = [f"and then we walked on past house number {n}" for n in range(5000)]
    for n in (700, 1900, 2800, 4400):
        said[n] = "Tourism Sites: the modern flag of the city"
        said[n + 1] = f"[{'women' if n % 200 else 'it was'}] unlike what I had ever seen."
        said[n + 2] = "Both General Sheridan and"
        said[n + 3] = f"{blank}stood there for a while, and then it went away."
    for n in range(40):
        said[100 * n] = f"{'U.S.' if n % 3 else 'H.'} Reese walked on and on."
    said[2500] = f"\n{said[2500]}"
    read = read_transcript("\n".join(said), "book.txt")
    assert not [drop for drop in read.drops if "speaker" in drop.reason]
    assert not any(line.speaker for line in read.lines)


@pytest.mark.parametrize(
    "ending", ["Mr Hawley said", "over a second", "after 18 months", "Ott said"]
)
def test_ends_of_lines_of_speech_are_no_heads_of_messages(ending: str) -> None:
    """A long speech wrapped without marks ends lines by chance as threads and chats do."""
    row = "we went down to the mill and saw the wheel"
    name = "Ada Lunn" if ending[-4:] != "said" else row
    rows = [line for n in range(4) for line in (*[f"{row} {n}"] * 90, name, ending)]
    read = read_transcript("\n".join(rows), "t")
    assert not {drop.reason for drop in read.drops} & {"time", "notice of the chat"}
    assert not any(line.speaker for line in read.lines)
