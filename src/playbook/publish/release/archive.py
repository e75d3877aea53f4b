"""Every published version in one file that opens from a disk and brings the means to be checked.

What was published goes in byte for byte, so that the lists of hashes hold. What stands above the versions was never
cited: there, links name the `index.html` that a host would find by itself, and a start page takes the place of the one
that leads on. Left out is what serves a host alone. What stands above them in the archive has a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from playbook.folders.leftovers import left_over
from playbook.publish.release import standalone, standalone_log, standalone_pages
from playbook.publish.release.archive_files import pack
from playbook.publish.release.root_pages import SHARED
from playbook.publish.text import copied_text
from playbook.publish.tree import root_files, version_status
from playbook.publish.tree.in_force import terms
from playbook.publish.tree.older_trees import log_of
from playbook.publish.tree.record import Release
from playbook.publish.tree.untrusted_input import LIST_BYTES, read_bounded, sums_listed

FOLDER = "playbook"
"""The one folder in an archive."""
CHECKER = "verify.py"
"""The program in it that checks everything."""
_ABOVE = frozenset(["s", "on", "verify", "log", version_status.FILE, version_status.SCRIPT, "versions.json", *SHARED])
"""What of the things above the versions is taken; the rest serves a host."""
_TO_A_FOLDER = re.compile(r'((?:href|src)="(?![a-z][a-z0-9+.-]*:|//)[^"#?]*/)(?=["#?])', re.IGNORECASE)

Page = Callable[..., str]
"""Renders a template with its context."""


def write(public: Path, releases: tuple[Release, ...], target: Path, page: Page) -> int:
    """Write the archive of a tree with these releases; return how many files of the tree are in it.

    Raise `OSError` where the tree cannot be read or the archive not be written.
    """
    versions = {release.version for release in releases}
    held = dict(_held(public, versions))
    status = version_status.status(log_of(public, releases, date.today()))
    shown = {"releases": releases, "terms": terms(status), "status": status}
    added = {
        "index.html": page("publish/start.html", **shown).encode(),
        "VERIFY.txt": page("publish/VERIFY.txt", **shown).encode(),
        CHECKER: checker().encode(),
    }
    files = {**held, **added}
    files[root_files.NAME] = root_files.sums({name: _bytes(files[name]) for name in files if _is_above(name, versions)})
    pack(target, {f"{FOLDER}/{name}": content for name, content in files.items()})
    return len(held)


def is_ours(content: bytes) -> bool:
    """Tell whether a file is such an archive: the programs and lists of one are named at its end."""
    names = (f"{FOLDER}/{name}".encode() for name in (CHECKER, root_files.NAME, "VERIFY.txt"))
    return content.startswith(b"PK") and all(name in content for name in names)


def checker() -> str:
    """Return the program of an archive: one file that needs nothing beside it."""
    program = Path(str(standalone.__file__)).read_text(encoding="utf-8")
    for module in (copied_text, standalone_log, standalone_pages):
        part = Path(str(module.__file__)).read_text(encoding="utf-8")
        imported = re.compile(rf"^from {re.escape(module.__name__)} import (?:\([^)]*\)|.*)\n", re.MULTILINE)
        before, containment_of = imported.split(program)
        program = before + part.replace("from __future__ import annotations\n", "") + containment_of
    return program


def _is_above(name: str, versions: set[str]) -> bool:
    return name.partition("/")[0] not in {*versions, "releases"}


def _bytes(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _held(public: Path, versions: set[str]) -> Iterator[tuple[str, bytes | Path]]:
    """Iterate over what is taken from the tree, by name."""
    kept = {*versions, *(f"releases/{version}" for version in versions)}
    lists = (public / "releases" / version / "SHA256SUMS" for version in versions)
    known = {name for each in lists for name in sums_listed(read_bounded(each, LIST_BYTES))}
    for path in sorted(found for top in {*kept, *_ABOVE} for found in (public / top, *(public / top).rglob("*"))):
        name = path.relative_to(public).as_posix()
        if path.is_file() and (name in known or not left_over(name)):
            page = name.partition("/")[0] in _ABOVE and path.suffix == ".html"
            yield name, named(path.read_bytes()) if page else path


def named(page: bytes) -> bytes:
    """Return a page whose links to folders name the page that a host would show for them."""
    return _TO_A_FOLDER.sub(r"\1index.html", page.decode("utf-8")).encode()
