"""To speak through pyttsx3's espeak binding, without the traps of its driver.

pyttsx3's espeak *driver* returns before the sound is there, passes a size ten times that of the
text (the library then reads beyond its end), grows its buffer quadratically and loses errors.
Its *binding* (`pyttsx3.drivers._espeak`) is sound. Here the binding is used with the library in
its synchronous mode, where a call returns when the last sample is made.

The library keeps hidden state (the phase of its pitch flutter among others) that no call
resets, so that a text sounds different depending on what was spoken before it. It is therefore
loaded anew for every text, which costs about 4 ms.
"""

from __future__ import annotations

import _ctypes
import ctypes
import difflib
import importlib.util
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from narrate.errors import ProfileError, SynthesisError

# espeak-ng's speak_lib.h: report phonemes too, and report a missing data folder instead of
# ending the whole process.
_PHONEME_EVENTS = 0x0001
_DONT_EXIT = 0x8000
_EVENT_PHONEME = 7

_WITH_END_PAUSE = 0x1000
_UTF8 = 0x0001
_PHONEME_INPUT = 0x0100

# One library at a time: loaded twice at once it would share, and keep, its hidden state.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class EspeakFiles:
    """Where a library lies, and the folder of its data ("" for the place it was built for)."""

    library: str
    data: str


@dataclass(frozen=True, slots=True)
class EspeakSettings:
    """How a text is to be spoken, in the library's own scales."""

    voice: str  # a name that `find_voice` returned
    rate_wpm: int
    pitch: int  # 0..99, 50 is the voice's own


@dataclass(frozen=True, slots=True)
class EspeakWord:
    """A piece of the text that the library began to speak, and when."""

    position: int  # index of its first character in the text
    length: int  # in characters
    sample: int


@dataclass(frozen=True, slots=True)
class EspeakSound:
    """16-bit samples in the machine's byte order, and what was heard where."""

    pcm: bytes
    sample_rate_hz: int
    words: tuple[EspeakWord, ...]
    pauses: tuple[tuple[int, int], ...]  # in samples: where the voice falls silent and goes on


def speak(
    files: EspeakFiles, text: str, settings: EspeakSettings, *, phonemes: bool = False
) -> EspeakSound:
    """Speak a text to its end; with `phonemes`, [[w'In]] in it is said as the library's phonemes.

    Raises:
        ProfileError: the library, its data or the voice is not there.
        SynthesisError: the library refused the text.
    """
    with _open(files) as library:
        library.set_voice(settings.voice)
        library.set_parameter(library.binding.RATE, settings.rate_wpm)
        library.set_parameter(library.binding.PITCH, settings.pitch)
        return library.speak(text, _PHONEME_INPUT if phonemes else 0)


def library_version(files: EspeakFiles) -> str:
    """Return what the library says of itself, such as "1.52.0".

    Raises:
        ProfileError: the library or its data is not there.
    """
    with _open(files) as library:
        library.dll.espeak_Info.restype = ctypes.c_char_p
        return str(library.dll.espeak_Info(None).decode())


def find_voice(files: EspeakFiles, wanted: str) -> str:
    """Return the library's name for a voice, given its name, identifier or language.

    Raises:
        ProfileError: the library has no such voice, or is not there itself.
    """
    with _open(files) as library:
        for name in (wanted, wanted.lower()):
            if library.has_voice(name):
                return name
        voices = library.list_voices()
    language = wanted.lower()
    for prefix in (language, language.partition("-")[0]):
        for spoken, identifier in voices:
            if spoken == prefix:
                return identifier
    close = difflib.get_close_matches(language, {spoken for spoken, _ in voices}, 3)
    hint = f"near are {', '.join(close)}" if close else "give a language such as en-us, de or fr"
    raise ProfileError(f"espeak-ng has no voice or language {wanted!r}; {hint}")


