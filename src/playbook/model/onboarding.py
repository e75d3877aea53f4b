"""`data/onboarding.yml`: what whoever joins, moves or leaves does, in which order, and what shows that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from playbook.model.base import INTERNAL, Entity, Hyperlink, Model, PartyRef, Reference, RoleRef, StatementRef
from playbook.model.change_class import Binding, Burden, Identity, Information, Ordered, People, Setting, Timing
from playbook.model.days import Every
from playbook.model.ids import Id, Named
from playbook.model.prose import Prose
from playbook.model.recurring_days import read_every
from playbook.model.values import Bool, Link, Offset, Text, misread, read_text
from playbook.problems import quoted

For = Literal["joiners", "movers", "leavers"]
THEMSELVES = ("newcomer", "mover", "leaver")
"""The owners of a step that whoever joins, moves or leaves does alone; no role can have such an id."""


@dataclass(frozen=True)
class SmallerStep:
    """A smaller step inside a step, with those inside it."""

    name: str
    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it in words, those inside it behind a colon."""
        return f"{self.name}: {'; '.join(self.steps)}" if self.steps else self.name


def _smaller_step(value: Any) -> SmallerStep:
    """Return a smaller step that is written as its text, or as `name` and `steps`."""
    if isinstance(value, SmallerStep):
        return value
    if not isinstance(value, Mapping):
        return SmallerStep(read_text(value))
    keys = (str(key) for key in value if not str(key).startswith(INTERNAL))
    if wrong := next((key for key in keys if key not in ("name", "steps")), None):
        raise misread(f"{quoted(wrong)} is not a key of a smaller step", "write `name` and `steps`, or a text", wrong)
    if "name" not in value:
        raise misread("the smaller step has no name", "write what to do under `name`")
    inside = value.get("steps", ())
    if not isinstance(inside, (list, tuple)) or any(isinstance(each, (Mapping, list, tuple)) for each in inside):
        raise misread("what stands here is too deep", "write a list of texts: steps go two levels deep", "steps")
    return SmallerStep(read_text(value["name"]), tuple(map(read_text, inside)))


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
    owner: Burden[Annotated[Named, Reference("owner")] | None] = Field(
        default=None, description="The role that sees to it, or `newcomer`, `mover` or `leaver`."
    )
    description: Information[Prose | None] = Field(default=None, description="How it is done, and what to know of it.")
    due: Timing[Offset | None] = Field(
        title="due time",
        default=None,
        description="When, counted from the first day, that of the move, or the last: `-5 business days`, `0 days`, "
        "`4 hours`, `2 weeks`.",
    )
    repeats: Timing[Annotated[Every, BeforeValidator(read_every)] | None] = Field(
        title="repetition", default=None, description="How often it is done again, such as `year` or `6 months`."
    )
    evidence: Binding[Prose | None] = Field(default=None, description="What shows that it is done.")
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
    links: Information[tuple[Hyperlink, ...]] = Field(
        title="further links", default=(), description="What else there is to read, or whom to reach."
    )
    steps: Binding[Ordered[tuple[Annotated[SmallerStep, BeforeValidator(_smaller_step)], ...]]] = Field(
        title="smaller steps",
        default=(),
        description="Smaller steps inside it: texts, or `{name: …, steps: [ … ]}` with texts inside.",
    )
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Programme(Entity):
    """A checklist for whoever joins, moves or leaves."""

    for_: Information[For] = Field(
        alias="for",
        title="occasion",
        default="joiners",
        description="joiners, movers (to another role) or leavers; due times count from the first day, that of the "
        "move, or the last.",
    )
    covers: Covers = Field(description="Whom it is for.")
    steps: Binding[dict[str, Step]] = Field(description="The steps, by id.")


class Onboarding(Model):
    """The whole of `data/onboarding.yml`."""

    programmes: Binding[dict[str, Programme]] = Field(description="The programmes, by id.")
