from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.text.addressed import count_calls
from narrate.text.announced import announced_names
from narrate.text.candidates import Candidate, list_candidates
from narrate.text.capitals import with_capitals
from narrate.text.phrases import phrases, tokens_of
from narrate.text.tagger import load_tagger
from narrate.text.terms import stem
from narrate.text.titleforms import reads_well, title_forms
from narrate.text.titles import title_chapters

GARDEN = [
    "All right, let's talk about tomato plants.",
    "Tomato plants need water every morning.",
    "We grow tomato plants in the garden.",
    "Good soil keeps tomato plants healthy.",
]
RAILWAY = [
    "Now let's move on to night trains.",
    "Night trains to Vienna run again.",
    "Passengers love night trains.",
    "The railway bought sleeping cars for its night trains.",
]


def test_titles_say_what_a_chapter_is_about() -> None:
    first, second = title_chapters([GARDEN, RAILWAY])
    assert first == "Tomato plants"
    assert second == "Night trains"


def test_alike_chapters_get_unlike_titles() -> None:
    titles = title_chapters([GARDEN, GARDEN, GARDEN])
    assert len(set(titles)) == 3


def test_the_same_two_names_the_other_way_round_are_no_second_title() -> None:
    once = ranked(("screen", "N"), ("laptop", "N"))
    again = ranked(("laptop and screen", "NcN"))
    (_, joined), (_, phrase) = next(title_forms(once)), next(title_forms(again))
    assert joined == phrase


def test_a_chapter_without_a_name_is_numbered() -> None:
    titles = title_chapters([GARDEN, ["Yeah.", "Well, so it is.", "I know, right?"]])
    assert titles[1] == "Chapter 2"


def test_a_greeting_is_an_introduction() -> None:
    greeting = ["Hello, everyone.", "Welcome to the garden show.", "The garden show is on."]
    titles = title_chapters([greeting, GARDEN, RAILWAY, ["Goodbye, and thanks to the railway."]])
    assert titles[:3] == ("Introduction", "Tomato plants", "Night trains")


@pytest.mark.parametrize(
    ("number", "opening", "title"),
    [
        (1, "This part is brought to you by Acme Seeds, who grow beans.", "Sponsor: Acme Seeds"),
        (1, "Our sponsor today is Acme Seeds.", "Sponsor: Acme Seeds"),
        (1, "And now a word from our sponsor, and it is the best.", "Sponsor"),
        (1, "this part is brought to you by acme and their beans", "Sponsor: Acme"),
        (3, "Let's open the floor to questions.", "Questions and answers"),
        (3, "All right, that's it for today.", "Closing"),
        (1, "That's it for today's beans.", "Tomato plants"),
        (0, "Are there any questions?", "Tomato plants"),
    ],
)
def test_parts_that_every_programme_has_are_called_so(
    number: int, opening: str, title: str
) -> None:
    chapters = [RAILWAY, RAILWAY, RAILWAY, RAILWAY]
    said = [s.lower() for s in GARDEN] if opening.islower() else GARDEN
    chapters[number] = [opening, *said]
    assert title_chapters(chapters)[number] == title


def test_a_greeting_before_a_long_talk_names_no_chapter() -> None:
    long = ["Hello and welcome to the show.", *GARDEN * 60]
    assert title_chapters([long, RAILWAY, RAILWAY, RAILWAY])[0] == "Tomato plants"


def test_names_in_text_without_capitals_get_theirs_back() -> None:
    said = [
        "all right lets talk about hosting php in germany",
        "hosting php in germany is cheap",
        "we like hosting php in germany",
    ]
    garden, railway = ([s.lower() for s in chapter] for chapter in (GARDEN, RAILWAY))
    assert title_chapters([said, garden, railway])[0] == "Hosting PHP in Germany"
    assert with_capitals(["south", "korea", "of", "people"]) == ["South", "Korea", "of", "people"]
    assert with_capitals(["amy", "poehler", "today"]) == ["Amy", "Poehler", "today"]


