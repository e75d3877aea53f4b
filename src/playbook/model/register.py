"""`data/register.yml`: the ledger of ids. It only grows: what each id was born as, and what became of it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from playbook.model.base import Model
from playbook.model.values import CitedId, Id, Text, Version, misread

Status = Literal["active", "moved", "superseded", "withdrawn"]

LEAVING = ("removed_in", "reason")
"""What an entry must say once its id has gone."""
FOLLOWED: tuple[Status, ...] = ("moved", "superseded")
"""The states of an id that another one follows."""


class Entry(Model):
    """One id that a contract may cite.

    An id that is `active` is in the playbook. One that has gone is `moved`, where its text stands under another id,
    `superseded`, where another text took its place, or `withdrawn`, where nothing did. What was inside an entity goes
    with it, and needs no word of its own. No id is ever used again.
    """

    id: CitedId = Field(alias="\0id", description="The key it is written under, as the address `s/<id>/` has it.")
    kind: Id = Field(description="What it names, such as role, heading or duty.")
    title: Text = Field(description="What it was called when it was first published.")
    introduced: Version = Field(description="The version that brought it.")
    status: Status = Field(default="active", description="active, moved, superseded or withdrawn.")
    replaced_by: CitedId | None = Field(default=None, description="The id to turn to, where it moved or is superseded.")
    removed_in: Version | None = Field(default=None, description="The first version without it.")
    reason: Text | None = Field(default=None, description="Why it went; shown at its address for ever.")
    approved_by: Text | None = Field(default=None, description="Who agreed to that, by role: a name grows old.")

    @model_validator(mode="after")
    def _fit(self) -> Self:
        """Refuse an entry that says too little of an id that has gone, or too much of one that has not."""
        said = [key for key in (*LEAVING, "replaced_by", "approved_by") if getattr(self, key) is not None]
        if self.status == "active" and said:
            hint = "write `status: withdrawn`, `superseded` or `moved`, or take the key out"
            raise misread(f"`{said[0]}` is for an id that has gone, and this one is active", hint, said[0])
        needed = () if self.status == "active" else LEAVING
        needed = (*needed, "replaced_by") if self.status in FOLLOWED else needed
        if missing := next((key for key in needed if key not in said), None):
            raise misread(f"an id that is {self.status} needs `{missing}`", _EXAMPLES[missing])
        if self.status == "withdrawn" and self.replaced_by:
            hint = "write `status: superseded`, or take the key out"
            raise misread("`replaced_by` is for an id that another one follows", hint, "replaced_by")
        return self


_EXAMPLES = {
    "removed_in": "write the first version without it, such as `removed_in: 2026-2`",
    "reason": "write in a sentence why it went: whoever follows an old citation reads it",
    "replaced_by": "write the id to turn to, such as `replaced_by: role-contract-manager`, or `status: withdrawn`",
}


def owner_of(id: str) -> str:
    """Return the id of the entity that a section is inside of, empty for one that stands by itself."""
    before, inside, _ = id.partition("--")
    return before if inside else ""


class Register(Model):
    """The whole of `data/register.yml`."""

    ledger: dict[str, Entry] = Field(default={}, description="The ids, in the order in which they came.")
