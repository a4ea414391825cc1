"""Script to utterances: what is said in one engine call, by which voice, and the pause after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from narrate.model import Chapter, Script, Utterance
from narrate.text.lexicon import written_form
from narrate.text.quotes import split_quotes
from narrate.text.sentences import breathe, split_sentences

Pronounce = Callable[[str], str]  # what a lexicon makes of a text

NARRATOR = "*"  # in a mapping of speakers to voices: chapter titles, and whoever is not named
QUOTED = "“”"  # in the same mapping, where it is there: who says what is quoted

_OPEN_END = re.compile(r"[^.!?…。！？\"”“»«’‘」』)\]][\"”“»«’‘」』)\]]*$")  # of no sentence


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence between two clips in ms, by what separates them.

    Read speech pauses for about 0.3 to 0.5 s between sentences and about twice that between
    paragraphs; engines add none of their own here, because clips are trimmed.
    """

    breath_ms: int = 140  # inside a sentence that is too long for one utterance
    sentence_ms: int = 380
    paragraph_ms: int = 750
    speaker_ms: int = 600
    title_ms: int = 900  # after a chapter title that is spoken
    chapter_ms: int = 1600

    def scaled(self, factor: float) -> Pauses:
        """Return the same pauses, all `factor` times as long."""
        return Pauses(*(round(getattr(self, f.name) * factor) for f in fields(self)))


def plan_utterances(
    script: Script,
    voices: Mapping[str, str],
    pauses: Pauses,
    pronounce: Mapping[str, Pronounce],
    tongues: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Utterance, ...]:
    """Plan a script's utterances in order.

    `voices` maps speakers to names of profiles and has at least the narrator's (`"*"`), who
    reads chapter titles and everyone not named, and perhaps one for quoted speech (`QUOTED`);
    `pronounce` has for each of these voices what its lexicon makes of a text. Text with nothing
    to say (`…`, `***`) makes no utterance. The pause after the last one is 0. `tongues` has the
    language of what a voice says where that is not the script's.
    """
    speak = _Speaker(_language(script), voices, pronounce, tongues)
    planned: list[Utterance] = []
    for number in range(len(script.chapters)):
        title = _plan_title(script, number, pauses, speak)
        spoken = [*title, *_plan_chapter(script, number, pauses, speak)]
        if planned and spoken:
            planned[-1] = replace(planned[-1], pause_after_ms=pauses.chapter_ms)
        planned.extend(spoken)
    if planned:
        planned[-1] = replace(planned[-1], pause_after_ms=0)
    return tuple(planned)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who speaks with which voice, and how it says things."""

    language: str
    voices: Mapping[str, str]
    pronounce: Mapping[str, Pronounce]
    tongues: Mapping[str, str]

    def tongue(self, voice: str) -> str:
        return self.tongues.get(voice, self.language)

    def voice(self, speaker: str) -> str:
        return self.voices.get(speaker, self.voices[NARRATOR])

    def stretches(self, text: str, speaker: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of a paragraph and who speaks each."""
        voice, quoted = self.voice(speaker), self.voices.get(QUOTED)
        if not quoted:
            yield text, voice
            return
        for stretch in split_quotes(text):
            yield stretch.text, quoted if stretch.quoted else voice

    def say(self, text: str, voice: str) -> str:
        from narrate.text.speakable import spoken_form  # its many rules take a while to load

        return spoken_form(self.pronounce[voice](text), self.tongue(voice))


def _plan_title(
    script: Script, number: int, pauses: Pauses, speak: _Speaker
) -> Iterator[Utterance]:
    title = script.chapters[number].title
    if not script.announce or not _sayable(title):
        return
    voice = speak.voice("")
    spoken = speak.say(title, voice)
    if spoken[-1:].isalnum() or spoken.endswith("]]"):
        spoken += "."  # a title is read with a falling voice
    yield Utterance(written_form(title), spoken, voice, pauses.title_ms, number)


def _plan_chapter(
    script: Script, number: int, pauses: Pauses, speak: _Speaker
) -> Iterator[Utterance]:
    chapter: Chapter = script.chapters[number]
    following = (*chapter.paragraphs[1:], None)  # one too many where a chapter is empty
    for paragraph, after in zip(chapter.paragraphs, following, strict=False):
        turns = after is not None and after.speaker != paragraph.speaker
        pause_ms = pauses.speaker_ms if turns else pauses.paragraph_ms
        speaker, id_ = paragraph.speaker, paragraph.id
        spoken = [
            Utterance(written_form(piece), said, voice, pause, number, id_, speaker)
            for text, voice in speak.stretches(paragraph.text, speaker)
            for piece, pause in _cut_text(
                text, speak.tongue(voice), pauses, within=len(text) < len(paragraph.text)
            )
            if _sayable(said := speak.say(piece, voice))
        ]
        if spoken:
            spoken[-1] = replace(spoken[-1], pause_after_ms=pause_ms)
        yield from spoken


def _cut_text(
    text: str, language: str, pauses: Pauses, *, within: bool
) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a text that are said in one breath, and the pause after each.

    Where the text stands `within` a paragraph, its end need not be that of a sentence.
    """
    for sentence in split_sentences(text, language):
        pieces = [piece for piece in breathe(sentence, language) if _sayable(piece)]
        for n, piece in enumerate(pieces, start=1):
            whole = n == len(pieces) and not (within and _OPEN_END.search(piece))
            yield piece, pauses.sentence_ms if whole else pauses.breath_ms


def _sayable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _language(script: Script) -> str:
    return script.info.language or "en"