def test_words_of_two_sentences_without_marks_name_no_chapter() -> None:
    said = [
        "it is the brain or the ovaries hormones are what counts",
        "the role of hormones is large",
        "we see the role of hormones again",
        "they like what hormones do",
    ]
    garden, railway = ([s.lower() for s in chapter] for chapter in (GARDEN, RAILWAY))
    assert title_chapters([said, garden, railway])[0] == "Role of hormones"


def test_two_forms_of_a_word_are_not_joined() -> None:
    pair = ranked(("hormones", "N"), ("hormone", "N"), ("laptop", "N"))
    assert " ".join(next(title_forms(pair))[0]) == "hormones and laptop"


def test_no_chapter_is_named_after_the_show_that_greets() -> None:
    long = ["Welcome to the Lisbon Garden Newsletter.", *GARDEN, *(["So it was."] * 300)]
    assert title_chapters([long, RAILWAY, RAILWAY, RAILWAY])[0] == "Tomato plants"


def test_a_greeting_is_known_in_other_languages() -> None:
    greeting = ["Herzlich willkommen bei Gartenfunk.", "Schön ist es heute."]
    assert title_chapters([greeting, *GERMAN, *GERMAN], "de")[0] == "Einleitung"


def test_chapters_that_say_nothing_are_numbered_in_their_language() -> None:
    assert title_chapters([["Bonjour."], ["Au revoir."]], "fr-FR") == ("Chapitre 1", "Chapitre 2")
    assert title_chapters([["Hei."]], "fi") == ("Luku 1",)
    assert title_chapters([["こんにちは世界。"]], "ja") == ("第1章",)
    assert title_chapters([["Xin chào."]], "tlh") == ("1",)


GERMAN = [
    [
        "Heute sprechen wir über die Energiewende.",
        "Die Kosten der Energiewende sind hoch, und sie werden noch steigen.",
        "Viele zahlen die Kosten der Energiewende mit dem Strompreis.",
    ],
    [
        "Kommen wir zum Wohnungsmarkt.",
        "Der Wohnungsmarkt ist angespannt, und die Mieten steigen.",
        "Wer sucht, findet auf dem Wohnungsmarkt vor allem hohe Mieten.",
    ],
]
FRENCH = [
    [
        "Parlons du changement climatique.",
        "Le changement climatique touche les forêts.",
        "Les forêts brûlent, et le changement climatique en est la cause.",
    ],
    [
        "Et puis l'énergie.",
        "L'énergie coûte cher, et le prix de l'énergie monte.",
        "Le prix de l'énergie inquiète.",
    ],
]


def test_other_languages_are_named_by_what_they_say_again() -> None:
    assert title_chapters(GERMAN, "de") == ("Kosten der Energiewende", "Wohnungsmarkt und Mieten")
    assert title_chapters(FRENCH, "fr") == ("Changement climatique", "Prix de l'énergie")


RUSSIAN = [
    [
        "Сегодня речь пойдёт об электронной почте.",
        "Электронная почта появилась давно, и мы её любим.",
        "Электронная почта нужна всем.",
    ],
    ["Поговорим о погоде.", "Погода меняется.", "Прогноз погоды обещает дождь.", "Прогноз погоды."],
]
ARABIC = [
    ["نتحدث عن البريد الإلكتروني.", "يصل البريد الإلكتروني بسرعة.", "وقد كتبنا ذلك."],
    ["ثم نذهب إلى السوق الكبير.", "في السوق الكبير ناس.", "وقد رأينا ذلك."],
]
CHINESE = [
    ["我们今天说的是电子邮件。", "电子邮件很快。", "他写电子邮件，我看电子邮件。"],
    ["然后说天气预报。", "天气预报不准。", "你听天气预报，她不听天气预报。"],
]
JAPANESE = [
    [
        "今日はメールの話です。",
        "メールは便利です。",
        "メールと設定。",
        "設定を見て、設定を変える。",
    ],
    ["次は天気です。", "天気が変わる。", "天気と台風。", "台風が来る、また台風です。"],
]


