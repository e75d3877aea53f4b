"""`data/relationship.yml`: what the two sides promise each other, how they talk, visit, and see how they are doing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import Entity, ForumRef, Model, RoleRef, StatementRef
from playbook.model.values import Bool, Id, Length, Offset, Span, Text

Theme = Literal["logistics", "visa", "work-culture", "living-culture"]


class Principle(Entity):
    """One promise of the relationship charter."""

    statement: Text = Field(description="What both sides promise.")
    client: Text | None = Field(default=None, description="What the client does to keep it.")
    supplier: Text | None = Field(default=None, description="What the supplier does to keep it.")


class Channel(Entity):
    """One way of talking to each other."""

    use: Text = Field(description="What it is for.")
    formality: Literal["formal", "informal"] = Field(description="formal or informal.")
    recorded: Bool = Field(description="true where a record is kept.")
    response_time: Length | None = Field(default=None, description="How soon one may expect an answer.")


class Arrangement(Model):
    """One thing to arrange for a visit."""

    id: Id = Field(alias="\0id", description="The key it is written under.")
    name: Text = Field(description="What to arrange, beginning with a verb.")
    theme: Theme = Field(description="logistics, visa, work-culture or living-culture.")
    owner: RoleRef | None = Field(default=None, description="The role that arranges it; else the co-ordinator.")
    due: Offset | None = Field(default=None, description="When, counted from the first day of the visit.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class Visit(Entity):
    """A kind of visit that one side pays the other."""

    direction: Literal["client-to-supplier", "supplier-to-client"] = Field(
        description="client-to-supplier or supplier-to-client."
    )
    coordinator: RoleRef = Field(description="The role that sees to everything.")
    accompanied_by: RoleRef | None = Field(default=None, description="The role that may come along.")
    checklist: dict[str, Arrangement] = Field(description="What is arranged, by id.")


class Dimension(Model):
    """One thing that a health check asks about."""

    id: Id = Field(alias="\0id", description="The key it is written under.")
    name: Text = Field(description="What it is called.")
    question: Text = Field(description="The question both sides answer.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class HealthCheck(Entity):
    """A regular look at the relationship itself, answered by both sides."""

    frequency: Span = Field(description="How often it is held, such as `6 months`.")
    respondents: tuple[RoleRef, ...] = Field(description="The roles of both sides that answer.")
    dimensions: dict[str, Dimension] = Field(description="What it asks about, by id.")
    scale: Text | None = Field(default=None, description="How an answer is given.")
    reviewed_at: ForumRef | None = Field(default=None, description="The forum that talks about the answers.")


class Relationship(Model):
    """The whole of `data/relationship.yml`."""

    principles: dict[str, Principle] = Field(default={}, description="The charter, by id.")
    channels: dict[str, Channel] = Field(default={}, description="The ways of talking, by id.")
    visits: dict[str, Visit] = Field(default={}, description="The kinds of visits, by id.")
    health_checks: dict[str, HealthCheck] = Field(default={}, description="The health checks, by id.")
