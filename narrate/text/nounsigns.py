"""What shows in a language that a word is a noun: its capital, its article, its form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.text.terms import word_set

_ARTICLES = {
    "ca": word_set("el la els les l un una"),
    "el": word_set("ο η το οι τα του της των τον την τους τις ένα μια ένας στο στη στην στα"),
    "es": word_set("el la los las un una del al"),
    "fr": word_set("le la les l un une des du d au aux"),
    "hu": word_set("a az egy"),
    "it": word_set("il lo la i gli le l un una del della dei delle al alla"),
    "nl": word_set("de het een"),
    "pt": word_set("o a os as um uma do da dos das no na"),
    "ro": word_set("un o unui unei"),
}
# Russian has no articles: verbs, adjectives and adverbs are known by how they end.
_VERB_FORMS = {
    "ru": re.compile(
        r"(?:[аиу]ть|ться|тся|[аяеиу]ет|[аяеу]ют|ли|лся|лась|лось|[аеи]в|[еёи]шь|[аяу]ете|ите|тесь|[жчшщ]ит|одит)$"
    )
}
_OTHER_FORMS = {
    "ru": re.compile(
        r"(?:ый|[кгхжшщн]ий|[кгхжшщ]ие|ая|яя|ое|ее|ые|ых|[оеё]го|[ое]му|ыми?|ими|ую|юю|[нкгвтм]ой"
        r"|но|ко|мо|ше|[аен]ны|-(?:то|либо|нибудь))$"
    )
}
# Endings that a first word has in no nominative; those that nouns of one or two syllables share
# with it ("дом", "музей") count only where the word is long.
_OBLIQUE = {
    "ru": re.compile(
        r"\w(?:[ое]го|[ое]му|[ыи]ми|[ыи]х|ую|юю|[ая]ми|[ая]х)\b|\w{4}(?:[еёоыиая]м|[еёо]в|[ое]й|[ую])\b"
        r"|\w{3}[бвгдзкмнпстфх]е\b"
    )
}
_LINKS = {"ru": word_set("в во на с со по для из к от о об у при и за без под над между")}
_ARABIC_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)")
# Between two nouns these begin another part of the sentence: "Benutzer ein Mitglied (wird)".
_SETTING_APART = {"de": word_set("ein eine einen einem das die den dem sich nicht auch")}
_AGREEING = {"ca", "es", "pt"}  # an adjective beside a noun has its number
_SINGULAR_IN_S = ("is", "us")  # "crisis económica"
_INFINITIVE = re.compile("(?:er|ir)$")  # French: "(d')échanger"
_NOUN_FIRST = {"ca", "es", "fr", "it", "pt", "ro"}


def shows_noun(words: Sequence[str], i: int, code: str) -> bool:
    """Tell whether a word of a sentence shows there that it is a noun or a name.

    In German all nouns have a capital, in other languages names; in Arabic an article is part of
    the word; in Russian endings tell.
    """
    word = words[i]
    if i and word[0].isupper():
        return code != "de" or word.rpartition("-")[2][:1].isupper()  # not "Debian-spezifische"
    if code == "ar":
        return _ARABIC_ARTICLE.match(word) is not None
    if code in _VERB_FORMS:
        other = _VERB_FORMS[code].search(word) or _OTHER_FORMS[code].search(word)
        return not word.isascii() and other is None
    before = words[i - 1].lower().rstrip("'’") if i else ""
    if code == "fr" and before == "d" and _INFINITIVE.search(word):
        return False
    return before in _ARTICLES.get(code, ())


def shows_noun_phrase(words: Sequence[str], shown: tuple[bool, bool], code: str) -> bool:
    """Tell whether words are a noun phrase, by whether the first and the last show to be nouns."""
    first, last = shown
    if len(words) > 2 and words[1].lower() in _SETTING_APART.get(code, ()):
        return False
    if code in _AGREEING and len(words) == 2 and not _agree(*words):
        return False
    if code in ("ar", "de"):
        return first and last  # not "wachsen im Garten"
    if code in _VERB_FORMS:
        linked = _LINKS[code].issuperset(words[1:-1])
        return last and linked and not _VERB_FORMS[code].search(words[0])
    return first if code in _NOUN_FIRST else first or last


def _agree(noun: str, adjective: str) -> bool:
    """Tell whether two words may go together: not "archivos temporal"."""
    plural = noun.endswith("s") and not noun.endswith(_SINGULAR_IN_S)
    return not plural or noun[0].isupper() or adjective.endswith("s")


def without_article(word: str) -> str:
    """Return an Arabic word without the article that is part of it, any other word as it is."""
    return _ARABIC_ARTICLE.sub("", word, count=1) if word[0] in "وفبكال" else word


def is_oblique(phrase: str, code: str) -> bool:
    """Tell whether a phrase begins in another case than titles do, or as a verb: "новых слов"."""
    first, form = phrase.split()[0], _OBLIQUE.get(code)
    return form is not None and bool(form.search(first) or _VERB_FORMS[code].search(first))


def has_signs(code: str) -> bool:
    """Tell whether nouns of a language show; in others, only names do."""
    return code in _ARTICLES or code in _VERB_FORMS or code in ("ar", "de")
