"""What the contract asks: approvals, obligations, change and exit."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import contract as views


def contract_approvals(context: MacroContext) -> Marked:
    """Show what is approved before and at signing, by whom for each party, and who checks it a second time."""
    return context.block("contract/approvals.html", gates=views.gates(context.playbook))


def obligation(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to an obligation."""
    return context.link("obligation", id, text)


def obligation_list(
    context: MacroContext, *, role: str | None = None, party: str | None = None, category: str | None = None
) -> Marked:
    """List the obligations with their owner, when they are due and what shows that they are met.

    `role` keeps to those that one role owns, `party` to those that one party owes, `category` to those of one kind.
    """
    for kind, id in (("role", role), ("party", party)):
        if id is not None:
            context.find(kind, id)
    context.choose("category", category, views.categories(context.playbook))
    owed = views.obligations(context.playbook, role, party, category)
    return context.block("contract/obligations.html", owed=owed, role=role, party=party, category=category)


def change_process(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a change process."""
    return context.link("change-process", id, text)


def change_steps(context: MacroContext, id: str) -> Marked:
    """Show the steps of a change process, and who may agree to what for each party."""
    context.find("change-process", id)
    return context.block("contract/change.html", change=views.change(context.playbook, id))


def exit_plan(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to an exit plan."""
    return context.link("exit-plan", id, text)


def exit_steps(context: MacroContext, id: str) -> Marked:
    """Show an exit plan: what sets it going, when it was last tested, and the hand-over step by step."""
    context.find("exit-plan", id)
    return context.block("contract/exit.html", exit=views.exit_plan(context.playbook, id))


MACROS = (
    contract_approvals,
    obligation,
    obligation_list,
    change_process,
    change_steps,
    exit_plan,
    exit_steps,
)
