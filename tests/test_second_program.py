"""A second program, in another language and written from the specification alone, agrees with the generator.

It works out every fingerprint anew, of what was published and of the public cases. Where the two differ, the
specification says too little or the generator does something else than it says.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests import node
from tests.needs import needs
from tests.published import FIRST, SECOND, Published
from tests.test_fingerprint import CUT, FROZEN, PAIRS

NODE = node.find()
pytestmark = needs(NODE, node.NEEDED)


def _answers(*arguments: str | Path, given: str = "") -> Any:
    command = [str(NODE), str(node.PROGRAM / "main.mjs"), *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _others(public: Path, version: str) -> dict[str, Any]:
    """Return what the program finds for sections whose fingerprint, on either page, is not that of the record."""
    record = json.loads((public / "releases" / version / "release.json").read_text(encoding="utf-8"))["sections"]
    found = _answers(public, version)
    assert found.keys() == record.keys()
    return {id: found[id] for id in found if {found[id]["page"], found[id]["own"]} != {record[id]["fingerprint"]}}


def test_every_section_of_two_editions_has_its_fingerprint(published_twice: Published):
    assert [_others(published_twice.public, version) for version in (FIRST, SECOND)] == [{}, {}]


def test_every_section_of_the_published_reference_has_its_fingerprint(published_reference: Published):
    version = next((published_reference.public / "releases").iterdir()).name
    assert _others(published_reference.public, version) == {}


def test_every_public_case_is_what_it_says():
    cases = [{"html": case["html"]} for case in FROZEN]
    cases += [
        {"html": pair[side], **{key: pair[key] for key in ("links", "files") if key in pair}}
        for pair in PAIRS
        for side in ("one", "other")
    ]
    found = _answers("-", given=json.dumps([*CUT, *cases]))
    told = [{id: section["text"] for id, section in case["sections"].items()} for case in CUT]
    assert found[: len(CUT)] == told
    assert found[len(CUT) : -2 * len(PAIRS)] == [case["text"] for case in FROZEN]
    sides = iter(found[-2 * len(PAIRS) :])
    assert [pair for pair in PAIRS if (next(sides) == next(sides)) != ("same" in pair)] == []
