"""Addresses, handles, tags, file names and code to words."""

from __future__ import annotations

import re

from narrate.text.speakable.acronyms import spell
from narrate.text.speakable.numbers import digits, label
from narrate.text.speakable.rule import alternatives, rule, words

_ENDINGS = words("""
    com org net edu gov mil int io ai co uk us ca de fr eu es it nl ch at se no dk fi jp cn in au nz
    ee lt lv hu ro art fun life link video wiki space
    ie br mx ru me tv fm ly gg to app dev info biz blog news tech xyz online site store shop cloud
    page pages show live club media studio world today pub so sh be pl cz pt gr tr za kr
""")
_SURE_ENDINGS = frozenset(words("com org net edu gov io ai"))
_WORD_ENDINGS = frozenset(words("in it at no us me so to be show live today"))
_EXTENSIONS = words("""
    aac app avi avif bak bat bin bmp c cc cfg conf cpp crt cs css csv dll deb dmg doc docx eml
    env epub exe flac gif go gz h heic hpp htm html ics ini ipynb iso jar java jpeg jpg js json
    jsx kt lock log lua m4a m4b md mjs mkv mov mp3 mp4 odt ogg opus parquet pem pdf php pkl
    plist png ppt pptx ps1 py rb rpm rs rst rtf scss sh sql sqlite srt svg swift tar tex tif
    tiff toml ts tsv tsx txt vtt wav webm webp xls xlsx xml yaml yml zip
""")
_SAID_AS_WORDS = frozenset(
    words("""
    am an app as at by do doc exe gmail go he hi if in is it log me my no of ok on or so tar to up
    us we zip
    """)
)
_SAID = {
    "README": "read me",
    "readme": "read me",
    "etc": "E.T.C",
    "json": "jason",
    "src": "source",
    "tmp": "temp",
}
_SPELLED = frozenset(words("edu exe ios usa faq api aws io ai"))
_SIGNS = {
    ".": " dot ", "/": " slash ", "-": " dash ", "_": " underscore ", "@": " at ", ":": " colon ",
    "~": " tilde ", "+": " plus ", "\\": " backslash ", "=": " equals ", "&": " and ",
}  # fmt: skip
_LABEL_DIGITS = 4  # of a year or a port
_PARTS = re.compile(r"[A-Za-z]+|[0-9]+|[^A-Za-z0-9]")
_VOWELS = re.compile("[aeiouy]")
_SHORT_NAME = re.compile("[bdfghjklmnprstvz][aeiou]")  # jo, lu, ty
_ONSETS = re.compile(
    r"[^aeiouy]?[aeiouy]|(?:bl|br|ch|cl|cr|dr|dw|fl|fr|gl|gr|kn|ph|pl|pr|ps|rh|sc|sh|sk|sl|sm|sn|"
    r"sp|sq|st|sw|th|tr|tw|wh|wr)"
)
_LONG_PATH = 40  # characters; beyond that a reader names the site only
_NO_PATH = re.compile(r"[0-9a-f]{8}|[^\w./~-]")


def _name(word: str) -> str:
    """Say a part of an address: as a word where it can be one, else letter by letter."""
    low = word.lower()
    if word in _SAID:
        return _SAID[word]
    if re.search("[a-z][A-Z]", word):
        parts = split_words(word).split()
        return spell(word) if min(map(len, parts)) == 1 else " ".join(map(_name, parts))
    if low in _SAID_AS_WORDS:
        return word
    vowels = len(_VOWELS.findall(low))
    if _SHORT_NAME.fullmatch(low) and low not in _ENDINGS:
        return word
    sayable = vowels > 2 or (len(word) > 2 and vowels and _ONSETS.match(low))
    return word if sayable and low not in _SPELLED else spell(word)


def _spell(address: str) -> str:
    host, ending, rest = re.fullmatch(r"(.*?)((?<=\.)[a-z]{2})?((?:/.*)?)", address, re.S).groups()  # type: ignore[union-attr]
    said = [_piece(part) for part in _PARTS.findall(host)]
    if ending:
        said.append(ending if ending in {"me", "so"} else spell(ending))
    said += [_piece(part) for part in _PARTS.findall(rest)]
    return " ".join(" ".join(said).split())


