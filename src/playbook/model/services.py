"""`data/services.yml`: what the contract is for, and the services that it buys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import Entity, Model, PartyRef, PhaseRef, Reference, RoleRef
from playbook.model.values import Id, Text

ObjectiveRef = Annotated[Id, Reference("objective")]
Criticality = Literal["critical", "important", "standard"]


class Objective(Entity):
    """Something that the contract is meant to bring about."""

    statement: Text = Field(description="What is to be true, so plainly that anyone can tell whether it is.")
    benefits: Literal["client", "supplier", "both"] = Field(description="client, supplier or both.")
    baseline: Text | None = Field(default=None, description="Where things stood before.")
    target: Text | None = Field(default=None, description="Where they are to stand.")
    horizon: Text | None = Field(default=None, description="By when.")


class Service(Entity):
    """A business process, or part of one, that a supplier runs; `since` is the day it starts."""

    scope: Literal["whole", "part"] = Field(description="whole or part of the business process.")
    process: Text | None = Field(default=None, description="The business process it belongs to.")
    phases: tuple[PhaseRef, ...] = Field(min_length=1, description="The phases it runs in.")
    owner: RoleRef = Field(description="The role that answers for it on the client's side.")
    supplier: PartyRef = Field(description="The party that runs it.")
    criticality: Criticality | None = Field(default=None, description="critical, important or standard.")
    locations: tuple[Text, ...] = Field(default=(), description="Where it is run from.")
    in_scope: tuple[Text, ...] = Field(default=(), description="What belongs to it.")
    out_of_scope: tuple[Text, ...] = Field(default=(), description="What does not, though one might think so.")
    objectives: tuple[ObjectiveRef, ...] = Field(default=(), description="The objectives it serves.")


class Services(Model):
    """The whole of `data/services.yml`."""

    objectives: dict[str, Objective] = Field(default={}, description="The objectives, by id.")
    services: dict[str, Service] = Field(description="The services, by id.")
