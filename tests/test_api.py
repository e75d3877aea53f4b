"""What other programs may import: that it is all there is, documented, typed, and does what its page shows."""

from __future__ import annotations

import inspect
import re
import shutil
import typing
from pathlib import Path
from typing import Any

import pytest

from playbook import api
from playbook.problems import PlaybookError
from tests.support import ROOT, replace, small

MANUAL = (ROOT / "docs" / "authoring" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
FUNCTIONS = [getattr(api, name) for name in api.__all__ if inspect.isfunction(getattr(api, name))]


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    """The small playbook, with the one of last year beside its facts."""
    folder = small(tmp_path / "playbook")
    shutil.copytree(folder / "data", folder / "last-year" / "data")
    replace(folder / "data" / "cadence.yml", "    duration: 1 hour\n", "    duration: 2 hours\n")
    return folder


def test_what_is_exported_is_documented_and_nothing_else():
    table = MANUAL.partition("{: #every-public-name }")[2]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(api.__all__)
    public = {name for name, value in vars(api).items() if name[0] != "_" and _of_playbook(value)}
    assert public == set(api.__all__)


def _of_playbook(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).partition(".")[0] == "playbook"


def test_everything_exported_says_what_it_is():
    silent = [name for name in api.__all__ if not re.match(r"[A-Z`]", inspect.getdoc(getattr(api, name)) or "")]
    assert silent == []


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_signature_is_typed_and_told(function: Any):
    signature = inspect.signature(function)
    hints = typing.get_type_hints(function)
    assert hints.keys() == {*signature.parameters, "return"}
    assert Any not in hints.values()


@pytest.mark.parametrize("name", ["load", "check", "diff", "verify"])
def test_a_function_speaks_of_each_of_its_parameters(name: str):
    told = inspect.getdoc(getattr(api, name)) or ""
    plain = {"facts": "facts", "pages": "pages", "old": "two editions", "new": "two editions"}
    assert [
        each for each in inspect.signature(getattr(api, name)).parameters if plain.get(each, f"`{each}`") not in told
    ] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_an_example_of_the_manual_runs(example: str, playbook: Path, monkeypatch, capsys):
    monkeypatch.chdir(playbook)
    exec(compile(example, "api.md", "exec"), {})  # noqa: S102  # it is our own text
    assert capsys.readouterr().out


def test_the_manual_has_an_example_of_each_function():
    assert {function.__name__ for function in FUNCTIONS} - {"about"} <= set(re.findall(r"\w+(?=\()", "".join(EXAMPLES)))


def test_what_cannot_be_loaded_is_raised_and_checked(playbook: Path):
    replace(playbook / "data" / "cadence.yml", "first wednesday", "no day at all")
    with pytest.raises(PlaybookError) as caught:
        api.load(playbook / "data")
    (problem,) = caught.value.problems
    assert problem.place.file == "data/cadence.yml"
    assert problem in list(api.check(playbook / "data"))


def test_pages_are_checked_where_they_are_given(playbook: Path):
    replace(playbook / "docs" / "about.md", "home: [statement]", "home: [statement]\ncarries: [S99]")
    assert "S99" not in str([*api.check(playbook / "data")])
    assert "S99" in str([*api.check(playbook / "data", playbook / "docs")])


def test_two_editions_differ_in_what_was_changed(playbook: Path):
    old, new = api.load(playbook / "last-year" / "data"), api.load(playbook / "data")
    (change,) = api.diff(old, new)
    assert (change.kind, change.id, change.path) == ("forum", "counter-talk", ("duration",))
    assert "cashier" in change.roles


def test_what_is_published_is_proved(published_twice):
    verdict = api.verify(published_twice.public)
    assert (verdict.code, verdict.faults) == (0, ())
    assert verdict.looked_at
