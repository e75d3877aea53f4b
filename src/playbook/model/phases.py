"""`data/phases.yml`: the life of the contract, and the gates between its phases."""

from __future__ import annotations

from pydantic import Field

from playbook.model.base import Entity, Model
from playbook.model.values import Date, Int, Text


class Phase(Entity):
    """One stretch of the contract's life."""

    order: Int = Field(description="Its place in the sequence, from 1.")
    entry: tuple[Text, ...] = Field(description="What must be true before it begins.")
    exit: tuple[Text, ...] = Field(description="What must be true before it ends.")
    starts: Date | None = Field(default=None, description="First day, where it is fixed.")
    ends: Date | None = Field(default=None, description="Last day, where it is fixed.")


class Phases(Model):
    """The whole of `data/phases.yml`."""

    phases: dict[str, Phase] = Field(description="The phases, by id.")