def test_languages_with_other_scripts_are_named_too() -> None:
    assert title_chapters(RUSSIAN, "ru") == ("Электронная почта", "Прогноз погоды")
    assert title_chapters(ARABIC, "ar") == ("البريد الإلكتروني", "السوق الكبير")
    assert title_chapters(CHINESE, "zh") == ("电子邮件", "天气预报")
    assert title_chapters(JAPANESE, "ja") == ("メール、設定", "天気、台風")


@pytest.mark.parametrize(
    ("language", "said", "piece"),
    [
        (
            "es",
            "El sistema de archivos temporal es un sistema. Un sistema de archivos temporal.",
            "archivos temporal",
        ),
        (
            "de",
            "Ein Benutzer ein Mitglied. Der Benutzer ein Mitglied. Benutzer ein Mitglied.",
            "benutzer ein",
        ),
        (
            "fr",
            "Pour échanger des lettres. On va échanger des lettres. L’échange de lettres.",
            "échanger",
        ),
    ],
)
def test_a_foreign_title_holds_together(language: str, said: str, piece: str) -> None:
    found = title_chapters([[f"{s}." for s in said.split(".") if s]], language)[0].lower()
    assert piece not in found


def test_a_russian_verb_begins_no_title() -> None:
    said = ["Можно присвоить имя.", "Надо присвоить имя.", "Имя и адрес. Адрес и имя. Адрес."]
    assert "рисвоить" not in title_chapters([said, RUSSIAN[0]], "ru")[0]


def test_a_russian_title_is_in_the_nominative() -> None:
    said = [
        "Речь о новых письмах и о новых письмах.",
        "Новые письма пришли. Нет новых писем.",
        "Писали о новых письмах, и новые письма читали.",
    ]
    assert title_chapters([said, RUSSIAN[0]], "ru")[0] == "Новые письма"


def test_words_of_another_language_join_no_names() -> None:
    said = ["The Haus and Garten ist schön.", "Haus and Garten sind groß.", "Haus and Garten."]
    assert " and " not in title_chapters([said, GERMAN[0]], "de")[0]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=80), max_size=6), max_size=4),
    st.sampled_from(["ar", "de", "fr", "ja", "ru", "zh"]),
)
def test_titles_in_any_language_are_unlike(chapters: list[list[str]], language: str) -> None:
    titles = title_chapters(chapters, language)
    assert len(set(titles)) == len(titles) == len(chapters)
    assert all(titles)


def found(sentence: str) -> set[str]:
    tokens = [tokens_of(sentence)]
    found = phrases([sentence], tokens, load_tagger().tag(tokens))
    return {" ".join(phrase.words) for phrase in found}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("They prefer to use open source models for free.", "open source models"),
        ("It upholds human rights and labor rights.", "human rights"),
        ("Figure out what is a vision of AI development.", "vision of AI development"),
        ("Then we have a race to the top.", "race to the top"),
        ("Next is Bitcoin Core #26596, a parser.", "Bitcoin Core #26596"),
        ("So, how do hooks work in React?", "how do hooks work in React?"),
        ("What is stored in the cache and with what priority?", "What is stored in the cache?"),
        ("Today is about training large models.", "training large models"),
        ("Homes in New South Wales burn.", "New South Wales"),
    ],
)
def test_names_are_found(sentence: str, name: str) -> None:
    assert name in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "piece"),
    [
        ("Chinese companies with few computing resources decided to develop.", "resources decided"),
        ("We live in a deeply anti-democratic world order.", "deeply anti-democratic"),
        ("We talked about the cache.", "talked about the cache"),
        ("They called consolidation a good idea.", "called consolidation"),
        ("How do you update it?", "How do you update it?"),
        ("The range proofs for output values bear the cost.", "output values bear"),
        ("They use it as their default source.", "their default source"),
        ("A terrible idea of markets.", "terrible idea of markets"),
    ],
)
def test_pieces_of_sentences_are_no_names(sentence: str, piece: str) -> None:
    assert piece not in found(sentence)


