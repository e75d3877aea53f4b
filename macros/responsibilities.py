"""Who is accountable, responsible, consulted and informed."""

from __future__ import annotations

from playbook.desk import Desk
from playbook.model.responsibilities import Code
from playbook.problems import quoted
from playbook.sandbox import Misused
from playbook.stash import Marked
from playbook.views import responsibilities as views


def raci(
    desk: Desk,
    workstream: str | None = None,
    *,
    role: str | None = None,
    phase: str | None = None,
    party: str | None = None,
    codes: str | None = None,
) -> Marked:
    """Show activities against roles as a matrix, or with `role=` the list of one role's activities.

    `workstream` and `phase` narrow the activities, `party` the roles, `codes` the letters: `codes="RA"`.
    """
    asked = {"workstream": workstream, "phase": phase, "role": role, "party": party}
    names = [desk.find(kind, id).name for kind, id in asked.items() if id is not None]
    wanted = _codes(desk, codes)
    if role is None:
        table = views.raci_table(desk.playbook, workstream, phase, party, codes)
        return desk.block("responsibilities/raci.html", table=table, title=", ".join((table.scheme, *names)))
    if party is not None:
        raise Misused("`role` and `party` do not go together", "a role has one party: leave `party` out", party)
    parts = views.role_parts(desk.playbook, role, codes, workstream, phase)
    return desk.block("responsibilities/parts.html", parts=parts, codes=wanted)


def _codes(desk: Desk, codes: str | None) -> tuple[Code, ...]:
    try:
        found = views.codes_for(desk.playbook, codes)
    except ValueError as error:
        message = f"no code has the letter {quoted(str(error))}"
    else:
        if found:
            return found
        message = "no letter is asked for"
    letters = ", ".join(code.letter for code in desk.playbook.scheme.codes.values())
    raise Misused(message, f"the letters are {letters}", codes or "")


def raci_legend(desk: Desk) -> Marked:
    """Show what each letter means."""
    return desk.block("responsibilities/legend.html", codes=views.codes_for(desk.playbook, None))


def raci_counts(desk: Desk) -> Marked:
    """Show how often each role bears each letter, so that gaps and overload are seen."""
    loads = views.raci_loads(desk.playbook)
    longest = max((load.total for load in loads), default=0)
    codes = views.codes_for(desk.playbook, None)
    return desk.block("responsibilities/counts.html", loads=loads, codes=codes, longest=longest)


def workstream(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to a workstream."""
    return desk.link("workstream", id, text)


def workstream_list(desk: Desk) -> Marked:
    """List the workstreams with what each is about."""
    return desk.block("responsibilities/workstreams.html", workstreams=views.workstream_cards(desk.playbook))


def activity(desk: Desk, id: str, *, text: str | None = None) -> Marked:
    """Link to an activity."""
    return desk.link("activity", id, text)


MACROS = (raci, raci_legend, raci_counts, workstream, workstream_list, activity)
