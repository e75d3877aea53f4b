"""A change: one fact that differs between two editions, its class, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from playbook.model import Model

Sort = Literal[
    "burden-moved", "obligation", "level-loosened", "level-tightened", "authority", "meaning", "validity", "cadence",
    "people", "information", "prose", "settings", "editorial",
]  # fmt: skip
SORTS: tuple[Sort, ...] = (
    "burden-moved", "obligation", "level-loosened", "level-tightened", "authority", "meaning", "validity", "cadence",
    "people", "information", "prose", "settings", "editorial",
)  # fmt: skip
"""The classes of changes, the gravest first."""

What = Literal["added", "removed", "moved", "changed", "reordered", "renamed"]


@dataclass(frozen=True)
class Change:
    """One fact that differs: `path` leads to it below the entity, empty where the whole entity came or went.

    `before` and `after` are what it says, as the model has it; None where it says nothing. `field` is the field that
    holds it, `inside` the records between the entity and that field. `roles` are the ids of the roles it concerns,
    `parties` those between which a burden moved: from the first to the second.
    """

    kind: str
    id: str
    name: str
    what: What
    path: tuple[str, ...]
    before: Any
    after: Any
    sort: Sort
    roles: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    address: str = ""
    """Where the site has what has no entity, such as a heading."""
    field: tuple[type[Model], str] | None = None
    inside: tuple[Model, ...] = ()
    levels: tuple[str, ...] = ()
    """The service levels that a change of a regime, or of their defaults, reaches."""

    @property
    def old(self) -> str | None:
        """What it said, as text."""
        return value_text(self.before)

    @property
    def new(self) -> str | None:
        """What it says now, as text."""
        return value_text(self.after)


def value_text(value: Any) -> str | None:
    """Return a value as an author writes it, on one line; a record by what it is called."""
    if value is None:
        return None
    if isinstance(value, Model):
        return name_of(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(str(value_text(item)) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def name_of(record: Model) -> str:
    """Return what a record is called: its name, else its own words, else the first thing that it says."""
    named = (
        getattr(record, key, None)
        for key in ("name", "label", "word", "text", "title", "number", "role", "party", "check", "when")
    )
    return next((str(name) for name in named if name), str(getattr(record, "id", "")))


def by_role(found: Iterable[Change]) -> dict[str, tuple[Change, ...]]:
    """Return the changes that concern each role, by role id."""
    gathered: dict[str, list[Change]] = {}
    for change in found:
        for role in change.roles:
            gathered.setdefault(role, []).append(change)
    return {role: tuple(those) for role, those in gathered.items()}
