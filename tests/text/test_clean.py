"""What is not speech is dropped and listed; what a person said stays unless asked."""

from pathlib import Path

import pytest

from narrate.model import Drop, Transcript
from narrate.text.clean import Cleaning, clean_lines
from narrate.text.read import decode_text, read_transcript

KAREN_HAO = Path(__file__).parents[2] / "examples" / "karen-hao.txt"


def cleaned(text: str, cleaning: Cleaning | None = None) -> Transcript:
    return clean_lines(read_transcript(text, "x.txt"), cleaning)


def spoken(transcript: Transcript) -> list[str]:
    return [line.text for line in transcript.lines]


def test_the_header_of_a_speakers_page_is_not_spoken() -> None:
    found = cleaned(decode_text(KAREN_HAO.read_bytes(), "karen-hao.txt"))
    assert [drop.line for drop in found.drops] == [1, 2, 3]
    assert all(drop.reason for drop in found.drops)
    assert found.info.title == "Karen Hao: Podcast Appearances"
    assert found.info.author == "Karen Hao"
    assert {line.speaker for line in found.lines} == {"Karen Hao"}
    assert found.lines[0].text.startswith("Because Chinese companies")


def test_a_page_with_a_title_and_buttons() -> None:
    text = "The Long Way Home\nShare\nCopy link\n1.2K views\n\nIt was a long way home, he said."
    found = cleaned(text)
    assert spoken(found) == ["It was a long way home, he said."]
    assert found.info.title == "The Long Way Home"
    assert Drop(1, "The Long Way Home", "title") in found.drops


@pytest.mark.parametrize(
    "label",
    ["Share", "Copy link", "Show transcript", "12,345 views", "1.2K likes", "Advertisement"],
)
def test_labels_between_lines_are_dropped(label: str) -> None:
    found = cleaned(f"This is a line of speech,\n{label}\nand it goes on here.")
    assert found.drops == (Drop(2, label, "page furniture"),)
    assert spoken(found) == ["This is a line of speech,", "and it goes on here."]


@pytest.mark.parametrize(
    "line",
    [
        "Share this with a friend.",
        "We had 12,345 views and then some.",
        "I love (the music of) Bach.",
        "[He] said so, and see note [3].",
        "The score was (3) to (4).",
        "um, I I think the the plan is, you know, fine.",
        "This episode is brought to you by nobody.",
    ],
)
def test_what_people_say_stays(line: str) -> None:
    found = cleaned(f"First of all, a sentence.\n{line}")
    assert spoken(found)[1] == line
    assert not found.drops


@pytest.mark.parametrize(
    ("line", "left", "gone"),
    [
        ("[Music] Welcome back.", "Welcome back.", ["[Music]"]),
        (
            "So (laughs) I left [inaudible 00:03] then.",
            "So I left then.",
            ["(laughs)", "[inaudible 00:03]"],
        ),
        ("Yes. [upbeat music playing]", "Yes.", ["[upbeat music playing]"]),
        ("♪ la la la ♪ Hello.", "Hello.", ["♪ la la la ♪"]),
        ("Oh [ __ ] no.", "Oh no.", ["[ __ ]"]),
        ("Good night. (audience applause)", "Good night.", ["(audience applause)"]),
        ("Yes! (Sustained cheers, applause.)", "Yes!", ["(Sustained cheers, applause.)"]),
    ],
)
def test_sounds_that_are_not_speech(line: str, left: str, gone: list[str]) -> None:
    found = cleaned(f"A first line.\n{line}")
    assert spoken(found)[1] == left
    assert [drop.text for drop in found.drops] == gone
    kept = cleaned(f"A first line.\n{line}", Cleaning(non_speech=False))
    assert spoken(kept)[1] == line


@pytest.mark.parametrize(
    ("cleaning", "left"),
    [
        (Cleaning(fillers=True), "I I think the the umbrella is, no, uh-huh fine."),
        (Cleaning(stutters=True), "Um, I think the umbrella is, erm no, uh-huh fine."),
    ],
)
def test_fillers_and_stutters_go_when_asked(cleaning: Cleaning, left: str) -> None:
    line = "Um, I I think the the umbrella is, erm no, uh-huh fine."
    found = cleaned(f"A first line.\n{line}", cleaning)
    assert spoken(found)[1] == left
    assert found.drops


def test_sponsor_reads_go_when_asked() -> None:
    text = "A first line.\nThis episode is brought to you by Acme.\nAnd on we go."
    found = cleaned(text, Cleaning(sponsors=True))
    assert spoken(found) == ["A first line.", "And on we go."]
    assert [drop.reason for drop in found.drops] == ["sponsor"]


BREAD = "Bread is made of flour. The dough has to rest, and the oven has to be hot. " * 6


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "so that was it. This episode is brought\nto you by Acme Tea. I drink it\nall day. Go\n"
            "to acme.com slash show for\n20 percent off. Okay, so\nthe rivers. They are long.",
            "so that was it. Okay, so the rivers. They are long.",
        ),
        (
            "We begin. Today's sponsor is Lark. Lark makes beds. Visit lark.com for ten percent "
            "off. And now, back to the show. Rivers are long.",
            "We begin. Rivers are long.",
        ),
        ("Our sponsor in the senate was kind. We went home.",) * 2,
        (f"{BREAD}It was sponsored by nobody. {BREAD}".strip(),) * 2,
    ],
)
def test_a_sponsors_read_goes_from_its_first_sentence_to_its_last(text: str, kept: str) -> None:
    found = cleaned(text, Cleaning(sponsors=True))
    assert " ".join(spoken(found)) == kept
    assert {drop.reason for drop in found.drops} <= {"sponsor"}


def test_marks_around_a_break_for_ads_are_never_spoken() -> None:
    found = cleaned("One.\n[AD START]\nBuy tea.\n[AD END]\nTwo.")
    assert spoken(found) == ["One.", "Buy tea.", "Two."]
