"""Input made to break a reader gives a transcript or one clear line, and soon."""

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.text.clean import clean_lines
from narrate.text.paragraphs import join_paragraphs
from narrate.text.read import decode_text, read_transcript
from narrate.text.sentences import breathe, split_sentences

N = 20_000
PATTERNS = {
    "deep JSON": '{"segments":' * N + '"x"' + "}" * N,
    "one long word": "a" * N * 10,
    "one long line": "and we went on " * N,
    "no end of stops": ". " * N,
    "quotes that never close": "“a. B " * N,
    "brackets": "[music " * N,
    "parentheses": "(((laughs " * N,
    "asterisks": "*" * N + "x",
    "notes": "♪ la " * N,
    "stutter": "the " * N,
    "digits": "1" * N + ":00",
    "labels": "A: " * N,
    "names": "\n".join(f"Ann{n}: yes" for n in range(N)),
    "whole names": "\n".join(f"Ann Lee{n}  0:01" for n in range(N)),
    "times": "00:00 " * N,
    "quoted": "> " * N + "x",
    "arrows": "-->" * N,
    "hyphens": "a-\n" * N,
    "dashes": "- " * N,
    "blank lines": "x\n" + "\n" * N * 10 + "y",
    "deep piece of a page": "<div>" * N + "x</p>" + "</div>" * N,
    "deep page": "<html><body>" + "<div>" * N + "x</p>",
    "comments": "<html><body><p>x</p>" + "<!--" * N,
    "sections of no kind": "<html><body><p>x</p>" + "<![A b" * N,
    "blanks in reStructuredText": ".. note::\n\n   x\n\n:ref:`" + "\t" * N,
    "open tags": "<html><body><p>x</p>" + "<a href='" * N,
    "entities": "<html><body><p>x</p>" + "&#x" * N,
    "deep list": "[" * N,
    "deep object": '{"a":' * N,
    "captions": "00:00:01,000 --> 00:00:02,000\n" * (N // 10) + "x",
    "caption tags": "1\n00:00:01,000 --> 00:00:02,000\n" + "<i" * N,
    "rolling": "so we went on and on and on\n" * (N // 10),
    "bidi": "\u202e\u2066x\u2069\u202c " * N,
    "capitals": "CHAPTER I.\n\n" * (N // 10),
    "combining": "e" + "\u0301" * N,
    "emoji": "👩‍👩‍👧‍👦 " * N,
}


def read(data: bytes) -> None:
    try:
        text = decode_text(data, "x.txt")
        paragraphs = join_paragraphs(clean_lines(read_transcript(text, "x.txt")))
    except InputError as error:
        message = str(error)
    else:
        message = "x.txt: read"
        for paragraph in paragraphs:
            for sentence in split_sentences(paragraph.text):
                breathe(sentence)
    assert message.startswith("x.txt: ")
    assert "\n" not in message


@pytest.mark.parametrize("name", PATTERNS)
def test_hostile_patterns_do_not_hang(name: str) -> None:
    read(PATTERNS[name].encode())


fragments = st.sampled_from(
    [
        *"<>[]{}()\"'&;:-_*#>|\\/\n\r\t \x00\x1b\ud800\u202e\ufeff我é",
        *("-->", "<!--", "WEBVTT\n\n", "00:00:01,000 --> 00:00:02,000\n", "<html>", "<p>", "</p>"),
        *("&#xD800;", '{"segments":[', '{"text":"\\ud800"}', "]}", "CHAPTER I\n", "\n\n", "yes."),
        *("Ann: ", "ANN  00:01\n", "> ", ">> ", "[Music]", "*** START OF THE PROJECT GUTENBERG\n"),
    ]
)


@settings(max_examples=300)
@given(st.lists(fragments | st.text(max_size=4), max_size=60).map("".join))
def test_any_text_gives_a_transcript_or_a_clear_line(text: str) -> None:
    read(text.encode("utf-8", errors="surrogatepass"))


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_transcript_or_a_clear_line(data: bytes) -> None:
    read(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["segments", "text", "start", "end", "speaker", "offsets", "body", "x"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=200)
@given(json_values.map(json.dumps))
def test_any_json_gives_a_transcript_or_a_clear_line(text: str) -> None:
    read(text.encode())


def test_control_characters_hidden_in_escapes_do_not_reach_a_voice() -> None:
    hidden = "a\u202eb\x1b[31mc\x07"
    page = f"<html><body><p>{html.escape(hidden)} &#8238;&#7;d</p></body></html>"
    for source in (json.dumps({"segments": [{"text": hidden + " d"}]}), page):
        found = join_paragraphs(read_transcript(decode_text(source.encode(), "x"), "x"))
        assert [paragraph.text for paragraph in found] == ["abc d"]


def test_json_without_speech_says_so() -> None:
    with pytest.raises(InputError, match="no segments with text"):
        read_transcript('{"name": 1, "list": [1, 2]}', "x.json")


def test_tags_of_a_deep_piece_of_a_page_are_never_spoken() -> None:
    text = decode_text(PATTERNS["deep piece of a page"].encode(), "x")
    assert [p.text for p in join_paragraphs(read_transcript(text, "x"))] == ["x"]
