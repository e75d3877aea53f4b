"""Proving that what is published says what it said: a tree, one of its versions, an address, or a pasted citation.

Nothing is believed that can be worked out: hashes of files, fingerprints of texts, the chain of the records. A tree is
read through a door that opens files of a folder or answers of a host alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playbook.publish import above, signing, telling
from playbook.publish.doors import Door, Folder, door
from playbook.publish.pasted import Pasted, Unreadable, citations
from playbook.publish.record import NAME, Release, as_release, whole

UNCHANGED, DIFFERS, USAGE, BROKEN, UNKNOWN, UNREACHABLE = range(6)
"""The exit codes, in the order of `playbook verify`."""

BESIDE = frozenset(["SHA256SUMS", "release.json", "release.json.sig"])
"""What stands beside a record and no list can name."""
_VERSION = re.compile(rf"(https?://\S*/)({NAME.pattern})/?", re.IGNORECASE)
"""The address of a version."""


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: the exit code it stands for, where it is, and what is wrong."""

    code: int
    where: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what does not hold; nothing does where `faults` is empty and something was looked at.

    `notes` say what was proved of a citation, and what is no fault and worth knowing.
    """

    looked_at: tuple[str, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()

    @property
    def code(self) -> int:
        """The exit code: that of the gravest fault; a text that differs is what a reader must know first."""
        codes = {fault.code for fault in self.faults}
        gravest = (DIFFERS, BROKEN, UNKNOWN, UNREACHABLE, USAGE)
        return next((code for code in gravest if code in codes), UNCHANGED)


def verify(target: str, signers: Path | None = None, fingerprint: Callable[[str], str] = str) -> Verdict:
    """Return the verdict on a folder, an address or the text of a citation.

    `signers` is a file of allowed signers as `ssh-keygen -Y verify` reads it; where it is given, every version must be
    signed by one of them. `fingerprint` works out the fingerprint of a canonical text.
    """
    proof = _Proof(signers, fingerprint)
    try:
        proof.begin(target)
    except ConnectionError as error:
        proof.fault(UNREACHABLE, _shown(target), str(error))
    except Unreadable as error:
        proof.fault(USAGE, _shown(target), str(error))
    except signing.NoProgram as error:
        proof.fault(USAGE, "--signers", str(error))
    return Verdict(tuple(dict.fromkeys(proof.looked_at)), tuple(dict.fromkeys(proof.faults)), tuple(proof.notes))


def _shown(target: str) -> str:
    return target if len(target) <= 80 else f"{target[:79]}…"


class _Proof:
    """Looks at one thing after the other, and notes what does not hold."""

    def __init__(self, signers: Path | None, fingerprint: Callable[[str], str]) -> None:
        self.signers = signers
        self.fingerprint = fingerprint
        self.looked_at: list[str] = []
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def fault(self, code: int, where: str, message: str) -> None:
        """Note that something does not hold."""
        self.faults.append(Fault(code, where, message))

    def begin(self, target: str) -> None:
        """Look at whatever the target is."""
        if _is_folder(target) and (version := _beside(Path(target))):
            self.version(Folder(version.parent), version.name)
        elif not _has_records(target) and (cited := citations(target)):
            for each in cited:
                self.section(_opened(each.root), each)
        elif re.fullmatch(r"https?://\S+", target, re.IGNORECASE):
            self._address(target)
        elif _is_folder(target):
            self.tree(Folder(Path(target)))
        else:
            raise Unreadable("this is no folder, no address and no citation")

    def _address(self, address: str) -> None:
        version = _VERSION.fullmatch(address)
        if version and not telling.listed(door(address)):
            self.version(door(version[1]), version[2])
        else:
            self.tree(door(address))

    def tree(self, door: Door) -> None:
        """Look at every version, at the chain between them, and at what stands above them."""
        listed, there = telling.listed(door), telling.recorded(door)
        if not listed and not there:
            where = "give the root of the tree, a version, or a section of a version"
            self.fault(UNKNOWN, "versions.json", f"no version is published here: {where}")
            return
        found: dict[str, Release | None] = {}
        waiting = sorted({*listed, *there})
        while waiting:
            version = waiting.pop(0)
            found[version] = release = self.version(door, version)
            before = release.previous.version if release and release.previous else None
            if before and before not in found and before not in waiting and NAME.fullmatch(before):
                waiting.append(before)
        self._line({version: release for version, release in found.items() if release}, listed)
        for name, message in above.looked(door):
            self.looked_at.append(name)
            if message:
                self.fault(BROKEN if name == above.NAME else DIFFERS, name, message)
        for name in (each for each in door.folders() if NAME.fullmatch(each) and each not in found):
            self.notes.append(f"{name}: it has no record, so it was never published; the next publication clears it up")

    def _line(self, releases: dict[str, Release], listed: tuple[str, ...]) -> None:
        """See that each record follows another one, and that none has been left out of the list of versions."""
        after: dict[str | None, str] = {}
        for version, release in releases.items():
            before = release.previous.version if release.previous else None
            name = f"releases/{version}/release.json"
            if before in after:
                told = f"the record of {before}" if before else "no record"
                self.fault(BROKEN, name, f"it follows {told}, and so does the record of {after[before]}")
            after.setdefault(before, version)
            if before and listed and before not in listed:
                self.fault(BROKEN, "versions.json", f"it leaves out {before}, which {version} follows")

    def version(self, door: Door, version: str) -> Release | None:
        """Look at one version: its record, its signature, its place in the chain, every file and every section."""
        release = self.record(door, version)
        listed = self._list(door, version, release.sums if release else None)
        for path, sum in listed.items():
            self._file(door, path, sum)
        beside = tuple(f"releases/{version}/{name}" for name in BESIDE)
        for path in (*(door.names(version) or ()), *(door.names(f"releases/{version}") or ())):
            if listed and path not in listed and path not in beside:
                self.fault(DIFFERS, path, "this file was not published")
        for id, kept in release.sections.items() if release else ():
            self._text(door, version, id, kept.fingerprint)
        return release

    def record(self, door: Door, version: str) -> Release | None:
        """Look at the record of a version, and return it where it can be read."""
        name = f"releases/{version}/release.json"
        try:
            written = door.read(name)
        except FileNotFoundError:
            self.fault(UNKNOWN, name, "there is no such version")
            return None
        self.looked_at.append(name)
        try:
            release = as_release(written.decode("utf-8"))
        except ValueError as error:
            self.fault(BROKEN, name, f"the record cannot be read: {error}")
            return None
        if release.version != version or whole(release.sections) != release.fingerprint:
            self.fault(BROKEN, name, "the record does not fit itself")
        self._chain(door, release, name)
        self._signature(door, name, written)
        return release

    def _chain(self, door: Door, release: Release, name: str) -> None:
        if release.previous is None:
            return
        before = f"releases/{release.previous.version}/release.json"
        try:
            known = hashlib.sha256(door.read(before)).hexdigest()
        except FileNotFoundError:
            known = ""
        if known != release.previous.sha256:
            self.fault(BROKEN, before, f"the record is not the one that {name} follows")

    def _signature(self, door: Door, name: str, written: bytes) -> None:
        try:
            signature = door.read(f"{name}.sig")
        except FileNotFoundError:
            if self.signers is not None:
                self.fault(BROKEN, name, "the record is not signed")
            return
        self.looked_at.append(f"{name}.sig")
        if self.signers is not None and not signing.signed(written, signature, self.signers):
            self.fault(BROKEN, f"{name}.sig", "no allowed signer has signed this record")
        elif self.signers is None and not _may_fit(written, signature):
            self.fault(BROKEN, f"{name}.sig", "this is no signature of the record")

    def _list(self, door: Door, version: str, sums: str | None) -> dict[str, str]:
        """Return the hash of each file of a version, as its list names it; `sums` is that of the list in its record."""
        name = f"releases/{version}/SHA256SUMS"
        try:
            written = door.read(name)
        except FileNotFoundError:
            if sums is not None:
                self.fault(BROKEN, name, "the list of files is gone")
            return {}
        self.looked_at.append(name)
        if sums is not None and hashlib.sha256(written).hexdigest() != sums:
            self.fault(BROKEN, name, "the list of files is not the one of the record")
        return dict(telling.lines(written.decode("utf-8", "replace")))

    def _file(self, door: Door, path: str, sum: str) -> None:
        try:
            held = door.read(path)
        except FileNotFoundError:
            self.fault(DIFFERS, path, "the file is gone")
            return
        self.looked_at.append(path)
        if hashlib.sha256(held).hexdigest() != sum:
            self.fault(DIFFERS, path, "the file is not what was published")

    def section(self, door: Door, cited: Pasted) -> None:
        """Look at one section of a version, at its page, and at the fingerprint that a citation gives."""
        version = cited.version
        release = self.record(door, version)
        if release is None:
            return
        id = _meant(cited.id, release)
        place = f"{version}/s/{id}/"
        kept = release.sections.get(id)
        if kept is None:
            self.fault(UNKNOWN, place, "the version has no such section")
            return
        if cited.fingerprint not in (None, kept.fingerprint):
            self.fault(DIFFERS, place, "the citation gives another fingerprint than the record")
        listed = self._list(door, version, release.sums)
        for name in (f"{place}index.html", f"{place}text.txt"):
            self._file(door, name, listed.get(name, ""))
        self._text(door, version, id, kept.fingerprint)
        cites = "" if cited.fingerprint else ", cited without a fingerprint"
        self.notes.append(f"{place}: “{kept.title}” in version {version} of {release.title}{cites}")
        self.notes += telling.standing(door, version, id)

    def _text(self, door: Door, version: str, id: str, fingerprint: str) -> None:
        name = f"{version}/s/{id}/text.txt"
        try:
            text = door.read(name).decode("utf-8")
        except FileNotFoundError:
            self.fault(DIFFERS, name, "the file is gone")
        except UnicodeDecodeError:
            self.fault(DIFFERS, name, "the text is not what was published")
        else:
            self.looked_at.append(name)
            if self.fingerprint(text) != fingerprint:
                self.fault(DIFFERS, name, "the text has another fingerprint than the record")


def _is_folder(target: str) -> bool:
    try:
        return bool(target) and Path(target).is_dir()
    except (OSError, ValueError):
        return False


def _has_records(target: str) -> bool:
    return _is_folder(target) and (Path(target) / "releases").is_dir()


def _beside(folder: Path) -> Path | None:
    """Return the folder of a version in full, None for any other folder."""
    whole = folder.resolve()
    return whole if not _has_records(str(folder)) and (whole.parent / "releases" / whole.name).is_dir() else None


def _opened(root: str) -> Door:
    """Return what reads the tree that a citation names; raise `ConnectionError` where that is a folder elsewhere."""
    opened = door(root)
    if isinstance(opened, Folder) and not _is_folder(root or "."):
        raise ConnectionError(f"there is no folder {root} here")
    return opened


def _meant(id: str, release: Release) -> str:
    """Return the id that is cited, also where a program has made one hyphen of two, or two of one."""
    if id in release.sections:
        return id
    alike = [each for each in release.sections if re.sub("-+", "-", each) == re.sub("-+", "-", id)]
    return alike[0] if len(alike) == 1 else id


def _may_fit(written: bytes, signature: bytes) -> bool:
    """Tell whether a signature is one of the record, or nothing here can tell."""
    try:
        return signing.fits(written, signature)
    except signing.NoProgram:
        return True
