"""Questions about who may decide what, and up to which limit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from playbook.checks.base import Check, Context, Finding, about
from playbook.model import Decision, Playbook
from playbook.model.authority import Limit, from_low_to_high
from playbook.problems import quoted


def decision_unowned(context: Context) -> Iterator[Finding]:
    """What nobody may decide is decided by whoever happens to be asked."""
    for decision in context.playbook.decisions:
        named = [bool(limit.role or limit.forum) for limit in decision.limits]
        if not all(named) or not named:
            path = ("limits", named.index(False)) if named else ()
            hint = "name the `role`, the `forum`, or both, under each of its `limits`"
            yield about(decision, f"nobody is named who decides {quoted(decision.id)}", hint, *path)


def decision_no_unit(context: Context) -> Iterator[Finding]:
    """An amount without a unit is read by each side in its own."""
    for decision in context.playbook.decisions:
        at = next(
            (at for at, limit in enumerate(decision.limits) if limit.up_to is not None or limit.over is not None), None
        )
        if at is not None and not decision.unit:
            message = f"the limits of {quoted(decision.id)} have no unit"
            yield about(decision, message, "write what they count under `unit`: GBP, `%`, days, …", "limits", at)


def decision_gap(context: Context) -> Iterator[Finding]:
    """Between two limits, and above the last of them, somebody decides, or the decision waits for nobody."""
    for decision in context.playbook.decisions:
        for party in _parties(context.playbook, decision):
            chain = _chain(context.playbook, decision, party)
            told = f" for {quoted(party)}" if party else ""
            for lower, upper in pairwise(chain):
                if upper.over is not None and lower.up_to is not None and _apart(lower.up_to, upper.over):
                    message = f"nobody decides {quoted(decision.id)}{told} between {lower.up_to} and {upper.over}"
                    yield about(
                        decision, message, "let each limit begin where the one below ends", *_at(decision, upper)
                    )
            if (
                chain
                and chain[-1].up_to is not None
                and not decision.above
                and not _open(context.playbook, decision, party)
            ):
                message = f"nobody decides {quoted(decision.id)}{told} above {chain[-1].up_to}"
                hint = "name under `above` where it goes, or who decides without a limit"
                yield about(decision, message, hint, *_at(decision, chain[-1]))


def decision_overlap(context: Context) -> Iterator[Finding]:
    """Where two may decide the same amount for one party, whoever is refused asks the other."""
    for decision in context.playbook.decisions:
        for party in _parties(context.playbook, decision):
            chain = _chain(context.playbook, decision, party)
            for lower, upper in pairwise(chain if any(each.up_to is not None for each in chain) else ()):
                same = lower.up_to == upper.up_to
                if same or (upper.over is not None and lower.up_to is not None and upper.over < lower.up_to):
                    who = f"{_who(lower)} and {_who(upper)}"
                    message = f"{who} may both decide {quoted(decision.id)}" + (
                        f" for {quoted(party)}" if party else ""
                    )
                    hint = "part their limits, or write the `condition` that tells them apart"
                    yield about(decision, message, hint, *_at(decision, upper))


def decision_forum_no_quorum(context: Context) -> Iterator[Finding]:
    """A forum that may decide says who must be there, or a decision can be made in a side's absence."""
    for forum in context.playbook.forums:
        asked = [each.id for each in context.playbook.decisions if forum.id in each.forums]
        if asked and not forum.quorum:
            message = f"{quoted(forum.id)} decides {quoted(asked[0])} and has no quorum"
            yield about(forum, message, "write under `quorum` how many of each party must be there")


def _parties(playbook: Playbook, decision: Decision) -> tuple[str | None, ...]:
    """Return the parties for which a decision has limits; None alone where it has them for none in particular."""
    found = dict.fromkeys(_party(playbook, limit) for limit in decision.limits)
    return tuple(each for each in found if each) or (None,)


def _party(playbook: Playbook, limit: Limit) -> str | None:
    role = playbook.roles.get(limit.role)
    return limit.party or (role.party if role else None)


def _chain(playbook: Playbook, decision: Decision, party: str | None) -> tuple[Limit, ...]:
    """Return the limits that hold for a party, from low to high, without those that rest on a condition."""
    own = (each for each in decision.limits if _party(playbook, each) in (party, None) and not each.condition)
    return from_low_to_high(tuple(own))


def _open(playbook: Playbook, decision: Decision, party: str | None) -> bool:
    """Tell whether somebody decides without a limit, on whatever condition."""
    own = (each for each in decision.limits if _party(playbook, each) in (party, None))
    return any(each.up_to is None for each in own)


def _apart(lower: Decimal, upper: Decimal) -> bool:
    """Tell whether there is an amount between two limits: `50000` and `50001` touch, as `0.5` and `0.51` do."""
    places = min(int(lower.as_tuple().exponent), int(upper.as_tuple().exponent))
    return upper - lower > Decimal(1).scaleb(places)


def _at(decision: Decision, limit: Limit) -> tuple[object, ...]:
    return "limits", next(at for at, each in enumerate(decision.limits) if each is limit)


def _who(limit: Limit) -> str:
    return quoted(limit.role or limit.forum)


CHECKS = (
    Check(decision_unowned, "warning"),
    Check(decision_no_unit, "warning"),
    Check(decision_gap, "warning"),
    Check(decision_overlap, "warning"),
    Check(decision_forum_no_quorum, "warning", profile="contract"),
)
