"""Proving that what is published says what it said: a tree, one of its versions, an address, or a pasted citation.

Nothing is believed that can be worked out: hashes of files, fingerprints of texts, the chain of the records. A tree is
read through a door that opens files of a folder or answers of a host alike.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

from playbook.publish.record import Release, as_release, whole

UNCHANGED, DIFFERS, USAGE, BROKEN, UNKNOWN, UNREACHABLE = range(6)
"""The exit codes, in the order of `playbook verify`."""

PATIENCE = 20
"""The seconds that a host may take to answer."""
NAMESPACE = "playbook"
"""What a signature is for; one made for another purpose proves nothing here."""

_FINGERPRINT = re.compile(r"pbc1-sha256:[0-9a-f]{64}")
_ADDRESS = re.compile(
    r"(?P<root>[^\s\"<>()\[\]]*?)(?P<version>[^\s\"<>()\[\]/]+)/s/(?P<id>[a-z0-9-]+)/?(?:index\.html)?(?=[\s,;.)\]>\"<]|$)"
)


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: the exit code it stands for, where it is, and what is wrong."""

    code: int
    where: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what does not hold; nothing does where `faults` is empty and something was looked at."""

    looked_at: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def code(self) -> int:
        """The exit code: that of the gravest fault; a text that differs is what a reader must know first."""
        codes = {fault.code for fault in self.faults}
        return next((code for code in (DIFFERS, BROKEN, UNKNOWN, UNREACHABLE) if code in codes), UNCHANGED)


class Door(Protocol):
    """Reads a published tree by names from its root."""

    def read(self, name: str) -> bytes:
        """Return a file; raise `FileNotFoundError` where there is none, `ConnectionError` where nobody answers."""

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return every file below a folder, or None where that cannot be known."""