class _Library:
    """The loaded library, through the types and the calling code of pyttsx3's binding."""

    def __init__(self, files: EspeakFiles) -> None:
        self.binding = _load_binding(files.library)
        self.dll = _load(files.library)
        data = files.data.encode() if files.data else None
        initialize = self.dll.espeak_Initialize
        initialize.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
        mode = self.binding.AUDIO_OUTPUT_SYNCHRONOUS
        self.sample_rate_hz = int(initialize(mode, 0, data, _PHONEME_EVENTS | _DONT_EXIT))

    def has_voice(self, name: str) -> bool:
        return bool(self.dll.espeak_SetVoiceByName(name.encode()) == self.binding.EE_OK)

    def set_voice(self, name: str) -> None:
        if not self.has_voice(name):
            raise ProfileError(f"espeak-ng has no voice {name!r}")

    def set_parameter(self, parameter: int, value: int) -> None:
        if self.dll.espeak_SetParameter(parameter, value, 0) != self.binding.EE_OK:
            raise SynthesisError(f"espeak-ng refused to set parameter {parameter} to {value}")

    def list_voices(self) -> list[tuple[str, str]]:
        """All voices as (first language, identifier)."""
        list_voices = self.dll.espeak_ListVoices
        list_voices.argtypes = (ctypes.c_void_p,)
        list_voices.restype = ctypes.POINTER(ctypes.POINTER(self.binding.VOICE))
        voices = []
        for pointer in list_voices(None):
            if not pointer:
                break
            voice = pointer.contents
            # A byte of priority stands before each language.
            voices.append((voice.languages[1:].decode("latin-1"), voice.identifier.decode()))
        return voices

    def speak(self, text: str, flags: int = 0) -> EspeakSound:
        hearing = _Hearing(self.binding)
        callback = self.binding.t_espeak_callback(hearing)
        self.dll.espeak_SetSynthCallback(callback)
        encoded = text.encode()
        flags |= _UTF8 | _WITH_END_PAUSE
        size = ctypes.c_size_t(len(encoded) + 1)
        result = self.dll.espeak_Synth(encoded, size, 0, 1, 0, flags, None, None)
        if result != self.binding.EE_OK:
            raise SynthesisError(f"espeak-ng refused the text (code {result})")
        return hearing.sound(self.sample_rate_hz)


class _Hearing:
    """What the library calls with each buffer of sound."""

    def __init__(self, binding: ModuleType) -> None:
        self._binding = binding
        self._buffers: list[bytes] = []
        self._words: list[EspeakWord] = []
        self._pauses: list[tuple[int, int]] = []
        self._pause_start: int | None = None

    def __call__(self, wave: Any, count: int, events: Any) -> int:
        index = 0
        while events[index].type != self._binding.EVENT_LIST_TERMINATED:
            event = events[index]
            if event.type == self._binding.EVENT_WORD:
                word = EspeakWord(event.text_position - 1, event.length, event.sample)
                self._words.append(word)
            elif event.type == _EVENT_PHONEME:
                self._hear_phoneme(bytes(event.id), event.sample)
            index += 1
        if count > 0:
            self._buffers.append(ctypes.string_at(wave, count * 2))
        return 0

    def _hear_phoneme(self, name: bytes, sample: int) -> None:
        is_pause = name.startswith(b"_")
        if is_pause and self._pause_start is None:
            self._pause_start = sample
        elif not is_pause and self._pause_start is not None:
            self._pauses.append((self._pause_start, sample))
            self._pause_start = None

    def sound(self, sample_rate_hz: int) -> EspeakSound:
        pcm = b"".join(self._buffers)
        self._hear_phoneme(b"", len(pcm) // 2)
        return EspeakSound(pcm, sample_rate_hz, tuple(self._words), tuple(self._pauses))


@contextmanager
def _open(files: EspeakFiles) -> Iterator[_Library]:
    """Load the library, and unload it afterwards so that nothing of its state stays."""
    with _ONE_AT_A_TIME:
        library = _Library(files)
        try:
            if library.sample_rate_hz <= 0:
                raise ProfileError(f"espeak-ng finds no voice data in {files.data or 'its folder'}")
            yield library
        finally:
            library.dll.espeak_Terminate()
            _unload(library.dll)


def _load(path: str) -> ctypes.CDLL:
    # Never RTLD_GLOBAL: other engines carry an espeak-ng of their own, which would then call
    # into this one and crash.
    try:
        return ctypes.CDLL(path)
    except OSError as cause:
        raise ProfileError(f"the espeak-ng library {path} cannot be loaded: {cause}") from cause


def _unload(dll: ctypes.CDLL) -> None:
    if sys.platform == "win32":
        _ctypes.FreeLibrary(dll._handle)
    else:
        _ctypes.dlclose(dll._handle)


@cache
def _load_binding(path: str) -> ModuleType:
    """Load a copy of pyttsx3's binding of our own, with the library that we choose.

    Imported plainly, it looks for a library in a few fixed places and keeps it loaded.
    """
    spec = importlib.util.find_spec("pyttsx3.drivers")
    if spec is None or not spec.submodule_search_locations:
        raise ProfileError("pyttsx3 is not installed; run: pip install pyttsx3")
    file = f"{spec.submodule_search_locations[0]}/_espeak.py"
    found = importlib.util.spec_from_file_location("narrate.tts._pyttsx3_espeak", file)
    if found is None or found.loader is None:
        raise ProfileError(f"pyttsx3's espeak binding is not at {file}")
    binding = importlib.util.module_from_spec(found)
    dll = _load(path)
    # An attribute of this one object hides the method of its class for a moment.
    vars(ctypes.cdll)["LoadLibrary"] = lambda _name: dll
    try:
        found.loader.exec_module(binding)
    finally:
        del vars(ctypes.cdll)["LoadLibrary"]
        _unload(dll)
    return binding
