"""What is kept of a published version: which sections it has, what each says, and what came before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, FailFast, Field

from playbook.model.ids import VERSION_NAME
from playbook.publish.tree import record_forms
from playbook.publish.tree.untrusted_input import in_form, json_of, read_bounded

FORM = 2
"""The number of the form of `release.json`; the first one knew no log, and is still read."""
NAME = VERSION_NAME
"""How a published version may be named: hosts tell its folder from the others by the digit that it begins with."""

PERMANENCE = "statement-of-permanence"
"""The id of the section in which a version promises for how long it is kept, and by whom."""


@dataclass(frozen=True)
class Cited:
    """One citable section of a version: `page` is its address below the version, `text` its canonical text."""

    id: str
    kind: str
    title: str
    page: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Kept:
    """What a release says of one section; what each fact may be is asked where a record is read."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    kind: record_forms.Word
    title: record_forms.Said
    page: record_forms.Page
    fingerprint: record_forms.Fingerprint


@dataclass(frozen=True)
class Before:
    """The release before this one, and the SHA-256 of its record: a link of the chain."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    version: record_forms.VersionName
    sha256: record_forms.Sha256


@dataclass(frozen=True)
class Release:
    """The record of one published version; days are written as ISO dates.

    `generator` and `engine` are the programs that made it, each with its version; records from before engines were
    written down have none. `log` is the SHA-256 of the event before the one by which it was published, empty where
    there was none, and None in a record from before there was a log.
    """

    version: str
    title: str
    status: str
    effective_from: str
    effective_to: str | None
    approvals: tuple[Mapping[str, str], ...]
    commit: str | None
    generator: str
    sections: Mapping[str, Kept]
    sums: str
    previous: Before | None = None
    locale: str = "en-GB"
    log: str | None = None
    engine: str = ""
    fingerprint: str = field(default="")

    def __post_init__(self) -> None:
        """Work the fingerprint of the whole out where none is given."""
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", whole(self.sections))

    def as_json(self) -> str:
        """Return the record as it is written: sorted keys, one line feed at the end, the same bytes every time."""
        held = {"form": FORM, **asdict(self), "log": self.log or ""}
        return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class _First(record_forms.Strict):
    form: Literal[1]
    version: record_forms.VersionName
    title: record_forms.Said
    status: Literal["agreed", "draft"]
    effective_from: record_forms.Day
    effective_to: record_forms.Day | None
    approvals: Annotated[list[dict[record_forms.Word, record_forms.Said]], FailFast(), Field(max_length=100)]
    commit: record_forms.Commit | None
    generator: record_forms.Name
    sections: dict[record_forms.SectionId, Kept]
    sums: record_forms.Sha256
    previous: Before | None
    locale: record_forms.Language = "en-GB"
    fingerprint: Annotated[str, Field(pattern="^pbv1-sha256:[0-9a-f]{64}$")] = ""


class _Second(_First):
    form: Literal[2]  # type: ignore[assignment]
    log: Annotated[str, Field(pattern="^(?:[0-9a-f]{64})?$")]
    engine: record_forms.Name = ""


FORMS: Mapping[int, type[_First]] = {1: _First, FORM: _Second}
"""What a record holds, by the number of its form."""


def whole(sections: Mapping[str, Kept]) -> str:
    """Return the fingerprint of a version: that of its sections, `id fingerprint` a line, by id."""
    lines = "".join(f"{id} {kept.fingerprint}\n" for id, kept in sorted(sections.items()))
    return "pbv1-sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def read(path: Path) -> Release:
    """Return the record at `path`; raise `ValueError` where it is none, or of a form this generator does not know."""
    return as_release(read_bounded(path))


@lru_cache(maxsize=64)  # a publication reads the records of all versions several times
def as_release(written: bytes) -> Release:
    """Return the record that a file holds; raise `ValueError` as `read` does."""
    said = json_of(written)
    form = said.get("form") if isinstance(said, dict) else None
    if type(form) is not int or form not in FORMS:
        raise ValueError("it is of no form that this generator reads")
    facts = {name: value for name, value in vars(in_form(FORMS[form], said)).items() if name != "form"}
    return Release(**{**facts, "approvals": tuple(facts["approvals"])})


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sums(folder: Path, above: str) -> str:
    """Return a `SHA256SUMS` of every file below `folder`, named from `above`, in order of names."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256(folder / name)}  {above}/{name}\n" for name in names)


def released(public: Path) -> tuple[Release, ...]:
    """Return the records of every version below `public`, the oldest first; raise `ValueError` where one is broken."""
    return in_order(map(_named, sorted(public.glob("releases/*/release.json"))))


def _named(path: Path) -> Release:
    """Return the record at a path; raise `ValueError` as `read` does, which names the file."""
    try:
        return read(path)
    except ValueError as error:
        raise ValueError(f"releases/{path.parent.name}/{path.name}: {error}") from None


def before(public: Path, version: str) -> Release | None:
    """Return the release before a version: the one its record names, else the one published last; None for the first.

    Raise `ValueError` as `released` does.
    """
    there = {each.version: each for each in released(public)}
    if version not in there:
        return next(reversed(there.values()), None)
    previous = there[version].previous
    return there.get(previous.version) if previous else None


def in_order(releases: Iterable[Release]) -> tuple[Release, ...]:
    """Return releases along their chain: each after the one it names as previous."""
    left = list(releases)
    done: list[Release] = []
    while left:
        names = {release.version for release in done}
        following = [each for each in left if (each.previous.version if each.previous else None) in (None, *names)]
        if not following:
            raise ValueError("a release names a previous one that is not there")
        done.append(min(following, key=lambda each: (each.effective_from, each.version)))
        left.remove(done[-1])
    return tuple(done)
