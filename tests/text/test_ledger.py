"""Every character of a source is spoken, or dropped with its line and a reason."""

import csv
import html
import io
import json
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import Transcript
from narrate.text.clean import Cleaning, clean_lines
from narrate.text.ledger import Entry, keep_ledger
from narrate.text.paragraphs import join_paragraphs
from narrate.text.read import decode_text, read_transcript
from narrate.text.read.decode import strip_controls
from narrate.text.read.entities import unescape_signs
from narrate.text.read.jsontext import unescape
from narrate.text.read.languages import find_language
from narrate.text.read.mail import iterate_mail
from tests.text.lost import lost_entries

CORPUS = Path(__file__).parents[1] / "data" / "transcripts"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix not in (".golden", ".md"))
EVERYTHING = Cleaning(non_speech=True, fillers=True, stutters=True, sponsors=True)


def ledger_of(text: str, cleaning: Cleaning | None = None) -> tuple[Transcript, tuple[Entry, ...]]:
    transcript = clean_lines(read_transcript(text, "x"), cleaning)
    return transcript, (*keep_ledger(text, transcript, join_paragraphs(transcript)),)


_FULL_SIZE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", 2 * "0123456789")


def decoded(text: str, transcript: Transcript) -> str:
    """Return a source with its escapes or entities as the characters that they stand for."""
    if transcript.form == "json":
        return unescape(text)
    if transcript.form == "mail":
        return "\n".join(piece.text for piece in iterate_mail(text))
    marked = ("html", "ttml", "sami", "srt", "vtt")
    return html.unescape(text) if transcript.form in marked else text


def plain_letters(text: str) -> str:
    """Return the letters of a text, those of entities in tags and digits that are set high too."""
    while (bare := html.unescape(text)) != text:
        text = bare
    text = unescape_signs(text.translate(_FULL_SIZE))
    return letters(strip_controls(text).translate(_FULL_SIZE))


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("cleaning", [None, EVERYTHING], ids=["default", "everything"])
def test_every_layout_is_accounted_for(path: Path, cleaning: Cleaning | None) -> None:
    text = decode_text(path.read_bytes(), path.name)
    transcript, ledger = ledger_of(text, cleaning)
    assert not lost_entries(ledger)
    assert any(not entry.reason for entry in ledger)
    rows = groupby(ledger, key=lambda entry: entry.line)  # an entity never spans two lines
    told = "\n".join("".join(entry.text for entry in row) for _, row in rows)
    assert plain_letters(told) == plain_letters(decoded(text, transcript))


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


def test_equal_words_on_both_sides_of_a_tag() -> None:
    told = "the the 1{\\i1}1 the the"
    text = f"[Events]\nDialogue: 0,0:00:00.00,0:00:09.00,Main,Ann,0,0,0,,{told}"
    _, ledger = ledger_of(text, EVERYTHING)
    assert not lost_entries(ledger)
    assert [entry.text for entry in ledger if not entry.reason] == ["the 1", "1", "the"]


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
            *("From: a", "To: b", "Subject: c", "--", "Page 2 of 9", "start\ttext", "[AD START]"),
            *("[WIND HOWLING].", "Q. So?", "A. So.", "[00:00:02] - Ann Lee", "7"),
            *("Summary", "Action Items", "Transcript", "0:05", "Chapter 2: Worms", "Keywords"),
            *("CONTENTS", "[Illustration: a", "]", "[Footnote 1:", "[12]", "I. So . . . 5"),
        ),
    ]
)
rows = st.lists(pieces | st.text(st.characters(exclude_categories=["C"]), max_size=12), max_size=5)
sources = st.lists(rows.map(" ".join), min_size=1, max_size=25).map("\n".join)


EVERY = st.sampled_from([None, EVERYTHING])