def named(*sentences: str) -> set[str]:
    (listed,) = list_candidates([sentences])
    return {" ".join(candidate.words) for candidate in listed.candidates}


def test_parts_of_longer_names_are_no_names() -> None:
    names = named("The MacBook Pro 15 inch is heavy.", "We sold a MacBook Pro 15 inch.")
    assert "Pro 15 inch" not in names
    assert "Terminal User" not in named("It has a Terminal User Interface.")
    assert "Terminal User Interface" in named("It has a Terminal User Interface.")


@pytest.mark.parametrize(
    "sentence", ["It is a library called hooks.", "There is a perverse incentive of course."]
)
def test_what_only_leads_to_a_name_is_none(sentence: str) -> None:
    assert not any({"called", "course"} & set(name.split()) for name in found(sentence))


def test_who_is_spoken_to_is_no_topic() -> None:
    said = [
        "Ann Miller, you grow tomatoes.",
        "Thanks, Bob.",
        "I am glad that Bob Miller came.",
        "Bob's garden is dry.",
    ]
    names = named(*said)
    assert not names & {"Ann Miller", "Bob Miller", "Bob", "Ann"}
    assert "tomatoes" in names


def test_speakers_are_no_topics() -> None:
    said = ["Here is Lin Hao.", "Lin Hao met open models.", "Open models win."]
    (with_names,) = list_candidates([said])
    (without,) = list_candidates([said], {"Lin Hao"})
    assert "Lin Hao" in {" ".join(c.words) for c in with_names.candidates}
    assert "Lin Hao" not in {" ".join(c.words) for c in without.candidates}


def test_who_is_quoted_is_no_topic_unless_the_chapter_is_about_her() -> None:
    quoted = ["Marie Curie was clever.", "Radium glows at night.", "Radium is rare.", "So it is."]
    about = [*quoted, "Curie found radium.", "Curie won again.", "Curie left.", "Curie died."]
    assert "Marie Curie" not in named(*quoted * 3)
    assert "Marie Curie" in named(*about * 3)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Okay, next one is called always backup your backups.", "always backup your backups"),
        ("The next thing we have here is date issues in Europe.", "date issues in Europe"),
        ("Tip number three: water roses at night.", "water roses at night"),
        ("Let's talk about how to read documentation now.", "how to read documentation"),
        ("We'll move on to version 2.1 of the parser, which is new.", "version 2.1 of the parser"),
    ],
)
def test_what_a_speaker_announces_is_a_name(sentence: str, name: str) -> None:
    assert name in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Next one is from Ann Lee.", "Let's talk about it here.", "The last one is where I lost it."],
)
def test_what_is_announced_without_a_name_is_none(sentence: str) -> None:
    assert list(announced_names([sentence], 7)) == []


