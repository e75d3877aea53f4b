"""Files → a playbook, or every problem at once.

Each subject is `data/<subject>.yml` or a folder `data/<subject>/` of files that are read as one. What is wrong with
one entity hides nothing that is wrong with another: the broken ones are left out, and their ids remembered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from playbook.folders.leftovers import left_over
from playbook.loading.assembly import assembled
from playbook.loading.model_problems import codes_of, explained
from playbook.loading.split_texts import torn_texts
from playbook.model import KINDS, REQUIRED, SUBJECTS, Model, Playbook
from playbook.model.base import INTERNAL
from playbook.problems import Place, PlaybookError, Problem, Problems, did_you_mean, quoted
from playbook.source.accepted import Accepted
from playbook.source.files import Document, Mark, Origin, below, read_file

_ORIGIN = INTERNAL + "origin"

DATA_FILE_LIMIT = 2_000
"""The most files that the folder of one subject may hold."""


@dataclass(frozen=True)
class LeftOut:
    """An entity that is written and could not be read: its record, its id, what is written, and where.

    `codes` are those of the scheme that holds in its file.
    """

    model: type[Model]
    id: str
    values: Any
    origin: Origin
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Loaded:
    """What `load` found: the playbook as far as it could be read, what is wrong, and which ids were left out.

    `playbook` is None where a subject it cannot do without is missing or unreadable.
    """

    playbook: Playbook | None
    problems: Problems
    broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The ids that were written but could not be read, by kind."""
    unread: frozenset[str] = frozenset()
    """The kinds of which a whole file could not be read."""
    left_out: tuple[LeftOut, ...] = ()
    """What stands behind the ids in `broken`."""
    accepted: tuple[Accepted, ...] = ()
    """What comments in the files accept of what checks find."""

    def or_raise(self) -> Playbook:
        """Return the playbook; raise `PlaybookError` with every problem where there is an error."""
        if self.playbook is None or self.problems.stop():
            raise PlaybookError(self.problems)
        return self.playbook


def load(folder: Path, shown: str | None = None) -> Loaded:
    """Read the data folder of a playbook; `shown` is the name messages use for it, the folder's own by default."""
    problems = Problems()
    name = shown or folder.name
    if message := _unusable(folder):
        hint = f"run where {name}/playbook.yml lies below"
        return Loaded(None, Problems([Problem(Place(name), "no-data", message, hint)]))
    reading = _Reading(folder, name, problems)
    problems.extend(_strangers(folder, name))
    subjects = {subject: reading.subject(subject, model) for subject, model in SUBJECTS.items()}
    found = (reading.broken_ids(), frozenset(reading.unread), tuple(reading.left_out), tuple(reading.accepted))
    return Loaded(assembled(subjects), problems, *found)


def _unusable(folder: Path) -> str:
    """Return why nothing in a folder can be read, or an empty text."""
    try:
        next(folder.iterdir(), None)
    except NotADirectoryError:
        return "a file stands where the data folder is expected"
    except FileNotFoundError:
        return "there is no data folder"
    except OSError as error:
        return f"the data folder cannot be read: {error.strerror or type(error).__name__}"
    return ""


def _strangers(folder: Path, name: str) -> Iterator[Problem]:
    """Question what lies in the folder and is no subject."""
    for path in sorted(folder.iterdir()):
        subject = path.stem if path.suffix == ".yml" or (path.suffix == "" and path.is_dir()) else ""
        if path.name.startswith(".") or left_over(path.name) or subject in SUBJECTS:
            continue
        hint = "keep it somewhere else; here lie only the subjects"
        if path.stem in SUBJECTS:
            hint = f"rename it {path.stem}.yml"
        elif path.suffix in ("", ".yml", ".yaml"):
            hint = did_you_mean(path.stem, SUBJECTS)
        yield Problem(Place(f"{name}/{path.name}"), "unknown-file", f"{quoted(path.name)} is no subject", hint)


