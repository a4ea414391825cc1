"""The command that hears speech again and tells where it does not say its text."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli_options import is_quiet, verbosity_options
from narrate.cli_text import read_language
from narrate.errors import CheckError
from narrate.settings import Settings

if TYPE_CHECKING:
    from narrate.checking import Subject
    from narrate.hearing.check import CheckReport, VoiceScore
    from narrate.hearing.faults import Fault
    from narrate.model import Utterance

_PATH = click.Path(path_type=Path)
_LONGEST_SHOWN = 160  # characters of a fault's text


@click.command()
@click.argument("target", metavar="EPISODE|SCRIPT", type=_PATH)
@click.option("--text", type=_PATH, help="What a sound from elsewhere should say: any text.")
@click.option("--model", type=_PATH, help="Folder of a Whisper model for CTranslate2.")
@click.option(
    "--max-wer",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail if more of any voice's words are faulty; 0: if one is.",
)
@click.option(
    "--language",
    metavar="TAG",
    default="",
    callback=read_language,
    help="Language of --text, as in en or pt-BR.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@verbosity_options
def check(
    target: Path,
    text: Path | None,
    model: Path | None,
    max_wer: float | None,
    language: str,
    as_json: bool,
) -> None:
    """Hear speech again, offline, and list words that are lost or wrong, by paragraph.

    EPISODE is an episode's folder or audio file, SCRIPT a script.md that has been spoken.

    \b
    narrate check out/talk/
    narrate check out/talk/talk.mp3 --max-wer 0.5      for CI: exit code 1 beyond
    narrate check reading.mp3 --text book.txt          anyone's audio
    """
    from narrate import checking, progress
    from narrate.hearing.windows import RATE_HZ
    from narrate.model import EpisodeInfo

    started = time.monotonic()
    settings = Settings(info=EpisodeInfo(language=language))
    subject = checking.find_subject(target, text, settings)

    def watch(blocks: Any) -> Any:
        return blocks if is_quiet() else progress.show_hearing(blocks, RATE_HZ, subject.length_s)

    report = checking.check(subject, model, watch)
    if as_json:
        click.echo(json.dumps(_as_json(subject, report), ensure_ascii=False, indent=2))
    else:
        _show(subject, report, time.monotonic() - started)
    _judge(report, max_wer)


def _judge(report: CheckReport, max_wer: float | None) -> None:
    if max_wer is None:
        return
    for score in (*report.scores, report.total):
        percent = 100 * score.error_rate
        if percent > max_wer:
            raise CheckError(f"{score.voice}: {percent:.2f} % of the words are faulty")


def _show(subject: Subject, report: CheckReport, seconds_taken: float) -> None:
    from narrate.console import clock, make_table, show_table

    for said, fault in report.faults:
        place = ", ".join(part for part in (said.paragraph_id, said.speaker) if part)
        click.echo(f"{clock(fault.time_s):>7}  {place}: {_tell(fault)}")
    table = make_table("Voice", "Words", "Faulty", "Error rate", "Recogniser differs")
    rows = report.scores if len(report.scores) == 1 else (*report.scores, report.total)
    for score in rows:
        rates = f"{100 * score.error_rate:.2f} %", f"{100 * score.misheard_rate:.1f} %"
        table.add_row(score.voice, str(score.words), str(score.faulty), *rates)
    show_table(table)
    if not is_quiet():
        speed = f"{subject.length_s / seconds_taken:.1f}x real time"
        click.echo(f"{clock(subject.length_s)} heard in {seconds_taken:.1f} s, {speed}", err=True)


def _tell(fault: Fault) -> str:
    from narrate.console import clock

    text, heard = _short(fault.text), _short(fault.heard)
    told = {
        "lost": f"not heard: “{text}”",
        "wrong": f"“{text}” is heard as “{heard}”",
        "extra": f"heard besides the text: “{heard}”",
        "silent": f"silence instead of “{text}”",
        "moved": f"heard elsewhere, at {clock(fault.moved_to_s or 0)}: “{text}”",
    }
    return told[fault.kind]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1].rstrip()}…"


def _as_json(subject: Subject, report: CheckReport) -> dict[str, Any]:
    return {
        "checked": subject.name,
        "language": subject.language,
        "duration_s": round(subject.length_s, 3),
        **_score_as_json(report.total),
        "voices": [{"voice": s.voice, **_score_as_json(s)} for s in report.scores],
        "faults": [_fault_as_json(said, fault) for said, fault in report.faults],
    }


def _score_as_json(score: VoiceScore) -> dict[str, Any]:
    return {
        "words": score.words,
        "faulty_words": score.faulty,
        "error_rate": round(score.error_rate, 6),
        "recogniser_differs": round(score.misheard_rate, 6),
    }


def _fault_as_json(said: Utterance, fault: Fault) -> dict[str, Any]:
    row = {
        "kind": fault.kind,
        "paragraph": said.paragraph_id,
        "speaker": said.speaker,
        "voice": said.voice,
        "time_s": round(fault.time_s, 3),
        "text": fault.text,
        "heard": fault.heard,
        "words": fault.words,
    }
    if fault.moved_to_s is not None:
        row["moved_to_s"] = round(fault.moved_to_s, 3)
    return row
