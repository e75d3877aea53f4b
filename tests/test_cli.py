"""The command: its exit codes, its help, where it may be run, and the report for machines."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support import replace, run, small


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    return small(tmp_path)


@pytest.mark.parametrize("command", ["check", "build", "serve"])
def test_every_command_explains_itself(command: str, tmp_path: Path):
    assert command in run("--help", cwd=tmp_path).out
    done = run(command, "--help", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "--config-file" in done.out
    assert "--strict" in done.out


def test_it_says_its_version(tmp_path: Path):
    done = run("--version", cwd=tmp_path)
    assert (done.code, done.out.split()[0]) == (0, "playbook,")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["build"],
        ["serve"],
        ["check", "-f", "elsewhere.yml"],
        ["check", "--format", "xml"],
        ["check", "--today", "tomorrow"],
        ["build", "--no-such-option"],
        ["wombat"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_two(arguments: list[str], tmp_path: Path):
    done = run(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err
    assert "Traceback" not in done.err


def test_check_finds_nothing_wrong_with_the_small_playbook(playbook: Path):
    done = run("check", "--strict", cwd=playbook)
    assert (done.code, done.err) == (0, "")
    assert " error: " not in done.out
    assert "waived: Nobody else need know of it." in done.out


def test_check_writes_nothing(playbook: Path):
    run("check", cwd=playbook)
    assert sorted(path.name for path in playbook.iterdir()) == ["data", "docs", "macros", "mkdocs.yml", "overrides"]


def test_check_exits_with_one_on_an_error(playbook: Path):
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    done = run("check", cwd=playbook)
    assert (done.code, done.err) == (1, "")
    *problem, hint, summary = done.out.splitlines()
    assert problem[0].startswith("data/responsibilities.yml:")
    assert hint == "    hint: did you mean `cashier`?"
    assert summary == "1 error"


def test_check_exits_with_one_on_a_warning_only_where_strict(playbook: Path):
    replace(playbook / "data/onboarding.yml", "        evidence: A key in the hand.\n", "")
    assert run("check", cwd=playbook).code == 0
    done = run("check", "--strict", cwd=playbook)
    assert done.code == 1
    assert "1 warning" in done.out.splitlines()[-1]


def test_check_holds_dates_against_the_day_it_is_given(playbook: Path):
    assert "review-overdue" not in run("check", "--today", "2030-11-01", cwd=playbook).out
    assert "review-overdue" in run("check", "--today", "2030-11-02", cwd=playbook).out


def test_check_finds_what_is_wrong_with_pages(playbook: Path):
    replace(playbook / "docs/about.md", "{{ coverage() }}", "{{ coverige() }}")
    done = run("check", cwd=playbook)
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("docs/about.md:13:4: error: ")


def test_the_report_for_machines(playbook: Path):
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    replace(playbook / "data/parties.yml", "country: Ireland", "county: Ireland")
    done = run("check", "--format", "json", cwd=playbook)
    assert (done.code, done.err) == (1, "")
    report = json.loads(done.out)
    assert set(report) == {"problems", "waived", "summary"}
    keys = {"file", "line", "column", "id", "severity", "message", "hint", "entity"}
    assert report["problems"]
    for problem in report["problems"]:
        assert set(problem) == keys
        assert {type(problem[key]) for key in ("line", "column")} == {int}
        assert {type(problem[key]) for key in keys - {"line", "column", "entity"}} == {str}
        assert problem["severity"] in ("error", "warning", "info")
    first = report["problems"][0]
    assert (first["file"], first["id"], first["entity"]) == ("data/parties.yml", "schema", "tills")
    assert first["hint"] == "did you mean `country`?"
    assert report["summary"] == {"error": 2, "warning": 0, "info": 0}


def test_the_report_for_machines_holds_what_is_waived(playbook: Path):
    done = run("check", "--format", "json", cwd=playbook)
    report = json.loads(done.out)
    assert (done.code, report["summary"]["error"]) == (0, 0)
    assert [waived["reason"] for waived in report["waived"]] == ["Nobody else need know of it."]


@pytest.mark.parametrize("command", ["check", "build"])
def test_it_runs_from_another_folder(command: str, playbook: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run(command, "-f", "../mkdocs.yml", cwd=elsewhere)
    assert done.code == 0, done.said
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    done = run(command, "-f", "../mkdocs.yml", cwd=elsewhere)
    assert done.code == 1
    assert done.said.startswith("data/responsibilities.yml:")
    assert list(elsewhere.iterdir()) == []


def test_build_says_where_and_how_much(playbook: Path):
    done = run("build", "-d", "made/here", cwd=playbook)
    assert (done.code, done.err) == (0, "")
    pages = len(list((playbook / "made" / "here").rglob("index.html")))
    assert done.out == f"{pages} pages in {playbook / 'made' / 'here'}\n"
    assert not (playbook / "site").exists()


@pytest.mark.parametrize("command", ["check", "build", "serve"])
def test_a_missing_data_folder_is_told(command: str, playbook: Path):
    shutil.rmtree(playbook / "data")
    done = run(command, cwd=playbook)
    assert done.code == 1
    assert re.search("^data:1:1: error: there is no data folder", done.said, re.MULTILINE)
    assert "Traceback" not in done.said


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_missing_file_is_told(command: str, playbook: Path):
    (playbook / "data" / "roles.yml").unlink()
    done = run(command, cwd=playbook)
    assert done.code == 1
    assert "data/roles.yml:1:1: error: the file is missing" in done.said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  - playbook\n", "", "playbook"),
        ("docs_dir: docs", "docs_dir: pages", "docs_dir"),
        ("docs_dir: docs", "docs_dir: [", "mkdocs.yml"),
        ("  name: material", "  name: wombat", "wombat"),
        ("  - playbook\n", "  - playbook:\n      data_dir: [data]\n", "data_dir"),
        ("      module_name: macros\n", "      module_name: makros\n", "makros"),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_settings_that_cannot_work_are_told(command: str, old: str, new: str, said: str, playbook: Path):
    replace(playbook / "mkdocs.yml", old, new)
    done = run(command, cwd=playbook)
    assert done.code == 1
    assert said in done.said
    assert "Traceback" not in done.said
