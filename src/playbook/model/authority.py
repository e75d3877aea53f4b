"""`data/authority.yml`: what is decided, by whom for each party, and up to which limit."""

from __future__ import annotations

from typing import Annotated

from babel.core import Locale
from pydantic import Field, model_validator

from playbook.model.base import Entity, ForumRef, Model, PartyRef, Reference, RoleRef
from playbook.model.change_class import Binding, Information, People, Power
from playbook.model.ids import Named
from playbook.model.values import Number, Text, misread

CURRENCIES = frozenset(Locale("en").currencies)
"""The codes of currencies, such as GBP, by which a unit is known to be one."""

DecisionRef = Annotated[Named, Reference("decision")]


class Limit(Model):
    """Who decides for a party up to an amount: a role alone, a forum, or a role in a forum."""

    role: Power[RoleRef | None] = Field(default=None, description="The role that decides.")
    forum: Power[ForumRef | None] = Field(
        default=None, description="The forum that decides; beside a role, the one in which it does."
    )
    party: Power[PartyRef | None] = Field(
        default=None, description="The party for which it is decided; that of the role, or all, where left out."
    )
    over: Power[Number | None] = Field(
        title="lower limit",
        default=None,
        description="The amount above which it decides; the limit below, where left out.",
    )
    up_to: Power[Number | None] = Field(
        title="limit", default=None, description="The highest amount that it may decide; any, where left out."
    )
    condition: Power[Text | None] = Field(default=None, description="Under which condition, in words.")
    agreed_by: Power[tuple[RoleRef, ...]] = Field(
        title="roles that must agree", default=(), description="The roles that must agree before it is decided."
    )
    told: People[tuple[RoleRef, ...]] = Field(
        title="roles that are told", default=(), description="The roles that are told afterwards."
    )


class Above(Model):
    """Where a decision goes that is above all limits: to one of these."""

    role: Power[RoleRef | None] = Field(default=None, description="A role.")
    forum: Power[ForumRef | None] = Field(default=None, description="A forum.")
    decision: Power[DecisionRef | None] = Field(
        default=None, description="Another decision, which has limits of its own."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Above:
        """Refuse none, and more than one."""
        if sum(each is not None for each in (self.role, self.forum, self.decision)) != 1:
            raise misread("a decision goes on to one place", "name one `role`, one `forum` or one `decision`")
        return self


class Decision(Entity):
    """Something that somebody may decide, up to a limit."""

    subject: Information[Text | None] = Field(
        title="field",
        default=None,
        description="What it is about, such as `Money`; decisions of one subject stand together.",
    )
    unit: Binding[Text | None] = Field(
        default=None, description="What the limits count: a currency such as GBP, `%`, `days` or words."
    )
    limits: Power[tuple[Limit, ...]] = Field(default=(), description="Who decides up to which amount.")
    above: Above | None = Field(default=None, description="Where it goes above all limits.")

    @property
    def forums(self) -> tuple[str, ...]:
        """The ids of the forums in which it is decided, each once."""
        return tuple(dict.fromkeys(limit.forum for limit in self.limits if limit.forum))


class Authority(Model):
    """The whole of `data/authority.yml`."""

    decisions: Power[dict[str, Decision]] = Field(description="The decisions, by id.")


def from_low_to_high(limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """Return limits in the order of what they reach; what has no amount stays where it is written."""
    return tuple(sorted(limits, key=lambda limit: (limit.up_to is None, limit.up_to or 0)))
