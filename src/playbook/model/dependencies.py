"""`data/dependencies.yml`: who needs what from whom, and what stands still without it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playbook.model.base import ActivityRef, Entity, Model, PartyRef, Reference, RoleRef, ServiceRef
from playbook.model.values import Id, Length, Text

DependencyRef = Annotated[Id, Reference("dependency")]


class Blocks(Model):
    """What stands still where a dependency fails."""

    services: tuple[ServiceRef, ...] = Field(default=(), description="Services that suffer at once.")
    activities: tuple[ActivityRef, ...] = Field(default=(), description="Activities that cannot go on.")
    dependencies: tuple[DependencyRef, ...] = Field(default=(), description="Dependencies that fail with it.")


class Dependency(Entity):
    """Something that one party needs from another."""

    provider: PartyRef = Field(description="The party that provides it.")
    consumer: PartyRef = Field(description="The party that cannot do without it.")
    needed: Text = Field(description="What is needed, precisely enough to ask for it.")
    lead_time: Length | None = Field(default=None, description="How long before it is needed it is asked for.")
    owner: RoleRef | None = Field(default=None, description="The role that sees that it is there.")
    third_party: PartyRef | None = Field(default=None, description="The third party behind the provider.")
    blocks: Blocks = Field(default=Blocks(), description="What stands still without it.")
    impact: Text | None = Field(default=None, description="What happens when it is late or missing.")
    fallback: Text | None = Field(default=None, description="What is done meanwhile.")


class Dependencies(Model):
    """The whole of `data/dependencies.yml`."""

    dependencies: dict[str, Dependency] = Field(description="The dependencies, by id.")