@pytest.mark.parametrize(
    ("sentence", "piece"),
    [
        ("We are giving your company money every day.", "giving your company money"),
        ("People residing in the town vote.", "residing in the town"),
        ("You omit transactions from blocks.", "omit transactions"),
        ("The multisignature relies on them.", "multisignature relies"),
        ("It was the issue of the index.", "issue of the index"),
        ("Ninety features came.", "Ninety features"),
        ("There is space in our office.", "space in our office"),
        ("What was the problem?", "What was the problem?"),
        ("It is built on top of Lisbon.", "top of Lisbon"),
        ("The school district offers a course.", "school district offers"),
        ("The New and the Old met.", "New"),
        ("The service that Bitcoin offers is cheap.", "Bitcoin offers"),
        ("The LSP expects that they come.", "LSP expects"),
        ("How do the pricing flows work there?", "pricing flows work"),
        ("Many wallets have implemented better tools.", "implemented better tools"),
        ("They met in the New York Halls of Justice.", "New York Halls"),
        ("They flew to New York.", "York"),
        ("Half was shot in 1968 in India.", "1968 in India"),
        ("We talk about Micah Carroll's work there.", "Micah Carroll's work"),
        ("Over to Hefin David, who farms.", "Hefin David"),
        ('Readers ask: "has this book changed my life?" of each.', "has this book changed my life"),
        ("They use the same AI capabilities.", "same AI capabilities"),
        ("What kinds of positive visions?", "What kinds of positive visions?"),
        ("It is a spectral subtraction mmm.", "spectral subtraction mmm"),
        ("It is what happens when puberty hits for good.", "puberty hits"),
        ("They said that in 2022 Lisbon grew.", "2022 Lisbon"),
        ("The clown amy poehler came.", "amy poehler"),
        ("Here are the pieces of Bitcoin.", "pieces of Bitcoin"),
        ("Here is a set of videos.", "set of videos"),
        ("It was in September 2010 that in September 2010 Lisbon won.", "September 2010 Lisbon"),
        ("They give people API keys.", "people API keys"),
        ("They led Coastal Carolina to a win.", "Coastal"),
        ("So what the setup?", "what the setup?"),
        ("We discuss a PR from Niklas Berg there.", "PR from Niklas Berg"),
        ("They hid in the barn, expecting Lisbon.", "expecting Lisbon"),
        ("Gaming and trains died.", "Gaming and trains died"),
        ("The net is big, so it consists of peers.", "consists of peers"),
        ("Which is pretty normal?", "Which is pretty normal?"),
        (
            'He played ("Tabla") and then Collin Walcott ("Sitar") came.',
            ") and then Collin Walcott (",
        ),
    ],
)
def test_pieces_of_sentences_are_no_titles(sentence: str, piece: str) -> None:
    assert piece not in named(sentence)


def test_a_detail_gives_way_to_what_a_chapter_speaks_of() -> None:
    said = [
        "So that is that.",
        "Well, there it was.",
        "And so it went.",
        "My neighbour owns Punk Records.",
        *(f"The night trains were late {when}." for when in ("then", "again", "too", "there")),
        *("Night trains run.", "They like night trains.", "The night trains came back.") * 3,
    ]
    assert title_chapters([said, GARDEN])[0] == "Night trains"


def test_a_word_that_is_mostly_no_noun_stands_not_alone() -> None:
    said = ["People overlook the contract.", "They overlook it.", "It is an overlook."]
    assert "overlook" not in named(*said)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("So, Murch, you are our editor.", {"murch"}),
        ("Thank you so much, Ann Miller.", {"ann", "miller"}),
        ("I'm Mike Schmidt, a contributor.", {"mike", "schmidt"}),
        ("Here is Ann Lee, and Max Frost.", {"max", "frost"}),
        ("The next question is from our good listener Rex.", {"rex"}),
        ("This one is from Gerard de Goss.", {"gerard", "de", "goss"}),
        ("There is a small change for you, Laolu.", {"laolu"}),
        ("Our guest is joined by Karen today.", {"karen"}),
        ("We use React, Vue and Angular.", set()),
        ("I'm a gardener.", set()),
        ("You know, it is fine.", set()),
    ],
)
def test_those_spoken_to_are_known_by_name(sentence: str, names: set[str]) -> None:
    assert set(count_calls([sentence])) == names


