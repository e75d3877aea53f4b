"""`data/cadence.yml`: the forums, and when they meet."""

from __future__ import annotations

import math

from pydantic import Field

from playbook.model.base import DocumentRef, Entity, ForumRef, Level, Model, PartyRef, RoleRef
from playbook.model.change_class import Binding, Burden, Expected, Information, Ordered, People, Power, Timing
from playbook.model.prose import Prose
from playbook.model.recurrence import Recurrence
from playbook.model.values import Count, Duration, Length, Span, Text


class Quorum(Model):
    """How many people of one party a forum needs before it may decide."""

    party: Power[PartyRef] = Field(description="The party.")
    at_least: Power[Count] = Field(title="fewest people", description="The fewest of its people.")


class Forum(Entity):
    """A meeting that recurs, or takes place once, with its own chair, papers and powers."""

    tier: Power[Expected[Level | None]] = Field(default=None, description="strategic, tactical or operational.")
    recurrence: Recurrence = Field(default=Recurrence(), description="When it meets, as far as that is known.")
    chair: Burden[RoleRef | None] = Field(default=None, description="The role that chairs it.")
    secretary: Burden[RoleRef | None] = Field(default=None, description="The role that keeps its minutes.")
    attendees: Burden[Expected[tuple[RoleRef, ...]]] = Field(default=(), description="The roles that must attend.")
    optional: People[tuple[RoleRef, ...]] = Field(
        title="optional attendees", default=(), description="The roles that may attend."
    )
    purpose: Information[Expected[Prose | None]] = Field(default=None, description="What it is for.")
    agenda: Binding[Expected[Ordered[tuple[Prose, ...]]]] = Field(
        default=(), description="Its standing items, in order."
    )
    inputs: Binding[tuple[DocumentRef, ...]] = Field(default=(), description="The documents it works from.")
    outputs: Binding[tuple[Prose, ...]] = Field(default=(), description="What it leaves behind.")
    quorum: Power[tuple[Quorum, ...]] = Field(default=(), description="Who must be there before it decides.")
    decision_rule: Power[Prose | None] = Field(title="rule for decisions", default=None, description="How it decides.")
    duration: Timing[Span | None] = Field(default=None, description="How long it lasts.")
    papers_due: Timing[Length | None] = Field(
        title="time for papers", default=None, description="How long before it its papers are sent."
    )
    minutes_due: Timing[Length | None] = Field(
        title="time for minutes", default=None, description="How soon after it its minutes are sent."
    )
    escalates_to: Power[ForumRef | None] = Field(
        title="forum above", default=None, description="The forum that takes what it cannot settle."
    )
    location: Timing[Text | None] = Field(title="place", default=None, description="Where it meets.")

    @property
    def further_days(self) -> Duration:
        """How long after its first day the last of a meeting comes: `0 days` where it takes one."""
        if self.duration is None or self.duration.hours <= 24:
            return Duration(0, "days")
        if self.duration.unit == "business days":
            return Duration(self.duration.amount - 1, "business days")
        return Duration(math.ceil(self.duration.days) - 1, "days")

    @property
    def everyone(self) -> tuple[str, ...]:
        """The ids of all roles that take part, chair and secretary first, each once."""
        roles = (self.chair, self.secretary, *self.attendees, *self.optional)
        return tuple(dict.fromkeys(role for role in roles if role))


class Cadence(Model):
    """The whole of `data/cadence.yml`."""

    forums: Timing[dict[str, Forum]] = Field(description="The forums, by id.")
