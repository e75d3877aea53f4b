"""`data/contract.yml`: what the contract obliges each party to, how it is signed, changed and left."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from playbook.model.base import (
    DocumentRef,
    Entity,
    ForumRef,
    Model,
    PartyRef,
    PhaseRef,
    Reference,
    RoleRef,
    ServiceRef,
    StatementRef,
)
from playbook.model.change_class import (
    Binding,
    Burden,
    EndsWith,
    Expected,
    Identity,
    Information,
    Ordered,
    Power,
    Setting,
    Validity,
)
from playbook.model.due import DayRule, as_due, day_of, offset_of
from playbook.model.ids import Id, Named
from playbook.model.prose import Prose
from playbook.model.values import Date, Duration, Length, Offset, Span, Text, misread

KeyDateRef = Annotated[Named, Reference("key-date")]


class Obligation(Entity):
    """One thing that the contract obliges a party to."""

    reference: Binding[Expected[Text | None]] = Field(
        title="reference to the contract",
        default=None,
        description="Where the contract says so, such as `Schedule 4, clause 2.1`.",
    )
    obliged: Annotated[Burden[PartyRef], EndsWith()] = Field(
        title="obliged party", description="The party that owes it."
    )
    text: Binding[Prose] = Field(description="What it owes.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that sees that it is met.")
    evidence: Binding[Prose | None] = Field(default=None, description="What shows that it is met.")
    evidence_in: Binding[DocumentRef | None] = Field(
        title="document of evidence", default=None, description="The document in which the evidence is found."
    )
    due: Binding[Text | None] = Field(
        title="due time",
        default=None,
        description="When: a day such as 2027-03-31, an offset such as `10 business days after the notice`, or words.",
    )
    recurrence: DayRule | None = Field(
        default=None, description="The days on which it falls due again and again, as those of a forum are written."
    )
    counts_from: Binding[KeyDateRef | None] = Field(
        title="key date that it counts from",
        default=None,
        description="The key date that an offset under `due` counts from, which gives it its day.",
    )
    forum: Binding[ForumRef | None] = Field(
        title="forum that looks at it", default=None, description="The forum that looks whether it is met."
    )
    category: Information[Text | None] = Field(default=None, description="What it is about, such as `Security`.")

    _reads_due = field_validator("due", mode="before")(as_due)

    @property
    def due_day(self) -> date | None:
        """The day on which it is due, where `due` is one."""
        return day_of(self.due)

    @property
    def due_offset(self) -> Duration | None:
        """How long after an event it is due, negative before it, where `due` says so; see `playbook.model.due`."""
        return offset_of(self.due)

    @model_validator(mode="after")
    def _is_due_once(self) -> Obligation:
        """Refuse two ways of saying when, and an offset that is none."""
        if self.recurrence and (self.due_day or self.counts_from):
            raise misread("a rule and a single day both say when it is due", "keep one of them", "recurrence")
        if self.counts_from and self.due_offset is None:
            hint = "write an offset under `due`, such as `6 months before the end of the term`"
            raise misread("nothing says how far from the key date it is due", hint, "counts_from")
        return self


KeyDateKind = Literal["notice", "renewal-option", "break", "price-review", "expiry", "other"]
OPTIONS: tuple[KeyDateKind, ...] = ("renewal-option", "break", "price-review")
"""The kinds of key dates on which something has to be decided."""


class KeyDate(Entity):
    """A day on which the contract gives a right, asks for a decision, or ends."""

    kind: Information[KeyDateKind] = Field(description="notice, renewal-option, break, price-review, expiry or other.")
    date: Binding[Date | None] = Field(title="day", default=None, description="The day.")
    recurrence: DayRule | None = Field(
        default=None, description="The days of one that comes again, such as a price review every year."
    )
    counts_from: Binding[KeyDateRef | None] = Field(
        title="key date that it counts from", default=None, description="The key date that `offset` counts from."
    )
    offset: Binding[Offset | None] = Field(
        title="distance", default=None, description="How long after that key date, or before it where negative."
    )
    notice: Binding[Span | None] = Field(
        title="period of notice", default=None, description="How long before the day notice is given at the latest."
    )
    party: Power[PartyRef | None] = Field(
        title="entitled party", default=None, description="The party whose right it is; every party's where left out."
    )
    decided_at: Power[ForumRef | None] = Field(
        title="deciding forum", default=None, description="The forum that decides what is done."
    )
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that keeps it in view.")

    @model_validator(mode="after")
    def _falls_once(self) -> KeyDate:
        """Refuse two ways of saying when, and half of one."""
        if sum(map(bool, (self.date, self.recurrence, self.counts_from))) > 1:
            raise misread(
                "more than one key says on which day it falls", "keep one of `date`, `recurrence` and `counts_from`"
            )
        if (self.counts_from is None) != (self.offset is None):
            hint = "write both `counts_from` and `offset`, such as `-6 months`"
            raise misread("an offset needs a key date that it counts from, and the other way round", hint)
        return self


class Consent(Model):
    """One party's say in something."""

    party: Power[PartyRef] = Field(description="The party.")
    role: Power[Annotated[Named, Reference("role", past="date")]] = Field(description="The role that speaks for it.")
    limit: Power[Text | None] = Field(
        default=None, description="How far its word reaches, such as `up to 10 days of work`."
    )
    date: Validity[Date | None] = Field(
        title="day of agreement", default=None, description="The day it agreed, where it has."
    )