def ranked(*phrases_and_shapes: tuple[str, str]) -> list[tuple[Candidate, float]]:
    """Return candidates, each worse than the one before by less than is let pass."""
    words = [(tuple(phrase.split()), shape) for phrase, shape in phrases_and_shapes]
    return [
        (
            Candidate(w, tuple(stem(x.lower()) for x in w), shape, False, True, np.zeros(0)),
            1 - i / 14,
        )
        for i, (w, shape) in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("phrases_and_shapes", "title"),
    [
        ((("Docker", "P"), ("big images", "AN"), ("Docker images", "PN")), "Docker images"),
        ((("congestion", "N"), ("payment trees", "NN")), "congestion and payment trees"),
        ((("capturing", "N"), ("open windows", "AN")), "open windows"),
        ((("laptop", "N"), ("2022", "N"), ("Linux", "P")), "laptop and Linux"),
        ((("open windows", "AN"), ("laptop", "N")), "open windows"),
        ((("similar to trains", "AiN"), ("open windows", "AN")), "open windows"),
        ((("stand with a floating", "NitG"), ("open windows", "AN")), "open windows"),
        (
            (("congestion", "N"), ("payments", "N"), ("trees of payments", "NoN")),
            "congestion and payments",
        ),
        ((("Chinese", "P"), ("laptop", "N"), ("open windows", "AN")), "open windows"),
        ((("screen", "N"), ("wroop", "N"), ("laptop", "N")), "screen and laptop"),
        (
            (("vision of Rome", "NoP"), ("vision of Rome and Pisa", "NoPcP")),
            "vision of Rome and Pisa",
        ),
    ],
)
def test_a_single_word_goes_with_another(
    phrases_and_shapes: tuple[tuple[str, str], ...], title: str
) -> None:
    assert " ".join(next(title_forms(ranked(*phrases_and_shapes)))[0]) == title


@pytest.mark.parametrize(
    "title",
    [
        "Ford slash 1064690",
        "License wise",
        "Breakpoints and foo foo",
        "Primitives and absolutely",
        "March 2025",
        "Night trains despite",
        "Fifth and last topic",
        "Room for a couple",
        "Room on March 2",
        "Well, how is the garden",
        "Ladies and gentlemen",
        "App or apps",
        "Old dude",
        "Chapter 10",
        "Trains and absolutely late buses",
        "What is needed, Anna?",
        "2,330 households",
        "Where is the castle?",
        "Complete waste of time",
        "Neighbour's",
        "Laughter and applause",
        "Starting with Core 26",
        "Attack on rule #",
        "News item in a letter",
        "Month in November",
        "Remotes at the moment",
        "Lisbon in the winter",
        "Year by Antoine Berg",
        "Area for Graham",
        "What's up with trains?",
    ],
)
def test_what_reads_badly_is_no_title(title: str) -> None:
    assert not reads_well(title.split())
    assert reads_well(["Web", "assembly", "in", "2022"])


def test_phrases_stay_inside_a_clause() -> None:
    names = found("We grow tomatoes, potatoes and beans here.")
    assert "potatoes and beans" in names
    assert not any("," in phrase for phrase in names)
    assert "tomatoes potatoes" not in names


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=120), max_size=8), max_size=5))
def test_titles_are_short_and_unlike_whatever_the_text(chapters: list[list[str]]) -> None:
    titles = title_chapters(chapters)
    assert len(titles) == len(chapters)
    assert all(2 <= len(title.split()) <= 8 for title in titles)
    assert len(set(titles)) == len(titles)


def test_what_is_only_denied_names_nothing() -> None:
    race = [
        "It is not a race to the bottom.",
        "It should never be a race to the bottom.",
        "We want a race to the top.",
        "In a race to the top, ideas compete.",
    ]
    assert title_chapters([race, GARDEN])[0] == "Race to the top"


def test_what_several_are_asked_names_them_all() -> None:
    asked = [
        "What kind of vision is the UK going to put forth?",
        "What kind of vision is Europe going to put forth?",
        "There is another vision that we could follow.",
    ]
    assert title_chapters([asked, GARDEN])[0] == "Vision of the UK and Europe"


@pytest.mark.parametrize("word", ["shit", "absolutely"])
def test_some_words_begin_no_title(word: str) -> None:
    said = [f"We sell {word} bombproof boxes.", f"These {word} bombproof boxes are green."] * 3
    assert word not in title_chapters([said, GARDEN])[0].lower()
