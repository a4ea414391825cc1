"""The error tree: one line says what failed, where, and what to do about it.

NarrateError
├── InputError      the text, script or cover cannot be read or used
├── SettingsError   narrate.toml or an option's value makes no sense
├── ProfileError    a voice is unknown, or what it needs is not installed
├── SynthesisError  an engine failed on an utterance
├── EncodeError     the audio could not be written
├── TagError        tags or chapters could not be written or read back
└── CheckError      speech could not be heard again to check it
"""


class NarrateError(Exception):
    """Root of all errors that a user can act on; the message is one clear line."""


class InputError(NarrateError):
    """The text, script or cover cannot be read or used."""


class SettingsError(NarrateError):
    """narrate.toml or an option's value makes no sense."""


class ProfileError(NarrateError):
    """A voice is unknown, or what it needs is not installed."""


class SynthesisError(NarrateError):
    """An engine failed on an utterance."""


class EncodeError(NarrateError):
    """The audio could not be written."""


class TagError(NarrateError):
    """Tags or chapters could not be written or read back."""


class CheckError(NarrateError):
    """Speech could not be heard again to check it."""
