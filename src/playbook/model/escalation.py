"""`data/escalation.yml`: whom to call, in which order, and how fast they answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import Entity, ForumRef, Level, Model, Reference, RoleRef, StatementRef
from playbook.model.values import Bool, Count, Id, Length, Text

PathKind = Literal["delivery", "non-delivery", "commercial", "personal"]
PriorityRef = Annotated[Id, Reference("priority")]


class Rung(Model):
    """One level of an escalation path."""

    id: Id = Field(alias="\0id", description="The key it is written under.")
    name: Text = Field(description="What the level is called.")
    tier: Level | None = Field(default=None, description="strategic, tactical or operational.")
    trigger: Text = Field(description="What brings an issue to this level.")
    client_owner: RoleRef | None = Field(default=None, description="The client role that answers.")
    supplier_owner: RoleRef | None = Field(default=None, description="The supplier role that answers.")
    respond_within: Length | None = Field(default=None, description="How soon the owner answers.")
    resolve_within: Length | None = Field(default=None, description="How soon it is settled or goes up.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class Path(Entity):
    """One way up, for one kind of problem."""

    kind: PathKind = Field(description="delivery, non-delivery, commercial or personal.")
    levels: dict[str, Rung] = Field(description="The levels in order, the first one first.")
    send: tuple[Text, ...] = Field(default=(), description="What to send with the issue.")
    confidential: Bool = Field(default=False, description="true where only the owners may know.")
    priorities: tuple[PriorityRef, ...] = Field(default=(), description="The priorities that use it.")
    forum: ForumRef | None = Field(default=None, description="The forum that reviews its issues.")
    bypass: Text | None = Field(default=None, description="When a level may be skipped.")


class Priority(Entity):
    """How important an issue is."""

    code: Text = Field(description="Its short name, such as P1.")
    definition: Text = Field(description="What makes an issue this important.")
    response: Length = Field(description="How soon someone answers.")
    first_level: Count = Field(description="The level of the path it starts at, from 1.")
    tier: Level | None = Field(default=None, description="The tier that handles it.")


class Escalation(Model):
    """The whole of `data/escalation.yml`."""

    priorities: dict[str, Priority] = Field(default={}, description="The priorities, by id.")
    paths: dict[str, Path] = Field(description="The escalation paths, by id.")