@dataclass(frozen=True)
class Folder:
    """A tree on this machine."""

    root: Path

    def read(self, name: str) -> bytes:
        """Return a file of the folder."""
        path = self.root / name
        if not path.resolve().is_relative_to(self.root.resolve()) or not path.is_file():
            raise FileNotFoundError(name)
        return path.read_bytes()

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return every file below a folder of it."""
        below = (path for path in (self.root / folder).rglob("*") if path.is_file())
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in below))


@dataclass(frozen=True)
class Host:
    """A tree on a host."""

    root: str

    def read(self, name: str) -> bytes:
        """Return what the host answers."""
        address = self.root + urllib.parse.quote(name)
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  # http(s) only: see opened
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                raise FileNotFoundError(name) from None
            raise ConnectionError(f"{address} answers {error.code}") from None
        except (OSError, ValueError, HTTPException) as error:
            raise ConnectionError(f"{address}: {error}") from None

    def names(self, folder: str) -> tuple[str, ...] | None:  # noqa: ARG002  # a host does not tell
        """Return nothing: a host does not tell."""
        return None


def verify(target: str, signers: Path | None = None, fingerprint: Callable[[str], str] = str) -> Verdict:
    """Return the verdict on a folder, an address or the text of a citation.

    `signers` is a file of allowed signers as `ssh-keygen -Y verify` reads it; where it is given, every version must be
    signed by one of them. `fingerprint` works out the fingerprint of a canonical text.
    """
    proof = _Proof(signers, fingerprint)
    try:
        proof.begin(target)
    except ConnectionError as error:
        proof.faults.append(Fault(UNREACHABLE, target, str(error)))
    return Verdict(tuple(proof.looked_at), tuple(proof.faults))


class _Proof:
    """Looks at one thing after the other, and notes what does not hold."""

    def __init__(self, signers: Path | None, fingerprint: Callable[[str], str]) -> None:
        self.signers = signers
        self.fingerprint = fingerprint
        self.looked_at: list[str] = []
        self.faults: list[Fault] = []

    def fault(self, code: int, where: str, message: str) -> None:
        """Note that something does not hold."""
        self.faults.append(Fault(code, where, message))

    def begin(self, target: str) -> None:
        """Look at whatever the target is."""
        cited = _FINGERPRINT.search(target)
        address = _ADDRESS.search(target)
        if cited and address:
            self.section(door(address["root"]), address["version"], address["id"], cited[0])
        elif address and not Path(target).is_dir():
            self.section(door(address["root"]), address["version"], address["id"], None)
        elif Path(target).is_dir() and not (Path(target) / "releases").is_dir() and _beside(Path(target)):
            self.version(Folder(Path(target).resolve().parent), Path(target).resolve().name)
        else:
            self.tree(door(target))

    def tree(self, door: Door) -> None:
        """Look at every version, and at the chain between them."""
        versions = self._versions(door)
        if not versions:
            self.fault(UNKNOWN, "versions.json", "no version is published here")
        for version in versions:
            self.version(door, version)

    def _versions(self, door: Door) -> tuple[str, ...]:
        names = door.names("releases")
        if names is not None:
            return tuple(sorted({name.split("/")[1] for name in names if name.endswith("/release.json")}))
        try:
            return tuple(re.findall(r'"version": "([^"]+)"', door.read("versions.json").decode("utf-8", "replace")))
        except FileNotFoundError:
            return ()

    def version(self, door: Door, version: str) -> Release | None:
        """Look at one version: its record, its signature, its place in the chain, every file and every section."""
        release = self.record(door, version)
        if release is None:
            return None
        self._files(door, release)
        for id, kept in release.sections.items():
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
            self.fault(BROKEN, name, str(error))
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
        if self.signers is None:
            return
        try:
            signature = door.read(f"{name}.sig")
        except FileNotFoundError:
            self.fault(BROKEN, name, "the record is not signed")
            return
        if not signed(written, signature, self.signers):
            self.fault(BROKEN, f"{name}.sig", "no allowed signer has signed this record")

    def _files(self, door: Door, release: Release) -> None:
        name = f"releases/{release.version}/SHA256SUMS"
        try:
            written = door.read(name)
        except FileNotFoundError:
            self.fault(BROKEN, name, "the list of files is gone")
            return
        if hashlib.sha256(written).hexdigest() != release.sums:
            self.fault(BROKEN, name, "the list of files is not the one of the record")
        listed = dict(_lines(written.decode("utf-8", "replace")))
        for path, sum in listed.items():
            self._file(door, path, sum)
        for path in door.names(release.version) or ():
            if path not in listed:
                self.fault(DIFFERS, path, "this file was not published")

    def _file(self, door: Door, path: str, sum: str) -> None:
        try:
            held = door.read(path)
        except FileNotFoundError:
            self.fault(DIFFERS, path, "the file is gone")
            return
        self.looked_at.append(path)
        if hashlib.sha256(held).hexdigest() != sum:
            self.fault(DIFFERS, path, "the file is not what was published")

    def section(self, door: Door, version: str, id: str, cited: str | None) -> None:
        """Look at one section of a version, and at the fingerprint that a citation gives."""
        release = self.record(door, version)
        if release is None:
            return
        kept = release.sections.get(id)
        if kept is None:
            self.fault(UNKNOWN, f"{version}/s/{id}/", "the version has no such section")
            return
        if cited and cited != kept.fingerprint:
            self.fault(DIFFERS, f"{version}/s/{id}/", "the citation gives another fingerprint than the record")
        self._text(door, version, id, kept.fingerprint)

    def _text(self, door: Door, version: str, id: str, fingerprint: str) -> None:
        name = f"{version}/s/{id}/text.txt"
        try:
            text = door.read(name).decode("utf-8")
        except FileNotFoundError:
            self.fault(DIFFERS, name, "the text is gone")
        except UnicodeDecodeError:
            self.fault(DIFFERS, name, "the text is not what was published")
        else:
            self.looked_at.append(name)
            if self.fingerprint(text) != fingerprint:
                self.fault(DIFFERS, name, "the text has another fingerprint than the record")


def door(root: str) -> Door:
    """Return what reads a tree: a host where an address is given, or else a folder."""
    if re.match(r"https?://", root):
        return Host(root if root.endswith("/") else f"{root}/")
    return Folder(Path(root or "."))


def _beside(folder: Path) -> bool:
    return (folder.resolve().parent / "releases" / folder.resolve().name).is_dir()


def _lines(sums: str) -> Iterator[tuple[str, str]]:
    for line in sums.splitlines():
        sum, _, name = line.partition("  ")
        yield name, sum


def signed(written: bytes, signature: bytes, signers: Path) -> bool:
    """Tell whether one of the allowed signers has signed something, as `ssh-keygen -Y verify` finds."""
    with tempfile.NamedTemporaryFile(suffix=".sig") as held:
        held.write(signature)
        held.flush()
        asked = ["ssh-keygen", "-Y", "find-principals", "-f", str(signers), "-s", held.name]
        found = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  # no shell
        return any(_by(name, written, held.name, signers) for name in found.stdout.splitlines())


def _by(name: str, written: bytes, signature: str, signers: Path) -> bool:
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", name, "-n", NAMESPACE, "-s", signature]
    return subprocess.run(command, input=written, capture_output=True, check=False).returncode == 0  # noqa: S603  # no shell
