"""`data/risks.yml`: what may go wrong, who watches it, and what is done about it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import Entity, ForumRef, Model, RoleRef, ServiceRef
from playbook.model.change_class import Binding, Burden, Expected, Information
from playbook.model.prose import Prose

Likelihood = Literal["low", "medium", "high"]


class Risk(Entity):
    """Something that may happen and would hurt."""

    cause: Information[Expected[Prose | None]] = Field(default=None, description="What would bring it about.")
    impact: Information[Expected[Prose | None]] = Field(default=None, description="What it would do.")
    response: Binding[Expected[Prose | None]] = Field(
        default=None, description="What is done about it, before and when it happens."
    )
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that watches it.")
    likelihood: Information[Likelihood | None] = Field(default=None, description="low, medium or high.")
    reviewed_at: Binding[ForumRef | None] = Field(
        title="reviewing forum", default=None, description="The forum that looks at it."
    )
    services: Information[tuple[ServiceRef, ...]] = Field(
        title="services at risk", default=(), description="The services it would hit."
    )


class Risks(Model):
    """The whole of `data/risks.yml`."""

    risks: Binding[dict[str, Risk]] = Field(description="The risks, by id.")
