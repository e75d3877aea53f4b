"""What earlier releases read and published: facts are read, trees are proved, cited, compared, and published on."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest

from tests.published import committed, git
from tests.support import ROOT, replace, run

TREES = ROOT / "tests" / "trees"
RELEASES = sorted(path.name.removesuffix(".tar.xz") for path in TREES.glob("*.tar.xz"))


@pytest.fixture(scope="module", params=RELEASES)
def where(request, tmp_path_factory) -> Path:
    """Return a folder with the tree of a release below `public`, beside the playbook that it was published from."""
    folder = tmp_path_factory.mktemp("earlier")
    with tarfile.open(TREES / f"{request.param}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    for part in ("macros", "overrides"):
        shutil.copytree(ROOT / part, folder / "playbook" / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_its_facts_are_read_as_they_were(where):
    done = run("check", cwd=where / "playbook")
    assert done.code == 0, done.said
    assert "Nothing changed." in run("diff", "2030-2", "--from", "../public", cwd=where / "playbook").out


def test_it_is_proved_whole(where):
    done = run("verify", "public", cwd=where)
    assert (done.code, done.out.splitlines()[-1]) == (0, "unchanged, 883 files looked at"), done.said


def test_a_change_to_it_is_noticed(where, tmp_path):
    shutil.copytree(where / "public", tmp_path / "public")
    cited = tmp_path / "public" / "2030-1" / "s" / "role-cashier" / "text.txt"
    cited.write_text(cited.read_text(encoding="utf-8").replace("Cashier", "Teller"), encoding="utf-8")
    done = run("verify", "public", cwd=tmp_path)
    assert done.code == 1
    assert "2030-1/s/role-cashier/text.txt" in done.said


def test_a_section_of_it_is_cited(where):
    done = run("cite", "role-bakery-head", "--from", "public", "--version", "2030-2", cwd=where)
    assert done.code == 0, done.said
    assert "2030-2" in done.out


def test_its_versions_are_compared_with_each_other_and_with_today(where):
    between = run("diff", "2030-1", "2030-2", "--from", "../public", cwd=where / "playbook")
    assert "buys{+ and bakes+}." in between.out
    today = run("diff", "../public/2030-1", ".", cwd=where / "playbook")
    assert "buys{+ and bakes+}." in today.out


def test_the_playbook_is_found_beside_its_settings(where):
    done = run("diff", "2030-1", "--from", "public", "-f", "playbook/mkdocs.yml", cwd=where)
    assert "buys{+ and bakes+}." in done.out, done.said


def test_it_is_published_on(where, tmp_path):
    shutil.copytree(where, tmp_path / "on")
    folder = tmp_path / "on" / "playbook"
    replace(folder / "data" / "playbook.yml", 'version: "2030-2"', 'version: "2031-1"')
    replace(folder / "data" / "playbook.yml", "publish: strict\n", "")  # later releases ask more
    git(folder, "init", "--quiet")
    done = run("publish", "2031-1", "--to", "../public", cwd=committed(folder))
    assert done.code == 0, done.said
    assert run("verify", "../public", cwd=folder).code == 0
