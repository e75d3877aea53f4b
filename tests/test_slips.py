"""What slips in the facts get: one message, at the place of the slip, with what to write instead."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from playbook.checks import checked
from playbook.load import load
from playbook.problems import Problems, as_text
from tests.support import SMALL

TODAY = date(2030, 1, 1)
Edit = tuple[str, str, str]
"""A file of the facts, what stands there first, and what is written instead."""

ROLES, CADENCE, PARTIES = "roles.yml", "cadence.yml", "parties.yml"
LEVELS, ONBOARDING, EDITION = "service_levels.yml", "onboarding.yml", "playbook.yml"


@dataclass(frozen=True)
class Slip:
    """One slip in the facts of the small playbook.

    The message stands where `at` first stands in the file of the first edit; it holds `said`, and its hint `hint`.
    """

    name: str
    edits: tuple[Edit, ...]
    at: str
    said: str
    hint: str
    severity: str = "error"


def _slip(name: str, file: str, old: str, new: str, at: str, said: str, hint: str, severity: str = "error") -> Slip:
    return Slip(name, ((file, old, new),), at, said, hint, severity)


def _name(name: str, written: str, at: str, said: str, hint: str, severity: str = "error") -> Slip:
    """Return a slip in the name of a role."""
    return _slip(name, ROLES, "name: Cashier", f"name: {written}", at, said, hint, severity)


def _head(name: str, line: str, said: str, hint: str) -> Slip:
    """Return a slip in the lines before the facts."""
    return _slip(name, ROLES, "roles:\n", f"{line}\nroles:\n", line, said, hint)


READING = [
    _slip("mark before a key", ROLES, "  cashier:", "\ufeff  cashier:", "\ufeff", "U+FEFF, stands in the", "invisible"),
    _slip("mark in a key", ROLES, "name: Cashier", "\ufeffname: Cashier", "\ufeff", "a byte-order mark", "delete it"),
    _name("mark in a text", "Cash\ufeffier", "\ufeff", "a byte-order mark", "were joined"),
    _name("two halves", '"So \\uD83D\\uDE00."', "\\uD83D", "`\\uD83D\\uDE00` are two halves", "`\\U0001F600`"),
    _name("two long halves", '"\\U0000D83D\\U0000DE00"', "\\U0000D83D", "two halves", "write `\U0001f600` itself"),
    _name("one half", '"\\ud83d"', "\\ud83d", "`\\ud83d` is half of a character", "eight digits after \\U"),
    _name("other half", '"\\uDE00 x"', "\\uDE00", "`\\uDE00` is half of a character", "the whole character"),
    _name("double quote", '"Cashier', '"Cashier', "a quote opens here", "close it"),
    _name("single quote", "'Cashier", "'Cashier", "a quote opens here and is never closed", "close it"),
    Slip(
        "quote that another closes",
        ((ROLES, "name: Cashier", "name: 'Cashier"), (ROLES, "name: Mechanic", "name: 'Mechanic'")),
        "'Cashier",
        "a quote opens here and is closed only some lines below",
        "close it on its line",
    ),
    Slip(
        "quote that swallows keys",
        ((ROLES, "name: Cashier", "name: 'Cashier"), (ROLES, "Sells the bread.", "Helps the bakers'")),
        "'Cashier",
        "a quote opens here and is closed only some lines below",
        "close it on its line",
    ),
    _slip("bracket", ROLES, "[mechanic]", "[mechanic", "[mechanic", "a bracket opens here and is not closed", "close"),
    _slip("last bracket", CADENCE, "[A plan]", "[A plan", "[A plan", "a bracket opens here", "close it"),
    _slip("brace", ROLES, ", note: The bakehouse.}]", "]", "{number", "a brace opens here", "write `}` before `]`"),
    _slip("bracket of braces", ROLES, "bakehouse.}]", "bakehouse.}", "[{number", "a bracket opens here", "close it"),
    Slip(
        "anchor twice",
        (
            (ROLES, "name: Cashier", "name: &it Cashier"),
            (ROLES, "name: Mechanic", "name: &it  Mechanic"),
            (ROLES, "purpose: Mends the tills.", "purpose: *it"),
        ),
        "&it  Mechanic",
        "the anchor `&it` is written twice; first at data/roles.yml:39:11",
        "another name",
    ),
    _slip("anchor of a key", ROLES, "name: Cashier", "&it name: Cashier", "&it", "`&it` names a key", "delete it"),
    _head("tag directive", "%TAG ! tag:x,2000:\n---", "`%TAG` gives names to tags", "delete the line"),
    _head("older YAML", "%YAML 1.1\n---", "`%YAML 1.1` is not the YAML that is read", "write `%YAML 1.2`"),
    _head("newer YAML", "%YAML 2.0\n---", "`%YAML 2.0` is not the YAML that is read", "or delete the line"),
    _head("no version", "%YAML\n---", "`%YAML` is not the YAML that is read", "write `%YAML 1.2`"),
    _head("no end of the head", "%YAML 1.2", "after this line `---` is missing", "on the next line"),
    _head("no directive", "%FOO bar\n---", "`%FOO` is no directive of YAML", "delete the line"),
    _slip(
        "directive twice", ROLES, "roles:\n", "%YAML 1.2\n%YAML 1.2  \n---\nroles:\n", "%YAML 1.2  ", "twice", "delete"
    ),
    _slip("directive inside", ROLES, "  cashier:", "%TAG ! x\n  cashier:", "%TAG", "in the middle of the", "delete"),
    _name("hash and a number", "Review #2", "#2", "everything from `#2` on is a comment", "in quotes", "warning"),
    _name("hash alone", "#general", "#general", "everything from `#general` on is a comment", "in quotes"),
    _slip("hash of a channel", ROLES, "shop@bakery.example", "#general", "#general", "is a comment", "in quotes"),
    _slip(
        "hash in brackets", CADENCE, "[What broke,", "[What broke #1,", "#1", "the bracket is not closed", "in quotes"
    ),
    _name("ampersand and a name", "&x Foo", "&x", "`&x` names what follows it, so", '`"&x Foo"`', "warning"),
    _name("ampersand and no text", "&Co", "&Co", "`&Co` names what follows it, so", '`"&Co"`, or delete `&Co`'),
    _name("ampersand alone", "&", "&", "`&` names what follows it", '`"&"`'),
    _name("ampersand and a space", "& Co", "& Co", "`&` names what follows it", '`"& Co"`'),
    _name("stars around", "*important*", "*imp", "so it begins no text", '`"*important*"`'),
    _name("star before", "*important", "*imp", "`*important` names nothing above it", "begins with * in quotes"),
    _name("star and a space", "* important", "* imp", "so it begins no text", '`"* important"`'),
    _name("two stars", "**important**", "**imp", "so it begins no text", '`"**important**"`'),
    _slip("star in a list", CADENCE, "[What broke,", "[*What broke*,", "*What", "names nothing above it", "in quotes"),
    Slip(
        "alias misspelt",
        ((ROLES, "name: Shop manager", "name: &tills Shop manager"), (ROLES, "name: Cashier", "name: *tils")),
        "*tils",
        "`*tils` names nothing above it",
        "did you mean `tills`?",
    ),
]


def _written(folder: Path, edits: tuple[Edit, ...]) -> Path:
    """Write the facts of the small playbook with edits, and return their folder."""
    data = folder / "data"
    shutil.copytree(SMALL / "data", data)
    for file, old, new in edits:
        text = (data / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return data


def _said(data: Path) -> Problems:
    return checked(load(data), TODAY)


def _place(data: Path, file: str, at: str) -> str:
    text = (data / file).read_text(encoding="utf-8")
    index = text.index(at)
    return f"data/{file}:{text.count(chr(10), 0, index) + 1}:{index - text.rfind(chr(10), 0, index)}"


@pytest.mark.parametrize("slip", READING, ids=lambda slip: slip.name)
def test_a_slip_is_told_once_where_it_was_made(slip: Slip, tmp_path: Path):
    data = _written(tmp_path, slip.edits)
    problems = list(_said(data))
    assert len(problems) == 1, as_text(Problems(problems))
    (problem,) = problems
    assert str(problem.place) == _place(data, slip.edits[0][0], slip.at)
    assert slip.said in problem.message
    assert slip.hint in problem.hint
    assert problem.severity == slip.severity