def check(source: str, cleaning: Cleaning | None) -> Transcript:
    """See that a ledger holds all of a source, and what is spoken in the order of the script."""
    text = decode_text(source.encode(), "x")
    transcript = clean_lines(read_transcript(text, "x"), cleaning)
    paragraphs = join_paragraphs(transcript)
    ledger = [*keep_ledger(text, transcript, paragraphs)]
    assert not lost_entries(ledger)
    assert [entry.line for entry in ledger] == sorted(entry.line for entry in ledger)
    rows = groupby(ledger, key=lambda entry: entry.line)  # an entity never spans two lines
    told = "\n".join("".join(entry.text for entry in row) for _, row in rows)
    assert plain_letters(told) == plain_letters(decoded(text, transcript))
    spoken = "".join(entry.text for entry in ledger if not entry.reason)
    assert letters(spoken) == letters("".join(p.heading + p.text for p in paragraphs))
    return transcript


@settings(max_examples=300)
@given(sources, EVERY)
def test_any_text_is_accounted_for(source: str, cleaning: Cleaning | None) -> None:
    check(f"x {source}", cleaning)


posted = st.sampled_from(
    [
        *("10:02 <@ann> ", "10:02 * ann ", "10:02 -!- bob ", "[10:01:12] *** Joins: ", "* ann "),
        *(
            "<bob> ",
            "[14/03/24, 10:01:10] Ann: ",
            "14.03.24, 10:02 - Bob: ",
            "Ann, [14.03.2024 10:02]",
        ),
        *("15:01:39 From Ann to Everyone:", "[14/03/2024 10:02] ann", "Bob — Today at 10:02", ""),
        *(
            "Mar 14, 2024 10:02:11 AM",
            "Ann",
            "You said:",
            "Robot said:",
            "{Reactions}",
            "Tapbacks:",
        ),
        *("{0}{50}", "[0][50]", "00:00:05:"),
    ]
)


@settings(max_examples=150)
@given(st.lists(st.tuples(posted, rows), min_size=3, max_size=12), posted, EVERY)
def test_any_chat_is_accounted_for(
    found: list[tuple[str, list[str]]], most: str, cleaning: Cleaning | None
) -> None:
    """Most messages open in one way, as they do in a chat."""
    told = ((opening if n % 4 == 3 else most, text) for n, (opening, text) in enumerate(found))
    check("\n".join(f"{opening}x {' '.join(text)}\n{opening}" for opening, text in told), cleaning)


marked = st.sampled_from(
    [
        *("\\section{so", "\\textbf{Ann:}", "{", "}", "\\%", "% so", "$x$", "\\begin{figure}", "~"),
        *("\\end{figure}", "\\footnote{", "\\item", "\\\\", "``so''", "== So ==", "'''Ann:'''"),
        *(
            "{{a|",
            "}}",
            "[[",
            "]]",
            "[[a|b]]",
            "<ref>",
            "</ref>",
            "<br>",
            "{|",
            "|}",
            ":",
            "* ",
            "# ",
        ),
        *(
            ".. image:: a",
            "   so",
            "So\n====",
            "::",
            ":a:`b`",
            "`a <b>`_",
            "**Ann:**",
            "*so*",
            "[1]_",
        ),
        *("#+BEGIN_SRC", "#+END_SRC", "** So", "[[a][b]]", "/so/", "=so=", ":END:", ":PROPERTIES:"),
        *("----", "====", ":a: b", "link:a[b]", "image::a[]", ".So", "`so`", "_so_", "<<a,b>>"),
        *("## So", "```", "```py", "[a](b)", "![a](b)", "[0:01](b)", "<!--", "-->", "**Ann** so"),
    ]
)
OPENINGS = {
    "LaTeX": "\\begin{document}",
    "MediaWiki": "== A ==\n'''b''' [[c]]",
    "reStructuredText": ".. note:: a",
    "Org": "#+TITLE: a\n* b",
    "AsciiDoc": "= A\n:b: c\n",
    "Markdown": "# A\n[0:01] b\n[0:02] c\n[0:03] d",
}


@settings(max_examples=200)
@given(st.sampled_from(sorted(OPENINGS)), st.lists(rows.map(" ".join) | marked, max_size=12), EVERY)
def test_any_text_in_a_markup_language_is_accounted_for(
    name: str, found: list[str], cleaning: Cleaning | None
) -> None:
    text = "\n".join([OPENINGS[name], *found])
    language = find_language(decode_text(text.encode(), "x"))
    assert language
    check(text, cleaning)


encodings = st.sampled_from(["7bit", "quoted-printable", "base64", "8bit"])
mailed = st.sampled_from(
    ["--b", "--b--", "> so", "Content-Type: text/html", "", "=E2=80=94=", "--"]
)


