"""What stands in a folder because it was made here: a mark names each file and the hash of what was put into it.

A folder that is filled again loses what the mark names and what is still as it was left; anything else there is
somebody's. It is told and stays: where a folder is replaced as a whole, such as a site, that folder is refused, since
nobody could see afterwards what is gone. The mark is read for what a file found is, and never for what to delete.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from playbook.folders.outputs import TAKE_OVER, NoTarget, Taken, kept_below, links, problem, refuse_links, remove
from playbook.problems import Problems, quoted

NAME = ".playbook-made"
"""The mark: in the folder itself, and hidden, so that hosts leave it out and listings do not show it."""
SHOWN = 3
"""The most files that a message names."""
_PART, _STAGED = f"{NAME}.part", f"{NAME}.new"
_LITTER = re.compile(r"\.ds_store|\._.*|\.localized|thumbs\.db|ehthumbs\.db|desktop\.ini|\.directory", re.IGNORECASE)
_LITTER_FOLDERS = re.compile(r"\.appledouble|@eadir|lost\+found", re.IGNORECASE)
"""What systems put into every folder that somebody looks at; files that an editor left may be all that is left."""
_BY, _FORM = "governance-playbook", 1
_LARGEST = 64_000_000


def listed(folder: Path) -> Mapping[str, Collection[str]] | None:
    """Return what the mark of a folder names: of each file the hashes it may have; None where there is no mark."""
    path = folder / NAME
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            return None
        held: Any = json.loads(path.read_bytes())
        if (held["made_by"], held["form"]) != (_BY, _FORM):
            return None
        return {str(name): hashes.split() for name, hashes in held["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def mark(folder: Path, files: Mapping[str, Collection[str]]) -> None:
    """Write the mark of a folder: the same bytes for the same files."""
    held = {"made_by": _BY, "form": _FORM, "files": {name: " ".join(sorted(files[name])) for name in sorted(files)}}
    beside = folder / _PART
    beside.write_text(json.dumps(held, indent=0) + "\n", encoding="ascii", newline="\n")
    beside.replace(folder / NAME)


def hashes(folder: Path) -> dict[str, tuple[str]]:
    """Return the hash of each file in a folder, by name; the mark is none of them."""
    return {name: (_hash(folder / name),) for name in names(folder)}


def names(folder: Path) -> Iterator[str]:
    """Iterate over every file in a folder, by name from there, without the mark and what systems put everywhere."""
    for path, folders, files in os.walk(folder):
        here = Path(path)
        kept = (name for name in folders if not _LITTER_FOLDERS.fullmatch(name))
        folders[:] = sorted(name for name in kept if here / name != folder / _STAGED)
        for name in sorted(files):
            found = (here / name).relative_to(folder).as_posix()
            if not _LITTER.fullmatch(name) and found not in (NAME, _PART):
                yield found


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def foreign(folder: Path) -> list[str]:
    """Return what of a folder is not as it was left here: files that were added, and files that were changed."""
    known = listed(folder) or {}
    return [name for name in names(folder) if not _is_ours(folder, name, known)]


def _is_ours(folder: Path, name: str, known: Mapping[str, Collection[str]]) -> bool:
    return name in known and not (folder / name).is_symlink() and _hash(folder / name) in known[name]


def is_free(folder: Path) -> bool:
    """Tell whether nothing stands at a path but an empty folder, or what systems leave behind."""
    return not os.path.lexists(folder) or (folder.is_dir() and not any(names(folder)) and not any(links(folder)))


def refuse_taken(folder: Path, *, take_over: bool, whole: bool, command: str = "") -> None:
    """Raise `Taken` where a folder holds what was not made here, and `NoTarget` where it never can be filled.

    With `take_over` it may hold anything but what is never a target. `whole` tells that the folder is replaced, so that
    nothing of it would stay; `command` is the command that has the option, where the one that runs has not.
    """
    if is_free(folder):
        return
    if not folder.is_dir():
        raise NoTarget(Problems([problem(folder, "this is a file, and a folder is to be filled")]))
    refuse_links(folder, links(folder))
    option = f"`{command} {TAKE_OVER}`" if command else f"`{TAKE_OVER}`"
    if take_over:
        held = sorted(set(kept_below(folder))) if whole else []
        if held:
            raise NoTarget(Problems([problem(folder, f"this holds what is never deleted: {_some(held)}")]))
    elif listed(folder) is None:
        message = "this folder holds what nobody knows to be made here"
        hint = f"name another folder; {option} takes this one, as is needed once for what an earlier release made"
        raise Taken(Problems([problem(folder, message, hint)]))
    elif whole and (found := foreign(folder)):
        message = f"this folder holds what was added or changed by others, and would go: {_some(found)}"
        hint = f"move it away, files for the site into the folder of the pages; {option} lets it go"
        raise Taken(Problems([problem(folder, message, hint)]))


def _some(found: list[str]) -> str:
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(map(quoted, found[:SHOWN])) + more


def discard(folder: Path, *, unfinished: bool = False) -> bool:
    """Delete a folder that bears the mark and holds nothing else, or nothing at all; return whether it is gone.

    One that was `unfinished` does not name yet what is in it.
    """
    if folder.is_symlink() or not folder.is_dir() or (listed(folder) is None and not is_free(folder)):
        return False
    if any(links(folder)) or (not unfinished and foreign(folder)):
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def fill(folder: Path, files: Mapping[str, bytes], *, take_over: bool, more: bool = False) -> tuple[str, ...]:
    """Put files into a folder in the place of those that were put there before; return what else stands there.

    Where they are but some `more` of them, those before stay.

    Whatever others put there or changed stays; raise `Taken` where one of the files would take its place, unless
    `take_over`, and `OSError` where nothing can be written. Nothing is moved before everything is written beside it.
    """
    refuse_taken(folder, take_over=take_over, whole=False)
    known, new = listed(folder) or {}, {name: [hashlib.sha256(content).hexdigest()] for name, content in files.items()}
    others = foreign(folder)
    stale = sorted(set(names(folder)) - {*others, *new})
    _refuse_in_the_way(folder, files, others, take_over)
    folder.mkdir(parents=True, exist_ok=True)
    staged = folder / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    try:
        for name, content in files.items():
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_bytes(content)
        mark(folder, {name: {*known.get(name, ()), *new.get(name, ())} for name in {*known, *new}})
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).replace(folder / name)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    for name in () if more else stale:
        remove(folder, name)
    mark(folder, {**({name: known[name] for name in stale} if more else {}), **new})
    return tuple(name for name in others if name not in new)


def _refuse_in_the_way(folder: Path, files: Mapping[str, bytes], others: Collection[str], take_over: bool) -> None:
    """Raise `Taken` where a file of others, or a folder, stands where one is to be put."""
    there = {name.casefold(): name for name in others}
    found = [] if take_over else [there[name.casefold()] for name in files if name.casefold() in there]
    for name in files:
        found += [name] if (folder / name).is_dir() else []
        above = (folder / each for each in Path(name).parents)
        found += [each.relative_to(folder).as_posix() for each in above if os.path.lexists(each) and not each.is_dir()]
    if found:
        message = f"files of others stand in the way: {_some(sorted(set(found)))}"
        raise Taken(Problems([problem(folder, message, f"move them away, or write over files with `{TAKE_OVER}`")]))
