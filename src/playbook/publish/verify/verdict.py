"""What a proof comes to: faults with the exit codes that they stand for, and what is worth knowing."""

from __future__ import annotations

from dataclasses import dataclass

UNCHANGED, DIFFERS, USAGE, BROKEN, UNKNOWN, UNREACHABLE = range(6)
"""The exit codes, in the order of `playbook verify`."""


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: the exit code it stands for, where it is, what is wrong, and how to mend it.

    What is `known` was done by decision, and the log tells of it: it stops nobody from adding to the tree.
    """

    code: int
    where: str
    message: str
    hint: str = ""
    known: bool = False


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what does not hold; nothing does where `faults` is empty and something was looked at.

    `notes` say what was proved of a citation, and what is no fault and worth knowing; `stands` how each cited version
    stands on the day that was asked about.
    """

    looked_at: tuple[str, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()

    @property
    def code(self) -> int:
        """The exit code: that of the gravest fault; a text that differs is what a reader must know first."""
        codes = {fault.code for fault in self.faults}
        gravest = (DIFFERS, BROKEN, UNKNOWN, UNREACHABLE, USAGE)
        return next((code for code in gravest if code in codes), UNCHANGED)
