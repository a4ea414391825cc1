"""Transcript to what is spoken of it: page furniture and stage directions become drops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from narrate.model import Drop, Line, Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import is_button, is_credit, is_furniture, opens_list
from narrate.text.glued import mend_spaces
from narrate.text.heads import find_head
from narrate.text.making import is_note
from narrate.text.pagelines import find_between_labels
from narrate.text.read.marks import SOUNDS
from narrate.text.sponsors import find_reads
from narrate.text.surroundings import count_below, find_between

_MOSTLY_CAPITALS = 0.6  # of the words of a title
_LEAST_LABEL = 2  # blanks in a heading that is taken for a button: "Home" may head a part
_FEWEST_LABELS = 2  # that make a text a page, on which "Like" and "Next" are labels too
_SOUNDS = (
    r"(?:music(?: playing)?|musik|música|musique|applause|applaus|aplausos|applaudissements"
    r"|laugh(?:s|ter|ing)?|chuckl(?:es?|ing)|cheer(?:s|ing)|boos|chanting|clapping|sigh(?:s|ing)?|cough(?:s|ing)?"
    r"|sneezes?|gasp(?:s|ing)?|silence|pause|beat|cross-?talk|inaudible|unintelligible|indiscernible"
    r"|unclear|indistinct|incomprehensible|garbled|muffled"
    r"|background noise|noise|blank_audio|no audio|no speech|beep|bleep|(?:phone )?ring(?:s|ing)"
    r"|foreign language|speaking foreign language|door (?:opens|closes|slams)"
    r"|lachen|lacht|gelächter|beifall|rires?|risas|risate|risos|música|музыка|смех|смеется|смеётся"
    r"|skratt(?:ar)?|applåder|latter|śmiech|brawa|oklaski|gelach|naurua|kahkaha|alkış|palmas|γέλια"
    r"|χειροκρότημα|μουσική|ضحك|تصفيق|موسيقى|हँसी|हंसी|तालियाँ|तालियां|संगीत|웃음|박수|음악"
    r"|аплодисменты|музика|сміх|оплески|müzik|hudba|muzyka|muziek|zene|muzică|musikk?"
    r"|smích|potlesk|smiech|nevetés|nevet|taps|râsete?|aplauze|смях|ръкопляскания"
    r"|笑い?|笑声|拍手|音楽|音乐|掌声)"
)
_REMARKS = (  # of who wrote it down
    r"(?:operator instructions|interruption\.?|technical difficult\w+|phonetic|ph|sic"
    r"|overlapping(?: \w+)?"
    r"|audio (?:gap|skips?|breaks?|cuts? out|distorted)|indecipherable|voice-?over|theme(?: song)?"
    r"|(?:ad|commercial|short)? ?break|(?:end|beginning|start) of [^\[\]\n]{1,40}"
    r"|(?:tape|side|disc|reel) \w{1,5}(?:,? (?:tape|side|track) \w{1,5})?"
    r"|(?:recording|tape|audio|video|clip) (?:begins|ends|starts|stops|plays?|playing|resumes)"
    r"|no (?:response|audible response|answer)|starts speaking in [^\[\]\n]{1,20}"
    r"|speaker_turn|_[a-z]{2,4}_(?:\d+)?)"  # of whisper.cpp
)
_TIME = r"(?:\s+(?:at\s+)?[\d:.,]+)?"
_MANNER = r"(?:(?!the\b|a\b|this\b|my\b|of\b)[\w'-]+\s+){0,2}"  # upbeat, audience, (both)
_DIRECTION = re.compile(
    rf"\[?[\[［【]\s*{_MANNER}{_SOUNDS}(?:[^\[\]\n]{{0,40}}|\s?[:;–—-][^\[\]\n]{{0,100}})[\]］】]\]?"
    rf"|\[\s*{_REMARKS}\s*\]|\(\s*(?:(?-i:ph)|phonetic|sp\?)\s*\)"
    rf"|（\s*{_SOUNDS}\s*）"
    rf"|\(\s*{_MANNER}{_SOUNDS}(?:, {_SOUNDS}){{0,3}}{_TIME}\s*[.!]?\s*\)"
    rf"|\*\s*{_MANNER}{_SOUNDS}{_TIME}\s*\*"
    r"|\(\s*(?:(?:on|off)[ -]camera|voice[ -]?over"
    r"|through (?:an? )?(?:translat|interpret)or)\s*\):?"
    r"|\[\s*(?:_+|foreign|\?+)\s*\]|\(SOUNDBITE [^()\n]{1,100}\)|\(edited\)$"
    r"|(?-i:\((?:COMMERCIAL BREAK|(?:BEGIN|END) (?:VIDEO|AUDIO)[A-Z ]{0,12}|NEWSBREAK)\))"
    r"|^[\[(](?-i:[A-Z][A-Z \d'&-]{2,30})[\])]:$"  # (SEGMENT 2):
    r"|♪[^♪\n]{1,300}♪|[♪♫🎵🎶]+",
    re.IGNORECASE,
)
_EFFECT = re.compile(r"(?:F/X|S?FX)\s*[-–—]\s.+")  # F/X - Doors creak.
_SHOUTED = re.compile(r"\[\s*[A-Z][A-Z' ,&-]{3,50}\]")  # [WIND HOWLING]
_CUE = re.compile(  # (DOOR CREAKS), (HOWLING), of radio plays; other words alone may be said
    r"\((?=[^()]{7,60}\))(?=[^() ]+ |[A-Z]+ING\))[A-Z]{2,}[A-Z' ,&/-]*\)"
)
_CUED = re.compile(f"{_SHOUTED.pattern}|{_CUE.pattern}")
_FEWEST_CUES = 3
_MOST_SHOUTED = 0.3  # of captions in capitals, where those tell of sounds
_PREFACE = re.compile(r"\(([^()]{20,300})\)")
_PREFACED = 3  # lines
_CAPTIONED = re.compile(r"\[[^\[\]\n]{2,60}\]")  # captions have nothing else in brackets
_BROADCAST = re.compile(  # as the BBC sets what is sung and what sounds
    rf"{_CAPTIONED.pattern}|^\#\s[^#]{{1,200}}\#?$|^[^#]{{1,200}}\s\#$"
    r"|^(?:[A-Z]+,? ){0,3}(?:APPLAUSE|LAUGHTER|CHEERING|(?:LAUGH|SIGH|GASP|CHUCKLE)S?|MUSIC)"
    r"(?: [A-Z]+){0,3}$"
)
_ASIDE = re.compile(r"\[[^\[\]\n]{2,120}\]\.?|\([^()\n]{2,120}\)\.?")
_LONGEST_SOUND = 12  # words
_ADDRESSES = re.compile(r"\b(?:I|we|you|us|my|our|your)\b|[?!]", re.IGNORECASE)  # as clips do
_SENTENCE = re.compile(r"[.?!…]\W*$")
_STOPPED = re.compile(r"(?:[.?!…][\"'”’)]*|[\])])$")
_CAPTION_FORMS = ("srt", "vtt", "ass", "ttml", "sami", "subtitles")
_PROGRAMS = (*_CAPTION_FORMS, "json")  # forms of files in which no page has put its labels
_COPIED = ("text", "turns")  # forms of what people copy from pages
_ORPHAN = re.compile(r"[.,;]*\s*")
_DIRECTION_SIGN = re.compile(r"[\[(*♪♫🎵🎶［【（]")  # what every direction opens with
_INLINE_TIME = re.compile(  # and, of Trint, how long somebody spoke up to then
    r"\[\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\](?:\[\d{1,6}\.\d\])?"
    r"|\(\d{1,3}:[0-5]\d:[0-5]\d(?:[.,]\d{1,3})?\)"  # without hours somebody may say it
)
_SPACE = re.compile(r"\s{2,}")
_FILLER = re.compile(r"(?<![\w'-])(?:u+m+|u+h+|e+r+m?|a+h+m|m+h+m+|h+m+)(?![\w'-])[,.…]*", re.I)
_STUTTER = re.compile(  # all but the last of "the the the"
    r"(?<![\w'’-])([^\W\d_]{1,20})(?:,?\s+\1(?![\w'’-]))*?,?\s+(?=\1(?![\w'’-]))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is taken out besides page furniture; nothing that a person said, unless asked."""

    non_speech: bool = True  # [music], (laughs), [inaudible 00:03]
    fillers: bool = False  # um, uh
    stutters: bool = False  # the the
    sponsors: bool = False  # what a sponsor pays for, from its first sentence to its last


