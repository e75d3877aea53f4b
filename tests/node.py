"""Find Node for the tests, and bring what their programs for it need, locked: parsers, a validator, linters.

Run once by `make test`; says which Node it is. Where it cannot be had, the tests that need it are skipped and say so,
and fail where `CI` is set.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
PROGRAM = _HERE / "fingerprint" / "node"
"""The folder of the second program of canonical texts."""
SCHEMAS = _HERE / "schema"
"""The folder of the program that reads the schemas as editors do."""
LINT = _HERE / "lint"
"""The folder of what reads the scripts and the style sheets of the look."""
OLDEST = (20, 19)
"""The oldest version of Node that they run on."""
NEEDED = f"needs Node {OLDEST[0]}.{OLDEST[1]} or newer, and `python tests/node.py` run once"
"""Why a test is skipped where there is none."""


def find(program: Path = PROGRAM) -> Path | None:
    """Return the path of a Node that runs a program, or None where it or what the program needs is missing."""
    path = shutil.which("node")
    needed = json.loads((program / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if not path or not all((program / "node_modules" / name).is_dir() for name in needed):
        return None
    return Path(path) if _version(path) >= OLDEST else None


def _version(path: str) -> tuple[int, ...]:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def install(program: Path) -> Path | None:
    """Return the path of a Node that runs a program, what it needs fetched where it was not there."""
    if (found := find(program)) or not (npm := shutil.which("npm")):
        return found
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    subprocess.run([npm, "ci", *quiet], cwd=program, stdout=subprocess.DEVNULL, check=False)
    return find(program)


if __name__ == "__main__":
    for program, told in (
        (PROGRAM, "canonical texts are worked out anew"),
        (SCHEMAS, "schemas are compiled"),
        (LINT, "scripts and style sheets are read"),
    ):
        node = install(program)
        sys.stdout.write(f"{told} by {node}\n" if node else f"not tried: {told} by Node: {NEEDED}\n")
