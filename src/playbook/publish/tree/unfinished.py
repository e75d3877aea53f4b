"""What a publication prepares beside the tree, and how it takes its place there, however often that is broken off.

Everything is written and sealed in a folder of its own first. From the moment that its part of the log is complete the
work is decided: whoever comes next moves what has not been moved. Before that moment nothing stands in the tree, and
what was prepared is thrown away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.publish.tree.log import FOLDER, Event
from playbook.publish.tree.sealing import Seal

PREFIX = ".staging-"
VERSION, RECORD, BESIDE = "version", "record", "beside"
"""Parts of what is prepared: the folder of a version, that of its record, what is added to a record that is there."""
_EVENTS, _DECIDED = "events", FOLDER

Step = Callable[[str], None]


def staging_folder(public: Path, name: str) -> Path:
    """Return an empty folder for what is to take its place in the tree; `name` is that of the version it is about."""
    staged = public / f"{PREFIX}{name}"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    return staged


def decide_events(staged: Path, events: Iterator[Event] | tuple[Event, ...], seal: Seal) -> None:
    """Write events beside what they tell, sealed; from here on the work is finished, by whoever comes next."""
    folder = staged / _EVENTS
    folder.mkdir()
    for event in events:
        file = folder / Path(event.name).name
        file.write_bytes(event.as_json())
        seal.put(file)
        _settle(file)
    _settle(folder)
    folder.rename(staged / _DECIDED)
    _settle(staged)


def finish_decided(public: Path, step: Step = lambda _: None) -> bool:
    """Move what was decided into its place and throw away what was not; return whether anything was decided.

    The folders that were decided stay until `clear`: what stands above the versions may still be the last one. Raise
    `PlaybookError` where something else stands in the place.
    """
    found = unfinished_folders(public)
    for staged in found:
        _move(public, staged, step)
    for path in public.glob(f"{PREFIX}*"):
        if path not in found:
            shutil.rmtree(path, ignore_errors=True)
    return bool(found)


def unfinished_folders(public: Path) -> tuple[Path, ...]:
    """Return the folders of work that was decided and may not have been finished."""
    return tuple(path for path in sorted(public.glob(f"{PREFIX}*")) if (path / _DECIDED).is_dir())


def clear_staging(public: Path) -> None:
    """Throw away what was prepared, once everything is in its place."""
    for path in public.glob(f"{PREFIX}*"):
        shutil.rmtree(path, ignore_errors=True)


def _move(public: Path, staged: Path, step: Step) -> None:
    version = staged.name.removeprefix(PREFIX)
    records = public / "releases"
    _place(staged / VERSION, public / version)
    step("version moved")
    _place(staged / RECORD, records / version)
    for file in _files(staged / BESIDE):
        _place(file, records / version / file.name)
    step("record moved")
    events = sorted(_files(staged / _DECIDED), key=_sealed_first)
    for file in events:
        _place(file, public / FOLDER / file.name)
    step("logged")


def _sealed_first(file: Path) -> tuple[str, bool]:
    """Return what sorts the seals of an event before it: it stands in the log from the moment that its file does."""
    return file.name.partition(".")[0], file.suffix == ".json"


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in folder.iterdir()) if folder.is_dir() else ()


def _place(prepared: Path, target: Path) -> None:
    """Move a file or a folder to where nothing stands; nothing where it has been moved."""
    if not prepared.exists():
        return
    if os.path.lexists(target):
        hint = "move it out of the way, and run the command again: it finishes what was broken off"
        message = f"{quoted(target.name)} stands where something was to be published"
        raise PlaybookError(Problems([Problem(Place(target.name), "publish", message, hint)]))
    target.parent.mkdir(parents=True, exist_ok=True)
    prepared.rename(target)
    _settle(target.parent)


def _settle(path: Path) -> None:
    """Wait until the disk holds a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
