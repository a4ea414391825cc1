"""To list the phrases of a text that could name what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from narrate.text.announced import announced_names
from narrate.text.terms import STOP_WORDS, stem, word_set

MOST_WORDS = 7
_LAST_QUESTION = 10  # sentences into a text; later ones lead on, they do not open
_SHORTEST_QUESTION = 3
_SHORTEST_ADDED_TO = 4  # words of a question before what it adds
_ADDING = word_set("and or if when because but so while given where")
_PREPOSITIONS = word_set(
    "for in on to with from at as about between by without into over via through under vs versus"
)
_TOKEN = re.compile(r"#\d+|\d{1,3}(?:,\d{3})+|[^\W_](?:[\w'’.+#/&-]*[\w+#])?|[^\w\s]")
_QUOTED = re.compile(r"(?<![\w.,!?)])[\"“](\w[^\"“”()]{6,68}?\w)[?.,!]*[\"”](?!\w)")
_LEADING = re.compile(
    r"^(?:(?:so|and|but|okay|ok|well|all right|alright|now|then|yeah|right|um|uh|or|because|like|"
    r"first(?: question)?|next(?: question)?|question|also)\b[\s,.:]*)+",
    re.IGNORECASE,
)
# Praise and size say nothing of a topic: "visual editor", not "nice visual editor".
_EVALUATIVE = word_set(
    "big bigger biggest fun little nice own certain individual different main major bad good great "
    "better best few whole entire actual overall real full possible several many other interesting "
    "important huge small cool favorite key general specific particular quick brief last next "
    "terms bunch couple types idea concept notion premise ton tons handful plenty "
    "called titled named unlike depending based regarding including "
    "excellent horrible terrible awful awesome amazing incredible fantastic wonderful weird crazy "
    "stupid silly annoying pointless exciting cute ridiculous super previous final additional "
    "tasty topic topics item items section segment episode newsletter sentence paragraph "
    "same such similar more most less fewer enough "
    "various complete notable old young existing current continued regular older newer related"
)
_NAMING = word_set("called titled named")  # "something called hooks"
_PLURAL = re.compile(r"^(?!sales|news|systems|sports|goods|operations)[a-z]{3,}[^suai\W]s$")
_HOLDING = word_set("work time people person year day years days")  # weak, but may end a name
_ASKED_OF = re.compile(  # "what kind of vision is Europe going to put forth"
    r"\b[Ww]hat (?:(?:kind|sort|type)s? of )?(?:an? )?([a-z]{4,}) (?:is|are|does|do|did|will|would|"
    r"should|can|could|has|have) (the )?([A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?)"
)
_ASKING = word_set(
    "what what's how why when where who which is are do does did can could should will would has"
)
_TELLING = word_set(  # begin what somebody says or thinks, not what something is called
    "i i'm i've i'd you you're we we're he he's she she's they they're it it's this that that's "
    "there my your has have had do does did is are was were am can could would should will hey oh "
    "hi hello okay ok so well no yes yeah but and if because let's don't just please look wow"
)
_KINDS = word_set("kind kinds sort sorts type types")
_ASKING_VERB = word_set("why when where")  # before these, a verb comes next
_VERBS = word_set("is are was were do does did can could should would will has have not to")
_UNCLEAR = word_set(  # a question with one of these is clear only to those who heard what led to it
    "it that this they he she him them her his its these those there here then i i'm we're you're "
    "it's that's they're he's she's there's me so one mean you your we us our everybody's question "
    "else thing things talking earth heck hell"
)
# A noun phrase in letters: N noun, P name, A adjective, G -ing, D participle, # number,
# a and n weak ones, o of, i other preposition, t article, h possessive, c and, w how, V verb.
_BASE = r"[APNGDanS#]{0,4}[PNn]#?|[PNAan]{0,2}G"
_NAME = re.compile(
    rf"(?:{_BASE})(?:[oi][th]?(?:{_BASE})){{0,2}}|(?:{_BASE})c(?:{_BASE})"
    rf"|G[th]?(?:{_BASE})(?:[oi][th]?(?:{_BASE}))?|wiV[th]?(?:{_BASE})?"
)
_NAME_STARTS = word_set("new long great little first second third")  # "New York"
_NAME_PARTS = _NAME_STARTS | word_set("world times")
_LETTERS = {"of": "o", "how": "w", "and": "c", "or": "c", "&": "c"}
_LETTERS |= dict.fromkeys(("the", "a", "an"), "t")
_LETTERS |= dict.fromkeys(("your", "our"), "h")
_STARTS = frozenset("APNGDan#w")
_STRONG = re.compile("[PNAGD]")
_SOUNDS = word_set(
    "mmm mm hmm hm um uh uhm uhh erm er ah aha oh ooh eh huh yeah yep yup nah okay ok kay whoa wow "
    "yikes gotcha alright"
)
_REMEMBERED = 20_000  # words and shapes that come again and again


class Phrase(NamedTuple):
    """One occurrence of a possible name; there are many, and a tuple is soonest made."""

    words: tuple[str, ...]  # as written
    shape: str  # a letter for each word; "?" for a question, '"' for a quotation
    sentence: int
    before: str  # the token before it in the sentence, lower case; "" at the start
    after: str  # the token after it; "" at the end
    edges: str  # letters of the tokens before and after it

    @property
    def key(self) -> tuple[str, ...]:
        """What inflected forms of the phrase have in common."""
        return tuple(map(_folded_stem, self.words))

    @property
    def quoted(self) -> bool:
        """Whether the text itself marks the phrase as something's name."""
        return self.shape == '"'


