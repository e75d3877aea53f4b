"""Where a command may write: every command that writes asks here first.

1. What people write is never a target: the settings, the facts, the pages, the macros, the overrides and the checks of
   a playbook, what git keeps, and what contains one of them. Neither is a published tree but for `publish` and
   `status`, what lies in one and what contains one; nor the home folder, nor the root of the disk.
2. A link is not followed: neither in the place of the target, nor below it.
3. What somebody else made stays, unless an option says that it may go; see `generated` for folders.

Names are compared as disks compare them that know no capitals: a folder `Data` is `data` on some machines.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from playbook.folders.authored import SETTINGS, is_of_playbook, sources_around, sources_of
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted

ID = "target"
TAKE_OVER = "--take-over"
"""The option that says: what stands there may go."""
_GIT = ".git"
_ELSEWHERE = "name another place"
_BEGUN = re.compile(
    r"\.git|\.lock|\.staging-.*|\.new-above|\.ds_store|thumbs\.db|desktop\.ini|lost\+found", re.IGNORECASE
)
NAME_BYTES = 255
"""The most bytes of the name of a file or a folder on the disks of people's machines."""


class NoTarget(PlaybookError):
    """Raised where nothing may ever be written; a command that was told to ends with `code`, as one called wrongly."""

    code = 2


class Taken(PlaybookError):
    """Raised where something stands that was not made here."""

    code = 1


def problem(target: Path, message: str, hint: str = _ELSEWHERE) -> Problem:
    """Return what is wrong with a target, told of the path by which it was named."""
    return Problem(Place(shown(target)), ID, message, hint)


def shown(target: Path) -> str:
    """Return the name of a target as a message tells it: from the folder in which the command runs."""
    here = _here()
    inside = here is not None and target != here and target.is_relative_to(here)
    return str(target.relative_to(here)) if here and inside else str(target)


