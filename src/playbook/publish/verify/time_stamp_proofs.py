"""The time stamps of a tree: when its records and the events of its log were there at the latest, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.publish.tree.keys import keys
from playbook.publish.tree.log import Log
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.sealing import STAMP
from playbook.publish.tree.untrusted_input import SEAL_BYTES, Unsound
from playbook.publish.verify.log_proof import COPY
from playbook.publish.verify.verdict import BROKEN, Fault

if TYPE_CHECKING:
    from playbook.publish.tree.time_stamps import Stamp


class NoAuthorities(Exception):
    """Raised where a file that should hold certificates holds none; the text says so."""


def stamp_of(
    reader: TreeReader, name: str, written: bytes, authorities: Path | None
) -> tuple[Stamp | None, tuple[Fault, ...]]:
    """Return the time stamp beside a file, None where there is none, and what is wrong with it.

    `authorities` is a file of the certificates, in PEM, of those who are believed; raise `NoAuthorities` where it is
    none.
    """
    beside = f"{name}{STAMP}"
    try:
        token = reader.read(beside, SEAL_BYTES)
    except FileNotFoundError:
        return None, ()
    except Unsound as error:
        return None, (Fault(BROKEN, beside, str(error), COPY),)
    from playbook.publish.tree import time_stamps  # it takes a while, and few trees have any

    try:
        stamp = time_stamps.read(token, written, authorities.read_bytes() if authorities else None)
    except time_stamps.NoRoots as error:
        raise NoAuthorities(str(error)) from None
    except time_stamps.NoStamp as error:
        return None, (Fault(BROKEN, beside, f"this is no time stamp of the file beside it: {error}", COPY),)
    if stamp.trusted is False:
        return stamp, (Fault(BROKEN, beside, f"it was stamped by {stamp.authority}, whom nobody here believes"),)
    return stamp, ()


def stamp_notes(stamps: Mapping[str, Stamp], log: Log) -> Iterator[str]:
    """Iterate over sentences that say when each version was there at the latest; `stamps` are those beside files."""
    for version in log.published:
        stamp = stamps.get(f"releases/{version}/release.json")
        if stamp is not None:
            doubt = "" if stamp.trusted else "; nobody has said here whom to believe: see --authorities"
            yield f"{version}: stamped at {stamp.moment:%Y-%m-%d %H:%M:%S} UTC by {stamp.authority}{doubt}"


def undated_signatures(stamps: Mapping[str, Stamp], log: Log) -> Iterator[str]:
    """Iterate over what only the log says was signed before its key ended: no stamp shows that it was there by then.

    The stamp of an event shows it of all events before it, which it follows.
    """
    for key in (key for key in keys(log).values() if key.ended):
        before = log.events[: (key.ended or 0) - 1]
        shown = max((each.number for each in before if each.name in stamps), default=0)
        for event in before[shown:]:
            if event.key == key.fingerprint:
                ended = f"signed with a key that ended on {key.ended_on}"
                yield f"{event.name}: {ended}, and no time stamp shows that it was there before"
