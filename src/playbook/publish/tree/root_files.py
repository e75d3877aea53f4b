"""What stands above the versions, as one list: `SHA256SUMS` in the root names each of these files and its hash.

These files are written anew with each publication. Each is replaced by itself, so that readers always find the last
one or the new one; while that goes on, the list of the new ones stands beside that of the last ones, and either holds.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from playbook.folders.leftovers import left_over
from playbook.folders.outputs import refuse_other, remove
from playbook.publish.tree.log import FOLDER, is_event
from playbook.publish.tree.readers import Folder, TreeReader
from playbook.publish.tree.untrusted_input import LIST_BYTES, Unsound, read_bounded, sums_listed, text_of

NAME, PENDING = "SHA256SUMS", "SHA256SUMS.new"
OURS = ("current", "on", "s", "verify")
"""The folders that hold nothing but what is written here."""
SOMETIMES = ("sitemap.xml",)
"""Files in the root that are written at times."""
FIRST = ("index.html", "status.json", "versions.json")
"""Files in the root of every tree."""
ANSWERED = frozenset(["404.html", "robots.txt"])
"""Files for which some hosts answer in their own way."""
SITEMAP = "Sitemap: "
"""What a line of `robots.txt` begins with that tells where the tree is served."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]{1,2000}", re.IGNORECASE)
_STAGED = ".new-above"


def replace_root_files(public: Path, files: Mapping[str, str]) -> None:
    """Put files into the place of those that stand above the versions, in their order; what is not among them goes.

    The list names the files of the log too, which stand there already and are not written again. What no list names was
    not put there: raise `Taken` where it stands in the place of one of the files; elsewhere it stays.
    """
    content = {name: text.encode() for name, text in files.items()}
    known = frozenset(name for each in (NAME, PENDING) for name in _known(Folder(public), each))
    if known:
        _refuse_others(public, {name: written for name, written in content.items() if name not in known})
    staged = public / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    log = {path.relative_to(public).as_posix(): path.read_bytes() for path in (public / FOLDER).glob("[0-9]*")}
    _put(public, staged, PENDING, sums({**content, **log}))
    for name, written in content.items():
        if _read(public / name) != written:
            _put(public, staged, name, written)
    for name in {*_there(public), *SOMETIMES} & known - content.keys():
        remove(public, name)
    (public / PENDING).replace(public / NAME)
    shutil.rmtree(staged)


def _refuse_others(public: Path, content: Mapping[str, bytes]) -> None:
    for name, written in content.items():
        refuse_other(public / name, written.__eq__, ", and was not published")


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return a `SHA256SUMS` of files, in order of names."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def events_known(reader: TreeReader) -> int:
    """Return of how many events of the log the newest list knows: what stands above the versions tells no more."""
    return max(sum(is_event(name) for name in each) for each in map(partial(_known, reader), (NAME, PENDING)))


def _known(reader: TreeReader, name: str) -> Mapping[str, str]:
    try:
        return _list(reader, name) or {}
    except Unsound:  # told where the list is looked at
        return {}


def root_faults(reader: TreeReader) -> Iterator[tuple[str, str]]:
    """Iterate over what stands above the versions: a file, and what is wrong with it, empty where nothing is.

    Of a host, which does not tell what it has, files are asked for by name, but those it may hide or answer itself.
    """
    try:
        last, new = _list(reader, NAME), _list(reader, PENDING)
    except Unsound as error:
        yield NAME, f"the list of what stands above the versions, {NAME} or {PENDING}, cannot be read: {error}"
        return
    if last is None and new is None:
        if any(_wrong(reader, name, {None}) for name in FIRST):  # a first publication may have been broken off before
            yield NAME, "the list of what stands above the versions is gone"
        return
    last = last or {}
    names = {*last, *(new or {})}
    local = reader.names(OURS[0]) is not None
    for name in sorted(name for name in names if local or not _hidden(name)):
        allowed = {each.get(name) for each in (last, new) if each is not None}
        yield name, _wrong(reader, name, allowed)
    for name in (name for folder in OURS for name in reader.names(folder) or ()):
        if name not in names and not left_over(name):
            yield name, f"this file is not in {NAME}: it was not published"


def _hidden(name: str) -> bool:
    return name in ANSWERED or name.startswith(".")


def _wrong(reader: TreeReader, name: str, allowed: set[str | None]) -> str:
    try:
        found: str | None = reader.hashed(name)
    except FileNotFoundError:
        found = None
    if found in allowed:
        return ""
    return f"the file is not what {NAME} names" if found else f"the file is gone, and {NAME} names it"


def _list(reader: TreeReader, name: str) -> Mapping[str, str] | None:
    """Return the hash of each file that a list names, None where there is no list; raise `Unsound` for what is none."""
    try:
        return sums_listed(reader.read(name, LIST_BYTES))
    except FileNotFoundError:
        return None


def _there(public: Path) -> Iterator[str]:
    for folder in OURS:
        for path in (public / folder).rglob("*"):
            if not path.is_dir():
                yield path.relative_to(public).as_posix()


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put(public: Path, staged: Path, name: str, content: bytes) -> None:
    """Write a file so that readers see the last one or the new one, and nothing between."""
    beside, path = staged / "file", public / name
    with beside.open("wb") as opened:
        opened.write(content)
        if "/" not in name:
            opened.flush()
            os.fsync(opened.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.replace(path)


def served_at(public: Path) -> str:
    """Return the address at which a tree says that it is served, empty where it does not say."""
    try:
        text = text_of(read_bounded(public / "robots.txt"))
    except (OSError, Unsound):
        return ""
    told = (line.removeprefix(SITEMAP) for line in text.splitlines() if line.startswith(SITEMAP))
    return next((each.removesuffix("sitemap.xml") for each in told if _ADDRESS.fullmatch(each)), "")
