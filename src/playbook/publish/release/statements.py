"""Saying something of what is published: one more event in the log, sealed, and told wherever the tree tells it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playbook.publish.release.release import countersign, enter, locked, settled
from playbook.publish.tree import unfinished
from playbook.publish.tree.log import Kind
from playbook.publish.tree.older_trees import log_of
from playbook.publish.tree.record import released
from playbook.publish.tree.sealing import UNSEALED, Seal
from playbook.publish.tree.untrusted_input import LIST_BYTES, read_bounded, sums_listed
from playbook.publish.tree.version_status import Refused, log_with
from playbook.publish.verify.soundness import refuse_unsound

STAGED = "status"
"""The name of what is prepared for the log alone."""


@dataclass(frozen=True)
class Change:
    """What is said on a day, of a version or of a key; `write_root` writes what stands above the versions.

    With `signers`, a file of those who may sign, nothing is added to a tree that they have not signed.
    """

    day: date
    write_root: Callable[[], None]
    seal: Seal = UNSEALED
    signers: Path | None = None


Said = tuple[Kind, Mapping[str, str]]
"""An event and its facts, as in `log.FACTS`."""


def enter_statements(public: Path, change: Change, *events: Said) -> None:
    """Enter events into the log of a tree, all or none; files that they tell to be taken out go.

    Raise `Refused` where one cannot be said, `PlaybookError` where the tree is not sound, and as `Seal.put` does.
    """

    def prepare(staged: Path) -> None:
        log = log_of(public, released(public), change.day)
        for event, facts in events:
            _refuse_unlisted(public, event, facts)
            log = log_with(log, change.day, date.today(), event, change.seal.signer, **facts)
        enter(public, staged, log, change.seal)

    _written(public, change, prepare)


def countersign_version(public: Path, change: Change, version: str) -> None:
    """Put one more signature beside the record of a version, and enter it; raise as `enter_statements` does."""
    _written(public, change, lambda staged: countersign(public, staged, version, change.seal), about=version)


def rebuild_root(public: Path, write_root: Callable[[], None]) -> None:
    """Write what stands above the versions anew; raise `PlaybookError` where what it follows from is not sound."""
    with locked(public):
        settled(public, write_root)
        refuse_unsound(public, above=False)
        write_root()


def _written(public: Path, change: Change, prepare: Callable[[Path], None], about: str = STAGED) -> None:
    with locked(public):
        settled(public, change.write_root)
        refuse_unsound(public, change.signers)
        staged = unfinished.staging_folder(public, about)
        try:
            prepare(staged)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        settled(public, change.write_root)


def _refuse_unlisted(public: Path, event: Kind, facts: Mapping[str, str]) -> None:
    """Raise `Refused` where a file is to be taken out that was not published."""
    if event == "removed":
        known = sums_listed(read_bounded(public / "releases" / facts["version"] / "SHA256SUMS", LIST_BYTES))
        if facts["file"] not in known:
            raise Refused(f"{facts['file']} is no file of {facts['version']}")