def clean_lines(transcript: Transcript, cleaning: Cleaning | None = None) -> Transcript:
    """Take out of a transcript what is not speech; every piece is in `drops` with its reason.

    A header that names a speaker gives the lines without a speaker that one, and the episode
    its title and author.
    """
    lines, gone = Lines.of(transcript.lines), Drops.of(transcript.drops)
    transcript = replace(transcript, lines=(), drops=())  # so that what is edited can be let go
    head = find_head(lines, transcript.form)
    drops = Drops()
    lines = lines.edited(head.taken_off(lines, drops))
    if transcript.form in _COPIED:
        lines = lines.edited(_unfurnished(lines, drops))
    if head.name:
        lines = lines.edited(_signed(lines, head.name))
    bracketed = _bracketed(lines.texts, transcript.form)
    written = transcript.form in _PROGRAMS
    labels = [n for n, t in enumerate(lines.texts) if (is_credit if written else is_furniture)(t)]
    count = (
        len(labels) + sum(map(_is_page, drops)) + _FEWEST_LABELS * ("page furniture" in gone.kinds)
    )
    is_page = not written and count >= _FEWEST_LABELS
    cleaned = _cleaned(lines, cleaning or Cleaning(), bracketed, drops, labels, is_page=is_page)
    lines = mend_spaces(lines.edited(cleaned))
    drops = Drops.merged(gone, drops)
    return replace(transcript, lines=lines, drops=drops, info=head.told(transcript.info))


