"""Bytes in an encoding of one script to its name, by the letters which that script uses most.

charset-normalizer needs more text than a short transcript holds to tell these apart; a wrong one
of them makes rare letters of what are the most common ones in the right one.
"""

from __future__ import annotations

_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_RUSSIAN = frozenset("оеаинтсрвл")  # two thirds of Russian text
_KANA = frozenset(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD))))
_HEBREW = frozenset("יהואלרמבתש")
_ALPHABETS = (*((encoding, _RUSSIAN) for encoding in _CYRILLIC), ("cp1255", _HEBREW))
_HAN = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里"
    "这們個來說為時國會過學對裡麼嗎吗么没沒很什想都好看起把还還"
)
_HANGUL = frozenset("이다는의에을가고하지로은를어사도리기아나인그서자들해한요니시게있것수면안")
_EAST_ASIAN = (
    *(("cp932", _KANA), ("euc_jp", _KANA), ("gb18030", _HAN), ("big5hkscs", _HAN)),
    ("cp949", _HANGUL),
)
_MARKS = "“”‘’„‚–—…«»°§\xa0\xad•·™©®"
_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøùúûüßœÉÈÀÁÂÄÖÜÅØÑÇÊ¿¡£€ºª½²³" + _MARKS)
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžôľĺäëöüőűăâîșşțß"
_LATIN = (  # the usual one first
    *(("cp1252", _WESTERN), ("mac_roman", _WESTERN), ("cp850", _WESTERN)),
    *((name, frozenset(_CENTRAL + _CENTRAL.upper() + _MARKS)) for name in ("cp1250", "iso8859-2")),
    ("cp1254", frozenset("çğıöşüâîÇĞİÖŞÜ" + _MARKS)),
)
_HUNGARIAN = frozenset("őűŐŰ")  # which Windows-1252 shows as "õ" and "û"
_LEAST_LATIN = 0.95  # of the letters beyond ASCII
_LEAST_HIGH = 0.5  # of bytes that may be letters: those of a script that is not Latin
_LEAST_COMMON = 0.5  # of letters, of Russian and Hebrew
_LEAST_EAST_ASIAN = 0.15  # of letters: Chinese uses thousands


def name_legacy(sample: bytes) -> str:
    """Return the encoding of a text in one of these scripts, or in Latin letters, or ""."""
    high = sum(byte > 127 for byte in sample)
    if high < _LEAST_HIGH * sum(byte > 64 for byte in sample):
        return _name_latin(sample)
    return _name_alphabet(sample) or _name_east_asian(sample)


def _name_latin(sample: bytes) -> str:
    """Name the encoding of Latin letters of which nearly all are common in its languages."""
    shares = [
        (_share(sample.decode(encoding, errors="replace"), common), encoding)
        for encoding, common in _LATIN
    ]
    share, encoding = max(shares, key=lambda pair: pair[0])  # the first of equal ones
    doubtful = not _HUNGARIAN.isdisjoint(sample.decode("cp1250", errors="replace"))
    return "" if share < _LEAST_LATIN or (doubtful and encoding == "cp1252") else encoding


def _name_alphabet(sample: bytes) -> str:
    """Name the encoding of Russian and its kin, or of Hebrew.

    In a wrong one, rare letters, capitals inside words or no letters at all stand instead.
    """
    scores: dict[float, str] = {}
    for encoding, common in reversed(_ALPHABETS):
        text = sample.decode(encoding, errors="replace")
        scores[_share(text, common)] = encoding
    return scores[max(scores)] if max(scores) >= _LEAST_COMMON else ""


def _name_east_asian(sample: bytes) -> str:
    scores: dict[float, str] = {}
    for encoding, common in reversed(_EAST_ASIAN):
        text = sample.decode(encoding, errors="replace")
        if text.count("\ufffd") <= 1:  # a sample may end within a character
            scores[_share(text, common)] = encoding
    best = max(scores, default=0.0)
    return scores[best] if best >= _LEAST_EAST_ASIAN else ""


def _share(text: str, common: frozenset[str]) -> float:
    beyond = sum(character > "\x7f" for character in text)
    return sum(character in common for character in text) / max(1, beyond)
