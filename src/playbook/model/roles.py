"""`data/roles.yml`: who there is, on which side, at which level, and what each role owes."""

from __future__ import annotations

from pydantic import Field

from playbook.model.base import Entity, Level, Model, PartyRef, PhaseRef, RoleRef, StatementRef
from playbook.model.values import Bool, Date, Id, Text


class Duty(Model):
    """One thing a role owes, with an id of its own so that a contract can cite it."""

    id: Id = Field(alias="\0id", description="The key it is written under.")
    text: Text = Field(description="The duty, as a sentence that begins with a verb.")
    phases: tuple[PhaseRef, ...] = Field(default=(), description="The phases it applies in; all where left out.")
    condition: Text | None = Field(default=None, description="When it applies, if not always.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


class Role(Entity):
    """A position, never a person."""

    party: PartyRef = Field(description="The party it belongs to.")
    level: Level = Field(description="strategic, tactical or operational.")
    purpose: Text = Field(description="What the role is here for, in one or two sentences.")
    duties: dict[str, Duty] = Field(description="What it owes, by duty id.")
    counterparts: tuple[RoleRef, ...] = Field(default=(), description="Its opposite numbers on the other side.")
    deputy: RoleRef | None = Field(default=None, description="Who stands in.")
    reports_to: RoleRef | None = Field(default=None, description="The role it reports to.")
    competencies: tuple[Text, ...] = Field(default=(), description="What its holder must know or be able to do.")
    decision_rights: tuple[Text, ...] = Field(default=(), description="What it may decide alone.")
    key_personnel: Bool = Field(default=False, description="true where the contract names the post.")
    relationship_manager: Bool = Field(default=False, description="true for the co-ordinator between the sides.")
    aliases: tuple[Text, ...] = Field(default=(), description="Other names in use.")


class Assignment(Entity):
    """Who holds a role for a time."""

    name: Text = Field(alias="holder", description="Who holds it: a display name, or the mailbox of a team.")
    role: RoleRef = Field(description="The role that is held.")
    from_: Date = Field(alias="from", description="First day.")
    to: Date | None = Field(default=None, description="Last day, where it is known.")
    contact: Text | None = Field(default=None, description="Where the holder is reached.")


class Roles(Model):
    """The whole of `data/roles.yml`."""

    roles: dict[str, Role] = Field(description="The roles, by id.")
    assignments: dict[str, Assignment] = Field(default={}, description="Who holds them, by id.")