def _unfurnished(lines: Lines, drops: Drops) -> Iterator[tuple[int, None]]:
    """Take off what a page wrote below speech, and in several lines between it."""
    end = len(lines) - count_below(lines)
    for n in (*sorted(find_between(lines, end)), *range(end, len(lines))):
        drops.add(lines[n], lines.texts[n], "page furniture")
        yield n, None


def _signed(lines: Lines, name: str) -> Iterator[tuple[int, Line]]:
    for n, line in enumerate(lines):
        if not line.speaker:
            yield n, replace(line, speaker=name)


def _cleaned(
    lines: Lines,
    cleaning: Cleaning,
    bracketed: re.Pattern[str],
    drops: Drops,
    labels: Sequence[int],
    *,
    is_page: bool,
) -> Iterator[tuple[int, Line | None]]:
    known, heads = set(labels), find_between_labels(lines.texts, labels)
    reads = find_reads(lines) if cleaning.sponsors else {}
    asides = cleaning.non_speech and lines.say_who_or_when
    listing = -1  # the label below which the titles of other pages stand
    broken = False  # a break before a line that is dropped is one before the next line
    for n, written in enumerate(lines.texts):
        titled = lines.is_heading(n) and written.count(" ") < _LEAST_LABEL
        button = is_page and not titled and is_button(written)
        labelled = button or n in known or n in heads
        furniture = [(0, len(written), "page furniture")]
        found = furniture if labelled else _unwanted(written, cleaning, bracketed)
        if labelled:
            listing = n if opens_list(written) else -1
        elif listing >= 0 and _is_listed(lines, listing, n):
            found = furniture
        else:
            listing = -1
        if not labelled and asides and _is_aside(lines, n):
            found = [(0, len(written), "not speech")]
        if n < _PREFACED and not labelled:
            found = [*_note_before(written), *found]
        if n in reads:
            found = _with_read(found, reads[n])
        if not found and not broken:
            continue
        line = lines[n]
        text = _take_out(line, found, drops)
        broken = line.after_blank or n in heads or broken
        yield n, replace(line, text=text, after_blank=broken) if text else None
        broken = broken and not text