@settings(max_examples=80)
@given(st.lists(rows.map(" ".join) | mailed, max_size=9), encodings, st.booleans(), EVERY)
def test_any_mail_is_accounted_for(
    found: list[str], encoding: str, parted: bool, cleaning: Cleaning | None
) -> None:
    kind = 'multipart/mixed; boundary="b"' if parted else "text/plain; charset=utf-8"
    head = f"From: a@b.c\nTo: Ann\nSubject: So\nMessage-ID: <1>\nContent-Type: {kind}\n"
    body = "\n".join(found)
    written = f"{head}Content-Transfer-Encoding: {encoding}\n\n--b\nX: y\n\n{body}\nx"
    assert check(written, cleaning).form == "mail"


names = st.sampled_from(["", "7\n", "NOTE so\n\n", "STYLE\n"])
cues = st.tuples(st.integers(0, 59), rows, names)


@settings(max_examples=100)
@given(st.lists(cues, min_size=1, max_size=12), st.sampled_from(["", "WEBVTT - so\n\n"]), EVERY)
def test_any_captions_are_accounted_for(
    cues: list[tuple[int, list[str], str]], head: str, cleaning: Cleaning | None
) -> None:
    texts = [
        f"{name}00:{n:02}:01,000 --> 00:{n:02}:04.5 align:start\n" + "\n".join(row) + "\n"
        for n, row, name in cues
    ]
    assert check(head + "\n".join([*texts, "x"]), cleaning).form in ("srt", "vtt")


tags = st.sampled_from(
    ["p", "div", "em", "nav", "h2", "li", "a", "br", "script", "main", "b", "dl", "dt", "dd"]
)
inside = st.recursive(
    rows.map(" ".join).map(html.escape)
    | st.sampled_from(["<!-- no -->", "<br>", "&nbsp;", "<", "</ >", "<?x?>", "&#8238;", "\n"]),
    lambda inner: st.tuples(tags, st.lists(inner, max_size=4)).map(
        lambda pair: f'<{pair[0]} class="x">{"".join(pair[1])}</{pair[0]}>'
    ),
    max_leaves=25,
)


@settings(max_examples=150)
@given(st.lists(inside, max_size=6).map("".join), EVERY)
def test_any_page_is_accounted_for(body: str, cleaning: Cleaning | None) -> None:
    page = f"<!DOCTYPE html>\n<html><head><title>T</title></head><body>\n<p>x</p>{body}</body>"
    assert check(page, cleaning).form == "html"


effects = st.sampled_from(
    ["{\\i1}", "{\\i0}", "\\N", "{\\p1}m 0 0{\\p0}", "- ", ",", "{\\p1}", "{"]
)
dialogues = st.lists(st.one_of(effects, rows.map(" ".join)), max_size=5).map("".join)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 9), dialogues), min_size=1, max_size=9), EVERY)
def test_any_dialogue_is_accounted_for(
    found: list[tuple[int, str]], cleaning: Cleaning | None
) -> None:
    head = "[Script Info]\nTitle: T\n\n[Events]\n"
    told = (f"Dialogue: 0,0:00:0{n}.00,0:00:09.00,Main,Ann,0,0,0,,{text}" for n, text in found)
    assert check("\n".join([head, *told, "Dialogue: x"]), cleaning).form == "ass"


times = st.sampled_from(["1s", "00:00:02.5", "00:00:03:04", "9", "700t", "so", "9" * 40])
agents = st.sampled_from(["ann", "SPEAKER_1", ""])


@settings(max_examples=80)
@given(st.lists(st.tuples(times, agents, inside), min_size=1, max_size=6), EVERY)
def test_any_timed_text_is_accounted_for(
    found: list[tuple[str, str, str]], cleaning: Cleaning | None
) -> None:
    name = '<ttm:agent xml:id="ann"><ttm:name>Ann Lee</ttm:name></ttm:agent>'
    body = "\n".join(f'<p begin="{t}" end="{t}" ttm:agent="{a}">{x}</p>' for t, a, x in found)
    assert check(f"<tt>\n<head>{name}</head><body><p>x</p>{body}</body></tt>", cleaning)
    body = "\n".join(f'<SYNC Start={t}><P Class="{a}" ID=Source>{x}' for t, a, x in found)
    assert check(f"<SAMI>\n<BODY><SYNC Start=1><P>x{body}</BODY></SAMI>", cleaning)


