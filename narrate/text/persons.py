"""To tell names of persons: a chapter is seldom about whom it quotes."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.text.phrases import Phrase, fold
from narrate.text.terms import word_set

# Given names common in English, French, German, Indian and Spanish texts; no list is complete, and
# those that are common words or things too ("Will", "Ruby", "Jordan") are left out.
GIVEN_NAMES = word_set(
    """
    aaron abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra alfred
    alice alison amanda amelia amit amy ana anders andrea andreas andrew andy angela anita anna
    anne annie anthony antoine antonio arjun arthur arvind audrey barbara beatrice ben benjamin
    bernard beth betty bianca bill bob bobby boris brad bradley brandon brenda brian bruce bryan
    camille carl carla carlos carol caroline catherine cecilia charles charlie charlotte
    chloe chris christian christina christine christopher claire clara claude colin connor craig
    cynthia damian dan daniel daniela danny dave david deborah deepak dennis derek diana diego
    dimitri dmitri dominic donald doris dorothy doug douglas dylan ed eddie edith edward edwin
    elaine eleanor elena eli elijah elizabeth ella ellen elon emily emma eric erica erik ernest
    esther ethan eugene eva evan evelyn fatima felix fernando fiona florence frances francesca
    francis francisco francois françois frank franklin fred frederick gabriel gareth gary gavin
    geoffrey george gerald gertrude giovanni giuseppe glenn gloria gordon graham greg gregory
    hannah hans harold harry harvey heather hector heidi helen helena henri henry herbert howard
    hugh hugo ian ibrahim igor ingrid irene isaac isabel isabella ivan jack jackie jacob jacques
    jake james jamie jan jane janet jason javier jay jean jeff jeffrey jennifer jenny jeremy jerome
    jerry jesse jessica jill jim jimmy joan joanna joe joel johan johann johannes john johnny jon
    jonas jonathan jorge jose josé joseph joshua juan judith judy julia julian julie justin kamala
    karen karl kate katherine kathleen kathy katie keith kelly ken kenneth kevin klaus kristin kurt
    kyle larry laura lauren lawrence leonard leslie liam linda lisa louis louise lucas lucy luis
    luke madeleine manuel marcus margaret maria marie marion marjorie mario marta martha martin
    marvin mary mathew mathieu matt matthew maurice maya megan melanie melissa michael michel
    michelle miguel mike miriam mohammed molly monica muhammad murray nancy naomi natalie natasha
    nathan neil nicholas nick nicolas nicole nikolai nina noah nora oliver olivia oscar otto pablo
    pamela patricia patrick paul paula pauline pedro peggy peter phil philip philippe phillip
    pierre pieter priya rachel rafael rahul raj rajesh ralph raymond rebecca rené richard rick
    rita rob robert roberto robin rodney roger roland ronald rosemary ross roy rudolf russell ruth
    ryan sally samantha samuel sandra sanjay sara sarah satoshi scott sean sebastian sergei sergey
    sergio sharon sheila shirley sidney simon sofia sophia sophie stanley stefan stella stephanie
    stephen steve steven stewart stuart sunil susan suzanne sylvia tanya ted teresa terry theodore
    theresa thomas tim timothy tina todd tom tommy tony tracy trevor tyler valerie vanessa veronica
    victor victoria vijay vincent virginia vladimir walter wanda warren wayne wendy werner wes
    wilhelm william wolfgang xavier yves yvonne zachary zoe
    """
)
_TITLES = word_set("mr mrs ms dr professor prof sir madam lord lady senator minister judge saint")
_SAYING = word_set(
    "says said say saying writes wrote asks asked thinks thought told tells believes suggested "
    "suggests noted notes mentions mentioned posted replied argues argued explained pointed "
    "proposed discovered invented"
)
_NAME_WORDS = 3  # at most


def is_person(places: Sequence[Phrase]) -> bool:
    """Tell whether a phrase is the name of one or two persons, by how it is written and used."""
    place = places[0]
    if not set(place.shape) <= set("PNc"):
        return False
    kept = [word for word, letter in zip(place.words, place.shape, strict=True) if letter != "c"]
    if not all(word[:1].isupper() for word in kept):
        return False
    if fold(kept[0]).removesuffix("'s") in GIVEN_NAMES and len(kept) <= _NAME_WORDS:
        return True
    if "c" in place.shape and any(fold(word) in GIVEN_NAMES for word in kept):
        return True
    spoken = sum(p.after in _SAYING or p.before.rstrip(".") in _TITLES for p in places)
    return spoken > 0 and len(kept) <= _NAME_WORDS and 4 * spoken >= len(places)
