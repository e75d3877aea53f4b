"""Other engines for the tests: each lies in a folder of its own, so that the tests' own engine stays what it is.

Run once by `make test`; says which are there. Where one cannot be had, the tests that need it are skipped and say so,
and fail where `CI` is set.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import needs
from tests.support import ROOT, reference, run
from tests.themes import in_plain_theme

FOLDER = ROOT / ".venv" / "engines"
"""Where they lie."""
NAMES = ("properdocs", "zensical")
"""The engines, each with its file of locked packages in `requirements/`."""


def find(name: str) -> Path | None:
    """Return the folder in which an engine lies, or None where it could not be had."""
    folder = FOLDER / name
    return folder if (folder / name / "__init__.py").is_file() else None


def engine(name: str) -> pytest.MarkDecorator:
    """Return a mark that skips tests where an engine could not be had."""
    return needs(find(name), f"needs {name}: run `python tests/engines.py` once")


ENGINES = [
    pytest.param("properdocs", marks=engine("properdocs")),
    "plain theme",
    pytest.param("zensical", marks=engine("zensical")),
    "exported to MkDocs",
]
"""Ways to make the reference site, other than by MkDocs with Material."""


def site_of(how: str, folder: Path) -> Path:
    """Make the reference site by another way, and return its folder."""
    site = folder / "site"
    if how == "properdocs":
        done = run("build", "--strict", "-d", site, cwd=ROOT, PYTHONPATH=str(FOLDER / how))
    elif how == "plain theme":
        done = run("build", "--strict", "-d", site, cwd=in_plain_theme(reference(folder / "playbook")))
    else:
        given = folder / "given"
        done = run("export", "site", "--to", given, cwd=ROOT)
        assert done.code == 0, done.said
        site = given / "site"
        found = {"PYTHONPATH": str(FOLDER / how)} if how == "zensical" else {}
        done = run("-m", *(["zensical"] if found else ["mkdocs"]), "build", program="python", cwd=given, **found)
        assert done.code == 0, done.said
        done = run("finish", site, cwd=ROOT)
    assert done.code == 0, done.said
    return site


def install(name: str) -> Path | None:
    """Return the folder of an engine, fetched where it was not there."""
    if (found := find(name)) is None:
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes")
        more = ("--target", str(FOLDER / name), "-r", str(ROOT / "requirements" / f"{name}.txt"))
        subprocess.run([*pip, "--no-deps", *more], check=False)
        found = find(name)
    return found


if __name__ == "__main__":
    for name in NAMES:
        sys.stdout.write(f"engine tests use {install(name) or f'no {name}'}\n")
