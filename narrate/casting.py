"""Speakers to voices: who speaks for whom, and whether they can speak on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.model import Script, Utterance
from narrate.showcast import CAST_FILE, ShowCast, read_show_cast
from narrate.text.plan import NARRATOR, QUOTED
from narrate.tts.alphabets import tell_unread, unread_words
from narrate.tts.base import QUALITIES, VoiceProfile
from narrate.tts.casting import (
    cast_voices,
    castable_voices,
    default_voice,
    plain_voices,
    speaks,
    stands_in,
    variation_words,
)
from narrate.tts.profile import load_profile, sort_profiles
from narrate.tts.registry import at_quality, check_works, missing


@dataclass(frozen=True, slots=True)
class ListedVoice:
    """A voice as `narrate voices` shows it."""

    profile: VoiceProfile
    missing: str  # "" where it works; else what to install


def cast_script(
    script: Script,
    voice: str,
    wishes: Sequence[tuple[str, str]] = (),
    show_file: Path | None = None,
) -> Script:
    """Give every speaker of a script and its narrator a voice.

    What counts, in this order: `wishes`, pairs of a speaker (`Dr. *` are several, `*` all others)
    and a voice; `voice`, which speaks for all others; the script's own voices; those of the show,
    which `show_file` keeps, or the working folder's where it is there. Several speakers without
    any of these get different voices, which follow from their names; a single one gets the default
    voice. What is quoted has a voice of its own only where one is wanted for `QUOTED`.
    """
    speakers = tuple(dict.fromkeys(p.speaker for p in script.paragraphs if p.speaker))
    wishes = _who_is_meant(wishes, speakers)
    written = () if voice else _who_is_meant(script.voices, speakers)
    show = None if voice else _find_show(show_file)
    known = show.among(speakers) if show else {}
    wanted = {**known, **dict(written), **dict(wishes)}
    chosen = not voice and NARRATOR not in wanted
    language = script.info.language
    narrator = wanted.get(NARRATOR) or voice or default_voice(language)
    told = bool(voice) or NARRATOR in wanted or len(speakers) < 2
    available = () if told else castable_voices(language) or plain_voices(narrator)
    if not available:
        wanted[NARRATOR] = narrator
    others = [name for name in available if name not in known.values()]
    cast = cast_voices(speakers, wanted, others or available)
    if show and chosen:
        show.keep({name: wanted[name] for name in wanted if name != NARRATOR}, cast)
    quoted = ((QUOTED, wanted[QUOTED]),) if QUOTED in wanted else ()
    voices = ((NARRATOR, narrator), *quoted, *cast.items())
    notes = () if voice else _language_notes((narrator, *cast.values()), language, chosen=chosen)
    varied = {name: own for name, own in cast.items() if name not in wanted and not told}
    strangers = _strangers({"--cast": wishes, "voices:": written}, speakers)
    apart = (*strangers, *_told_apart(varied), *_shared(varied))
    if not (show or voice):
        apart += tuple(_how_to_keep(varied))
    return replace(script, voices=voices, notes=(*script.notes, *notes, *apart))


def _find_show(path: Path | None) -> ShowCast | None:
    path = path or (CAST_FILE if CAST_FILE.is_file() else None)
    return read_show_cast(path) if path else None


def _who_is_meant(
    wishes: Iterable[tuple[str, str]], speakers: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Spell names as the text does, where only capitals and spaces differ.

    A name with `*` or `?` in it stands for all whom it fits; whoever is named in full comes after.
    """
    exact, fitting = [], []
    for name, voice in wishes:
        alike = [speaker for speaker in speakers if _fits(name, speaker)]
        if name in speakers or name == NARRATOR or not alike:
            exact.append((name, voice))
        elif len(alike) == 1 and not re.search("[*?]", name):
            exact.append((alike[0], voice))
        else:
            fitting += [(speaker, voice) for speaker in alike]
    return (*fitting, *exact)


def _fits(name: str, speaker: str) -> bool:
    pattern, folded = (" ".join(each.casefold().split()) for each in (name, speaker))
    wild = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(wild, folded) is not None


