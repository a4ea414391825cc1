"""What `narrate check` finds: nothing in sound speech, and damage at its place.

The real transcript is spoken by joe and heard as it is; then with a sentence cut out, three in
turn, with two paragraphs swapped, and with words silenced. A damage counts as found if a fault
of its paragraph holds at least half of its words; other faults are false alarms. Processor time is
the recogniser's, on all cores.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TEXT = Path(__file__).parent.parent / "examples" / "karen-hao.txt"
LOST = ("And then they opened", "They didn't take", "What kind of vision is Europe")
SILENCED = ("technologies", "capabilities", "competition", "question", "politics,", "governance,")
Samples = NDArray[np.int16]


def make(folder: Path) -> tuple[dict[str, Any], Samples]:
    target = folder / "talk.wav"
    command = [sys.executable, "-m", "narrate", "-q", "make", str(TEXT), "-o", str(target)]
    subprocess.run([*command, "--voice", "joe"], check=True)
    (folder / "talk.script.md").rename(folder / "script.md")
    sheet = json.loads((folder / "talk.timeline.json").read_text("utf-8"))
    with wave.open(str(target)) as file:
        sheet["rate"] = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return sheet, samples.reshape(-1, file.getnchannels())[:, 0].copy()


def check(folder: Path, sheet: dict[str, Any], samples: Samples) -> tuple[list[Any], float]:
    from narrate import checking
    from narrate.settings import Settings

    with wave.open(str(folder / "x.wav"), "wb") as file:
        file.setparams((1, 2, sheet["rate"], 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    (folder / "timeline.json").write_text(json.dumps(sheet | {"audio": "x.wav"}), "utf-8")
    started = time.process_time()
    report = checking.check(
        checking.find_subject(folder / "x.wav", None, Settings()), None, lambda blocks: blocks
    )
    return list(report.faults), time.process_time() - started


def damages(sheet: dict[str, Any], sound: Samples) -> list[tuple[str, list[Any], Samples]]:
    """Return the kinds of damage, what each must find as (paragraph, text), and the sounds."""

    def at(seconds: float) -> int:
        return round(seconds * int(sheet["rate"]))

    made: list[tuple[str, list[Any], Samples]] = [("none", [], sound)]
    for cue in sheet["cues"]:
        if cue["text"].startswith(LOST):
            kept = sound[: at(cue["start_s"])], sound[at(cue["end_s"]) :]
            lost = [(cue["paragraph"], cue["text"])]
            made.append(("a sentence cut out", lost, np.concatenate(kept)))
    starts = {cue["paragraph"]: cue for cue in reversed(sheet["cues"])}
    ids = list(reversed(starts))
    one, two, three = (at(starts[ids[n]]["start_s"]) for n in (1, 2, 3))
    swapped = np.concatenate([sound[:one], sound[two:three], sound[one:two], sound[three:]])
    made.append(("two paragraphs swapped", [(tuple(ids[1:3]), "")], swapped))
    silenced = sound.copy()
    places: list[tuple[str, str]] = []
    for cue in sheet["cues"]:
        for word in cue["words"]:
            if word["text"] in SILENCED and word["text"] not in [text for _, text in places]:
                silenced[at(word["start_s"]) : at(word["end_s"])] = 0
                places.append((cue["paragraph"], word["text"]))
    made.append((f"{len(places)} words silenced", places, silenced))
    return made


def holds(fault: Any, place: tuple[Any, str]) -> bool:
    utterance, found = fault
    paragraph, text = place
    if isinstance(paragraph, tuple):
        return utterance.paragraph_id in paragraph and found.kind == "moved"
    shared = set(text.split()) & set(found.text.split())
    return utterance.paragraph_id == paragraph and len(shared) >= len(set(text.split())) / 2


def main() -> None:
    print("| damage | found | false alarms | audio s | x real time per core |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet, sound = make(folder)
        for kind, places, damaged in damages(sheet, sound):
            faults, seconds = check(folder, sheet, damaged)
            found = sum(any(holds(fault, place) for fault in faults) for place in places)
            false = sum(not any(holds(fault, place) for place in places) for fault in faults)
            length_s = len(damaged) / sheet["rate"]
            speed = length_s / seconds
            print(
                f"| {kind} | {found} of {len(places)} | {false} | {length_s:.0f} | {speed:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
