"""An episode's place on disk: where it goes, whether it may, and the script beside it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from narrate import outputs as files
from narrate.errors import InputError
from narrate.model import Script, Source
from narrate.outputs import Outputs
from narrate.settings import FORMATS, Settings
from narrate.text.script import is_edited, write_script


def place(script: Script, source: Source, target: Path | None, settings: Settings) -> Outputs:
    """Decide where an episode goes: named after its source, or its title where that has none.

    A script.md of an earlier run keeps its place.
    """
    suffix = target.suffix[1:].lower() if target else ""
    form = settings.form or (suffix if suffix in FORMATS else "mp3")
    earlier = files.outputs_of_script(source.path, form) if source.path and not target else None
    named = source.path is not None and source.path.stem != "script"
    name = files.slug(source.path.stem if source.path and named else script.info.title)
    return earlier or files.place_outputs(name, target, form)


def check_outputs(
    script: Script, outputs: Outputs, source: Source, settings: Settings, *, ours: bool
) -> None:
    """Find out before any work whether its result can be written.

    An audio file that is `ours`, made of this source and unchanged since, is replaced unasked.

    Raises:
        InputError: the audio file is there and may not be replaced, or what it is made of
            cannot be used.
        EncodeError: the folder cannot be written to.
    """
    rebuild = source.path is not None and files.same(source.path, outputs.script)
    if outputs.audio.exists() and not (settings.overwrite or rebuild or ours):
        raise InputError(f"{outputs.audio} is there already; replace it with --overwrite")
    check_materials(script, outputs, settings)
    files.check_writable(outputs.audio)


def check_materials(script: Script, outputs: Outputs, settings: Settings) -> None:
    """Find out whether date, cover, music and number of chapters can be used.

    Raises:
        InputError: one of them cannot.
    """
    from narrate.audio.music import read_segment
    from narrate.publish.check import check_publishable

    marks = sum(bool(chapter.title) for chapter in script.chapters)
    check_publishable(script.info, marks, outputs.audio.suffix[1:].lower())
    for music in (settings.intro, settings.outro, settings.chime, settings.bed):
        if music:
            read_segment(music, settings.sample_rate_hz)


def save_script(script: Script, path: Path, source: Source, settings: Settings) -> str:
    """Write script.md; one that a person has edited is never lost. Returns a note or "".

    Raises:
        InputError: a person has edited the script that is there.
    """
    if source.path is not None and files.same(source.path, path):
        return ""  # it is the source: what a person wrote stays as it is
    note = ""
    earlier = files.read_earlier(path)
    if earlier is not None and is_edited(earlier):
        if not settings.overwrite:
            raise InputError(
                f"{path} was edited since narrate wrote it: speak it with `narrate make {path}`, "
                "or set it aside with --overwrite"
            )
        note = f"the edited script was set aside as {files.set_aside(path)}"
    files.write_text(path, write_script(_cover_from(script, path.parent)))
    return note


def _cover_from(script: Script, folder: Path) -> Script:
    """Name the cover as seen from the folder in which the script will lie."""
    if script.info.cover is None:
        return script
    cover = Path(os.path.relpath(script.info.cover, folder))
    return replace(script, info=replace(script.info, cover=cover))
