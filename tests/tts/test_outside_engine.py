"""The engine that voices/README.md shows keeps the contract, installed as a package is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "voices" / "README.md"


def test_the_worked_example_keeps_the_contract(tmp_path: Path) -> None:
    engine, tests = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    facts = tmp_path / "beeper-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: beeper\nVersion: 1\n")
    (facts / "entry_points.txt").write_text("[narrate.engines]\nbeeper = beeper\n")
    (tmp_path / "beeper.py").write_text(engine, "utf-8")
    (tmp_path / "test_beeper.py").write_text(tests, "utf-8")
    root = str(README.parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), root))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_beeper.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
