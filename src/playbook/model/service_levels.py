"""`data/service_levels.yml`: what is promised of each service, who measures it, and what follows."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from playbook.model.base import DocumentRef, Entity, ForumRef, Model, Reference, RoleRef, ServiceRef
from playbook.model.change_class import Binding, Burden, EndsWith, Information, Measure, Validity, Wording
from playbook.model.ids import Named
from playbook.model.services import ObjectiveRef
from playbook.model.values import Date, Int, Number, Span, Target, Text, misread

Direction = Literal["at-least", "at-most"]
Edges = Literal["from", "to", "both", "neither"]


class Band(Model):
    """One stretch of the scale on which a result falls, and what such a result costs."""

    label: Wording[Text] = Field(description="What a result in this band is called, such as `Met`.")
    from_: Binding[Number | None] = Field(
        title="lower edge", default=None, alias="from", description="Where it begins; left out at the bottom."
    )
    to: Binding[Number | None] = Field(
        title="upper edge", default=None, description="Where it ends; left out at the top."
    )
    includes: Binding[Edges | None] = Field(
        title="inclusion of edges",
        default=None,
        description="Which of its edges belong to it; left out, `from` where more is better, and `to` where less is.",
    )
    points: Binding[Int] = Field(
        default=0, description="The service-credit points that a result in it costs the supplier."
    )
    credit: Binding[Text | None] = Field(
        default=None,
        description="What a result in it costs where that is no number of points: a percentage such as `5%`, or words.",
    )

    @model_validator(mode="after")
    def _cost_is_said_once(self) -> Self:
        if self.points < 0 or re.fullmatch(r"[-\u2212]\s*[0-9.,]+\s*%", self.credit or ""):
            hint = "write 0 or more; how credits are won back belongs under `earn_back`"
            raise misread("a result cannot cost less than nothing", hint, "points" if self.points < 0 else "credit")
        if self.credit and self.points:
            raise misread("a result costs points or a credit, not both", "delete `points` or `credit`", "credit")
        if self.credit and re.fullmatch(r"[-+]?[0-9.,]+", self.credit):
            hint = f"write `credit: {self.credit}%`, or `points` for a number of points"
            raise misread(f"a credit of {self.credit} does not say of what", hint, "credit")
        return self

    @property
    def percentage(self) -> Decimal | None:
        """The credit in hundredths, where it is written as a percentage and nothing else."""
        match = re.fullmatch(r"([0-9]{1,12}(\.[0-9]{1,6})?)\s*%", self.credit or "")
        return Decimal(match[1]) if match else None

    @property
    def costs(self) -> Literal["points", "percentage", "words"] | None:
        """What a result in it costs is counted in; None where it costs nothing."""
        if self.percentage is not None:
            return "percentage" if self.percentage else None
        return "words" if self.credit else "points" if self.points else None

    @property
    def amount(self) -> Decimal:
        """How many points, or hundredths, a result in it costs."""
        return self.percentage or Decimal(self.points)

    def edges(self, direction: Direction) -> tuple[bool, bool]:
        """Tell whether a result on the lower and on the upper edge falls in it."""
        includes = self.includes or ("from" if direction == "at-least" else "to")
        return includes in ("from", "both"), includes in ("to", "both")

    def holds_any(self, direction: Direction) -> bool:
        """Tell whether any result can fall in it."""
        if self.from_ is None or self.to is None:
            return True
        return self.from_ < self.to or (self.from_ == self.to and all(self.edges(direction)))


class ServiceLevel(Entity):
    """One thing that is measured about a service, and the target both sides agreed."""

    service: Annotated[Binding[ServiceRef], EndsWith()] = Field(description="The service it measures.")
    objective: Information[ObjectiveRef | None] = Field(default=None, description="The objective it serves.")
    metric: Binding[Text] = Field(description="What is measured, in words.")
    formula: Binding[Text] = Field(description="How the figure is worked out, so that both sides get the same one.")
    unit: Binding[Text | None] = Field(default=None, description="What the figure is in, such as `%` or `minutes`.")
    direction: Binding[Direction] = Field(description="at-least where more is better, at-most where less is.")
    target: Measure[Target | None] = Field(default=None, description="The figure to reach, or `best effort`.")
    window: Binding[Span] = Field(description="The stretch of time that one figure covers, such as `1 month`.")
    data_source: Binding[Text] = Field(description="Where the raw figures come from.")
    owner: Burden[RoleRef] = Field(description="The role that answers for reaching it.")
    monitored_by: Burden[tuple[RoleRef, ...]] = Field(
        title="watchers", default=(), description="The roles of both sides that watch it."
    )
    reviewed_at: Binding[ForumRef | None] = Field(
        title="reviewing forum", default=None, description="The forum that looks at it."
    )
    agreed_on: Validity[Date | None] = Field(
        title="day of agreement", default=None, description="The day both sides agreed it."
    )
    agreed_by: Validity[tuple[Annotated[Named, Reference("role", past="agreed_on")], ...]] = Field(
        title="roles that agreed", default=(), description="The roles of both sides that agreed it."
    )
    bands: Binding[tuple[Band, ...]] = Field(default=(), description="The scale, from the bottom up.")
    service_credit: Binding[Text | None] = Field(
        default=None, description="What a point costs, or what a percentage is a part of."
    )
    cap: Binding[Text | None] = Field(default=None, description="The most that credits can come to.")
    exclusions: Binding[tuple[Text, ...]] = Field(default=(), description="What does not count against it.")
    repeat_rule: Binding[Text | None] = Field(
        title="rule for repeated misses", default=None, description="What follows when it is missed again."
    )
    earn_back: Binding[Text | None] = Field(
        title="rule for earning credits back", default=None, description="How credits are won back."
    )
    report: Binding[DocumentRef | None] = Field(default=None, description="The report that shows it.")

    @property
    def out_of_hundred(self) -> bool:
        """Whether its figures are percentages, and nothing says that they are of anything but the whole."""
        return re.fullmatch(r"%|per ?cent|percentage|pct\.?", (self.unit or "").strip().lower()) is not None

    @property
    def beyond(self) -> bool:
        """Whether the target itself is not enough: the bands count it for the worse side."""
        worse = 1 if self.direction == "at-least" else 0
        held = {
            side
            for band in self.bands
            for side, edge in enumerate((band.from_, band.to))
            if edge is not None and edge == self.target and band.edges(self.direction)[side]
        }
        return held == {worse}

    @property
    def worst(self) -> Band | None:
        """The band that costs the most, the worse of two alike; None where no result costs anything."""
        costing = [band for band in self.bands if band.costs]
        costing = costing if self.direction == "at-least" else costing[::-1]
        if len({band.costs for band in costing}) == 1:
            return max(costing, key=lambda band: band.amount)
        return costing[0] if costing else None


class ServiceLevels(Model):
    """The whole of `data/service_levels.yml`."""

    service_levels: Binding[dict[str, ServiceLevel]] = Field(description="The service levels, by id.")
