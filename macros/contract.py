"""What the contract asks: approvals, obligations, change and exit."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import contract as views


def contract_approvals(desk: Desk) -> Marked:
    """Show what is approved before and at signing, by whom for each party, and who checks it a second time."""
    return desk.block("contract/approvals.html", gates=views.gates(desk.playbook))


def obligation(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an obligation."""
    return desk.link("obligation", id, text)


def obligation_list(
    desk: Desk, *, role: str | None = None, party: str | None = None, category: str | None = None
) -> Marked:
    """List the obligations with their owner, when they are due and what shows that they are met.

    `role` keeps to those that one role owns, `party` to those that one party owes, `category` to those of one kind.
    """
    for kind, id in (("role", role), ("party", party)):
        if id is not None:
            desk.find(kind, id)
    desk.choose("category", category, views.categories(desk.playbook))
    owed = views.obligations(desk.playbook, role, party, category)
    return desk.block("contract/obligations.html", owed=owed, role=role, party=party, category=category)


def change_process(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a change process."""
    return desk.link("change-process", id, text)


def change_steps(desk: Desk, id: str) -> Marked:
    """Show the steps of a change process, and who may agree to what for each party."""
    desk.find("change-process", id)
    return desk.block("contract/change.html", change=views.change(desk.playbook, id))


def exit_plan(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an exit plan."""
    return desk.link("exit-plan", id, text)


def exit_steps(desk: Desk, id: str) -> Marked:
    """Show an exit plan: what sets it going, when it was last tested, and the hand-over step by step."""
    desk.find("exit-plan", id)
    return desk.block("contract/exit.html", exit=views.exit_plan(desk.playbook, id))


MACROS = (
    contract_approvals,
    obligation,
    obligation_list,
    change_process,
    change_steps,
    exit_plan,
    exit_steps,
)
