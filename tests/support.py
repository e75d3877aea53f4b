"""What the tests share: running the command as a user does, copying playbooks, comparing folders."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.forked import Ended, Process, playbook

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "site"
PLAYBOOKS = ROOT / "tests" / "playbooks"
SCRIPTS = Path(sysconfig.get_path("scripts"))
PARTS = ("mkdocs.yml", "data", "docs", "macros", "overrides")
"""What a playbook consists of."""
COMPILED = "PLAYBOOK_TESTS_COMPILED"
"""Names the folder in which commands keep what Python compiles."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def environment(**more: str) -> dict[str, str]:
    """Return the environment commands run in: this one, without what would change their output.

    What Python compiles is kept for the tests that follow, and apart from the playbooks whose files are compared.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MKDOCS"))}
    return {**kept, "PYTHONPYCACHEPREFIX": os.environ[COMPILED], "NO_MKDOCS_2_WARNING": "1", **more}


def run(*arguments: str | Path, cwd: Path, program: str = "playbook", timeout: float = 120, **more: str) -> Ended:
    """Run a command to its end in `cwd`; `more` are environment variables, for which a process is begun anew."""
    if program == "playbook" and not more:
        return Process(cwd, environment()).ended(partial(playbook, *arguments), timeout)
    command = [SCRIPTS / program, *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, text=True, encoding="utf-8", timeout=timeout
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def built(folder: Path, *arguments: str | Path, **more: str) -> Path:
    """Build the playbook in `folder`, which must succeed, and return its site."""
    done = run("build", *arguments, cwd=folder, **more)
    assert done.code == 0, done.said
    return folder / "site"


def small(folder: Path) -> Path:
    """Make `folder` a copy of the small playbook, with the macros and the overrides of the repository."""
    return _copied(SMALL, ["mkdocs.yml", "data", "docs"], _copied(ROOT, ["macros", "overrides"], folder))


def other(name: str, folder: Path) -> Path:
    """Make `folder` a copy of one of the other playbooks, with the look and the settings of the small one."""
    _copied(PLAYBOOKS / name, ["data", "docs"], _copied(ROOT, ["macros", "overrides"], folder))
    return _copied(SMALL, ["mkdocs.yml"], folder)


def few(folder: Path, *more: str) -> Path:
    """Make `folder` a copy of the small playbook with its roles, its risks and two other pages, and those in `more`.

    It is published in a third of the time: for what depends on nothing that the other pages show.
    """
    small(folder)
    kept = {"index.md", "about.md", "risks.md", "roles/index.md", "roles/[role].md", *more}
    for path in list((folder / "docs").rglob("*.md")):
        if path.relative_to(folder / "docs").as_posix() not in kept:
            path.unlink()
    return folder


def searched(folder: Path) -> Path:
    """Give the playbook in `folder` a search, and return it."""
    replace(folder / "mkdocs.yml", "plugins:\n", "plugins:\n  - search\n")
    return folder


def dressed(folder: Path) -> Path:
    """Give the playbook in `folder` the scripts, styles and colours of the reference playbook, and return it."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("\n" + settings[settings.index("extra_javascript:") :])
    colours = settings[settings.index("  palette:") : settings.index("  features:")]
    replace(folder / "mkdocs.yml", "  features:\n", f"{colours}  features:\n")
    return folder


def reference(folder: Path) -> Path:
    """Make `folder` a copy of the reference playbook."""
    return _copied(ROOT, PARTS, folder)


def _copied(source: Path, parts: Iterable[str], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source / part, folder / part)
    return folder


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below `folder`, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def replace(path: Path, old: str, new: str) -> str:
    """Replace text that stands once in a file, and return the file's new text."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text


def at_once(make: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
    """Return what `make` makes of each item, as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(make, items))
