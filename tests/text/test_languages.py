"""Markup languages are told by their signs, and ordinary text has none."""

from pathlib import Path

import pytest

from narrate.text.read import decode_text
from narrate.text.read.languages import find_language
from narrate.text.read.markdown import is_markdown

CORPUS = Path(__file__).parents[1] / "data" / "transcripts"
MARKED = {
    "interview.tex": "LaTeX",
    "latex-play.tex": "LaTeX",
    "talk.adoc": "AsciiDoc",
    "talk.org": "Org",
    "talk.rst": "reStructuredText",
    "wiki-page.wiki": "MediaWiki",
    "wiki-speech.txt": "MediaWiki",
}


def language_of(text: str) -> str:
    found = find_language(text)
    return found.name if found else ""


@pytest.mark.parametrize("name", MARKED)
def test_a_language_is_recognised(name: str) -> None:
    assert language_of((CORPUS / name).read_text(encoding="utf-8")) == MARKED[name]


def test_no_other_layout_is_taken_for_one() -> None:
    others = (p for p in CORPUS.iterdir() if p.suffix not in (".golden", ".md", ".markdown"))
    found = {p.name: language_of(decode_text(p.read_bytes(), p.name)) for p in others}
    assert {name: told for name, told in found.items() if told} == MARKED


@pytest.mark.parametrize(
    "text",
    [
        "# Bees\n\nA bee is *small*.\n\n## Wings\n\nIt has [four](https://example.org).\n",
        "# Notes\n\n* one\n* two\n    * three\n\n```python\n.. no\n```\n",
        "---\nvoices:\n  Ann: joe\n---\n\n# A\n\n[0:01] a\n\n[0:02] b\n\n[0:03] c\n",
        "# A\n\n**Ann:** [0:01] so. {#p1}\n\n**Bob:** [0:02] so. {#p2}\n\n[0:03] no. {#p3}\n",
    ],
)
def test_markdown_that_is_no_transcript_is_a_script(text: str) -> None:
    assert not language_of(text)
    assert is_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "He said: in LaTeX you write \\section{A} and that is all.\nI never do.",
        "It's 'so' and ''so'' and [[so]], he said.\n== and then ==\nAnn: Yes.",
        "We ran it :: and it `worked`.\nAnn: Yes.\nBob: ===\n",
        "* one\n* two\n** three\n** four\n",
        "= 5 apples\nand so on\n",
    ],
)
def test_ordinary_text_has_no_language(text: str) -> None:
    assert not language_of(text)