def _strangers(
    cast: Mapping[str, Sequence[tuple[str, str]]], speakers: Sequence[str]
) -> Iterator[str]:
    """Say who was cast, and where, and does not speak, if somebody who speaks was not."""
    if speakers and {name for pairs in cast.values() for name, _ in pairs}.issuperset(speakers):
        return
    there = f"it has {', '.join(speakers)}" if speakers else "it names no speakers"
    for where, pairs in cast.items():
        names = (name for name, _ in pairs if name not in (NARRATOR, QUOTED, *speakers))
        if absent := ", ".join(dict.fromkeys(names)):
            yield f"{where} {absent}: nobody of that name speaks in this text; {there}"


def _how_to_keep(cast: Mapping[str, str]) -> Iterator[str]:
    """Say how speakers keep their voices, whoever else speaks in an episode."""
    if len(cast) > 1:
        told = f"voices of {len(cast)} speakers were chosen by their names"
        yield f"{told}; an empty file {CAST_FILE} here keeps them for every episode of a show"


def _told_apart(cast: Mapping[str, str]) -> Iterator[str]:
    """Say in one line which speakers have only a variation of another's voice."""
    varied = [
        f"{speaker} by {voice} ({words})"
        for speaker, voice in cast.items()
        if (words := variation_words(voice))
    ]
    if varied:
        told = "there are more speakers than voices here, so some speak as variations of one"
        yield f"{told}: {'; '.join(varied)}. --cast SPEAKER=VOICE names others"


def _shared(cast: Mapping[str, str]) -> Iterator[str]:
    """Say who has the same voice as another for want of one, variations included."""
    first: dict[str, str] = {}
    for speaker, voice in cast.items():
        first.setdefault(voice, speaker)
    pairs = [f"{speaker} and {first[v]}" for speaker, v in cast.items() if first[v] != speaker]
    if pairs:
        yield f"there are not enough voices: {', '.join(pairs)} sound alike"


def _language_notes(voices: Iterable[str], language: str, *, chosen: bool) -> Iterator[str]:
    """Say which voices of a cast are not made for the text's language, or plain for want of one."""
    names = tuple(dict.fromkeys(voices))
    strange = [name for name in names if not speaks(name, language)]
    if strange:
        told = f"the text seems to be in another language ({language}) than {', '.join(strange)}"
        yield f"{told} speaks; choose with --voice, or tell the text's with --language"
    elif chosen and stands_in(names[0]):
        yield f"the text is in {language}: espeak-ng speaks it, a plain voice; --voice names others"


def load_cast(
    cast: Mapping[str, str], rate: float, quality: str = QUALITIES[0]
) -> dict[str, VoiceProfile]:
    """Load the profiles of a cast by name, `rate` times as fast as they are.

    Where the engine has several qualities, they speak at this one.

    Raises:
        ProfileError: a voice is unknown, or what it needs is not installed.
    """
    names = dict.fromkeys(cast.values())
    profiles = {name: at_quality(load_profile(name), quality) for name in names}
    for profile in profiles.values():
        check_works(profile)
    return {name: replace(profile, rate=profile.rate * rate) for name, profile in profiles.items()}


def paced(
    utterances: Sequence[Utterance], profiles: Mapping[str, VoiceProfile]
) -> tuple[Utterance, ...]:
    """Make the pauses after what a voice says as long as its profile wants them.

    Those between chapters belong to no voice.
    """
    following = [*(utterance.chapter for utterance in utterances[1:]), -1]
    return tuple(
        replace(said, pause_after_ms=round(said.pause_after_ms * profiles[said.voice].pauses))
        if said.chapter == after
        else said
        for said, after in zip(utterances, following, strict=True)
    )


def noting_unread(
    script: Script, utterances: Sequence[Utterance], profiles: Mapping[str, VoiceProfile]
) -> Script:
    """Add to a script's notes which voices meet words in a writing that they do not read."""
    unread: dict[str, dict[str, list[str]]] = {}
    for said in utterances:
        for writing, words in unread_words(profiles[said.voice], said.spoken).items():
            unread.setdefault(said.voice, {}).setdefault(writing, []).extend(words)
    notes = (tell_unread(profiles[voice], found) for voice, found in unread.items())
    return replace(script, notes=(*script.notes, *notes))


def list_voices(name: str | None = None) -> tuple[tuple[ListedVoice, ...], tuple[str, ...]]:
    """List all voices, or the one called `name`, with what each lacks here.

    Returned with them is a line for each profile that makes no sense.

    Raises:
        ProfileError: there is no such voice, or the profile of the one asked for is broken.
    """
    profiles, broken = ((load_profile(name),), ()) if name else sort_profiles()
    return tuple(ListedVoice(profile, missing(profile)) for profile in profiles), broken
