"""`data/service_levels.yml`: what is promised of each service, who measures it, and what follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from playbook.model.bands import WHOLE, Band, Direction, closed, has_edges
from playbook.model.base import DocumentRef, Entity, ForumRef, Model, Reference, RoleRef, ServiceRef
from playbook.model.change_class import (
    Binding,
    Burden,
    EndsWith,
    Expected,
    Identity,
    Information,
    Measure,
    Setting,
    Validity,
    Wording,
)
from playbook.model.ids import Id, Named
from playbook.model.prose import Prose
from playbook.model.services import ObjectiveRef
from playbook.model.targets import Target, Window
from playbook.model.values import Date, Span, Text, misread

State = Literal["proposed", "agreed", "measured"]


class LevelTerms(Model):
    """What many service levels share: over which time, who watches, and what follows when one is missed."""

    window: Binding[Window | None] = Field(
        default=None,
        description="The stretch of time that one figure covers, such as `1 month`, or `incident` for each by itself.",
    )
    window_kind: Binding[Literal["rolling", "calendar"] | None] = Field(
        title="kind of window",
        default=None,
        description="rolling where it ends on any day, calendar where it begins with the month, quarter or year.",
    )
    minimum_outage: Binding[Span | None] = Field(
        default=None, description="The shortest outage that counts; shorter ones do not."
    )
    data_source: Binding[Text | None] = Field(default=None, description="Where the raw figures come from.")
    owner: Burden[RoleRef | None] = Field(default=None, description="The role that answers for reaching it.")
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
    service_credit: Binding[Prose | None] = Field(
        default=None, description="What a point costs, or what a percentage is a part of."
    )
    cap: Binding[Prose | None] = Field(default=None, description="The most that credits can come to.")
    claim_within: Binding[Span | None] = Field(
        title="time to claim", default=None, description="How long after a miss a credit can still be claimed."
    )
    claim: Binding[Prose | None] = Field(
        title="way to claim", default=None, description="How a credit is claimed, where it is not given unasked."
    )
    exclusions: Binding[tuple[Prose, ...]] = Field(default=(), description="What does not count against it.")
    repeat_rule: Binding[Prose | None] = Field(
        title="rule for repeated misses", default=None, description="What follows when it is missed again."
    )
    remedy: Binding[Annotated[Named, Reference("remedy")] | None] = Field(
        default=None, description="The remedy that follows when it is missed again and again."
    )
    earn_back: Binding[Prose | None] = Field(
        title="rule for earning credits back", default=None, description="How credits are won back."
    )
    report: Binding[DocumentRef | None] = Field(default=None, description="The report that shows it.")


def out_of_hundred(unit: str | None) -> bool:
    """Tell whether figures in a unit are percentages, and nothing says that they are of anything but the whole."""
    return re.fullmatch(r"%|per ?cent|percentage|pct\.?", (unit or "").strip().lower()) is not None


SHARED = tuple(name for name in LevelTerms.model_fields if name != "origin")
"""The fields that several service levels can share."""


class Regime(LevelTerms):
    """What several service levels have in common, written once: what a level says itself holds before it."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under.")
    name: Wording[Text] = Field(description="What people call it.")
    services: Setting[tuple[ServiceRef, ...]] = Field(
        default=(), description="The services whose levels follow it where they name no regime."
    )


class TargetWhen(Model):
    """One of several targets, and when it holds."""

    when: Binding[Text] = Field(title="condition", description="When it holds, such as `priority 1` or `gold`.")
    target: Measure[Target] = Field(description="The figure to reach, or what is promised in words.")
    unit: Binding[Text | None] = Field(
        default=None, description="What the figure is in; left out, the unit of the service level."
    )


