"""All data types, in the order in which data flows through them.

    Source → Line → Transcript → Paragraph → Chapter → Script → Utterance → Clip → Cue
    → ChapterMark → Timeline → Episode

Times inside are integer samples; seconds and milliseconds appear only at the edges, and the
unit is always in the name. Types that hold arrays compare by identity and their arrays are
read-only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it came: a file's bytes, or what was on standard input."""

    name: str  # for messages
    data: bytes
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class EpisodeInfo:
    """What the finished file says of itself; an empty string means "not given"."""

    title: str = ""
    author: str = ""
    album: str = ""
    date: str = ""  # ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD
    language: str = ""  # BCP 47, e.g. "en" or "en-GB"
    genre: str = ""
    comment: str = ""
    cover: Path | None = None  # JPEG or PNG
    description: str = ""  # what the episode is about, in a few sentences
    category: str = ""  # of the podcast, e.g. "Technology"
    guid: str = ""  # what feeds know the episode by
    feed_url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source that belongs to the episode."""

    number: int  # 1-based line in the source
    text: str
    speaker: str = ""
    start_s: float | None = None
    end_s: float | None = None
    heading: int = 0  # 1..6 for a heading, 0 for speech
    after_blank: bool = False  # a blank line, or another clear break, stands before it
    opens: bool = False  # begins a paragraph whatever stands before it, as an item of a list does
    column: int = 0  # characters before it, where several stand on one line of the source


@dataclass(frozen=True, slots=True)
class Drop:
    """A piece of the source that is not spoken, and why."""

    line: int  # 1-based line in the source
    text: str
    reason: str
    column: int = 0  # of the `Line` that it was taken from


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the recording, as a list above its transcript names it."""

    title: str
    start_s: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was read: lines to speak, what was left out, and what the source says of itself."""

    lines: Sequence[Line]
    drops: Sequence[Drop] = ()
    info: EpisodeInfo = EpisodeInfo()
    form: str = "text"  # the layout that was recognised: text, srt, vtt, markdown, …
    parts: tuple[Part, ...] = ()  # the chapters that the source lists


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Speech that belongs together: one speaker, one block of script.md."""

    text: str
    speaker: str = ""
    heading: str = ""  # a heading of the source that stands right above it
    id: str = ""  # stable across edits of script.md, e.g. "p12"
    line: int = 0  # where it begins in the source, 1-based; 0 if unknown
    start_s: float | None = None  # time in the source recording, where given
    end_s: float | None = None
    authored: bool = field(default=False, compare=False)  # begun by the source, not by a guess


@dataclass(frozen=True, slots=True)
class Chapter:
    """Consecutive paragraphs under one title; an empty title makes no chapter mark."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The whole text of an episode, as it stands in script.md."""

    info: EpisodeInfo
    chapters: tuple[Chapter, ...]
    voices: tuple[tuple[str, str], ...] = ()  # (speaker, or "*" for all others; voice name)
    announce: str = ""  # chapter titles are spoken: "headings" of the text, or given "titles"
    drops: Sequence[Drop] = ()
    notes: tuple[str, ...] = ()  # what the user should know of how it was made

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order."""
        return tuple(p for chapter in self.chapters for p in chapter.paragraphs)


PHONEME_MARK = re.compile(r"\[\[([^\[\]|]{1,200})\|([^\[\]|]{1,200})\]\]")
"""In what is spoken, phonemes and the word that they stand for: `[[wɪn|Nguyen]]`."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One engine call: what to say, how it is spelled for the voice, and the pause after it."""

    text: str  # as in the script
    spoken: str  # as the voice gets it, phonemes by `PHONEME_MARK`
    voice: str  # profile name
    pause_after_ms: int
    chapter: int  # index into Script.chapters
    paragraph_id: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Sound, of one channel but for music."""

    samples: NDArray[np.int16]  # shape (length,), or (2, length) for stereo; read-only
    sample_rate_hz: int

    def __post_init__(self) -> None:
        self.samples.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it is heard in its clip."""

    text: str
    start_sample: int
    end_sample: int

    def __reduce__(self) -> tuple[type[Word], tuple[str, int, int]]:
        """Pickle, four times as fast as dataclasses do: an hour has 9,000 words."""
        return Word, (self.text, self.start_sample, self.end_sample)


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What an engine returns for one text."""

    audio: Audio
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A conditioned clip and what the mixer must know of it without reading it."""

    speech: Speech
    block_energies: NDArray[np.float32]  # K-weighted energy per 100 ms, read-only

    def __post_init__(self) -> None:
        self.block_energies.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """An utterance with its sound, which lies in the clip store under `key`."""

    utterance: Utterance
    key: str
    length_samples: int
    sample_rate_hz: int
    block_energies: NDArray[np.float32]  # over all its channels
    words: tuple[Word, ...] = ()
    kept: bool = False  # the store held it already; it was not spoken again
    doubt: str = ""  # why its sound may not be the whole text, where there is a reason
    channels: int = 1
    mended: bool = False  # what the store held was damaged, so it was spoken again


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """A clip at its place in the programme."""

    clip: Clip
    start_sample: int  # at the timeline's rate
    length_samples: int  # at the timeline's rate


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A named stretch of the programme."""

    title: str
    start_sample: int
    end_sample: int
    url: str = ""  # a page about it
    image: Path | None = None  # JPEG or PNG, shown while it plays


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The arranged programme: everything between text and sound that a player needs."""

    sample_rate_hz: int
    length_samples: int
    cues: Sequence[Cue]
    marks: tuple[ChapterMark, ...]
    joins: tuple[int, ...] = ()  # samples at which it may be cut and joined again unheard
    channels: int = 1  # 2 where music is stereo; speech then stands in the middle

    @property
    def length_s(self) -> float:
        """The programme's length in seconds."""
        return self.length_samples / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class Loudness:
    """Measured as ITU-R BS.1770 and EBU Tech 3342 say."""

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a finished file really holds, read back from it."""

    container: str
    codec: str
    duration_s: float
    sample_rate_hz: int
    channels: int
    bit_rate: int  # bits a second, of the whole file
    chapters: tuple[tuple[str, float, float], ...]  # (title, start in s, end in s)
    tags: tuple[tuple[str, str], ...]
    cover: tuple[str, int, int, int] | None  # (mime type, width, height, bytes)


@dataclass(frozen=True, slots=True, eq=False)
class Episode:
    """A finished, published file."""

    path: Path
    timeline: Timeline
    loudness: Loudness
    voices: tuple[str, ...]
    spoken_clips: int = 0  # clips that this run had to synthesise
    kept_clips: int = 0  # clips that the store already held
    notes: tuple[str, ...] = field(default=())  # what the user should know
    lost: tuple[str, ...] = ()  # what could not be spoken and is not in it
