"""Decoded text to a transcript: its layout is recognised by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from narrate.errors import InputError
from narrate.model import Transcript
from narrate.text.columns import Drops, Lines
from narrate.text.read.articles import take_article
from narrate.text.read.books import drop_apparatus, drop_contents
from narrate.text.read.captions import is_captions, read_captions
from narrate.text.read.chats import take_chats, take_stamps
from narrate.text.read.clocks import take_clocks
from narrate.text.read.cuts import cut_signs, cut_turns
from narrate.text.read.dashes import take_dashes
from narrate.text.read.doubled import drop_language, drop_layers, unite_speakers
from narrate.text.read.emphasis import (
    may_be_marked,
    take_all_emphasis,
    take_emphasis,
    take_escapes,
)
from narrate.text.read.endings import take_ending
from narrate.text.read.entities import unescape_signs
from narrate.text.read.framed import is_framed, read_framed
from narrate.text.read.frames import take_frames
from narrate.text.read.gutenberg import drop_emphasis, drop_license, is_gutenberg
from narrate.text.read.hearings import take_hearings
from narrate.text.read.html import is_html, read_html
from narrate.text.read.irc import take_irc
from narrate.text.read.languages import find_language
from narrate.text.read.lyrics import is_lyrics, read_lyrics
from narrate.text.read.mail import is_mail, read_mail
from narrate.text.read.mailtext import take_mail, take_stored_mail
from narrate.text.read.margins import take_margins
from narrate.text.read.marked import Language, read_marked
from narrate.text.read.mentions import has_mentions, take_mentions
from narrate.text.read.nameplates import take_nameplates
from narrate.text.read.notes import take_notes
from narrate.text.read.numbering import cut_numbered
from narrate.text.read.offices import take_offices
from narrate.text.read.openers import take_cue_names, take_openers
from narrate.text.read.pages import take_pages
from narrate.text.read.panels import take_titles
from narrate.text.read.parliaments import take_parliament
from narrate.text.read.parts import list_parts, open_parts, take_parts
from narrate.text.read.plain import read_plain
from narrate.text.read.plays import take_directions
from narrate.text.read.printed import is_printed, join_drop_capitals, take_verse_numbers
from narrate.text.read.prose import take_quotes, take_structure
from narrate.text.read.records import is_records, read_records
from narrate.text.read.recurring import take_recurring
from narrate.text.read.rolling import drop_repeats
from narrate.text.read.signal import is_signal, take_signal
from narrate.text.read.substation import is_substation, read_substation
from narrate.text.read.tables import is_table, read_table
from narrate.text.read.threads import take_threads
from narrate.text.read.turns import take_caption_marks, take_marks

_Step = Callable[[Lines], tuple[Lines, Drops]]

_PLAIN_STEPS: tuple[_Step, ...] = (
    *(take_parts, take_quotes, take_mail, take_chats, take_irc, take_threads),
    *(take_frames, cut_numbered),
    *(take_margins, take_pages, take_recurring, join_drop_capitals, take_verse_numbers),
    *(cut_turns, take_clocks, take_offices, take_notes, take_ending, take_titles),
    *(take_parliament, take_nameplates),
    *(take_hearings, take_openers, take_directions),
    *(take_structure, take_marks, drop_repeats, take_article),
)
_PAGE_STEPS: tuple[_Step, ...] = (
    *(take_stamps, take_margins, cut_turns, take_clocks, take_offices, take_notes, take_ending),
    *(take_nameplates, take_hearings, take_openers, take_marks),
)
_CAPTION_STEPS: tuple[_Step, ...] = (
    *(drop_language, take_dashes, drop_repeats, cut_signs, take_cue_names, take_caption_marks),
    unite_speakers,
)
_BOOK_STEPS: tuple[_Step, ...] = (
    *(join_drop_capitals, drop_contents, take_verse_numbers, drop_apparatus, take_nameplates),
    *(take_openers, take_directions, take_structure, drop_emphasis),
)


def read_transcript(text: str, name: str) -> Transcript:
    """Read a transcript of any layout; what no layout claims is read as plain text.

    Whatever is not speech but the layout's own (times, names of speakers, tags, what rolling
    captions repeat) is in `drops`. Raises InputError, naming the file, where nothing is left.
    """
    transcript = _read(text, name)
    if not transcript.lines and not transcript.drops:
        raise InputError(f"{name}: there is nothing but white space; give it a text to read")
    return transcript


def _read(text: str, name: str) -> Transcript:
    if is_records(text) and (found := read_records(text, name)):
        steps = (take_mentions, take_marks) if has_mentions(text) else (take_marks,)
        return _after(found, steps)
    if is_mail(text) and not is_signal(text):
        return _after(read_mail(text), (take_quotes, take_stored_mail, take_frames, take_structure))
    if is_table(text):
        return read_table(text)
    if is_substation(text):
        return _after(read_substation(text), (drop_layers, *_CAPTION_STEPS))
    if is_framed(text):
        return _after(read_framed(text), _CAPTION_STEPS)
    if is_captions(text):
        return _after(read_captions(text), _CAPTION_STEPS)
    if is_lyrics(text):
        return _after(read_lyrics(text), (take_caption_marks,))
    language = None if text.lstrip()[:1] == "<" else find_language(text)
    if is_html(text) and not language:
        page = read_html(text)
        return _after(page, _PAGE_STEPS if page.form == "html" else _CAPTION_STEPS)
    text = unescape_signs(text)
    if is_gutenberg(text):
        return _after(drop_license(read_plain(text)), _BOOK_STEPS)
    return _read_written(text, language)


def _read_written(text: str, language: Language | None) -> Transcript:
    """Read what is no file of a program's, in a markup language or in none."""
    steps = _PLAIN_STEPS
    if is_signal(text):
        steps = (take_signal,)
    if has_mentions(text):
        steps = (take_mentions, *steps)
    if "\\" in text and not language:
        steps = (take_escapes, *steps)
    if is_printed(text):
        steps = (drop_contents, drop_apparatus, *steps, drop_emphasis)
    if language:
        steps += (take_all_emphasis,)
    elif may_be_marked(text):
        steps += (take_emphasis,)
    # Inline, so that nothing holds lines that the first step has replaced.
    plain = _after(
        _with_parts(read_marked(text, language) if language else read_plain(text)), steps
    )
    lines = open_parts(Lines.of(plain.lines), plain.parts)
    return replace(plain, lines=lines, form="turns" if lines.say_who_or_when else "text")


def _with_parts(written: Transcript) -> Transcript:
    return replace(written, parts=tuple(list_parts(Lines.of(written.lines)).values()))


def _after(transcript: Transcript, steps: Iterable[_Step]) -> Transcript:
    """Take a transcript's lines through steps that each drop something from them."""
    lines, drops = Lines.of(transcript.lines), [Drops.of(transcript.drops)]
    transcript = replace(transcript, lines=(), drops=())  # lines that a step replaced can go
    for step in steps:
        lines, gone = step(lines)
        drops.append(gone)
    return replace(transcript, lines=lines, drops=Drops.merged(*drops))
