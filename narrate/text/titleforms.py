"""To make titles of phrases that have been ranked, and to tell which read well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrate.text.candidates import Candidate
from narrate.text.fragments import SHELL_NOUNS
from narrate.text.persons import GIVEN_NAMES
from narrate.text.phrases import fold
from narrate.text.terms import MONTHS, STOP_WORDS, stem, word_set
from narrate.text.wordvectors import load_vectors

FEWEST_WORDS, MOST_WORDS = 2, 7
_LEAST_VARIED = 0.75  # different words to all
# As captions spell them; "its", "well" and "were" are words of their own.
_BARE_CONTRACTIONS = frozenset(w.replace("'", "") for w in STOP_WORDS if "'" in w) - STOP_WORDS
_CRUDE = word_set("shit shitty fuck fucking fucked crap ass asshole bullshit damn bitch")
# Of an address read aloud, or of a cut name: "Ford slash 1064690", "License wise".
_UNFIT = word_set(
    "slash dot com org www http https etc wise ish aka i gentlemen unto thee thou thy ye hath "
    "begat applause cheers boos laughter inaudible crosstalk remains"
)
_VAGUE = word_set("thing things thingy stuff way ways part parts place lot lots sort kind")
_MONTHS = frozenset(map(str.lower, MONTHS)) | word_set("month months week weekend")
_FILLERS = word_set("well so oh ah yes no okay ok hey look now and but or")
_OPENING = _VAGUE | _FILLERS
_LEADING_ON = word_set(  # at either end; of an announcement: "fifth and last topic"
    "despite unless except per plus verse versus vs topic topics item items "
    "segment episode newsletter couple bunch handful plenty tons thread threads thought thoughts "
    "callout slide slides sometime anytime anyway anywhere everywhere somewhere nowhere "
    "guy guys dude dudes folks nah kay yep yup huh terms fruition week today tonight tomorrow "
    "yesterday news according whilst whereas something anything nothing everything welcome heard "
    "thanks"
)
_LEANING = ("Ao", "Ai")  # shapes that begin so only go on: "easiest of days", "similar to trains"
_CUT = "tG"  # those that end so are cut: "a stand with a floating (green)"
_STARTING = word_set("starting beginning continuing ending consisting")  # "with the next item"
_TIMES = word_set(
    "year month week weekend day morning afternoon evening night hour minute spring summer autumn "
    "fall winter moment"
)
_PLACING = word_set("by in on at for with from to")
_GIVING = word_set("for to from")
_SAYINGS = (  # that name no topic
    "waste of time", "end of the day", "point of view", "vice versa", "rule of thumb",
    "matter of fact", "tip of the iceberg", "ball game", "peace of mind", "home to", "news item",
    "citizen of the world", "rest of the world", "at the moment", "in general", "in particular",
    "in practice", "in theory", "in the past", "in the future", "in the world", "at the time",
    "what's up",
)  # fmt: skip
_ASKING_FOR_ONE = word_set("where who when whose")
_UNPRINTED = _BARE_CONTRACTIONS | _CRUDE | _UNFIT
_LONGEST_NUMBER = 4  # digits: a year
_LONGEST_LY = 6  # letters: "family" and "supply" are names, "absolutely" is none
_NOUNS_IN_LY = word_set("assembly webassembly anomaly monopoly butterfly")
# A single word says little to a listener: it gives way to a longer phrase that holds it, or is
# named together with another. On chapters of shows not learnt from, a title that joins the best
# word with the next best comes nearer to a person's than the best phrase without that word.
_HOLDS_IT = 0.15
_NEAR = 0.06  # worth nearly as much
_PARTNERS = 12
_FAR_BEHIND = 0.3  # a partner is not worth naming
_PARTNER_WORDS = 3
_ALIKE = 4  # letters
_SHORTEST_ALONE = 3  # letters
_OF_NATIONS = re.compile(
    "(?:[a-z]{2,}ese|[a-z]{3,}(?:ian|ean|ish|can)|french|dutch|german|greek|swiss|thai|western|eastern)"
)
_TAKEN_FOR_NOUNS = word_set(
    "besides plus aside underneath ahead alike yay whoa hey bye cheers lol mmm hmm "
    "online offline monday tuesday wednesday thursday friday saturday sunday"
)

# Too wide to say what a chapter is about, even beside another word.
_WIDE = word_set(
    "day days world man men woman women people information time times person life lives today "
    "number numbers response answer story stories future change changes"
)

Form = tuple[tuple[str, ...], frozenset[str]]


def title_forms(ranked: Sequence[tuple[Candidate, float]]) -> Iterator[Form]:
    """Yield titles with their stems, best first, of phrases that are given best first."""
    ranked = [(c, worth) for c, worth in ranked if not _leans(c.shape)]
    if not ranked:
        return
    longer = [(c, worth) for c, worth in ranked if len(c.words) > 1]
    best, top = ranked[0]
    if "o" in best.shape:  # "vision of Europe" gives way to "vision of the UK and Europe"
        for candidate, worth in longer:
            if _holds_more(candidate, best) and worth > top - _HOLDS_IT:
                yield _form(candidate)
    if len(best.words) == 1:
        yield from _for_one_word(best, top, longer)
        if _names_alone(best):
            yield from _joined(best, top, ranked[1 : 1 + _PARTNERS])
    for candidate, _ in longer:
        yield _form(candidate)


def _leans(shape: str) -> bool:
    return shape.startswith(_LEANING) or shape.endswith(_CUT)


def _for_one_word(
    best: Candidate, top: float, longer: Sequence[tuple[Candidate, float]]
) -> Iterator[Form]:
    """Yield phrases that hold a single word, then those that are worth nearly as much."""
    held = top - (_HOLDS_IT if _names_alone(best) else _FAR_BEHIND)
    for candidate, worth in longer:
        if set(best.key) <= set(candidate.key) and worth > held:
            yield _form(candidate)
    for candidate, worth in longer:
        if worth > top - _NEAR:
            yield _form(candidate)


def _holds_more(candidate: Candidate, best: Candidate) -> bool:
    """Tell whether a phrase says the same of more than one."""
    return "c" in candidate.shape and set(best.key) < set(candidate.key)


def _form(candidate: Candidate) -> Form:
    return candidate.words, frozenset(candidate.key) - STOP_WORDS


def _joined(
    best: Candidate, top: float, others: Sequence[tuple[Candidate, float]]
) -> Iterator[Form]:
    """Yield a single word together with other names: "Hooks and class components"."""
    for other, worth in others:
        apart = not any(_is_alike(best.key[0], word) for word in other.key)
        named = other.shape[0] in "NPA" and other.shape[-1] in "NP" and "c" not in other.shape
        named = named and SHELL_NOUNS.isdisjoint(map(fold, other.words))
        fits = named if 1 < len(other.words) <= _PARTNER_WORDS else _names_alone(other)
        spoken_of = other.theme and not other.once
        if apart and fits and spoken_of and worth > top - _FAR_BEHIND:
            stems = frozenset((*best.key, *other.key)) - STOP_WORDS
            yield (*best.words, "and", *other.words), stems


def _is_alike(word: str, other: str) -> bool:
    """Tell whether two stems may be of one word: "hormon(es)" and "hormone"."""
    return word[:_ALIKE] == other[:_ALIKE] and (word.startswith(other) or other.startswith(word))


def _names_alone(candidate: Candidate) -> bool:
    """Tell whether a phrase is a single word that is surely the name of something."""
    word = fold(candidate.words[0])
    action = word.endswith("ing") or word in _TAKEN_FOR_NOUNS | _WIDE | _MONTHS
    adjective = candidate.words[0] != word and _OF_NATIONS.fullmatch(word)  # "Chinese", not "China"
    owner = word.endswith("'s")
    known = candidate.words[0] != word or candidate.key[0] in load_vectors().rows  # not "wroop"
    fits = known and len(word) >= _SHORTEST_ALONE and not word.isdigit() and not owner
    fits = fits and not adjective
    return candidate.shape in ("N", "P") and fits and not action and word not in SHELL_NOUNS


def reads_well(words: Sequence[str]) -> bool:
    """Tell whether the words can stand as a title: neither garbled nor crude, and not too long."""
    folded = [fold(word) for word in words]
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return False
    content = [stem(word) for word in folded if word not in STOP_WORDS]
    varied = len({*folded}) > _LEAST_VARIED * len(folded)  # not "Mr X Mr X"
    varied = varied and len({*content}) == len(content)  # not "app or apps"
    spelled = any(len(word) == 1 and word.islower() and word != "a" for word in words)  # "V s Code"
    degree = any(  # "absolutely safe"
        word.endswith("ly") and len(word) > _LONGEST_LY and word not in _NOUNS_IN_LY
        for word in (folded[0], folded[-1], *_after_and(folded))
    )
    unclear = any(word.isdigit() and len(word) > _LONGEST_NUMBER for word in words)
    unclear = unclear or (folded[0] == "chapter" and folded[1].isdigit())
    unclear = unclear or (folded[0][0].isdigit() and "," in folded[0])  # "2,330 households"
    unclear = unclear or not words[-1].strip("#")  # cut: "Relay rule #"
    asked = folded[0] in _ASKING_FOR_ONE and folded[-1].endswith("?")  # "Where is the castle?"
    unclear = unclear or (folded[-1].rstrip("?") in GIVEN_NAMES and folded[-1].endswith("?"))
    unclear = unclear or (asked and len(content) < FEWEST_WORDS)
    fit_to_print = _UNPRINTED.isdisjoint(folded) and not _is_cut_off(folded)
    return varied and fit_to_print and not (spelled or degree or unclear or _is_date(folded))


def _after_and(folded: Sequence[str]) -> Sequence[str]:
    """Return the word after "and"; none where there is none."""
    at = folded.index("and") if "and" in folded else len(folded)
    return folded[at + 1 : at + 2]


def _is_cut_off(folded: Sequence[str]) -> bool:
    """Tell whether a title begins or ends as only a part of a sentence does."""
    ends = (folded[0], folded[-1])
    said = f" {' '.join(folded)} "
    led = not _LEADING_ON.isdisjoint(ends) or folded[0].rstrip(",") in _OPENING
    led = led or (folded[0] in _STARTING and folded[1] in ("with", "of"))
    led = led or (folded[0] in _TIMES and folded[1] in _PLACING)  # "year by Ann Lee"
    led = led or (
        folded[-1] in _TIMES and len(folded) > 2 and folded[-3] in _PLACING
    )  # "Lisbon in the winter"
    led = led or (folded[-1] in GIVEN_NAMES and folded[-2] in _GIVING)  # "area for Ann"
    return led or ends[1].endswith("'s") or any(f" {saying} " in said for saying in _SAYINGS)


def _is_date(folded: Sequence[str]) -> bool:
    """Tell whether a title is a date, or ends with one: "March 2025", "session of March 2"."""
    numbered = [word[0].isdigit() for word in folded]
    ends_so = numbered[-1] and len(folded) > 1 and folded[-2] in _MONTHS
    months = zip(folded, numbered, strict=True)
    return ends_so or all(n or word in _MONTHS or word in STOP_WORDS for word, n in months)
