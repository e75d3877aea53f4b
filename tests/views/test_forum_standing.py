"""Forums that meet once, take whole days, have ended, have not begun, or have no day and time yet."""

import pytest

from macros import cadence as macros
from playbook.model.meetings import standing
from playbook.views import cadence as views
from playbook.views.calendar import calendar
from playbook.views.home import home
from playbook.views.words import ENGLISH
from playbook.views.year_drawing import calendar_year
from tests.golden import loaded
from tests.views.context import context, shown, text

TEN = {"time": "10:00", "zone": "Europe/London"}
RULES = {
    "away-day": {"on": "2026-05-30", "all_day": "true"},
    "kick-off": {"on": "2026-03-04", "time": "17:00", "zone": "America/New_York"},
    "ended": {"every": "week", "on": "monday", "until": "2025-06-30", **TEN},
    "later": {"every": "week", "on": "monday", "first_date": "2027-02-01", **TEN},
    "open": {"every": "month"},
}


@pytest.fixture(scope="module")
def playbook(tmp_path_factory):
    """A small playbook with forums that have nothing but a name, a tier and a rule."""
    bare = {id: {"name": id, "tier": "operational", "recurrence": rule} for id, rule in RULES.items()}
    bare["away-day"]["duration"] = "3 days"
    bare["nothing"] = {"name": "nothing", "tier": "tactical"}
    return loaded(tmp_path_factory.mktemp("bare"), {"cadence": {"forums": bare}}).or_raise()


def test_each_is_said_with_how_it_stands(playbook):
    said = {id: views.cadence(playbook, id, ENGLISH) for id in (*RULES, "nothing")}
    assert said == {
        "away-day": "30 May 2026, all day",
        "kick-off": "4 March 2026, 17:00 New York",
        "ended": "every Monday, 10:00 London, ended on 30 June 2025",
        "later": "every Monday, 10:00 London, begins on 1 February 2027",
        "open": "every month, day and time not yet set",
        "nothing": "day and time not yet set",
    }
    assert [standing(playbook, playbook.forums[id]).what for id in said] == [
        *("meets", "meets", "ended", "begins", "open", "open")
    ]


def test_what_has_ended_or_not_begun_comes_last_and_bears_a_mark(playbook):
    cards = shown(context(playbook), macros.forum_list).select(".pb-card")
    assert [text(card.select_one(".pb-card__title")) for card in cards[-2:]] == ["ended", "later"]
    assert "ended on 30 June 2025" in text(cards[-2].select_one(".pb-chips"))
    assert not cards[-2].select(".pb-soon")
    marked = {text(card.select_one(".pb-card__title")) for card in cards if "not in the calendar yet" in text(card)}
    assert marked == {"open", "nothing"}


def test_only_what_meets_in_the_cycle_is_ever_next_or_drawn(playbook):
    held = {forum.id: times for forum, times in home(playbook, ENGLISH).meetings}
    assert held.keys() == {"monthly", "half-yearly", "yearly", "away-day", "kick-off"}
    assert held["away-day"] == ("2026-05-30",)
    [year] = calendar_year(playbook, ENGLISH)
    assert not {"ended", "later", "open", "nothing"} & {box.link.id for box in year.drawing.boxes if box.link}


def test_the_calendar_names_what_has_no_day_and_time_yet(playbook):
    page = shown(context(playbook), macros.calendar)
    assert text(page.select_one(".pb-calendar__open")) == "No day and time yet open , nothing"


def test_a_meeting_of_several_days_stands_on_each_in_both_months(playbook):
    months = {month.first.month: month for month in calendar(playbook, ENGLISH).months}
    on = [
        day.day.day
        for month in (5, 6)
        for week in months[month].weeks
        for day in week
        if day and any(each.forum.id == "away-day" for each in day.meetings)
    ]
    assert on == [30, 31, 1]
    assert sum(each.forum.id == "away-day" for month in months.values() for each in month.meetings) == 1
    row = shown(context(playbook), macros.calendar).select_one(".pb-agenda tr[data-forum=away-day]")
    assert text(row).startswith("Sat 30 May to Mon 1 Jun")
    assert "all day" in text(row)
    assert row.select_one("time")["datetime"] == "2026-05-30"


def test_a_meeting_in_another_zone_shows_its_own_time_too(playbook):
    page = shown(context(playbook), macros.calendar)
    assert [text(cell) for cell in page.select(".pb-agenda__table")[0].select("th[scope=col]")][2] == "Begins"
    assert "17:00 New York" in text(page.select_one(".pb-agenda tr[data-forum=kick-off]"))


def test_meetings_have_a_time_where_no_party_has_a_zone(tmp_path):
    parties = {id: {"zone": "~"} for id in ("client", "supplier")}
    bare = loaded(tmp_path, {"parties": {"parties": parties}}).or_raise()
    assert "10:00 London" in text(shown(context(bare), macros.calendar).select_one(".pb-agenda tr[data-forum=monthly]"))


@pytest.mark.parametrize("id", [*RULES, "nothing"])
def test_the_page_of_a_bare_forum_says_what_is_known_and_nothing_else(playbook, id):
    page = shown(context(playbook), macros.forum_card, id)
    words = text(page)
    assert views.cadence(playbook, id, ENGLISH).split(", ended")[0].split(", begins")[0] in words
    assert "None" not in words
    assert not {"Agenda", "Who comes", "It works from"} & {text(label) for label in page.select(".pb-label")}
    assert ("stands in no calendar" in words) == (id in ("open", "nothing"))
