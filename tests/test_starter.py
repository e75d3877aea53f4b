"""A playbook of one's own: the wheel brings all that it needs."""

import re
import resource
from pathlib import Path

import pytest

from playbook.folders.starter import write
from playbook.problems import PlaybookError
from tests.published import committed, git
from tests.support import ROOT, run, tree


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder into which the project's wheel was unpacked; nothing of the checkout is seen from there."""
    folder = tmp_path_factory.mktemp("wheel")
    for command, *arguments in (
        ["wheel", "--no-build-isolation", "--wheel-dir", folder, ROOT],
        ["install", "--target", folder / "lib", "--no-index", "--find-links", folder, "governance-playbook"],
    ):
        done = run("-m", "pip", command, "--quiet", "--no-deps", *arguments, cwd=folder, program="python")
        assert done.code == 0, done.said
    return folder / "lib"


def _playbook(installed, *arguments, cwd):
    return run("-m", "playbook", *arguments, cwd=cwd, program="python", PYTHONPATH=str(installed))


def _take_id_of_the_reference(folder):
    """Put the id of the reference playbook into the place of the new one's, which is its own."""
    path = folder / "data" / "playbook.yml"
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^id: playbook-[0-9a-f]{12}$", text, re.MULTILINE)
    path.write_text(re.sub(r"^id: .*$", "id: reference-playbook", text, flags=re.MULTILINE), encoding="utf-8")


def test_a_new_playbook_is_the_reference_playbook_built_from_the_wheel(installed, tmp_path, reference_site):
    begun = _playbook(installed, "new", "ours", cwd=tmp_path)
    assert begun.code == 0, begun.said
    assert not (tmp_path / "ours" / "macros").exists()
    _take_id_of_the_reference(tmp_path / "ours")
    for part in ("data", "docs", ".vscode"):  # the schemas for editors, in data/.schema, included
        brought = tree(ROOT / part)
        brought.pop("register.yml", None)  # what the reference playbook has published is no part of another one
        assert tree(tmp_path / "ours" / part) == brought
    assert _playbook(installed, "check", "--today", "2027-01-15", cwd=tmp_path / "ours").out == "no problems\n"
    built = _playbook(installed, "build", "--strict", cwd=tmp_path / "ours")
    assert (built.code, built.err) == (0, ""), built.said
    assert tree(tmp_path / "ours" / "site") == tree(reference_site.folder)


def test_a_new_playbook_begun_from_a_checkout_and_cloned_builds_as_well(tmp_path, reference_site):
    assert run("new", "begun", cwd=tmp_path).code == 0
    _take_id_of_the_reference(tmp_path / "begun")
    git(tmp_path / "begun", "init", "--quiet")
    git(tmp_path, "clone", "--quiet", str(committed(tmp_path / "begun")), "ours")
    built = run("build", "--strict", cwd=tmp_path / "ours")
    assert (built.code, built.err) == (0, ""), built.said
    assert tree(tmp_path / "ours" / "site") == tree(reference_site.folder)


def test_a_new_playbook_replaces_nothing(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "notes.txt").write_text("keep me", encoding="utf-8")
    refused = run("new", "ours", cwd=tmp_path)
    assert refused.code == 1
    assert refused.err.startswith("ours:1:1: error: something is there already")
    assert "hint: name a folder that is empty" in refused.err
    assert list(tree(tmp_path / "ours")) == ["notes.txt"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x" * 300, "is no path on this machine: a name in it is too long"),
        ("begun/" + "x" * 300, "is no path on this machine: a name in it is too long"),
        ("x/" * 2_500 + "x", "is no path on this machine: file name too long"),
        ("away", "away:1:1: error: this is a link, and none is followed"),
        ("turning", "is no path on this machine: too many levels of symbolic links"),
        ("/proc/ours", "/proc/ours:1:1: error: the playbook cannot be written"),
        ("/dev/null/ours", "/dev/null/ours:1:1: error: "),
        ("taken", "taken:1:1: error: something is there already [new]"),
        ("", ".:1:1: error: something is there already [new]"),
    ],
)
def test_where_no_playbook_can_be_is_told_and_stays(tmp_path: Path, name: str, told: str):
    (tmp_path / "away").symlink_to(tmp_path / "nowhere")
    (tmp_path / "turning").symlink_to("turning")
    (tmp_path / "taken").write_text("keep me", encoding="utf-8")
    done = run("new", "--", name, cwd=tmp_path)
    assert done.code in (1, 2), done.said
    assert told in done.err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["away", "taken", "turning"]


def test_a_name_that_would_write_on_the_terminal_is_told_escaped(tmp_path: Path):
    done = run("new", "a\nb\x1b[31m", cwd=tmp_path)
    assert done.out == "a playbook in a\\u{000a}b\\u{001b}[31m; begin with data/parties.yml\n"


def test_a_disk_without_room_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for folder in (tmp_path / "new" / "below", tmp_path / "empty"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
        try:
            with pytest.raises(PlaybookError, match="the playbook cannot be written: File too large"):
                write(folder)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty"]
    assert not any((tmp_path / "empty").iterdir())
