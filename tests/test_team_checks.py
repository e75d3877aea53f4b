"""Checks of a team's own: from files beside the facts and from packages, asked wherever ours are."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from playbook.api import check
from playbook.checks.team_checks import checks_of
from tests.support import ROOT, Ended, replace, run, small

ROOMS = '''
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playbook.checks.base import Check, Context, Finding, about


@dataclass
class Room:
    name: str


def forum_no_room(context: Context) -> Iterator[Finding]:
    """A meeting has a room, or half of it waits in another."""
    for forum in context.playbook.forums:
        if not Room(forum.location).name:
            yield about(forum, f"nobody knows where `{forum.id}` meets", "name the room under `location`")


CHECKS = (Check(forum_no_room, "warning"),)
'''
RAISES = '''
from playbook.checks.base import Check, about


def forum_odd(context):
    """A meeting is even."""
    yield about(context.playbook.forums["heads-meet"], "it is odd", "make it even")
    raise KeyError("nothing")


CHECKS = [Check(forum_odd, "info")]
'''

NONE = RAISES[: RAISES.index("    yield")] + "    return None\n" + RAISES[RAISES.index("\n\nCHECKS") :]
ODD = NONE.replace("return None", "return ['x']")


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    """The small playbook with a check of its own, which finds two things."""
    return _with(small(tmp_path / "playbook"), rooms=ROOMS)


def _with(folder: Path, **files: str) -> Path:
    (folder / "checks").mkdir(exist_ok=True, parents=True)
    for name, text in files.items():
        (folder / "checks" / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def _of(ended: Ended, *ids: str) -> list[str]:
    """Return the lines of a report that tell problems with certain ids, without where they are."""
    lines = ended.out.splitlines()
    return [line for line in lines if any(line.endswith(f" [{id}]") for id in ids)]


def _waive(folder: Path, id: str, entity: str) -> None:
    waiver = f"waivers:\n  - check: {id}\n    entity: {entity}\n    reason: It is a small shop.\n"
    replace(folder / "data" / "playbook.yml", "waivers:\n", waiver)


def _set(folder: Path, id: str, setting: str) -> None:
    replace(folder / "data" / "playbook.yml", "checks:\n", f"checks:\n  {id}:\n    {setting}\n")


def test_a_check_of_a_team_fires_and_is_silent(playbook: Path):
    said = _of(run("check", cwd=playbook), "forum-no-room")
    assert [line.partition(": ")[2] for line in said] == [
        "warning: nobody knows where `shop-review` meets [forum-no-room]",
        "warning: nobody knows where `heads-meet` meets [forum-no-room]",
    ]
    assert said[0].startswith("data/cadence.yml:")
    assert run("build", cwd=playbook).code == 0
    assert "nobody knows where `heads-meet` meets" in run("build", "--strict", cwd=playbook).said
    replace(
        playbook / "data" / "cadence.yml", "    purpose: Look ahead.", "    location: Here\n    purpose: Look ahead."
    )
    replace(playbook / "data" / "cadence.yml", "    purpose: Read the", "    location: There\n    purpose: Read the")
    assert _of(run("check", cwd=playbook), "forum-no-room") == []
    assert not list((playbook / "checks").rglob("*.pyc"))


def test_it_is_listed_explained_and_selected(playbook: Path):
    ours = run("check", "--list", cwd=ROOT)
    listed = run("check", "--list", cwd=playbook)
    added = "rooms\n  forum-no-room                  warning  A meeting has a room, or half of it waits in another."
    assert " ".join(listed.out.split()) == " ".join(f"{ours.out} {added}".split())
    explained = run("check", "-f", playbook / "mkdocs.yml", "--explain", "forum-no-room", cwd=playbook.parent)
    assert "Written in: checks/rooms.py" in explained.out
    assert "    forum-no-room:\n      off: true\n" in explained.out
    assert "did you mean `forum-no-room`" in run("check", "--explain", "forum-no-rom", cwd=playbook).said
    told = run("check", "--select", "rooms", cwd=playbook)
    assert len(_of(told, "forum-no-room")) == 2
    assert told.out.splitlines()[-1].startswith("2 warnings")
    assert _of(run("check", "--ignore", "forum-no-room", cwd=playbook), "forum-no-room") == []


def test_it_is_set_and_waived_as_ours_are(playbook: Path):
    _set(playbook, "forum-no-room", "severity: error")
    _waive(playbook, "forum-no-room", "shop-review")
    ended = run("check", cwd=playbook)
    assert [line.partition(": ")[2] for line in _of(ended, "forum-no-room")] == [
        "error: nobody knows where `heads-meet` meets [forum-no-room]",
        "error: nobody knows where `shop-review` meets [forum-no-room]",
    ]
    assert "    waived: It is a small shop." in ended.out
    assert ended.code == 1
    replace(playbook / "data" / "playbook.yml", "    severity: error\n", "    off: true\n")
    ended = run("check", cwd=playbook)
    assert _of(ended, "forum-no-room") == []
    assert "`forum-no-room` is turned off, so nothing of it is waived" in ended.out


def test_a_slip_in_the_name_of_one_is_told(playbook: Path):
    _set(playbook, "forum-no-rom", "off: true")
    ended = run("check", cwd=playbook)
    assert len(_of(ended, "unknown-check")) == 1
    assert "hint: did you mean `forum-no-room`" in ended.out


def test_editors_know_it(playbook: Path):
    assert run("schema", cwd=playbook).code == 0
    schema = json.loads((playbook / "data" / ".schema" / "playbook.json").read_text(encoding="utf-8"))
    settings = schema["properties"]["checks"]["properties"]
    assert settings["forum-no-room"]["description"] == "A meeting has a room, or half of it waits in another."
    assert "forum-no-room" in json.dumps(schema["$defs"]["Waiver"])
    _with(playbook, rooms=ROOMS.replace("forum_no_room", "forum_roomless"))
    run("check", cwd=playbook)
    assert "forum-roomless" in (playbook / "data" / ".schema" / "playbook.json").read_text(encoding="utf-8")


def test_it_stands_on_the_page_of_all_checks(playbook: Path):
    assert run("build", cwd=playbook).code == 0
    assert "{{ check_reference() }}" in (playbook / "docs" / "authoring.md").read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in (playbook / "site").rglob("*.html"))
    assert 'id="check-forum-no-room"' in pages


@pytest.mark.parametrize("style", ["json", "github", "sarif"])
def test_every_report_tells_it_the_same_twice(style: str, playbook: Path):
    _with(playbook, words=RAISES.replace("raise KeyError", "print").replace("forum_odd", "forum_even"))
    first, again = (run("check", "--format", style, cwd=playbook) for _ in range(2))
    assert first == again
    assert "forum-no-room" in first.out
    assert "forum-even" in first.out
    assert first.err == "nothing\n", "what a check prints is no part of a report"
    if style == "sarif":
        (only,) = json.loads(first.out)["runs"]
        rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
        assert len(set(rules)) == len(rules)
        found = {rules[result["ruleIndex"]] for result in only["results"]}
        assert {"forum-no-room", "forum-even"} <= found
    elif style == "json":
        assert {"forum-no-room", "forum-even"} <= {each["id"] for each in json.loads(first.out)["problems"]}


def test_ids_collide_with_nothing(playbook: Path):
    again = ROOMS.replace("forum_no_room", "forum_no_chair")
    read = ROOMS.replace("forum_no_room", "schema")
    ended = run("check", cwd=_with(playbook, again=again, read=read, twice=ROOMS))
    assert ended.code == 1
    assert _of(ended, "own-check") == [
        "checks/again.py:15:1: error: the generator finds something under `forum-no-chair` itself [own-check]",
        "checks/read.py:15:1: error: the generator finds something under `schema` itself [own-check]",
        "checks/twice.py:15:1: error: there is a check `forum-no-room` already, at checks/rooms.py:15:1 [own-check]",
    ]
    assert len(_of(ended, "forum-no-room")) == 2


FAILS = "this code of the playbook's own fails: "
"""How a failure begins."""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RAISES, f"8: {FAILS}KeyError: `'nothing'`"),
        (RAISES.replace("heads-meet", "no-such-forum"), f"7: {FAILS}KeyError: `'no-such-forum'`"),
        (RAISES.replace('"it is odd"', "1"), f"5: {FAILS}TypeError: `it yields a Finding whose"),
        ("def", f"1: {FAILS}SyntaxError: `invalid syntax`"),
        ("\nimport no_such", f"2: {FAILS}ModuleNotFoundError: `No module named 'no_such'`"),
        (
            "from ._words import no_such",
            f"1: {FAILS}ImportError: `cannot import name 'no_such' from '_words' (checks/_words.py)`",
        ),
        ("raise SystemExit(0)", f"1: {FAILS}SystemExit: `0`"),
        ("x = 1", "1: this lists no checks"),
        ("CHECKS = (1,)", "1: `1` is no check"),
        (RAISES.replace('"""A meeting is even."""', ""), "5: `forum-odd` does not say why it asks"),
        (RAISES.replace('"info"', '"bad"'), "5: `bad` is no severity"),
        (RAISES.replace('"info"', '"info", kind="schema"'), "5: `forum-odd` could not be turned off"),
        (RAISES.replace('"info"', '"info", -1'), "5: `-1` is no threshold"),
        (RAISES.replace("forum_odd", "Forum"), "5: `Forum` is no name of a check"),
        (NONE, f"5: {FAILS}TypeError: `'NoneType' object is not iterable`"),
        (ODD, f"5: {FAILS}TypeError: `it yields 'x', which is no Finding`"),
    ],
)
def test_what_fails_is_told_at_its_line_and_the_others_are_asked(text: str, said: str, playbook: Path):
    _waive(playbook, "forum-odd", "heads-meet")
    problems = list(check(_with(playbook, _words="", odd=text) / "data", today=date(2030, 1, 1)))
    (told,) = [problem for problem in problems if problem.id == "own-check"]
    assert f"{told.place.line}: {told.message}".startswith(said)
    assert (told.place.file, told.severity, bool(told.hint)) == ("checks/odd.py", "error", True)
    assert [problem.entity for problem in problems if problem.id == "forum-no-room"] == ["shop-review", "heads-meet"]
    assert not [each for each in problems if each.id in ("unknown-check", "waiver-stale")], "nobody knows what it finds"


def test_what_fails_stops_a_build_as_any_error_does(playbook: Path):
    ended = run("build", cwd=_with(playbook, odd=RAISES))
    assert ended.code == 1
    assert "checks/odd.py:8:1: error: this code of the playbook's own fails: KeyError" in ended.said
    assert "[forum-no-room]" in ended.said
    assert str(playbook) not in ended.said


def test_a_file_that_cannot_be_read_hides_no_other_one(playbook: Path):
    _with(playbook, broken="def")
    listed = run("check", "--list", cwd=playbook)
    assert (listed.code, "forum-no-room" in listed.out) == (1, True)
    assert listed.err.startswith("checks/broken.py:1:4: error: ")
    assert len(_of(run("check", "--select", "forum-no-room", cwd=playbook), "forum-no-room", "own-check")) == 3
    assert "checks/broken.py:1:4" in run("check", "--select", "in-the-broken", cwd=playbook).out


def test_files_share_what_begins_with_an_underscore(playbook: Path):
    _with(
        playbook, _words="HINT = 'name a room'", rooms=ROOMS.replace('"name the room under `location`"', "_words.HINT")
    )
    replace(playbook / "checks" / "rooms.py", "from dataclasses", "from . import _words\nfrom dataclasses")
    assert "    hint: name a room\n" in run("check", cwd=playbook).out


def test_two_playbooks_live_in_one_process_and_a_change_is_read(tmp_path: Path):
    one, other = (
        _with(tmp_path / "one", rooms=ROOMS),
        _with(tmp_path / "other", rooms=ROOMS.replace("_no_", "_without_")),
    )
    before = set(sys.modules)
    found = [{check.id for check in checks_of(folder)} for folder in (one, other, one)]
    assert found[0] == found[2]
    assert (found[0] - found[1], found[1] - found[0]) == ({"forum-no-room"}, {"forum-without-room"})
    added = {name.partition(".")[0] for name in set(sys.modules) - before}
    assert all(name.startswith("playbook_checks_") for name in added)
    _with(one, rooms=ROOMS.replace("_no_", "_ab_"))
    assert {check.id for check in checks_of(one)} - found[1] == {"forum-ab-room"}


def test_links_to_what_others_write_are_not_followed(playbook: Path):
    (playbook / "docs" / "evil.py").write_text("raise SystemExit('it ran')", encoding="utf-8")
    (playbook / "checks" / "evil.py").symlink_to(playbook / "docs" / "evil.py")
    ended = run("check", "--select", "rooms", cwd=playbook)
    assert _of(ended, "own-check") == ["checks/evil.py:1:1: error: this is a link that leads elsewhere [own-check]"]
    assert "it ran" not in ended.said


def _package(folder: Path, module: str, target: str = "") -> Path:
    """Install a package that brings checks, in a folder of its own."""
    held = folder / "packages"
    (held / "acme_checks-1.0.dist-info").mkdir(parents=True)
    (held / "acme_checks.py").write_text(module, encoding="utf-8")
    info = held / "acme_checks-1.0.dist-info"
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-checks\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[playbook.checks]\nacme = acme_checks{target}\n", encoding="utf-8")
    return held


@pytest.mark.parametrize("target", ["", ":CHECKS"])
def test_a_package_brings_checks(target: str, tmp_path: Path):
    installed = _package(tmp_path, ROOMS, target)
    folder = small(tmp_path / "playbook")
    assert _of(run("check", cwd=folder), "forum-no-room") == []
    ended = run("check", "--select", "acme", cwd=folder, PYTHONPATH=os.fspath(installed))
    assert len(_of(ended, "forum-no-room")) == 2
    _with(folder, rooms=ROOMS)
    ended = run("check", cwd=folder, PYTHONPATH=os.fspath(installed))
    assert _of(ended, "own-check") == [
        "acme_checks.py:15:1: error: there is a check `forum-no-room` already, at checks/rooms.py:15:1 [own-check]"
    ]


@pytest.mark.parametrize(
    ("module", "target", "place"),
    [(RAISES, "", "acme_checks.py:8:1"), ("1 / 0", "", "acme_checks.py:1:1"), ("", "_not_there", "acme-checks:1:1")],
)
def test_a_package_that_fails_is_told(module: str, target: str, place: str, tmp_path: Path):
    installed = _package(tmp_path, module, target)
    ended = run("check", cwd=small(tmp_path / "playbook"), PYTHONPATH=os.fspath(installed))
    assert [line.partition(": error")[0] for line in _of(ended, "own-check")] == [place]
    assert str(tmp_path) not in ended.said


def test_the_example_of_the_manual_runs_as_it_is_written(tmp_path: Path):
    manual = (ROOT / "docs" / "authoring" / "checks.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"^```python\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    folder = _with(small(tmp_path / "playbook"), rooms=written)
    _set(folder, "forum-too-long", "threshold: 1")
    problems = list(check(folder / "data"))
    assert [problem for problem in problems if problem.id == "own-check"] == []
    found = {(each.id, each.entity) for each in problems if each.id in ("forum-no-room", "forum-too-long")}
    assert found == {
        ("forum-no-room", "shop-review"),
        ("forum-no-room", "heads-meet"),
        ("forum-too-long", "counter-talk"),
    }
