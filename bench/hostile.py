"""Input made to break a reader: what `narrate script` makes of it, how soon, in how much memory.

    python -m bench.hostile FOLDER [SHARE [NAME ...]]

FOLDER holds `*.jsonl`, one document a line with its `sentences`. Of each input, SHARE of its size
is made and half of that, and read by a process of its own under a limit of memory and time: twice
the size must not take much more than twice the time. An outcome is "script", or the one clear line
that says why there is none; anything else is a fault. With a SHARE of 0.1 it takes half an hour.
"""

from __future__ import annotations

import gzip
import os
import random
import resource
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice
from pathlib import Path

from bench.text import as_turns, load

_MOST_MEMORY = 6 << 30  # bytes of addresses, which is more than is ever filled
_MOST_S = 1800
_NARRATE = Path(sys.executable).with_name("narrate")
_MB = 1_000_000
Make = Callable[[int], bytes]  # of about so many bytes


def again(piece: str | bytes, before: str = "", after: str = "") -> Make:
    """Make input of one piece over and over."""
    raw = piece.encode() if isinstance(piece, str) else piece

    def make(size: int) -> bytes:
        return before.encode() + raw * (size // len(raw)) + after.encode()

    return make


def nested(size: int) -> bytes:
    """Make a page of which each element stands in the one before."""
    depth, close = size // 200, b"</div>"
    inner = b"<p>" + b"We said so to all of them. " * (size // 54) + b"</p>"
    return b"<html><body>" + b"<div>" * depth + inner + close * depth + b"</body></html>"


def unlike(size: int) -> bytes:
    """Make words of which hardly two are the same."""
    chance = random.Random(size)
    words = ("".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(size))
    return " ".join(islice(words, size // 7)).encode()


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def as_json(size: int) -> bytes:
    segment = '{"start": 1.0, "end": 3.0, "text": " and so we went on to the next of them."}, '
    return again(segment, '{"segments": [', '{"text": "Done."}]}')(size)


def wide(size: int) -> bytes:
    return ("Wir sagen es. И мы. " * (size // 40)).encode("utf-16-le")


def deeper(size: int) -> bytes:
    return b"\n".join(b">" * (n % 3000) for n in range(size // 1500))


def numbered(size: int) -> bytes:
    return "\n".join(f"{n}. So" for n in range(size // 11)).encode()


def unlike_names(size: int) -> bytes:
    return "\n".join(f"Ann Lee{n}: so" for n in range(size // 15)).encode()


def packed(size: int) -> bytes:
    return gzip.compress(noise(size), 1)


SIGNS = tuple(">[(*_#7:-.\"'`|~<&{\\/=%@")
PIECES: dict[str, tuple[float, Make]] = {  # name: (MB, what makes it)
    "one line of words, all alike": (50, again("word ")),
    "one line of words, all unlike": (20, unlike),
    "one line without a space": (50, again("abcdefghij")),
    "JSON in one line": (50, as_json),
    "JSON of one long word": (20, again("a", '{"segments": [{"text": "', '"}]}')),
    "lists in lists": (20, again("[")),
    "a page nested 100,000 deep": (20, nested),
    "empty lines": (1, again("\n")),
    "empty lines between two words": (1, again("\n", "Yes.", "No.")),
    "lines of one letter": (2, again("x\n")),
    "lines of letters in turn": (2, again("".join(f"{c}\n" for c in "thequickbrownfox"))),
    "THE END.": (1.8, again("THE END. ")),
    "THE END., a line each": (1.8, again("THE END.\n")),
    **{f"only {sign}": (10, again(sign)) for sign in SIGNS},
    **{f"{sign} and blanks": (2, again(f"{sign} ")) for sign in SIGNS},
    **{f"{sign}, a line each": (2, again(f"{sign}\n")) for sign in SIGNS},
    "a:": (2, again("a:")),
    "a: and a blank": (3, again("a: ")),
    "a: b, a line each": (5, again("a: b\n")),
    "times": (6, again("00:01 ")),
    "times, a line each": (6, again("00:01\n")),
    "times and a word, a line each": (8, again("00:01 so\n")),
    "[music]": (8, again("[music] ")),
    "[music], a line each": (8, again("[music]\n")),
    "open tags": (3, again("<b>")),
    "open tags of a page": (3, again("<b>", "<html><body><p>We said so.</p>")),
    "open brackets of tags": (3, again("<b ", "<html><body><p>We said so.</p>")),
    "open cue tags": (3, again("<i", "WEBVTT\n\n00:01.000 --> 00:02.000\n")),
    "cues": (20, again("00:01.000 --> 00:02.000\nso we\n\n", "WEBVTT\n\n")),
    "marks of direction": (6, again("\u202ea\u2066b\u202c\u2069 ")),
    "lone surrogates": (5, again(b"\xed\xa0\x80 we \xed\xb0\x80")),
    "marks on one letter": (5, again("\u0301", "e")),
    "half of a character": (5, again(b"\xe2\x82 so ")),
    "quotes that never close": (5, again("“a. B ")),
    "random bytes": (50, noise),
    "zero bytes": (50, again(b"\0")),
    "UTF-16 without a mark": (20, wide),
    "a gzip archive": (5, packed),
    "a zlib stream": (5, lambda size: zlib.compress(noise(size))),
    "a PDF": (5, again("\n0 0 obj stream endstream", "%PDF-1.7")),
    "a PNG": (5, lambda size: b"\x89PNG\r\n\x1a\n" + noise(size)),
    "an MP3 without tags": (5, lambda size: b"\xff\xfb\x90\x64" + bytes(32) + noise(size)),
    "numbered items": (5, numbered),
    "chapters": (5, again("CHAPTER I.\n\nSo it was.\n\n")),
    "quoted mail": (5, again("> " * 50 + "so\n")),
    "quoted mail, ever deeper": (5, deeper),
    "names, all unlike": (5, unlike_names),
    "a table": (5, again("0:01\tAnn\tso we\n", "Start\tSpeaker\tText\n")),
    "a table of one row": (5, again("so,", "start,text\n1,")),
    "links": (5, again("[a](http://a.b/c) ")),
    "a Markdown script": (
        20,
        again("So we said it all to them. And then?\n\n", "# Title\n\n## One\n\n"),
    ),
    "headings of Markdown": (2, again("## One\n\n", "# Title\n\n")),
}


@dataclass(frozen=True)
class Run:
    outcome: str
    cpu_s: float
    peak_mib: float


def tried(arguments: Sequence[str]) -> Run:
    """Run narrate under limits; whatever is neither a script nor one line is a fault."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(_NARRATE), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=said,
            stdin=subprocess.DEVNULL,
            preexec_fn=limit,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().split("\n")
    cpu_s = usage.ru_utime + usage.ru_stime
    return Run(told(process.returncode, lines), cpu_s, usage.ru_maxrss / 1024)


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_S, _MOST_S))


def told(code: int, lines: Sequence[str]) -> str:
    if code == 0:
        return "script"
    clear = code == 1 and len(lines) == 1 and lines[0]
    return lines[0].partition(": ")[2] if clear else f"FAULT: exit {code}, {lines[-1][:80]}"


def row(name: str, size: int, make: Make, folder: Path) -> str:
    path = folder / "input"
    runs = []
    for part in (size // 2, size):
        path.write_bytes(make(part))
        runs.append(tried(["script", str(path)]))
    ledger = tried(["script", "--ledger", str(path)])
    half, whole = runs
    megabytes = path.stat().st_size / _MB
    times = f"{half.cpu_s:.1f} | {whole.cpu_s:.1f} | {ledger.cpu_s:.1f}"
    outcome = whole.outcome.replace(f"{path}: ", "").replace("|", "\\|")
    if ledger.outcome.startswith("FAULT"):
        outcome += f"; ledger: {ledger.outcome}"
    return f"| {name} | {megabytes:.1f} | {times} | {whole.peak_mib:.0f} | {outcome} |"


def texts(folder: Path) -> dict[str, tuple[float, Make]]:
    """Return inputs of real sentences, over and over."""
    files = sorted(folder.glob("*.jsonl"))
    said = list(chain.from_iterable(chain.from_iterable(map(load, files))))
    share = len("\n".join(said).encode()) / len(said)

    def prose(size: int) -> bytes:
        return "\n".join(islice(cycle(said), round(size / share))).encode()

    def turns(size: int) -> bytes:
        return as_turns([*islice(cycle(said), round(size / (share + 10)))]).encode()

    return {"real sentences": (200, prose), "real turns": (200, turns)}


def main(folder: Path, share: float = 0.1, names: Sequence[str] = ()) -> None:
    cases = PIECES | texts(folder)
    print("| input | MB | CPU s of half | of all | ledger | peak MiB | outcome |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for name in names or cases:
            megabytes, make = cases[name]
            print(row(name, round(megabytes * share * _MB), make, Path(scratch)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float((*sys.argv, "0.1")[2]), sys.argv[3:])
