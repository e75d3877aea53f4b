"""What a new playbook begins with: the reference playbook, to be made one's own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from playbook import __version__
from playbook.folders.leftovers import copied, ignored
from playbook.folders.outputs import never
from playbook.folders.owners_code import ALWAYS
from playbook.problems import Place, PlaybookError, Problem, Problems

_INSTALLED = Path(__file__).parents[1] / "starter"
_CHECKOUT = Path(__file__).parents[3]
_ID = re.compile(r"^id: \S+$", re.MULTILINE)
_IGNORED = ("/site/", "/site.*/", "/public/", "__pycache__/", "")
_NOT_THEIRS = ("register.yml",)
"""Files of the reference playbook that are about what it has published, and so no part of another one."""
_ATTRIBUTES = """\
# The same bytes on every machine, whatever its git is set to do with line endings.
* text=auto eol=lf
# What is published is proved by its bytes: git must not change any of them.
/public/** -text
"""
_OWNERS = """\
# Who must approve what of this playbook runs when it is built: put your team in the place of the example. Facts and
# pages are written by both parties, and need nobody's approval here.
"""
_TEAM = "@example/playbook-owners"
_OVERRIDES = """\
# The look of this playbook

Nothing has to stand here beside this file, which keeps the folder in git. A file put here takes the place of the one
that comes with the engine: `partials/playbook/<subject>/<block>.html` of a block of the pages, `playbook/<subject>.css`
of a style sheet, `main.html` of the frame of every page. This file is not published.
"""
_PARTS: tuple[str, ...] = ("data", "docs", ".vscode")
_WORKFLOWS = {"github.yml": ".github/workflows/playbook.yml", "gitlab.yml": ".gitlab-ci.yml"}
"""Samples of `hosts/` that work where they stand in a new playbook."""
_NEEDS = (
    "# The engine, which the workflows install. Where your index of packages does not have it, name where it is kept:",
    "# governance-playbook @ https://packages.example.org/governance_playbook-{0}-py3-none-any.whl",
    "governance-playbook=={0}",
    "",
)


def bundled(name: str) -> Path:
    """Return a file or folder that comes with the engine: inside an installed package, or beside it in a checkout."""
    return (_INSTALLED if _INSTALLED.exists() else _CHECKOUT) / name


def overrides() -> Path:
    """Return the folder of the styles and theme overrides that come with the engine."""
    return bundled("overrides")


def write(folder: Path) -> None:
    """Write a new playbook into `folder`, which is made where it is missing and must be empty.

    Raise `PlaybookError` where it is not, and write nothing; or where it cannot be written to. `NoTarget` is raised
    where it is part of another playbook or of what is published.
    """
    never(folder)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise _refused(folder, "something is there already", "name a folder that is empty or not there yet")
        with _only_whole(folder):
            _fill(folder)
    except OSError as error:
        hint = "name a folder that you may write to, on a disk that has room"
        raise _refused(folder, f"the playbook cannot be written: {error.strerror}", hint) from None


@contextmanager
def _only_whole(folder: Path) -> Iterator[None]:
    """Make a folder; where it is not filled to the end, take away again what was made, that folder and those above."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        with suppress(OSError):
            for each in made:
                each.rmdir()
        raise


def _refused(folder: Path, message: str, hint: str) -> PlaybookError:
    return PlaybookError(Problems([Problem(Place(str(folder)), "new", message, hint)]))


def _fill(folder: Path) -> None:
    """Write everything into an empty folder."""
    settings = bundled("mkdocs.yml").read_text(encoding="utf-8")
    if _INSTALLED.exists():
        settings = settings.replace("module_name: macros", "modules: [playbook.macros]")
    macros = () if _INSTALLED.exists() else ("macros",)  # a checkout's macros are no part of its package
    for part in (*_PARTS, *macros):
        copied(bundled(part), folder / part, _not_theirs)
    _give_id(folder / "data" / "playbook.yml")
    (folder / "overrides").mkdir()
    (folder / "overrides" / "README.md").write_text(_OVERRIDES, encoding="utf-8", newline="\n")
    _write_hosts(folder)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8", newline="\n")
    (folder / ".gitattributes").write_text(_ATTRIBUTES, encoding="utf-8", newline="\n")
    owned = "".join(f"/{name} {_TEAM}\n" for name in ("mkdocs.yml", *ALWAYS))
    (folder / "CODEOWNERS").write_text(_OWNERS + owned, encoding="utf-8", newline="\n")
    (folder / ".gitignore").write_text("\n".join(_IGNORED), encoding="utf-8", newline="\n")


def _not_theirs(folder: str, names: list[str]) -> set[str]:
    """Return what of a folder is no part of another playbook."""
    return {*ignored(folder, names), *(name for name in names if name in _NOT_THEIRS)}


def _give_id(path: Path) -> None:
    """Put an id of its own into the place of the reference playbook's, unlike that of any other new playbook."""
    text = path.read_text(encoding="utf-8")
    own = _ID.sub(f"id: playbook-{token_hex(6)}", text, count=1)
    path.write_text(own, encoding="utf-8", newline="\n")


def _write_hosts(folder: Path) -> None:
    """Write the samples of hosts, the workflows where the two forges look for them, and what these install."""
    copied(bundled("hosts"), folder / "hosts", shutil.ignore_patterns(*_WORKFLOWS))
    for sample, place in _WORKFLOWS.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        text = bundled("hosts").joinpath(sample).read_text(encoding="utf-8")
        (folder / place).write_text(text, encoding="utf-8", newline="\n")
    needs = "\n".join(_NEEDS).format(__version__)
    (folder / "requirements.txt").write_text(needs, encoding="utf-8", newline="\n")
