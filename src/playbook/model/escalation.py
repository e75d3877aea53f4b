"""`data/escalation.yml`: whom to call, in which order, and how fast they answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import Entity, ForumRef, Level, Model, Reference, RoleRef, StatementRef
from playbook.model.change_class import Binding, Burden, Expected, Identity, Meaning, Ordered, Power, Setting, Wording
from playbook.model.ids import Id, Named
from playbook.model.prose import Prose
from playbook.model.values import Bool, Count, Duration, Length, Span, Text

PathKind = Literal["delivery", "non-delivery", "commercial", "personal"]
PriorityRef = Annotated[Named, Reference("priority")]


class Rung(Model):
    """One level of an escalation path."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Wording[Text] = Field(description="What the level is called.")
    tier: Power[Level | None] = Field(default=None, description="strategic, tactical or operational.")
    trigger: Binding[Prose | None] = Field(default=None, description="What brings an issue to this level.")
    client_owner: Burden[RoleRef | None] = Field(
        title="client owner", default=None, description="The client role that answers."
    )
    supplier_owner: Burden[RoleRef | None] = Field(default=None, description="The supplier role that answers.")
    respond_within: Binding[Length | None] = Field(
        title="time to answer", default=None, description="How soon the owner answers."
    )
    resolve_within: Binding[Span | None] = Field(
        title="time to settle", default=None, description="How soon it is settled or goes up."
    )
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Path(Entity):
    """One way up, for one kind of problem."""

    kind: Binding[PathKind] = Field(description="delivery, non-delivery, commercial or personal.")
    levels: Binding[Ordered[dict[str, Rung]]] = Field(description="The levels in order, the first one first.")
    send: Binding[tuple[Prose, ...]] = Field(
        title="things to send", default=(), description="What to send with the issue."
    )
    confidential: Binding[Bool] = Field(
        title="confidentiality", default=False, description="true where only the owners may know."
    )
    priorities: Binding[tuple[PriorityRef, ...]] = Field(default=(), description="The priorities that use it.")
    forum: Binding[ForumRef | None] = Field(default=None, description="The forum that reviews its issues.")
    channel: Binding[Annotated[Named, Reference("channel")] | None] = Field(
        default=None, description="The channel by which an issue is raised; the numbers of it stand with the answer."
    )
    bypass: Binding[Prose | None] = Field(
        title="rule for skipping a level", default=None, description="When a level may be skipped."
    )


class Priority(Entity):
    """How important an issue is."""

    code: Wording[Text] = Field(title="short name", description="Its short name, such as P1.")
    definition: Meaning[Prose] = Field(description="What makes an issue this important.")
    response: Binding[Expected[Length | None]] = Field(
        title="time to answer", default=None, description="How soon someone answers."
    )
    resolution: Binding[Span | None] = Field(
        title="time to settle",
        default=None,
        description="How soon it is settled, where that is sooner than its level allows.",
    )
    service_level: Binding[Annotated[Named, Reference("service-level")] | None] = Field(
        default=None, description="The service level that says how soon its issues are settled."
    )
    first_level: Binding[Expected[Count | None]] = Field(
        default=None, description="The level of the path it starts at, from 1."
    )
    tier: Power[Level | None] = Field(default=None, description="The tier that handles it.")


def sooner(one: Duration | None, other: Duration | None) -> Duration | None:
    """Return the shorter of two times, where one or both are agreed."""
    return min((each for each in (one, other) if each), key=lambda each: each.hours, default=None)


class Escalation(Model):
    """The whole of `data/escalation.yml`."""

    priorities: Binding[dict[str, Priority]] = Field(default={}, description="The priorities, by id.")
    paths: Binding[dict[str, Path]] = Field(description="The escalation paths, by id.")
