"""Publishing a version: written beside the tree, moved into it, and recorded last.

Killed between any two steps, the tree holds every version it held before, and the next run finishes the work: a
version counts from the moment its record stands in `releases/`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.publish.record import Before, Cited, Kept, Release, released, sha256, sums

STEPS = ("locked", "staged", "recorded", "version moved", "record moved", "root written")
"""The steps of a publication, in order; `step` is called after each."""

Step = Callable[[str], None]


class OtherContent(Exception):
    """Raised where a version is published already, and says something else."""


def publish(
    public: Path,
    release: Release,
    write: Callable[[Path, Path], None],
    write_root: Callable[[], None],
    step: Step = lambda _: None,
) -> bool:
    """Put a version below `public` and return whether it is new; False where it stands there already, byte by byte.

    `write` fills a folder with everything the version consists of, and another with what stands beside its record;
    `write_root` writes what stands above the versions, before the next publisher is let in. Raise `OtherContent` where
    the version exists with other content, and `PlaybookError` where the tree cannot take it.
    """
    with locked(public):
        step("locked")
        staged = public / f".staging-{release.version}"
        shutil.rmtree(staged, ignore_errors=True)
        try:
            new = _put(public, staged, release, write, step)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        write_root()
        step("root written")
        return new


def _put(public: Path, staged: Path, release: Release, write: Callable[[Path, Path], None], step: Step) -> bool:
    version, record = staged / "version", staged / "record"
    record.mkdir(parents=True)
    write(version, record)
    step("staged")
    listed = sums(version, release.version) + sums(record, f"releases/{release.version}")
    (record / "SHA256SUMS").write_text(listed, encoding="utf-8")
    before = _previous(public, release.version)
    whole = replace(release, sums=sha256(record / "SHA256SUMS"), previous=before)
    (record / "release.json").write_text(whole.as_json(), encoding="utf-8")
    step("recorded")
    kept, there = public / "releases" / release.version, public / release.version
    if (kept / "release.json").is_file():
        if (kept / "SHA256SUMS").read_bytes() != (record / "SHA256SUMS").read_bytes():
            raise OtherContent(release.version)
        return False
    _clear(there)
    version.rename(there)
    step("version moved")
    kept.parent.mkdir(exist_ok=True)
    _clear(kept)
    record.rename(kept)
    _settle(kept.parent)
    step("record moved")
    return True


def _previous(public: Path, version: str) -> Before | None:
    """Return the newest release but the one being published."""
    others = [each for each in released(public) if each.version != version]
    if not others:
        return None
    last = others[-1].version
    return Before(last, sha256(public / "releases" / last / "release.json"))


def _clear(folder: Path) -> None:
    """Remove what a killed run left: a version without its record has never been published."""
    if folder.exists():
        shutil.rmtree(folder)


def _settle(folder: Path) -> None:
    """Wait until the disk holds the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(public: Path) -> Iterator[None]:
    """Let one publisher in at a time; the lock ends with the process, however it ends.

    Raise `PlaybookError` where another has it, or the folder cannot be written to.
    """
    try:
        public.mkdir(parents=True, exist_ok=True)
        with (public / ".lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise refused(public, "somebody else is publishing here", "try again when they have finished") from None
            yield
    except OSError as error:
        hint = "see that the folder can be written to and the disk has room; nothing published was touched"
        raise refused(public, f"the version could not be written: {error.strerror}", hint) from None


def refused(public: Path, message: str, hint: str) -> PlaybookError:
    """Return the error of a publication that cannot go on."""
    return PlaybookError(Problems([Problem(Place(public.name), "publish", message, hint)]))


def sections_of(cited: tuple[Cited, ...], fingerprint: Callable[[str], str]) -> dict[str, Kept]:
    """Return what a release says of its sections; raise `PlaybookError` where two have one id."""
    found: dict[str, Kept] = {}
    for each in cited:
        if each.id in found:
            hint = "give one of them an id of its own"
            place = Place(f"docs ({each.page})")
            raise PlaybookError(Problems([Problem(place, "id-twice", f"{quoted(each.id)} names two sections", hint)]))
        found[each.id] = Kept(each.kind, each.title, each.page, fingerprint(each.text))
    return found
