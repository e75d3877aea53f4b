"""Values in words: lengths of time, due dates, cities, and recurrences."""

from datetime import date
from decimal import Decimal
from gettext import NullTranslations

import pytest
from babel import Locale

from playbook.model.recurrence import Recurrence
from playbook.model.values import Duration
from playbook.views.recurrence import clock, days, notes, when
from playbook.views.words import ENGLISH, Words


def _rule(every, on=None, first="2026-01-08", **more):
    values = {"every": every, "first_date": first, "time": "10:00", "zone": "Europe/London", **more}
    return Recurrence.model_validate(values if on is None else {**values, "on": on})


@pytest.mark.parametrize(
    ("amount", "unit", "length", "due"),
    [
        (0, "days", "0 days", "on your first day"),
        (0, "business days", "0 business days", "on your first day"),
        (1, "days", "1 day", "within 1 day"),
        (2, "weeks", "2 weeks", "within 2 weeks"),
        (-5, "business days", "5 business days", "5 business days before you start"),
        (-1, "business days", "1 business day", "1 business day before you start"),
        (4, "business hours", "4 business hours", "within 4 business hours"),
        (90, "minutes", "90 minutes", "within 90 minutes"),
        (3, "months", "3 months", "within 3 months"),
        (1, "years", "1 year", "within 1 year"),
    ],
)
def test_lengths_and_due_dates(amount, unit, length, due):
    duration = Duration(amount, unit)
    assert (ENGLISH.length(duration), ENGLISH.due(duration)) == (length, due)


@pytest.mark.parametrize(
    ("locale", "number", "unit", "said"),
    [
        ("en-GB", "99.50", "%", "99.50%"),
        ("en-GB", "100", "%", "100%"),
        ("en-GB", "0.1", "%", "0.1%"),
        ("de", "1250.00", "Minuten", "1.250,00 Minuten"),
        ("hi", "1250000.50", None, "12,50,000.50"),
        ("en-GB", "1250000.000001", None, "1,250,000.000001"),
        ("en-GB", "-3", "degrees", "-3 degrees"),
        ("en-GB", "5", "50% more", "5 50% more"),
        ("de", "1250.5", "Minuten", "1.250,5 Minuten"),
        ("de", "99.5", "%", "99,5\u00a0%"),
        ("tr", "99.5", "%", "%99,5"),
    ],
)
def test_numbers_and_their_units(locale, number, unit, said):
    assert Words(Locale.parse(locale, sep="-")).measure(Decimal(number), unit) == said


def test_before_and_after_a_meeting():
    assert ENGLISH.before(Duration(3, "business days")) == "3 business days before"
    assert ENGLISH.before(Duration(0, "days")) == "on the day"
    assert ENGLISH.within(Duration(1, "business days")) == "within 1 business day"
    assert ENGLISH.within(Duration(0, "days")) == "at once"


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Europe/London", "London"),
        ("Asia/Kolkata", "Kolkata"),
        ("Asia/Calcutta", "Calcutta"),
        ("Europe/Kiev", "Kiev"),
        ("Europe/Kyiv", "Kyiv"),
        ("GMT", "GMT"),
        ("EST", "EST"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("US/Eastern", "US/Eastern"),
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
    ],
)
def test_a_time_zone_goes_by_its_city(zone, city):
    assert ENGLISH.city(zone) == city


