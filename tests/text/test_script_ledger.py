"""Nothing of a Markdown source is unaccounted for."""

from hypothesis import given
from hypothesis import strategies as st

from narrate.text.script import read_script
from narrate.text.script_ledger import keep_script_ledger
from tests.text.lost import lost_entries

blocks = st.sampled_from(
    [
        "## A heading",
        "Plain words of a paragraph.",
        "With *emphasis*, a [link](https://example.org/a_b) and `code`.",
        "**Ann:** A turn.",
        "- one\n- two",
        "> quoted\n> twice",
        "```\nnot spoken\n```",
        "| a | b |\n|---|---|\n| c | d |",
        "<!-- a note -->",
        "An id {#p7}",
        "![picture](x.png) beside words",
        "1984\\. It was &amp; will be.",
        "Two\nlines.",
    ]
)


@given(st.lists(blocks, max_size=8))
def test_every_character_is_spoken_or_has_a_reason(parts: list[str]) -> None:
    source = "\n\n".join(["---\ntitle: T\n---\n\n# T", *parts, "The end."]) + "\n"
    script = read_script(source, "x.md")
    entries = [*keep_script_ledger(source, script)]
    assert lost_entries(entries) == ()
    assert sorted("".join(e.text for e in entries)) == sorted("".join(source.split()))


def test_reasons_are_told() -> None:
    source = "---\ntitle: T\n---\n\n# T\n\nHello <b>there</b>.\n\n```\nx\n```\n"
    entries = [*keep_script_ledger(source, read_script(source, "x.md"))]
    assert [(e.line, e.text, e.reason) for e in entries] == [
        (1, "---", "front matter"),
        (2, "title:T", "front matter"),
        (3, "---", "front matter"),
        (5, "#", "mark-up"),
        (5, "T", "title"),
        (7, "Hello", ""),
        (7, "<b>", "HTML"),
        (7, "there", ""),
        (7, "</b>", "HTML"),
        (7, ".", ""),
        (9, "```", "code block"),
        (10, "x", "code block"),
        (11, "```", "code block"),
    ]


def test_names_of_speakers_are_not_spoken_but_other_bold_words_are() -> None:
    source = "**Ann:** Yes.\n\n**Note:** so.\n\n**Ann:** No.\n"
    entries = [*keep_script_ledger(source, read_script(source, "x.md"))]
    names = [e.text for e in entries if e.reason == "name of the speaker"]
    spoken = [e.text for e in entries if not e.reason]
    assert names == ["Ann", "Ann"]
    assert spoken == ["Yes.", "Note", "so.", "No."]