def _here() -> Path | None:
    """Return the folder in which the command runs, None where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


def never(target: Path, sources: Iterable[Path] = (), *, tree: bool = False, whole: bool = False) -> None:
    """Raise `NoTarget` where nothing may be written at a path, whatever stands there and whoever says so.

    `sources` are further files and folders that people write, those that the settings name; `tree` tells that what is
    written is a published tree, which may be a link, and hold what git keeps; `whole`, that a folder is replaced.
    """
    for message, hint in _reasons(target, tuple(sources), tree):
        raise NoTarget(Problems([problem(target, message, hint)]))
    if whole and (here := _here()) and _holds(target, here):
        raise NoTarget(Problems([problem(target, "this is the folder in which the command runs, or holds it")]))


def _reasons(target: Path, sources: tuple[Path, ...], tree: bool) -> Iterator[tuple[str, str]]:
    """Iterate over why a path is no target, each with what to do."""
    if why := impossible(target):
        yield f"this is no path on this machine: {why}", _ELSEWHERE
        return
    real = Path(os.path.realpath(target))
    if target.is_symlink() and not tree:
        yield f"this is a link, and none is followed; it leads to {quoted(real)}", "name what it leads to, or delete it"
    if real == Path(real.anchor) or _holds(real, _home()):
        yield "this is the home folder, or holds it", "name a folder for this alone"
    for each in (*sources, *sources_around(real)):
        if _holds(each, real):
            yield f"this is part of what people write: {quoted(each.name)} is never written over", _ELSEWHERE
        if _holds(real, each):
            yield f"this holds what people write: {quoted(each.name)} lies in it", _ELSEWHERE
    if _GIT in _alike(real) or ((real / _GIT).exists() and not tree):
        yield "git keeps its own files here", _ELSEWHERE
    if above := next((each for each in (real, *real.parents) if is_tree(each) and not (tree and each == real)), None):
        yield f"versions are published in {quoted(above.name)}: nothing else is written there", _ELSEWHERE
    for name in () if is_tree(real) else _held_trees(real):
        yield f"versions are published in {quoted(name)}, which lies in it", _ELSEWHERE


def impossible(target: Path) -> str:
    """Return why nothing can stand at a path, or an empty text where something can."""
    try:
        if any(len(os.fsencode(part)) > NAME_BYTES for part in target.parts):
            return "a name in it is too long"
        os.path.realpath(target)
        target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return (error.strerror or "it cannot be asked for").lower()
    except ValueError:
        return "it holds a character that no name can hold"
    return ""


def _home() -> Path:
    """Return the home folder; where nobody knows it, a name that no folder has."""
    return Path(os.path.expanduser("~")).absolute()  # noqa: PTH111  # the other way raises where there is none


def _alike(path: Path) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in path.parts)


def _holds(folder: Path, path: Path) -> bool:
    """Tell whether a path is a folder or lies in it, by name or by what the disk says."""
    names, above = _alike(Path(os.path.realpath(path))), _alike(Path(os.path.realpath(folder)))
    if names[: len(above)] == above:
        return True
    return any(_same(folder, each) for each in (path, *path.parents))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def is_tree(folder: Path) -> bool:
    """Tell whether versions are published in a folder: records, or the events of a log, stand there."""
    try:
        return (folder / "log" / "0001.json").is_file() or any(folder.glob("releases/*/release.json"))
    except (OSError, ValueError):
        return False


def _held_trees(folder: Path) -> Iterator[str]:
    """Iterate over the published trees right below a folder, and right below those."""
    try:
        found = sorted({each.parent.parent.name for each in folder.glob("*/releases/*/release.json")})
        found += sorted({each.parents[2].name for each in folder.glob("*/*/releases/*/release.json")})
    except (OSError, ValueError):
        return
    yield from found


def kept_below(folder: Path) -> Iterator[str]:
    """Iterate over what in a folder, however deep, is never a target: settings, what git keeps, published trees."""
    for path, folders, files in os.walk(folder):
        here = Path(path)
        if SETTINGS in files and is_of_playbook(here / SETTINGS):
            yield (here / SETTINGS).relative_to(folder).as_posix()
        if _GIT in (*folders, *files):
            yield (here / _GIT).relative_to(folder).as_posix()
        if "release.json" in files and here.parent.name == "releases":
            yield here.parents[1].relative_to(folder).as_posix()


def links(folder: Path, *, deep: bool = True) -> Iterator[str]:
    """Iterate over the links in a folder, by name from there; those below it too where `deep`."""
    waiting = [""]
    for below in waiting:
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder / below) as entries:
            for each in sorted(entries, key=lambda entry: entry.name):
                if each.is_symlink():
                    yield f"{below}{each.name}"
                elif deep and each.is_dir():
                    waiting.append(f"{below}{each.name}/")


def refuse_links(target: Path, found: Iterable[str]) -> None:
    """Raise `NoTarget` where links stand on the way of what is to be written."""
    hint = "put what it leads to in its place, or delete the link: whatever it leads to stays as it is"
    told = [problem(target / name, "a link stands here, and none is followed", hint) for name in found]
    if told:
        raise NoTarget(Problems(told))


def folder_of_tree(public: Path, settings: Path, *, take_over: bool) -> None:
    """Raise where nothing can be published in a folder: `NoTarget`, or `Taken` where it is no published tree.

    The records and the log are the mark of a tree. One begins in a folder in which nothing stands but what git keeps,
    and what a first publication left that was broken off; in another one where `take_over`.
    """
    never(public, sources_of(settings), tree=True)
    if take_over or not public.is_dir() or is_tree(public):
        return
    if others := [each.name for each in public.iterdir() if not _BEGUN.fullmatch(each.name)]:
        message = f"nothing is published here, and other things stand here, such as {quoted(min(others))}"
        hint = f"name a folder for published versions alone, or begin among these with `{TAKE_OVER}`"
        raise Taken(Problems([problem(public, message, hint)]))


def within(root: Path, name: str) -> Path:
    """Return the path of a file in a folder; raise `NoTarget` where its name, or a link, leads elsewhere."""
    path = root / name
    if Path(os.path.realpath(path.parent)) != Path(os.path.realpath(root)).joinpath(*Path(name).parts[:-1]):
        raise NoTarget(Problems([problem(root, f"{quoted(name)} leads elsewhere, and nothing is touched there")]))
    return path


def file(target: Path, ours: Callable[[bytes], bool], what: str, *, take_over: bool) -> None:
    """Raise where a file must not be written: `NoTarget`, or `Taken` where another one stands there.

    `ours` tells from the bytes of a file whether it is `what` is written here; a file of any other kind stays, unless
    `take_over`.
    """
    never(target)
    if target.is_dir():
        raise NoTarget(
            Problems([problem(target, "this is a folder, and a file is to be written", "name a file in it")])
        )
    if not take_over:
        refuse_other(target, ours, f", and is not {what}", f"name another file, or write over it with `{TAKE_OVER}`")


def refuse_other(
    target: Path,
    ours: Callable[[bytes], bool],
    more: str = "",
    hint: str = "it was not made here: move it away, and run the command again",
) -> None:
    """Raise `Taken` where a file stands that is not `ours`."""
    if os.path.lexists(target) and not (target.is_file() and ours(target.read_bytes())):
        raise Taken(Problems([problem(target, f"another file stands here{more}", hint)]))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there afterwards takes the place of `path`, unless writing failed.

    Whoever calls it has asked for the path. A file that somebody has put beside it meanwhile is not written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{path.name[:60]}.", dir=path.parent) as beside:
        yield Path(beside) / path.name
        (Path(beside) / path.name).replace(path)


def remove(root: Path, name: str) -> None:
    """Delete a file of a folder that was put there, and the folders in it that hold nothing without that."""
    path = root / name
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == root or any(above.iterdir()):
            return
        above.rmdir()