def _note_before(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the note on the transcript with which a line opens, if it does."""
    preface = _PREFACE.match(text)
    if preface and is_note(preface.group(1)):
        yield (*preface.span(), "note about the transcript")


def _with_read(
    found: Sequence[tuple[int, int, str]], read: tuple[int, int]
) -> list[tuple[int, int, str]]:
    """Return the pieces before a sponsor's read, and the read."""
    start, end = read
    return sorted([(start, end, "sponsor"), *(piece for piece in found if piece[0] < start)])


def _bracketed(texts: Sequence[str], form: str) -> re.Pattern[str]:
    """Return what tells of sounds in a text of such a form, beside what does so in all texts."""
    if form not in _CAPTION_FORMS:
        return _CUED if _has_cues(texts) else _SHOUTED
    mixed = sum(map(str.isupper, texts)) < _MOST_SHOUTED * len(texts)
    return _BROADCAST if mixed else _CAPTIONED


def _has_cues(texts: Sequence[str]) -> bool:
    cued = (text for text in texts if "(" in text and _CUE.search(text))
    return len(tuple(islice(cued, _FEWEST_CUES))) == _FEWEST_CUES


def _has_sounds(lines: Lines) -> bool:
    return any(name.casefold() in SOUNDS for name in lines.speakers)


def _is_sound(lines: Lines, n: int) -> bool:
    """Tell whether a line is the first behind "SFX:", and says what sounds."""
    text, speaker = lines.texts[n], lines[n].speaker
    opens = speaker.casefold() in SOUNDS and (n == 0 or lines[n - 1].speaker != speaker)
    return opens and len(text.split()) <= _LONGEST_SOUND and not _ADDRESSES.search(text)


def _is_aside(lines: Lines, n: int) -> bool:
    """Tell whether a line among turns is nothing but a remark in brackets, or says what sounds."""
    text = lines.texts[n]
    if text[0] not in "[(" or not _ASIDE.fullmatch(text):
        return lines.fact(_has_sounds) and _is_sound(lines, n)
    line = lines[n]
    if not line.speaker and (line.start_s is None or _SENTENCE.search(text)):
        return False
    apart = lines.is_after_blank(n) or (n > 0 and _STOPPED.search(lines.texts[n - 1][-4:]))
    return bool(apart) or (text[0] == "[" and bool(line.speaker))


def _is_listed(lines: Lines, label: int, n: int) -> bool:
    """Tell whether a line below such a label is a title, and nobody else begins to speak."""
    words = lines.texts[n].split()
    named = sum(word[0].isupper() for word in words) >= _MOSTLY_CAPITALS * len(words)
    alone = lines.is_after_blank(n) and lines.is_after_blank(n + 1) and lines.times(n)[0] is None
    titled = len(words) > 1 and named and lines.texts[n][-1].isalnum()
    return alone and titled and lines[n].speaker == lines[label].speaker


def _is_page(drop: Drop) -> bool:
    return is_furniture(drop.text)


def _take_out(line: Line, found: Sequence[tuple[int, int, str]], drops: Drops) -> str:
    """Return what is left of a line without some pieces of it, which become drops."""
    kept: list[str] = []
    place = 0
    for start, end, reason in found:
        if start >= place:
            before = line.text[place:start]
            tight = line.text[end : end + 1] in (",", ".", ";")
            kept.append(before.rstrip() if tight else before)
            drops.add(line, line.text[start:end].strip(), reason)
            place = end
    kept.append(line.text[place:])
    return _SPACE.sub(" ", "".join(kept)).strip() if found else line.text


def _unwanted(
    text: str, cleaning: Cleaning, bracketed: re.Pattern[str]
) -> list[tuple[int, int, str]]:
    """Return (start, end, reason) of the pieces of a line that are not to be spoken, in order."""
    found: list[tuple[int, int, str]] = []
    if cleaning.non_speech and text[0] in "FS" and _EFFECT.fullmatch(text):
        return [(0, len(text), "not speech")]
    loud = bracketed is _BROADCAST and (text.isupper() or "#" in text)
    if cleaning.non_speech and (loud or _DIRECTION_SIGN.search(text)):
        for pattern in (_DIRECTION, bracketed):
            found += [(*_whole(text, m.span()), "not speech") for m in pattern.finditer(text)]
    if ":" in text:
        found += [(*m.span(), "time") for m in _INLINE_TIME.finditer(text)]
    if cleaning.fillers:
        found += [(*m.span(), "filler") for m in _FILLER.finditer(text)]
    if cleaning.stutters:
        found += [(*m.span(), "stutter") for m in _STUTTER.finditer(text)]
    return sorted(found, key=lambda piece: piece[0])


def _whole(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """Take with a piece at the start of a line the full stop that then stands for nothing."""
    start, end = place
    orphan = _ORPHAN.match(text, end) if start == 0 else None
    return start, orphan.end() if orphan else end
