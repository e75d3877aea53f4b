"""Names of time zones: what is meant by those that are no place's, and how those that are none should be spelt."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest

from playbook.model.zones import ABBREVIATED, AREAS, MEANT, meant_by, of_a_place, spelling_hint


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
        ("India Standard Time", "Asia/Kolkata"),
        ("eastern standard time", "America/New_York"),
        ("UTC ", "UTC"),
        ("europe/london", "Europe/London"),
        ("Europe / London", "Europe/London"),
        ("America/New York", "America/New_York"),
        ("London time", "Europe/London"),
        ("Istanbul", "Europe/Istanbul"),
        ("IST", "Asia/Kolkata"),
        ("cest", "Europe/Berlin"),
        ("PT", "America/Los_Angeles"),
        ("gmt", "Europe/London"),
    ],
)
def test_a_zone_written_otherwise_gets_its_spelling(written, meant):
    assert spelling_hint(written) == f"did you mean `{meant}`?"


@pytest.mark.parametrize("written", ["UTC+1", "GMT+5:30", "+05:30", "utc - 3"])
def test_an_offset_is_no_zone(written):
    assert spelling_hint(written).startswith("clocks change, so write the zone of a city")


def test_what_means_nothing_is_told_what_a_zone_looks_like():
    for written in ("", "foo", "x" * 1_000_000):
        assert spelling_hint(written) == "write an IANA name, such as Europe/London or Asia/Kolkata"
    assert spelling_hint("Europe/Londn").startswith("did you mean `Europe/London`")


def test_every_zone_that_is_suggested_is_one_of_a_place():
    for zone in (*MEANT.values(), *ABBREVIATED.values()):
        assert ZoneInfo(zone)
        assert of_a_place(zone)


def test_zones_of_cities_and_countries_are_of_a_place_and_all_others_are_asked_about():
    asked = {name for name in available_timezones() if not of_a_place(name)}
    assert not {name for name in asked if name.partition("/")[0] in AREAS}
    assert {"GMT", "GMT0", "Greenwich", "EST", "MST", "HST", "CET", "EET", "WET", "MET", "EST5EDT"} <= asked
    assert {name for name in available_timezones() if name.startswith("Etc/")} <= asked
    assert not asked & {"UTC", "Japan", "US/Eastern", "GB", "Eire"}
    assert (meant_by("Etc/UTC"), meant_by("Etc/GMT0"), meant_by("Etc/GMT-5")) == ("UTC", "Europe/London", None)
