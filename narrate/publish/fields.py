"""To make any text safe to store in a tag, and to check what a tag cannot hold."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from narrate.errors import InputError
from narrate.model import EpisodeInfo

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_IN_URLS = "%/:?#[]@!$&'()*+,;=~"
_UNSTORABLE = ("Cc", "Cs")  # controls end or split fields; lone surrogates have no UTF-8

# ISO 639-1 to ISO 639-2/T, for TLAN and the language field of MP4.
_ISO_639 = (
    "aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak "
    "be:bel bg:bul bh:bih bi:bis bm:bam bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos "
    "cr:cre cs:ces cu:chu cv:chv cy:cym da:dan de:deu dv:div dz:dzo ee:ewe el:ell en:eng eo:epo "
    "es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg "
    "gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina "
    "id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon "
    "ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir "
    "la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri mk:mkd "
    "ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld nn:nno "
    "no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus "
    "pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin "
    "sk:slk sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam "
    "te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah "
    "ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha "
    "zh:zho zu:zul"
)
_THREE_LETTERS = dict(pair.split(":") for pair in _ISO_639.split())


def one_line(text: str) -> str:
    """Return `text` as one line without control characters.

    Letters, emoji, joiners and direction marks stay as they are.
    """
    return _storable(_BREAKS.sub(" ", text)).strip()


def many_lines(text: str) -> str:
    """Return `text` without control characters, its lines separated by line feeds."""
    return "\n".join(_storable(_BREAKS.sub(" ", line)) for line in text.splitlines()).strip()


def web_address(url: str) -> str:
    """Return a URL in ASCII, for the frames that hold nothing else."""
    return quote(one_line(url), safe=_IN_URLS)


def language_639_2(language: str) -> str:
    """Return the ISO 639-2/T code of a BCP 47 tag, or "und" if there is none."""
    primary = language.replace("_", "-").split("-")[0].strip().lower()
    if re.fullmatch(r"[a-z]{3}", primary):
        return primary
    return _THREE_LETTERS.get(primary, "und")


def is_date(text: str) -> bool:
    """Tell whether `text` is YYYY, YYYY-MM or YYYY-MM-DD."""
    return _DATE.fullmatch(text) is not None


def check_date(date: str) -> None:
    """Raise InputError if `date` is neither empty nor YYYY, YYYY-MM or YYYY-MM-DD."""
    if date and not is_date(date):
        raise InputError(f"date {date!r} is not of the form YYYY, YYYY-MM or YYYY-MM-DD")


def plain_tags(info: EpisodeInfo) -> dict[str, str]:
    """Return the texts of `info` under plain names, cleaned, those not given left out."""
    check_date(info.date)
    tags = {
        "title": one_line(info.title),
        "artist": one_line(info.author),
        "album_artist": one_line(info.author),
        "album": one_line(info.album),
        "date": info.date,
        "genre": one_line(info.genre),
        "language": one_line(info.language),
        "comment": many_lines(info.comment),
        "description": many_lines(info.description),
        "category": one_line(info.category),
        "guid": one_line(info.guid),
        "feed_url": web_address(info.feed_url),
    }
    return {name: text for name, text in tags.items() if text}


def _storable(text: str) -> str:
    kept = (c for c in text if unicodedata.category(c) not in _UNSTORABLE)
    return "".join(kept).removeprefix("\ufeff")
