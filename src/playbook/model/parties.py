"""`data/parties.yml`: the organisations, and the sourcing structure that binds them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from pydantic import Field, model_validator

from playbook.model.base import Entities, Entity, Model, PartyRef, Side, StatementRef
from playbook.model.change_class import Binding, Burden, Information, People, Setting, Timing
from playbook.model.days import WEEKDAYS
from playbook.model.hours import Hours
from playbook.model.prose import Prose
from playbook.model.values import Date, Text, Zone, misread
from playbook.problems import did_you_mean, quoted

PartyKind = Literal["client", "supplier", "prime", "consortium-member", "subcontractor", "third-party", "neutral"]
SourcingKind = Literal["internal", "full-service", "prime", "consortium", "shared-service", "selective", "multi-vendor"]
OFFICE_DAYS = (0, 1, 2, 3, 4)
"""The weekdays that are taken to be worked where nothing is written: Monday to Friday."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Party(Entity):
    """An organisation that takes part."""

    kind: Binding[PartyKind] = Field(
        description="client, supplier, prime, consortium-member, subcontractor, third-party, or neutral: on no side."
    )
    engaged_by: Binding[PartyRef | None] = Field(
        title="party that engages it", default=None, description="The party whose contract brings it in."
    )
    country: Information[Text | None] = Field(default=None, description="Where its people on this contract work.")
    zone: Timing[Zone | None] = Field(title="time zone", default=None, description="Its IANA time zone.")
    working_days: Timing[tuple[Weekday, ...]] = Field(
        default=(),
        description="The days it works, where its hours do not name them; without, Monday to Friday is taken.",
    )
    working_hours: Timing[Hours | None] = Field(
        default=None,
        description="Its hours in its own zone: `09:00-17:30`, several in a list, by weekday, or `24/7`.",
    )
    holidays: Timing[tuple[Date, ...]] = Field(default=(), description="Public holidays in the cycle.")
    profile: Information[Prose | None] = Field(default=None, description="What its business is and what matters to it.")
    culture: Information[tuple[Prose, ...]] = Field(
        title="working habits", default=(), description="Working habits that the other side should know."
    )

    @model_validator(mode="after")
    def _works_when_it_says(self) -> Party:
        """Refuse a party that works on no day, and hours of a weekday that is not among the days it works."""
        if "working_days" in self.model_fields_set and not self.working_days:
            hint = "name the days it works, or leave `working_days` out for Monday to Friday"
            raise misread("`working_days` names no day", hint, "working_days")
        named = self.working_hours.weekdays if self.working_hours else ()
        others = [WEEKDAYS[day] for day in named if self.working_days and WEEKDAYS[day] not in self.working_days]
        if others:
            hint = "leave `working_days` out where the hours name the days, or correct one of them"
            told = f"the hours are also of {others[0]}, which is none of its `working_days`"
            raise misread(told, hint, "working_hours")
        return self

    @property
    def days_told(self) -> tuple[int, ...]:
        """The weekdays it says it works, 0 for Monday, in order; none where it says nothing of them."""
        said = (WEEKDAYS.index(day) for day in set(self.working_days))
        return tuple(sorted(said)) or (self.working_hours.weekdays if self.working_hours else ())

    @property
    def days(self) -> tuple[int, ...]:
        """The weekdays it works, 0 for Monday; those of an office where it says nothing of them."""
        return self.days_told or OFFICE_DAYS


_SUPPLYING: Collection[PartyKind] = ("supplier", "prime", "consortium-member")


def side_in(parties: Entities[Party], id: str, client: str, suppliers: Collection[str]) -> Side:
    """Return the side of a party: that of whoever engages it; a third party that nobody engages is on neither.

    A neutral one is on neither, whoever engages it. The client is on its own side and whoever supplies it on the
    supplier's, a department of the client's too.
    """
    seen: set[str] = set()
    at: str | None = id
    while at and at not in seen and (party := parties.get(at)):
        if at in suppliers or at == client:
            return "client" if at == client else "supplier"
        if party.kind == "neutral":
            return "third"
        if party.kind == "client" or party.kind in _SUPPLYING:
            return "client" if party.kind == "client" else "supplier"
        seen.add(at)
        at = party.engaged_by
    return "supplier" if parties[id].kind == "subcontractor" else "third"


class Structure(Entity):
    """One of the sourcing structures a client chooses between; its id is its kind."""

    contracts: Information[Prose | None] = Field(default=None, description="Who signs with whom.")
    control: Information[Prose | None] = Field(default=None, description="How much control the client keeps.")
    delivery: Information[Prose | None] = Field(default=None, description="Who delivers.")
    strengths: Information[tuple[Prose, ...]] = Field(default=(), description="What speaks for it.")
    risks: Information[tuple[Prose, ...]] = Field(default=(), description="What speaks against it.")

    @model_validator(mode="after")
    def _known(self) -> Structure:
        """Refuse a structure that no contract can name as its kind."""
        if self.id not in get_args(SourcingKind):
            hint = did_you_mean(self.id, get_args(SourcingKind), f"name it {', '.join(get_args(SourcingKind))}")
            raise misread(f"{quoted(self.id)} is no kind of sourcing structure", hint)
        return self


class Sourcing(Model):
    """The structure this contract uses."""

    kind: Binding[SourcingKind] = Field(description="internal, full-service, prime, consortium, shared-service, …")
    lead_party: Burden[PartyRef | None] = Field(default=None, description="The party that leads delivery.")
    integrator: Burden[PartyRef | None] = Field(
        default=None, description="The party that makes the parts work together."
    )
    asset_transfer: Binding[Prose | None] = Field(
        title="transfer of assets", default=None, description="What assets or people change hands."
    )
    rationale: Information[Prose | None] = Field(default=None, description="Why this structure was chosen.")
    risks: Information[tuple[Prose, ...]] = Field(default=(), description="Risks that come with the structure.")
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Parties(Model):
    """The whole of `data/parties.yml`."""

    parties: People[dict[str, Party]] = Field(description="The organisations, by id.")
    sourcing: Sourcing = Field(description="The structure this contract uses.")
    structures: Information[dict[str, Structure]] = Field(
        default={}, description="Sourcing structures compared, by kind."
    )
