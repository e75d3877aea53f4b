"""Publishing a version: proved first, then written and sealed beside the tree, and moved into it.

1. Whatever stands in the tree is proved before anything is written; a broken-off publication is finished first.
2. The version, its record and its event in the log are written and sealed in a folder beside the tree.
3. They are moved into their places, the event last: a version counts from the moment that the log tells of it.

Killed between any two steps, the tree holds every version it held before, and the next run finishes the work.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from playbook.folders.outputs import links, never, refuse_links, within
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.publish.tree import root_files, unfinished
from playbook.publish.tree.keys import refuse_unfit
from playbook.publish.tree.log import FOLDER, Log, read
from playbook.publish.tree.older_trees import log_of, published_facts
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.record import Before, Cited, Kept, Release, released, sha256, sums
from playbook.publish.tree.sealing import UNSEALED, Seal, signature_name
from playbook.publish.tree.version_status import Refused, log_with
from playbook.publish.verify.soundness import refuse_unsound

STEPS = ("locked", "staged", "recorded", "sealed", "version moved", "record moved", "logged", "root written")
"""The steps of a publication, in order; `step` is called after each."""

Step = Callable[[str], None]


class OtherContent(Exception):
    """Raised where a version is published already, and says something else."""


class Decided(PlaybookError):
    """Raised where a version, or an event, stands in the tree, and what is above the versions cannot tell of it yet."""

    outcome = "it is in the tree, and what stands above the versions is not written yet: run the command again"


@dataclass(frozen=True)
class Publication:
    """What is to be published, and how.

    `write` fills a folder with everything that the version consists of, and another with what stands beside its record;
    `write_root` writes what stands above the versions. `signers` may be a file of those who may sign; with it, nothing
    is added to a tree that they have not signed.
    """

    release: Release
    write: Callable[[Path, Path], None]
    write_root: Callable[[], None]
    seal: Seal = UNSEALED
    signers: Path | None = None
    step: Step = lambda _: None


def publish(public: Path, publication: Publication) -> bool:
    """Put a version below `public` and return whether it is new; False where it stands there already, byte by byte.

    Raise `OtherContent` where the version exists with other content, and `PlaybookError` where the tree cannot take it.
    """
    step = publication.step
    with locked(public):
        step("locked")
        settled(public, publication.write_root)
        refuse_unsound(public, publication.signers)
        staged = unfinished.staging_folder(public, publication.release.version)
        try:
            new = _prepare(public, staged, publication)
            unfinished.finish_decided(public, step)
        except BaseException as error:
            if staged not in unfinished.unfinished_folders(public):
                shutil.rmtree(staged, ignore_errors=True)
            if isinstance(error, Refused):
                raise refused(public, str(error), "nothing that is published was touched") from None
            raise
        _write_above(publication.write_root)
        unfinished.clear_staging(public)
        step("root written")
        return new


def settled(public: Path, write_root: Callable[[], None]) -> None:
    """Finish what has been decided, also by a run that was killed, and throw away what has not."""
    if unfinished.finish_decided(public):
        for name in read(Folder(public)).removed:
            within(public, name).unlink(missing_ok=True)
        _write_above(write_root)
    unfinished.clear_staging(public)


def _write_above(write_root: Callable[[], None]) -> None:
    """Write what stands above the versions; raise `Decided` where that is refused."""
    try:
        write_root()
    except PlaybookError as error:
        raise Decided(error.problems) from None


def _prepare(public: Path, staged: Path, publication: Publication) -> bool:
    """Write and seal everything beside the tree; return whether the version is new."""
    step, release = publication.step, publication.release
    version, record = staged / unfinished.VERSION, staged / unfinished.RECORD
    record.mkdir()
    publication.write(version, record)
    step("staged")
    listed = sums(version, release.version) + sums(record, f"releases/{release.version}")
    (record / "SHA256SUMS").write_text(listed, encoding="utf-8")
    kept = public / "releases" / release.version
    if (kept / "release.json").is_file():
        same = (kept / "SHA256SUMS").read_bytes() == (record / "SHA256SUMS").read_bytes()
        shutil.rmtree(version)
        shutil.rmtree(record)
        if not same:
            raise OtherContent(release.version)
        _sign(public, staged, publication)
        return False
    log = log_of(public, releases := released(public), date.today())
    before = Before(last.version, sha256(_record(public, last.version))) if (last := _last(releases)) else None
    whole = replace(release, sums=sha256(record / "SHA256SUMS"), previous=before, log=log.head or "")
    (record / "release.json").write_text(whole.as_json(), encoding="utf-8")
    step("recorded")
    publication.seal.put(record / "release.json")
    told = published_facts(whole, sha256(record / "release.json"))
    enter(
        public,
        staged,
        log_with(log, date.today(), date.today(), "published", publication.seal.signer, **told),
        publication.seal,
    )
    step("sealed")
    return True


def enter(public: Path, staged: Path, log: Log, seal: Seal) -> None:
    """Write those events of a log that are not in the tree beside it, and so decide that they are.

    Raise `Refused` where the keys of the log do not allow one of them.
    """
    refuse_unfit(log)
    new = tuple(event for event in log.events if not (public / event.name).exists())
    unfinished.decide_events(staged, new, seal)


def _sign(public: Path, staged: Path, publication: Publication) -> None:
    """Prepare a signature for a record that has none."""
    release, seal = publication.release, publication.seal
    if seal.key is None or (public / "releases" / release.version / signature_name("release.json", 1)).exists():
        return
    countersign(public, staged, release.version, seal)


def countersign(public: Path, staged: Path, version: str, seal: Seal) -> None:
    """Prepare one more signature of a record, and the event that tells of it."""
    record, beside = _record(public, version), staged / unfinished.BESIDE
    names = (signature_name(record.name, number) for number in range(1, 1000))
    name = next(name for name in names if not record.with_name(name).exists())
    beside.mkdir()
    shutil.copy(record, beside)
    replace(seal, stamp=None).put(beside / record.name)
    (beside / record.name).unlink()
    signature = (beside / signature_name(record.name, 1)).rename(beside / name)
    log = log_of(public, released(public), date.today())
    told = {"version": version, "signature": sha256(signature)}
    enter(public, staged, log_with(log, date.today(), date.today(), "signed", seal.signer, **told), seal)


def _record(public: Path, version: str) -> Path:
    return public / "releases" / version / "release.json"


def _last(releases: tuple[Release, ...]) -> Release | None:
    return releases[-1] if releases else None


@contextmanager
def locked(public: Path) -> Iterator[None]:
    """Let one publisher in at a time; the lock ends with the process, however it ends.

    Raise `PlaybookError` where another has it, the folder cannot be written to, or a link stands where it is written.
    """
    ask(public)
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


def ask(public: Path) -> None:
    """Raise `NoTarget` where a tree must not be written to, or a link stands where it is."""
    never(public, tree=True)
    refuse_links(public, _links(public))


def _links(public: Path) -> Iterator[str]:
    """Iterate over the links where a publication writes; within a version nothing is written."""
    yield from links(public, deep=False)
    for name in (*root_files.OURS, FOLDER, "releases", *(path.name for path in public.glob(f"{unfinished.PREFIX}*"))):
        yield from (f"{name}/{each}" for each in links(public / name, deep=name != "releases"))


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
