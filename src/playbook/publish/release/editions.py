"""An edition of the playbook from wherever it is kept: a folder, a commit of git, a published version.

An edition is the facts and the prose.
"""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from playbook.changes import Change, changes
from playbook.folders import git
from playbook.folders.leftovers import left_over
from playbook.loading.load import load
from playbook.model import Playbook
from playbook.pages import prose
from playbook.pages.prose import Passage, passages
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.publish.tree import record_forms
from playbook.publish.tree.record import NAME
from playbook.publish.tree.untrusted_input import EDITION_BYTES, Unsound, in_form, json_of, read_bounded

DATA, DOCS = "data", "docs"
FORMAT = 1
"""The number of the form of `playbook.json`; a reader refuses one it does not know."""


@dataclass(frozen=True)
class Edition:
    """The facts of an edition, and what stands under each heading of its pages."""

    playbook: Playbook
    passages: Mapping[str, Passage]


def changed(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Return every difference between two editions: of the facts, then of the prose."""
    playbooks = (new.playbook, old.playbook)
    return (*changes(old.playbook, new.playbook), *prose.changed(old.passages, new.passages, playbooks))


def edition(target: str, root: Path, public: Path | None = None) -> Edition:
    """Return the edition that `target` names: a folder that holds `data/` or `playbook.json`, or a commit of git.

    `root` is the folder of the playbook whose git history is asked; a version below `public` may be named alone. Raise
    `PlaybookError` where it names none, or where what it names cannot be read.
    """
    folder = next((each for each in (Path(target), root / target) if _holds_edition(each)), Path(target))
    if (folder / "playbook.json").is_file():
        return _published(folder / "playbook.json", target)
    if (folder / DATA).is_dir():
        return _in(folder, f"{target.rstrip('/')}/{DATA}")
    if public is not None and NAME.fullmatch(target) and (public / target / "playbook.json").is_file():
        return _published(public / target / "playbook.json", target)
    with _checked_out(target, root) as checked_out:
        return _in(checked_out, f"{target}:{DATA}")


def _holds_edition(folder: Path) -> bool:
    return (folder / "playbook.json").is_file() or (folder / DATA).is_dir()


def _in(folder: Path, shown: str) -> Edition:
    return edition_of(_loaded(folder / DATA, shown), folder / DOCS)


def _loaded(data: Path, shown: str) -> Playbook:
    """Return the facts of an edition; where this generator reads them otherwise, say so before what it stumbled on."""
    try:
        return load(data, shown).or_raise()
    except PlaybookError as error:
        hint = "it may have been written for another release of the generator: compare with an edition that can be read"
        told = Problem(Place(shown), "no-edition", "this edition cannot be read", hint)
        raise PlaybookError(Problems([told, *error.problems])) from None


def edition_of(playbook: Playbook, docs: Path) -> Edition:
    """Return the edition of facts that are loaded and a folder of pages."""
    return Edition(playbook, passages(_texts(docs, "*.md")))


def _texts(folder: Path, names: str) -> dict[str, str]:
    """Return the texts of the files below a folder, by name; of pages, those that end as a page does."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob(names))
        if path.is_file() and not left_over(path.relative_to(folder))
    }


def _published(path: Path, target: str) -> Edition:
    """Return the edition of a published version, from the data and the pages published with it."""
    try:
        said = json_of(read_bounded(path, EDITION_BYTES), EDITION_BYTES)
        _refuse_other_form(target, said)
        read = in_form(record_forms.Edition, said)
        with tempfile.TemporaryDirectory(prefix="playbook-") as name:
            for file, text in read.files.items():
                (Path(name) / file).parent.mkdir(exist_ok=True, parents=True)
                (Path(name) / file).write_text(text, encoding="utf-8")
            playbook = _loaded(Path(name), f"{target.rstrip('/')}/{DATA}")
    except (Unsound, OSError) as error:
        told = f": {error}" if isinstance(error, Unsound) else ""
        raise _refused(target, f"its playbook.json cannot be read{told}", "publish the version again") from None
    return Edition(playbook, passages(read.pages))


def _refuse_other_form(target: str, said: Any) -> None:
    form = said.get("format", FORMAT) if isinstance(said, dict) else FORMAT
    if type(form) is int and form != FORMAT:
        hint = f"read it with the release of the generator that wrote it, {quoted(said.get('generator', 'unknown'))}"
        raise _refused(target, f"its data has the form {quoted(form)}, and this generator reads {FORMAT}", hint)


def edition_json(data: Path, docs: Path, generator: str) -> str:
    """Return what `playbook.json` holds: the files of the data and the pages, as they are written."""
    held = {
        "format": FORMAT,
        "generator": generator,
        "files": _texts(data, "*.yml"),
        "pages": _texts(docs, "*.md"),
    }
    return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@contextmanager
def _checked_out(commit: str, root: Path) -> Iterator[Path]:
    """Give the files of a commit as a folder, for a while."""
    try:
        held_by_git = git.archived(root, commit)
    except git.GitSaysNothing as why:
        message = f"the edition {quoted(commit)} cannot be looked up: {why}"
        raise _refused(commit, message if commit not in str(why) else str(why), why.hint) from None
    with tempfile.TemporaryDirectory(prefix="playbook-") as name:
        with tarfile.open(fileobj=io.BytesIO(held_by_git)) as packed:
            _unpack(packed, Path(name))
        yield Path(name)


def _unpack(packed: tarfile.TarFile, folder: Path) -> None:
    """Write the facts and the pages of an archive; a link becomes a copy of what it leads to inside the archive.

    A link that leads nowhere, or to itself, becomes nothing.
    """
    for member in packed:
        path = PurePosixPath(member.name)
        if path.parts[:1] not in ((DATA,), (DOCS,)) or ".." in path.parts or not (member.isfile() or member.issym()):
            continue
        with suppress(KeyError, RecursionError):
            if (content := packed.extractfile(member)) is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                with (folder / path).open("wb") as written:
                    shutil.copyfileobj(content, written)


def _refused(target: str, message: str, hint: str) -> PlaybookError:
    return PlaybookError(Problems([Problem(Place(target), "no-edition", message, hint)]))
