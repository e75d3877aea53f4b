"""Entering what is new into the ledger of ids, as `playbook register` does: the site is built to see what it holds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playbook.checks.register import farewell
from playbook.folders.outputs import refuse_links, replacing
from playbook.problems import PlaybookError, Problem, Problems, quoted
from playbook.publish.release.release import sections_of
from playbook.publish.tree.record import NAME, Cited
from playbook.publish.tree.register import ID, misfitting_entries, register_with, unregistered
from playbook.schema import FOLDER
from playbook.site.publishing import Built, built


@dataclass(frozen=True)
class Recorded:
    """What is new to the ledger in `file`, and which of its entries do not fit the edition."""

    file: str
    new: tuple[Cited, ...]
    problems: Problems


def recorded(config_file: Path, write: bool) -> Recorded:
    """Find what the ledger does not know, and enter it where `write`.

    Raise `HostError` where the site cannot be built, and `PlaybookError` where the ledger cannot be written; it stays
    as it was then.
    """
    with TemporaryDirectory(prefix="playbook-") as name:
        made = built(config_file, Path(name) / "site")
        cited = made.cited()
    sections_of(cited, lambda _: "")
    playbook, version = made.build.playbook, _version(made)
    new = unregistered(cited, playbook.ledger)
    file = made.shown(made.ledger)
    if new and write:
        _write(made, new, version)
    found = Problems(misfitting_entries({each.id for each in cited}, playbook.ledger, farewell(version)))
    return Recorded(file, new, found)


def _version(made: Built) -> str:
    """Return the version of the edition, which has to be one that a ledger can name."""
    about = made.build.playbook.about
    version = about.cycle.version
    if not NAME.fullmatch(version):
        place = about.origin.at("cycle", "version")
        hint = "name it by its year and a number, such as 2026-1: small letters, digits and hyphens, a digit first"
        raise PlaybookError(Problems([Problem(place, ID, f"{quoted(version)} cannot name a version", hint)]))
    return version


def _write(made: Built, new: tuple[Cited, ...], version: str) -> None:
    """Append to the file, or begin it; whoever looks finds the old one or the new one."""
    path = made.ledger
    refuse_links(path.parent, [path.name] if path.is_symlink() else [])
    held = path.read_bytes().decode("utf-8") if path.exists() else ""
    schema = os.path.relpath(made.data / FOLDER / "register.json", path.parent).replace(os.sep, "/")
    text = register_with(held, new, version, made.shown(path), schema)
    try:
        with replacing(path) as beside:
            beside.write_bytes(text.encode("utf-8"))
    except OSError as error:
        hint = "see that the file can be written"
        problem = Problem(made.build.playbook.about.origin.at(), ID, f"{path.name}: {error.strerror}", hint)
        raise PlaybookError(Problems([problem])) from None
