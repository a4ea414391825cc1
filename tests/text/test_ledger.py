"""Every character of a source is spoken, or dropped with its line and a reason."""

import html
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import Transcript
from narrate.text.clean import Cleaning, clean_lines
from narrate.text.ledger import Entry, keep_ledger, lost_entries
from narrate.text.paragraphs import join_paragraphs
from narrate.text.read import decode_text, read_transcript

CORPUS = Path(__file__).parents[1] / "data" / "transcripts"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix not in (".golden", ".md"))
EVERYTHING = Cleaning(non_speech=True, fillers=True, stutters=True, sponsors=True)


def ledger_of(text: str, cleaning: Cleaning | None = None) -> tuple[Transcript, tuple[Entry, ...]]:
    transcript = clean_lines(read_transcript(text, "x"), cleaning)
    return transcript, keep_ledger(text, transcript, join_paragraphs(transcript))


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("cleaning", [None, EVERYTHING], ids=["default", "everything"])
def test_every_layout_is_accounted_for(path: Path, cleaning: Cleaning | None) -> None:
    text = decode_text(path.read_bytes(), path.name)
    transcript, ledger = ledger_of(text, cleaning)
    assert not lost_entries(ledger)
    assert any(not entry.reason for entry in ledger)
    if transcript.form not in ("json", "html", "srt", "vtt"):  # no entities: letter for letter
        assert letters("".join(entry.text for entry in ledger)) == letters(text)


def test_a_small_ledger() -> None:
    _, ledger = ledger_of("ANN: So an exam-\nple [laughs] of it.\nBOB: I see.\nANN: Yes.")
    assert ledger == (
        Entry(1, "ANN:", "name of the speaker"),
        Entry(1, "So an exam"),
        Entry(1, "-", "hyphen at the end of a line"),
        Entry(2, "ple"),
        Entry(2, "[laughs]", "not speech"),
        Entry(2, "of it."),
        Entry(3, "BOB:", "name of the speaker"),
        Entry(3, "I see."),
        Entry(4, "ANN:", "name of the speaker"),
        Entry(4, "Yes."),
    )


def test_a_hyphen_before_what_is_dropped() -> None:
    _, ledger = ledger_of("An exam- [laughs] [music]\nple.")
    assert Entry(1, "-", "hyphen at the end of a line") in ledger
    assert not lost_entries(ledger)


def test_a_lost_word_would_be_seen() -> None:
    text = "One two three.\nFour five six."
    transcript = read_transcript(text, "x")
    paragraph = join_paragraphs(transcript)[0]
    short = Transcript(transcript.lines[:1])
    assert lost_entries(keep_ledger(text, transcript, join_paragraphs(short)))
    assert lost_entries(keep_ledger("One two three.", transcript, (paragraph,)))


pieces = st.sampled_from(
    [
        *("00:01", "[00:00:02]", "0:03 - 0:05", "Ann:", "BOB:", "Ann Lee  00:12", "**Ann:**", ">>"),
        *("> ", "- ", "• ", "1.", "CHAPTER I.", "***", "_so_", "exam-", "ple", "the the", "um,"),
        *("[Music]", "(laughs)", "♪ la ♪", "Share", "1.2K views", "12 seconds", "Title: A", "Q:"),
        *("<i>x</i>", "&amp;", "-->", "00:00:01,000 --> 00:00:02,000", "WEBVTT", "NOTE", "你好。"),
        *("Yes.", "I think", "we said so", "Into it", "“no”", "…", "{\\an8}", "<v Ann>", "[", "um"),
        *(
            "*** START OF THE PROJECT GUTENBERG EBOOK",
            "On Monday wrote:",
            "this show is",
            "Speaker 1",
        ),
    ]
)
rows = st.lists(pieces | st.text(st.characters(exclude_categories=["C"]), max_size=12), max_size=5)
sources = st.lists(rows.map(" ".join), min_size=1, max_size=25).map("\n".join)


@settings(max_examples=300)
@given(sources, st.sampled_from([None, EVERYTHING]))
def test_any_text_is_accounted_for(source: str, cleaning: Cleaning | None) -> None:
    text = decode_text(f"x {source}".encode(), "x")
    _, ledger = ledger_of(text, cleaning)
    assert not lost_entries(ledger)
    assert [entry.line for entry in ledger] == sorted(entry.line for entry in ledger)


words = st.text(st.sampled_from("abcé<&\"'我 "), min_size=1, max_size=20).filter(str.strip)


@given(st.lists(words, min_size=1, max_size=8))
def test_every_word_of_a_page_or_record_is_spoken(texts: list[str]) -> None:
    page = "<html><body><p>First.</p>" + "".join(f"<p>{html.escape(t)}</p>\n" for t in texts)
    record = json.dumps({"segments": [{"start": 0, "text": t} for t in texts]}, indent=1)
    for source, first in ((page + "</body></html>", "First."), (record, "")):
        _, ledger = ledger_of(source)
        assert not lost_entries(ledger)
        told = "".join(entry.text for entry in ledger if entry.reason in ("", "page furniture"))
        assert told == first + letters("".join(texts))
