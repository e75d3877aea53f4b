"""How often, and on which days: how an author writes them, and what is said of what cannot be read."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date
from typing import Any, Literal

from pydantic_core import PydanticCustomError

from playbook.model import spellings
from playbook.model.days import MONTHS, WEEKDAYS, Every, On
from playbook.model.values import misread, read_date
from playbook.problems import quoted

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "second last": -2}
AMBIGUOUS = {
    "bi-annual": "write `6 months` for twice a year or `2 years` for every second year",
    "biannual": "write `6 months` for twice a year or `2 years` for every second year",
    "bi-annually": "write `6 months` for twice a year or `2 years` for every second year",
    "biannually": "write `6 months` for twice a year or `2 years` for every second year",
    "bi-yearly": "write `6 months` for twice a year or `2 years` for every second year",
    "bi-monthly": "write `2 months` for every second month, or two forums for twice a month",
    "bimonthly": "write `2 months` for every second month, or two forums for twice a month",
    "bi-weekly": "write `2 weeks` for every second week, or `week` with two days under `on`",
    "biweekly": "write `2 weeks` for every second week, or `week` with two days under `on`",
    "semi-monthly": "write `month` with two days under `on`, such as `[1, 15]`",
    "semi-annual": "write `6 months`",
    "semi-annually": "write `6 months`",
    "semi-weekly": "write `week` with two days under `on`, such as `[tuesday, friday]`",
    "twice a week": "write `week` with two days under `on`, such as `[tuesday, friday]`",
    "twice a month": "write `month` with two days under `on`, such as `[1, 15]`",
    "twice a year": "write `6 months`",
    "biennial": "write `2 years`",
    "daily": "write `day` or `working day`",
    "weekday": "write `working day`",
    "weekly": "write `week`",
    "fortnightly": "write `2 weeks`",
    "monthly": "write `month`",
    "quarterly": "write `3 months`",
    "quarter": "write `3 months`",
    "half-yearly": "write `6 months`",
    "six-monthly": "write `6 months`",
    "yearly": "write `year`",
    "annual": "write `year`",
    "annually": "write `year`",
}
"""Words people use for a frequency, and what to write instead; those in `bi` mean two things."""
_TWO_MEANINGS = re.compile(r"\bbi[ -]?(annual|week|month|year)(?:ly)?\b", re.IGNORECASE)


def two_meanings(text: str) -> tuple[str, str] | None:
    """Return the word of a text that says how often in two senses, with what to write instead; None without one."""
    if (found := _TWO_MEANINGS.search(text)) is None:
        return None
    unit = found[1].lower().replace("annual", "year")
    return found[0], f"write `twice a {unit}` or `every second {unit}`"


_ONE_WAY = {re.sub(r"[ -]", "", word): word for word in AMBIGUOUS}


def read_every(value: Any) -> Any:
    """Return how often something happens, as a text says it; raise how it is written where that cannot be told."""
    if isinstance(value, Every):
        return value
    hint = "write `day`, `working day`, `week`, `month` or `year`, with a number before it where needed: `6 months`"
    written = text = value.strip().lower() if isinstance(value, str) else ""
    text = _ONE_WAY.get(re.sub(r"[ -]", "", text), text)
    if text in AMBIGUOUS:
        double = text.startswith("bi") and text != "biennial"
        told = "can mean two things" if double else "is not how a frequency is written here"
        raise misread(f"`{written}` {told}", AMBIGUOUS[text], check="recurrence-ambiguous" if double else "schema")
    match = re.fullmatch(r"(?:([0-9]{1,3})\s+)?(working day|day|week|month|year)s?", text)
    if not match or match[1] in {"0", "00", "000"}:
        raise misread("this is not a frequency", _frequency_hint(written, hint))
    return Every(int(match[1] or 1), match[2])  # type: ignore[arg-type]


def _frequency_hint(written: str, hint: str) -> str:
    """Return how a frequency is written that people write otherwise."""
    if spelled := spellings.frequency(written):
        return f"write {quoted(spelled)}"
    day = spellings.recurring_day(written)
    if day and (match := _ON.fullmatch(day)):
        unit = "year" if match["month"] else "week" if day in WEEKDAYS else "month"
        return f"write `every: {unit}` and {quoted(f'on: {day}')}"
    return hint


_ON = re.compile(
    rf"(?:(?P<beside>{'|'.join(WEEKDAYS)}|working day|day)\s+(?P<side>after|before)\s+(?:the\s+)?)?"
    rf"(?:(?P<ordinal>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})\s+)?"
    rf"(?P<kind>working day|day|{'|'.join(WEEKDAYS)}|[0-9]{{1,2}})"
    rf"(?:\s+(?:of\s+)?(?P<month>{'|'.join(MONTHS)}))?"
)


def read_on(value: Any) -> Any:
    """Return the days that one text or several name."""
    if value is None or (isinstance(value, (list, tuple)) and all(isinstance(item, On) for item in value)):
        return value
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(_one_day(item) for item in items)


def _one_day(value: Any) -> On:
    if (single := _single_day(value)) is not None:
        return On(single=single)
    text = " ".join(value.lower().split()) if isinstance(value, str) else ""
    match = _ON.fullmatch(text)
    if not match:
        spelled = spellings.recurring_day(value)
        known = spelled is not None and _ON.fullmatch(spelled) is not None
        raise misread("this is not a day that can recur", f"write {quoted(spelled)}" if known else _DAY_HINT)
    month = MONTHS.index(match["month"]) + 1 if match["month"] else None
    day = _day_of_month(match, month)
    if not match["beside"]:
        return day
    beside = match["beside"]
    weekday = WEEKDAYS.index(beside) if beside in WEEKDAYS else None
    side: Literal[1, -1] = 1 if match["side"] == "after" else -1
    return On(weekday=weekday, working=beside == "working day", month=month, beside=day, side=side)


_DAY_HINT = (
    "write `tuesday`, `first tuesday`, `last working day`, `15`, with a month `first tuesday of march`, "
    "`wednesday after fourth tuesday`, or a date such as 2026-03-04"
)


def _single_day(value: Any) -> date | None:
    """Return the day of the calendar that is written, or that could have been meant by what is; None for others."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.search(r"\b(19|20|21)\d\d\b", value):
        return None
    with suppress(PydanticCustomError):
        return read_date(value.strip())
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()) or spellings.date(value):
        read_date(value.strip())  # tells what is wrong with it, or how it is written
    return None


