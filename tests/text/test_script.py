"""script.md: round trip without loss, other Markdown, errors with their place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.model import Chapter, EpisodeInfo, Paragraph, Script
from narrate.text.read.markdown import is_markdown
from narrate.text.script import is_edited, read_script, write_script

CONTROL = [chr(n) for n in range(32)] + ["\x7f", "\x85", "\u2028", "\u2029", "\ufeff"]
characters = st.one_of(
    st.sampled_from("aB1 .,:;!?#*_`~<>[](){}|\\&-+=\"'/@$^%é你🙂"),
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters=CONTROL),
)
plain = st.text(characters, min_size=1, max_size=40).map(lambda t: " ".join(t.split()))
words = plain.filter(lambda t: t.strip() == t and t)
names = words.filter(lambda t: not t.endswith(":"))
ANNOUNCED = ["", "headings", "titles"]


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    chapters = []
    count = 0
    for n in range(draw(st.integers(1, 3))):
        paragraphs = []
        for _ in range(draw(st.integers(1, 3))):
            count += 1
            speaker = draw(st.one_of(st.just(""), names))
            paragraphs.append((draw(words), speaker, f"p{count}"))
        title = draw(st.one_of(st.just(""), words)) if n == 0 else draw(words)
        chapters.append(Chapter(title, tuple(Paragraph(t, s, id=i) for t, s, i in paragraphs)))
    info = EpisodeInfo(title=draw(words), author=draw(st.one_of(st.just(""), words)))
    voices = draw(st.dictionaries(names, st.sampled_from(["joe", "espeak"]), max_size=2))
    return Script(info, tuple(chapters), tuple(voices.items()), draw(st.sampled_from(ANNOUNCED)))


def without_lines(script: Script) -> Script:
    chapters = tuple(
        Chapter(c.title, tuple(Paragraph(p.text, p.speaker, id=p.id) for p in c.paragraphs))
        for c in script.chapters
    )
    return Script(script.info, chapters, script.voices, script.announce, script.drops)


@settings(max_examples=200)
@given(scripts())
def test_a_script_comes_back_as_it_was(script: Script) -> None:
    assert without_lines(read_script(write_script(script), "script.md")) == script


@settings(max_examples=200)
@given(scripts())
def test_writing_is_stable(script: Script) -> None:
    once = write_script(script)
    assert write_script(read_script(once, "script.md")) == once
    assert is_markdown(once)
    assert not is_edited(once)
    assert is_edited(once + "one more paragraph\n")


ARTICLE = """---
title: From the front matter
date: 2026-03-01
cover: art/front.png
layout: post
---

# A heading

