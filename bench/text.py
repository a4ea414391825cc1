"""Real transcripts, broken anew, to tables of how well narrate joins lines, and how fast.

    python -m bench.text FOLDER

FOLDER holds `*.jsonl`, one document a line with its `sentences`. Each document is broken into
lines of 32 to 42 characters, as captions are, and read back. A line end is "joined" if the
voice reads on over it, and "ended" if a sentence ends there. It takes some minutes on two cores.
"""

from __future__ import annotations

import html
import json
import random
import re
import resource
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice, product
from multiprocessing import get_context
from pathlib import Path

from bench.openings import letters, places, print_openings
from narrate.text.clean import Cleaning, clean_lines
from narrate.text.paragraphs import join_paragraphs
from narrate.text.read import decode_text, read_transcript
from narrate.text.sentences import breathe, split_sentences

_STOP = re.compile(r"[.?!…][\"'”’)]*$")
_MARKS = str.maketrans("", "", '.,;:!?…"“”()[]—–')
KINDS = ("as it is", "no marks, capitals", "no marks, small letters")
_LONGEST_MARK = 1  # letters of what says who speaks, or opens an item
_WARM_UP = "Warm up – itâ€™s short."  # so that no library is loaded later, ftfy neither
_SPEED_BYTES = 8_000_000
_SAMPLE = 1000  # sentences by which the size of a layout is guessed


@dataclass(slots=True)
class Tally:
    """Line ends by what they are and what they were taken for."""

    joined_right: int = 0
    joined_wrong: int = 0
    ended_right: int = 0
    ended_wrong: int = 0
    skipped: int = 0  # documents in which the reader left out words, so that nothing aligns

    def row(self) -> str:
        joins = (self.joined_right, self.joined_wrong, self.ended_wrong)
        ends = (self.ended_right, self.ended_wrong, self.joined_wrong)
        count = sum((*joins, self.ended_right))
        return " | ".join([f"{count}", *scores(*joins), *scores(*ends), f"{self.skipped}"])


def scores(right: int, wrong: int, missed: int) -> tuple[str, str, str]:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.4f}", f"{recall:.4f}", f"**{f1:.4f}**"


_TOLD = """
broken_by_sentence and broken_unevenly begin each sentence on a line of its own; only the first
leaves room for a word where one ends, as captions and typed speech do. broken_anywhere fills
lines whatever ends in them. A mark on either side of an end is the same place: in qmsum and
choi a closing quotation mark opens the next sentence. Choi is no speech but tokenised print.
"""


