"""Sealing what is written before it takes its place: signatures, and stamps that say when it was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playbook.publish.tree import signing

SIGNATURE, STAMP = ".sig", ".tsr"
"""What is added to the name of a file for its signature, and for its time stamp."""


class NotStamped(Exception):
    """Raised where no time stamp could be had; the text says from whom, and why."""


Stamping = Callable[[bytes], bytes]
"""Returns a time stamp of something, as `time_stamps.stamp` does."""


@dataclass(frozen=True)
class Seal:
    """With which key something is signed, and who stamps it; either may be missing."""

    key: Path | None = None
    stamp: Stamping | None = None

    @property
    def signer(self) -> str | None:
        """The fingerprint of the key; raise `NotSigned` where it is none, and `NoProgram` without ssh-keygen."""
        return signing.fingerprint_of(self.key) if self.key else None

    def put(self, file: Path) -> None:
        """Write the signature and the stamp of a file beside it; raise as `signing.sign` and `time_stamps.stamp` do."""
        written = file.read_bytes()
        if self.key:
            file.with_name(file.name + SIGNATURE).write_bytes(signing.sign(written, self.key))
        if self.stamp:
            file.with_name(file.name + STAMP).write_bytes(self.stamp(written))


def stamped_by(source: str) -> Stamping:
    """Return what has things stamped by an address or a command; it raises `NotStamped`."""

    def stamping(content: bytes) -> bytes:
        from playbook.publish.tree import time_stamps  # it takes a while, and few need it

        return time_stamps.stamp(content, source)

    return stamping


UNSEALED = Seal()
"""Neither a key nor an authority."""


def signature_name(record: str, number: int) -> str:
    """Return the name of one of the signatures of a file; the first bears no number."""
    stem, _, ending = record.rpartition(".")
    return f"{record}{SIGNATURE}" if number == 1 else f"{stem}.{number}.{ending}{SIGNATURE}"
