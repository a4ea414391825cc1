"""Languages are known by their text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.language import guess_language

OPENINGS = {
    "cs": "Dobrý den a vítejte u dalšího dílu našeho podcastu, dnes si budeme povídat o knihách.",
    "de": "Schönen guten Abend allerseits. Heute reden wir darüber, was im letzten Jahr los war.",
    "el": "Καλησπέρα σας και καλώς ήρθατε στο σημερινό επεισόδιο, όπου θα μιλήσουμε για βιβλία.",
    "en": "yeah okay so welcome back to the show today we have someone you all know",
    "es": "Hola a todos y bienvenidos, hoy vamos a hablar de los libros que leímos este verano.",
    "fr": "Bonjour à toutes et à tous, aujourd'hui nous allons parler des livres de cet été.",
    "hi": "नमस्ते दोस्तों, आज हम उन किताबों के बारे में बात करेंगे जो हमने इस गर्मी में पढ़ीं।",
    "it": "Ciao a tutti e benvenuti, oggi parliamo dei libri che abbiamo letto questa estate.",
    "ja": "皆さんこんにちは、今日はこの夏に読んだ本について話したいと思います。",
    "nl": "Hallo allemaal en welkom, vandaag hebben we het over de boeken van deze zomer.",
    "pl": "Dzień dobry i witajcie w kolejnym odcinku, dziś porozmawiamy o książkach z lata.",
    "pt": "Olá a todos e bem-vindos, hoje vamos falar sobre os livros que lemos neste verão.",
    "ru": "Здравствуйте, сегодня мы поговорим о книгах, которые прочитали этим летом с друзьями.",
    "sv": "Hej och välkomna till ett nytt avsnitt, idag ska vi prata om böckerna från i somras.",
    "tr": "Herkese merhaba, bugün bu yaz okuduğumuz kitaplar hakkında konuşacağız.",
    "uk": "Вітаю всіх, сьогодні ми поговоримо про книжки, які прочитали цього літа з друзями.",
    "zh": "大家好,欢迎收听本期节目。今天我们要聊的是今年夏天读过的书,还请来了一位嘉宾。",
}
DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize("language", OPENINGS)
def test_a_sentence_or_two_tell_the_language(language: str) -> None:
    assert guess_language([OPENINGS[language]]) == language


def test_lines_of_a_few_words_tell_it_together() -> None:
    assert guess_language(OPENINGS["de"].split()) == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Καλημέρα", "el"), ("你好", "zh"), ("שלום, Tom", "he"), ("Спасибо, мой друг", "ru")],
)
def test_other_letters_tell_it_sooner(text: str, language: str) -> None:
    assert guess_language([text]) == language


@pytest.mark.parametrize("text", ["", "Hm.", "1984 … 2001!", "Karl, Otto", "◼ ► 00:12"])
def test_too_little_tells_nothing(text: str) -> None:
    assert guess_language([text]) == ""


def test_english_of_all_kinds_is_english() -> None:
    sample = (DATA / "topics" / "sample.jsonl").read_text("utf-8")
    for document in map(json.loads, sample.splitlines()):
        text = json.dumps(document)
        assert guess_language([text]) == "en"


@given(st.text(max_size=400))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert guess_language([text]).strip().isalpha() or guess_language([text]) == ""
