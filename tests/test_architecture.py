"""The house's rules of direction, held by the code itself."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "narrate"
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("text", "tts", "audio", "publish", "hearing")
SHARED = (
    "narrate.model",
    "narrate.errors",
    "narrate.replacing",
    "narrate.caches",
    "narrate.rows",
)
COMMAND = (
    "cli.py",
    "cli_check.py",
    "cli_files.py",
    "cli_make.py",
    "cli_options.py",
    "cli_sound.py",
    "cli_text.py",
    "console.py",
    "progress.py",
)
HOMES = {  # a library and the only rooms or modules that may know it
    "click": COMMAND,
    "rich": COMMAND,
    "mutagen": ("publish",),
    "av": ("audio", "publish", "tts"),
    "pydub": ("audio",),
    "soxr": ("audio", "tts"),
    "pyttsx3": ("tts",),
    "piper": ("tts",),
    "onnxruntime": ("tts",),
    "faster_whisper": ("hearing",),
    "markdown_it": ("text",),
    "yaml": ("text",),
    "py3langid": ("text",),
    "stopwordsiso": ("text",),
    "platformdirs": ("caches.py",),
}
HEAVY = ("numpy", "av", "mutagen", "pydub", "soxr", "pyttsx3", "piper", "onnxruntime", "rich")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def lines_of_code(function: ast.FunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    docstring = ast.get_docstring(function, clean=False) or ""
    return (function.end_lineno or 0) - function.lineno + 1 - len(docstring.splitlines())


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_rooms_know_only_themselves_and_the_model(path: Path) -> None:
    room = place(path)
    if room not in ROOMS:
        return
    own = {name for name in imports_of(path) if name.split(".")[0] == "narrate"}
    allowed = (f"narrate.{room}", *SHARED)
    assert {n for n in own if not n.startswith(allowed)} <= {"narrate"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_has_its_room(path: Path) -> None:
    known = {name.split(".")[0] for name in imports_of(path)} & HOMES.keys()
    assert {library for library in known if place(path) not in HOMES[library]} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_FILE
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef))
    long = {f.name for f in functions if lines_of_code(f) > LONGEST_FUNCTION}
    assert long == set()


def test_every_folder_of_code_is_packaged() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {".".join(p.parent.relative_to(PACKAGE.parent).parts) for p in FILES}
    assert set(project["tool"]["setuptools"]["packages"]) == folders | {"narrate.voices"}


def test_help_waits_for_nothing_heavy() -> None:
    code = f"import narrate.cli, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "[]"


def test_a_script_waits_for_nothing_that_makes_sound(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Ann: Hello there.\n\nBen: Good morning to you.\n")
    run = f"cli.run(['-q', 'script', 'talk.txt', '-o', 'script.md']); sound = {set(HEAVY[1:])!r}"
    code = f"import sys; from narrate import cli; {run}; print([*sound & sys.modules.keys()])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path)
    assert (result.stdout.strip(), (tmp_path / "script.md").is_file()) == (b"[]", True)
