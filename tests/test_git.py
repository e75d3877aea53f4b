"""A playbook in git: nothing is lost on the way, and where git knows nothing, it is said why and what to do."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from functools import partial
from pathlib import Path

import pytest

from tests.forked import Ended, Process, playbook
from tests.published import FIRST, committed, git, registered
from tests.support import SMALL, environment, replace, run, small, tree

EARLIER = "agreed"
"""The tag of the commit before the last one."""
BEFORE, AFTER = "Decide what the bakery buys.", "Decide what the bakery buys and bakes."
TOLD = "“Decide what the bakery buys{+ and bakes+}.”"


def _cloned(repository: Path, folder: Path) -> None:
    git(repository, "clone", "--quiet", str(repository), str(folder))


def _unpacked(repository: Path, folder: Path) -> None:
    done = subprocess.run(
        ["git", "archive", "--format", "zip", "HEAD"], cwd=repository, check=True, capture_output=True
    )
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder)


def _worktree(repository: Path, folder: Path) -> None:
    git(repository, "worktree", "add", "--quiet", "--detach", str(folder))


WAYS = {"clone": _cloned, "archive": _unpacked, "worktree": _worktree}


def _everything(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return every file of a folder with its hash, and every folder, but those of git."""
    files = {name: hash for name, hash in tree(folder).items() if name.split("/")[0] != ".git"}
    folders = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()]
    return files, sorted(name for name in folders if name.split("/")[0] != ".git")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new playbook, committed as it was begun."""
    folder = tmp_path_factory.mktemp("begun")
    assert run("new", "ours", cwd=folder).code == 0
    git(folder / "ours", "init", "--quiet")
    return committed(folder / "ours")


@pytest.fixture(scope="module")
def shortened(begun: Path) -> Path:
    """The same with the facts and the pages of the small playbook, which are built in no time; registered."""
    folder = begun.parent / "shortened"
    _cloned(begun, folder)
    for part in ("data", "docs"):
        shutil.rmtree(folder / part)
        shutil.copytree(SMALL / part, folder / part)
    git(folder, "checkout", "--quiet", "HEAD", "--", "docs/assets")  # the settings name the logo
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"^nav:\n(?: .*\n)+", "", settings, flags=re.MULTILINE).replace("  - search\n", "")
    (folder / "mkdocs.yml").write_text(settings.replace("extensions:\n", "extensions:\n  - abbr\n"), encoding="utf-8")
    return registered(folder)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_new_playbook_is_lost_in_git(way: str, begun: Path, tmp_path: Path):
    WAYS[way](begun, tmp_path / "taken")
    assert _everything(tmp_path / "taken") == _everything(begun)


@pytest.mark.parametrize("way", WAYS)
def test_every_command_works_on_what_comes_out_of_git(way: str, shortened: Path, tmp_path: Path):
    folder = tmp_path / "taken"
    WAYS[way](shortened, folder)
    checked = run("check", "--today", "2030-01-15", cwd=folder)
    assert (checked.code, checked.out.splitlines()[-1], checked.err) == (0, "no problems", "")
    built = run("build", "--strict", cwd=folder)
    assert (built.code, built.err) == (0, "")
    published = run("publish", FIRST, "--to", "public", cwd=folder)
    assert (published.code, published.err) == (0, "")
    assert (_commit(folder / "public") is None) == (way == "archive")
    assert run("verify", "public", cwd=folder).code == 0
    if way != "archive":
        assert _head(folder) == _commit(folder / "public")
        status = subprocess.run(["git", "status", "--porcelain"], cwd=folder, check=True, capture_output=True)
        assert status.stdout == b""
        replace(folder / "data" / "roles.yml", BEFORE, AFTER)
        refused = run("publish", FIRST, "--to", tmp_path / "other", cwd=folder)
        assert refused.err.startswith("data/roles.yml:1:1: error: this differs from the commit [dirty]")
        assert TOLD in run("diff", "HEAD", cwd=folder).out


def _commit(public: Path) -> str | None:
    return json.loads((public / "releases" / FIRST / "release.json").read_text(encoding="utf-8"))["commit"]


def _head(folder: Path) -> str:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="module", params=[".", "teams/shop"], ids=["at the top", "below"])
def compared(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository whose playbook names an earlier commit, and the folder of the playbook in it."""
    repository = tmp_path_factory.mktemp("compared")
    folder = small(repository / request.param)
    git(repository, "init", "--quiet")
    git(committed(repository), "tag", EARLIER)
    replace(folder / "data" / "roles.yml", BEFORE, AFTER)
    replace(folder / "mkdocs.yml", "  - playbook\n", f"  - playbook:\n      since: {EARLIER}\n")
    return committed(repository), request.param


def _asked(folder: Path, *words: str | Path, **more: str) -> Ended:
    """Run the command as a user whom nothing but `more` is set for."""
    settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", **more}
    return Process(folder, environment(**settings)).ended(partial(playbook, *words), 120)


def _refused(folder: Path, said: str, hint: str, **more: str) -> None:
    """Hold a check to say, where the edition is named, why it cannot be looked up and what to do."""
    lines = (folder / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "since:" in line)
    done = _asked(folder, "check", **more)
    place = f"mkdocs.yml:{number}:{lines[number - 1].index(EARLIER) + 1}: error: "
    assert done.code == 1
    assert [line for line in done.out.splitlines() if ": error: " in line] == [f"{place}{said} [no-edition]"]
    assert f"\n    hint: {hint}\n" in done.out


