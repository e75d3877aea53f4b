"""`data/onboarding.yml`: what a newcomer does first, in which order, and how anyone can tell it is done."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from playbook.model.base import Entity, Model, PartyRef, Reference, RoleRef, StatementRef
from playbook.model.change_class import Binding, Burden, Identity, Information, Ordered, People, Setting, Timing
from playbook.model.ids import Id, Named
from playbook.model.values import Bool, Link, Offset, Text, misread

NEWCOMER = "newcomer"
"""The owner of a step that the newcomer does alone; no role can have this id."""


class Covers(Model):
    """Whom a programme is for."""

    parties: People[tuple[PartyRef, ...]] = Field(
        title="parties covered", default=(), description="Everyone of these parties."
    )
    roles: People[tuple[RoleRef, ...]] = Field(
        title="roles covered", default=(), description="The holders of these roles."
    )

    @model_validator(mode="after")
    def _covers_somebody(self) -> Covers:
        """Refuse a programme for nobody."""
        if not self.parties and not self.roles:
            raise misread("the programme is for nobody", "name `parties` or `roles`, or take the programme out")
        return self


class Step(Model):
    """One thing to do, with someone who sees that it is done."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Binding[Text] = Field(description="What to do, beginning with a verb.")
    owner: Burden[Annotated[Named, Reference("owner")]] = Field(description="The role that sees to it, or `newcomer`.")
    due: Timing[Offset] = Field(
        title="due time", description="When, counted from the first day: `-5 business days`, `0 days`, `2 weeks`."
    )
    evidence: Binding[Text | None] = Field(default=None, description="What shows that it is done.")
    stage: Information[Text | None] = Field(default=None, description="The part of the programme, such as First week.")
    prerequisites: Binding[tuple[Annotated[Named, Reference("step")], ...]] = Field(
        default=(), description="Steps of the same programme that come first."
    )
    applies_to: Binding[tuple[RoleRef, ...]] = Field(
        title="roles that it is for", default=(), description="Only for these roles, where it is not for all."
    )
    required: Binding[Bool] = Field(
        title="duty to complete it", default=True, description="false where it may be left out."
    )
    link: Information[Link | None] = Field(default=None, description="Where to read or do it.")
    steps: Binding[Ordered[tuple[Text, ...]]] = Field(
        title="smaller steps", default=(), description="Smaller steps inside it."
    )
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Programme(Entity):
    """A checklist for one kind of newcomer."""

    covers: Covers = Field(description="Whom it is for.")
    steps: Binding[dict[str, Step]] = Field(description="The steps, by id.")


class Onboarding(Model):
    """The whole of `data/onboarding.yml`."""

    programmes: Binding[dict[str, Programme]] = Field(description="The programmes, by id.")
