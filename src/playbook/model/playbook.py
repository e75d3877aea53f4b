"""`data/playbook.yml`: what this playbook is, whose, for which contract cycle, and how it is checked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import Model, PartyRef, RoleRef
from playbook.model.values import Bool, Date, Id, Int, Language, Text, Version

Status = Literal["draft", "agreed", "superseded"]


class Approval(Model):
    """One party's signature under a cycle."""

    party: PartyRef = Field(description="The party that approves.")
    role: RoleRef = Field(description="The role that approves for it.")
    date: Date | None = Field(default=None, description="The day it approved; leave out until it has.")


class Cycle(Model):
    """The contract cycle this edition of the playbook belongs to."""

    version: Version = Field(description="The name of the edition, such as 2026-1.")
    status: Status = Field(description="draft, agreed or superseded.")
    effective_from: Date = Field(description="First day the edition is in force.")
    effective_to: Date | None = Field(default=None, description="Last day the edition is in force.")
    supersedes: Version | None = Field(default=None, description="The edition it replaces.")
    next_review: Date | None = Field(default=None, description="The day both parties next review it.")
    approvals: tuple[Approval, ...] = Field(default=(), description="Who approves it, for which party.")


class CheckSetting(Model):
    """What a team decides about one check."""

    off: Bool = Field(default=False, description="true turns the check off.")
    severity: Literal["error", "warning", "info"] | None = Field(default=None, description="Its severity here.")
    threshold: Int | None = Field(default=None, description="The number that is still accepted.")


class Waiver(Model):
    """One problem that a team has looked at and accepts."""

    check: Text = Field(description="The id of the check.")
    entity: Text = Field(description="The id of the entity it is waived for.")
    reason: Text = Field(description="Why it is accepted; shown in the report.")


class About(Model):
    """The whole of `data/playbook.yml`."""

    title: Text = Field(description="The title of the site.")
    summary: Text | None = Field(default=None, description="One sentence that says what the playbook governs.")
    client: PartyRef = Field(description="The party that buys.")
    suppliers: Annotated[tuple[PartyRef, ...], Field(min_length=1)] = Field(
        description="The parties that hold a contract with the client."
    )
    cycle: Cycle = Field(description="The contract cycle.")
    precedence: Text | None = Field(default=None, description="What prevails where playbook and contract differ.")
    locale: Language = Field(default="en-GB", description="Language and region of the site, such as en-GB.")
    checks: dict[Id, CheckSetting] = Field(default={}, description="Settings by check id.")
    waivers: tuple[Waiver, ...] = Field(default=(), description="Problems accepted, each with a reason.")
