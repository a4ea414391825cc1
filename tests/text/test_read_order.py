"""Files whose pieces stand in another order than they are said in, or twice at once."""

import json

import pytest

from narrate.text.read import decode_text, read_transcript

TOLD = ("Hey!", "Who is there?", "Me.")


def said(text: str) -> list[str]:
    decoded = decode_text(text.encode(), "given")
    return [line.text for line in read_transcript(decoded, "given").lines]


def messages(key: str, times: tuple[object, ...]) -> str:
    rows = [{"author": "Ann", key: t, "content": c} for t, c in zip(times, TOLD, strict=True)]
    return json.dumps({"messages": rows}, indent=1)


@pytest.mark.parametrize(
    ("key", "times"),
    [
        ("timestamp_ms", (1717430405000, 1717430350000, 1717430300000)),
        ("ts", ("1717430405.0002", "1717430350.0001", "1717430300.0003")),
        (
            "timestamp",
            ("2024-06-03T10:10:00+00:00", "2024-06-03T10:09:00Z", "2024-06-02T23:00:00Z"),
        ),
    ],
)
def test_messages_with_the_newest_first_are_turned_round(
    key: str, times: tuple[object, ...]
) -> None:
    assert said(messages(key, times)) == list(reversed(TOLD))
    assert said(messages(key, tuple(reversed(times)))) == list(TOLD)


def test_messages_of_one_moment_stay_as_they_are() -> None:
    assert said(messages("timestamp_ms", (1717430300000,) * 3)) == list(TOLD)


def test_events_of_ass_are_read_in_the_order_of_their_times() -> None:
    head = "[Script Info]\nTitle: x\n\n[Events]\n"
    rows = (f"Dialogue: 0,0:00:0{n}.00,0:00:0{n}.50,Default,,0,0,0,,Line {n}." for n in (3, 1, 2))
    assert said(head + "\n".join(rows)) == ["Line 1.", "Line 2.", "Line 3."]


def test_what_is_sung_several_times_is_sung_each_time() -> None:
    rows = "[ti:x]\n[00:01.00]One\n[00:02.00][00:04:50]Two\n[00:03.00]Three\n[00:05.00]Four"
    assert said(rows) == ["One", "Two", "Three", "Two", "Four"]


def cues(*rows: tuple[str, ...]) -> str:
    stamps = (f"00:00:0{n}.000 --> 00:00:0{n}.900" for n in range(len(rows)))
    bodies = ("\n".join(row) for row in rows)
    return "WEBVTT\n\n" + "\n\n".join(
        f"{stamp}\n{body}" for stamp, body in zip(stamps, bodies, strict=True)
    )


def test_of_captions_in_two_scripts_the_upper_one_is_spoken_and_nothing_said_once_is_lost() -> None:
    pairs = (("Хлеб.", "Bread."), ("Соль и вода.", "Salt and water."), ("OK!",), ("Да.", "Yes."))
    assert said(cues(*pairs, ("Нет.", "No."))) == ["Хлеб.", "Соль и вода.", "OK!", "Да.", "Нет."]


def test_captions_of_two_lines_in_one_language_are_read_whole() -> None:
    rows = (
        *(("The harbour froze early", "in the year of the fire,"),),
        *(("and nobody could leave it", "until the ice had gone."),),
        *(("What did you eat there?", "Fish, and very old bread."),),
        *(("No!", "No!"), ("That was all of it,", "the whole of the winter.")),
    )
    assert len(said(cues(*rows))) == 10
