"""Who is accountable, responsible, consulted and informed."""

from __future__ import annotations

from itertools import count

from playbook.model.schemes import Code
from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.pages.sandbox import Misused
from playbook.problems import quoted
from playbook.views import responsibilities as views
from playbook.views.activities import PARTS, codes_for, part_of
from playbook.views.role_activities import role_parts
from playbook.views.workload import raci_loads
from playbook.views.workstreams import workstream_cards


def raci(
    context: MacroContext,
    workstream: str | None = None,
    *,
    role: str | None = None,
    phase: str | None = None,
    party: str | None = None,
    codes: str | None = None,
    part: str | None = None,
    folded: bool = False,
) -> Marked:
    """Show activities against roles as a matrix, or with `role=` the list of one role's activities.

    `workstream` and `phase` narrow the activities, `party` the roles, `codes` the letters: `codes="RA"`. Where the
    scheme may have other letters, `part="work"` stands for those of whoever answers or works, `part="advice"` for the
    rest.
    `folded` keeps the list of a role behind a line that opens.
    """
    asked = {"workstream": workstream, "phase": phase, "role": role, "party": party}
    names = [context.find(kind, id).name for kind, id in asked.items() if id is not None]
    if part is not None:
        codes = _letters(context, part, codes)
    wanted = _codes(context, codes) if codes != "" else ()
    if role is None:
        table = views.raci_table(context.playbook, workstream, phase, party, codes, _limit(context))
        title = ", ".join((table.scheme, *names))
        return context.block("responsibilities/raci.html", table=table, title=title, key=_key(context))
    if party is not None:
        raise Misused("`role` and `party` do not go together", "a role has one party: leave `party` out", party)
    parts = role_parts(context.playbook, role, codes, workstream, phase)
    return context.block("responsibilities/parts.html", parts=parts, codes=wanted, folded=bool(folded))


def _letters(context: MacroContext, part: str, codes: str | None) -> str:
    """Return the letters of a part of the scheme."""
    if codes is not None:
        raise Misused("`part` and `codes` do not go together", "leave one of them out", part)
    context.choose("part", part, PARTS)
    scheme = context.playbook.scheme.codes.values()
    return " ".join(code.letter for code in scheme if part_of(code) == part)


def _key(context: MacroContext) -> str:
    """Return what tells the filters and notes of this table from those of the others on its page."""
    anchors = context.here.anchors
    key = next(key for number in count(1) if (key := f"raci{number}" if number > 1 else "raci") not in anchors)
    anchors.add(key)
    return key


def _limit(context: MacroContext) -> int | None:
    """Return for how many activities a role may answer; None where the check of it is turned off."""
    check = next((check for check in context.checks if check.id == "role-overloaded"), None)
    setting = context.playbook.about.checks.get("role-overloaded")
    if check is None or (setting and setting.off):
        return None
    return check.threshold if setting is None or setting.threshold is None else setting.threshold


def _codes(context: MacroContext, codes: str | None) -> tuple[Code, ...]:
    try:
        found = codes_for(context.playbook, codes)
    except ValueError as error:
        message = f"no code has the letter {quoted(str(error))}"
    else:
        if found:
            return found
        message = "no letter is asked for"
    letters = ", ".join(code.letter for code in context.playbook.scheme.codes.values())
    raise Misused(message, f"the letters are {letters}", codes or "")


def raci_legend(context: MacroContext) -> Marked:
    """Show what each letter means."""
    return context.block("responsibilities/legend.html", codes=codes_for(context.playbook, None))


def raci_counts(context: MacroContext) -> Marked:
    """Show how often each role bears each letter, so that gaps and overload are seen."""
    limit = _limit(context)
    loads = raci_loads(context.playbook, limit)
    longest = max((load.total for load in loads), default=0)
    codes = codes_for(context.playbook, None)
    return context.block("responsibilities/counts.html", loads=loads, codes=codes, longest=longest, limit=limit)


def workstream(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a workstream."""
    return context.link("workstream", id, text)


def workstream_list(context: MacroContext) -> Marked:
    """List the workstreams with what each is about."""
    return context.block("responsibilities/workstreams.html", workstreams=workstream_cards(context.playbook))


def activity(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to an activity."""
    return context.link("activity", id, text)


MACROS = (raci, raci_legend, raci_counts, workstream, workstream_list, activity)
