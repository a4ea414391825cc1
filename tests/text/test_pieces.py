"""Pieces: sentences as they stand, but several at once where they are tiny and many."""

from __future__ import annotations

from narrate.model import Paragraph
from narrate.text.chapters import make_chapters
from narrate.text.pieces import Pieces


def test_sentences_are_pieces_with_their_places() -> None:
    pieces = Pieces([Paragraph("We sat down. We ate."), Paragraph("Then we left.")])
    assert list(pieces) == ["We sat down.", "We ate.", "Then we left."]
    assert [pieces.place(n) for n in range(3)] == [(0, 0), (0, 13), (1, 0)]


def test_many_tiny_sentences_are_gathered_and_none_is_lost() -> None:
    texts = ["Yes. No. " * 900 + "Yes.", *["OK."] * 400, "So. " * 60 + "So."]
    pieces = Pieces([Paragraph(text) for text in texts])
    assert "".join(pieces).replace(" ", "") == "".join(texts).replace(" ", "")
    assert len(pieces) < 150
    for n in range(len(pieces)):
        paragraph, start = pieces.place(n)
        within = pieces.place(n - 1)[0] == paragraph if n else False
        assert within or start == 0  # what spans paragraphs ends where one does


def test_turns_of_a_word_are_all_in_chapters() -> None:
    turns = [
        Paragraph("Right." if n % 3 else "OK.", "Ann" if n % 2 else "Ben") for n in range(2500)
    ]
    chapters = make_chapters(turns, "3")
    assert [p.text for c in chapters for p in c.paragraphs] == [turn.text for turn in turns]
