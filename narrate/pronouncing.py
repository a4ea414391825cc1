"""Which lexicons count for a text and a voice: shipped, a project's own, a voice's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from importlib import resources
from pathlib import Path

from narrate.model import Script, Source
from narrate.settings import LEXICON_NAME, Settings
from narrate.text.language import guess_language
from narrate.text.lexicon import Lexicon, load_lexicon
from narrate.text.plan import NARRATOR, Pronounce
from narrate.text.unsure import UnsureWord, unsure_words
from narrate.tts.base import VoiceProfile
from narrate.tts.casting import speaks
from narrate.tts.registry import takes_phonemes


def find_lexicon(language: str, source: Source | None, own: Sequence[Path] = ()) -> Lexicon:
    """Load the lexicons of a language and a project; the later one wins.

    They are: the shipped one, the working folder's `voices/lexicons/`, `lexicon.tsv` in the
    working folder and beside the source, and those the user names.

    Raises:
        InputError: one cannot be read, or one that is named is not there.
    """
    name = f"{language.partition('-')[0].lower()}.tsv"
    shipped = Path(str(resources.files("narrate.voices"))) / "lexicons" / name
    found = [shipped, Path("voices") / "lexicons" / name, Path(LEXICON_NAME)]
    if source and source.path and source.path.parent != Path():
        found.append(source.path.parent / LEXICON_NAME)
    return load_lexicon(*(path for path in found if path.is_file()), *own)


def find_pronunciations(
    profiles: Mapping[str, VoiceProfile], lexicon: Lexicon
) -> dict[str, Pronounce]:
    """Return by name what each voice makes of a text: phonemes only where it takes them.

    Raises:
        InputError: a profile's own lexicon cannot be read.
    """
    return {
        name: partial(_own_lexicon(profile, lexicon).apply, ipa=takes_phonemes(profile))
        for name, profile in profiles.items()
    }


def find_tongues(script: Script, cast: Mapping[str, str]) -> dict[str, str]:
    """Return by voice the language of what it says, where that is not the script's.

    A guest who speaks another language has a voice that is made for it; a voice that only has
    another accent says the script's language.
    """
    said: dict[str, list[str]] = {}
    for paragraph in script.paragraphs:
        said.setdefault(cast.get(paragraph.speaker, cast[NARRATOR]), []).append(paragraph.text)
    strange = {v: t for v, t in said.items() if not speaks(v, script.info.language)}
    guessed = {voice: guess_language(texts) for voice, texts in strange.items()}
    return {voice: own for voice, own in guessed.items() if own and speaks(voice, own)}


def _own_lexicon(profile: VoiceProfile, lexicon: Lexicon) -> Lexicon:
    if not profile.lexicon:
        return lexicon
    return Lexicon(lexicon.entries + load_lexicon(Path(profile.lexicon)).entries)


def list_unsure(
    script: Script, settings: Settings, source: Source | None = None
) -> tuple[UnsureWord, ...]:
    """List the words of a script that a voice will probably say wrong, most frequent first."""
    language = script.info.language
    text = "\n".join(paragraph.text for paragraph in script.paragraphs)
    return unsure_words(text, find_lexicon(language, source, settings.lexicon), language)
