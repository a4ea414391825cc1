"""Sentences are exact slices of the text, cut where a reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.sentences import breathe, split_sentences

SENTENCES = [  # | marks a boundary
    "Dr. Smith met Mr. J. R. R. Tolkien at 5 p.m. on Main St. in the U.S. |Then he left.",
    'He said "Hello. |How are you?" and left. |"Fine!" she said. |"Go home." |They went.',
    "It costs 3.5 million. |See https://example.com/a.b?c=d. |Go.",
    "Well... I don't know... |Maybe. |Wait… what? |No!",
    "I live in the U.S. and work at Yahoo! in L.A. now.",
    "No. 5 is alive. |Is No. 6? |See Fig. 3 and vol. 2, pp. 3-4.",
    "We think (this is true.) that it is. |Next one (yes!). |Ok.",
    "hello there. |this is lower case. |and so on. |what? |yes.",
    "1. First item. |2. Second item. |Version 2.0.1 is out. |It is 10 a.m. now.",
    "The company, Foo Inc. and Bar Ltd., e.g., met on Jan. 5 vs. us etc. and so on. |Also that.",
    "node.js is fine. |I use Node.js. |ASP.NET too.",
    "'Twas late. |It's Bob's. |The boys' dog. |Rock 'n' roll.",
    "这是第一句。|这是第二句！|真的吗？|是的。",
    "これは文です。|「はい。」と言った。|次。",
    "यह पहला वाक्य है। |यह दूसरा है।",
    "هذا أول. |هل هذا؟ |نعم.",
    "OK. |Welcome back. |Tell me. |Mm. |so we could go on. |Is it on? |No. |Just a test.",
    "It was 5 mm. wide, see no. 12 and so on. |We have apples, etc. |Then the rain came.",
    "She turned 16. |That was in section 58. |And the rate is 0 or 1. |It never changes.",
    "Buy: 1. Eggs 2. Milk 3. Bread and that is all. |Then go home.",
    "Πού είσαι; |Εδώ είμαι.",
    "А. С. Пушкин жил в г. Москва. |Он т. е. умер.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_boundaries(marked: str) -> None:
    expected = tuple(part.strip() for part in marked.split("|"))
    assert split_sentences(marked.replace("|", "")) == expected


def test_a_language_brings_its_abbreviations() -> None:
    text = "Am 3. Mai kam Dr. Müller z. B. nach Berlin. Er ging."
    assert split_sentences(text, "de-DE") == (text[:-9], "Er ging.")


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("fr", "Il dit non. |« Je ne reste pas. » |Puis M. Delorme prit le pain, etc. |Rien."),
        ("ru", "Он работал в школе им. А. С. Пушкина. |Шёл снег."),
        ("de", "Im 19. Jahrhundert, im 16./17. Jh. Europas. |Der 1. FC Köln kam. |Er ist 12. |Ja."),
        ("es", "EE. UU. tiene 330 mill. de habitantes, pág. 3. |El fin."),
        ("it", "Parte il treno n. 12, pag. 3, ecc. |Il cane va a 130 km/h. |Vince."),
        ("pl", "Dnia 11 listopada 1918 r. o godz. 10.30 przy ul. Długiej. |Koniec."),
        ("pt", "Mora na Av. Brasil, cap. 3. |Fim."),
        ("ru", "В XIX в. жил он, стр. 5. |Шёл снег."),
        ("nb", "Det var 17. mai. |Ja."),
        ("hi", "डॉ. शर्मा आए। |वह गए।"),
        (
            "en",
            "It weighed approx. 4.5 kg. and held, e.g. two cups; see vol. II. |It was max. 3 m.",
        ),
    ],
)
def test_boundaries_of_a_language(language: str, marked: str) -> None:
    expected = tuple(part.strip() for part in marked.split("|"))
    assert split_sentences(marked.replace("|", ""), language) == expected


def without_space(text: str) -> str:
    return "".join(text.split())


messy = st.text(st.sampled_from("aB1 .,!?…\"'“”()-\n\t。「」é\ud800🙂"), max_size=200)


@given(messy | st.text(max_size=200))
def test_sentences_and_breaths_lose_nothing(text: str) -> None:
    sentences = split_sentences(text)
    assert without_space("".join(sentences)) == without_space(text)
    place = 0
    for sentence in sentences:
        assert sentence == sentence.strip() != ""
        place = text.index(sentence, place) + len(sentence)
        assert without_space("".join(breathe(sentence))) == without_space(sentence)


@pytest.mark.parametrize("piece", ["word ", "a. ", '"a ', "“B. C ", "Dr. ", "1. ", "(", "我"])
def test_texts_longer_than_any_window(piece: str) -> None:
    text = piece * 10_000
    assert without_space("".join(split_sentences(text))) == without_space(text)


def test_a_short_sentence_is_one_breath() -> None:
    sentence = "This one is short, but it has a comma, and another."
    assert breathe(sentence) == (sentence,)


def test_text_without_punctuation_is_cut_before_words_that_open_a_clause() -> None:
    text = (
        "so today we are going to talk about the new chips and I think they are very fast "
        "because the memory sits right beside the processor but there is a catch and that is "
        "the price which has gone up a lot since last year so we will see how that goes"
    )
    pieces = breathe(text)
    assert all(5 <= len(piece.split()) <= 30 for piece in pieces)
    assert {piece.split()[0] for piece in pieces[1:]} <= {"and", "because", "but", "so", "which"}


@given(
    st.lists(
        st.sampled_from(["a", "the", "and", "tea", "goes", "so", "Paris", "on", "我们"]),
        max_size=300,
    )
)
def test_no_breath_is_longer_than_thirty_words_without_punctuation(words: list[str]) -> None:
    text = " ".join(words)
    assert all(len(piece.split()) <= 30 for piece in breathe(text))


@pytest.mark.parametrize("sign", [".", "?", ".a", ";"])
def test_signs_without_end_are_one_sentence(sign: str) -> None:
    """Looked at from each sign on, these would take some ten minutes."""
    text = sign * (300_000 // len(sign))
    assert split_sentences(text) == (text,)
