"""What people write elsewhere is refused with the spelling that is taken here, whatever sort of value it is."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from playbook.model.base import RoleRef
from playbook.model.ids import Id, Version
from playbook.model.recurrence import Recurrence
from playbook.model.targets import Target
from playbook.model.values import Bool, Date, Int, Language, Length, Link, Number, Offset, Text
from playbook.source.files import Plain

TIME, EVERY, ON = (Recurrence.model_fields[name] for name in ("time", "every", "on"))
WRITTEN: tuple[tuple[Any, str, str], ...] = (
    (Length, "2 hrs", "2 hours"),
    (Length, "1d", "1 day"),
    (Length, "two days", "2 days"),
    (Length, "2 working days", "2 business days"),
    (Length, "2 Business Days", "2 business days"),
    (Length, "within 4 hours", "4 hours"),
    (Length, "half an hour", "30 minutes"),
    (Length, "1.5 hours", "90 minutes"),
    (Length, "1,5 h", "90 minutes"),
    (Length, "PT4H", "4 hours"),
    (Length, "4:30 hours", "270 minutes"),
    (Offset, "\u22122 working days", "-2 business days"),
    (TIME, "9:00", "09:00"),
    (TIME, "9.30 pm", "21:30"),
    (TIME, "12am", "00:00"),
    (TIME, "0900", "09:00"),
    (TIME, "14h30", "14:30"),
    (TIME, "09:30:00", "09:30"),
    (EVERY, "every 2 weeks", "2 weeks"),
    (EVERY, "every other week", "2 weeks"),
    (EVERY, "once a quarter", "3 months"),
    (EVERY, "4-weekly", "4 weeks"),
    (EVERY, "three times a year", "4 months"),
    (EVERY, "every business day", "working day"),
    (ON, "4th thursday", "fourth thursday"),
    (ON, "Thursdays", "thursday"),
    (ON, "last Fri of the month", "last friday"),
    (ON, "penultimate friday", "second last friday"),
    (ON, "15th", "15"),
    (ON, "1st of March", "1 of march"),
    (ON, "March 31", "31 of march"),
    (ON, "last business day", "last working day"),
    (Date, "1.2.2026", "2026-02-01"),
    (Date, "1 Feb 2026", "2026-02-01"),
    (Date, "Monday, 2nd of March 2026", "2026-03-02"),
    (Date, "Feb 1, 2026", "2026-02-01"),
    (Date, "13/02/2026", "2026-02-13"),
    (Date, "2026-2-1", "2026-02-01"),
    (Bool, "yes", "true"),
    (Bool, "No", "false"),
    (Int, "three", "3"),
    (Int, "3.0", "3"),
    (Number, "99,5 %", "99.5"),
    (Number, "1,000", "1000"),
    (Target, "99.5%", "99.5"),
    (Language, "English", "en"),
    (Language, "EN-uk", "en-GB"),
    (Link, "www.example.org", "https://www.example.org"),
    (Link, "desk@example.org", "mailto:desk@example.org"),
    (Link, "../roles/index.md#who", "roles/index.md#who"),
    (Id, "Contract Manager", "contract-manager"),
    (Id, "contract_manager", "contract-manager"),
    (Id, "cashier (acting)", "cashier"),
    (Id, "Cashier*", "cashier"),
    (Version, "2026/1", "2026-1"),
    (Text, "[Run]", "Run"),
    (RoleRef, "[lead, head]", "lead"),
)


def _adapter(sort: Any) -> TypeAdapter[Any]:
    return TypeAdapter(sort.rebuild_annotation() if hasattr(sort, "rebuild_annotation") else sort)


def _hint(sort: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        _adapter(sort).validate_python(value)
    return str(refused.value.errors()[0]["ctx"]["hint"])


@pytest.mark.parametrize(
    ("sort", "written", "spelled"), WRITTEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_hint_says_the_spelling_that_is_taken(sort: Any, written: str, spelled: str):
    value: Any = Plain(written)
    if written.startswith("["):
        value = [Plain(item) for item in written.strip("[]").split(", ")]
    assert spelled in _hint(sort, value)
    _adapter(sort).validate_python(Plain(spelled))


def test_a_date_that_can_mean_two_days_is_told_with_both():
    assert _hint(Date, "02/03/2026") == "write `2026-03-02` or `2026-02-03`"


@pytest.mark.parametrize("written", ["30.2.2026", "soon", "2026-13-01", "x" * 5_000, ""])
def test_no_day_is_proposed_that_is_not_there(written: str):
    assert _hint(Date, written) == "write a date as year-month-day, such as 2026-01-31"


@pytest.mark.parametrize("written", ["contr\u0430ct", "\u5951\u7d04", "---", "x" * 300, "Con"])
def test_no_id_is_proposed_of_letters_that_an_id_cannot_have(written: str):
    assert _hint(Id, written).endswith("such as contract-manager")
