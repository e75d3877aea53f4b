"""Single edits of the reference playbook, and what is told of each: class, sentence, and whom it concerns.

What is told stands in `edits.yml`, where a reader has all of it in one place. `pytest --bless` writes it there.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook.changes import SORTS, Change
from playbook.loading import load
from playbook.publish.release.editions import Edition, changed, edition
from playbook.source.files import Document, read_file
from playbook.views.change_words import sentence
from playbook.views.sentences import as_plain
from playbook.views.words import ENGLISH
from tests.support import ROOT

EDITS = Path(__file__).with_name("edits.yml")
HEAD = """\
# One edit of the reference playbook each: `old` becomes `new` in a file, the first time it stands there after `at`.
# Below it stands what is told of the edit: the class, the sentence, and the roles that it concerns. Nothing is told of
# what says the same. `pytest --bless` writes what is told.

"""


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as one reads it."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


@cache
def edits() -> list[dict[str, Any]]:
    """Return the edits, and what was told of them."""
    found: list[dict[str, Any]] = yaml.safe_load(EDITS.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def before() -> Edition:
    """The reference playbook as it is."""
    return edition(str(ROOT), ROOT)


def _edited(folder: Path, edit: dict[str, Any]) -> Edition:
    for part in ("data", "docs"):
        shutil.copytree(ROOT / part, folder / "edited" / part)
    path = folder / "edited" / edit["file"]
    text = path.read_text(encoding="utf-8")
    at = text.index(edit["at"]) if "at" in edit else 0
    assert edit["old"] in text[at:], "the edit finds nothing to change"
    path.write_text(text[:at] + text[at:].replace(edit["old"], edit["new"], 1), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "read_file", _read)
        return edition("edited", folder)


_DOCUMENTS: dict[tuple[str, bytes], Document] = {}


def _read(path: Path, shown: str, within: Path | None = None) -> Document:
    """Return what a file of facts holds; what no edit changes is read once."""
    held = (shown, path.read_bytes())
    if held not in _DOCUMENTS:
        _DOCUMENTS[held] = read_file(path, shown, within)
    return _DOCUMENTS[held]


def _told(change: Change, before: Edition, after: Edition) -> str:
    said = as_plain(sentence(change, before.playbook, after.playbook, ENGLISH))
    roles = ", ".join(change.roles)
    return f"{change.sort}: {said}" + (f" [{roles}]" if roles else "")


@pytest.mark.parametrize("name", [edit["name"] for edit in edits()])
def test_an_edit_is_told_in_its_class_and_its_sentence(name: str, before: Edition, tmp_path: Path, bless: bool):
    edit = next(each for each in edits() if each["name"] == name)
    after = _edited(tmp_path, edit)
    told = [_told(change, before, after) for change in changed(before, after)]
    if bless:
        edit["told"] = told
        text = yaml.dump(edits(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        EDITS.write_text(HEAD + text.replace("\n- name:", "\n\n- name:"), encoding="utf-8")
    assert edit["told"] == told
    assert [_told(change, after, before).split(":")[0] for change in changed(after, before)] != [] or told == []


def test_the_edits_are_many_and_of_every_class():
    told = {line.split(":")[0] for edit in edits() for line in edit["told"]}
    assert told == {*SORTS}
    assert sum(bool(edit["told"]) for edit in edits()) >= 66
    assert sum(not edit["told"] for edit in edits()) >= 4
