"""Each trap of pyttsx3's espeak driver is closed in narrate's use of the library."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from narrate.errors import ProfileError
from narrate.tts.contract import SPOKEN
from narrate.tts.espeak_library import EspeakFiles, EspeakSettings, find_voice, speak
from narrate.tts.profile import load_profile
from narrate.tts.pyttsx3_voice import _find_library
from narrate.tts.registry import missing, open_voice

pytestmark = pytest.mark.engine

PROFILE = load_profile("espeak")
PARAGRAPH = "Long paragraphs must come whole, whatever the driver would have returned. " * 60


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _files() -> EspeakFiles:
    files = _find_library(PROFILE)
    assert files is not None
    return files


def test_returns_when_the_last_word_is_spoken_not_before() -> None:
    """The driver's runAndWait() comes back after 10 ms, whatever the length."""
    speech = open_voice(PROFILE).synthesize(PARAGRAPH)
    assert len(speech.words) == len(PARAGRAPH.split())
    assert speech.words[-1].text == "returned."
    assert len(speech.audio.samples) / 22_050 > 200


def test_does_not_read_beyond_the_text() -> None:
    """The driver passes ten times the size; from 17 kB on the library crashes.

    Here the text ends right before memory that may not be read.
    """
    program = """
import ctypes, mmap, sys
from unittest import mock
from narrate.tts import espeak_library
from narrate.tts.profile import load_profile
from narrate.tts.registry import open_voice
voice = open_voice(load_profile("espeak"))
page = mmap.PAGESIZE
memory = mmap.mmap(-1, 8 * page)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.mprotect(ctypes.c_void_p(start + 7 * page), page, 0) == 0
load = espeak_library._load
def load_with_guard(path):
    dll = load(path)
    synth = dll.espeak_Synth
    def guarded(text, size, *rest):
        at = start + 7 * page - size.value
        ctypes.memmove(at, text, size.value)
        return synth(ctypes.c_void_p(at), size, *rest)
    dll.espeak_Synth = guarded
    return dll
with mock.patch.object(espeak_library, "_load", load_with_guard):
    speech = voice.synthesize("word " * 5000)
sys.stdout.write(str(len(speech.words)))
"""
    done = _run(program)
    assert (done.returncode, done.stdout) == (0, "5000"), done.stderr


def test_missing_data_is_an_error_and_does_not_end_the_process(tmp_path: Path) -> None:
    """Without its data the library prints a line and exits."""
    program = """
import sys
from narrate.errors import ProfileError
from narrate.tts.espeak_library import EspeakFiles, EspeakSettings, speak
try:
    speak(EspeakFiles(sys.argv[1], sys.argv[2]), "text", EspeakSettings("en-us", 160, 50))
except ProfileError as error:
    sys.stdout.write(str(error))
"""
    done = _run(program, _files().library, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "finds no voice data" in done.stdout


def test_library_that_cannot_be_loaded(tmp_path: Path) -> None:
    library = tmp_path / "libespeak-ng.so"
    library.write_bytes(b"no library")
    with pytest.raises(ProfileError, match="cannot be loaded"):
        speak(EspeakFiles(str(library), ""), "text", EspeakSettings("en-us", 160, 50))


def test_leaves_no_hidden_state() -> None:
    """The phase of the pitch flutter survives every call that the library offers."""
    voice = open_voice(PROFILE)
    alone = voice.synthesize(SPOKEN).audio.samples.tobytes()
    for other in ("a", PARAGRAPH, "What? No! Yes; one, two."):
        voice.synthesize(other)
        open_voice(replace(PROFILE, voice="de", pitch=1.4)).synthesize("Guten Tag")
        assert voice.synthesize(SPOKEN).audio.samples.tobytes() == alone


@pytest.mark.skipif(missing(load_profile("joe")) != "", reason=missing(load_profile("joe")))
def test_piper_and_espeak_live_in_one_process() -> None:
    """A library that is loaded for all makes Piper's own espeak-ng crash."""
    program = """
import sys
from narrate.tts.profile import load_profile
from narrate.tts.registry import open_voice
espeak = open_voice(load_profile("espeak"))
espeak.synthesize("first")
joe = open_voice(load_profile("joe"))
lengths = [len(v.synthesize("hello world").words) for v in (joe, espeak, joe, espeak)]
sys.stdout.write(repr(lengths))
"""
    done = _run(program)
    assert (done.returncode, done.stdout) == (0, "[2, 2, 2, 2]"), done.stderr


def test_pyttsx3_itself_still_works_beside_it() -> None:
    """The binding is a copy of narrate's own; a program's own pyttsx3 is left alone."""
    program = """
import sys
from narrate.tts.profile import load_profile
from narrate.tts.registry import open_voice
open_voice(load_profile("espeak")).synthesize("first")
sys.stdout.write(repr([name for name in sys.modules if "_espeak" in name and "pyttsx3." in name]))
"""
    assert _run(program).stdout == "[]"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("en-us", "en-us"), ("en-US", "en-US"), ("en-GB", "gmw/en"), ("de-DE", "gmw/de")],
)
def test_voices_are_found_by_language(wanted: str, found: str) -> None:
    assert find_voice(_files(), wanted) == found


def test_variants_are_voices_too() -> None:
    """They are not listed, yet can be named."""
    plain, other = (
        open_voice(replace(PROFILE, voice=name)).synthesize(SPOKEN)
        for name in ("en-us", "en-us+f3")
    )
    assert plain.audio.samples.tobytes() != other.audio.samples.tobytes()


def test_unknown_voice_is_an_error() -> None:
    with pytest.raises(ProfileError, match="no voice or language 'klingonish'"):
        open_voice(replace(PROFILE, voice="klingonish"))


def test_words_follow_the_text_past_emoji_and_other_scripts() -> None:
    words = open_voice(PROFILE).synthesize("So 你好, café 😀 costs 1999 there.").words
    assert [word.text for word in words] == ["So", "你好,", "café", "😀", "costs", "1999", "there."]


def test_a_pause_belongs_to_no_word() -> None:
    first, second = open_voice(PROFILE).synthesize("Develop, these.").words
    assert second.start_sample - first.end_sample > 0.05 * 22_050
    assert first.end_sample > first.start_sample


def test_words_spoken_as_one_share_its_time() -> None:
    words = open_voice(PROFILE).synthesize("It would have been in the way.").words
    assert [word.text for word in words] == ["It", "would", "have", "been", "in", "the", "way."]
    assert all(word.end_sample - word.start_sample > 300 for word in words)
    assert all(a.end_sample <= b.start_sample for a, b in pairwise(words))
