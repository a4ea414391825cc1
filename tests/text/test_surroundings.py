"""What a page wrote around speech is told by the learnt model of lines; speech never is."""

from __future__ import annotations

import pytest

from narrate.text.clean import clean_lines
from narrate.text.read import read_transcript

_GERMAN = """Zum Inhalt springen
Startseite
Mediathek
Warenkorb
Der letzte Köhler
Erschienen am 3. Mai 2021
Lesezeit: 6 Minuten
Merken
Der Meiler brennt drei Wochen lang, und ich schlafe daneben.
Mein Vater hat es so gemacht, und dessen Vater auch.
Man riecht, wenn etwas nicht stimmt.
Ähnliche Beiträge
Die Flößer
Kommentar schreiben
Newsletter abonnieren
Datenschutz
"""
_SPANISH = """Saltar al contenido
Portada
Hemeroteca
Iniciar sesión
La última panadera
Publicado el 4 de abril de 2022
Tiempo de lectura: 3 min
Compartir
Me levanto a las dos, y a las cuatro ya huele el pueblo entero.
Nadie quiere este horario, y yo lo entiendo muy bien.
Pero el pan no espera a nadie.
Te puede interesar
Sal y viento
Deja un comentario
Política de cookies
"""
_RUSSIAN = """Перейти к содержимому
Главная
Интервью
Войти
Последний звонарь
Опубликовано 5 мая 2021
Время чтения: 4 мин
Поделиться
Я поднялся туда в первый раз, когда мне было девять лет.
Сверху видно всю реку, и слышно, как дышит город.
Потом колокол ударил, и я оглох на час.
Читайте также
Дом из соломы
Оставить комментарий
Политика конфиденциальности
"""
_POEM = """The ferry

Nobody waits for the ferry now
The rope is green with weather
My father tied it, long ago
And we came home together

The water keeps the shape of boats
The bank forgets the landing
"""
_CAPTIONS = """so the first thing we do is feed
the starter and let it sit there
until it doubles and after that
we add the flour and the water
share it with your neighbours if
you like and save some for later
"""
_ERRANDS = """Home or away?
Home.
News?
Nothing good.
Where is the menu?
Downstairs.
Share it.
Search me.
"""


def _kept(text: str) -> list[str]:
    return [line.text for line in clean_lines(read_transcript(text, "page.txt")).lines]


@pytest.mark.parametrize("text", [_GERMAN, _SPANISH, _RUSSIAN], ids=["de", "es", "ru"])
def test_labels_above_and_below_speech_are_left_out(text: str) -> None:
    assert _kept(text) == text.splitlines()[8:11]


@pytest.mark.parametrize("text", [_GERMAN, _SPANISH], ids=["de", "es"])
def test_the_title_is_found_among_labels(text: str) -> None:
    read = clean_lines(read_transcript(text, "page.txt"))
    assert read.info.title == text.splitlines()[4]


def test_labels_between_paragraphs_are_left_out() -> None:
    rows = _GERMAN.splitlines()
    text = "\n".join(
        [*rows[:9], "Lesen Sie auch", "Mehr zum Thema", "Werbung", "Kommentare", *rows[9:]]
    )
    assert _kept(text) == rows[8:11]


@pytest.mark.parametrize("text", [_POEM, _CAPTIONS, _ERRANDS], ids=["poem", "captions", "turns"])
def test_short_lines_of_speech_are_kept(text: str) -> None:
    assert _kept(text) == [row for row in text.splitlines() if row]


def test_who_speaks_last_may_name_what_pages_label() -> None:
    text = "\n".join([*_GERMAN.splitlines()[8:11], "Teilen Sie das bitte mit Ihren Nachbarn."])
    assert _kept(text) == text.splitlines()
