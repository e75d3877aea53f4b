"""Records and lists beside each other: order where it counts, records without ids, one change where one was made."""

from __future__ import annotations

import pytest

from playbook.changes.differences import differences
from playbook.model.cadence import Forum
from playbook.model.escalation import Path
from playbook.model.playbook import Cycle
from playbook.model.roles import Assignment
from playbook.model.service_levels import ServiceLevel

LEVEL = {
    "\0id": "a", "name": "A", "service": "s", "metric": "m", "formula": "f", "direction": "at-least",
    "window": "1 month", "data_source": "d", "owner": "o",
}  # fmt: skip
LOW, MET, HIGH = (
    {"label": label, "credit": credit} for label, credit in (("Low", "5%"), ("Met", "1%"), ("High", "0%"))
)
FORUM = {
    "\0id": "f", "name": "F", "tier": "operational", "purpose": "p", "attendees": ["a", "b"], "agenda": ["one", "two"],
    "recurrence": {"every": "week", "first_date": "2030-01-01", "time": "10:00", "zone": "Europe/London"},
}  # fmt: skip
RUNG = {"name": "First", "trigger": "t"}
PATH = {"\0id": "p", "name": "P", "kind": "delivery", "levels": {"one": RUNG, "two": {**RUNG, "name": "Second"}}}
ASSIGNED = {"\0id": "h", "holder": "H", "role": "r", "from": "2030-01-01"}
NUMBERS = [{"number": "+44 20 7946 0018"}, {"number": "+44 20 7946 0019"}]
CYCLE = {"version": "1", "status": "agreed", "effective_from": "2030-01-01"}


def _told(model, base, **other):
    before, after = model.model_validate(base), model.model_validate({**base, **other})
    return [("/".join(each.path), each.what) for each in differences(before, after)]


@pytest.mark.parametrize(
    ("model", "base", "other", "told"),
    [
        (ServiceLevel, {**LEVEL, "bands": [LOW, HIGH]}, {"bands": [LOW, MET, HIGH]}, [("bands/2", "added")]),
        (ServiceLevel, {**LEVEL, "bands": [LOW, MET, HIGH]}, {"bands": [LOW, HIGH]}, [("bands", "removed")]),
        (ServiceLevel, {**LEVEL, "bands": [LOW, HIGH]}, {"bands": [{**LOW, "credit": "9%"}, HIGH]},
         [("bands/1/credit", "changed")]),
        (Forum, FORUM, {"agenda": ["two", "one"]}, [("agenda", "reordered")]),
        (Forum, FORUM, {"agenda": ["one", "three", "two"]}, [("agenda/three", "added")]),
        (Forum, FORUM, {"agenda": ["two", "one", "three"]}, [("agenda", "reordered"), ("agenda/three", "added")]),
        (Forum, FORUM, {"attendees": ["b", "a"]}, []),
        (Forum, FORUM, {"attendees": ["b", "c"]}, [("attendees", "changed")]),
        (Forum, FORUM, {"attendees": ["c", "d"]},
         [("attendees/c", "added"), ("attendees/d", "added"), ("attendees/a", "removed"), ("attendees/b", "removed")]),
        (Path, PATH, {"levels": dict(reversed(PATH["levels"].items()))}, [("levels", "reordered")]),
        (Path, PATH, {"levels": {"one": RUNG, "between": {**RUNG, "name": "B"}, "two": PATH["levels"]["two"]}},
         [("levels/between", "added")]),
        (Path, PATH, {"levels": {"first": RUNG, "two": PATH["levels"]["two"]}}, [("levels/first", "renamed")]),
        (Assignment, {**ASSIGNED, "phones": NUMBERS}, {"phones": NUMBERS[::-1]}, [("phones", "reordered")]),
        (Cycle, {**CYCLE, "approvals": []}, {"approvals": [{"party": "p", "role": "r"}]}, [("approvals/1", "added")]),
        (Cycle, {**CYCLE, "approvals": [{"party": "p", "role": "r"}]},
         {"approvals": [{"party": "p", "role": "r", "date": "2030-01-01"}]}, [("approvals/1/date", "added")]),
    ],
)  # fmt: skip
def test_one_edit_is_one_difference(model, base, other, told):
    assert _told(model, base, **other) == told