class Stage(Model):
    """One step of a process."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Binding[Text] = Field(description="What is done, beginning with a verb.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that does it.")
    within: Binding[Length | None] = Field(title="time allowed", default=None, description="How long it may take.")
    evidence: Binding[Prose | None] = Field(default=None, description="What shows that it is done.")
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Approval(Entity):
    """Something that both sides approve before the contract goes on, and that a second pair of eyes checks."""

    phase: Binding[Expected[PhaseRef | None]] = Field(default=None, description="The phase whose end waits for it.")
    question: Binding[Expected[Prose | None]] = Field(
        default=None, description="What must be certain before anyone approves."
    )
    approvers: Power[tuple[Consent, ...]] = Field(description="Who approves for each party.")
    second_check: Burden[RoleRef | None] = Field(
        title="second checker", default=None, description="The role that checks it a second time."
    )
    document: Binding[DocumentRef | None] = Field(default=None, description="The document it is recorded in.")


class ChangeProcess(Entity):
    """How a change of the contract, the services or this playbook comes about."""

    steps: Binding[Ordered[dict[str, Stage]]] = Field(description="The steps in order, by id.")
    approvers: Power[tuple[Consent, ...]] = Field(description="Who approves for each party, and up to which limit.")
    forum: Power[ForumRef | None] = Field(default=None, description="The forum that decides.")
    document: Binding[DocumentRef | None] = Field(default=None, description="The document that records it.")


class ExitPlan(Entity):
    """How services leave a supplier without a break."""

    owner: Burden[Expected[RoleRef | None]] = Field(default=None, description="The role that keeps it ready.")
    services: Binding[tuple[ServiceRef, ...]] = Field(
        default=(), description="The services it covers; all where left out."
    )
    triggers: Binding[Expected[tuple[Prose, ...]]] = Field(default=(), description="What sets it going.")
    steps: Binding[Ordered[dict[str, Stage]]] = Field(description="The hand-over in order, by id.")
    last_tested: Information[Date | None] = Field(
        title="day of the last rehearsal", default=None, description="The day it was last rehearsed."
    )
    document: Binding[DocumentRef | None] = Field(default=None, description="The document that holds its details.")


class Contract(Model):
    """The whole of `data/contract.yml`."""

    approvals: Power[dict[str, Approval]] = Field(
        default={}, description="What is approved before and at signing, by id."
    )
    obligations: Binding[dict[str, Obligation]] = Field(default={}, description="The obligations, by id.")
    key_dates: Binding[dict[str, KeyDate]] = Field(default={}, description="The key dates, by id.")
    change_processes: Power[dict[str, ChangeProcess]] = Field(default={}, description="The change processes, by id.")
    exit_plans: Binding[dict[str, ExitPlan]] = Field(default={}, description="The exit plans, by id.")
