"""The scale of a service level: the bands on which a result falls, their edges, and what each costs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from playbook.model.base import Model
from playbook.model.change_class import Binding, Wording
from playbook.model.values import Int, Number, Text, misread

Direction = Literal["at-least", "at-most"]
Edges = Literal["from", "to", "both", "neither"]
WHOLE = 100
"""All of it, in hundredths."""


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

    def edges(self, direction: Direction | None) -> tuple[bool, bool]:
        """Tell whether a result on the lower and on the upper edge falls in it."""
        includes = self.includes or ("to" if direction == "at-most" else "from")
        return includes in ("from", "both"), includes in ("to", "both")

    def holds_any(self, direction: Direction | None) -> bool:
        """Tell whether any result can fall in it."""
        if self.from_ is None or self.to is None:
            return True
        return self.from_ < self.to or (self.from_ == self.to and all(self.edges(direction)))


def closed(band: Band, direction: Direction | None) -> Band:
    """Return a band of percentages: nothing and all belong to the bands that end there, unless these say otherwise."""
    ends = band.from_ == 0 if direction == "at-most" else band.to == WHOLE
    return band.model_copy(update={"includes": "both"}) if ends and not band.includes else band


def has_edges(bands: Iterable[Band]) -> bool:
    """Tell whether bands lie on a scale; without any figure they are told apart by their labels alone."""
    return any(edge is not None for band in bands for edge in (band.from_, band.to))
