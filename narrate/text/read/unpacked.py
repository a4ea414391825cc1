"""Books and documents that are ZIP archives (EPUB, DOCX, ODT) to HTML or plain text.

EPUB (https://www.w3.org/TR/epub-33/) lists its pages in order in a package; what its navigation
calls a page is its heading where it has none. DOCX (ECMA-376) and ODT keep paragraphs with named
styles: those with headings become a page, all others plain text, in which layouts of transcripts
are found as anywhere else.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree as Tree

from narrate.errors import InputError
from narrate.text.read.documents import document_text

_MOST_BYTES = 500_000_000  # unpacked, as of any input
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, Tree.ParseError, KeyError, EOFError, StopIteration)
_DOCUMENTS = ("word/document.xml", "content.xml")
_BODY = re.compile(r"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w-]{3,20})["']""")
_HEADED = re.compile(r"<h[1-6]\b", re.IGNORECASE)
_APART = re.compile(  # what a page of a book is where nobody reads it out
    r"""<(?:body|section|div)\b[^>]*epub:type=["'](?:[\w-]+\s)*(?:cover|toc|landmarks|page-list|loi"""
    r"""|lot|index|(?:foot|end|rear)-?notes|copyright-page|titlepage)\b""",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(
    r"""<a\b[^>]*epub:type=["']noteref["'][^>]*>.*?</a\s*>"""
    r"""|<sup\b[^>]*>\s*<a\b[^>]*>[^<]{1,6}</a\s*>\s*</sup\s*>"""
    r"""|<a\b[^>]*>\s*<sup\b[^>]*>[^<]{1,6}</sup\s*>\s*</a\s*>""",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(r"<(p|div)\b[^>]*>((?:(?!<(?:p|div)\b).)*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_FIRST_BLOCKS = 3  # of a page, one of which may say what the navigation calls it


def unpack_text(data: bytes, name: str) -> str:
    """Return the text of an EPUB, DOCX or ODT file, as HTML or plain.

    Raises InputError, naming the file, where the archive is another one, protected, or broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise InputError(f"{name}: holds more than {_MOST_BYTES // 1_000_000} MB")
            names = set(archive.namelist())
            if _CONTAINER in names:
                return _read_book(archive, name)
            document = next((part for part in _DOCUMENTS if part in names), None)
            if document:
                return document_text(Tree.fromstring(archive.read(document)))
    except _BROKEN as cause:
        raise InputError(f"{name}: this archive is broken ({cause}); save it again") from cause
    except RuntimeError as cause:  # a password
        raise InputError(f"{name}: this archive cannot be opened ({cause})") from cause
    raise InputError(f"{name}: this is a ZIP archive, not text; unpack it and give its files")


def _read_book(archive: zipfile.ZipFile, name: str) -> str:
    container = Tree.fromstring(archive.read(_CONTAINER))
    package_path = next(_all(container, "rootfile")).get("full-path", "")
    package, folder = Tree.fromstring(archive.read(package_path)), dirname(package_path)
    items = {item.get("id", ""): item for item in _all(package, "item")}
    paths = {key: _path(folder, item.get("href", "")) for key, item in items.items()}
    labels = _labels(archive, items, paths)
    told = {key: html.escape(_told(package, key)) for key in ("title", "creator", "language")}
    head = f'<title>{told["title"]}</title><meta name="author" content="{told["creator"]}">'
    pages = [f'<html lang="{told["language"]}"><head>{head}</head><body>']
    for reference in _all(package, "itemref"):
        key = reference.get("idref", "")
        if paths.get(key) not in archive.NameToInfo:
            continue
        page = _page(archive.read(paths[key]))
        aside = reference.get("linear") == "no" or "nav" in items[key].get("properties", "").split()
        if aside or _APART.search(page[:1000]):
            page = f"<nav>{page}</nav>"
        elif not _HEADED.search(page):
            page = _headed(page, labels.get(paths[key], ""))
        pages.append(_BODY.sub(r"\1", page))
    if not _TAG.sub("", "".join(pages[1:])).strip() or _is_protected(archive):
        raise InputError(f"{name}: no text can be read in this EPUB; is it copy-protected?")
    return "\n".join([*pages, "</body></html>\n"])


def _is_protected(archive: zipfile.ZipFile) -> bool:
    """Tell whether pages, and not only fonts, are encrypted."""
    if _ENCRYPTION not in archive.NameToInfo:
        return False
    listed = Tree.fromstring(archive.read(_ENCRYPTION))
    return any(".xhtml" in (uri := entry.get("URI", "")) or ".html" in uri
               for entry in _all(listed, "CipherReference"))  # fmt: skip


def _labels(
    archive: zipfile.ZipFile, items: dict[str, Tree.Element], paths: dict[str, str]
) -> dict[str, str]:
    """Return what the navigation calls each page: that of EPUB 2, which is simple to read."""
    labels: dict[str, str] = {}
    for key, item in items.items():
        listed = item.get("media-type") == "application/x-dtbncx+xml"
        if not listed or paths[key] not in archive.NameToInfo:
            continue
        for point in _all(Tree.fromstring(archive.read(paths[key])), "navPoint"):
            target = next(_all(point, "content"), None)
            label = next(_all(point, "text"), None)
            if target is not None and label is not None:
                path = _path(dirname(paths[key]), target.get("src", "").partition("#")[0])
                labels.setdefault(path, " ".join("".join(label.itertext()).split()))
    return labels


def _page(data: bytes) -> str:
    """Return a page's body, without the marks that lead to its notes."""
    found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        text = data.decode(found.group(1).decode() if found else "utf-8-sig", "replace")
    except LookupError:
        text = data.decode("utf-8-sig", "replace")
    body = _BODY.search(text)
    return _NOTE_MARK.sub("", body.group() if body else text)


def _headed(page: str, label: str) -> str:
    """Return a page without a heading with the one that the navigation has for it."""
    if not label:
        return page
    for block in list(_BLOCK.finditer(page))[:_FIRST_BLOCKS]:
        written = " ".join(html.unescape(_TAG.sub("", block.group(2))).split())
        if written.casefold() == label.casefold():
            return f"{page[: block.start()]}<h2>{block.group(2)}</h2>{page[block.end() :]}"
    return f"<h2>{html.escape(label)}</h2>\n{page}"


def _all(tree: Tree.Element, tag: str) -> Iterator[Tree.Element]:
    """Yield the elements of a name, whatever the namespace."""
    return (element for element in tree.iter() if _bare(element.tag) == tag)


def _bare(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _told(package: Tree.Element, key: str) -> str:
    return next(((element.text or "").strip() for element in _all(package, key)), "")


def _path(folder: str, target: str) -> str:
    return normpath(join(folder, unquote(target)))
