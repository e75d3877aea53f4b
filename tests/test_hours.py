"""Hours of work: how they are written, what is said of other ways to write them, and what falls into them."""

from datetime import datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from playbook.model.hours import Hours
from tests.golden import loaded

HOURS = TypeAdapter(Hours)
MONDAY = datetime(2027, 3, 1)  # a clock on the wall


def _told(written):
    with pytest.raises(ValidationError) as refused:
        HOURS.validate_python(written)
    [error] = refused.value.errors()
    return error["ctx"]["message"], error["ctx"]["hint"], error["ctx"]["path"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("09:00-17:30", "09:00-17:30"),
        (" 22:00 – 06:00 ", "22:00-06:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("18:00-00:00", "18:00-24:00"),
        ("24/7", "24/7"),
        ("Always", "24/7"),
        (["09:00-12:00", "13:00-17:00"], "09:00-12:00, 13:00-17:00"),
        ({"monday to sunday": "00:00-24:00"}, "24/7"),
        ({"friday": "09:00-13:00", "Saturday to Monday": "closed"}, "friday 09:00-13:00"),
        (
            {"saturday to sunday": ["10:00-12:00", "14:00-15:00"]},
            "saturday 10:00-12:00 and 14:00-15:00, sunday 10:00-12:00 and 14:00-15:00",
        ),
    ],
)
def test_hours_are_read(written, read):
    assert str(HOURS.validate_python(written)) == read


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("8:00-17:00", "write 08:00-17:00"),
        ("9-5", "write 09:00-17:00"),
        ("9am to 5.30pm", "write 09:00-17:30"),
        ("from 0900 until 1730", "write 09:00-17:30"),
        ("8h30 - 17h", "write 08:30-17:00"),
        ("9:00-12:00, 13:00-17:00", "write a list: [09:00-12:00, 13:00-17:00]"),
        ("24x7", "write `24/7`"),
        ("24 hours", "write `24/7`"),
        ("at any hour", "write `24/7`"),
    ],
)
def test_hours_written_otherwise_are_told_how_to_be_spelt(written, hint):
    assert _told(written)[:2] == ("the hours of a day are expected", hint)


@pytest.mark.parametrize(
    ("written", "message", "path"),
    [
        ("25:00-26:00", "the hours of a day are expected", ()),
        ("nine to five", "the hours of a day are expected", ()),
        (None, "the hours of a day are expected", ()),
        ([], "the hours of a day are expected", ()),
        ({}, "no weekday has hours", ()),
        ({"monday": "closed"}, "no weekday has hours", ()),
        ("09:00-09:00", "these hours end when they begin", ()),
        (["09:00-12:00", "11:00-13:00"], "these hours overlap those before them", (1,)),
        ({"mondy": "09:00-12:00"}, "`mondy` is no weekday", ("mondy",)),
        ({"monday": ["09:00-12:00", "noon"]}, "the hours of a day are expected", ("monday", 1)),
        (
            {"monday to friday": "09:00-12:00", "friday": "09:00-11:00"},
            "the hours of friday are said twice",
            ("friday",),
        ),
    ],
)
def test_what_are_no_hours_is_refused_at_its_place(written, message, path):
    found = _told(written)
    assert (found[0], found[2]) == (message, path)


@pytest.mark.parametrize(
    ("written", "days", "hour", "minutes", "held"),
    [
        ("09:00-17:00", range(5), 9, 480, True),
        ("09:00-17:00", range(5), 9, 481, False),
        ("09:00-17:00", range(5), 17, 0, False),
        ("09:00-17:00", range(1, 5), 10, 30, False),
        (["09:00-12:00", "13:00-17:00"], range(5), 11, 90, False),
        (["09:00-12:00", "12:00-17:00"], range(5), 11, 90, True),
        ("22:00-06:00", range(5), 2, 60, False),  # the night to Monday begins on a Sunday
        ("22:00-06:00", range(5), 26, 60, True),
        ("22:00-06:00", range(7), 2, 60, True),
        ("24/7", range(7), 23, 600, True),
        ({"tuesday": "09:00-12:00"}, [1], 10, 30, False),
        ({"tuesday": "09:00-12:00"}, [1], 34, 30, True),
    ],
)
def test_what_falls_into_the_hours_of_a_week(written, days, hour, minutes, held):
    assert HOURS.validate_python(written).hold(MONDAY + timedelta(hours=hour), minutes, days) is held


def _party(tmp_path, **party):
    difference = {"parties": {"parties": {"client": {"working_days": "~", "working_hours": "~", **party}}}}
    return loaded(tmp_path, difference)


def test_a_party_works_on_the_days_its_hours_name(tmp_path):
    week = _party(tmp_path / "week", working_hours={"sunday to tuesday": "09:00-17:00"}).or_raise().client
    assert week.days == week.days_told == (0, 1, 6)
    context = _party(tmp_path / "desk", working_hours="24/7").or_raise().client
    assert context.days == tuple(range(7))
    nothing = _party(tmp_path / "nothing").or_raise().client
    assert (nothing.days, nothing.days_told) == ((0, 1, 2, 3, 4), ())


def test_hours_of_a_day_that_is_not_worked_are_refused(tmp_path):
    found = _party(tmp_path, working_days=["monday"], working_hours={"monday to tuesday": "09:00-17:00"}).problems
    [message] = [each.message for each in found if "hours" in each.message]
    assert message == "`working_hours`: the hours are also of tuesday, which is none of its `working_days`"
