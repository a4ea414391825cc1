"""Books and documents in archives: EPUB, DOCX and ODT."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from narrate.errors import InputError
from narrate.model import Transcript
from narrate.text.read import decode_text, read_transcript

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTAINER = '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>Fog &amp; Ferry</dc:title><dc:creator>Ina Moss</dc:creator><dc:language>en</dc:language>
</metadata><manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="nav" href="nav.xhtml" properties="nav"/><item id="one" href="t/ch%201.xhtml"/>
<item id="two" href="t/ch2.xhtml"/><item id="three" href="t/ch3.xhtml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>
<itemref idref="three"/></spine></package>"""
LABELS = (("The Jetty", "t/ch%201.xhtml"), ("Two: Fog", "t/ch2.xhtml#x"))
NCX = "".join(
    f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{path}"/></navPoint>'
    for label, path in LABELS
)
PAGES = {
    "O/nav.xhtml": "<html><body><ol><li>The Jetty</li></ol></body></html>",
    "O/t/ch 1.xhtml": "<html><body><p>The <i>Jetty</i></p><p>The boat had gone."
    '<a epub:type="noteref" href="#n">1</a> Nobody<sup><a href="#m">2</a></sup> spoke.</p>'
    "</body></html>",
    "O/t/ch2.xhtml": '<html><body><a id="x"/><p>The fog came in.</p></body></html>',
    "O/t/ch3.xhtml": "<html><body><h1>Three</h1><p>It went.</p></body></html>",
}


def packed(files: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def book(**more: str) -> bytes:
    ncx = f"<ncx><navMap>{NCX}</navMap></ncx>"
    own = {"META-INF/container.xml": CONTAINER, "O/p.opf": PACKAGE, "O/toc.ncx": ncx}
    return packed({**own, **PAGES, **{name.replace("__", "/"): t for name, t in more.items()}})


def document(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    return packed({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def run(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    rows = "</w:t><w:br/><w:t>".join(text.split("\n"))
    return f"{named}<w:r><w:t>{rows}</w:t></w:r>"


def read(data: bytes) -> Transcript:
    return read_transcript(decode_text(data, "given"), "given")


def test_a_book_is_read_in_the_order_of_its_spine_with_the_headings_of_its_navigation() -> None:
    found = read(book())
    assert (found.info.title, found.info.author, found.info.language) == (
        *("Fog & Ferry", "Ina Moss", "en"),
    )
    assert [(line.text, line.heading > 0) for line in found.lines] == [
        ("The Jetty", True),
        ("The boat had gone. Nobody spoke.", False),
        ("Two: Fog", True),
        ("The fog came in.", False),
        ("Three", True),
        ("It went.", False),
    ]
    assert [(drop.text, drop.reason) for drop in found.drops if drop.text == "The Jetty"] == [
        ("The Jetty", "outside the main text")
    ]


def test_a_protected_book_is_told_of() -> None:
    rights = '<encryption><CipherReference URI="O/t/ch2.xhtml"/></encryption>'
    with pytest.raises(InputError, match=r"^given: .*protected"):
        read(book(**{"META-INF__encryption.xml": rights}))


def test_a_document_without_headings_is_read_as_plain_text() -> None:
    told = ("Ann: When was it?", "Bo Reed: In 1991.", "Ann: And then?", "Bo Reed: Then it rained.")
    found = read(document(*map(run, told)))
    assert [line.speaker for line in found.lines] == ["Ann", "Bo Reed", "Ann", "Bo Reed"]


def test_a_document_with_headings_is_read_as_a_page() -> None:
    gone = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    found = read(document(run("Method", "Heading1"), gone + run("We counted.\nEach day.")))
    assert [(line.text, line.heading) for line in found.lines] == [
        *(("Method", 1), ("We counted.", 0), ("Each day.", 0)),
    ]


def test_rows_of_a_table_in_a_document_say_who_speaks() -> None:
    rows = (("Time", "Speaker", "Text"), ("0:01", "Ann", "The tide."), ("0:06", "Bo", "The moon?"))
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p>{run(cell)}</w:p></w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    text = f"<w:document {W}><w:body><w:tbl>{cells}</w:tbl></w:body></w:document>"
    found = read(packed({"word/document.xml": text}))
    assert [(line.speaker, line.start_s, line.text) for line in found.lines] == [
        *(("Ann", 1.0, "The tide."), ("Bo", 6.0, "The moon?")),
    ]


def test_an_odt_document_is_read_without_its_notes() -> None:
    heading = '<text:h xmlns:text="t" text:outline-level="2">Bread</text:h>'
    note = "<text:note><text:p>Mostly.</text:p></text:note>"
    said = f'<text:p xmlns:text="t">Bread is <text:span>time</text:span>.{note} No<text:s/>more.'
    found = read(packed({"content.xml": f"<office>{heading}{said}</text:p></office>"}))
    assert [line.text for line in found.lines] == ["Bread", "Bread is time. No more."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (packed({"a.txt": "hello"}), "ZIP archive"),
        (document("hello")[:-30], "broken"),
        (packed({"word/document.xml": "<w:document>"}), "broken"),
        (packed({"META-INF/container.xml": CONTAINER}), "broken"),
        (packed({"META-INF/container.xml": "<container/>"}), "broken"),
    ],
)
def test_other_archives_are_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"^given: .*{message}") as caught:
        decode_text(data, "given")
    assert "\n" not in str(caught.value)
