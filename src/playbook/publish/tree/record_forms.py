"""The forms of what is kept of published versions: which facts each record has, and what each of them may be.

No fact is taken for another: a number is no text, and a day is one of the calendar. What `form` a record has says
which keys it knows, and no others stand there. `status.json` and `versions.json` have no number of a form; what a later
release adds to these is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, RootModel, StringConstraints, create_model

from playbook.model.ids import CITED_LIMIT, CITED_PATTERN, VERSION_NAME, VERSION_PATTERN
from playbook.publish.tree.untrusted_input import PAGE, PATH, TEXT, VERSIONS, Unsound, page_below, path_below, read


def _day(written: str) -> str:
    date.fromisoformat(written)
    return written


def _ids(said: Any) -> Any:
    """Return one id of a section, or a list of them; raise `ValueError` for anything else."""
    several = said if isinstance(said, list) else [said]
    if not all(isinstance(id, str) and CITED_PATTERN.fullmatch(id) and len(id) <= CITED_LIMIT for id in several):
        raise ValueError(said)
    return said


VersionName = Annotated[str, StringConstraints(strict=True, pattern=f"^(?:{VERSION_NAME.pattern})$")]
SectionId = Annotated[
    str, StringConstraints(strict=True, pattern=f"^(?:{CITED_PATTERN.pattern})$", max_length=CITED_LIMIT)
]
Sha256 = Annotated[str, StringConstraints(strict=True, pattern="^[0-9a-f]{64}$")]
Day = Annotated[str, StringConstraints(strict=True, pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
"""A day as ISO 8601 writes it, such as 2026-01-31."""
Said = Annotated[str, StringConstraints(strict=True, max_length=TEXT, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""What people say; it may have several lines."""
Name = Annotated[str, StringConstraints(strict=True, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A short text on one line."""
Word = Annotated[str, StringConstraints(strict=True, max_length=64, pattern="^[a-z0-9_-]*$")]
File = Annotated[str, StringConstraints(strict=True, max_length=PATH), AfterValidator(path_below)]
Page = Annotated[str, StringConstraints(strict=True, max_length=PATH), AfterValidator(page_below)]
Fingerprint = Annotated[str, StringConstraints(strict=True, pattern="^pbc1-sha256:[0-9a-f]{64}$")]
Language = Annotated[str, StringConstraints(strict=True, pattern="^[A-Za-z0-9_-]{2,35}$")]
Commit = Annotated[str, StringConstraints(strict=True, pattern="^[0-9a-f]{7,64}$")]
Number = Annotated[int, Field(strict=True, ge=1)]


class Strict(BaseModel):
    """What knows all its keys."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Open(BaseModel):
    """What a later release may give more keys, which are passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Properties(_Open):
    hidden: bool = False


class _Listed(_Open):
    version: VersionName
    properties: _Properties = _Properties()


class Versions(RootModel[Annotated[list[_Listed], FailFast(), Field(strict=True, max_length=VERSIONS)]]):
    """`versions.json`, in the form that the theme's selector reads."""


def versions(written: bytes) -> list[_Listed]:
    """Return what a `versions.json` lists; raise `Unsound` where it is none, or lists a version twice."""
    found = read(Versions, written).root
    if len({each.version for each in found}) < len(found):
        raise Unsound("it lists a version twice")
    return found


class _Gone(_Open):
    on: Day
    reason: Said
    until: Day | None = None


class _Erratum(_Open):
    on: Day
    text: Said
    section: SectionId | None = None
    number: Number | None = None


class _Standing(_Open):
    status: Literal["agreed", "draft"] = "agreed"
    state: Name = ""
    order: Number = 1
    published: Day | None = None
    effective_from: Day = ""
    effective_to: Day | None = None
    withdrawn: _Gone | None = None
    withdrawals: Annotated[list[_Gone], FailFast()] = []
    errata: Annotated[list[_Erratum], FailFast()] = []


class Status(RootModel[Annotated[dict[VersionName, _Standing], Field(strict=True, max_length=VERSIONS)]]):
    """`status.json`; before there was a log, it held a `state` and the errata and withdrawals alone."""


def status_of(written: bytes | str) -> dict[str, dict[str, Any]]:
    """Return what a `status.json` says of each version, as it says it; raise `Unsound` where it is none."""
    return {version: said.model_dump(exclude_unset=True) for version, said in read(Status, written).root.items()}


_Written = Annotated[str, StringConstraints(strict=True, pattern=f"^(?:{VERSION_PATTERN.pattern})$", max_length=64)]
"""The name of a version as authors may write it, who may not have published it."""


class _Entry(Strict):
    kind: Word
    title: Said
    introduced: _Written
    status: Literal["active", "moved", "superseded", "withdrawn"] | None = None
    replaced_by: Annotated[Any, AfterValidator(_ids)] = None
    removed_in: _Written | None = None
    reason: Said | None = None
    approved_by: Said | None = None


class Ledger(Strict):
    """`register.json`."""

    form: Literal[1, 2]
    ledger: dict[SectionId, _Entry]


class Edition(Strict):
    """`playbook.json`: the files of the data and the pages, by their paths."""

    format: Literal[1]
    generator: Name
    files: dict[Annotated[File, Field(pattern=r"\.yml$")], Annotated[str, Field(strict=True)]]
    pages: dict[File, Annotated[str, Field(strict=True, max_length=PAGE)]]


FACTS: Mapping[str, Any] = {
    "version": VersionName,
    "record": Sha256,
    "signature": Sha256,
    "status": Literal["agreed", "draft"],
    "effective_from": Day,
    "effective_to": Day,
    "taken_over": Literal["yes"],
    "reason": Said,
    "text": Said,
    "on": Day,
    "section": SectionId,
    "erratum": Annotated[str, StringConstraints(strict=True, pattern="^[1-9][0-9]{0,8}$")],
    "file": File,
    "public_key": Said,
    "party": Name,
    "fingerprint": Name,
}
"""What each fact of an event may be, by its name."""


@cache
def event(needed: tuple[str, ...], possible: tuple[str, ...]) -> type[BaseModel]:
    """Return the form of an event that has some facts, and may have others."""
    facts = {name: (FACTS[name], ...) for name in needed} | {name: (FACTS[name], None) for name in possible}
    made: type[BaseModel] = create_model(  # type: ignore[call-overload]
        "Event",
        __config__=Strict.model_config,
        form=(Literal[1], ...),
        number=(Number, ...),
        previous=(Sha256 | None, ...),
        day=(Day, ...),
        event=(Word, ...),
        key=(Name | None, ...),
        **facts,
    )
    return made
