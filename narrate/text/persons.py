"""To tell names of persons: a chapter is seldom about whom it quotes."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.text.phrases import Phrase, fold
from narrate.text.terms import STOP_WORDS, stem, word_set
from narrate.text.wordvectors import load_vectors

# Given names common in English, French, German, Indian and Spanish texts; no list is complete, and
# those that are common words, surnames or things too ("Will", "Ruby", "Jordan") are left out.
GIVEN_NAMES = word_set(
    """
    aaron abigail adam adele adrian ahmed aiden aisha ajay akira alain alan albert aldo
    alejandra alejandro alessandro alex alexander alexandra alexis alfonso alfred alfredo ali
    alice alicia alison allison alvin alyssa amanda amelia amit amos amy ana anastasia anders
    andre andrea andreas andreea andrew andré andy angela anil anita anja anna anne annie anthea
    anthony antoine antonia antonio archie ariana arjun arnold arthur arturo arvind ashley ashok
    astrid audrey ayesha barbara barry beatrice beatriz becky ben benedict benjamin bernard
    bernice beth bethany betty bharat bianca bill bjorn bob bobby boris brad bradley brandi
    brandon brenda brendan brett brian brianna bridget brittany bruce bruno bryan bryce byron
    caitlin caleb calvin camille carl carla carlos carol caroline carolyn carrie casey cassandra
    catherine cecil cecilia celia charles charlie charlotte cheryl chiara chloe chris christa
    christian christina christine christoph christopher ciara claire clara clarence claude
    claudia claudio clifford clint cody colin colleen connor constance corey craig curtis
    cynthia damian dan dana daniel daniela danny darius darren daryl dave david debbie deborah
    deepak deirdre delia denise dennis derek desmond devin diana diego dimitri dirk dmitri
    dolores dominic dominique donald donna doreen doris dorothy doug douglas dwight dylan eamon
    ed eddie edgar edith edmund eduardo edward edwin eileen elaine eleanor elena eli elias
    elijah elise elizabeth ella ellen elliot elliott elon elsa elsie emanuel emil emilio emily
    emma emmanuel enrique eric erica erik erin ernest ernie esteban esther ethan ethel eugene
    eugenia eunice eva evan evelina evelyn ezra fabian fabio farah farid fatima federico felix
    fergus fernanda fernando finn fiona florence frances francesca francis francisco francois
    frank franklin françois fred freddie frederick frederik fritz gabriel gareth gary gavin
    geoff geoffrey george georgina gerald gerard gerardo gertrude gilbert gina giovanni giuseppe
    glen glenn gloria goran gordon graham greg gregory greta guillermo gunnar gustav gustavo
    gwen hakim hamza hank hannah hans harold harriet harry harvey hassan heather hector heidi
    helen helena helene helga henri henry herbert hilary hiroshi holger horst howard hugh hugo
    humphrey hussein ian ibrahim igor ilya imran inga ingo ingrid irene isaac isabel isabella
    ivan ivana jack jackie jacob jacqueline jacques jaime jake jakob jamal james jamie jan jana
    jane janet janice jared jarrod jasmin jason javi javier jay jean jeanette jeanne jeannie
    jeff jeffrey jennifer jenny jens jerald jeremiah jeremy jerome jerrod jerry jesse jessica
    jill jillian jim jimmy joachim joan joanna jocelyn jodie joe joel joey johan johann johanna
    johannes john johnny jon jonah jonas jonathan jonathon jono jordi jorge jose joseph
    josephine joshua josie josé joyce juan juanita jude judith judy julia julian julie juliet
    juliette justin jürgen kai kaitlyn kamala kareem karen karin karl karla kate katherine
    kathleen kathryn kathy katie katrina keira keith kelly kelvin ken kendra kenji kenneth kerry
    kevin khalid kiran kirsten klara klaus kristen kristin kristina kristof kurt kyle larry lars
    latoya laura lauren lawrence leah leila lena leo leon leonard leonardo leopold leroy leslie
    liam lillian linda lionel lisa lorenzo loretta lorraine louie louis louise luca lucas lucia
    luciana lucy luigi luis luisa luke lydia lyle lynn mabel madeleine maja malcolm malik mandy
    manfred manuel manuela marc marcel marcelo marcia marcus margaret margarita margot maria
    mariana marianne marie mario marion marissa marjan marjorie marlon marsha marta martha
    martin martina marty marvin mary mathew mathias mathieu matilda mats matt matthew matthias
    maureen maurice mauricio maya megan mei melanie melinda melissa melvin meredith merle
    micaela micah michael michaela michel michelle mick miguel mika mikael mike mikhail mila
    mildred milena millie minh miriam mirjam mitch mohamed mohammad mohammed moira molly mona
    monica monika monique morris muhammad muriel murray myra myron nadia nadine nancy naomi
    natalie natasha nathan naveen neha neil nicholas nick nicolas nicole nigel nikhil nikita
    nikolai nils nina noah noel nora norbert norma olaf oleg olga oliver olivia omar ophelia
    osama oscar oswald otto owen pablo paige paloma pam pamela pascal patrice patricia patrick
    patti patty paul paula pauline pedro peggy pete peter petra phil philip philippe phillip
    phoebe phyllis pia pierre pieter pooja prakash priscilla priya quentin quincy rachel rafael
    rafaela rahul raj rajesh ralf ralph ramesh ramon randall randy raphael raquel rashid raul
    ravi raymond rebecca reinhard renate renee rené rhonda ricardo riccardo richard rick ricky
    rikke rita rob robert roberto robin rocio rodney rodrigo roger rohan rohit roland rolf
    ronald ronan ronnie rosalind rosario rosemary rosie ross roxanne roy ruben rudolf rudy
    rupert russ russell ruth ryan sabine sabrina sadie sally salman samantha samir samuel
    sandeep sandra sanjay sanjeev sara sarah sasha satoshi saul scarlett scott sean sebastian
    serena sergei sergey sergio seth shane sharon shaun shawn sheila sheldon shelley shirley
    shreya sidney sigrid silvia simon simone sofia sofie sonia sonja sonya sophia sophie soren
    stacey stacy stan stanislav stanley stefan stefanie steffen stella stephan stephanie stephen
    steve steven stewart stuart sujata sunil suresh susan susanna susanne suzanne suzie sven
    svetlana sylvia tabitha tamara tanja tanya tara tariq tatiana ted teddy terence teresa
    terrence terri terry thea thelma theo theodore theresa thomas tiago tim timothy tina tobias
    toby todd tom tomas tommaso tommy tomás toni tony tracey tracy trevor tristan tyler ulrich
    ulrike ursula valerie vanessa vernon veronica vicente vicki vicky victor victoria vijay
    vikram vince vincent virginia vishal vivek vivian vladimir vladislav waleed walt walter
    wanda warren warwick wayne wendell wendy werner wes wesley wilbur wilfred wilhelm willem
    william willie wilma wolfgang xavier xin yasmin yosef youssef yuki yuri yusuf yves yvette
    yvonne zach zachary zack zahra zainab zara zoe zoey zoltan
    """
)
_TITLES = word_set("mr mrs ms dr professor prof sir madam lord lady senator minister judge saint")
_SAYING = word_set(
    "says said say saying writes wrote asks asked thinks thought told tells believes suggested "
    "suggests noted notes mentions mentioned posted replied argues argued explained pointed "
    "proposed discovered invented"
)
# "Ann Lee's paper" says who wrote it, not what is in it.
_WORKS = word_set(
    "work works paper papers book books essay talk post article research comment tweet pr mail "
    "email letter message"
)
_PARTICLES = word_set("de da di du la van von der den bin al")
_NAME_WORDS = 3  # at most


def is_person(places: Sequence[Phrase]) -> bool:
    """Tell whether a phrase is the name of one or two persons, by how it is written and used."""
    place = places[0]
    if place.words[-1] in _WORKS and place.shape[:-1] in ("P", "PP") and _owns(place.words[-2]):
        return True
    if fold(place.words[0]) in _WORKS and _is_from_name(place.words):
        return True
    if not set(place.shape) <= set("PNc"):
        return False
    if len(place.words) == 2 and is_name_in_lower_case(*map(fold, place.words)):
        return True
    kept = [word for word, letter in zip(place.words, place.shape, strict=True) if letter != "c"]
    kept = [kept[0], *(word for word in kept[1:] if word not in _PARTICLES)]
    if not all(word[:1].isupper() for word in kept):
        return False
    if fold(kept[0]).removesuffix("'s") in GIVEN_NAMES and len(kept) <= _NAME_WORDS:
        return True
    if len(kept) == 2 and place.shape == "PP" and fold(kept[1]) in GIVEN_NAMES:
        return True  # "Hefin David"
    if "c" in place.shape and any(fold(word) in GIVEN_NAMES for word in kept):
        return True
    spoken = sum(p.after in _SAYING or p.before.rstrip(".") in _TITLES for p in places)
    return spoken > 0 and len(kept) <= _NAME_WORDS and 4 * spoken >= len(places)


def is_name_in_lower_case(first: str, last: str) -> bool:
    """Tell whether words are a given name and one that is no common word, as captions write it."""
    common = last in STOP_WORDS or stem(last) in load_vectors().rows
    return first in GIVEN_NAMES and not common


def _is_from_name(words: Sequence[str]) -> bool:
    """Tell whether the second word leads to a name: "PR from Ann Lee"."""
    return len(words) > _NAME_WORDS and words[1] in ("from", "by") and words[2][0].isupper()


def _owns(word: str) -> bool:
    return fold(word).endswith("'s")