CANNOT = f"the edition `{EARLIER}` cannot be looked up: "


def test_an_earlier_commit_is_found(compared: tuple[Path, str]):
    repository, below = compared
    assert _asked(repository / below, "check").code == 0
    told = _asked(repository, "diff", EARLIER, "-f", Path(below) / "mkdocs.yml")
    assert (told.code, told.err) == (0, "")
    assert TOLD in told.out


def test_an_earlier_commit_is_found_in_a_worktree_from_a_hook(compared: tuple[Path, str], tmp_path: Path):
    """Git tells the hooks of a worktree where its repository is, and no more where the folder begins."""
    repository, below = compared
    _worktree(repository, tmp_path / "taken")
    asked = ["rev-parse", "--absolute-git-dir"]
    done = subprocess.run(["git", *asked], cwd=tmp_path / "taken", check=True, capture_output=True, text=True)
    hook = {"GIT_DIR": done.stdout.strip(), "GIT_INDEX_FILE": f"{done.stdout.strip()}/index", "GIT_PREFIX": ""}
    assert TOLD in _asked(tmp_path / "taken" / below, "diff", EARLIER, **hook).out
    git(tmp_path / "taken", "rm", "--quiet", "--cached", "--", f"{below}/data/risks.yml")
    refused = _asked(tmp_path / "taken" / below, "publish", FIRST, "--to", tmp_path / "public", **hook)
    assert re.findall(r"^(\S+):1:1: error: this differs", refused.err, re.MULTILINE) == ["data/risks.yml"]
    git(repository, "worktree", "remove", "--force", str(tmp_path / "taken"))


def test_a_history_that_was_cut_off(compared: tuple[Path, str], tmp_path: Path):
    repository, below = compared
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "taken")
    said = f"there is no commit `{EARLIER}` in this checkout, whose history was cut off"
    hint = "fetch all of it: `git fetch --unshallow --tags`, or `fetch-depth: 0` in a workflow"
    _refused(tmp_path / "taken" / below, said, hint)
    git(tmp_path / "taken", "fetch", "--quiet", "--unshallow", "--tags")
    assert _asked(tmp_path / "taken" / below, "check").code == 0


def test_a_checkout_of_another_user(compared: tuple[Path, str], tmp_path: Path):
    repository, below = compared
    another = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}  # git then takes every folder for another user's
    said = f"{CANNOT}the checkout belongs to another user, and git does not read it"
    hint = "run `git config --global --add safe.directory FOLDER`; FOLDER is the whole path of the checkout"
    _refused(repository / below, said, hint, **another)
    refused = _asked(repository / below, "publish", FIRST, "--to", tmp_path / "public", **another)
    assert refused.err.startswith(".git:1:1: error: nobody can tell whether this is a commit: the checkout belongs to")
    cure = {**another, "GIT_CONFIG_GLOBAL": str(tmp_path / "settings")}
    git(tmp_path, "config", "--file", "settings", "--add", "safe.directory", str(repository))
    assert _asked(repository / below, "check", **cure).code == 0


def test_no_repository(compared: tuple[Path, str], tmp_path: Path):
    repository, below = compared
    _unpacked(repository, tmp_path / "taken")
    hint = "clone the repository instead of unpacking an archive of it, or name a folder or a published version"
    _refused(tmp_path / "taken" / below, f"{CANNOT}the playbook is in no git repository", hint)
    (tmp_path / "taken" / below / EARLIER).mkdir()
    _unpacked(repository, tmp_path / "other")
    shutil.copytree(tmp_path / "other" / below / "data", tmp_path / "taken" / below / EARLIER / "data")
    assert _asked(tmp_path / "taken" / below, "check").code == 0


def test_a_worktree_whose_repository_is_elsewhere(compared: tuple[Path, str], tmp_path: Path):
    repository, below = compared
    shutil.copytree(repository, tmp_path / "repository")
    _worktree(tmp_path / "repository", tmp_path / "taken")
    (tmp_path / "repository").rename(tmp_path / "moved")
    hint = "run `git worktree repair` in the repository, if it was moved; in a container, bring it along as well"
    _refused(tmp_path / "taken" / below, f"{CANNOT}the repository of this checkout is not where its `.git` says", hint)
    git(tmp_path / "moved", "worktree", "repair")
    assert _asked(tmp_path / "taken" / below, "check").code == 0


def test_no_program(compared: tuple[Path, str], tmp_path: Path):
    repository, below = compared
    hint = "install git, or name a folder or a published version instead of a commit"
    _refused(repository / below, f"{CANNOT}the program git is not on this machine", hint, PATH=str(tmp_path))
    refused = _asked(repository / below, "publish", FIRST, "--to", tmp_path / "public", PATH=str(tmp_path))
    assert refused.err.startswith(".git:1:1: error: nobody can tell whether this is a commit: the program git is not")


def test_a_commit_before_the_playbook_stood_where_it_stands(compared: tuple[Path, str], tmp_path: Path):
    repository, below = compared
    _cloned(repository, tmp_path / "taken")
    shutil.copytree(repository / below, tmp_path / "taken" / "moved", ignore=shutil.ignore_patterns(".git"))
    said = f"{CANNOT}the folder of the playbook is not in that commit"
    _refused(tmp_path / "taken" / "moved", said, "name a later commit, or a folder or a published version")
