#!/usr/bin/env python3
"""Check every version in this folder: each file, each text, each record. Needs Python 3.8 or newer and nothing else.

    python3 verify.py                               look at everything
    python3 verify.py 'CITATION'                    look at everything, and for what these words of a contract cite
    python3 verify.py 'CITATION' --text COPY.txt    and whether a text that somebody copied is what they cite

It ends with 0 where all is as it was published, 1 where a file or a text differs, 3 where a record does not fit, and
4 where what was cited is not here. It reads the folder it lies in, writes nothing and asks nobody.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook.publish.release.standalone_log import (
    events_of,
    flaws_of,
    is_below,
    read_of,
    record_of,
    removed_by,
    seals_of,
)
from playbook.publish.release.standalone_pages import LONGEST, read_alike
from playbook.publish.text.copied_text import MOST, WAYS, broken, restored

UNCHANGED, DIFFERS, BROKEN, UNKNOWN = 0, 1, 3, 4

_FINGERPRINT = re.compile(r"pbc1\s*-{1,2}\s*sha256\s*:\s*((?:[0-9a-f][\s>|=]*){64})(?![0-9a-f])", re.IGNORECASE)
_NEWER = re.compile(r"\bpbc\d+\s*-{1,2}\s*\w+\s*:", re.IGNORECASE)
_ADDRESS = re.compile(r"([^\s/]+)/s/([a-z0-9-]+)/?")
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_HYPHEN = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")

BESIDE = re.compile(r"releases/[^/]+/(SHA256SUMS|release\.json(\.tsr)?|release\.(\d+\.)?json\.sig)")
LEFT = re.compile(
    r"thumbs\.db(:encryptable)?|ehthumbs(_vista)?\.db|desktop\.ini|\$recycle\.bin|system volume information"
    r"|\.ds_store|\._.*|\.appledouble|\.lsoverride|\.localized|icon\r|\.spotlight-v100|\.trashes|\.fseventsd"
    r"|\.temporaryitems|\.documentrevisions-v100|\.apdisk|__macosx"
    r"|@eadir|#recycle|\.directory|\.trash-.*|lost\+found|\.nfs[0-9a-f]+|\.fuse_hidden.*"
    r"|~\$.*|\.~lock\..*#|.*~|\.#.*|#.*#|.*\.sw[a-z]|4913|.*\.(orig|rej|bak)"
    r"|\.stfolder|\.stversions|\.syncthing\..*|\.dropbox(\..*)?|__pycache__|.*\.py[co]",
    re.IGNORECASE,
)
"""Names of what systems and programs leave in folders."""


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def content_of(root: Path, name: str) -> bytes | None:
    """Return the bytes of a file below `root`, or None where there is no such file."""
    path = root / name
    return read_of(path, LONGEST) if is_below(name) and path.is_file() else None


def hash_of(root: Path, name: str) -> str | None:
    """Return the SHA-256 of a file below `root`, of any size, or None where there is no such file."""
    path = root / name
    if not is_below(name) or not path.is_file():
        return None
    found = hashlib.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(2**20):
            found.update(piece)
    return found.hexdigest()


class Tree:
    """All versions in a folder, and what does not hold."""

    def __init__(self, root: Path) -> None:
        """Read the records of a folder; a fault is an exit code, the name of a file, and what is wrong with it."""
        self.root = root
        self.faults: list[tuple[int, str, str]] = []
        self.ignored: list[str] = []
        self.files = self.texts = self.pages = 0
        self.seals: list[str] = []
        self.removed = removed_by(events_of(root))
        self.records = {path.parent.name: self._record(path) for path in sorted(root.glob("releases/*/release.json"))}

    def _record(self, path: Path) -> dict[str, Any]:
        """Return what a record holds; nothing where it is none."""
        name = path.relative_to(self.root).as_posix()
        try:
            held = record_of(path)
            fits = held["version"] == path.parent.name and held["fingerprint"] == whole(held["sections"])
        except (ValueError, KeyError, TypeError, AttributeError):
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
        self._log()
        self._above()

    def _log(self) -> None:
        """Look at the log, at signatures and at time stamps."""
        records = {version: record for version, record in self.records.items() if record}
        self.faults += [(BROKEN, name, message) for name, message in flaws_of(self.root, records)]
        for name, message, holds in seals_of(self.root):
            if holds:
                self.seals.append(f"{name}: {message}")
            else:
                self.faults.append((BROKEN, name, message))

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
        listed = self._listed(held or b"")
        for folder in ("on", "s", "verify"):
            self._others(folder, listed)

    def _others(self, folder: str, listed: set[str]) -> None:
        """See that nothing is in a folder but what a list names."""
        for path in sorted((self.root / folder).rglob("*")):
            file = path.relative_to(self.root).as_posix()
            if path.is_file() and file not in listed and any(LEFT.fullmatch(part) for part in file.split("/")):
                self.ignored.append(file)
            elif path.is_file() and file not in listed:
                self.faults.append((DIFFERS, file, "this file was not published"))

    def _named(self, folder: str) -> Iterator[str]:
        return (path.relative_to(self.root).as_posix() for path in (self.root / folder).rglob("*"))

    def _chain(self, version: str, record: dict[str, Any]) -> None:
        """See that the record before this one is the one that this one names."""
        if before := record["previous"]:
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
        listed = self._listed(held or b"")
        self._others(version, listed)
        self._others(
            f"releases/{version}",
            listed | {file for file in self._named(f"releases/{version}") if BESIDE.fullmatch(file)},
        )

    def _listed(self, sums: bytes) -> set[str]:
        """Hash what a list names, and return the names."""
        lines = [
            line.partition("  ") for line in sums.decode("utf-8", "replace").removesuffix("\n").split("\n") if line
        ]
        for digest, _, file in lines:
            self._file(file, digest)
        return {file for _, _, file in lines}

    def _file(self, name: str, digest: str) -> None:
        held = hash_of(self.root, name)
        self.files += 1
        if held is None:
            told = self.removed.get(name)
            self.faults.append((DIFFERS, name, f"the file is gone: {told}" if told else "the file is gone"))
        elif held != digest:
            self.faults.append((DIFFERS, name, "the file is not what was published"))

    def _texts(self, version: str, record: dict[str, Any]) -> None:
        """Work out the fingerprint of every text; see that its page shows the same words."""
        alike: dict[str, bool | None] = {}
        for id, kept in sorted(record["sections"].items()):
            name, page = f"{version}/s/{id}/text.txt", f"{version}/s/{id}/index.html"
            held = content_of(self.root, name)
            self.texts += 1
            if name in self.removed:
                continue
            if held is None or f"pbc1-sha256:{sha256(held)}" != kept["fingerprint"]:
                self.faults.append((DIFFERS, name, "the text has another fingerprint than the record"))
            alike[page] = read_alike(content_of(self.root, page) or b"", held or b"")
        if any(each is not None for each in alike.values()):  # else it was published before pages were marked
            self.pages += len(alike)
            other = "its words are not those of the text beside it"
            self.faults += [(DIFFERS, page, other) for page in alike if not alike[page]]

    def look_for(self, words: str) -> Iterator[str]:
        """Iterate over what is said of each fingerprint in the words of a citation."""
        cited = dict.fromkeys(fingerprints_in(words))
        if not cited:
            newer = ", but one of a newer form than this program knows" * bool(_NEWER.search(_written(words)))
            self.faults.append((UNKNOWN, "what was cited", f"there is no fingerprint in it{newer}"))
        places = set(_ADDRESS.findall(_written(words)))
        for each in cited:
            found = [place for place in self._bearing(each) if not places or place[:2] in places]
            for version, id, title in found:
                yield f"{each}: section {id} of version {version}, {title}"
            if not found:
                self.faults.append((UNKNOWN, each, "no section that is cited there has this fingerprint here"))

    def compare(self, copy: bytes, words: str) -> Iterator[str]:
        """Iterate over what is said of a copied text: whether it is one of those that are cited, or that are here."""
        cited = set(fingerprints_in(words)) or {
            kept["fingerprint"] for record in self.records.values() for kept in record.get("sections", {}).values()
        }
        found = restored(copy, lambda text: f"pbc1-sha256:{sha256(text.encode('utf-8'))}" in cited)
        if found is None:
            seen = broken(copy) or "it is another text, or not all of it"
            self.faults.append((DIFFERS, "the text", f"it cannot be shown to be what is cited: {seen}"))
            return
        ways, text = found
        if ways:
            yield f"put right: {'; '.join(WAYS[way] for way in ways)}"
        yield f"the text is what is cited: pbc1-sha256:{sha256(text.encode('utf-8'))}"

    def _bearing(self, fingerprint: str) -> Iterator[tuple[str, str, str]]:
        for version, record in self.records.items():
            for id, kept in record.get("sections", {}).items():
                if kept["fingerprint"] == fingerprint:
                    yield version, id, str(kept.get("title", ""))


def _written(words: str) -> str:
    """Return words without what programs put between their signs."""
    return _HYPHEN.sub("-", _UNSEEN.sub("", words))


def fingerprints_in(words: str) -> Iterator[str]:
    """Iterate over the fingerprints in the words of a citation."""
    for found in _FINGERPRINT.findall(_written(words)):
        yield f"pbc1-sha256:{''.join(re.findall('[0-9a-f]', found.lower()))}"


def whole(sections: dict[str, dict[str, str]]) -> str:
    """Return the fingerprint of a version, worked out from those of its sections."""
    lines = "".join(f"{id} {kept['fingerprint']}\n" for id, kept in sorted(sections.items()))
    return "pbv1-sha256:" + sha256(lines.encode("utf-8"))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def told(tree: Tree) -> Iterator[str]:
    """Iterate over what is said at the end."""
    for _, name, message in tree.faults:
        yield f"{name}: {message}"
    for name in tree.ignored:
        yield f"ignored: {name}, which a system or a program left here"
    versions = _counted(len(tree.records), "version")
    counts = f"{versions}, {_counted(tree.files, 'file')} and {_counted(tree.texts, 'text')} looked at"
    counts += f", {_counted(tree.pages, 'page')} read"
    faults = _counted(len(tree.faults), "fault")
    yield f"unchanged: {counts}" if not tree.faults else f"NOT as published, {faults}: {counts}"
    yield from tree.seals
    for version in tree.records:
        record = content_of(tree.root, f"releases/{version}/release.json") or b""
        yield f"SHA-256 of the record of {version}: {sha256(record)}"


def main(words: str, root: Path, copy: Path | None = None) -> int:
    """Check the folder, and a copied text where one is given; say what was found and return the exit code."""
    tree = Tree(root)
    tree.check()
    if not tree.records:
        tree.faults.append((UNKNOWN, "releases", "no version is here"))
    found = list(tree.look_for(words)) if words else []
    found += tree.compare(read_of(copy, MOST), words) if copy else ()
    for line in [*found, *told(tree)]:
        sys.stdout.write("".join(each if each.isprintable() else "?" for each in line) + "\n")
    codes = {code for code, _, _ in tree.faults}
    return next((code for code in (DIFFERS, BROKEN, UNKNOWN) if code in codes), UNCHANGED)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a console may not know a letter
    given, _, named = "\0".join(sys.argv[1:]).partition("--text\0")
    copied_text = Path(named) if named else None
    sys.exit(main(given.replace("\0", " "), Path(__file__).resolve().parent, copied_text))
