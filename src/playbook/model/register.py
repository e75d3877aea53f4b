"""`data/register.yml`: the ledger of ids. It only grows: what each id was born as, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from playbook.model.base import Model
from playbook.model.change_class import Identity, Setting
from playbook.model.ids import CitedId, CitedIds, Id, Version
from playbook.model.values import Text, misread
from playbook.problems import counted, quoted

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

    id: Identity[CitedId] = Field(
        alias="\0id", description="The key it is written under, as the address `s/<id>/` has it."
    )
    kind: Setting[Id] = Field(description="What it names, such as role, heading or duty.")
    title: Setting[Text] = Field(description="What it was called when it was first published.")
    introduced: Setting[Version] = Field(title="version that brought it", description="The version that brought it.")
    status: Setting[Status] = Field(
        title="state", default="active", description="active, moved, superseded or withdrawn."
    )
    replaced_by: Setting[CitedIds] = Field(
        title="successor",
        default=(),
        description="The id to turn to, where it moved or is superseded; a list where it became several.",
    )
    removed_in: Setting[Version | None] = Field(
        title="first version without it", default=None, description="The first version without it."
    )
    reason: Setting[Text | None] = Field(default=None, description="Why it went; shown at its address for ever.")
    approved_by: Setting[Text | None] = Field(
        title="approver", default=None, description="Who agreed to that, by role: a name grows old."
    )

    @model_validator(mode="after")
    def _fit(self) -> Self:
        """Refuse an entry that says too little of an id that has gone, or too much of one that has not."""
        said = [key for key in (*LEAVING, "replaced_by", "approved_by") if getattr(self, key)]
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

    ledger: Setting[dict[str, Entry]] = Field(default={}, description="The ids, in the order in which they came.")


ENTER = "run `playbook register`, and commit what it writes"
"""What to do about ids that are not in the ledger."""


def told_lacking(ids: Sequence[str]) -> str:
    """Return what to say of ids of an edition that are not in the ledger."""
    names = ", ".join(quoted(id) for id in ids[:3]) + (", …" if len(ids) > 3 else "")
    return f"the ledger lacks {counted(len(ids), 'id')} of this edition: {names}"
