from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.model import Paragraph
from narrate.text.chapters import ChapterLengths, make_chapters

EXAMPLE = Path(__file__).parents[2] / "examples" / "karen-hao.txt"
GARDEN = (
    "We planted tomatoes in the garden this spring. The tomatoes need water every morning. "
    "Good soil keeps the garden moist. Compost feeds the soil and the tomatoes. "
    "Slugs came into the garden at night. We put beer traps around the tomatoes for the slugs. "
    "By summer the garden was full of ripe tomatoes. "
)
TRAINS = (
    "Now let's move on to the railway. The night train to Vienna runs again. "
    "The railway bought new sleeping cars for the train. Tickets for the night train are cheap. "
    "A locomotive pulls the sleeping cars over the Alps. The railway wants more night trains. "
    "Passengers love the sleeping cars on the railway. "
)


def speech() -> str:
    """The bundled talk without the page furniture above it, lines joined."""
    return " ".join(EXAMPLE.read_text(encoding="utf-8").splitlines()[3:])


def words_of(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [word for paragraph in paragraphs for word in paragraph.text.split()]


def test_the_bundled_talk_breaks_where_a_person_would_break_it() -> None:
    chapters = make_chapters([Paragraph(speech(), "Karen Hao")])
    assert 3 <= len(chapters) <= 5
    openings = [chapter.paragraphs[0].text for chapter in chapters]
    assert openings[0].startswith("Because Chinese companies")
    assert any(text.startswith("And so now the question is") for text in openings)
    assert any(text.startswith("I do think it actually should be central") for text in openings)


def test_the_bundled_talk_gets_titles_that_say_something() -> None:
    titles = [c.title for c in make_chapters([Paragraph(speech(), "Karen Hao")])]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(2 <= len(title.split()) <= 7 for title in titles)
    assert not any(title.startswith("Chapter ") for title in titles)


def test_nothing_is_lost_and_ids_are_new_where_a_paragraph_is_divided() -> None:
    paragraph = Paragraph(GARDEN * 2 + TRAINS * 2, "Ann", id="p1", line=4)
    chapters = make_chapters([paragraph], "2")
    parts = [part for chapter in chapters for part in chapter.paragraphs]
    assert len(chapters) == 2
    assert chapters[1].paragraphs[0].text.startswith("Now let's move on to the railway.")
    assert words_of(tuple(parts)) == paragraph.text.split()
    assert [part.id for part in parts] == ["p1", "p2"]
    assert {part.speaker for part in parts} == {"Ann"}


def test_times_of_a_divided_paragraph_follow_its_text() -> None:
    paragraph = Paragraph(GARDEN * 2 + TRAINS * 2, start_s=10.0, end_s=110.0)
    first, second = (c.paragraphs[0] for c in make_chapters([paragraph], "2"))
    assert (first.start_s, second.end_s) == (10.0, 110.0)
    assert first.end_s == second.start_s
    assert second.start_s is not None
    assert 50.0 < second.start_s < 70.0


def test_headings_open_chapters() -> None:
    paragraphs = [
        Paragraph("Hello.", id="p1"),
        Paragraph("One.", heading="News", id="p2"),
        Paragraph("More.", id="p3"),
        Paragraph("Two.", heading="News", id="p4"),
    ]
    chapters = make_chapters(paragraphs)
    assert [chapter.title for chapter in chapters] == ["Introduction", "News", "News (2)"]
    assert [len(chapter.paragraphs) for chapter in chapters] == [1, 2, 1]


@pytest.mark.parametrize(
    ("language", "headings", "title"),
    [
        ("de", ["", "Ernte"], "Einleitung"),
        ("ru-RU", ["", "Урожай"], "Введение"),
        ("ja", ["", "収穫"], "はじめに"),
        ("fr", ["", "Introduction"], "Opening"),
        ("xx", ["", "Ko"], "Introduction"),
    ],
)
def test_what_stands_above_headings_is_called_in_the_texts_language(
    language: str, headings: list[str], title: str
) -> None:
    paragraphs = [Paragraph(f"p{n}", GARDEN, heading=h) for n, h in enumerate(headings)]
    assert make_chapters(paragraphs, language=language)[0].title == title


def test_topics_are_found_even_where_there_are_headings() -> None:
    paragraphs = [Paragraph(GARDEN * 2, heading="All of it"), Paragraph(TRAINS * 2)]
    titles = [chapter.title for chapter in make_chapters(paragraphs, "topics")]
    assert "All of it" not in titles


def test_none_makes_one_chapter_without_a_title() -> None:
    (chapter,) = make_chapters([Paragraph("Hello."), Paragraph("Bye.")], "none")
    assert chapter.title == ""
    assert len(chapter.paragraphs) == 2


def test_a_short_remark_is_one_chapter_which_needs_no_title() -> None:
    (chapter,) = make_chapters([Paragraph("We are back next week. Thanks for listening.")])
    assert chapter.title == ""


def test_no_text_makes_no_chapters() -> None:
    assert make_chapters([]) == ()


@pytest.mark.parametrize("mode", ["seven", "0", "-2", "1.5", ""])
def test_unknown_ways_are_refused(mode: str) -> None:
    with pytest.raises(InputError, match="use auto, headings, topics, none or a number"):
        make_chapters([Paragraph("Hello.")], mode)


def test_headings_are_not_invented() -> None:
    with pytest.raises(InputError, match="no headings"):
        make_chapters([Paragraph("Hello.")], "headings")


def test_chapters_keep_to_the_wanted_length() -> None:
    paragraph = Paragraph((GARDEN + TRAINS) * 8)
    chapters = make_chapters([paragraph], lengths=ChapterLengths(1.0, 2.0))
    sizes = [len(words_of(chapter.paragraphs)) for chapter in chapters]
    assert len(sizes) > 3
    assert all(150 <= size <= 300 for size in sizes)


def test_many_short_chapters_can_be_wanted() -> None:
    chapters = make_chapters([Paragraph((GARDEN + TRAINS) * 20)], lengths=ChapterLengths(None, 0.8))
    assert all(len(words_of(chapter.paragraphs)) <= 120 for chapter in chapters)


def test_impossible_lengths_are_refused() -> None:
    talk = [Paragraph((GARDEN + TRAINS) * 4)]
    with pytest.raises(InputError, match="shortest chapter cannot be longer"):
        make_chapters(talk, lengths=ChapterLengths(3.0, 2.0))
    with pytest.raises(InputError, match="cannot be divided into chapters of these lengths"):
        make_chapters(talk, lengths=ChapterLengths(1.9, 2.0))


def test_speech_without_punctuation_is_divided_too() -> None:
    flat = (GARDEN * 4 + TRAINS * 4).lower().replace(".", "").replace("'", "")
    chapters = make_chapters([Paragraph(flat)], "2")
    assert len(chapters) == 2
    assert words_of(chapters[0].paragraphs + chapters[1].paragraphs) == flat.split()
    assert 0.4 < len(words_of(chapters[0].paragraphs)) / len(flat.split()) < 0.7


def test_other_languages_get_titles_of_their_nouns() -> None:
    german = "Der Garten braucht Wasser. Die Tomaten wachsen im Garten. " * 20
    chapters = make_chapters([Paragraph(german)], "2", "de")
    first, second = (chapter.title for chapter in chapters)
    assert first != second
    assert all(title.startswith("Garten und ") for title in (first, second))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=300).filter(str.strip), min_size=1, max_size=6),
    st.sampled_from(["auto", "topics", "1", "3", "9"]),
)
def test_no_word_is_lost_whatever_the_text(texts: list[str], mode: str) -> None:
    paragraphs = [Paragraph(text, id=f"p{i}") for i, text in enumerate(texts, start=1)]
    chapters = make_chapters(paragraphs, mode)
    parts = tuple(part for chapter in chapters for part in chapter.paragraphs)
    letters = "".join(words_of(tuple(paragraphs)))  # "你好。再见。" is two sentences, and one word
    assert "".join(words_of(parts)) == letters
    titles = [chapter.title.casefold() for chapter in chapters]
    assert all(titles) or len(titles) == 1
    assert len(set(titles)) == len(titles)
    assert len({part.id for part in parts}) == len(parts)


def test_a_chapter_opens_with_a_paragraph_that_an_author_set() -> None:
    texts = [GARDEN * 2, f"It was late in the year. {TRAINS * 2}"]
    guessed = make_chapters([Paragraph(text) for text in texts], "2")
    set_apart = make_chapters([Paragraph(text, authored=True) for text in texts], "2")
    assert guessed[1].paragraphs[0].text.startswith("Now let's move on")
    assert set_apart[1].paragraphs[0].text == texts[1]