def tokens_of(sentence: str) -> list[str]:
    """Return the words and punctuation marks of a sentence as written."""
    return _TOKEN.findall(sentence)


@lru_cache(_REMEMBERED)
def fold(word: str) -> str:
    """Return a word in lower case with a straight apostrophe."""
    return word.lower().replace("’", "'")


@lru_cache(_REMEMBERED)
def _folded_stem(word: str) -> str:
    return stem(fold(word))


def phrases(
    sentences: Sequence[str], tokens: Sequence[list[str]], tags: Sequence[str]
) -> Iterator[Phrase]:
    """Yield noun phrases, the shorter ones inside them, quotations, and questions at the start.

    `tokens` are those of each sentence, `tags` their parts of speech (narrate.text.tagger).
    """
    yield from _asked_of(sentences[:_LAST_QUESTION])
    for number, name in announced_names(sentences, MOST_WORDS):
        yield Phrase(tuple(name), '"', number, '"', '"', "..")  # as if it were quoted
    for number, (words, parts) in enumerate(zip(tokens, tags, strict=True)):
        yield from _quotations(sentences[number], number)
        if number < _LAST_QUESTION:
            yield from _questions(sentences[number], number, parts)
        letters = "".join(map(_letter, words, parts))
        if "course" in words:
            letters = _without_of_course(words, letters)
        for start, letter in enumerate(letters):
            if letter in _STARTS:
                yield from _from(words, letters, start, number)


def _without_of_course(words: list[str], letters: str) -> str:
    at = words.index("course")
    said = at > 0 and fold(words[at - 1]) == "of"
    return f"{letters[: at - 1]}..{letters[at + 1 :]}" if said else letters


@lru_cache(_REMEMBERED)
def _letter(word: str, tag: str) -> str:
    """Return what part a word may take in a name; "." where it takes none."""
    folded = fold(word)
    if folded in _LETTERS:
        return _LETTERS[folded]
    if folded in _SOUNDS:
        return "."
    if tag == "I":
        return "i" if folded in _PREPOSITIONS else "."
    if folded.removesuffix("'s") in STOP_WORDS:  # "anyone's" too
        contracted = "'" in folded
        if tag == "P" and folded in _NAME_PARTS and word[0].isupper():
            return "P"
        return "." if contracted else {"N": "n", "A": "a", "#": "d"}.get(tag, ".")
    if word[0] == "#":
        return "#"
    return tag if tag in "NPAGDVS#" and word[0].isalnum() else "."


def _from(tokens: list[str], letters: str, start: int, number: int) -> Iterator[Phrase]:
    window = letters[start : start + MOST_WORDS].partition(".")[0].partition("d")[0]
    for length in _lengths(window):
        end = start + length
        shape, words = letters[start:end], tokens[start:end]
        if not _says_something(words, shape):
            continue
        before = fold(tokens[start - 1]) if start else ""
        after = fold(tokens[end]) if end < len(tokens) else ""
        edges = (letters[start - 1] if start else "^") + letters[end : end + 1]
        yield Phrase(tuple(words), shape, number, before, after, edges)


