"""`data/parties.yml`: the organisations, and the sourcing structure that binds them."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from playbook.model.base import Entity, Model, PartyRef, Side, StatementRef
from playbook.model.values import Date, Hours, Text, Zone, misread
from playbook.problems import did_you_mean, quoted

PartyKind = Literal["client", "supplier", "prime", "consortium-member", "subcontractor", "third-party"]
SourcingKind = Literal["internal", "full-service", "prime", "consortium", "shared-service", "selective", "multi-vendor"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Party(Entity):
    """An organisation that takes part."""

    kind: PartyKind = Field(description="client, supplier, prime, consortium-member, subcontractor or third-party.")
    engaged_by: PartyRef | None = Field(default=None, description="The party whose contract brings it in.")
    country: Text | None = Field(default=None, description="Where its people on this contract work.")
    zone: Zone | None = Field(default=None, description="Its IANA time zone.")
    working_days: tuple[Weekday, ...] = Field(
        default=("monday", "tuesday", "wednesday", "thursday", "friday"), description="The days it works."
    )
    working_hours: Hours | None = Field(default=None, description="Its hours in its own zone, such as 09:00-17:30.")
    holidays: tuple[Date, ...] = Field(default=(), description="Public holidays in the cycle.")
    profile: Text | None = Field(default=None, description="What its business is and what matters to it.")
    culture: tuple[Text, ...] = Field(default=(), description="Working habits that the other side should know.")

    @property
    def side(self) -> Side:
        """The side of the table it sits on: everyone but the client is on the supplier's."""
        return "client" if self.kind == "client" else "supplier"


class Structure(Entity):
    """One of the sourcing structures a client chooses between; its id is its kind."""

    contracts: Text = Field(description="Who signs with whom.")
    control: Text = Field(description="How much control the client keeps.")
    delivery: Text = Field(description="Who delivers.")
    strengths: tuple[Text, ...] = Field(default=(), description="What speaks for it.")
    risks: tuple[Text, ...] = Field(default=(), description="What speaks against it.")

    @model_validator(mode="after")
    def _known(self) -> Structure:
        """Refuse a structure that no contract can name as its kind."""
        if self.id not in get_args(SourcingKind):
            hint = did_you_mean(self.id, get_args(SourcingKind), f"name it {', '.join(get_args(SourcingKind))}")
            raise misread(f"{quoted(self.id)} is no kind of sourcing structure", hint)
        return self


class Sourcing(Model):
    """The structure this contract uses."""

    kind: SourcingKind = Field(description="internal, full-service, prime, consortium, shared-service, …")
    lead_party: PartyRef | None = Field(default=None, description="The party that leads delivery.")
    integrator: PartyRef | None = Field(default=None, description="The party that makes the parts work together.")
    asset_transfer: Text | None = Field(default=None, description="What assets or people change hands.")
    rationale: Text | None = Field(default=None, description="Why this structure was chosen.")
    risks: tuple[Text, ...] = Field(default=(), description="Risks that come with the structure.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class Parties(Model):
    """The whole of `data/parties.yml`."""

    parties: dict[str, Party] = Field(description="The organisations, by id.")
    sourcing: Sourcing = Field(description="The structure this contract uses.")
    structures: dict[str, Structure] = Field(default={}, description="Sourcing structures compared, by kind.")
