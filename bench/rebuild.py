"""What a second run costs: nothing changed, one paragraph edited, a new title, another loudness.

The text is real transcripts, again and again, each sentence with a number of its own, so that no
sentence is spoken twice; the voice is the fastest real one. The full run starts with empty caches.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parent.parent
TALKS = ROOT / "tests" / "data" / "topics" / "sample.jsonl"  # a JSON document a line
WORDS_AN_HOUR = 9300  # of this voice
SENTENCES_A_PARAGRAPH, PARAGRAPHS_A_CHAPTER = 5, 20
EDITED = "This paragraph was written anew a moment ago."


def sentences() -> Iterator[str]:
    """Yield sentences of real talks without end, no two alike."""
    talks = [json.loads(line) for line in TALKS.read_text(encoding="utf-8").splitlines()]
    texts = cycle(sentence for talk in talks for sentence in talk["sentences"])
    for number, text in enumerate(texts):
        yield f"Number {number}: {text}"


def write_book(path: Path, hours: float) -> None:
    words, source = 0, sentences()
    parts = ["# A long book"]
    while words < hours * WORDS_AN_HOUR:
        parts.append(f"## Chapter {len(parts)}")
        for _ in range(PARAGRAPHS_A_CHAPTER):
            parts.append(" ".join(next(source) for _ in range(SENTENCES_A_PARAGRAPH)))
            words += len(parts[-1].split())
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def edit_middle(script: Path) -> None:
    blocks = script.read_text(encoding="utf-8").split("\n\n")
    middle = next(n for n in range(len(blocks) // 2, len(blocks)) if blocks[n][0].isalpha())
    blocks[middle] = EDITED
    script.write_text("\n\n".join(blocks), encoding="utf-8")


def measure(folder: Path, *arguments: str) -> tuple[float, float]:
    """Run narrate: seconds by the clock, seconds of processor."""
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "narrate", "-q", "make", *arguments, "--voice", "espeak"]
    before, started = os.times(), time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True)
    wall_s, after = time.perf_counter() - started, os.times()
    user_s = after.children_user - before.children_user
    return wall_s, user_s + after.children_system - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--format", default="mp3")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_book(folder / "book.md", wanted.hours)
        script = folder / "out" / "book" / "script.md"
        again = (str(script), "--format", wanted.format)
        full = measure(folder, "book.md", "--format", wanted.format)
        timeline = json.loads((script.parent / "timeline.json").read_text(encoding="utf-8"))
        steps = {"everything new": full}
        steps["nothing changed"] = measure(folder, "book.md", "--format", wanted.format)
        edit_middle(script)
        steps["one paragraph edited"] = measure(folder, *again)
        steps["a new title"] = measure(folder, *again, "--title", "Another title")
        steps["another loudness"] = measure(folder, *again, "--lufs", "-19")
        size = (script.parent / f"book.{wanted.format}").stat().st_size / 1e6
    print(f"{timeline['duration_s'] / 3600:.2f} h, {len(timeline['cues'])} clips, {size:.0f} MB")
    print("\n| run | wall s | CPU s | share of the full run's CPU |\n|---|---|---|---|")
    for step, (wall_s, cpu_s) in steps.items():
        print(f"| {step} | {wall_s:.2f} | {cpu_s:.2f} | {100 * cpu_s / full[1]:.1f} % |")


if __name__ == "__main__":
    main()