class Measurement(Entity):
    """What is measured of a service, and what is to be reached."""

    service: Annotated[Binding[ServiceRef], EndsWith()] = Field(description="The service it measures.")
    objective: Information[ObjectiveRef | None] = Field(default=None, description="The objective it serves.")
    metric: Binding[Text | None] = Field(
        default=None, description="What is measured, in words; left out where the name says it."
    )
    formula: Binding[Text | None] = Field(
        default=None, description="How the figure is worked out, so that both sides get the same one."
    )
    unit: Binding[Text | None] = Field(default=None, description="What the figure is in, such as `%` or `minutes`.")
    direction: Binding[Direction | None] = Field(
        default=None,
        description="at-least where more is better, at-most where less is; needed where there is a figure.",
    )
    target: Measure[Target | None] = Field(
        default=None, description="The figure to reach, or what is promised in words: `best effort`, `daily`."
    )
    targets: Binding[tuple[TargetWhen, ...]] = Field(
        default=(), description="The targets, where there are several, each with when it holds."
    )
    state: Validity[State | None] = Field(
        default=None,
        description="How far it is agreed: proposed, agreed, or only measured until a target is; left out, agreed.",
    )

    @property
    def figures(self) -> tuple[tuple[tuple[str | int, ...], Decimal, str | None], ...]:
        """What is promised as a number, for each the path to it, the number and its unit."""
        one = ((("target",), self.target, self.unit),)
        several = (
            (("targets", n, "target"), each.target, each.unit or self.unit) for n, each in enumerate(self.targets)
        )
        return tuple((path, held, unit) for path, held, unit in (*one, *several) if isinstance(held, Decimal))

    @property
    def promises(self) -> bool:
        """Whether it says what is to be reached, in figures or in words."""
        return self.target is not None or bool(self.targets)

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have agreed it, as far as nothing says otherwise."""
        return self.state in (None, "agreed")


class ServiceLevel(LevelTerms, Measurement):
    """One thing that is measured about a service, and the target both sides agreed."""

    owner: Burden[Expected[RoleRef | None]] = Field(default=None, description="The role that answers for reaching it.")
    bands: Binding[tuple[Band, ...]] = Field(default=(), description="The scale, from the bottom up.")
    regime: Setting[Annotated[Named, Reference("regime")] | None] = Field(
        default=None, description="The regime that says what it does not say itself."
    )
    taken: Mapping[str, str] = Field(
        default={},
        alias="\0taken",
        exclude=True,
        repr=False,
        description="The fields that it takes from elsewhere, each with the id of the regime, empty for the defaults.",
    )

    @model_validator(mode="after")
    def _can_be_read_in_one_way(self) -> Self:
        if self.target is not None and self.targets:
            hint = "write the one under `targets` too, with `when` it holds"
            raise misread("a level has one target, or several under `targets`", hint, "target")
        if self.direction is None and (self.figures or has_edges(self.bands)):
            path, figure, _ = next(iter(self.figures), (("bands",), None, None))
            what = f"more or less than {figure}" if figure is not None else "the upper or the lower end of the bands"
            hint = "write `direction: at-least` where more is better, `direction: at-most` where less is"
            raise misread(f"nothing says whether {what} is better", hint, *path)
        return self

    def completed(self, regimes: Mapping[str, Regime], defaults: LevelTerms) -> Self:
        """Return it with what its regime, and then the defaults, say of what it does not say itself."""
        regime = regimes.get(self.regime) if self.regime else None
        named = [(regime.id, regime)] if regime else []
        named += [(each.id, each) for each in regimes.values() if not self.regime and self.service in each.services]
        taken: dict[str, str] = {}
        update: dict[str, Any] = {}
        for source, terms in (*named[:1], ("", defaults)):
            for name in SHARED:
                if name in terms.model_fields_set and name not in self.model_fields_set | taken.keys():
                    taken[name], update[name] = source, getattr(terms, name)
        if out_of_hundred(self.unit):
            update["bands"] = tuple(closed(band, self.direction) for band in self.bands)
        return self.model_copy(update={**update, "taken": taken}) if update else self

    def ends_at(self, figure: Decimal) -> bool:
        """Tell whether no result can lie beyond a figure: below nothing, or above all."""
        return figure == 0 or (figure == WHOLE and out_of_hundred(self.unit))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that answer for it or watch it."""
        return (*((self.owner,) if self.owner else ()), *self.monitored_by)

    @property
    def alone(self) -> ServiceLevel:
        """What it says itself, without what it takes from elsewhere."""
        own = {name: type(self).model_fields[name].default for name in self.taken}
        return self.model_copy(update={**own, "taken": {}}) if own else self

    @property
    def beyond(self) -> bool:
        """Whether the target itself is not enough: the bands count it for the worse side."""
        worse = 0 if self.direction == "at-most" else 1
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
        costing = costing[::-1] if self.direction == "at-most" else costing
        if len({band.costs for band in costing}) == 1:
            return max(costing, key=lambda band: band.amount)
        return costing[0] if costing else None


class ServiceLevels(Model):
    """The whole of `data/service_levels.yml`."""

    service_levels: Binding[dict[str, ServiceLevel]] = Field(description="The service levels, by id.")
    regimes: Setting[dict[str, Regime]] = Field(
        default={}, description="What several levels share, by the id that a level names under `regime`."
    )
    defaults: LevelTerms = Field(
        default=LevelTerms(), description="What all levels share, unless they or their regime say it."
    )

    @model_validator(mode="after")
    def _share(self) -> Self:
        for id, level in self.service_levels.items():
            self.service_levels[id] = level.completed(self.regimes, self.defaults)
        return self
