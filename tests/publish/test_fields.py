from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.publish.fields import check_date, language_639_2, many_lines, one_line


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"),
        ("en-GB", "eng"),
        ("de_AT", "deu"),
        ("zh-Hans", "zho"),
        ("yue", "yue"),
        ("", "und"),
        ("xx", "und"),
        ("English", "und"),
    ],
)
def test_languages(language: str, code: str) -> None:
    assert language_639_2(language) == code


@pytest.mark.parametrize("date", ["", "2024", "2024-12", "2024-12-31"])
def test_dates(date: str) -> None:
    check_date(date)


@pytest.mark.parametrize("date", ["24", "2024-13", "2024-00-01", "2024-1-1", "2024-01-01T00:00"])
def test_bad_dates(date: str) -> None:
    with pytest.raises(InputError, match="is not of the form"):
        check_date(date)


@given(st.text())
def test_cleaning_is_done_once_and_can_be_stored(text: str) -> None:
    for clean in (one_line, many_lines):
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert "\0" not in cleaned
        cleaned.encode("utf-8")
    assert len(one_line(text).splitlines()) <= 1


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M"])))
def test_letters_and_signs_stay(text: str) -> None:
    assert one_line(text) == text


def test_lines_stay_lines_in_comments() -> None:
    assert many_lines("a\r\nb\tc\x00\u2028d\n\n") == "a\nb c\nd"
