"""What git knows of a playbook; and where it knows nothing, why, and what to do about it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from playbook.problems import did_you_mean, quoted

_FOREIGN = re.compile(r"dubious ownership|unsafe repository", re.IGNORECASE)
_NO_REPOSITORY = re.compile(r"not a git repository", re.IGNORECASE)
_NO_FOLDER = re.compile(r"current working directory is untracked", re.IGNORECASE)
_OF_ANOTHER = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables that say where a repository is; git sets them for hooks, of which the folder may not be the playbook's."""


class GitSaysNothing(Exception):
    """Raised where git cannot answer; the text says why, `hint` what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.hint = hint


def asked(root: Path, *words: str) -> bytes:
    """Return what git answers in a folder; raise `GitSaysNothing` where it does not."""
    try:
        done = subprocess.run(["git", *words], cwd=root, env=_variables(root), capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        hint = "install git, or name a folder or a published version instead of a commit"
        raise GitSaysNothing("the program git is not on this machine", hint) from None
    if done.returncode:
        raise _reason(root, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def _variables(root: Path) -> dict[str, str]:
    """Return the environment to ask git in: a folder that is in a repository knows itself which it is."""
    known = _OF_ANOTHER if repository(root) else ()
    kept = {name: value for name, value in os.environ.items() if name not in known}
    return {**kept, "LC_ALL": "C"}  # what it says of its reasons is read here


def _reason(root: Path, said: str) -> GitSaysNothing:
    if _FOREIGN.search(said):
        hint = "run `git config --global --add safe.directory FOLDER`; FOLDER is the whole path of the checkout"
        return GitSaysNothing("the checkout belongs to another user, and git does not read it", hint)
    if _NO_REPOSITORY.search(said) and repository(root):
        hint = "run `git worktree repair` in the repository, if it was moved; in a container, bring it along as well"
        return GitSaysNothing("the repository of this checkout is not where its `.git` says", hint)
    if _NO_REPOSITORY.search(said):
        hint = "clone the repository instead of unpacking an archive of it, or name a folder or a published version"
        return GitSaysNothing("the playbook is in no git repository", hint)
    if _NO_FOLDER.search(said):
        hint = "name a later commit, or a folder or a published version"
        return GitSaysNothing("the folder of the playbook is not in that commit", hint)
    lines = [line for line in said.strip().splitlines() if line]
    return GitSaysNothing(
        f"git says: {quoted(lines[-1] if lines else 'nothing')}", "try the command by hand: `git status`"
    )


def commit_of(root: Path, commit: str) -> str:
    """Return the hash of a commit by any of its names; raise `GitSaysNothing` where there is no such commit."""
    asked(root, "rev-parse", "--git-dir")
    try:
        found = "" if commit.startswith("-") else f"{commit}^{{commit}}"
        return asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", found).decode().strip()
    except GitSaysNothing:
        raise _unknown(root, commit) from None


def archived(root: Path, commit: str) -> bytes:
    """Return the folder `root` as a commit has it, as a tar; raise `GitSaysNothing` where there is no such commit."""
    return asked(root, "archive", "--format=tar", commit_of(root, commit))  # git gives of it what is below the folder


def _unknown(root: Path, commit: str) -> GitSaysNothing:
    """Return why there is no such commit."""
    if asked(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        hint = "fetch all of it: `git fetch --unshallow --tags`, or `fetch-depth: 0` in a workflow"
        return GitSaysNothing(f"there is no commit {quoted(commit)} in this checkout, whose history was cut off", hint)
    names = asked(root, "for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace").split()
    otherwise = "name a folder that holds data/, a published version, or a commit; try `git fetch --tags`"
    message = f"{quoted(commit)} is neither a folder of a playbook nor a commit of git"
    return GitSaysNothing(message, did_you_mean(commit, names, otherwise))


def repository(root: Path) -> bool:
    """Tell whether a folder is in a git repository, whether or not git can read it."""
    return any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents))
