"""What of a playbook is code is told to its owner before it is run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from playbook.folders.owners_code import ALWAYS
from tests.published import committed
from tests.support import ROOT, replace, run, small


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A playbook in a repository, on a branch from the commit `before`."""
    folder = tmp_path / "playbook"
    small(folder)
    _git(folder.parent, "init", "--quiet", str(folder))
    committed(folder)
    _git(folder, "tag", "before")
    return folder


def test_facts_and_pages_are_no_code(branch: Path):
    replace(branch / "docs" / "about.md", "# About", "# About it")
    (branch / "data" / "new.txt").write_text("x", encoding="utf-8")
    ended = run("check", "--changed-code", "before", cwd=branch)
    assert (ended.code, ended.out) == (0, "no problems\n")


@pytest.mark.parametrize(
    "name",
    [
        "macros/new.py",
        "overrides/main.html",
        "mkdocs.yml",
        ".github/workflows/x.yml",
        "hooks/x.py",
        "other/tool.py",
        "checks/new.py",
    ],
)
def test_code_that_a_branch_changes_is_told_and_not_run(branch: Path, name: str):
    if name.startswith("other/"):
        with (branch / "mkdocs.yml").open("a", encoding="utf-8") as file:
            file.write("\nhooks: [other/tool.py]\n")
        committed(branch)
        _git(branch, "tag", "--force", "before")
    path = branch / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\nraise SystemExit('it ran')\n")
    if name != "macros/new.py":  # what is not committed counts too
        committed(branch)
    ended = run("check", "--changed-code", "before", cwd=branch)
    assert ended.code == 1
    assert ended.out.startswith(
        f"{name}:1:1: error: this is code of the owner, and not as it is in `before` [code-changed]\n"
    )
    assert "it ran" not in ended.said


def test_a_link_in_the_place_of_code_is_code(branch: Path):
    (branch / "checks").symlink_to("docs")
    ended = run("check", "--changed-code", "before", cwd=branch)
    assert (ended.code, ended.out.partition(": error")[0]) == (1, "checks:1:1")


def test_what_git_does_not_know_is_said(branch: Path, tmp_path: Path):
    ended = run("check", "--changed-code", "befor", cwd=branch)
    assert ended.code == 1
    assert "did you mean `before`?" in ended.said
    assert "no git repository" in run("check", "--changed-code", "before", cwd=small(tmp_path / "other")).said


def test_each_row_of_what_could_be_tried_names_tests_that_are_there():
    manual = (ROOT / "docs" / "authoring" / "trust.md").read_text(encoding="utf-8")
    rows = [line for line in manual.partition("## What each could try")[2].splitlines() if line.startswith("| a ")]
    assert len(rows) > 9
    for row in rows:
        named = re.findall(r"`(tests/[a-z_/]+\.py)`", row.rpartition(" | ")[2])
        assert named, row
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_a_new_playbook_brings_whose_approval_its_code_needs(tmp_path: Path):
    assert run("new", "ours", cwd=tmp_path).code == 0
    owned = re.findall(r"^/(\S+) @", (tmp_path / "ours" / "CODEOWNERS").read_text(encoding="utf-8"), re.MULTILINE)
    ours = {name for name in ALWAYS if name.rstrip("/") in {"macros", "overrides", "checks", "hooks", "hosts"}}
    assert {*ours, "mkdocs.yml", "requirements.txt", ".github/", ".gitlab-ci.yml", "CODEOWNERS"} <= set(owned)
    assert not {name for name in owned if name.startswith(("data", "docs"))}


def test_what_runs_in_browsers_is_code_wherever_it_lies(branch: Path):
    replace(branch / "mkdocs.yml", "plugins:\n", "extra_javascript:\n  - path: js/own.js\n    defer: true\nplugins:\n")
    committed(branch)
    _git(branch, "tag", "--force", "before")
    (branch / "docs" / "js").mkdir()
    for name in ("own.js", "other.js"):
        (branch / "docs" / "js" / name).write_text("x()", encoding="utf-8")
    ended = run("check", "--changed-code", "before", cwd=branch)
    assert [line.partition(":")[0] for line in ended.out.splitlines() if ":1:1: error: " in line] == ["docs/js/own.js"]


@pytest.mark.parametrize(
    "settings",
    [
        "a: &a [*a]",
        "? [x, y]\n: z",
        "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}x]\n" for n in range(1, 40)).replace("*a0", "x"),
        "[" * 5000,
        "\t:",
    ],
)
def test_settings_that_mean_harm_are_told_as_changed(branch: Path, settings: str):
    (branch / "mkdocs.yml").write_text(settings, encoding="utf-8")
    ended = run("check", "--changed-code", "before", cwd=branch)
    assert (ended.code, "mkdocs.yml:1:1: error: this is code of the owner" in ended.out) == (1, True)
