"""The table of written and spoken text through narrate, a raw voice, and a public normaliser.

"Right" compares words, without case, marks and the optional "and" of numbers. The phoneme error
rate compares what espeak-ng's English front end makes of the answer with what it makes of the
nearest right reading, without stress; this also measures a voice that gets the text as written.
The public normaliser is no part of the project: `pip install kitten-text-processing`.
"""

from __future__ import annotations

import importlib
import itertools
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jiwer
from piper.phonemize_espeak import EspeakPhonemizer

from narrate.text.speakable import spoken_form

DATA = Path(__file__).parent.parent / "tests" / "data"
Normaliser = Callable[[str], str]
PROSE = "The quick brown fox – so they say – jumped over it, and nobody had seen such a thing. " * 4
EXAMPLE = DATA.parent.parent / "examples" / "karen-hao.txt"
_ESPEAK = EspeakPhonemizer()
_NOT_SOUNDS = re.compile('[ˈˌʲː.,;:!?"“”()‘’–—… -]')


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as written and every way in which it may be said."""

    written: str
    spoken: tuple[str, ...]


def load_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a table; lines that begin with "# " are comments, (a|b) stands for a and for b."""
    rows = path.read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row and not row.startswith("# "))
    return tuple(
        Pair(first, tuple(reading for each in rest for reading in readings(each)))
        for first, *rest in cells
    )


def readings(text: str) -> Iterator[str]:
    """Yield every reading that (one|another) in a text stands for."""
    pieces = re.split(r"\(([^()]*\|[^()]*)\)", text)
    for chosen in itertools.product(*(piece.split("|") for piece in pieces[1::2])):
        yield "".join(itertools.chain(*zip(pieces[::2], [*chosen, ""], strict=True)))


def heard(text: str) -> str:
    """Reduce text to what can be heard: no case, marks, hyphens or optional "and" in numbers."""
    text = re.sub(r"\b([A-Z]{2,})(s?)\b", lambda m: f"{' '.join(m[1])} {m[2]}", text)  # F B I
    text = re.sub(r"(?<=hundred) and |(?<=thousand) and ", " ", text.lower())
    text = re.sub(r"(?<=\b\w)['’]s\b", " s", text)  # C-E-O's as C E O s
    text = re.sub(r"['’](?=s\b)", "", text)
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).split())


def is_right(pair: Pair, spoken: str) -> bool:
    """Tell whether what was said is one of the right readings."""
    return heard(spoken) in {heard(each) for each in pair.spoken}


@cache
def phonemes(text: str) -> tuple[str, ...]:
    """Return the sounds of a text, one string each, without stress, length and marks."""
    sounds = "".join("".join(sentence) for sentence in _ESPEAK.phonemize("en-us", text))
    return tuple(_NOT_SOUNDS.sub("", sounds))


def phoneme_error_rate(pair: Pair, spoken: str) -> float:
    """Compare with the nearest right reading; 0 is the same sounds."""
    said = " ".join(phonemes(spoken))
    return min(float(jiwer.wer(" ".join(phonemes(each)), said)) for each in pair.spoken)


def normalisers() -> dict[str, Normaliser | None]:
    """Return each way of making text speakable; nothing for one that is not installed."""
    return {
        "narrate": spoken_form,
        "none (raw espeak-ng front end)": str,
        "kitten-text-processing": load("kitten_text_processing", lambda m: m.normalize_text),
    }


def load(module: str, get: Callable[..., Normaliser]) -> Normaliser | None:
    try:
        return get(importlib.import_module(module))
    except ImportError:
        return None


def speed(say: Normaliser, texts: list[str], seconds: float = 1.0) -> float:
    """Return megabytes of text per second of processor time."""
    size = sum(len(text.encode()) for text in texts)
    done, started = 0, time.process_time()
    while (spent := time.process_time() - started) < seconds:
        for text in texts:
            say(text)
        done += size
    return done / spent / 1e6


def row(name: str, say: Normaliser) -> str:
    cells = [name]
    for table in ("spoken_heldout.tsv", "spoken.tsv"):
        pairs = load_pairs(DATA / table)
        answers = [(pair, say(pair.written)) for pair in pairs]
        right = sum(is_right(pair, spoken) for pair, spoken in answers)
        errors = [phoneme_error_rate(pair, spoken) for pair, spoken in answers]
        cells += [f"{right} of {len(pairs)}", f"{100 * sum(errors) / len(errors):.1f} %"]
    written = [pair.written for pair in load_pairs(DATA / "spoken.tsv")]
    example = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line]
    cells += [f"{speed(say, texts):.3g}" for texts in (written, example, [PROSE])]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    print("| | held out: right | phoneme errors | tuned: right | phoneme errors "
          "| MB/s, table | MB/s, transcript | MB/s, plain prose |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for name, say in normalisers().items():
        print(row(name, say) if say else f"| {name} | not installed |" + " |" * 6)


if __name__ == "__main__":
    main()
