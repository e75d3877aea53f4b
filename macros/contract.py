"""What the contract asks: approvals, obligations, change and exit."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import contract as views
from playbook.views.base import table_files
from playbook.views.due_days import due_lines, key_dates


def contract_approvals(context: MacroContext) -> Marked:
    """Show what is approved before and at signing, by whom for each party, and who checks it a second time."""
    return context.block("contract/approvals.html", gates=views.gates(context.playbook))


def obligation(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to an obligation."""
    return context.link("obligation", id, text)


def obligation_list(
    context: MacroContext,
    *,
    role: str | None = None,
    party: str | None = None,
    category: str | None = None,
    forum: str | None = None,
) -> Marked:
    """List the obligations with their owner, when they are due and what shows that they are met.

    `role` keeps to those that one role owns, `party` to those that one party owes, `category` to those of one kind,
    `forum` to those that one forum looks at.
    """
    for kind, id in (("role", role), ("party", party), ("forum", forum)):
        if id is not None:
            context.find(kind, id)
    context.choose("category", category, views.categories(context.playbook))
    owed = views.obligations(context.playbook, role, party, category, forum, context.words)
    asked = {"role": role, "party": party, "category": category, "forum": forum}
    return context.block("contract/obligations.html", owed=owed, **asked)


def obligation_files(context: MacroContext) -> Marked:
    """Offer the table of all obligations as files for spreadsheet programs; nothing where there are none."""
    files = table_files("contract/obligations") if len(context.playbook.obligations) else ()
    return context.block("contract/files.html", files=files)


def key_date(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a key date."""
    return context.link("key-date", id, text)


def key_date_list(context: MacroContext, *, role: str | None = None, forum: str | None = None) -> Marked:
    """Show the key dates of the contract, each with the last day of notice before it; nothing where there are none.

    `role` keeps to those that one role keeps in view, `forum` to those that one forum decides on.
    """
    for kind, id in (("role", role), ("forum", forum)):
        if id is not None:
            context.find(kind, id)
    files = table_files("contract/key-dates")
    entries = key_dates(context.playbook, context.words, role, forum)
    return context.block("contract/key_dates.html", entries=entries, role=role, forum=forum, files=files)


def due_list(context: MacroContext, *, role: str | None = None) -> Marked:
    """List day by day what falls due in the cycle: obligations, key dates, last days of notice, and reviews.

    `role` keeps to what one role owns.
    """
    if role is not None:
        context.find("role", role)
    return context.block("contract/due.html", due=due_lines(context.playbook, role), role=role)


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
    obligation_files,
    key_date,
    key_date_list,
    due_list,
    change_process,
    change_steps,
    exit_plan,
    exit_steps,
)