@lru_cache(_REMEMBERED)
def _lengths(letters: str) -> tuple[int, ...]:
    """Return how many of these tokens, from the first on, may be a name."""
    return tuple(n for n in range(1, len(letters) + 1) if _may_name(letters[:n]))


def _may_name(shape: str) -> bool:
    return bool(_NAME.fullmatch(shape) and _STRONG.search(shape))


def _says_something(words: Sequence[str], shape: str) -> bool:
    """Tell whether a phrase begins and ends with words that say something of a topic."""
    first, last = fold(words[0]), fold(words[-1])
    if (
        not _NAMING.isdisjoint(words)
        or first in _EVALUATIVE
        or last in _NAME_STARTS
        or shape[:2] == "no"
        or "our" in words  # "space in our office"
        or ("your" in words and shape[0] != "G")
        or (shape[-1] == "n" and last not in _HOLDING)
    ):
        return False
    if shape[-2:] == "NN" and _PLURAL.search(words[-2]) and not words[-1].endswith("s"):
        return False  # "output values bear" is no name but the start of a sentence
    if shape.count("i") > 1:  # "race to the top with the competition" is cut at the wrong place
        return False
    return "between" not in words or "and" in words


def _asked_of(sentences: Sequence[str]) -> Iterator[Phrase]:
    """Yield what is asked of someone, by all who are asked: "vision of the UK and Europe"."""
    for number, sentence in enumerate(sentences):
        found = _ASKED_OF.search(sentence)
        if found is None or fold(found[1]) in STOP_WORDS:
            continue
        words = [found[1], "of", *([found[2].strip()] if found[2] else []), *found[3].split()]
        shape = "No" + "t" * bool(found[2]) + "P" * len(found[3].split())
        after = _ASKED_OF.search(sentences[number + 1]) if number + 1 < len(sentences) else None
        if after is not None and after[1] == found[1] and after[3] != found[3]:
            words += ["and", *after[3].split()]
            shape += "c" + "P" * len(after[3].split())
        if len(words) <= MOST_WORDS:
            yield Phrase(tuple(words), shape, number, "", "", "^.")


def _quotations(sentence: str, number: int) -> Iterator[Phrase]:
    for match in _QUOTED.finditer(sentence):
        words = tuple(match[1].split())
        told = fold(words[0]) in _TELLING
        if 2 <= len(words) <= MOST_WORDS and any(map(_is_content, words)) and not told:
            yield Phrase(words, '"', number, '"', '"', "..")


def _questions(sentence: str, number: int, tags: str) -> Iterator[Phrase]:
    """Yield short questions that are clear by themselves."""
    if not sentence.rstrip("\"'”’ ").endswith("?"):
        return
    asked = _LEADING.sub("", re.split(r"[,.:;!]\s+", sentence.strip())[-1])
    words = _shortened(asked.rstrip("?\"'”’ ").split())
    folded = [fold(word) for word in words]
    if not words or folded[0] not in _ASKING or not _UNCLEAR.isdisjoint(folded):
        return
    if folded[0] in _ASKING_VERB and folded[1:2] and folded[1] not in _VERBS:
        return  # "why the hype was"
    if folded[0] == "which" and folded[1] in _VERBS:
        return  # "which is pretty normal"
    if not (_has_verb(folded) or "V" in tags[-len(words) - 2 :]):
        return  # "what the setup"
    if _KINDS.intersection(folded[1:2]) and _VERBS.isdisjoint(folded):
        return  # "what kinds of plans"
    if any(_is_content(word) for word in words) and _SHORTEST_QUESTION <= len(words) <= MOST_WORDS:
        yield Phrase((*words[:-1], words[-1] + "?"), "?", number, "", "", "^.")


def _shortened(words: Sequence[str]) -> tuple[str, ...]:
    """Return a question without what it adds: "What is stored in the cache (and for how long)"."""
    if len(words) > MOST_WORDS:
        for at in range(_SHORTEST_ADDED_TO, MOST_WORDS + 1):
            if words[at] in _ADDING:
                return tuple(words[:at])
    return tuple(words)


def _has_verb(folded: Sequence[str]) -> bool:
    """Tell whether a question has a verb of its small words, or needs none: "what about fees"."""
    return "about" in folded or any("'" in word or word in _VERBS for word in folded)


def _is_content(token: str) -> bool:
    return token[0].isalnum() and fold(token) not in STOP_WORDS