said = rows.map(" ".join)
records = st.fixed_dictionaries(
    {"text": said},
    optional={
        "start": st.floats(0, 1e5) | st.integers(0, 10**6),
        "end": st.floats(0, 1e5),
        "speaker": st.sampled_from(["Ann", "Bob Lee", 1, None]),
        "words": st.lists(st.fixed_dictionaries({"word": said, "start": st.integers(0, 9)})),
        "tokens": st.lists(st.integers()),
        "alternatives": st.lists(st.fixed_dictionaries({"content": said}), max_size=3),
    },
)


@settings(max_examples=100)
@given(st.lists(records, min_size=1, max_size=9), st.none() | st.just(1), st.booleans(), EVERY)
def test_any_records_are_accounted_for(
    found: list[dict[str, object]], indent: int | None, ascii_only: bool, cleaning: Cleaning | None
) -> None:
    whole = {"text": "x", "language": "en", "segments": [*found, {"text": "x x x"}]}
    source = json.dumps(whole, indent=indent, ensure_ascii=ascii_only)
    assert check(source, cleaning).form == "json"


@settings(max_examples=60)
@given(st.lists(records, min_size=1, max_size=4), st.integers(1, 400), EVERY)
def test_records_that_were_cut_off_are_accounted_for(
    found: list[dict[str, object]], cut: int, cleaning: Cleaning | None
) -> None:
    source = json.dumps({"segments": [{"text": "x x x"}, *found, {"text": "x\\u2014\\"}]})
    kept = source[: max(len(source) - cut, 40)]
    assert check(kept, cleaning).form == "json"


@settings(max_examples=30)
@given(st.lists(records, min_size=2, max_size=5), EVERY)
def test_a_record_on_each_line_is_accounted_for(
    found: list[dict[str, object]], cleaning: Cleaning | None
) -> None:
    source = "\n".join(json.dumps(row) for row in [{"text": "x x x"}, *found])
    assert check(source, cleaning).form == "json"


def test_a_ledger_of_a_page_names_each_piece() -> None:
    _, ledger = ledger_of("<html><body>\n<nav>Home</nav>\n<p>So <em>it</em> &amp; we.</p></body>")
    assert [(e.line, e.text, e.reason) for e in ledger] == [
        (1, "<html><body>", "tag"),
        (2, "<nav>", "tag"),
        (2, "Home", "outside the main text"),
        (2, "</nav>", "tag"),
        (3, "<p>", "tag"),
        (3, "So", ""),
        (3, "<em>", "tag"),
        (3, "it", ""),
        (3, "</em>", "tag"),
        (3, "& we.", ""),
        (3, "</p></body>", "tag"),
    ]


def test_a_ledger_of_records_names_each_piece() -> None:
    _, ledger = ledger_of('{"segments": [\n{"id": 7, "start": 1.5, "text": "Caf\\u00e9 [music]"}]}')
    assert [(e.line, e.text, e.reason) for e in ledger] == [
        (1, '{"segments":[', "JSON"),
        (2, '{"id":', "JSON"),
        (2, "7", "value of id"),
        (2, ',"start":', "JSON"),
        (2, "1.5", "time"),
        (2, ',"text":"', "JSON"),
        (2, "Café", ""),
        (2, "[music]", "not speech"),
        (2, '"}]}', "JSON"),
    ]


cells = st.tuples(st.integers(0, 99), st.sampled_from(["Ann", "Bob, Jr."]), said)


@settings(max_examples=80)
@given(st.lists(cells, min_size=1, max_size=9), st.sampled_from("\t,;"), EVERY)
def test_any_table_is_accounted_for(
    found: list[tuple[int, str, str]], separator: str, cleaning: Cleaning | None
) -> None:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=separator, lineterminator="\n")
    writer.writerows([("start", "speaker", "text"), *found, (100, "Ann", "x")])
    assert check(table.getvalue(), cleaning).form == "table"
