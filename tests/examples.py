"""What property tests throw at a playbook, and what each example is held against."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st

from playbook.checks import checked
from playbook.loading import load
from playbook.model import SUBJECTS, Activity
from playbook.model.base import Model
from playbook.pages import sandbox_limits
from playbook.problems import Problems, as_text
from playbook.reporting.reports import as_json
from playbook.source import files as source
from tests import golden

SECONDS = 5
"""How long one example may take; most take some thousandths of a second."""
TODAY = date(2026, 6, 1)


class _Writer(yaml.CSafeDumper):
    """Writes texts that need no quotes without them, so that numbers and dates stay what they are."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # as PyYAML declares it


def written(values: Any, flow: bool = False) -> str:
    return yaml.dump(values, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=200, default_flow_style=flow)


READ_SUBJECT = load._Reading.subject
"""Reads one subject; kept, because examples that change another subject take what was read before."""


class Data:
    """A folder of good data, of which each example puts something else in the place of one file."""

    def __init__(self, folder: Path, files: dict[str, bytes]) -> None:
        self.folder = folder
        self.files = files
        self.known: dict[Path, source.Document] = {}
        self.made: dict[str, Model | None] = {}
        for name, content in files.items():
            path = folder / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    @contextmanager
    def holding(self, name: str, content: bytes) -> Iterator[Path]:
        """Let a file hold something else for a while."""
        path = self.folder / "data" / name
        path.write_bytes(content)
        try:
            yield path
        finally:
            if name in self.files:
                path.write_bytes(self.files[name])
            else:
                path.unlink()

    def read(self, path: Path, shown: str, within: Path | None, changed: Path) -> source.Document:
        """Return what a file holds; those that no example changes are read once."""
        if path == changed:
            return source.read_file(path, shown, within)
        if path not in self.known:
            self.known[path] = source.read_file(path, shown, within)
        return self.known[path]

    def subject(self, reading: Any, subject: str, model: type[Model], changed: Path) -> Model | None:
        """Return the record of a subject; those that no example changes, and that are sound, are made once."""
        if changed.relative_to(self.folder / "data").parts[0].removesuffix(".yml") == subject:
            return READ_SUBJECT(reading, subject, model)
        if subject not in self.made:
            self.made[subject] = READ_SUBJECT(reading, subject, model)
        return self.made[subject]

    def problems(self, changed: Path) -> tuple[bool, Problems]:
        """Load and check: whether there is a playbook, and what is wrong."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(load, "read_file", lambda *given: self.read(*given, changed=changed))
            patch.setattr(load._Reading, "subject", lambda *given: self.subject(*given, changed=changed))
            loaded = load.load(self.folder / "data", "data")
        return loaded.playbook is not None, checked(loaded, TODAY)

    def hold(self, name: str, content: bytes, again: bool = True) -> None:
        """Hold an example against what every input gets, and, where asked, its report against another run's."""
        with self.holding(name, content) as path, sandbox_limits.watched(SECONDS):
            made, problems = self.problems(path)
            report = as_text(problems)
            assert made or problems.count("error")
            located(problems, self.folder)
            printable(report)
            assert not again or as_text(self.problems(path)[1]) == report
            as_json(problems).encode("ascii")


def located(problems: Problems, folder: Path) -> None:
    """Hold that each problem stands at a place that its file has."""
    known: dict[str, list[str]] = {}
    for problem in problems:
        if (name := problem.place.file) not in known:
            assert (folder / name).is_file(), problem
            text = (folder / name).read_bytes().decode("utf-8-sig", "replace")
            known[name] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= problem.place.line <= len(known[name]), problem
        assert 1 <= problem.place.column <= len(known[name][problem.place.line - 1]) + 1, problem


def printable(report: str) -> None:
    unseen = [c for c in set(report) if c not in "\n " and unicodedata.category(c)[0] in "CZ"]
    assert unseen == []
    assert all(len(line) < 5_000 for line in report.split("\n"))
    report.encode("utf-8")


def good(folder: Path, data: Path) -> Data:
    """Return good data from a folder, copied into another one."""
    files = {path.relative_to(data).as_posix(): path.read_bytes() for path in sorted(data.rglob("*.yml"))}
    return Data(folder, files)


IDS = sorted({*golden.base()["roles"]["roles"], *golden.base()["cadence"]["forums"], "run", "client", "supplier"})
ODD = [
    "",
    "~",
    "null",
    "true",
    "NO",
    "0",
    "-1",
    "3",
    "99.5",
    "1e999",
    "9" * 5_000,
    "2026-01-31",
    "2026-02-31",
    "0000-00-00",
    "9:00",
    "Europe/London",
    "../../etc/passwd",
    "2 business days",
    "month",
    "bi-monthly",
    "last working day of the month",
    "https://example.org/",
    "javascript:alert(1)",
    "roles/index.md",
    "shared",
    "nobody",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "a: b #c",
    "\u202egnp.exe",
    "\ufeff",
    "e\u0301",
    "x" * 20_000,
    "con",
    "index",
    "contrаct",
    "é" * 70,
]
WORDS = st.one_of(st.sampled_from(ODD), st.sampled_from(IDS), st.text(max_size=8))
KEYS = sorted({key for model in (*SUBJECTS.values(), Activity) for key in model.model_fields})
ANYTHING = st.recursive(
    st.one_of(st.none(), WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.sampled_from(KEYS), WORDS), inner, max_size=4)
    ),
    max_leaves=8,
)


def any_of(pieces: str) -> st.SearchStrategy[str]:
    """Return any of several pieces, which semicolons part."""
    return st.sampled_from(pieces.split(";"))
