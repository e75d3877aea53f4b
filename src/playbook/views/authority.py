"""Who may decide what, from the lowest limit to the highest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_symbol

from playbook.model import Decision, Playbook
from playbook.model.authority import CURRENCIES, Above, Limit, from_low_to_high
from playbook.views.base import Link, link, links
from playbook.views.words import Words

_SIGNS = ("£", "€", "$", "¥", "₹")


@dataclass(frozen=True)
class LimitLine:
    """Who decides up to where; `over` and `up_to` are amounts in words, empty where nothing is written.

    `party` is the one for which it is decided, None for all of them.
    """

    limit: Limit
    role: Link | None
    forum: Link | None
    party: Link | None
    side: str
    over: str
    up_to: str
    agreed_by: tuple[Link, ...]
    told: tuple[Link, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The ids of the roles that have a part in it."""
        named = (self.role, *self.agreed_by, *self.told)
        return tuple(each.id for each in named if each)


@dataclass(frozen=True)
class DecisionEntry:
    """A decision with its limits, and where it goes above all of them."""

    decision: Decision
    link: Link
    lines: tuple[LimitLine, ...]
    above: Link | None


@dataclass(frozen=True)
class SubjectOfDecisions:
    """The decisions about one thing; those that name none have an empty name."""

    name: str
    entries: tuple[DecisionEntry, ...]


def decisions(
    playbook: Playbook, words: Words, role: str | None = None, forum: str | None = None, subject: str | None = None
) -> tuple[SubjectOfDecisions, ...]:
    """Return decisions by subject: those in which a role decides, or a forum, and those of one subject.

    Of these, only the limits of the role or the forum are kept.
    """
    found = [
        _entry(playbook, each, words, role, forum) for each in playbook.decisions if subject in (None, each.subject)
    ]
    shown = [entry for entry in found if entry.lines or (role is None and forum is None)]
    names = dict.fromkeys(entry.decision.subject or "" for entry in shown)
    return tuple(
        SubjectOfDecisions(name, tuple(each for each in shown if (each.decision.subject or "") == name))
        for name in names
    )


def subjects(playbook: Playbook) -> tuple[str, ...]:
    """Return what decisions are about, each once, in the order of the file."""
    return tuple(dict.fromkeys(each.subject for each in playbook.decisions if each.subject))


def _entry(playbook: Playbook, decision: Decision, words: Words, role: str | None, forum: str | None) -> DecisionEntry:
    lines = tuple(
        _line(playbook, limit, decision.unit, words)
        for limit in from_low_to_high(decision.limits)
        if role in (None, limit.role) and forum in (None, limit.forum)
    )
    return DecisionEntry(decision, link(playbook, "decision", decision.id), lines, _above(playbook, decision.above))


def _line(playbook: Playbook, limit: Limit, unit: str | None, words: Words) -> LimitLine:
    party = limit.party or (playbook.roles[limit.role].party if limit.role else None)
    return LimitLine(
        limit,
        link(playbook, "role", limit.role) if limit.role else None,
        link(playbook, "forum", limit.forum) if limit.forum else None,
        link(playbook, "party", party) if party else None,
        playbook.side_of_party(party) if party else "",
        amount(limit.over, unit, words),
        amount(limit.up_to, unit, words),
        links(playbook, "role", limit.agreed_by),
        links(playbook, "role", limit.told),
    )


def _above(playbook: Playbook, above: Above | None) -> Link | None:
    if above is None:
        return None
    named = {"role": above.role, "forum": above.forum, "decision": above.decision}
    return next(link(playbook, kind, id) for kind, id in named.items() if id)


def amount(value: Decimal | None, unit: str | None, words: Words) -> str:
    """Return an amount with its unit: `£25,000`, `10%`, `10 days`; a currency may be its code or its sign."""
    if value is None:
        return ""
    if unit is None or (unit not in _SIGNS and unit not in CURRENCIES):
        return words.measure(value, unit)
    sign = unit if unit in _SIGNS else get_currency_symbol(unit, words.locale)
    number, pattern = words.number(value), str(words.locale.currency_formats["standard"].pattern)
    if not pattern.lstrip("\u200e\u200f").startswith("¤"):
        return f"{number}\u00a0{sign}"
    return f"{sign}\u00a0{number}" if sign[-1].isalpha() or "¤\u00a0" in pattern else f"{sign}{number}"