class _Reading:
    """Reads subject after subject, and keeps what went wrong."""

    def __init__(self, folder: Path, name: str, problems: Problems) -> None:
        self.folder = folder
        self.name = name
        self.problems = problems
        self.broken: dict[str, set[str]] = {}
        self.unread: set[str] = set()
        self.left_out: list[LeftOut] = []
        self.accepted: list[Accepted] = []

    def broken_ids(self) -> dict[str, frozenset[str]]:
        return {kind: frozenset(self.broken.get(collection, ())) for kind, collection in KINDS.items()}

    def subject(self, subject: str, model: type[Model]) -> Model | None:
        """Return the record of one subject without its broken entities, or None where nothing can be made of it."""
        documents = [read_file(path, shown, self.folder) for path, shown in self._files(subject)]
        if not documents:
            if subject in REQUIRED:
                place = Place(f"{self.name}/{subject}.yml")
                hint = f"write {self.name}/{subject}.yml; no playbook can do without it"
                self.problems.add(Problem(place, "missing-file", "the file is missing", hint))
            return None
        if subject not in REQUIRED or not all(map(_says_nothing, documents)):
            documents = [document for document in documents if not _says_nothing(document)]
        for document in documents:
            self.problems.extend(document.problems)
            self.accepted.extend(document.accepted)
            if not isinstance(document.values, dict):
                self._note_unread(model, document)
        readable = [document for document in documents if isinstance(document.values, dict)]
        if not readable:
            return None
        values, mark = self._merged(readable, subject, model)
        return self._validated(model, values, mark, partial=len(readable) < len(documents))

    def _note_unread(self, model: type[Model], document: Document) -> None:
        self.unread.update(kind for kind, collection in KINDS.items() if collection in model.model_fields)
        if any(problem.severity == "error" for problem in document.problems):
            return
        hint = f"begin with a key such as `{_first_key(model)}:`"
        if document.values is None:
            self.problems.add(Problem(document.mark.place, "empty-file", "the file is empty", f"{hint}, or delete it"))
        else:
            self.problems.add(Problem(document.mark.place, "schema", "the file holds no keys", hint))

    def _files(self, subject: str) -> list[tuple[Path, str]]:
        single, folder = self.folder / f"{subject}.yml", self.folder / subject
        written = os.path.lexists(single)
        if written and folder.is_dir() and not single.is_dir():
            message = f"both {subject}.yml and {subject}/ hold this subject"
            place = Place(f"{self.name}/{subject}.yml")
            self.problems.add(Problem(place, "subject-twice", message, "move the file into the folder"))
        files = [single] if written else []
        if folder.is_dir():
            files += [folder] if folder.is_symlink() else self._files_below(folder)
        return [(path, f"{self.name}/{path.relative_to(self.folder).as_posix()}") for path in files]

    def _files_below(self, folder: Path) -> list[Path]:
        """Return the files that a subject's folder holds; whatever else lies there is a problem."""
        files = []
        for path in islice(below(folder), DATA_FILE_LIMIT + 1):
            if path.suffix == ".yml" or path.is_dir():
                files.append(path)
                continue
            place = Place(f"{self.name}/{path.relative_to(self.folder).as_posix()}")
            hint = f"rename it {path.stem}.yml" if path.suffix in (".yaml", "") else "keep it somewhere else"
            message = f"{quoted(path.name)} is not read: its name does not end in .yml"
            self.problems.add(Problem(place, "unknown-file", message, hint))
        if len(files) > DATA_FILE_LIMIT:
            place = Place(f"{self.name}/{folder.name}")
            message = f"the folder holds more than {DATA_FILE_LIMIT:,} files"
            self.problems.add(Problem(place, "unknown-file", message, "keep several entities in one file"))
        return files[:DATA_FILE_LIMIT]

    def _merged(self, documents: Iterable[Document], subject: str, model: type[Model]) -> tuple[dict[str, Any], Mark]:
        """Return the files of a subject as one mapping; the same key of the same collection twice is a problem.

        A collection below whose key nothing stands is empty.
        """
        values: dict[str, Any] = {}
        mark = Mark(f"{self.name}/{subject}.yml", 1, 1)
        for document in documents:
            if not values:
                mark.file, mark.line, mark.column = document.mark.file, document.mark.line, document.mark.column
            for key, value in document.values.items():
                written = {} if value is None and key in model.keyed() else value
                self._merge_key(values, mark, key, written, document.mark.children[key])
        return values, mark

    def _merge_key(self, values: dict[str, Any], mark: Mark, key: str, value: Any, at: Mark) -> None:
        if key not in values:
            values[key] = dict(value) if isinstance(value, dict) else value
            mark.children[key] = at
            return
        known = mark.children[key]
        if not isinstance(value, dict) or not isinstance(values[key], dict):
            self._twice(key, at, known)
            return
        for id, entity in value.items():
            if id in values[key]:
                self._twice(id, at.children[id], known.children[id])
                continue
            values[key][id] = entity
            known.children[id] = at.children[id]

    def _twice(self, key: str, at: Mark, first: Mark) -> None:
        message = f"the key {quoted(key)} is written twice; first at {first.key_place}"
        hint = "keep one of them, or give the second another name"
        self.problems.add(Problem(at.key_place, "duplicate-key", message, hint))

    def _validated(self, model: type[Model], values: dict[str, Any], mark: Mark, partial: bool) -> Model | None:
        """Validate, leave out what is broken, and validate what is left; what is `partial` may lack keys."""
        self.problems.extend(torn_texts(model, values, mark))
        values = _with_origins(values, mark, model)
        written = values
        for _ in range(3):
            try:
                return model.model_validate(values, context={})
            except ValidationError as error:
                dropped = model.model_fields if partial else written.keys() - values.keys()
                self.problems.extend(explained(error, model, mark, values, dropped))
                values = self._without_broken(values, error, model, mark)
        self.unread.update(kind for kind, collection in KINDS.items() if collection in model.model_fields)
        return None

    def _without_broken(
        self, values: dict[str, Any], error: ValidationError, model: type[Model], mark: Mark
    ) -> dict[str, Any]:
        kept = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
        codes = codes_of(values)
        for item in error.errors(include_url=False, include_input=False):
            path = item["loc"] + tuple(item.get("ctx", {}).get("path", ()))
            if not path:
                continue
            key = str(path[0])
            if len(path) > 1 and key in model.keyed() and isinstance(kept.get(key), dict):
                if path[1] in kept[key]:
                    origin = Origin(mark.children[key].children[path[1]])
                    record = get_args(model.model_fields[key].annotation)[1]
                    self.left_out.append(LeftOut(record, str(path[1]), kept[key].pop(path[1]), origin, codes))
                self.broken.setdefault(key, set()).add(str(path[1]))
            else:
                kept.pop(key, None)
                self.unread.update(kind for kind, collection in KINDS.items() if collection == key)
                if key in model.keyed():
                    kept[key] = {}
        return kept


def _says_nothing(document: Document) -> bool:
    """Tell whether a file can be read and is empty, or holds nothing but comments."""
    return document.values is None and not Problems(document.problems).stop()


def _first_key(model: type[Model]) -> str:
    return next(name for name in model.model_fields if name != "origin")


def _with_origins(values: dict[str, Any], mark: Mark, model: type[Model]) -> dict[str, Any]:
    """Give the subject, its entities and its single records the places they were written at."""
    known: dict[str, Any] = {_ORIGIN: Origin(mark)}
    for key, value in values.items():
        at = mark.children[key]
        if not isinstance(value, dict):
            known[key] = value
        elif key in model.keyed():
            known[key] = {id: _placed(entity, at.children[id]) for id, entity in value.items()}
        else:
            known[key] = _placed(value, at) if _is_record(model, key) else value
    return known


def _placed(record: Any, mark: Mark) -> Any:
    return {**record, _ORIGIN: Origin(mark)} if isinstance(record, dict) else record


def _is_record(model: type[Model], key: str) -> bool:
    field = model.model_fields.get(key)
    return field is not None and isinstance(field.annotation, type) and issubclass(field.annotation, Model)
