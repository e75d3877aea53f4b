"""`data/dependencies.yml`: who needs what from whom, and what stands still without it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playbook.model.base import ActivityRef, Entity, Model, PartyRef, Reference, RoleRef, ServiceRef
from playbook.model.change_class import Binding, Burden, EndsWith, Expected, Information
from playbook.model.ids import Named
from playbook.model.prose import Prose
from playbook.model.values import Length

DependencyRef = Annotated[Named, Reference("dependency")]


class Blocks(Model):
    """What stands still where a dependency fails."""

    services: Information[tuple[ServiceRef, ...]] = Field(
        title="services that stop", default=(), description="Services that suffer at once."
    )
    activities: Information[tuple[ActivityRef, ...]] = Field(
        title="activities that stop", default=(), description="Activities that cannot go on."
    )
    dependencies: Information[tuple[DependencyRef, ...]] = Field(
        title="dependencies that fail", default=(), description="Dependencies that fail with it."
    )


class Dependency(Entity):
    """Something that one party needs from another."""

    provider: Annotated[Burden[PartyRef], EndsWith()] = Field(description="The party that provides it.")
    consumer: Annotated[Binding[PartyRef], EndsWith()] = Field(description="The party that cannot do without it.")
    needed: Binding[Expected[Prose | None]] = Field(
        title="what is needed", default=None, description="What is needed, precisely enough to ask for it."
    )
    lead_time: Binding[Length | None] = Field(default=None, description="How long before it is needed it is asked for.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that sees that it is there.")
    third_party: Binding[PartyRef | None] = Field(default=None, description="The third party behind the provider.")
    blocks: Blocks = Field(default=Blocks(), description="What stands still without it.")
    impact: Information[Prose | None] = Field(default=None, description="What happens when it is late or missing.")
    fallback: Binding[Prose | None] = Field(default=None, description="What is done meanwhile.")


class Dependencies(Model):
    """The whole of `data/dependencies.yml`."""

    dependencies: Binding[dict[str, Dependency]] = Field(description="The dependencies, by id.")
