"""Recurrence: dates of two years worked out by hand, the clocks, and the meaning of RFC 5545."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from dateutil import rrule
from pydantic import ValidationError

from playbook.model.days import moved, shifted, worked_by
from playbook.model.recurrence import Recurrence
from playbook.model.values import Duration

START, END = date(2027, 1, 1), date(2028, 12, 31)
"""Two years; the second has a 29 February."""


def rule(every, on=None, first="2027-01-01", **more):
    """Return a rule written as in the data."""
    values = {"every": every, "first_date": first, "time": "10:00", "zone": "Europe/London", **more}
    return Recurrence.model_validate(values if on is None else {**values, "on": on})


def told(days):
    """Return days as a year's hand-written list: `05-31`, the year before the first of each year."""
    return " ".join(day.strftime("%m-%d") for day in days)


def both_years(each, start=START, end=END, worked=None):
    """Return the days of a rule as two hand-written lists."""
    days = list(each.dates(start, end, worked) if worked else each.dates(start, end))
    return tuple(told(day for day in days if day.year == year) for year in (2027, 2028))


BY_HAND = {
    "first tuesday": (
        rule("month", "first tuesday"),
        "01-05 02-02 03-02 04-06 05-04 06-01 07-06 08-03 09-07 10-05 11-02 12-07",
        "01-04 02-01 03-07 04-04 05-02 06-06 07-04 08-01 09-05 10-03 11-07 12-05",
    ),
    "fifth monday": (rule("month", "fifth monday"), "03-29 05-31 08-30 11-29", "01-31 05-29 07-31 10-30"),
    "second last friday": (
        rule("3 months", "second last friday"),
        "01-22 04-23 07-23 10-22",
        "01-21 04-21 07-21 10-20",
    ),
    "last working day": (
        rule("month", "last working day"),
        "01-29 02-26 03-31 04-30 05-31 06-30 07-30 08-31 09-30 10-29 11-30 12-31",
        "01-31 02-29 03-31 04-28 05-31 06-30 07-31 08-31 09-29 10-31 11-30 12-29",
    ),
    "second working day": (rule("6 months", "second working day"), "01-04 07-02", "01-04 07-04"),
    "last day": (rule("6 months", "last day", "2027-02-01"), "02-28 08-31", "02-29 08-31"),
    "29th": (
        rule("month", "29"),
        "01-29 03-29 04-29 05-29 06-29 07-29 08-29 09-29 10-29 11-29 12-29",
        "01-29 02-29 03-29 04-29 05-29 06-29 07-29 08-29 09-29 10-29 11-29 12-29",
    ),
    "31st, from the first date": (
        rule("month", first="2027-01-31"),
        "01-31 03-31 05-31 07-31 08-31 10-31 12-31",
        "01-31 03-31 05-31 07-31 08-31 10-31 12-31",
    ),
    "29 february": (rule("year", "29 february"), "", "02-29"),
    "29 february, from the first date": (rule("year", first="2024-02-29"), "", "02-29"),
    "fifth tuesday of february": (rule("year", "fifth tuesday of february"), "", "02-29"),
    "two days of two months": (
        rule("year", ["last friday of march", "1 november"]),
        "03-26 11-01",
        "03-31 11-01",
    ),
    "every second year": (rule("2 years", "first thursday of november"), "11-04", ""),
    "every fourth week on two days": (
        rule("4 weeks", ["thursday", "monday"], "2027-01-06"),
        "01-07 02-01 02-04 03-01 03-04 03-29 04-01 04-26 04-29 05-24 05-27 06-21 06-24 07-19 07-22 08-16 08-19 09-13 "
        "09-16 10-11 10-14 11-08 11-11 12-06 12-09",
        "01-03 01-06 01-31 02-03 02-28 03-02 03-27 03-30 04-24 04-27 05-22 05-25 06-19 06-22 07-17 07-20 08-14 08-17 "
        "09-11 09-14 10-09 10-12 11-06 11-09 12-04 12-07",
    ),
    "every hundredth day": (rule("100 days"), "01-01 04-11 07-20 10-28", "02-05 05-15 08-23 12-01"),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_dates_are_those_worked_out_by_hand(name):
    each, first_year, second_year = BY_HAND[name]
    assert both_years(each) == (first_year, second_year)


def test_the_second_week_counts_from_the_week_of_the_first_date():
    fridays = rule("2 weeks", "friday", "2027-01-06").dates(START, date(2027, 3, 1))
    assert told(fridays) == "01-08 01-22 02-05 02-19"
    mondays = rule("2 weeks", "monday", "2027-01-06").dates(START, date(2027, 3, 1))
    assert told(mondays) == "01-18 02-01 02-15 03-01"


def test_every_second_week_meets_26_times_a_year_across_the_turn_of_the_year():
    days = list(rule("2 weeks", first="2027-01-06").dates(START, END))
    assert len(days) == 52
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {14}
    assert told(days[25:28]) == "12-22 01-05 01-19"


def test_working_days_are_mondays_to_fridays():
    days = list(rule("working day").dates(date(2028, 2, 24), date(2028, 3, 2)))
    assert told(days) == "02-24 02-25 02-28 02-29 03-01 03-02"


RULES = (
    *(case[0] for case in BY_HAND.values()),
    rule("day"),
    rule("3 days"),
    rule("week"),
    rule("week", ["sunday", "monday", "wednesday"]),
    rule("3 weeks", ["sunday", "monday"], "2027-02-03"),
    rule("month", ["first monday", "last monday", "15", "last working day", "second last day"]),
    rule("5 months", ["1", "31"], "2026-10-31"),
    rule("12 months", "31", "2027-02-01"),
    rule("3 years", ["29 february", "first working day of january"], "2025-01-01"),
)


@pytest.mark.parametrize("each", RULES, ids=lambda each: " + ".join(each.rules()))
def test_dates_are_those_of_the_rfc_5545_rules(each):
    begin = datetime.combine(each.first_date, datetime.min.time())
    meant = rrule.rruleset()
    for text in each.rules():
        meant.rrule(rrule.rrulestr(text, dtstart=begin))
    days = meant.between(datetime(2027, 1, 1), datetime(2028, 12, 31), inc=True)
    assert list(each.dates(START, END)) == [moment.date() for moment in days]


@pytest.mark.parametrize(
    ("each", "texts"),
    [
        (rule("week", ["monday", "thursday"]), ("FREQ=WEEKLY;BYDAY=MO,TH",)),
        (rule("2 weeks"), ("FREQ=WEEKLY;INTERVAL=2",)),
        (rule("working day"), ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",)),
        (rule("month", ["1", "15", "last day"]), ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1",)),
        (rule("month", "last working day"), ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",)),
        (rule("month", ["first monday", "15"]), ("FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYMONTHDAY=15")),
        (
            rule("year", ["first monday of march", "first monday of june"]),
            ("FREQ=YEARLY;BYMONTH=3,6;BYDAY=1MO",),
        ),
    ],
)
def test_days_that_one_rule_can_hold_share_it(each, texts):
    assert each.rules() == texts


def test_until_is_the_last_day_and_count_counts_exceptions_too():
    assert told(rule("week", "wednesday", until="2027-01-20").dates(START, END)) == "01-06 01-13 01-20"
    assert told(rule("week", "wednesday", count=3).dates(START, END)) == "01-06 01-13 01-20"
    skipped = rule("week", "wednesday", count=3, exceptions=["2027-01-13"])
    assert told(skipped.dates(START, END)) == "01-06 01-20"
    assert told(skipped.dates(date(2027, 1, 7), END)) == "01-20"


def test_the_rule_counts_from_its_first_date_wherever_one_begins_to_look():
    each = rule("6 months", "first tuesday", "2027-03-10")
    assert both_years(each) == ("09-07", "03-07 09-05")
    assert told(each.dates(date(2028, 9, 5), END)) == "09-05"
    assert told(each.dates(date(2028, 9, 6), END)) == ""


WORKED = worked_by(
    range(5),
    [date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 31), date(2028, 1, 3)],
)


@pytest.mark.parametrize(
    ("move", "on", "first", "second"),
    [
        ("next working day", "31", "02-01 03-31 05-31 08-02 08-31 11-01", "01-04 01-31 03-31 05-31 07-31 08-31 10-31"),
        (
            "previous working day",
            "31",
            "01-29 03-31 05-31 07-30 08-31 10-29 12-30",
            "01-31 03-31 05-31 07-31 08-31 10-31 12-29",
        ),
        (None, "31", "01-31 03-31 05-31 07-31 08-31 10-31 12-31", "01-31 03-31 05-31 07-31 08-31 10-31 12-31"),
    ],
)
def test_what_falls_on_a_day_that_is_not_worked_moves(move, on, first, second):
    each = rule("month", on, **({"move": move} if move else {}))
    assert both_years(each, worked=WORKED) == (first, second)


def test_a_move_leads_into_and_out_of_the_days_asked_for():
    later = rule("month", "31", move="next working day")
    assert told(later.dates(date(2027, 2, 1), date(2027, 2, 1), WORKED)) == "02-01"
    assert told(later.dates(date(2027, 1, 1), date(2027, 1, 31), WORKED)) == ""
    earlier = rule("year", "1 january", move="previous working day")
    assert told(earlier.dates(date(2027, 12, 1), date(2027, 12, 31), WORKED)) == "12-30"


def test_exceptions_name_the_day_before_its_move():
    each = rule("month", "31", move="next working day", exceptions=["2027-01-31"])
    assert told(each.dates(START, date(2027, 4, 1), WORKED)) == "03-31"


def test_an_occurrence_knows_the_day_it_was_moved_from():
    found = rule("week", "friday", move="next working day").occurrences(date(2027, 3, 19), date(2027, 4, 2), WORKED)
    assert [(told([each.day]), told([each.planned]), each.is_moved) for each in found] == [
        ("03-19", "03-19", False),
        ("03-30", "03-26", True),
        ("04-02", "04-02", False),
    ]


def test_two_days_that_move_to_one_are_one():
    each = rule("week", ["saturday", "sunday", "monday"], move="next working day")
    found = each.occurrences(date(2027, 1, 9), date(2027, 1, 12), WORKED)
    assert [(told([each.day]), each.is_moved) for each in found] == [("01-11", False)]


def test_where_nobody_ever_works_nothing_moves():
    nobody = worked_by([], [])
    assert moved(date(2027, 1, 1), "next working day", nobody) == date(2027, 1, 1)
    assert told(rule("month", "1", move="next working day").dates(START, date(2027, 2, 1), nobody)) == "01-01 02-01"


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ("2027-03-27", "10:00", "10:00"),
        ("2027-03-28", "10:00", "09:00"),  # the clocks went forward that night
        ("2027-10-30", "10:00", "09:00"),
        ("2027-10-31", "10:00", "10:00"),  # and back
        ("2028-03-26", "10:00", "09:00"),
        ("2028-10-29", "10:00", "10:00"),
        ("2027-03-28", "01:30", "01:30"),  # a time that London skips: 02:30 by the new clock
        ("2027-10-31", "01:30", "00:30"),  # a time that London has twice: the first
    ],
)
def test_the_clock_on_the_wall_holds_through_both_changes(day, time, utc):
    begins = rule("week", time=time).begins(date.fromisoformat(day))
    assert begins.astimezone(UTC).strftime("%H:%M") == utc
    assert begins.strftime("%H:%M") == ("02:30" if (day, time) == ("2027-03-28", "01:30") else time)


@pytest.mark.parametrize(
    ("written", "message", "where"),
    [
        ({"every": "bi-annual"}, "`bi-annual` can mean two things", "every"),
        ({"every": "biweekly"}, "`biweekly` can mean two things", "every"),
        ({"every": "quarterly"}, "`quarterly` is not how a frequency is written here", "every"),
        ({"every": "0 weeks"}, "this is not a frequency", "every"),
        ({"every": "week", "on": "first tuesday"}, "a week has days such as `tuesday`", "on"),
        ({"every": "month", "on": "tuesday"}, "a month has days such as `first tuesday`", "on"),
        ({"every": "month", "on": "32"}, "this is not a day of a month", "on"),
        ({"every": "month", "on": "day"}, "`day` does not say which one", "on"),
        ({"every": "year", "on": "first tuesday"}, "a year has days such as `first tuesday of march`", "on"),
        ({"every": "year", "on": "tuesday of march"}, "`tuesday of march` does not say which one", "on"),
        ({"every": "year", "on": "30 february"}, "there is never a 30 February", "on"),
        ({"every": "day", "on": "monday"}, "`every: day` takes no `on`", "on"),
        ({"every": "2 working days"}, "working days are not counted in steps", "every"),
        ({"every": "week", "count": 0}, "what happens no time at all is no rule", "count"),
        ({"every": "week", "count": 2, "until": "2027-02-01"}, "`until` and `count` both end the rule", "count"),
        ({"every": "week", "until": "2026-12-31"}, "the rule ends before it begins", "until"),
        ({"every": "week", "time": "9:30"}, "a time of day is expected", "time"),
        ({"every": "week", "zone": "Europe/Nowhere"}, "there is no time zone `Europe/Nowhere`", "zone"),
    ],
)
def test_what_can_be_read_two_ways_is_refused_where_it_stands(written, message, where):
    with pytest.raises(ValidationError) as caught:
        rule(**{"every": "week", **written})
    error = caught.value.errors()[0]
    assert error["ctx"]["message"] == message
    assert error["ctx"]["hint"]
    assert (*error["loc"], *error["ctx"]["path"])[0] == where


@pytest.mark.parametrize(
    ("day", "amount", "unit", "back", "found"),
    [
        ("2027-03-31", 2, "business days", True, "2027-03-25"),  # Good Friday, Easter Monday and a weekend between
        ("2027-03-25", 1, "business days", False, "2027-03-30"),
        ("2027-03-28", 0, "business days", True, "2027-03-28"),
        ("2027-03-31", 8, "business hours", True, "2027-03-30"),
        ("2027-03-31", 9, "business hours", True, "2027-03-25"),
        ("2027-03-31", 12, "hours", True, "2027-03-31"),
        ("2027-03-31", 48, "hours", True, "2027-03-29"),
        ("2027-03-31", 90, "minutes", True, "2027-03-31"),
        ("2027-03-31", 2, "weeks", True, "2027-03-17"),
        ("2028-03-31", 1, "months", True, "2028-02-29"),
        ("2028-02-29", 1, "years", False, "2029-02-28"),
        ("2027-03-31", -1, "days", False, "2027-03-30"),
        ("2027-03-31", 99_999, "years", False, None),
        ("2027-03-31", 99_999, "business days", False, None),
    ],
)
def test_a_day_lies_a_length_of_time_from_another(day, amount, unit, back, found):
    shown = shifted(date.fromisoformat(day), Duration(amount, unit), WORKED, back)
    assert shown == (date.fromisoformat(found) if found else None)


def test_a_rule_from_long_ago_is_read_from_where_one_looks():
    """A rule of every day since 1900 gives its days without counting all of them."""
    day = date(2027, 5, 31)
    assert list(rule("day", first="1900-01-01").dates(day, day + timedelta(days=1))) == [day, day + timedelta(days=1)]
