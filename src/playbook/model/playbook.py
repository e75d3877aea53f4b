"""`data/playbook.yml`: what this playbook is, whose, for which contract cycle, and how it is checked."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from playbook.model.base import Model, PartyRef, Reference, RoleRef
from playbook.model.change_class import Binding, Burden, Setting, Validity, Wording
from playbook.model.ids import Id, Named, Version
from playbook.model.prose import Prose
from playbook.model.values import Bool, Date, Int, Language, Span, Text, misread

Status = Literal["draft", "agreed", "superseded"]
Profile = Literal["draft", "standard", "contract"]


class Approval(Model):
    """One party's signature under a cycle."""

    party: Validity[PartyRef] = Field(description="The party that approves.")
    role: Validity[Annotated[Named, Reference("role", past="date")]] = Field(
        description="The role that approves for it."
    )
    date: Validity[Date | None] = Field(
        title="day of approval", default=None, description="The day it approved; leave out until it has."
    )


class Cycle(Model):
    """The contract cycle this edition of the playbook belongs to."""

    version: Validity[Version] = Field(title="name", description="The name of the edition, such as 2026-1.")
    status: Validity[Status] = Field(title="state", description="draft, agreed or superseded.")
    effective_from: Validity[Date] = Field(title="first day", description="First day the edition is in force.")
    effective_to: Validity[Date | None] = Field(
        title="last day", default=None, description="Last day the edition is in force."
    )
    supersedes: Validity[Version | None] = Field(
        title="predecessor", default=None, description="The edition it replaces."
    )
    next_review: Validity[Date | None] = Field(
        title="day of the next review", default=None, description="The day both parties next review it."
    )
    approvals: Validity[tuple[Approval, ...]] = Field(default=(), description="Who approves it, for which party.")


class Keeper(Model):
    """A party that keeps a copy of every published edition, and its role that sees to it."""

    party: Burden[PartyRef] = Field(description="The party that keeps a copy.")
    role: Burden[RoleRef] = Field(description="The role of that party that sees to it.")


class Permanence(Model):
    """What both parties promise about published editions: what stays, who keeps it, and for how long."""

    permanent: Binding[Annotated[tuple[Prose, ...], Field(min_length=1)]] = Field(
        title="what is permanent", description="What never changes and never disappears once it is published."
    )
    keepers: Burden[Annotated[tuple[Keeper, ...], Field(min_length=1)]] = Field(description="Who keeps a copy of it.")
    kept_for: Binding[Span] = Field(
        title="time kept after the contract", description="How long after the end of the contract, such as `10 years`."
    )
    mirrors: Binding[Prose] = Field(
        title="leave to mirror", description="Who may keep and show a copy elsewhere, and under which conditions."
    )
    address_kept_by: Burden[RoleRef] = Field(
        title="keeper of the address", description="The role that holds the name under which it is served."
    )
    address_passes_to: Burden[RoleRef] = Field(
        title="heir of the address", description="The role that takes the name over when its holder gives it up."
    )


class CheckSetting(Model):
    """What a team decides about one check."""

    off: Setting[Bool] = Field(title="silence", default=False, description="true turns the check off.")
    severity: Setting[Literal["error", "warning", "info"] | None] = Field(
        default=None, description="Its severity here."
    )
    threshold: Setting[Int | None] = Field(default=None, description="The number that is still accepted.")


class ScopedChecks(Model):
    """What a team decides about checks for a part of the playbook: for one of `entity`, `kind` and `folder`."""

    entity: Setting[Id | None] = Field(
        default=None,
        description="The id to cite of an entity, such as `workstream-billing`: what belongs to it counts with it.",
    )
    kind: Setting[Id | None] = Field(default=None, description="A kind of entities, such as `activity` or `role`.")
    folder: Setting[Text | None] = Field(
        default=None, description="A folder or a file, such as `data/responsibilities`: what is written there."
    )
    because: Setting[Text] = Field(title="reason", description="Why it differs there.")
    checks: Setting[dict[Id, CheckSetting]] = Field(
        title="settings of checks", min_length=1, description="Settings by check id."
    )

    @property
    def part(self) -> str:
        """What of the playbook they are for, as it is written."""
        return self.entity or self.kind or self.folder or ""

    @model_validator(mode="after")
    def _names_one_part(self) -> Self:
        if sum(each is not None for each in (self.entity, self.kind, self.folder)) != 1:
            hint = (
                "write one of `entity`, `kind` and `folder`; for the whole playbook, write the settings under `checks`"
            )
            raise misread("these settings are for no part, or for several", hint)
        return self


class Waiver(Model):
    """One problem that a team has looked at and accepts."""

    check: Setting[Text] = Field(description="The id of the check.")
    entity: Setting[Text] = Field(description="The id of the entity it is waived for.")
    reason: Setting[Text] = Field(description="Why it is accepted; shown in the report.")


class About(Model):
    """The whole of `data/playbook.yml`."""

    title: Wording[Text] = Field(description="The title of the site.")
    id: Setting[Id | None] = Field(
        title="name in calendars",
        default=None,
        description="A name of its own for good, unlike any other playbook's; entries in calendars are told by it.",
    )
    summary: Wording[Prose | None] = Field(
        default=None, description="One sentence that says what the playbook governs."
    )
    client: Burden[PartyRef] = Field(description="The party that buys.")
    suppliers: Binding[tuple[PartyRef, ...]] = Field(
        default=(),
        description="The parties that hold a contract with the client; none where its own people deliver.",
    )
    cycle: Cycle = Field(description="The contract cycle.")
    precedence: Binding[Prose | None] = Field(
        title="rule of precedence", default=None, description="What prevails where playbook and contract differ."
    )
    permanence: Permanence | None = Field(
        title="statement of permanence",
        default=None,
        description="What is promised about published editions: what stays, who keeps it, for how long.",
    )
    locale: Setting[Language] = Field(
        title="language", default="en-GB", description="Language and region of the site, such as en-GB."
    )
    profile: Setting[Profile] = Field(
        title="set of checks",
        default="standard",
        description="`draft` for errors alone, `standard`, or `contract` for all that a contract should settle.",
    )
    publish: Setting[Literal["strict"] | None] = Field(
        title="rule for publishing",
        default=None,
        description="`strict` where warnings stop a publication as errors do.",
    )
    checks: Setting[dict[Id, CheckSetting]] = Field(
        title="settings of checks", default={}, description="Settings by check id."
    )
    checks_for: Setting[tuple[ScopedChecks, ...]] = Field(
        title="settings of checks for parts", default=(), description="Settings that hold for a part of the playbook."
    )
    waivers: Setting[tuple[Waiver, ...]] = Field(default=(), description="Problems accepted, each with a reason.")
