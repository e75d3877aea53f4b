"""`data/contract.yml`: what the contract obliges each party to, how it is signed, changed and left."""

from __future__ import annotations

from pydantic import Field

from playbook.model.base import (
    DocumentRef,
    Entity,
    ForumRef,
    Model,
    PartyRef,
    PhaseRef,
    RoleRef,
    ServiceRef,
    StatementRef,
)
from playbook.model.values import Date, Id, Length, Text


class Obligation(Entity):
    """One thing that the contract obliges a party to."""

    reference: Text = Field(description="Where the contract says so, such as `Schedule 4, clause 2.1`.")
    obliged: PartyRef = Field(description="The party that owes it.")
    text: Text = Field(description="What it owes.")
    owner: RoleRef | None = Field(default=None, description="The role that sees that it is met.")
    evidence: Text | None = Field(default=None, description="What shows that it is met.")
    due: Text | None = Field(default=None, description="When, in words.")
    category: Text | None = Field(default=None, description="What it is about, such as `Security`.")


class Consent(Model):
    """One party's say in something."""

    party: PartyRef = Field(description="The party.")
    role: RoleRef = Field(description="The role that speaks for it.")
    limit: Text | None = Field(default=None, description="How far its word reaches, such as `up to 10 days of work`.")
    date: Date | None = Field(default=None, description="The day it agreed, where it has.")


class Stage(Model):
    """One step of a process."""

    id: Id = Field(alias="\0id", description="The key it is written under.")
    name: Text = Field(description="What is done, beginning with a verb.")
    owner: RoleRef | None = Field(default=None, description="The role that does it.")
    within: Length | None = Field(default=None, description="How long it may take.")
    evidence: Text | None = Field(default=None, description="What shows that it is done.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class Approval(Entity):
    """Something that both sides approve before the contract goes on, and that a second pair of eyes checks."""

    phase: PhaseRef = Field(description="The phase whose end waits for it.")
    question: Text = Field(description="What must be certain before anyone approves.")
    approvers: tuple[Consent, ...] = Field(description="Who approves for each party.")
    second_check: RoleRef | None = Field(default=None, description="The role that checks it a second time.")
    document: DocumentRef | None = Field(default=None, description="The document it is recorded in.")


class ChangeProcess(Entity):
    """How a change of the contract, the services or this playbook comes about."""

    steps: dict[str, Stage] = Field(description="The steps in order, by id.")
    approvers: tuple[Consent, ...] = Field(description="Who approves for each party, and up to which limit.")
    forum: ForumRef | None = Field(default=None, description="The forum that decides.")
    document: DocumentRef | None = Field(default=None, description="The document that records it.")


class ExitPlan(Entity):
    """How services leave a supplier without a break."""

    owner: RoleRef = Field(description="The role that keeps it ready.")
    services: tuple[ServiceRef, ...] = Field(default=(), description="The services it covers; all where left out.")
    triggers: tuple[Text, ...] = Field(description="What sets it going.")
    steps: dict[str, Stage] = Field(description="The hand-over in order, by id.")
    last_tested: Date | None = Field(default=None, description="The day it was last rehearsed.")
    document: DocumentRef | None = Field(default=None, description="The document that holds its details.")


class Contract(Model):
    """The whole of `data/contract.yml`."""

    approvals: dict[str, Approval] = Field(default={}, description="What is approved before and at signing, by id.")
    obligations: dict[str, Obligation] = Field(default={}, description="The obligations, by id.")
    change_processes: dict[str, ChangeProcess] = Field(default={}, description="The change processes, by id.")
    exit_plans: dict[str, ExitPlan] = Field(default={}, description="The exit plans, by id.")