def _piece(part: str) -> str:
    if part.isascii() and part.isalpha():
        return _name(part)
    if len(part) > 2 and part.isdecimal():
        return f" {label(part) if len(part) == _LABEL_DIGITS else digits(part)} "
    return _SIGNS.get(part, f" {part} ")


def _url(match: re.Match[str]) -> str:
    address = re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", match[0], flags=re.IGNORECASE)
    address = re.split(r"[?#]", address)[0].rstrip("/")
    host, _, path = address.partition("/")
    return _spell(host if len(path) > _LONG_PATH or _NO_PATH.search(path) else address)


def _bare_site(match: re.Match[str]) -> str:
    """Say example.com, but leave a missing space ("the house.It was") alone."""
    host, slash, _ = match[0].partition("/")
    ending = host.rsplit(".", 1)[1]
    is_site = ending in _SURE_ENDINGS or slash or (host.islower() and ending not in _WORD_ENDINGS)
    return _url(match) if is_site else match[0]


def split_words(name: str) -> str:
    """Split a name of the MoonLanding or moon_landing kind."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.replace("_", " "))
    return " ".join(re.sub("[0-9]+", lambda m: f" {label(m[0])} ", name).split())


def _option(match: re.Match[str]) -> str:
    return "dash " * len(match[1]) + match[2].replace("-", " ")


_URL_BODY = r"[^\s<>\"”]*[^\s<>\"”.,;:!?'’)\]]"
_HOST = r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,4}"

RULES = (
    rule(rf"(?<!\w)(?:https?|ftp)://{_URL_BODY}|(?<![\w.@])www\.{_URL_BODY}", _url, any_case=True),
    rule(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+(?<!-)",
         lambda m: _spell(m[0])),
    rule(rf"(?<![\w.@/-]){_HOST}{alternatives(_ENDINGS)}(?![\w@-])(?!\.\w)"
         r"(?:/[\w./~%=&?#-]*)?(?<![.?])", _bare_site),
    rule(r"(?<!\w)[A-Z]:\\[\w\\.-]{1,200}(?<![.])", lambda m: _spell(m[0])),
    rule(rf"(?<![\w.])(?![A-Za-z]\.[a-z]\b)(?:[\w~.-]{{0,64}}/){{0,8}}[\w-]{{0,64}}\.(?:tar\.)?{alternatives(_EXTENSIONS)}"
         r"(?![\w-])(?!\.\w)", lambda m: _spell(m[0])),
    rule(r"(?<!\S)~/[\w.-]{1,64}(?<![.-])(?!/)", lambda m: _spell(m[0])),
    rule(r"(?<!\S)\.([a-z]{3,20})\b", lambda m: f"dot {m[1]}"),
    rule(r"(?<![\w/])(?:~|\.{1,2})?(?:/[\w.-]+){2,9}/?(?<![.-])(?:\?[\w=&%+-]+)?(?!\w)",
         lambda m: _spell(m[0].partition("?")[0])),
    rule(r"(?<![\w/.])([ru])/(?=[A-Za-z]\w{2})", lambda m: f"{m[1]} slash "),
    rule(r"(?<![\w&#])#((?=[0-9]{0,8}[A-Za-z])\w{1,100})",
         lambda m: f"hashtag {split_words(m[1])}"),
    rule(r"(?<![\w@])@([A-Za-z_]\w{0,100})", lambda m: f"at {split_words(m[1])}"),
    rule(r"(?<![\w.,;:!?’”)\]\ue000-])(-{1,2})([A-Za-z][a-z]*(?:-[a-z]+)*)(?![\w-])", _option),
    rule(r"(?:(?<=[A-Za-z])|(?<!\S))\.NET\b", " dot net"),
    rule(r"(?<=\w)\(\)", ""),
    rule(r"(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])", " "),
)  # fmt: skip
