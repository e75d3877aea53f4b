"""Days that recur in more ways than one, single days, whole days, and what is not settled yet."""

from datetime import date

import pytest
from pydantic import ValidationError

from playbook.model.recurrence import Recurrence
from playbook.views.recurrence import days, notes, when
from playbook.views.words import ENGLISH

TEN = {"time": "10:00", "zone": "Europe/London"}


def rule(**values):
    """Return a rule written as in the data."""
    return Recurrence.model_validate(values)


def dates(written, start="2026-01-01", end="2026-12-31"):
    """Return the days of a rule as a hand-written list."""
    found = written.dates(date.fromisoformat(start), date.fromisoformat(end))
    return " ".join(day.strftime("%m-%d") for day in found)


BY_HAND = {
    "wednesday after fourth tuesday": "01-28 02-25 03-25 04-29 05-27 06-24 07-29 08-26 09-23 10-28 11-25 12-23",
    "wednesday after last tuesday": "01-28 02-25 04-01 04-29 05-27 07-01 07-29 08-26 09-30 10-28 11-25 12-30",
    "friday before first monday": "01-02 01-30 02-27 04-03 05-01 05-29 07-03 07-31 09-04 10-02 10-30 12-04",
    "tuesday after second tuesday": "01-20 02-17 03-17 04-21 05-19 06-16 07-21 08-18 09-15 10-20 11-17 12-15",
    "monday after 15": "01-19 02-16 03-16 04-20 05-18 06-22 07-20 08-17 09-21 10-19 11-16 12-21",
    "working day before last day": "01-30 02-27 03-30 04-29 05-29 06-29 07-30 08-28 09-29 10-30 11-27 12-30",
}


@pytest.mark.parametrize("on", BY_HAND)
def test_a_day_beside_another_is_counted_from_it_into_the_next_month(on):
    assert dates(rule(every="month", on=on, **TEN)) == BY_HAND[on]
    assert dates(rule(every="month", on=on.replace("after ", "after the "), **TEN)) == BY_HAND[on]


def test_a_day_beside_another_of_a_month_comes_once_a_year_and_every_second_month():
    assert dates(rule(every="year", on="wednesday after last tuesday of march", **TEN)) == "04-01"
    every_second = rule(every="2 months", on="wednesday after last tuesday", first_date="2026-01-01", **TEN)
    assert dates(every_second) == "01-28 04-01 05-27 07-29 09-30 11-25"
    assert dates(every_second, "2026-04-01", "2026-04-01") == "04-01"


def test_a_rule_that_says_enough_needs_no_first_date():
    assert dates(rule(every="week", on=["tuesday", "thursday"], **TEN), "2026-03-02", "2026-03-13") == (
        "03-03 03-05 03-10 03-12"
    )
    assert dates(rule(every="working day", **TEN), "2026-03-06", "2026-03-09") == "03-06 03-09"


def test_single_days_need_no_rule():
    once = rule(on="2026-03-04", **TEN)
    assert (dates(once), when(once, ENGLISH), once.first_day, once.last_day) == (
        "03-04",
        "4 March 2026, 10:00 London",
        date(2026, 3, 4),
        date(2026, 3, 4),
    )
    several = rule(on=["2026-11-05", "2026-03-04"], all_day=True)
    assert (dates(several), when(several, ENGLISH)) == ("03-04 11-05", "4 March 2026 and 5 November 2026, all day")
    assert notes(once, ENGLISH, (), None) == ()


SAID = [
    ({"every": "week", "on": ["tuesday", "thursday"], **TEN}, "every Tuesday and Thursday, 10:00 London"),
    (
        {"every": "month", "on": "wednesday after fourth tuesday", **TEN},
        "Wednesday after the fourth Tuesday of the month, 10:00 London",
    ),
    (
        {"every": "month", "on": "working day before last day", **TEN},
        "working day before the last day of the month, 10:00 London",
    ),
    ({"every": "week", "on": "monday", "all_day": True}, "every Monday, all day"),
    ({"on": "2026-03-04", "all_day": True, "zone": "Asia/Kolkata"}, "4 March 2026, all day in Kolkata"),
    ({"every": "1 month"}, "every month, day and time not yet set"),
    ({"every": "2 weeks", "on": "tuesday", **TEN}, "every second Tuesday, 10:00 London, day not yet set"),
    ({"every": "3 months", **TEN}, "every 3 months, 10:00 London, day not yet set"),
    ({"every": "week", "on": "tuesday"}, "every Tuesday, time not yet set"),
    ({"every": "6 months", "on": "first tuesday"}, "first Tuesday of every 6 months, day and time not yet set"),
    ({"on": "2026-03-04"}, "4 March 2026, time not yet set"),
    ({"text": "Called by either side"}, "Called by either side"),
    ({}, "day and time not yet set"),
    (TEN, "10:00 London, day not yet set"),
]


@pytest.mark.parametrize(("written", "said"), SAID, ids=[said for _, said in SAID])
def test_a_rule_is_said_as_far_as_it_is_known(written, said):
    assert when(rule(**written), ENGLISH) == said
    assert days(rule(**written), ENGLISH)


def test_what_is_not_settled_gives_no_day():
    for written in ({}, {"every": "month"}, {"every": "week", "on": "tuesday"}, {"every": "2 weeks", **TEN}):
        assert not rule(**written).is_placed
        assert not dates(rule(**written))


REFUSED = [
    ({"every": "week", "time": "10:00"}, "a time of day needs its zone"),
    ({"every": "week", "zone": "Europe/London"}, "a zone says nothing without a time"),
    ({"every": "week", "all_day": True, **TEN}, "what takes the whole day has no time"),
    ({"on": "tuesday", **TEN}, "nothing says how often"),
    ({"every": "week", "on": "2026-03-04", **TEN}, "a date does not recur"),
    ({"first_date": "2026-03-04", **TEN}, "`first_date` belongs to a rule, and `every` is missing"),
    ({"every": "week", "on": "tuesday", "count": 3, **TEN}, "nothing says from when to count"),
    ({"every": "week", "on": "tuesday after first monday", **TEN}, "a week has days such as `tuesday`"),
    ({"every": "month", "on": "tuesday after monday", **TEN}, "`tuesday after monday` does not say which one"),
    ({"on": "2026-02-30", **TEN}, "there is no day 2026-02-30 in the calendar"),
    ({"on": "4 March 2026", **TEN}, "a date is expected"),
]


@pytest.mark.parametrize(("written", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_does_not_go_together_is_told(written, message):
    with pytest.raises(ValidationError) as raised:
        rule(**written)
    [error] = raised.value.errors()
    assert error["ctx"]["message"] == message