def test_a_city_is_said_as_the_language_says_it_unless_that_is_another_name():
    arabic = Words(Locale("ar"))
    assert [arabic.city(zone) for zone in ("Europe/London", "Asia/Kolkata", "Asia/Calcutta", "GMT")] == [
        "لندن", "كالكتا", "Calcutta", "GMT"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (_rule("day"), "every day"),
        (_rule("2 days"), "every second day"),
        (_rule("10 days"), "every 10 days"),
        (_rule("working day"), "every working day"),
        (_rule("week"), "every Thursday"),
        (_rule("week", ["thursday", "monday", "thursday"]), "every Monday and Thursday"),
        (_rule("2 weeks", "thursday"), "every second Thursday"),
        (_rule("2 weeks", ["monday", "thursday"]), "Monday and Thursday of every second week"),
        (_rule("3 weeks", "thursday"), "Thursday of every 3 weeks"),
        (_rule("month"), "8th of the month"),
        (_rule("month", "first tuesday"), "first Tuesday of the month"),
        (_rule("month", ["1", "15"]), "1st and 15th of the month"),
        (_rule("month", ["first monday", "last day"]), "first Monday and last day of the month"),
        (_rule("month", "last working day"), "last working day of the month"),
        (_rule("month", "second last friday"), "second last Friday of the month"),
        (_rule("month", "fifth monday"), "fifth Monday of the month where there is one"),
        (_rule("month", "31"), "31st of the month where there is one"),
        (_rule("3 months", "second thursday", "2026-02-12"), "second Thursday of February, May, August and November"),
        (_rule("6 months", "second thursday", "2026-10-08"), "second Thursday of April and October"),
        (_rule("12 months", "1", "2026-10-01"), "1st of October"),
        (_rule("2 months", "first tuesday"), "first Tuesday of every second month from January 2026"),
        (_rule("5 months", "first tuesday"), "first Tuesday of every 5 months from January 2026"),
        (_rule("year"), "8 January each year"),
        (_rule("year", "first thursday of november"), "first Thursday of November each year"),
        (_rule("year", ["15 march", "last day of june"]), "15 March and last day of June each year"),
        (_rule("year", "29 february"), "29 February each year where there is one"),
        (_rule("2 years", "1 may"), "1 May, every 2 years from 2026"),
        (_rule("year", "6 march", until="2026-12-31"), "6 March 2026"),
        (_rule("year", count=1), "8 January 2026"),
        (_rule("week", "thursday", until="2026-01-14"), "8 January 2026"),
        (_rule("month", "first tuesday", until="2026-03-31", exceptions=["2026-02-03"]), "3 March 2026"),
        (_rule("week", "thursday", until="2026-01-15"), "every Thursday"),
        (_rule("week", count=2), "every Thursday"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_recurrence_in_words(rule, said):
    assert days(rule, ENGLISH) == said


def test_a_recurrence_with_its_time_and_city():
    assert when(_rule("month", "first tuesday"), ENGLISH) == "first Tuesday of the month, 10:00 London"
    assert clock("15:30", "Asia/Kolkata", ENGLISH) == "15:30 Kolkata"


def test_what_else_there_is_to_know_stands_in_sentences():
    rule = _rule("week", move="next working day", count=12)
    assert notes(rule, ENGLISH, [date(2026, 12, 31), date(2026, 12, 24)], date(2026, 6, 30)) == (
        "When a party that must attend does not work that day, the meeting moves to the next on which all do.",
        "There is no meeting on 24 December 2026 and 31 December 2026.",
        "There are 12 meetings in all, from 8 January 2026.",
        "There is no meeting after 30 June 2026.",
    )
    assert notes(_rule("week"), ENGLISH, [], None) == ()
    assert notes(_rule("week", count=1), ENGLISH, [], date(2026, 1, 8)) == ()
    assert "to the last before" in notes(_rule("week", move="previous working day"), ENGLISH, [], None)[0]


class _French(NullTranslations):
    """A catalogue of a few phrases."""

    def gettext(self, message: str) -> str:
        phrases = {
            "every %(days)s": "chaque %(days)s",
            "%(days)s, %(clock)s": "%(days)s à %(clock)s",
            "%(time)s %(city)s": "%(time)s (%(city)s)",
        }
        return phrases.get(message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return {"%(count)s week": "%(count)s semaine", "%(count)s weeks": "%(count)s semaines"}[
            one if number < 2 else many
        ]


def test_words_follow_locale_and_catalogue():
    french = Words(Locale("fr"), _French())
    assert when(_rule("week", ["tuesday", "thursday"]), french) == "chaque mardi et jeudi à 10:00 (Londres)"
    assert french.length(Duration(2, "weeks")) == "2 semaines"
    assert Words(Locale("en", "US")).day_of_year(date(2026, 3, 15)) == "March 15"