Some *emphasis*, a [link](https://example.org) and `code`. <!-- not for the ear -->

## First part

> A quotation.

- one
- two with **bold**

```
not spoken
```

### Below

| a | b |
|---|---|
| c | d |

**Note:** read this.
"""


def test_any_markdown_with_headings_is_a_script() -> None:
    script = read_script(ARTICLE, "article.md")
    assert script.info.title == "From the front matter"
    assert script.info.date == "2026-03-01"
    assert str(script.info.cover) == "art/front.png"
    assert [c.title for c in script.chapters] == ["", "First part"]
    assert [p.text for p in script.paragraphs] == [
        "Some emphasis, a link and code.",
        "A quotation.",
        "one",
        "two with bold",
        "Below",
        "a, b",
        "c, d",
        "Note: read this.",
    ]
    assert {p.speaker for p in script.paragraphs} == {""}
    assert {(d.line, d.reason) for d in script.drops} == {(10, "HTML"), (19, "code block")}
    assert script.announce == "headings"


def test_turns_of_other_markdown_become_speakers() -> None:
    text = "# Talk\n\n**Ann:** Hello.\n**Bob**: Hi.\n\nStill Bob.\n\n**Ann:** Bye.\n\n**Bob:** Bye."
    script = read_script(text, "talk.md")
    assert [(p.speaker, p.text) for p in script.paragraphs] == [
        ("Ann", "Hello."),
        ("Bob", "Hi."),
        ("Bob", "Still Bob."),
        ("Ann", "Bye."),
        ("Bob", "Bye."),
    ]


def test_who_has_a_voice_speaks_if_only_once() -> None:
    script = read_script("---\nvoices:\n  Ann: tone\n---\n\n**Ann:** Hi.\n\n**Note:** x.\n", "x.md")
    assert [(p.speaker, p.text) for p in script.paragraphs] == [("Ann", "Hi."), ("Ann", "Note: x.")]


def test_parts_open_with_their_first_chapter() -> None:
    text = "# Part I\n\n## One\n\na\n\n## Two\n\nb\n\n# Part II\n\nc\n"
    titles = [c.title for c in read_script(text, "book.md").chapters]
    assert titles == ["Part I: One", "Two", "Part II"]


def test_ids_survive_edits() -> None:
    blocks = ("---\nnarrate: 1\n---", "# T", "kept {#p2}", "new", "copied {#p2}")
    text = "\n\n".join((*blocks, "noted {#p7} <!-- ok -->\n"))
    script = read_script(text, "script.md")
    assert [(p.id, p.text) for p in script.paragraphs] == [
        ("p2", "kept"),
        ("p1", "new"),
        ("p3", "copied"),
        ("p7", "noted"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: [a\n---\n\n# T\n\nx\n", "script.md, line 3: front matter"),
        (
            "---\ntitle: T\nnarrate: 1\n\n# T\n\nx\n",
            "script.md, line 1: front matter: it has no end",
        ),
        ("---\nanounce: true\nnarrate: 1\n---\n\nx\n", "line 2: front matter: 'anounce' is no key"),
        ("# T\n\nx\n\n<!-- a\n\ny\n", "script.md, line 5: a note is never closed"),
        ("---\n- a\n---\n\nx\n", "script.md, line 2: front matter must be"),
        ("---\ntitle: T\nvoices: joe\n---\n\nx\n", "script.md, line 3: front matter: voices must"),
        ("---\nannounce: perhaps\n---\n\nx\n", "script.md, line 2: front matter: announce must"),
        ("# Only a title\n", "no text to speak"),
    ],
)
def test_bad_scripts_are_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_script(text, "script.md")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@settings(max_examples=100)
@given(scripts(), st.data())
def test_an_edit_of_one_paragraph_keeps_all_ids(script: Script, data: st.DataObject) -> None:
    written = write_script(script)
    ids = [paragraph.id for paragraph in script.paragraphs]
    edited = data.draw(st.sampled_from(ids))
    rows = written.split("\n")
    place = next(n for n, row in enumerate(rows) if row.endswith(f"{{#{edited}}}"))
    rows[place] = rows[place].replace(f" {{#{edited}}}", f" and more {{#{edited}}}")
    rows[place + 1 : place + 1] = ["", "A new paragraph.", ""]
    found = read_script("\n".join(rows), "script.md")
    assert [p.id for p in found.paragraphs if p.id in ids] == ids
    assert len({p.id for p in found.paragraphs}) == len(ids) + 1


OURS = "---\ntitle: T\nnarrate: 1\n---\n\n# T\n\n## One\n\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("A b. {#p1}\nC d. {#p2}\n", ("A b. C d.",)),  # joined, with both ids left in
        ("a\n\n    b\n", ("a", "b")),  # indented, which is code elsewhere
        ("a<br>b\n", ("a b",)),
        ("a <!-- not\nheard --> b\n", ("a  b",)),
    ],
)
def test_hand_edits_lose_nothing(body: str, said: tuple[str, ...]) -> None:
    paragraphs = read_script(OURS + body, "script.md").paragraphs
    assert tuple(paragraph.text for paragraph in paragraphs) == said


def test_a_heading_without_its_space_opens_a_chapter_of_a_script() -> None:
    script = read_script(OURS + "a\n\n##Two\n\nb\n", "script.md")
    assert [chapter.title for chapter in script.chapters] == ["One", "Two"]


def test_footnotes_and_attributes_of_markdown_are_not_spoken() -> None:
    script = read_script("# T\n\n## One {#o .x}\n\nTwo m<sup>2</sup>[^a] here.\n\n[^a]: No.\n", "n")
    assert [chapter.title for chapter in script.chapters] == ["One"]
    assert [paragraph.text for paragraph in script.paragraphs] == ["Two m²[^a] here."]
    assert [drop.reason for drop in script.drops] == ["HTML", "HTML", "footnote"]


TURNS = """Ann: I had a letter from my brother.

Tom: Did he say why?

Ann: He said, "Ask mother." So I did.
"""


def _heard(text: str) -> list[tuple[str, str]]:
    script = read_script(text, "a.md")
    return [(each.speaker, each.text) for chapter in script.chapters for each in chapter.paragraphs]


def test_names_of_the_cast_in_plain_type_are_speakers_and_not_spoken() -> None:
    text = (
        "---\nvoices: {Ann: joe}\n---\n# The letter\n\nIt was late.\n"
        "Ann: I had a letter.\nTom: Did he say why?\n\n**Ann:** He did.\n\n"
        "Note: they are twins.\n\nTom: Really?\n"
    )
    assert _heard(text) == [
        ("", "It was late."),
        ("Ann", "I had a letter."),
        ("Tom", "Did he say why?"),
        ("Ann", "He did."),
        ("Ann", "Note: they are twins."),
        ("Tom", "Really?"),
    ]


def test_names_in_plain_type_are_text_where_no_voices_tell_of_them() -> None:
    text = "# Colours\n\nRed: warm.\n\nWe like it.\n\nBlue: cold, and so on.\n\nRed: again.\n"
    assert {speaker for speaker, _ in _heard(text)} == {""}


@pytest.mark.parametrize("front", ["---\ntitle: The letter\n---\n", "# The letter\n\n", ""])
def test_a_short_dialogue_below_a_title_is_a_transcript(front: str) -> None:
    assert not is_markdown(front + TURNS)
