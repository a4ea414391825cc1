"""Addresses, handles, tags, file names and code to words."""

from __future__ import annotations

import re

from narrate.text.speakable.rule import alternatives, rule, words

_LETTERS = re.compile(r"[A-Za-z]+")
_VOWELS = frozenset("aeiouyAEIOUY")
_AS_WORDS = frozenset(
    words(
        "app biz blog cafe cloud club com doc dot fm gif info ini io jpeg lock log mail main net news "
        "online org pages shop show site src store temp test tech zip tar bin toml yaml wav"
    )
) - {"io", "fm"}
_SPOKEN_NAMES = {
    "README": "read me",
    "readme": "read me",
    "json": "jason",
    "src": "source",
    "edu": "E-D-U",
    "gov": "gov",
    "tmp": "temp",
}
_EXTENSIONS = words(
    "aac app avi bat bin bmp c cc cfg cpp cs css csv dll doc docx epub exe flac gif go gz h hpp "
    "htm html ini ipynb iso jar java jpeg jpg js json jsx kt lock log lua m4a m4b md mjs mkv mov "
    "mp3 mp4 odt ogg opus pdf php png ppt pptx ps1 py rb rs rst rtf sh sql srt svg swift tar tex "
    "toml ts tsv tsx txt vtt wav webm webp xls xlsx xml yaml yml zip"
)
_SUFFIXES = words(
    "com org net edu gov mil int io ai co uk us ca de fr eu es it nl ch at se no dk fi jp cn in au "
    "nz ie br mx ru me tv fm ly gg to app dev info biz blog news tech xyz online site store shop "
    "cloud page pages show live club media studio world today pub so sh be pl cz pt gr tr za kr"
)
_END = r"(?<![.,;:!?'’\"”)\]])"
_LONG_PATH = 40  # characters; beyond that a reader names the site only


def letters(word: str) -> str:
    """Spell a word so that no voice reads it as one: js → J-S."""
    return "-".join(word.upper())


def _name(word: str) -> str:
    if word in _SPOKEN_NAMES:
        return _SPOKEN_NAMES[word]
    low = word.lower()
    if low in _AS_WORDS:
        return word
    if (
        len(word) <= 2
        or not _VOWELS & set(word)
        or (len(word) == 3 and low[0] not in _VOWELS and low[1] not in _VOWELS)
    ):
        return letters(word)
    return word


_SIGNS = {
    ".": " dot ", "/": " slash ", "-": " dash ", "_": " underscore ", "@": " at ", ":": " colon ",
    "~": " tilde ", "+": " plus ", "\\": " backslash ", "=": " equals ", "&": " and ",
}  # fmt: skip
_PARTS = re.compile(r"[A-Za-z]+|[0-9]+|[^A-Za-z0-9]")


def _spell(address: str) -> str:
    words = []
    for part in _PARTS.findall(address):
        if part.isascii() and part.isalpha():
            words.append(_name(part))
        else:
            words.append(_SIGNS.get(part, f" {part} "))
    return " ".join(" ".join(words).split())


def _url(match: re.Match[str]) -> str:
    address = re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", match[0], flags=re.IGNORECASE)
    address = re.split(r"[?#]", address)[0].rstrip("/")
    host, _, path = address.partition("/")
    if not host:
        return ""
    if not path or len(path) > _LONG_PATH or re.search(r"[0-9a-f]{8}|[^\w./~-]", path):
        return _spell(host)
    return _spell(address)


def _email(match: re.Match[str]) -> str:
    return _spell(match[0])


def _file(match: re.Match[str]) -> str:
    return _spell(match[0])


def split_words(name: str) -> str:
    """Split a name of the MoonLanding or moon_landing kind."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])", " ", name)
    return " ".join(name.replace("_", " ").split())


def _hashtag(match: re.Match[str]) -> str:
    return f"hashtag {split_words(match[1])}"


def _handle(match: re.Match[str]) -> str:
    return f"at {split_words(match[1])}"


def _option(match: re.Match[str]) -> str:
    return "dash " * len(match[1]) + match[2].replace("-", " ")


RULES = (
    rule(r"(?<!\w)(?:https?|ftp)://[^\s<>\"”]++" + _END + r"|(?<![\w.@])www\.[^\s<>\"”]++" + _END, _url, any_case=True),
    rule(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+(?<!-)", _email),
    rule(
        r"(?<![\w.@/-])(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,4}"
        + alternatives(_SUFFIXES)
        + r"(?![\w@-])(?!\.\w)(?:/[\w./~%=&?#-]*)?(?<![.?])",
        lambda m: _url(m) if _is_site(m[0]) else m[0],
    ),
    rule(
        r"(?<![\w.])(?:[\w~.-]{0,64}/){0,8}[\w-]{0,64}\." + alternatives(_EXTENSIONS) + r"(?![\w-])(?!\.\w)",
        _file,
    ),
    rule(r"(?<![\w/])(?:~|\.{1,2})?(?:/[\w.-]+){2,9}/?(?<![.-])(?!\w)", _file),
    rule(r"(?<![\w&#])#([A-Za-z]\w{0,100})", _hashtag),
    rule(r"(?<![\w@])@([A-Za-z_]\w{0,100})", _handle),
    rule(r"(?<![\w-])(-{1,2})([A-Za-z][a-z]*(?:-[a-z]+)*)(?![\w-])", _option),
    rule(r"(?<=[A-Za-z])\.NET\b|(?<!\S)\.NET\b", lambda m: " dot net"),
    rule(r"\b([CF])#(?!\w)", lambda m: f"{m[1]} sharp"),
    rule(r"(?<=\w)\(\)", lambda m: ""),
    rule(r"(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])", lambda m: " "),
)  # fmt: skip


def _is_site(written: str) -> bool:
    """Tell a bare site name (example.com) from a missing space ("house.It")."""
    host = written.split("/")[0]
    suffix = host.rsplit(".", 1)[1]
    return (
        suffix in {"com", "org", "net", "edu", "gov", "io", "ai"}
        or (
            host == host.lower()
            and suffix not in {"in", "it", "at", "no", "us", "me", "so", "to", "be"}
        )
        or "/" in written
    )
