"""`data/relationship.yml`: what the two sides promise each other, how they talk, visit, and see how they are doing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import Entity, ForumRef, Model, RoleRef, StatementRef
from playbook.model.change_class import (
    Binding,
    Burden,
    Expected,
    Identity,
    Information,
    Ordered,
    People,
    Setting,
    Timing,
    Wording,
)
from playbook.model.ids import Id
from playbook.model.phones import Phone
from playbook.model.prose import Prose
from playbook.model.values import Bool, Length, Offset, Span, Text

Theme = Literal["logistics", "visa", "work-culture", "living-culture"]


class Principle(Entity):
    """One promise of the relationship charter."""

    statement: Binding[Prose] = Field(description="What both sides promise.")
    client: Binding[Prose | None] = Field(
        title="client's part", default=None, description="What the client does to keep it."
    )
    supplier: Binding[Prose | None] = Field(
        title="supplier's part", default=None, description="What the supplier does to keep it."
    )


class Channel(Entity):
    """One way of talking to each other."""

    use: Information[Expected[Prose | None]] = Field(title="purpose", default=None, description="What it is for.")
    formality: Binding[Expected[Literal["formal", "informal"] | None]] = Field(
        default=None, description="formal or informal."
    )
    recorded: Binding[Expected[Bool | None]] = Field(
        title="record-keeping", default=None, description="true where a record is kept."
    )
    response_time: Binding[Length | None] = Field(
        title="time to answer", default=None, description="How soon one may expect an answer."
    )
    phones: People[Ordered[tuple[Phone, ...]]] = Field(
        title="telephone numbers", default=(), description="The numbers to call, the first one first."
    )


class Arrangement(Model):
    """One thing to arrange for a visit."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Binding[Text] = Field(description="What to arrange, beginning with a verb.")
    theme: Information[Theme] = Field(description="logistics, visa, work-culture or living-culture.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that arranges it; else the co-ordinator.")
    due: Timing[Offset | None] = Field(
        title="due time", default=None, description="When, counted from the first day of the visit."
    )
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Visit(Entity):
    """A kind of visit that one side pays the other."""

    direction: Binding[Literal["client-to-supplier", "supplier-to-client"]] = Field(
        description="client-to-supplier or supplier-to-client."
    )
    coordinator: Burden[RoleRef] = Field(description="The role that sees to everything.")
    accompanied_by: People[RoleRef | None] = Field(
        title="companion", default=None, description="The role that may come along."
    )
    checklist: Binding[Expected[dict[str, Arrangement]]] = Field(
        title="arrangements", default={}, description="What is arranged, by id."
    )


class Dimension(Model):
    """One thing that a health check asks about."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Wording[Text] = Field(description="What it is called.")
    question: Binding[Prose | None] = Field(default=None, description="The question both sides answer.")
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class HealthCheck(Entity):
    """A regular look at the relationship itself, answered by both sides."""

    frequency: Timing[Span] = Field(description="How often it is held, such as `6 months`.")
    respondents: Burden[tuple[RoleRef, ...]] = Field(default=(), description="The roles of both sides that answer.")
    dimensions: Binding[dict[str, Dimension]] = Field(default={}, description="What it asks about, by id.")
    scale: Binding[Prose | None] = Field(default=None, description="How an answer is given.")
    reviewed_at: Binding[ForumRef | None] = Field(
        title="reviewing forum", default=None, description="The forum that talks about the answers."
    )


class Relationship(Model):
    """The whole of `data/relationship.yml`."""

    principles: Binding[dict[str, Principle]] = Field(default={}, description="The charter, by id.")
    channels: Binding[dict[str, Channel]] = Field(default={}, description="The ways of talking, by id.")
    visits: Binding[dict[str, Visit]] = Field(default={}, description="The kinds of visits, by id.")
    health_checks: Binding[dict[str, HealthCheck]] = Field(default={}, description="The health checks, by id.")
