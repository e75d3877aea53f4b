"""The log: its form, what follows from it, and trees that were published before there was one."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from playbook.commands.cli import main
from playbook.commands.verify import exit_of
from playbook.folders.outputs import refuse_other
from playbook.problems import PlaybookError
from playbook.publish.release import root_pages
from playbook.publish.release.release import Decided
from playbook.publish.release.statements import rebuild_root
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree import record, root_files, version_status
from playbook.publish.tree.log import Event, Log, as_event, read
from playbook.publish.tree.readers import Folder
from playbook.publish.verify.verdict import Verdict
from playbook.publish.verify.verify import verify
from tests import node, small_tree
from tests.needs import needs
from tests.small_tree import IDS, TODAY
from tests.support import Ended, tree

CASES = Path(__file__).parent / "log" / "cases.yml"
FIRST, SECOND = "2030-1", "2030-2"
NODE = node.find()


def _cases() -> list[dict[str, Any]]:
    return list(yaml.load(CASES.read_text(encoding="utf-8"), yaml.BaseLoader)["cases"])  # noqa: S506  # only texts


def _log(case: dict[str, Any]) -> Log:
    log = Log()
    for told in case["events"]:
        facts = {name: _whole(name, text) for name, text in told.items() if name not in ("event", "day", "key")}
        day = date.fromisoformat(told.get("day", "2026-01-01"))
        log = log.following(day, told["event"], told.get("key"), **facts)
    return log


def _whole(name: str, text: str) -> str:
    """Return a fact; a hash is written with its two first digits."""
    return text * 32 if name in ("record", "signature") else text


def _follows(log: Log) -> dict[str, Any]:
    wrong = [name for name, _ in version_status.contradictions(log)]
    return {"status": version_status.status(log), "wrong": wrong, "head": log.head}


def test_what_follows_from_each_log_is_what_it_was(bless: bool):
    """The cases are part of the specification: what follows from them never changes."""
    expected = CASES.with_name("expected.json")
    found = {case["name"]: _follows(_log(case)) for case in _cases()}
    if bless:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(expected.read_text(encoding="utf-8")) == found
    assert found["what cannot follow what was before it"]["wrong"] == [
        f"log/000{number}.json" for number in (2, 3, 4, 6, 7, 8)
    ]


@needs(NODE, node.NEEDED)
def test_a_second_program_reads_the_same_from_each_log(tmp_path: Path):
    """It was written from `docs/authoring/log.md` alone."""
    for number, case in enumerate(_cases()):
        folder = tmp_path / str(number) / "log"
        folder.mkdir(parents=True)
        for event in _log(case).events:
            (folder / Path(event.name).name).write_bytes(event.as_json())
        command = [str(NODE), str(node.PROGRAM / "log.mjs"), str(folder.parent)]
        done = subprocess.run(command, capture_output=True, check=True)
        found = json.loads(done.stdout)
        assert found == {**_follows(_log(case)), "broken": []}, case["name"]
        (folder / "0001.json").write_bytes((folder / "0001.json").read_bytes().replace(b"2026", b"2025", 1))
        done = subprocess.run(command, capture_output=True, check=True)
        broken = json.loads(done.stdout)["broken"]
        assert broken[:1] == [name for name, _ in read(Folder(folder.parent)).flaws][:1], case["name"]


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"number": "1"},
        {"number": 2},
        {"previous": "0" * 64},
        {"previous": 1},
        {"day": "2026-02-30"},
        {"event": "burnt"},
        {"event": None},
        {"key": 5},
        {"version": "../2026"},
        {"record": "aa"},
        {"status": "in force"},
        {"effective_from": "soon"},
        {"effective_to": None},
        {"more": "x"},
        {"reason": "x"},
    ],
    ids=str,
)
def test_an_event_in_another_form_is_told_and_not_guessed_at(tmp_path: Path, change: dict[str, Any]):
    event = json.loads(_log(_cases()[0]).events[0].as_json())
    (tmp_path / "log").mkdir()
    for written in ({**event, **change}, {name: value for name, value in event.items() if name not in change}):
        if written == event:
            continue
        (tmp_path / "log" / "0001.json").write_text(json.dumps(written), encoding="utf-8")
        if written.keys() == event.keys() - {"effective_to"}:
            continue
        assert [name for name, _ in read(Folder(tmp_path)).flaws] == ["log/0001.json"], written


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\0", '{"form": 1}', "[" * 100_000])
def test_what_is_no_event_is_told(text: str):
    with pytest.raises(ValueError, match=r"\w"):
        as_event(text.encode())


# Days --------------------------------------------------------------------------------------------------------------


def test_a_version_that_was_published_late_says_so(tmp_path: Path):
    public = tmp_path / "public"
    small_tree.published(public, "2020-1")
    small_tree.published(public, FIRST)
    late = f"published on {TODAY}, after the first of these days"
    told = _run("status", "--to", public).out.splitlines()
    assert [line.strip() == late for line in told] == [False, False, True, False]
    said = f"published on {TODAY.day} {TODAY:%B %Y}, after the first of these days"
    for page in ("index.html", "on/index.html", f"s/{IDS[0]}/index.html"):
        assert said in (public / page).read_text(encoding="utf-8"), page
    cited = _run("cite", IDS[0], "--from", public, "--version", "2020-1")
    assert "published on" not in cited.err, "it is in force"
    proved = _run("verify", public / "2020-1" / "s" / IDS[0])
    assert f"; it was published on {TODAY}" in proved.out


def test_a_clock_that_is_behind_writes_nothing(tmp_path: Path):
    public = tmp_path / "public"
    small_tree.published(public, FIRST)
    before = tree(public)
    done = _run("status", FIRST, "--to", public, "--erratum", "Read on.", "--date", "2020-01-01")
    assert (done.code, "the last event in the log is of" in done.err, tree(public) == before) == (1, True, True)


# Trees without a log -----------------------------------------------------------------------------------------------


def _older(public: Path) -> None:
    """Make a tree what it would be if it had been published before there was a log."""
    shutil.rmtree(public / "log")
    before: record.Before | None = None
    for version in (FIRST, SECOND):
        file = public / "releases" / version / "release.json"
        held = json.loads(replace(record.read(file), previous=before).as_json())
        del held["log"], held["engine"]
        file.write_text(json.dumps({**held, "form": 1}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        before = record.Before(version, record.sha256(file))
    status = json.loads((public / "status.json").read_text(encoding="utf-8"))
    for each in status.values():
        del each["published"], each["withdrawals"]
    status[FIRST]["withdrawn"] = {"on": "2030-02-03", "reason": "A slip."}
    status[SECOND]["errata"] = [{"on": "2030-08-01", "text": "Read net 45.", "section": IDS[1]}]
    (public / "status.json").write_text(json.dumps(status), encoding="utf-8")
    names = [line.partition("  ")[2] for line in (public / root_files.NAME).read_text(encoding="utf-8").splitlines()]
    kept = {name: (public / name).read_bytes() for name in names if not name.startswith("log/")}
    (public / root_files.NAME).write_bytes(root_files.sums(kept))


@pytest.fixture
def older(tmp_path: Path) -> Path:
    public = tmp_path / "public"
    for version in (FIRST, SECOND):
        small_tree.published(public, version)
    _older(public)
    return public


def _proved(public: Path) -> Verdict:
    return verify(str(public), None, fingerprint)


def _run(*words: str | Path) -> Ended:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return Ended(done.exit_code, done.stdout, done.stderr)


def test_a_tree_without_a_log_is_read_and_proved(older: Path):
    assert _proved(older).faults == ()
    done = _run("status", "--to", older, "--date", "2030-09-01")
    assert done.out.splitlines()[1:] == [
        f"{FIRST}: withdrawn, 2030-01-01 to open",
        "    withdrawn on 2030-02-03: A slip.",
        f"{SECOND}: in force, 2030-02-01 to open",
        f"    erratum (4) of 2030-08-01, {IDS[1]}: Read net 45.",
    ]
    assert _run("cite", IDS[1], "--from", older, "--version", SECOND).err.count("erratum of 2030-08-01") == 1


@pytest.mark.parametrize("way", ["publish", "status"])
def test_the_next_one_to_write_takes_it_over_and_says_so(older: Path, way: str):
    records = {name: held for name, held in tree(older).items() if name.startswith(("2030-", "releases/"))}
    if way == "publish":
        small_tree.published(older, "2031-1")
    else:
        done = _run("status", FIRST, "--to", older, "--erratum", "Read on.")
        assert done.out.startswith("the log begins: 2 versions were published before it, nobody knows on which day\n")
        assert "the log begins" not in _run("status", "--to", older).out
    assert _proved(older).faults == ()
    assert {name: held for name, held in tree(older).items() if name in records} == records
    events = read(Folder(older)).events
    kinds = ["published", "published", "withdrawn", "erratum", "published" if way == "publish" else "erratum"]
    assert [each.event for each in events] == kinds
    assert [each.version for each in events if each.facts.get("taken_over")] == [FIRST, SECOND]
    assert (older / "log/index.html").read_text(encoding="utf-8").count("Published before this log began.") == 2
    assert version_status.status(Log(events))[FIRST]["withdrawn"] == {"on": "2030-02-03", "reason": "A slip."}
    assert "published on" not in _run("status", "--to", older).out, "nobody knows on which day that was"


@pytest.mark.parametrize("text", ["{", "[]", '{"2030-1": {"errata": [1]}}', '{"2030-1": {"withdrawn": "yes"}}', "\0"])
def test_what_an_older_tree_says_is_not_lost_where_it_cannot_be_read(older: Path, text: str):
    (older / "status.json").write_text(text, encoding="utf-8")
    before = tree(older)
    with pytest.raises(PlaybookError):
        small_tree.published(older, "2031-1")
    done = _run("status", "--to", older)
    assert (done.code, "put the last good one back" in done.err) == (1, True)
    assert tree(older) == before


def test_a_tree_that_had_a_log_is_no_older_one(tmp_path: Path):
    public = tmp_path / "public"
    small_tree.published(public, FIRST)
    shutil.rmtree(public / "log")
    with pytest.raises(PlaybookError, match="the log is gone"):
        rebuild_root(public, small_tree.root_writer(public))


def test_a_name_with_more_digits_follows():
    event = Event(10_000, None, TODAY, "reinstated", None, {"version": "1"})
    assert event.name == "log/10000.json"


def test_a_refusal_after_a_version_stands_says_that_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    public = tmp_path / "public"
    with monkeypatch.context() as patch:
        patch.setattr(root_pages, "write", lambda *_: refuse_other(public / "releases", lambda _: False))
        with pytest.raises(Decided) as refused:
            small_tree.published(public, FIRST)
    assert [event.event for event in read(Folder(public)).events] == ["published"]
    assert exit_of(refused.value, outcome="nothing was published").code == 1
    assert "it is in the tree, and what stands above the versions is not written yet: run the command again" in (
        capsys.readouterr().err
    )
    assert small_tree.published(public, FIRST) is False
    assert verify(str(public), fingerprint=fingerprint).faults == ()
