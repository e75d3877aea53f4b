"""What the command says of two editions: both named, in every format the same sentences, in the playbook's language."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support import ROOT, SMALL, replace, run


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small playbook before and after some edits, in the folders `old` and `new`, and `arabic` in that language."""
    folder = tmp_path_factory.mktemp("editions")
    for name in ("old", "new"):
        for part in ("data", "docs"):
            shutil.copytree(SMALL / part, folder / name / part)
    new = folder / "new" / "data"
    replace(new / "playbook.yml", 'version: "2030-1"', 'version: "2031-1"')
    replace(new / "service_levels.yml", "    target: 99.5\n", "    target: 99\n")
    replace(new / "glossary.yml", "  loaf:\n    name: Loaf\n    definition: One piece of bread.\n", "")
    replace(new / "roles.yml", "Decide what the bakery buys.", "Decide what \\*the\\* bakery bakes.")
    replace(new / "cadence.yml", "    chair: cashier\n", "    chair: mechanic\n")
    shutil.copytree(folder / "new", folder / "arabic")
    replace(folder / "arabic" / "data" / "playbook.yml", "locale: en-GB", "locale: ar")
    return folder


def _diff(editions: Path, new: str, *options: str) -> str:
    done = run("diff", editions / "old", editions / new, "-f", ROOT / "mkdocs.yml", *options, cwd=editions)
    assert done.code == 0, done.said
    return done.out


HEAD = "What changed from edition 2030-1 (1 January 2030 to 31 December 2030) to edition 2031-1 "
SENTENCES = [
    "“Tills that work” went from 99.5 out of 100 to 99 out of 100: loosened.",
    "The term “Loaf” fell away.",
    "The chair of the forum “Counter talk” went from Cashier to Mechanic",
    "The name of the edition went from 2030-1 to 2031-1.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_format_says_the_same_sentences(editions: Path, sentence: str):
    told = json.loads(_diff(editions, "new", "--format", "json"))
    assert sum(sentence in each["told"] for each in told["changes"]) == 1
    assert _diff(editions, "new").count(sentence) == 1
    assert _diff(editions, "new", "--format", "markdown").count(sentence) == 1


def test_both_editions_are_named_at_the_head(editions: Path):
    assert _diff(editions, "new").startswith(HEAD)
    assert _diff(editions, "new", "--format", "markdown").startswith(f"# {HEAD}")
    assert _diff(editions, "old").splitlines()[2:] == ["Nothing changed."]
    editions_told = json.loads(_diff(editions, "new", "--format", "json"))["editions"]
    assert editions_told["new"]["version"] == "2031-1"
    assert editions_told["old"]["first"] == "2030-01-01"
    assert editions_told["old"]["told"] == "2030-1 (1 January 2030 to 31 December 2030)"


def test_words_that_differ_are_marked_in_each_format(editions: Path):
    assert "“Decide what [-the-]{+*the*+} bakery [-buys-]{+bakes+}.”" in _diff(editions, "new")
    assert "~~buys~~**bakes**" in _diff(editions, "new", "--format", "markdown")
    assert "\\*the\\*" in _diff(editions, "new", "--format", "markdown")


def test_only_what_concerns_a_role_is_told_of_it(editions: Path):
    told = json.loads(_diff(editions, "new", "--role", "mechanic", "--format", "json"))["changes"]
    assert {each["id"] for each in told} == {"counter-talk", "tills-up"}
    assert {"mechanic" in each["roles"] for each in told} == {True}


def test_no_id_no_key_and_no_day_of_the_data_stands_in_a_sentence(editions: Path):
    for each in json.loads(_diff(editions, "new", "--format", "json"))["changes"]:
        assert not re.search(r"\d{4}-\d\d-\d\d|[a-z]_[a-z]|None|%\(", each["told"])
        assert each["id"] not in each["told"] or each["id"] == "about"


def test_a_playbook_speaks_its_own_language(editions: Path):
    told = json.loads(_diff(editions, "arabic", "--format", "json"))
    latin = re.compile(r"\b(the|went|from|is new|fell away|changed)\b")
    assert [each["told"] for each in told["changes"] if latin.search(re.sub("«[^»]*»", "", each["told"]))] == []
    assert "يناير" in told["editions"]["new"]["told"]
    assert any("«Loaf»" in each["told"] for each in told["changes"])
