from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.text import titleserver
from narrate.text.titleserver import TitleServer, ask_titles, clean_title

CHAPTERS = ["Tomato plants need water every morning.", "Night trains to Vienna run again."]
OWN = ("Water plants", "Vienna trains")
KEY = "sk-very-secret"


class Asked(list[dict[str, object]]):
    """What the server was asked, and with which key."""


@contextmanager
def serving(
    answer: bytes, status: int = 200, headers: dict[str, str] | None = None, drop_s: float = 0.0
) -> Iterator[tuple[str, Asked]]:
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent = json.loads(body)
            asked.append({"path": self.path, "key": self.headers.get("Authorization"), **sent})
            self.send_response(status, f"Refused {KEY}" if status >= 400 else None)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            if not drop_s:
                self.wfile.write(answer)
            with suppress(OSError):  # who asked may have gone
                for n in range(len(answer) if drop_s else 0):
                    self.wfile.write(answer[n : n + 1])
                    time.sleep(drop_s)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_titles_of_a_server_are_taken() -> None:
    content = '```json\n["1. Watering tomato plants.", "Night trains return"]\n```'
    with serving(reply(content)) as (url, asked):
        titles, used = ask_titles(CHAPTERS, OWN, TitleServer(url, "small", KEY))
    assert titles == ("Watering tomato plants", "Night trains return")
    assert used == 2
    (request,) = asked
    assert request["path"] == "/v1/chat/completions"
    assert request["key"] == f"Bearer {KEY}"
    assert request["model"] == "small"
    assert CHAPTERS[1] in str(request["messages"])


def test_what_is_no_title_of_the_chapter_is_not_taken() -> None:
    answers = ["Growing vegetables in the garden behind the house today", "Night trains to Vienna"]
    with serving(reply(json.dumps(answers))) as (url, _):
        titles, used = ask_titles(CHAPTERS, OWN, TitleServer(url))
    assert titles == ("Water plants", "Night trains to Vienna")
    assert used == 1


def test_titles_without_a_word_of_the_chapter_are_not_taken() -> None:
    with serving(reply('["Buy cheap watches", "Night trains"]')) as (url, _):
        titles, _ = ask_titles(CHAPTERS, OWN, TitleServer(url))
    assert titles[0] == "Water plants"


def test_many_chapters_are_asked_for_in_parts() -> None:
    chapters = [f"Garden number {n} grows tomato plants." for n in range(20)] * 2
    with serving(reply(json.dumps([f"Tomato garden {n}" for n in range(20)]))) as (url, asked):
        titles, used = ask_titles(chapters, [f"Own {n}" for n in range(40)], TitleServer(url))
    assert len(asked) == 2
    assert used == 20  # the second half has the same titles, and none may come twice
    assert len(set(titles)) == 40


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"", 200),
        (b"<html>hello</html>", 200),
        (reply("I cannot help with that."), 200),
        (reply('["Only one title"]'), 200),
        (reply('{"a": 1}'), 200),
        (reply("[1, 2]"), 200),
        (b'{"choices": []}', 200),
        (b"[" * 100_000, 200),
        (b"no", 401),
        (b"", 500),
        (b"", 302),
    ],
)
def test_a_failing_server_is_told_in_one_line_without_the_key(answer: bytes, status: int) -> None:
    headers = {"Location": "http://127.0.0.1:9/"} if status == 302 else {}
    with (
        serving(answer, status, headers) as (url, asked),
        pytest.raises(InputError) as caught,
    ):
        ask_titles(CHAPTERS, OWN, TitleServer(url, key=KEY))
    assert len(asked) == 1
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert KEY not in repr(TitleServer(url, key=KEY))
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "http://u:p@host/v1", "http://[", "x"])
def test_an_address_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="address"):
        ask_titles(CHAPTERS, OWN, TitleServer(url))


def test_an_answer_that_comes_by_drops_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(titleserver, "_TIMEOUT_S", 0.05)
    with (
        serving(reply('["Watering plants"]'), drop_s=0.01) as (url, _),
        pytest.raises(InputError, match="takes too long"),
    ):
        ask_titles(CHAPTERS, OWN, TitleServer(url))


@pytest.mark.parametrize(
    "answer",
    ["You name the chapters of a podcast", "Une soif de ce jour", "<b>Tomato plants</b>", 'A\n"'],
)
def test_echoes_markup_and_other_languages_are_no_titles(answer: str) -> None:
    with serving(reply(json.dumps([answer, "Night trains"]))) as (url, _):
        titles, used = ask_titles(CHAPTERS, OWN, TitleServer(url))
    assert (titles, used) == ((OWN[0], "Night trains"), 1)


def test_titles_in_a_script_without_spaces_are_taken() -> None:
    with serving(reply('["电子邮件的历史"]')) as (url, _):
        titles, used = ask_titles(["我们今天说的是电子邮件。"], ["1"], TitleServer(url))
    assert (titles, used) == (("电子邮件的历史",), 1)


@pytest.mark.parametrize(
    "content",
    [
        '<think>Perhaps ["A", "B"]? No.</think>["Tomato plants", "Night trains"]',
        'Excerpt [1] is a garden, [2] a railway:\n["Tomato plants", "Night trains"]',
        '{"titles": ["**Tomato** plants", "\U0001f682 `Night` trains"]}',
        '[{"number": 1, "title": "Tomato plants"}, {"title": "Night trains"}]',
        '["- Tomato plants", "2) \\"Night trains"]',
    ],
)
def test_titles_are_found_among_thoughts_and_marks(content: str) -> None:
    with serving(reply(content)) as (url, _):
        titles, used = ask_titles(CHAPTERS, OWN, TitleServer(url))
    assert (titles, used) == (("Tomato plants", "Night trains"), 2)


@pytest.mark.parametrize(
    "answer",
    [
        "Tomato für jeden",
        "Tomato und Garten",
        "I'm sorry, no tomato title",
        "As an AI, tomato plants",
        "Untitled tomato plants",
    ],
)
def test_refusals_and_other_languages_are_no_titles(answer: str) -> None:
    with serving(reply(json.dumps([answer, "Night trains"]))) as (url, _):
        titles, used = ask_titles(CHAPTERS, OWN, TitleServer(url))
    assert (titles, used) == ((OWN[0], "Night trains"), 1)


def test_another_form_of_a_word_is_enough() -> None:
    with serving(reply('["China\'s different way"]')) as (url, _):
        titles, _ = ask_titles(["Chinese companies went on."], ["1"], TitleServer(url))
    assert titles == ("China's different way",)


def test_nobody_there_is_told() -> None:
    with pytest.raises(InputError, match="no answer"):
        ask_titles(CHAPTERS, OWN, TitleServer("http://127.0.0.1:1/v1"))


@given(st.text())
def test_a_cleaned_title_is_short_and_stays_so(answer: str) -> None:
    title = clean_title(answer)
    assert len(title.split()) <= 7
    assert len(title) <= 60
    assert not title or title.isprintable()
