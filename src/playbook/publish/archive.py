"""Every published version in one file that opens from a disk and brings the means to be checked.

What was published goes in byte for byte, so that the lists of hashes hold. What stands above the versions was never
cited: there, links name the `index.html` that a host would find by itself, and a start page takes the place of the one
that leads on. Left out is what serves a host alone. What stands above them in the archive has a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from playbook.publish import above, standalone, standing
from playbook.publish.files import pack
from playbook.publish.record import Release

FOLDER = "playbook"
"""The one folder in an archive."""
CHECKER = "verify.py"
"""The program in it that checks everything."""
_ABOVE = frozenset(["s", "on", "verify", standing.FILE, "versions.json"])
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
    shown = {"releases": releases, "status": standing.status(public, releases)}
    added = {
        "index.html": page("publish/start.html", **shown).encode(),
        "VERIFY.txt": page("publish/VERIFY.txt", **shown).encode(),
        CHECKER: Path(standalone.__file__).read_bytes(),
    }
    files = {**held, **added}
    files[above.NAME] = above.sums({name: _bytes(files[name]) for name in files if _is_above(name, versions)})
    pack(target, {f"{FOLDER}/{name}": content for name, content in files.items()})
    return len(held)


def _is_above(name: str, versions: set[str]) -> bool:
    return name.partition("/")[0] not in {*versions, "releases"}


def _bytes(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _held(public: Path, versions: set[str]) -> Iterator[tuple[str, bytes | Path]]:
    """Iterate over what is taken from the tree, by name."""
    kept = {*versions, *(f"releases/{version}" for version in versions)}
    for path in sorted(found for top in {*kept, *_ABOVE} for found in (public / top, *(public / top).rglob("*"))):
        if path.is_file():
            name = path.relative_to(public).as_posix()
            page = name.partition("/")[0] in _ABOVE and path.suffix == ".html"
            yield name, named(path.read_bytes()) if page else path


def named(page: bytes) -> bytes:
    """Return a page whose links to folders name the page that a host would show for them."""
    return _TO_A_FOLDER.sub(r"\1index.html", page.decode("utf-8")).encode()
