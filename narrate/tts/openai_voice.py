"""To speak through a server with OpenAI's speech interface: the cloud's, or one of your own.

Many programs that serve large voices speak it (`POST BASE/audio/speech`). The address comes from
the option `url` or the variable OPENAI_BASE_URL, the key from OPENAI_API_KEY alone: it is sent
to that address and appears nowhere else.

Reference: https://platform.openai.com/docs/api-reference/audio/createSpeech
"""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import numpy as np
from numpy.typing import NDArray

from narrate.errors import ProfileError
from narrate.model import Speech
from narrate.tts.base import VoiceProfile
from narrate.tts.decode import decode_sound, refuse_silence
from narrate.tts.options import check_options, number_option, text_option
from narrate.tts.pcm import FULL_SCALE, clean_text, make_speech, shift_pitch, to_int16

if TYPE_CHECKING:
    from narrate.tts.http import Retries

VERSION = "1"  # change it whenever the samples change for other reasons than the server's

OPTIONS = ("attempts", "instructions", "model", "timeout_s", "url")
CLOUD_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-4o-mini-tts"
DEFAULT_VOICE = "alloy"
SAMPLE_RATE_HZ = 24_000  # what OpenAI and Kokoro's servers send; others are converted
CHARACTERS_AT_MOST = 4000  # the interface takes 4096

URL_VARIABLE = "OPENAI_BASE_URL"
KEY_VARIABLE = "OPENAI_API_KEY"

_ANSWER = "the speech server's answer"


class OpenAIVoice:
    """A voice of a speech server."""

    sample_rate_hz = SAMPLE_RATE_HZ

    def __init__(self, profile: VoiceProfile) -> None:
        self._profile = profile
        self._url = f"{_base_url(profile)}/audio/speech"
        self._retries = _retries(profile)

    def synthesize(self, text: str) -> Speech:
        """Have a text spoken; when its words are heard the server does not say.

        Raises:
            SynthesisError: the server refused the text, or could not be reached time and again.
        """
        text = clean_text(text)
        if not any(character.isalnum() for character in text):
            return make_speech(np.zeros(0, np.int16), SAMPLE_RATE_HZ)
        pieces = [self._ask(piece) for piece in textwrap.wrap(text, CHARACTERS_AT_MOST)]
        samples = np.concatenate(pieces).astype(np.float32) / np.float32(FULL_SCALE)
        shifted = shift_pitch(samples, SAMPLE_RATE_HZ, self._profile.pitch)
        return make_speech(to_int16(shifted, self._profile.volume), SAMPLE_RATE_HZ)

    def close(self) -> None:
        """Nothing is held between texts."""

    def _ask(self, text: str) -> NDArray[np.int16]:
        from narrate.tts.http import post_json  # where voices are only listed, it is not needed

        wish: dict[str, object] = {
            "model": text_option(self._profile, "model", DEFAULT_MODEL),
            "voice": self._profile.voice or DEFAULT_VOICE,
            "input": text,
            "response_format": "wav",
            # Raising the pitch afterwards shortens the sound, so it is made that much longer.
            "speed": self._profile.rate / self._profile.pitch,
        }
        instructions = text_option(self._profile, "instructions")
        if instructions:
            wish["instructions"] = instructions
        key = os.environ.get(KEY_VARIABLE, "")
        sound = post_json(self._url, wish, key, self._retries, _decode)
        return refuse_silence(sound, SAMPLE_RATE_HZ, _ANSWER)


def _decode(content: bytes) -> NDArray[np.int16]:
    return decode_sound(content, SAMPLE_RATE_HZ, _ANSWER)


def _retries(profile: VoiceProfile) -> Retries:
    from narrate.tts.http import Retries

    attempts = number_option(profile, "attempts", Retries.attempts, least=1, most=1000)
    timeout_s = number_option(profile, "timeout_s", Retries.timeout_s, least=0.1)
    return Retries(int(attempts), timeout_s)


def open_voice(profile: VoiceProfile) -> OpenAIVoice:
    """Return a voice of the server; it is asked when there is something to say.

    Raises:
        ProfileError: the address or an option makes no sense.
    """
    check_options(profile, OPTIONS)
    return OpenAIVoice(profile)


def missing(profile: VoiceProfile) -> str:
    """Say whether the cloud is meant and its key is not there; nobody is asked."""
    if _base_url(profile) == CLOUD_URL and not os.environ.get(KEY_VARIABLE):
        return f"set {KEY_VARIABLE}, or {URL_VARIABLE} to the address of a server of your own"
    return ""


def patience_s(profile: VoiceProfile) -> float:
    """Return how long all attempts may take; a server may ask for a minute before each."""
    return _retries(profile).patience_s


def fingerprint(profile: VoiceProfile) -> str:
    """Name the server, its model and the voice; never the key."""
    options = [f"{key}={text_option(profile, key)}" for key in ("instructions", "model")]
    return "|".join([VERSION, _base_url(profile), profile.voice, profile.language, *options])


def _base_url(profile: VoiceProfile) -> str:
    url = text_option(profile, "url") or os.environ.get(URL_VARIABLE) or CLOUD_URL
    message = f"voice {profile.name!r}: the server's address is not an http(s) URL"
    try:
        parts = urlsplit(url.rstrip("/"))
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError as cause:  # brackets of no address, or no such port
        raise ProfileError(f"{message}: {cause}") from cause
    if not whole or not url.isprintable() or " " in url:
        raise ProfileError(message)
    if parts.username or parts.password:
        message = f"voice {profile.name!r}: a key belongs into {KEY_VARIABLE}, not into the address"
        raise ProfileError(message)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
