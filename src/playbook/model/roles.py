"""`data/roles.yml`: who there is, on which side, at which level, and what each role owes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playbook.model.base import Entity, Level, Model, PartyRef, PhaseRef, RoleRef, StatementRef
from playbook.model.change_class import (
    Binding,
    Burden,
    EndsWith,
    Identity,
    Information,
    Ordered,
    People,
    Power,
    Setting,
    Validity,
    Wording,
)
from playbook.model.ids import Id
from playbook.model.phones import Phone
from playbook.model.values import Bool, Date, Text


class Duty(Model):
    """One thing a role owes, with an id of its own so that a contract can cite it."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    text: Binding[Text] = Field(description="The duty, as a sentence that begins with a verb.")
    phases: Binding[tuple[PhaseRef, ...]] = Field(
        default=(), description="The phases it applies in; all where left out."
    )
    condition: Binding[Text | None] = Field(default=None, description="When it applies, if not always.")
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Role(Entity):
    """A position, never a person."""

    party: Annotated[Burden[PartyRef], EndsWith(begins=True)] = Field(description="The party it belongs to.")
    level: People[Level] = Field(description="strategic, tactical or operational.")
    purpose: Information[Text] = Field(description="What the role is here for, in one or two sentences.")
    duties: Binding[dict[str, Duty]] = Field(description="What it owes, by duty id.")
    counterparts: People[tuple[RoleRef, ...]] = Field(default=(), description="Its opposite numbers on the other side.")
    deputy: People[RoleRef | None] = Field(default=None, description="Who stands in.")
    reports_to: People[RoleRef | None] = Field(title="superior", default=None, description="The role it reports to.")
    held_by: People[Literal["one", "several"]] = Field(
        title="number of holders",
        default="one",
        description="`several` where more than one hold it at a time, such as the members of a board.",
    )
    competencies: Binding[tuple[Text, ...]] = Field(
        default=(), description="What its holder must know or be able to do."
    )
    decision_rights: Power[tuple[Text, ...]] = Field(default=(), description="What it may decide alone.")
    key_personnel: Binding[Bool] = Field(
        title="standing as key personnel", default=False, description="true where the contract names the post."
    )
    relationship_manager: People[Bool] = Field(
        title="standing as relationship manager",
        default=False,
        description="true for the co-ordinator between the sides.",
    )
    aliases: Wording[tuple[Text, ...]] = Field(title="other names", default=(), description="Other names in use.")


class Assignment(Entity):
    """Who holds a role for a time."""

    name: People[Text] = Field(
        title="holder", alias="holder", description="Who holds it: a display name, or the mailbox of a team."
    )
    role: Annotated[Burden[RoleRef], EndsWith(begins=True)] = Field(description="The role that is held.")
    from_: Validity[Date | None] = Field(
        title="first day of the holder", alias="from", default=None, description="First day, where it is known."
    )
    to: Validity[Date | None] = Field(
        title="last day of the holder", default=None, description="Last day, where it is known."
    )
    contact: People[Text | None] = Field(default=None, description="Where the holder is reached.")
    phones: People[Ordered[tuple[Phone, ...]]] = Field(
        title="telephone numbers", default=(), description="The numbers to call, the first one first."
    )


class Roles(Model):
    """The whole of `data/roles.yml`."""

    roles: People[dict[str, Role]] = Field(description="The roles, by id.")
    assignments: People[dict[str, Assignment]] = Field(default={}, description="Who holds them, by id.")
