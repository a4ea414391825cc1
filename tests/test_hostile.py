"""Input made to break a reader becomes a script with chapters, or one clear line."""

from pathlib import Path

import pytest

from bench.hostile import PIECES
from narrate.errors import InputError
from narrate.model import Source
from narrate.pipeline import make_ledger, make_script
from narrate.settings import Settings
from narrate.text.script import write_script

SIZE = 3000  # bytes


@pytest.mark.parametrize("name", PIECES)
def test_a_little_of_each_gives_a_script_or_one_clear_line(name: str) -> None:
    _, make = PIECES[name]
    source = Source("x.txt", make(SIZE), Path("x.txt"))
    try:
        message = write_script(make_script(source, Settings())) and "x.txt: read"
        assert [*make_ledger(source, Settings())]
    except InputError as error:
        message = str(error)
    assert "\n" not in message
    assert message.startswith("x.txt: ")
