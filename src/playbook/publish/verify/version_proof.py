"""Looking at the parts of a published tree one after the other, and noting what does not hold.

Nothing is believed that can be worked out: hashes of files, fingerprints of texts, the chain of the records.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from playbook.folders.leftovers import left_over
from playbook.publish.text.canonical import NAME as FORM
from playbook.publish.text.copied_text import WAYS, restored
from playbook.publish.tree import proof_cache
from playbook.publish.tree.log import Event, Log, read
from playbook.publish.tree.published_pages import Known
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import Release, as_release, whole
from playbook.publish.tree.sealing import STAMP
from playbook.publish.tree.untrusted_input import LIST_BYTES, PAGE_BYTES, RECORD_BYTES, Unsound, sums_listed
from playbook.publish.verify import signature_proofs, time_stamp_proofs
from playbook.publish.verify.log_proof import COPY
from playbook.publish.verify.page_proofs import pages_proved
from playbook.publish.verify.signature_proofs import Demand, Signature
from playbook.publish.verify.verdict import BROKEN, DIFFERS, UNKNOWN, Fault

if TYPE_CHECKING:
    from playbook.publish.tree.time_stamps import Stamp

Depth = Literal["files", "pages", "anew"]
"""How deep a proof goes: to the files of a version, unless nothing touched them since they were found whole; to what
its pages say, unless that was proved of the same bytes before; or through all of it again."""

BESIDE = re.compile(r"releases/[^/]+/(SHA256SUMS|release\.json(\.tsr)?|release\.(\d+\.)?json\.sig)")
"""What stands beside a record and no list can name."""


class Proof:
    """Looks at one thing after the other, and notes what does not hold."""

    def __init__(
        self,
        demand: Demand,
        fingerprint: Callable[[str], str],
        day: date | None = None,
        depth: Depth = "pages",
    ) -> None:
        """Begin a proof; what is asked for is told in `verify.verify`."""
        self._depth = depth
        self.day = day
        self.demand = demand
        self.fingerprint = fingerprint
        self._known = Known()
        self.looked_at: list[str] = []
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.stands: list[str] = []
        self.sums: dict[str, str] = {}
        self.signatures: dict[str, tuple[Signature, ...]] = {}
        self.stamps: dict[str, Stamp] = {}

    def fault(self, code: int, where: str, message: str, hint: str = "") -> None:
        """Note that something does not hold."""
        self.faults.append(Fault(code, where, message, hint))

    def version(self, reader: TreeReader, version: str, log: Log | None = None) -> Release | None:
        """Look at one version: its record, its signatures, its place in the chain, every file and every section."""
        log = read(reader) if log is None else log
        before = len(self.faults)
        release = self.record(reader, version, log)
        files = reader.described(f"releases/{version}", version, record=self.sums.get(version, ""))
        if self._depth == "files" and release and before == len(self.faults) and files and files.untouched():
            return release
        listed = self.files_of(reader, version, release.sums if release else None)
        removed = log.removed
        held = {path: sum for path, sum in listed.items() if self.file(reader, path, sum, removed.get(path))}
        for path in (*(reader.names(version) or ()), *(reader.names(f"releases/{version}") or ())):
            if listed and path not in listed and not BESIDE.fullmatch(path):
                self.stranger(path)
        for id, kept in release.sections.items() if release else ():
            text = f"{version}/s/{id}/text.txt"
            if text not in removed and f"{FORM}:{held.get(text)}" != kept.fingerprint:
                self.text(reader, version, id, kept.fingerprint)
        whole = release is not None and len(self.faults) == before
        if whole and files:
            files.remember()
        if release and self._depth != "files":
            self._pages_once(reader, release, removed, self.sums[version] if whole else "")
        return release

    def _pages_once(self, reader: TreeReader, release: Release, removed: Container[str], record: str) -> None:
        """Look at the pages of a version, unless they were proved before; `record` is its hash, empty if not whole."""
        if record and self._depth != "anew" and proof_cache.is_known(record):
            return
        before = len(self.faults), len(self.notes)
        self.pages(reader, release, removed)
        if record and before == (len(self.faults), len(self.notes)):
            proof_cache.remember(record)

    def record(self, reader: TreeReader, version: str, log: Log | None = None) -> Release | None:
        """Look at the record of a version, and return it where it can be read."""
        name = f"releases/{version}/release.json"
        try:
            written = reader.read(name, RECORD_BYTES)
        except FileNotFoundError:
            self.fault(UNKNOWN, name, "there is no such version")
            return None
        except Unsound as error:
            self.sums[version] = ""  # it is there, and is not the one that anything names
            self.fault(BROKEN, name, f"the record cannot be read: {error}")
            return None
        self.looked_at.append(name)
        self.sums[version] = hashlib.sha256(written).hexdigest()
        log = read(reader) if log is None else log
        self._signatures(reader, version, written, log)
        try:
            release = as_release(written)
        except ValueError as error:
            self.fault(BROKEN, name, f"the record cannot be read: {error}")
            return None
        if release.version != version or whole(release.sections) != release.fingerprint:
            self.fault(BROKEN, name, "the record does not fit itself")
        if (event := log.published.get(version)) and event.facts["record"] != self.sums[version]:
            self.fault(BROKEN, name, f"the record is not the one that {event.name} names", COPY)
        self._chain(reader, release, name)
        return release

    def _chain(self, reader: TreeReader, release: Release, name: str) -> None:
        if release.previous is None:
            return
        before = f"releases/{release.previous.version}/release.json"
        try:
            known = reader.hashed(before)
        except FileNotFoundError:
            known = ""
        if known != release.previous.sha256:
            self.fault(BROKEN, before, f"the record is not the one that {name} follows")

    def _signatures(self, reader: TreeReader, version: str, written: bytes, log: Log) -> None:
        name = f"releases/{version}/release.json"
        made = self.signatures[version] = self.signed(reader, name, written)
        event = log.published.get(version)
        self.faults += signature_proofs.faults_of_file(name, made, self.demand, event.key if event else None)
        self.faults += signature_proofs.missing_signatures(log, name, version, made, self.demand)

    def signed(self, reader: TreeReader, name: str, written: bytes) -> tuple[Signature, ...]:
        """Return the signatures of a file, and look at its time stamp."""
        made = signature_proofs.signatures_of(reader, name, written, self.demand)
        self.looked_at += (each.name for each in made)
        stamp, faults = time_stamp_proofs.stamp_of(reader, name, written, self.demand.authorities)
        self.faults += faults
        if stamp is not None:
            self.looked_at.append(f"{name}{STAMP}")
            self.stamps[name] = stamp
        return made

    def files_of(self, reader: TreeReader, version: str, sums: str | None) -> Mapping[str, str]:
        """Return the hash of each file of a version, as its list names it; `sums` is that of the list in its record."""
        name = f"releases/{version}/SHA256SUMS"
        try:
            written = reader.read(name, LIST_BYTES)
            found = sums_listed(written)
        except FileNotFoundError:
            if sums is not None:
                self.fault(BROKEN, name, "the list of files is gone")
            return {}
        except Unsound as error:
            self.fault(BROKEN, name, f"the list of files cannot be read: {error}", COPY)
            return {}
        self.looked_at.append(name)
        if sums is not None and hashlib.sha256(written).hexdigest() != sums:
            self.fault(BROKEN, name, "the list of files is not the one of the record")
        return found

    def file(self, reader: TreeReader, path: str, sum: str, removed: Event | None = None) -> bool:
        """Look at one file of a version, and return whether it is what was published.

        `removed` is the event by which it was taken out.
        """
        try:
            held = reader.hashed(path)
        except FileNotFoundError:
            told = f": it was taken out on {removed.day}: {removed.facts['reason']}" if removed else ""
            self.faults.append(Fault(DIFFERS, path, f"the file is gone{told}", known=removed is not None))
            return False
        except Unsound as error:
            self.fault(DIFFERS, path, str(error))
            return False
        self.looked_at.append(path)
        if held == sum:
            return True
        self.fault(DIFFERS, path, "the file is not what was published")
        return False

    def text(self, reader: TreeReader, version: str, id: str, fingerprint: str) -> None:
        """Look at the canonical text of a section."""
        name = f"{version}/s/{id}/text.txt"
        try:
            held = reader.read(name, PAGE_BYTES)
        except FileNotFoundError:
            self.fault(DIFFERS, name, "the file is gone")
            return
        except Unsound as error:
            self.fault(DIFFERS, name, str(error))
            return
        self.looked_at.append(name)
        found = restored(held, lambda text: self.fingerprint(text) == fingerprint)
        if found is None:
            self.fault(DIFFERS, name, "the text has another fingerprint than the record")
        elif found[0]:
            way = "; ".join(WAYS[way] for way in found[0])
            self.fault(
                DIFFERS, name, f"the file was changed on its way here; put right, its text is the published one: {way}"
            )

    def pages(self, reader: TreeReader, release: Release, removed: Container[str], *ids: str) -> None:
        """Look at what the pages of a version say, of the sections `ids`, or of all of them."""
        for each in pages_proved(release, reader.read, ids, self._known):
            if not each.fault:
                self.notes.append(each.told)
            elif each.where not in removed:
                self.fault(DIFFERS, each.where, each.message)

    def stranger(self, path: str) -> None:
        """Note a file that no list names; what systems and programs leave is no reason to doubt the others."""
        if left_over(path):
            self.notes.append(f"ignored: {path}, which a system or a program left here")
        else:
            self.fault(DIFFERS, path, "this file was not published")
