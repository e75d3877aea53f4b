#!/usr/bin/env python3
"""Check every version in this folder: each file, each text, each record. Needs Python 3.8 or newer and nothing else.

    python3 verify.py                 look at everything
    python3 verify.py 'CITATION'      look at everything, and for what these words of a contract cite

It ends with 0 where all is as it was published, 1 where a file or a text differs, 3 where a record does not fit, and
4 where what was cited is not here. It reads the folder it lies in, writes nothing and asks nobody.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

UNCHANGED, DIFFERS, BROKEN, UNKNOWN = 0, 1, 3, 4

_FINGERPRINT = re.compile(r"pbc1\s*-{1,2}\s*sha256\s*:\s*((?:[0-9a-f][\s>|=]*){64})(?![0-9a-f])", re.IGNORECASE)
_ADDRESS = re.compile(r"([^\s/]+)/s/([a-z0-9-]+)/?")
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_HYPHEN = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def content_of(root: Path, name: str) -> bytes | None:
    """Return the bytes of a file below `root`, or None where there is no such file."""
    path = root / name
    return path.read_bytes() if ".." not in Path(name).parts and path.is_file() else None


class Tree:
    """All versions in a folder, and what does not hold."""

    def __init__(self, root: Path) -> None:
        """Read the records of a folder; a fault is an exit code, the name of a file, and what is wrong with it."""
        self.root = root
        self.faults: list[tuple[int, str, str]] = []
        self.files = 0
        self.texts = 0
        self.records = {path.parent.name: self._record(path) for path in sorted(root.glob("releases/*/release.json"))}

    def _record(self, path: Path) -> dict[str, Any]:
        """Return what a record holds; nothing where it is none."""
        name = path.relative_to(self.root).as_posix()
        try:
            held = json.loads(path.read_bytes().decode("utf-8"))
            fits = held["version"] == path.parent.name and held["fingerprint"] == whole(held["sections"])
            _ = held["sums"], held["previous"] and (held["previous"]["version"], held["previous"]["sha256"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.faults.append((BROKEN, name, "this is not the record of a version"))
            return {}
        if not fits:
            self.faults.append((BROKEN, name, "the record does not fit itself"))
        return dict(held)

    def check(self) -> None:
        """Look at every version."""
        for version, record in self.records.items():
            if record:
                self._chain(version, record)
                self._files(version, record)
                self._texts(version, record)
        self._line()
        self._above()

    def _line(self) -> None:
        """See that each record follows another one."""
        after: dict[str, str] = {}
        for version, record in self.records.items():
            if record:
                before = str(record["previous"]["version"]) if record["previous"] else ""
                if before in after:
                    name = f"releases/{version}/release.json"
                    self.faults.append((BROKEN, name, f"it follows what the record of {after[before]} follows too"))
                after.setdefault(before, version)

    def _above(self) -> None:
        """Hash what stands above the versions."""
        held = content_of(self.root, "SHA256SUMS")
        if held is None:
            self.faults.append((BROKEN, "SHA256SUMS", "the list of what stands above the versions is gone"))
        listed = set()
        for line in (held or b"").decode("utf-8", "replace").splitlines():
            digest, _, file = line.partition("  ")
            listed.add(file)
            self._file(file, digest)
        for folder in ("on", "s", "verify"):
            self._others(folder, listed)

    def _others(self, folder: str, listed: set[str]) -> None:
        """See that nothing is in a folder but what a list names."""
        for path in sorted((self.root / folder).rglob("*")):
            file = path.relative_to(self.root).as_posix()
            if path.is_file() and file not in listed:
                self.faults.append((DIFFERS, file, "this file was not published"))

    def _chain(self, version: str, record: dict[str, Any]) -> None:
        """See that the record before this one is the one that this one names."""
        before = record["previous"]
        if before:
            name = f"releases/{before['version']}/release.json"
            held = content_of(self.root, name)
            if held is None or sha256(held) != before["sha256"]:
                self.faults.append((BROKEN, name, f"this is not the record that the one of {version} follows"))

    def _files(self, version: str, record: dict[str, Any]) -> None:
        """Hash every file of a version; see that no other is there."""
        name = f"releases/{version}/SHA256SUMS"
        held = content_of(self.root, name)
        if held is None or sha256(held) != record["sums"]:
            self.faults.append((BROKEN, name, "this is not the list of files that the record names"))
        listed = set()
        for line in (held or b"").decode("utf-8", "replace").splitlines():
            digest, _, file = line.partition("  ")
            listed.add(file)
            self._file(file, digest)
        beside = {f"releases/{version}/{name}" for name in ("SHA256SUMS", "release.json", "release.json.sig")}
        self._others(version, listed)
        self._others(f"releases/{version}", listed | beside)

    def _file(self, name: str, digest: str) -> None:
        held = content_of(self.root, name)
        self.files += 1
        if held is None:
            self.faults.append((DIFFERS, name, "the file is gone"))
        elif sha256(held) != digest:
            self.faults.append((DIFFERS, name, "the file is not what was published"))

    def _texts(self, version: str, record: dict[str, Any]) -> None:
        """Work out the fingerprint of every text."""
        for id, kept in sorted(record["sections"].items()):
            name = f"{version}/s/{id}/text.txt"
            held = content_of(self.root, name)
            self.texts += 1
            if held is None or f"pbc1-sha256:{sha256(held)}" != kept["fingerprint"]:
                self.faults.append((DIFFERS, name, "the text has another fingerprint than the record"))

    def look_for(self, words: str) -> Iterator[str]:
        """Iterate over what is said of each fingerprint in the words of a citation."""
        words = _HYPHEN.sub("-", _UNSEEN.sub("", words))
        digits = (re.findall("[0-9a-f]", found.lower()) for found in _FINGERPRINT.findall(words))
        cited = dict.fromkeys(f"pbc1-sha256:{''.join(each)}" for each in digits)
        if not cited:
            self.faults.append((UNKNOWN, "what was cited", "there is no fingerprint in it"))
        places = set(_ADDRESS.findall(words))
        for each in cited:
            found = [place for place in self._bearing(each) if not places or place[:2] in places]
            for version, id, title in found:
                yield f"{each}: section {id} of version {version}, {title}"
            if not found:
                self.faults.append((UNKNOWN, each, "no section that is cited there has this fingerprint here"))

    def _bearing(self, fingerprint: str) -> Iterator[tuple[str, str, str]]:
        for version, record in self.records.items():
            for id, kept in record.get("sections", {}).items():
                if kept["fingerprint"] == fingerprint:
                    yield version, id, str(kept.get("title", ""))


def whole(sections: dict[str, dict[str, str]]) -> str:
    """Return the fingerprint of a version, worked out from those of its sections."""
    lines = "".join(f"{id} {kept['fingerprint']}\n" for id, kept in sorted(sections.items()))
    return "pbv1-sha256:" + sha256(lines.encode("utf-8"))


def told(tree: Tree) -> Iterator[str]:
    """Iterate over what is said at the end."""
    for _, name, message in tree.faults:
        yield f"{name}: {message}"
    versions = f"{len(tree.records)} version{'s' * (len(tree.records) != 1)}"
    counts = f"{versions}, {tree.files} files and {tree.texts} texts looked at"
    yield f"unchanged: {counts}" if not tree.faults else f"NOT as published, {len(tree.faults)} faults: {counts}"
    for version in tree.records:
        record = content_of(tree.root, f"releases/{version}/release.json") or b""
        yield f"SHA-256 of the record of {version}: {sha256(record)}"


def main(words: str, root: Path) -> int:
    """Check the folder and say what was found; return the exit code."""
    tree = Tree(root)
    tree.check()
    if not tree.records:
        tree.faults.append((UNKNOWN, "releases", "no version is here"))
    found = list(tree.look_for(words)) if words else []
    for line in [*found, *told(tree)]:
        sys.stdout.write("".join(each if each.isprintable() else "?" for each in line) + "\n")
    codes = {code for code, _, _ in tree.faults}
    return next((code for code in (DIFFERS, BROKEN, UNKNOWN) if code in codes), UNCHANGED)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a console may not know a letter
    sys.exit(main(" ".join(sys.argv[1:]), Path(__file__).resolve().parent))
