"""`data/onboarding.yml`: what a newcomer does first, in which order, and how anyone can tell it is done."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playbook.model.base import Entity, Model, PartyRef, Reference, RoleRef, StatementRef
from playbook.model.values import Bool, Id, Link, Offset, Text

NEWCOMER = "newcomer"
"""The owner of a step that the newcomer does alone; no role can have this id."""


class Covers(Model):
    """Whom a programme is for."""

    parties: tuple[PartyRef, ...] = Field(default=(), description="Everyone of these parties.")
    roles: tuple[RoleRef, ...] = Field(default=(), description="The holders of these roles.")


class Step(Model):
    """One thing to do, with someone who sees that it is done."""

    id: Id = Field(alias="\0id", description="The key it is written under.")
    name: Text = Field(description="What to do, beginning with a verb.")
    owner: Annotated[Id, Reference("owner")] = Field(description="The role that sees to it, or `newcomer`.")
    due: Offset = Field(description="When, counted from the first day: `-5 business days`, `0 days`, `2 weeks`.")
    evidence: Text | None = Field(default=None, description="What shows that it is done.")
    stage: Text | None = Field(default=None, description="The part of the programme, such as First week.")
    prerequisites: tuple[Annotated[Id, Reference("step")], ...] = Field(
        default=(), description="Steps of the same programme that come first."
    )
    applies_to: tuple[RoleRef, ...] = Field(default=(), description="Only for these roles, where it is not for all.")
    required: Bool = Field(default=True, description="false where it may be left out.")
    link: Link | None = Field(default=None, description="Where to read or do it.")
    steps: tuple[Text, ...] = Field(default=(), description="Smaller steps inside it.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class Programme(Entity):
    """A checklist for one kind of newcomer."""

    covers: Covers = Field(description="Whom it is for.")
    steps: dict[str, Step] = Field(description="The steps, by id.")


class Onboarding(Model):
    """The whole of `data/onboarding.yml`."""

    programmes: dict[str, Programme] = Field(description="The programmes, by id.")