def main(folder: Path) -> None:
    paths = sorted(folder.glob("*.jsonl"))
    print("| set | text | lines | line ends | joins P | R | F1 | ends P | R | F1 | skipped |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with ProcessPoolExecutor() as pool:
        for row in pool.map(joins, *zip(*product(paths, KINDS, range(len(BROKEN))), strict=True)):
            print(row, flush=True)
        print(_TOLD)
        print_openings(paths, pool)
    print_speed([sentence for path in paths for text in load(path) for sentence in text])


def joins(path: Path, kind: str, layout: int) -> str:
    """Return the row of one set of documents, one way of writing them, one way to break lines."""
    tally = Tally()
    for sentences in load(path):
        count(tally, without_marks(sentences, kind), BROKEN[layout], kind)
    return f"| {path.stem} | {kind} | {BROKEN[layout].__name__} | {tally.row()} |"


def load(path: Path) -> Iterator[list[str]]:
    """Yield the sentences of each document; those without a full stop go on in the next."""
    for line in path.read_text(encoding="utf-8").splitlines():
        whole: list[str] = []
        going = ""
        for sentence in json.loads(line)["sentences"]:
            going = f"{going} {sentence}".strip()
            if _STOP.search(going):
                whole.append(" ".join(going.split()))
                going = ""
        yield whole


def without_marks(sentences: Sequence[str], kind: str) -> list[str]:
    if kind == "as it is":
        return list(sentences)
    bare = [" ".join(sentence.translate(_MARKS).split()) for sentence in sentences]
    return [s.lower() if kind.endswith("small letters") else s for s in bare if s]


def broken_by_sentence(sentences: Sequence[str], width: int) -> list[str]:
    """Break each sentence on its own, so that it begins a line."""
    return [line for sentence in sentences for line in broken_anywhere([sentence], width)]


def broken_unevenly(sentences: Sequence[str], width: int) -> list[str]:
    """Break each sentence on its own at widths that change, so that room tells nothing."""
    chance = random.Random(width)
    rows: list[str] = []
    for sentence in sentences:
        while sentence:
            row = broken_anywhere([sentence], chance.randint(width // 2, width))[0]
            rows.append(row)
            sentence = sentence[len(row) :].strip()
    return rows


def broken_anywhere(sentences: Sequence[str], width: int) -> list[str]:
    """Break the whole text, so that sentences end in the middle of lines."""
    text = " ".join(sentences)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


BROKEN = (broken_by_sentence, broken_unevenly, broken_anywhere)


def count(
    tally: Tally,
    sentences: Sequence[str],
    layout: Callable[[Sequence[str], int], list[str]],
    kind: str,
) -> None:
    """Add the line ends of one document to a tally."""
    width = random.Random(len(sentences)).randint(32, 42)
    lines = layout(sentences, width)
    read = clean_lines(read_transcript("\n".join(lines), "bench"), Cleaning(non_speech=False))
    headed = ((p.heading, *split_sentences(p.text)) for p in join_paragraphs(read))
    pieces = [piece for said in headed for piece in said if piece]
    if kind != "as it is":
        pieces = [piece for sentence in pieces for piece in breathe(sentence)]
    if letters(pieces) != letters(lines):
        tally.skipped += not read.drops or any(
            len(letters([drop.text])) > _LONGEST_MARK for drop in read.drops
        )
        return  # "Q:" and "*" that stand in the documents are marks
    true, found = set(places(sentences)), set(places(pieces))
    for place in list(places(lines))[:-1]:
        ended, taken = place in true, place in found
        tally.ended_right += ended and taken
        tally.ended_wrong += taken and not ended
        tally.joined_right += not ended and not taken
        tally.joined_wrong += ended and not taken


def print_speed(sentences: Sequence[str]) -> None:
    print("\n| layout | MB | MB a CPU second, bytes to paragraphs | peak memory / input |")
    print("|---|---|---|---|")
    for name, make in LAYOUTS.items():
        share = len(make(sentences[:_SAMPLE]).encode()) / _SAMPLE
        data = make([*islice(cycle(sentences), int(_SPEED_BYTES / share))]).encode()
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            baseline, _ = pool.submit(read_fully, _WARM_UP.encode()).result()
            peak, seconds = pool.submit(read_fully, data).result()
        share = (peak - baseline) / len(data)
        print(f"| {name} | {len(data) / 1e6:.1f} | {len(data) / 1e6 / seconds:.2f} | {share:.1f} |")


def read_fully(data: bytes) -> tuple[int, float]:
    """Return the peak memory of this process in bytes and the seconds that reading took."""
    start = time.process_time()
    join_paragraphs(clean_lines(read_transcript(decode_text(data, "bench"), "bench")))
    seconds = time.process_time() - start
    return peak_memory(), seconds


def peak_memory() -> int:
    """Return the most bytes that this process has held at once."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux ru_maxrss begins with what the parent held
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


def as_captions(sentences: Sequence[str]) -> str:
    rows = broken_anywhere(sentences, 40)
    cues = (
        f"{n}\n{clock(n * 2)},000 --> {clock(n * 2 + 2)},000\n{row}\n" for n, row in enumerate(rows)
    )
    return "\n".join(cues)


def as_turns(sentences: Sequence[str]) -> str:
    names = ("Ada Park", "Ben Ruiz")
    return "\n".join(f"{names[n % 2]}: {s}" for n, s in enumerate(sentences))


def as_panel(sentences: Sequence[str]) -> str:
    rows = broken_anywhere(sentences, 40)
    return "\n".join(f"{clock(n * 3 % 99_999)[1:]}\n{row}" for n, row in enumerate(rows))


def as_page(sentences: Sequence[str]) -> str:
    body = "\n".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    return f"<html><head><title>T</title></head><body><main>\n{body}\n</main></body></html>"


def as_whisper(sentences: Sequence[str]) -> str:
    segments = [
        {"id": n, "start": n * 3.0, "end": n * 3 + 3.0, "text": f" {s}", "tokens": [50364, 440]}
        for n, s in enumerate(sentences)
    ]
    return json.dumps({"segments": segments, "language": "en"})


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "one sentence a line": "\n".join,
    "lines of 40 characters": lambda s: "\n".join(broken_anywhere(s, 40)),
    "one line": " ".join,
    "no marks, lines of 40": lambda s: "\n".join(
        broken_anywhere([" ".join(s).translate(_MARKS).lower()], 40)
    ),
    "SubRip": as_captions,
    "names and turns": as_turns,
    "YouTube's panel": as_panel,
    "HTML": as_page,
    "Whisper's JSON": as_whisper,
    "one emoji, lines of 40": lambda s: "\n".join(["🎙 On air.", *broken_anywhere(s, 40)]),
}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
