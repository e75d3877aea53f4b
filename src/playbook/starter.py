"""What a new playbook begins with: the reference playbook, to be made one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from playbook import __version__
from playbook.problems import Place, PlaybookError, Problem, Problems

_INSTALLED = Path(__file__).parent / "starter"
_CHECKOUT = Path(__file__).parents[2]
_IGNORED = ("/site/", "/site.*/", "/public/", "__pycache__/", "")
_NOT_THEIRS = ("register.yml",)
"""Files of the reference playbook that are about what it has published, and so no part of another one."""
_PARTS: tuple[str, ...] = ("data", "docs", ".vscode")
_WORKFLOWS = {"github.yml": ".github/workflows/playbook.yml", "gitlab.yml": ".gitlab-ci.yml"}
"""Samples of `hosts/` that work where they stand in a new playbook."""
_NEEDS = (
    "# The engine, which the workflows install. Where your index of packages does not have it, name where it is kept:",
    "# governance-playbook @ https://packages.example.org/governance_playbook-{0}-py3-none-any.whl",
    "governance-playbook=={0}",
    "",
)


def brought(name: str) -> Path:
    """Return a file or folder that comes with the engine: inside an installed package, or beside it in a checkout."""
    return (_INSTALLED if _INSTALLED.exists() else _CHECKOUT) / name


def overrides() -> Path:
    """Return the folder of the styles and theme overrides that come with the engine."""
    return brought("overrides")


def write(folder: Path) -> None:
    """Write a new playbook into `folder`, which is made where it is missing and must be empty.

    Raise `PlaybookError` where it is not, and write nothing.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name a folder that is empty or not there yet"
        raise PlaybookError(Problems([Problem(Place(str(folder)), "new", "something is there already", hint)]))
    folder.mkdir(parents=True, exist_ok=True)
    settings = brought("mkdocs.yml").read_text(encoding="utf-8")
    if _INSTALLED.exists():
        settings = settings.replace("module_name: macros", "modules: [playbook.macros]")
    macros = () if _INSTALLED.exists() else ("macros",)  # a checkout's macros are no part of its package
    for part in (*_PARTS, *macros):
        shutil.copytree(brought(part), folder / part, ignore=shutil.ignore_patterns("__pycache__", *_NOT_THEIRS))
    (folder / "overrides").mkdir()
    _write_hosts(folder)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8", newline="\n")
    (folder / ".gitignore").write_text("\n".join(_IGNORED), encoding="utf-8", newline="\n")


def _write_hosts(folder: Path) -> None:
    """Write the samples of hosts, the workflows where the two forges look for them, and what these install."""
    shutil.copytree(brought("hosts"), folder / "hosts", ignore=shutil.ignore_patterns(*_WORKFLOWS))
    for sample, place in _WORKFLOWS.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        text = brought("hosts").joinpath(sample).read_text(encoding="utf-8")
        (folder / place).write_text(text, encoding="utf-8", newline="\n")
    needs = "\n".join(_NEEDS).format(__version__)
    (folder / "requirements.txt").write_text(needs, encoding="utf-8", newline="\n")
