"""`data/roles.yml`: who there is, on which side, at which level, and what each role owes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticKnownError

from playbook.model.base import LEVELS, Entity, Level, Model, PartyRef, PhaseRef, RoleRef, StatementRef
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
from playbook.model.prose import Prose
from playbook.model.values import Bool, Date, Text, misread
from playbook.problems import quoted


class Duty(Model):
    """One thing a role owes, with an id of its own so that a contract can cite it."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    text: Binding[Prose] = Field(description="The duty, as a sentence that begins with a verb.")
    phases: Binding[tuple[PhaseRef, ...]] = Field(
        default=(), description="The phases it applies in; all where left out."
    )
    condition: Binding[Prose | None] = Field(default=None, description="When it applies, if not always.")
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


class Role(Entity):
    """A position, never a person; or a whole party that acts as one, which needs no name, level or purpose."""

    needed: ClassVar[tuple[str, ...]] = ("name", "level", "purpose")
    """What must be written of every role but of one that is its whole party."""

    party: Annotated[Burden[PartyRef], EndsWith(begins=True)] = Field(description="The party it belongs to.")
    whole_party: People[Bool] = Field(
        title="standing for its whole party",
        default=False,
        description="true where it stands for its whole party, as in a matrix of client and provider.",
    )
    level: People[Level | None] = Field(
        default=None,
        validate_default=True,
        description="strategic, tactical or operational; a whole party (`whole_party: true`) needs none.",
    )
    purpose: Information[Prose | None] = Field(
        default=None,
        validate_default=True,
        description="What the role is here for, in one or two sentences; a whole party needs none.",
    )
    duties: Binding[dict[str, Duty]] = Field(default={}, description="What it owes, by duty id.")
    counterparts: People[tuple[RoleRef, ...]] = Field(default=(), description="Its opposite numbers on the other side.")
    deputy: People[RoleRef | None] = Field(default=None, description="Who stands in.")
    reports_to: People[RoleRef | None] = Field(title="superior", default=None, description="The role it reports to.")
    held_by: People[Literal["one", "several"]] = Field(
        title="number of holders",
        default="one",
        description="`several` where more than one hold it at a time, such as the members of a board.",
    )
    competencies: Binding[tuple[Prose, ...]] = Field(
        default=(), description="What its holder must know or be able to do."
    )
    decision_rights: Power[tuple[Prose, ...]] = Field(default=(), description="What it may decide alone.")
    key_personnel: Binding[Bool] = Field(
        title="standing as key personnel", default=False, description="true where the contract names the post."
    )
    relationship_manager: People[Bool] = Field(
        title="standing as relationship manager",
        default=False,
        description="true for the co-ordinator between the sides.",
    )
    aliases: Wording[tuple[Text, ...]] = Field(title="other names", default=(), description="Other names in use.")

    @model_validator(mode="before")
    @classmethod
    def _stand_in(cls, values: Any) -> Any:
        """Give a whole party without a name the id of the party for one, until that is known."""
        if isinstance(values, Mapping) and str(values.get("whole_party")).lower() == "true" and "name" not in values:
            return {**values, "name": values.get("party")}
        return values

    @field_validator("level", "purpose", mode="before")
    @classmethod
    def _told(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and not info.data.get("whole_party"):
            raise PydanticKnownError("missing")
        return value

    @property
    def rank(self) -> int:
        """Where its level stands, the highest first; a whole party stands above them."""
        return LEVELS.index(self.level) if self.level else -1

    def called(self, party: str) -> Role:
        """Return a whole party under the name of the party; a name of its own is one more."""
        own = () if self.name in (party, self.party, *self.aliases) else (self.name,)
        return self.model_copy(update={"name": party, "aliases": (*own, *self.aliases)})


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

    @model_validator(mode="after")
    def _one_whole(self) -> Roles:
        """Refuse a second role that stands for one whole party."""
        known: dict[str, str] = {}
        for role in self.roles.values():
            if role.whole_party and (first := known.setdefault(role.party, role.id)) != role.id:
                message = f"{quoted(first)} stands for the whole of {quoted(role.party)} already"
                raise misread(message, f"name {quoted(first)} instead, or delete one of the two", "roles", role.id)
        return self
