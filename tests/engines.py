"""Bring other engines for the tests: each into a folder of its own, so that the tests' own engine stays what it is.

Run once by `make test`; says which are there. Where one cannot be had, the tests that need it are skipped and say so,
and fail where `CI` is set.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
FOLDER = _ROOT / ".venv" / "engines"
"""Where they lie."""
NAMES = ("properdocs", "zensical")
"""The engines, each with its file of locked packages in `requirements/`."""


def find(name: str) -> Path | None:
    """Return the folder in which an engine lies, or None where it could not be had."""
    folder = FOLDER / name
    return folder if (folder / name / "__init__.py").is_file() else None


def install(name: str) -> Path | None:
    """Return the folder of an engine, fetched where it was not there."""
    if (found := find(name)) is None:
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes")
        more = ("--target", str(FOLDER / name), "-r", str(_ROOT / "requirements" / f"{name}.txt"))
        subprocess.run([*pip, "--no-deps", *more], check=False)
        found = find(name)
    return found


if __name__ == "__main__":
    for name in NAMES:
        sys.stdout.write(f"engine tests use {install(name) or f'no {name}'}\n")
