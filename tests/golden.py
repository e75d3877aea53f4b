"""Golden cases: small playbooks written as differences, and what the engine must say of them, word for word.

A case is a YAML file. It ends with the keys that `pytest --bless` writes: `expect`, the report, and `points_at`, what
stands at the place of each problem in turn. `~` in a difference takes a key out. Beside the subjects it may say
`on` (more differences, `_<name>.yml`), `today`, `pages` (the statements that pages carry), `docs` (the texts of pages
by file, which are read for their headings) and `before` (the edition before, as differences by subject).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from playbook import checks
from playbook.loading.load import Loaded, load
from playbook.markdown.headings import Heading
from playbook.model import Playbook
from playbook.pages.pages import read_pages
from playbook.problems import Problems, as_text, safe
from tests.support import ROOT

CASES = ROOT / "tests" / "cases"
APART = ("on", "today", "pages", "docs", "before")
"""Keys of a case that are no subjects."""
SHOWN = 60
"""The most characters of a line that `points_at` shows."""


class Writer(yaml.SafeDumper):
    """Writes every text without quotes where it can, as the base and the cases are written."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own attribute


def read(path: Path) -> dict[str, Any]:
    """Return what a case file holds, every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # makes nothing but texts


@cache
def base(on: str | None = None) -> dict[str, Any]:
    """Return the small sound playbook that every case begins with, by subject."""
    subjects = {path.stem: read(path) for path in sorted((CASES / "_base").glob("*.yml"))}
    return merged(subjects, read(CASES / f"_{on}.yml")) if on else subjects


def merged(values: Any, differences: Any) -> Any:
    """Return values with differences: mappings are merged, all else is replaced, `~` takes a key out."""
    if not isinstance(values, dict) or not isinstance(differences, dict):
        return differences
    both = {**values, **{key: merged(values.get(key), value) for key, value in differences.items()}}
    return {key: value for key, value in both.items() if value != "~"}


def written(folder: Path, differences: Mapping[str, Any]) -> Path:
    """Write the data of the small playbook with differences, and return its folder."""
    data = folder / "data"
    data.mkdir(parents=True)
    changes = {subject: value for subject, value in differences.items() if subject not in APART}
    for subject, values in merged(base(differences.get("on")), changes).items():
        text = yaml.dump(values, Dumper=Writer, sort_keys=False, allow_unicode=True, width=1_000)
        (data / f"{subject}.yml").write_text(text, encoding="utf-8")
    return data


def loaded(folder: Path, differences: Mapping[str, Any]) -> Loaded:
    """Load the small playbook with differences, written into a folder."""
    return load(written(folder, differences))


def checked(folder: Path, differences: Mapping[str, Any]) -> Problems:
    """Check the small playbook with differences, written into a folder; it is the first of June."""
    today = date.fromisoformat(differences.get("today", "2026-06-01"))
    pages = frozenset(differences["pages"]) if "pages" in differences else None
    found = loaded(folder, differences)
    headings = _headings(folder / "docs", differences.get("docs"), found)
    return checks.checked(found, today, pages, headings, _before(folder / "before", differences.get("before")))


def _before(folder: Path, differences: Mapping[str, Any] | None) -> Playbook | None:
    """Return the edition before that of a case."""
    return loaded(folder, differences).or_raise() if differences else None


def _headings(docs: Path, texts: Mapping[str, str] | None, found: Loaded) -> tuple[Heading, ...] | None:
    """Write the pages of a case, and return their headings."""
    if texts is None or found.playbook is None:
        return None
    for name, text in texts.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    return read_pages(docs, "docs", found.playbook).headings


def held(path: Path, problems: Problems, folder: Path, bless: bool) -> None:
    """Hold problems in the files of a folder against the case at `path`, or bless them."""
    seen = {"expect": as_text(problems), "points_at": "\n".join(_pointed(problems, folder))}
    if bless:
        case = re.split(r"^expect:", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
        ending = "".join(f"{key}: |\n{indent(text, '  ')}\n" for key, text in seen.items())
        path.write_text(case + ending, encoding="utf-8")
    case = read(path)
    assert {key: case.get(key, "").strip() for key in seen} == seen


def _pointed(problems: Problems, folder: Path) -> list[str]:
    """Return what stands in the files at the place of each problem."""
    shown = []
    for problem in problems:
        path = folder / problem.place.file
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else [""]
        shown.append(safe(lines[problem.place.line - 1][problem.place.column - 1 :].strip(), SHOWN) or "(nothing)")
    return shown
