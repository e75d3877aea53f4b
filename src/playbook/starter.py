"""What a new playbook begins with: the reference playbook, to be made one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from playbook.problems import Place, PlaybookError, Problem, Problems

_INSTALLED = Path(__file__).parent / "starter"
_CHECKOUT = Path(__file__).parents[2]
_IGNORED = ("/site/", "/site.*/", "__pycache__/", "")
_PARTS: tuple[str, ...] = ("data", "docs", ".vscode")


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
        shutil.copytree(brought(part), folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "overrides").mkdir()
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8", newline="\n")
    (folder / ".gitignore").write_text("\n".join(_IGNORED), encoding="utf-8", newline="\n")