def _day_of_month(match: re.Match[str], month: int | None) -> On:
    ordinal = ORDINALS[match["ordinal"]] if match["ordinal"] else None
    kind, written = match["kind"], match[0]
    if kind.isdigit():
        _refuse_impossible(int(kind), month, ordinal, _DAY_HINT)
        return On(day=int(kind), month=month)
    if ordinal is None and (kind not in WEEKDAYS or month or match["beside"]):
        raise misread(f"{quoted(written)} does not say which one", _which(match))
    if kind in WEEKDAYS:
        return On(ordinal=ordinal, weekday=WEEKDAYS.index(kind), month=month)
    return On(ordinal=ordinal, working=kind == "working day", month=month)


def _which(match: re.Match[str]) -> str:
    """Return how a day is written that says which one of a month it is."""
    kind = match["kind"]
    before = f"{match['beside']} {match['side']} " if match["beside"] else ""
    month = f" of {match['month']}" if match["month"] else ""
    return f"write {quoted(f'{before}first {kind}{month}')} or `last …`"


def _refuse_impossible(day: int, month: int | None, ordinal: int | None, hint: str) -> None:
    if ordinal or not 1 <= day <= 31:
        raise misread("this is not a day of a month", hint)
    if month and day > monthrange(2024, month)[1]:
        raise misread(f"there is never a {day} {MONTHS[month - 1].title()}", "write a day that the month has")


def check_days(every: Every | None, on: tuple[On, ...]) -> None:
    """Refuse days that do not go with a frequency."""
    if every is None:
        if any(day.single is None for day in on):
            raise misread("nothing says how often", "write `every: week`, `every: month` or `every: year`", "on")
        return
    unit = every.unit
    if any(day.single for day in on):
        raise misread("a date does not recur", "leave `every` out, or write a day such as `first tuesday`", "on")
    if unit in ("day", "working day") and on:
        raise misread(f"`every: {unit}` takes no `on`", "leave `on` out, or write `every: week`", "on")
    if unit == "working day" and every.interval > 1:
        raise misread("working days are not counted in steps", "write `every: working day`", "every")
    for day in on:
        _check_day(unit, day)


def _check_day(unit: str, day: On) -> None:
    if unit == "week" and (day.weekday is None or day.ordinal or day.month or day.beside):
        raise misread("a week has days such as `tuesday`", "write `on: tuesday`, or `every: month`", "on")
    if unit == "month" and (day.month or (day.weekday is not None and not (day.ordinal or day.beside))):
        raise misread("a month has days such as `first tuesday`", "write `on: first tuesday` or `on: 15`", "on")
    if unit == "year" and not day.month:
        raise misread("a year has days such as `first tuesday of march`", "name the month under `on`", "on")
