"""`data/risks.yml`: what may go wrong, who watches it, and what is done about it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import Entity, ForumRef, Model, RoleRef, ServiceRef
from playbook.model.values import Text

Likelihood = Literal["low", "medium", "high"]


class Risk(Entity):
    """Something that may happen and would hurt."""

    cause: Text = Field(description="What would bring it about.")
    impact: Text = Field(description="What it would do.")
    response: Text = Field(description="What is done about it, before and when it happens.")
    owner: RoleRef | None = Field(default=None, description="The role that watches it.")
    likelihood: Likelihood | None = Field(default=None, description="low, medium or high.")
    reviewed_at: ForumRef | None = Field(default=None, description="The forum that looks at it.")
    services: tuple[ServiceRef, ...] = Field(default=(), description="The services it would hit.")


class Risks(Model):
    """The whole of `data/risks.yml`."""

    risks: dict[str, Risk] = Field(description="The risks, by id.")
