"""Speech to what is wrong with it: hear all of it, compare, and hear again what is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrate.hearing.align import find_differences, matched
from narrate.hearing.expected import ExpectedText, expect
from narrate.hearing.faults import Fault, Region, find_faults, find_regions
from narrate.hearing.heard import HeardText, Spell, expected_of_windows, hear_text
from narrate.hearing.recogniser import Ear
from narrate.hearing.silence import Levels, PlannedWord, find_silent
from narrate.hearing.windows import FloatArray, cut_windows
from narrate.hearing.words import plain_words
from narrate.model import Utterance

Sound = Callable[[], Iterable[FloatArray]]
"""Gives all of the sound from its start, in blocks of any length, mono at RATE_HZ."""

PlacedWords = Sequence[tuple[str, float, float]]
"""Words of the text with the times, in seconds, at which they should be heard."""


@dataclass(frozen=True, slots=True)
class VoiceScore:
    """How well one voice is understood."""

    voice: str
    words: int
    faulty: int  # words that are lost, wrong, extra or elsewhere
    misheard: int  # words that the recogniser alone wrote otherwise, faulty ones among them

    @property
    def error_rate(self) -> float:
        """Faulty words as a share of the words."""
        return self.faulty / max(1, self.words)

    @property
    def misheard_rate(self) -> float:
        """What is usually called word error rate: the recogniser's own errors count too."""
        return self.misheard / max(1, self.words)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found."""

    faults: tuple[tuple[Utterance, Fault], ...]  # in the order of the text
    scores: tuple[VoiceScore, ...]

    @property
    def total(self) -> VoiceScore:
        """All voices together."""
        words, faulty = sum(s.words for s in self.scores), sum(s.faulty for s in self.scores)
        return VoiceScore("all", words, faulty, sum(s.misheard for s in self.scores))


def check_speech(
    utterances: Sequence[Utterance],
    sound: Sound,
    recogniser: Ear,
    spell: Spell,
    placed: PlacedWords = (),
) -> CheckReport:
    """Hear a sound and list where it does not say what the utterances say.

    The sound is read twice, never held. `spell` turns what the recogniser writes into spoken
    form; it should be what made the utterances' own. With `placed` words silence is noticed even
    where the recogniser fills it from its knowledge of the language.
    """
    expected = expect(utterances)
    levels = Levels()
    heard = hear_text(cut_windows(levels.watch(sound())), recogniser, spell)
    differences = find_differences(expected.plain, heard.plain)
    regions = find_regions(expected, heard, differences)
    ranges = expected_of_windows(expected, heard, differences)
    probabilities = _hear_again(expected, ranges, _windows_of(regions, heard), sound, recogniser)
    faults = find_faults(expected, heard, regions, probabilities)
    pairs = matched(len(expected.plain), differences)
    starts = {at: heard.starts_s[other] for at, other in pairs}
    silent = find_silent(_planned(expected, placed), starts, levels.db())
    faults += tuple(_silent_faults(expected, silent, faults))
    ordered = sorted(faults, key=lambda fault: (fault.at, fault.time_s))
    told = tuple((expected.utterance_at(fault.at), fault) for fault in ordered)
    return CheckReport(told, _scores(expected, told, regions))


def _windows_of(regions: Sequence[Region], heard: HeardText) -> set[int]:
    """Name the windows in which words are in doubt, or at whose edge they would stand."""
    return {
        number
        for region in regions
        for number in heard.windows[max(0, region.place.heard - 1) : region.place.heard_end + 1]
    }


def _hear_again(
    expected: ExpectedText,
    ranges: dict[int, tuple[int, int]],
    wanted: set[int],
    sound: Sound,
    recogniser: Ear,
) -> dict[int, float]:
    """Return how probable written words are, by index; the better where two windows tell."""
    found: dict[int, float] = {}
    doubtful = wanted & ranges.keys()
    for window in cut_windows(sound()) if doubtful else ():
        if window.number in doubtful:
            first, end = ranges[window.number]
            for n, fit in enumerate(recogniser.fit(window, expected.written[first:end]), first):
                found[n] = max(fit, found.get(n, 0.0))
    return found


def _planned(expected: ExpectedText, placed: PlacedWords) -> tuple[PlannedWord, ...]:
    rows = [(plain, start, end) for text, start, end in placed for plain in plain_words(text)]
    differences = find_differences(expected.plain, [plain for plain, _, _ in rows])
    pairs = matched(len(expected.plain), differences)
    return tuple(PlannedWord(at, *rows[other][1:]) for at, other in pairs)


def _silent_faults(
    expected: ExpectedText, silent: Sequence[PlannedWord], faults: Sequence[Fault]
) -> Iterator[Fault]:
    """Tell of silent words that no other fault has told of."""
    told = {n for fault in faults if fault.text for n in range(fault.at, fault.at + fault.words)}
    for word in silent:
        first, last = expected.sources[word.plain_at]
        if first not in told:
            told.add(first)
            text = " ".join(expected.written[first : last + 1])
            yield Fault("silent", text, "", word.start_s, first, 1)


def _scores(
    expected: ExpectedText, faults: Sequence[tuple[Utterance, Fault]], regions: Sequence[Region]
) -> tuple[VoiceScore, ...]:
    words = Counter(expected.utterances[owner].voice for owner in expected.owners)
    faulty: Counter[str] = Counter()
    for utterance, fault in faults:
        faulty[utterance.voice] += fault.words
    misheard: Counter[str] = Counter()
    for region in regions:
        first, _ = expected.span(region.place.wanted, region.place.wanted)
        errors = max(len(region.wanted), len(region.heard))
        misheard[expected.utterance_at(first).voice] += errors
    return tuple(
        VoiceScore(voice, words[voice], faulty[voice], misheard[voice])
        for voice in dict.fromkeys(u.voice for u in expected.utterances)
    )
