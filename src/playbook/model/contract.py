"""`data/contract.yml`: what the contract obliges each party to, how it is signed, changed and left."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

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
from playbook.model.ids import Id, Named
from playbook.model.values import Date, Length, Text


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
    text: Binding[Text] = Field(description="What it owes.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that sees that it is met.")
    evidence: Binding[Text | None] = Field(default=None, description="What shows that it is met.")
    due: Binding[Text | None] = Field(title="due time", default=None, description="When, in words.")
    category: Information[Text | None] = Field(default=None, description="What it is about, such as `Security`.")


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
    evidence: Binding[Text | None] = Field(default=None, description="What shows that it is done.")
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Approval(Entity):
    """Something that both sides approve before the contract goes on, and that a second pair of eyes checks."""

    phase: Binding[Expected[PhaseRef | None]] = Field(default=None, description="The phase whose end waits for it.")
    question: Binding[Expected[Text | None]] = Field(
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
    triggers: Binding[Expected[tuple[Text, ...]]] = Field(default=(), description="What sets it going.")
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
    change_processes: Power[dict[str, ChangeProcess]] = Field(default={}, description="The change processes, by id.")
    exit_plans: Binding[dict[str, ExitPlan]] = Field(default={}, description="The exit plans, by id.")
