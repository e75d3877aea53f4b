"""`data/services.yml`: what the contract is for, and the services that it buys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import Entity, Model, PartyRef, PhaseRef, Reference, RoleRef
from playbook.model.change_class import Binding, Burden, Expected, Information, Timing
from playbook.model.ids import Named
from playbook.model.prose import Prose
from playbook.model.values import Text

ObjectiveRef = Annotated[Named, Reference("objective")]
Criticality = Literal["critical", "important", "standard"]


class Objective(Entity):
    """Something that the contract is meant to bring about."""

    statement: Binding[Expected[Prose | None]] = Field(
        default=None, description="What is to be true, so plainly that anyone can tell whether it is."
    )
    benefits: Information[Expected[Literal["client", "supplier", "both"] | None]] = Field(
        title="beneficiary", default=None, description="client, supplier or both."
    )
    baseline: Information[Prose | None] = Field(default=None, description="Where things stood before.")
    target: Binding[Prose | None] = Field(default=None, description="Where they are to stand.")
    horizon: Timing[Text | None] = Field(default=None, description="By when.")


class Service(Entity):
    """A business process, or part of one, that a supplier runs; `since` is the day it starts."""

    scope: Binding[Expected[Literal["whole", "part"] | None]] = Field(
        default=None, description="whole or part of the business process."
    )
    process: Information[Text | None] = Field(
        title="business process", default=None, description="The business process it belongs to."
    )
    phases: Binding[Expected[tuple[PhaseRef, ...]]] = Field(default=(), description="The phases it runs in.")
    owner: Burden[Expected[RoleRef | None]] = Field(
        default=None, description="The role that answers for it on the client's side."
    )
    supplier: Burden[Expected[PartyRef | None]] = Field(default=None, description="The party that runs it.")
    criticality: Binding[Criticality | None] = Field(default=None, description="critical, important or standard.")
    locations: Binding[tuple[Text, ...]] = Field(default=(), description="Where it is run from.")
    in_scope: Binding[tuple[Prose, ...]] = Field(title="contents", default=(), description="What belongs to it.")
    out_of_scope: Binding[tuple[Prose, ...]] = Field(
        title="exclusions", default=(), description="What does not, though one might think so."
    )
    objectives: Information[tuple[ObjectiveRef, ...]] = Field(default=(), description="The objectives it serves.")


class Services(Model):
    """The whole of `data/services.yml`."""

    objectives: Binding[dict[str, Objective]] = Field(default={}, description="The objectives, by id.")
    services: Binding[dict[str, Service]] = Field(description="The services, by id.")
