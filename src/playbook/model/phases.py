"""`data/phases.yml`: the life of the contract, and the gates between its phases."""

from __future__ import annotations

from pydantic import Field

from playbook.model.base import Entity, Model
from playbook.model.change_class import Binding, Expected, Validity
from playbook.model.prose import Prose
from playbook.model.values import Date, Int


class Phase(Entity):
    """One stretch of the contract's life."""

    order: Binding[Int] = Field(title="place in the sequence", description="Its place in the sequence, from 1.")
    entry: Binding[Expected[tuple[Prose, ...]]] = Field(
        title="entry conditions", default=(), description="What must be true before it begins."
    )
    exit: Binding[Expected[tuple[Prose, ...]]] = Field(
        title="exit conditions", default=(), description="What must be true before it ends."
    )
    starts: Validity[Date | None] = Field(title="start", default=None, description="First day, where it is fixed.")
    ends: Validity[Date | None] = Field(title="end", default=None, description="Last day, where it is fixed.")


class Phases(Model):
    """The whole of `data/phases.yml`."""

    phases: Binding[dict[str, Phase]] = Field(description="The phases, by id.")
