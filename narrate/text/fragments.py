"""To tell phrases that are pieces of a sentence, not names of anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from narrate.text.phrases import Phrase, fold
from narrate.text.survey import ChapterView
from narrate.text.tagger import load_tagger
from narrate.text.terms import MONTHS, STOP_WORDS, word_set

_YEAR = re.compile(r"(?:19|20)\d\d\b")
_COUNTING = word_set(
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
    "forty fifty sixty seventy eighty ninety dozen dozens hundreds thousands millions billions "
    "billion trillion fourth fifth sixth seventh eighth ninth tenth twice double triple half both"
)
_BEING = word_set(
    "is are was were be been being am isn't aren't wasn't weren't i'm you're we're they're he's "
    "she's it's that's who's what's there's im youre were theyre people somebody someone everybody "
    "them us me it you he she they we"
)
_TO_DO = word_set(
    "you we i they he she it who can could will would should must might may don't dont doesn't "
    "didn't won't can't let's lets please not"
)
_PERHAPS_VERB = 0.3  # the same, after "to"
_AFTER_NOUNS = word_set(
    "of for from is are was were has have will would can could or and that which who"
)
_HAVING = word_set("have has had having i've you've we've they've get gets got")
_LEADING_IN = word_set("that which what whatever who because if when")
_AFTER_VERB_LIKE = word_set("of for from in on at with and or is are was were has have will can")
_SURE_VERB = -2.0  # log odds of noun to verb, by the word alone
_SURE_NOUN = 0.0
_RECEIVING = word_set("people folks users customers kids guys everyone everybody somebody anyone")
_NO_PLURALS = ("ss", "us", "is", "ics")
_BEFORE_OBJECTS = word_set("the a an this his her its their our your my it us them him me to")
_BEFORE_NOUNS = word_set("on in by at")  # without an article: "in front of"
_BEFORE_YEARS = word_set("in since until by from")
_NOUNS_IN_ED = word_set(
    "seed need feed speed bed breed deed weed shed sled creed reed newsfeed greed steed embed red"
)
_OPENING = 6  # sentences, in which what is named together is meant to be
_LIKE_VERBS = frozenset("NPnG")  # what a verb's subject ends with
_REMEMBERED = 5000  # words
# They point at what was said, and name nothing: shell nouns (Schmid 2000), the commonest.
SHELL_NOUNS = word_set(
    "situation difference problem reason issue name step detail fact aspect case matter argument "
    "option version number amount kind type sort result answer choice chance example question "
    "differences problems reasons issues names steps details facts aspects cases matters arguments "
    "options versions numbers amounts kinds types sorts results answers choices chances examples "
    "questions situations piece pieces majority minority rest round aside amounts dearth blob bit "
    "bits chunk chunks pile set series variety array batch slew word words look host hosts "
    "instance instances"
)


def is_fragment(places: Sequence[Phrase], chapter: ChapterView) -> bool:
    """Tell whether a phrase is nowhere in the chapter more than a piece of a sentence."""
    phrase = places[0]
    return (
        _is_weak(phrase)
        or all(map(_is_cut, places))
        or 2 * sum(map(_is_doing, places)) > len(places)
        or 2 * sum(map(_is_command, places)) > len(places)
        or _is_clause(places)
        or all(map(_is_preposition, places))
        or all(map(_acts, places))
        or _points_only(phrase)
        or _joins_loosely(phrase, chapter)
    )


def _is_cut(place: Phrase) -> bool:
    """Tell whether a phrase is a part of a longer one: "Pro 15 inch", "(New) York Halls (of)"."""
    before, after = place.edges[0], place.edges[1:]
    cut = (
        (before in "NP" and place.shape[0] in "NP#")
        or (after in ("N", "P", "#") and place.shape[-1] in "NP#")
        or (after in ("t", "h", "A", "N", "P", "#") and place.shape[-1] == "G")
        or (after == "o" and place.shape[-1] == "P")
    )
    alone = place.shape == "P" and "P" in (before, after)  # "Coastal (Carolina)"
    return (cut and len(place.words) > 1) or alone


def _is_weak(phrase: Phrase) -> bool:
    """Tell whether a phrase has but one word of weight among weak ones, or only counts."""
    if fold(phrase.words[0]) in _RECEIVING and phrase.shape[1:2] in ("N", "P", "A"):
        return True  # "(give) people API keys"
    weak = sum(letter in "an" for letter in phrase.shape)
    strong = sum(letter in "PNAGD" for letter in phrase.shape)
    dated = _YEAR.match(phrase.words[0]) and phrase.shape[1:2] not in ("i", "o", "D")
    counts = (phrase.shape[0] == "#" or phrase.words[0].isdigit()) and not dated
    return (weak > 0 and strong < 2) or counts or fold(phrase.words[0]) in _COUNTING


def _is_doing(place: Phrase) -> bool:
    """Tell whether somebody does what a phrase says: "(we are) giving money"."""
    if place.shape[0] == "D" and (place.before in _HAVING or place.before in _BEING):
        return True
    if place.shape[0] != "G" or len(place.words) == 1:
        return False
    return place.before in _BEING or place.before == "," or place.edges[0] in _LIKE_VERBS


def _is_command(place: Phrase) -> bool:
    """Tell whether a phrase begins with a verb taken for something else: "(to) omit fees"."""
    if len(place.words) == 1 or place.shape[0] not in "NA" or place.words[0][0].isupper():
        return False
    perhaps = place.before == "to" and _noun_odds(place.words[0]) < _PERHAPS_VERB
    return place.before in _TO_DO or perhaps


def _is_preposition(place: Phrase) -> bool:
    """Tell whether a phrase begins in what leads to it: "(on) top of hills", "(in) 2022 Ann"."""
    words = place.words[1:] if place.words[0] in MONTHS else place.words
    if place.before in _BEFORE_YEARS and words and _YEAR.fullmatch(words[0]):
        return len(words) > 1
    return place.before in _BEFORE_NOUNS and place.shape[1:2] == "o" and place.words[0].islower()


def _acts(place: Phrase) -> bool:
    """Tell whether a phrase has a verb: "the district offers (a)", "(what) a fan expects"."""
    if any(map(_is_subject_and_verb, place.words, place.words[1:], place.shape, place.shape[1:])):
        return True
    last, before = place.words[-1], place.shape[-2:-1]
    verb = place.shape[-1] == "N" and last.islower() and last.endswith("s") and before in "PN"
    if not verb or len(place.words) == 1 or len(last) == 1:
        return False
    leads_in = place.before in _LEADING_IN and len(place.words) == 2
    goes_on = place.after[:1].isalnum() and place.after not in _AFTER_VERB_LIKE
    sure = goes_on and _noun_odds(last.removesuffix("s")) < _SURE_VERB
    return leads_in or sure or place.after in _BEFORE_OBJECTS


def _is_subject_and_verb(first: str, second: str, *parts: str) -> bool:
    """Tell whether the second of two words is what the first ones do: "animals act (as)"."""
    many = first.islower() and first.endswith("s") and not first.endswith(_NO_PLURALS)
    verb = second[-1] != "s" and _noun_odds(second) < _SURE_NOUN
    return parts in (("N", "N"), ("N", "n")) and many and verb


def _is_clause(places: Sequence[Phrase]) -> bool:
    """Tell whether a phrase said once seems to end in a verb: "signature relies (on)"."""
    phrase, last = places[0], places[0].words[-1]
    if len(phrase.words) > 1 and phrase.shape[-1] == "N" and _is_past(last):
        return True
    one = len(places) == 1 and len(phrase.shape) > 1 and phrase.shape[-2] in _LIKE_VERBS
    if not one or phrase.shape[-1] not in "NG" or not last.islower():
        return False
    odds = _noun_odds(last) if phrase.shape[-1] == "N" else _SURE_VERB
    ends = not phrase.after[:1].isalnum() or phrase.after in _AFTER_NOUNS
    return odds < _SURE_VERB or (odds < _SURE_NOUN and not ends)


def _points_only(phrase: Phrase) -> bool:
    """Tell whether a phrase begins with a word that only leads on: "issue of (it)"."""
    folded = [fold(word) for word in phrase.words]
    if phrase.shape == "?":
        content = [word.rstrip("?") for word in folded if word.rstrip("?") not in STOP_WORDS]
        return SHELL_NOUNS.issuperset(content)
    return folded[0] in SHELL_NOUNS and phrase.shape[1:2] in ("o", "i", "P")


def _joins_loosely(phrase: Phrase, chapter: ChapterView) -> bool:
    """Tell whether a phrase names two things of which one is hardly spoken of."""
    if "c" not in phrase.shape or phrase.shape in ('"', "?"):
        return False
    at = phrase.shape.index("c")
    sides = phrase.key[:at], phrase.key[at + 1 :]
    opens = phrase.sentence < _OPENING
    return not opens and not all(any(_is_again(w, chapter) for w in side) for side in sides)


def _is_again(stemmed: str, chapter: ChapterView) -> bool:
    return stemmed in chapter.words and chapter.words[stemmed].count > 1


def _is_past(word: str) -> bool:
    """Tell whether a word is a verb of the past: "(gaming) died"."""
    return word.islower() and word.endswith("ed") and word not in _NOUNS_IN_ED


@lru_cache(_REMEMBERED)
def _noun_odds(word: str) -> float:
    return load_tagger().noun_odds(word)
