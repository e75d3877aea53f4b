"""Whether a tree may be written to, or cited: nothing is added to what cannot be proved, and nothing built on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playbook.problems import Place, PlaybookError, Problem, Problems, safe
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree.log import read
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.record import read as read_record
from playbook.publish.verify.cite import Citation, citation
from playbook.publish.verify.log_proof import COPY
from playbook.publish.verify.page_proofs import pages_proved
from playbook.publish.verify.signature_proofs import Demand
from playbook.publish.verify.verdict import DIFFERS, Fault
from playbook.publish.verify.verify import verify

TRACES = ("releases", "log", "versions.json", "status.json", "SHA256SUMS")
"""What a folder holds in which something has been published."""


def refuse_unsound(public: Path, signers: Path | None = None, *, above: bool = True) -> None:
    """Raise `PlaybookError` where anything in a tree is missing, altered or more than was published.

    `signers` may be a file of those who may sign; then everything must be signed by one of them. What stands `above`
    the versions follows from the rest: whoever writes it anew need not ask what is there. It is enough here that the
    files of a version are those of its list: what its pages say follows from that. Files that nobody has touched since
    they were found whole on this machine are so still.
    """
    if not any((public / name).exists() for name in TRACES):
        return
    verdict = verify(str(public), Demand(signers), fingerprint, above=above, depth="files")
    faults = [each for each in verdict.faults if not each.known]
    if faults:
        raise PlaybookError(Problems(_problem(public, each) for each in faults))


def sound_citation(public: Path, id: str, version: str | None, address: str | None, day: date) -> Citation:
    """Return the citation of a section, as `cite.citation` does, of a tree that can be proved.

    Raise `PlaybookError` where it is not as it was published: nobody is to cite what cannot be proved.
    """
    refuse_unsound(public)
    found = citation(public, id, version, address, day)
    _refuse_other_words(public, found.version, id)
    return found


def _refuse_other_words(public: Path, version: str, id: str) -> None:
    """Raise `PlaybookError` where a page of a version says of a section what was not published."""
    release = read_record(public / "releases" / version / "release.json")
    log = read(Folder(public))
    found = [each for each in pages_proved(release, Folder(public).read, (id,)) if each.where not in log.removed]
    faults = [Fault(DIFFERS, each.where, each.message) for each in found if each.fault]
    if faults:
        raise PlaybookError(Problems(_problem(public, each) for each in faults))


def _problem(public: Path, fault: Fault) -> Problem:
    hint = fault.hint or COPY
    return Problem(Place(f"{public.name}/{safe(fault.where)}"), "publish", safe(fault.message), hint)
