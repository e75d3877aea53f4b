"""`data/service_levels.yml`: what is promised of each service, who measures it, and what follows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.model.base import DocumentRef, Entity, ForumRef, Model, RoleRef, ServiceRef
from playbook.model.services import ObjectiveRef
from playbook.model.values import Date, Int, Number, Span, Target, Text

Direction = Literal["at-least", "at-most"]


class Band(Model):
    """One stretch of the scale on which a result falls; a result on the edge of two bands falls in the better one."""

    label: Text = Field(description="What a result in this band is called, such as `Met`.")
    from_: Number | None = Field(default=None, alias="from", description="Where it begins; left out at the bottom.")
    to: Number | None = Field(default=None, description="Where it ends; left out at the top.")
    points: Int = Field(default=0, description="The service-credit points that a result in it costs the supplier.")


class ServiceLevel(Entity):
    """One thing that is measured about a service, and the target both sides agreed."""

    service: ServiceRef = Field(description="The service it measures.")
    objective: ObjectiveRef | None = Field(default=None, description="The objective it serves.")
    metric: Text = Field(description="What is measured, in words.")
    formula: Text = Field(description="How the figure is worked out, so that both sides get the same one.")
    unit: Text | None = Field(default=None, description="What the figure is in, such as `%` or `minutes`.")
    direction: Direction = Field(description="at-least where more is better, at-most where less is.")
    target: Target | None = Field(default=None, description="The figure to reach, or `best effort`.")
    window: Span = Field(description="The stretch of time that one figure covers, such as `1 month`.")
    data_source: Text = Field(description="Where the raw figures come from.")
    owner: RoleRef = Field(description="The role that answers for reaching it.")
    monitored_by: tuple[RoleRef, ...] = Field(default=(), description="The roles of both sides that watch it.")
    reviewed_at: ForumRef | None = Field(default=None, description="The forum that looks at it.")
    agreed_on: Date | None = Field(default=None, description="The day both sides agreed it.")
    agreed_by: tuple[RoleRef, ...] = Field(default=(), description="The roles of both sides that agreed it.")
    bands: tuple[Band, ...] = Field(default=(), description="The scale, from the bottom up.")
    service_credit: Text | None = Field(default=None, description="What a point costs.")
    cap: Text | None = Field(default=None, description="The most that credits can come to.")
    exclusions: tuple[Text, ...] = Field(default=(), description="What does not count against it.")
    repeat_rule: Text | None = Field(default=None, description="What follows when it is missed again.")
    earn_back: Text | None = Field(default=None, description="How credits are won back.")
    report: DocumentRef | None = Field(default=None, description="The report that shows it.")


class ServiceLevels(Model):
    """The whole of `data/service_levels.yml`."""

    service_levels: dict[str, ServiceLevel] = Field(description="The service levels, by id.")
