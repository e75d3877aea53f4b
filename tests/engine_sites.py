"""The reference site, made by other engines and in another theme."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines import FOLDER, find
from tests.needs import needs
from tests.support import ROOT, reference, run
from tests.themes import in_plain_theme


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
