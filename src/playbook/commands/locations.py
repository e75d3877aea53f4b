"""Where the playbook is that a command is about; and where to go, where it is not here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from playbook.folders.authored import SETTINGS, is_of_playbook
from playbook.folders.outputs import impossible
from playbook.problems import safe

DEFAULT = SETTINGS
"""The file of the settings beside which a playbook lies."""
_LEVELS = 3
"""How far above a folder a playbook is looked for."""
_SHOWN = 3
"""How many playbooks are named."""


class NoPlaybook(click.UsageError):
    """Raised where a command was called beside no playbook; `hint` says where one is."""

    def __init__(self, message: str, hint: str, context: click.Context | None = None) -> None:
        """Keep both."""
        super().__init__(f"{message}\n    hint: {hint}", context)
        self.plain, self.hint = message, hint

    def format_message(self) -> str:
        """Return what is wrong, without the hint."""
        return self.plain

    def show(self, file: Any = None) -> None:
        """Say what is wrong and where to go; how the command is used says nothing about that."""
        click.echo(f"{self.plain}\n    hint: {self.hint}", file=file, err=True)


class OnDisk(click.Path):
    """A path that a disk can hold, whether anything stands there or not."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        """Say what may stand there, and whether something must."""
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; end where no disk can hold it, or where it is not what is asked for."""
        if why := impossible(Path(os.fsdecode(value))):
            self.fail(f"{safe(os.fsdecode(value))!r} is no path on this machine: {why}", param, ctx)
        return super().convert(value, param, ctx)


class _Settings(click.Path):
    """The file of the settings of a playbook."""

    def convert(self, value: Any, _param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of the file; end where there is none."""
        path = Path(os.fsdecode(value))
        try:
            if path.is_file():
                return path
            folder, below = path.is_dir(), path / DEFAULT
            message = f"{safe(str(path))} is a folder" if folder else "no playbook is here"
            if not folder:
                message += f": there is no {safe(str(path))}"
            found = [below] if folder and below.is_file() else list(nearby(path.parent))
        except (OSError, ValueError):
            message, found = f"{safe(str(path))} cannot be opened", []
        raise NoPlaybook(message, _hint(found[:_SHOWN]), ctx)


def _hint(found: list[Path]) -> str:
    if not found:
        return "go to the folder of a playbook, or begin one with `playbook new FOLDER`"
    told = " or ".join(f"`-f {safe(str(each))}`" for each in found)
    return f"go to the folder of a playbook, or name its settings: {told}"


def nearby(folder: Path) -> Iterator[Path]:
    """Iterate over the settings of playbooks near a folder: above it, in it, and beside it."""
    above = [Path(*[os.pardir] * level) for level in range(1, _LEVELS + 1)]
    for each in (*(folder / one for one in above), *_inside(folder), *_inside(folder / os.pardir)):
        settings = each / DEFAULT
        if is_of_playbook(settings):
            yield Path(os.path.normpath(settings))


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    except OSError:
        return []


CONFIG = click.option(
    "-f",
    "--config-file",
    default=DEFAULT,
    show_default=True,
    type=_Settings(path_type=Path),
    help="The site's settings; data and pages are found beside it.",
)
