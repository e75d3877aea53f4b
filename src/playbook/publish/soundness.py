"""Whether a tree may be written to: only what is proved is added to."""

from __future__ import annotations

from pathlib import Path

from playbook.problems import Place, PlaybookError, Problem, Problems, safe
from playbook.publish.canonical import fingerprint
from playbook.publish.log_proof import COPY
from playbook.publish.signatures import Demand
from playbook.publish.verdict import Fault
from playbook.publish.verify import verify

TRACES = ("releases", "log", "versions.json", "status.json", "SHA256SUMS")
"""What a folder holds in which something has been published."""


def refuse_unsound(public: Path, signers: Path | None = None, *, above: bool = True) -> None:
    """Raise `PlaybookError` where anything in a tree is missing, altered or more than was published.

    `signers` may be a file of those who may sign; then everything must be signed by one of them. What stands `above`
    the versions follows from the rest: whoever writes it anew need not ask what is there. It is enough here that the
    files of a version are those of its list: what its pages say follows from that.
    """
    if not any((public / name).exists() for name in TRACES):
        return
    verdict = verify(str(public), Demand(signers), fingerprint, above=above, pages=False)
    faults = [each for each in verdict.faults if not each.known]
    if faults:
        raise PlaybookError(Problems(_problem(public, each) for each in faults))


def _problem(public: Path, fault: Fault) -> Problem:
    hint = fault.hint or COPY
    return Problem(Place(f"{public.name}/{safe(fault.where)}"), "publish", safe(fault.message), hint)
