"""Run the benchmarks and keep their tables in RESULTS.md, each with the command that made it.

    python bench/run.py [NAME ...] [--data FOLDER]

Without names all are run. FOLDER holds real transcripts, a JSON document a line
(docs/topics-model.md says which); what needs them is left out without it. Sections of RESULTS.md
that were not run stay as they are. Chapters by topic have results of their own: topics/RESULTS.md.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
BENCHES = {  # name: (script, whether it needs the data folder)
    "startup": ("startup.py", False),
    "episode": ("episode.py", False),
    "voices": ("voices.py", False),
    "wordtimes": ("wordtimes.py", False),
    "speech": ("speech.py", False),
    "audio": ("audio.py", False),
    "loudness": ("loudness.py", False),
    "publish": ("publish.py", False),
    "rebuild": ("rebuild.py", False),
    "cluster": ("cluster.py", False),
    "check": ("check.py", False),
    "dialogue": ("dialogue.py", False),
    "doubt": ("doubt.py", False),
    "spoken": ("spoken.py", False),
    "text": ("text.py", True),
    "hostile": ("hostile.py", True),
}
PACKAGES = ("av", "numpy", "onnxruntime", "piper-tts", "pyttsx3")


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()} on {platform.machine()}, {packages}"


def section(name: str, script: str, arguments: list[str]) -> str:
    module = f"bench.{Path(script).stem}"
    command = [sys.executable, "-m", module, *arguments]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent)
    if run.returncode:
        raise SystemExit(f"bench/{script} failed with exit code {run.returncode}")
    shown = " ".join(["python", "-m", module, *(["DATA"] if arguments else [])])
    title = (HERE / script).read_text(encoding="utf-8").split('"""')[1].strip().split("\n")[0]
    return f"## {name}\n\n{title}\n\n`{shown}`: {machine()}\n\n{run.stdout.strip()}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--data", help="folder of real transcripts")
    wanted = parser.parse_args()
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = dict(re.findall(r"^(?=## (\w+)\n)(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for name in wanted.names or BENCHES:
        script, needs_data = BENCHES[name]
        if needs_data and not wanted.data:
            print(f"{name}: left out, needs --data", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr)
        sections[name] = section(
            name, script, [str(Path(wanted.data).resolve())] if needs_data else []
        )
        ordered = [sections[n].strip() for n in BENCHES if n in sections]
        RESULTS.write_text("# Results\n\n" + "\n\n".join(ordered) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
