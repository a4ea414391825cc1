"""Every layout in tests/data/transcripts gives its golden script; run this to renew them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.text.clean import clean_lines
from narrate.text.paragraphs import join_paragraphs
from narrate.text.read import decode_text, read_transcript

CORPUS = Path(__file__).parents[1] / "data" / "transcripts"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix not in (".golden", ".md"))


def dump(path: Path) -> str:
    text = decode_text(path.read_bytes(), path.name)
    read = clean_lines(read_transcript(text, path.name))
    info = [f"{key}: {getattr(read.info, key)}" for key in ("title", "author", "language")]
    shown = [f"form: {read.form}", *(line for line in info if not line.endswith(": "))]
    for paragraph in join_paragraphs(read):
        times = [f"{t:.2f} s" for t in (paragraph.start_s, paragraph.end_s) if t is not None]
        heading = [f"# {paragraph.heading}"] if paragraph.heading else []
        who = ", ".join([paragraph.speaker or "nobody named", *times])
        shown += ["", *heading, f"[{paragraph.id}, line {paragraph.line}, {who}]", paragraph.text]
    drops = [f"{drop.line}: {drop.reason}: {drop.text}" for drop in read.drops]
    return "\n".join([*shown, "", "Left out", *drops]) + "\n"


def golden(path: Path) -> Path:
    return path.with_name(f"{path.name}.golden")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_script_is_the_golden_one(path: Path) -> None:
    assert dump(path) == golden(path).read_text(encoding="utf-8")


def test_every_golden_script_has_its_source() -> None:
    assert {golden(path) for path in FILES} == set(CORPUS.glob("*.golden"))


def renewed() -> Iterator[Path]:
    for path in FILES:
        golden(path).write_text(dump(path), encoding="utf-8")
        yield golden(path)


if __name__ == "__main__":
    list(renewed())
