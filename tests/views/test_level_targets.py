"""Targets as agreements have them: figures, words, several with conditions; windows, claims, and what levels share."""

from __future__ import annotations

import pytest

from macros import service_levels as macros
from playbook.checks import checked
from playbook.problems import as_text
from playbook.views import service_level_scale as scales
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

SPARSE = {"name": "Backups", "service": "help", "target": "daily"}


def _loaded(folder, levels, **more):
    return loaded(folder, {"service_levels": {"service_levels": levels, **more}})


def _level(folder, **answered):
    return _loaded(folder, {"answered": answered}).or_raise().service_levels["answered"]


def _card(folder, levels, id="answered", **more):
    return shown(context(_loaded(folder, levels, **more).playbook), macros.service_level_card, id)


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ({"target": "99.90"}, "at least 99.90%"),
        ({"target": "daily"}, "daily"),
        ({"target": "Best Effort"}, "best effort"),
        ({"target": "see the tiers of support"}, "see the tiers of support"),
        ({"target": "0.00", "direction": "at-most", "unit": "complaints"}, "at most 0.00 complaints"),
    ],
)
def test_a_target_is_said_as_it_is_written(tmp_path, answered, said):
    level = _level(tmp_path, **answered)
    assert [each.said for each in scales.targets(level, ENGLISH)] == [said]
    assert said in text(_card(tmp_path / "card", {"answered": answered}).select_one(".pb-level__target"))


def test_several_targets_stand_with_when_they_hold(tmp_path):
    several = [
        {"when": "priority 1", "target": "4"},
        {"when": "priority 2", "target": "1.50", "unit": "days"},
        {"when": "priority 4", "target": "when there is time"},
    ]
    answered = {"target": "~", "targets": several, "unit": "hours", "direction": "at-most", "bands": "~"}
    page = _card(tmp_path, {"answered": answered})
    assert [text(each) for each in page.select(".pb-level__targets li")] == [
        "priority 1: at most 4 hours",
        "priority 2: at most 1.50 days",
        "priority 4: when there is time",
    ]
    table = shown(context(_loaded(tmp_path / "table", {"answered": answered}).playbook), macros.service_levels)
    assert "priority 2: at most 1.50 days" in text(table)


def test_a_level_needs_no_more_than_its_service_and_its_name(tmp_path):
    page = _card(tmp_path, {"backups": SPARSE}, "backups")
    assert text(page.select_one(".pb-level__target")) == "daily"
    assert "Answers for it nobody yet" in text(page)
    measured = {"name": "Waiting", "service": "help", "state": "measured"}
    page = _card(tmp_path / "measured", {"waiting": measured}, "waiting")
    assert text(page.select_one(".pb-level__target")) == "no target yet being measured"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"direction": "~"}, "nothing says whether more or less than 90 is better"),
        ({"targets": [{"when": "at night", "target": "80"}]}, "a level has one target, or several under `targets`"),
        ({"target": "99,5"}, "a target is expected"),
        ({"target": "true"}, "a target is expected"),
        ({"target": "—"}, "a target is expected"),
        ({"window": "per incident"}, "a window is expected"),
        ({"window": "soon"}, "a length of time is expected"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_once(tmp_path, changes, said):
    found = _loaded(tmp_path, {"answered": changes}).problems
    assert as_text(found).count("schema]") == 1
    assert said in as_text(found)


def test_words_need_no_direction(tmp_path):
    assert not _loaded(tmp_path, {"answered": {"target": "daily", "direction": "~", "bands": "~"}}).problems.stop()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"window": "30 days", "window_kind": "rolling"}, "over 30 days, rolling"),
        ({"window_kind": "calendar"}, "over 1 month, by the calendar"),
        ({"window": "incident"}, "per incident"),
        ({"window": "~"}, None),
    ],
)
def test_a_window_rolls_keeps_to_the_calendar_or_is_an_incident(tmp_path, changes, said):
    assert scales.window(_level(tmp_path, **changes), ENGLISH) == said


def test_small_outages_and_the_time_to_claim_are_shown(tmp_path):
    more = {"minimum_outage": "5 minutes", "claim_within": "30 days", "claim": "Write to the desk."}
    said = text(_card(tmp_path, {"answered": more}))
    assert "Outages that count from 5 minutes" in said
    assert "To be claimed within 30 days: Write to the desk." in said


def test_bands_are_drawn_where_a_target_lies_among_them_and_told_where_not(tmp_path):
    labels = [{"label": "Missed once", "credit": "5%"}, {"label": "Missed twice", "credit": "10%"}]
    words = _scale(tmp_path / "words", target="daily", bands=labels)
    assert (words.drawn, words.target, [each.range for each in words.stretches]) == (False, None, ["", ""])
    figures = [{"label": "Bad", "to": "80"}, {"label": "Good", "from": "80"}]
    assert not _scale(tmp_path / "figures", target="daily", bands=figures).drawn
    assert _scale(tmp_path / "drawn").drawn
    page = _card(tmp_path / "card", {"answered": {"target": "daily", "bands": figures}})
    assert page.select_one(".pb-scale__bands--told")
    assert page.select(".pb-scale__target") == []


def test_a_scale_of_percentages_ends_at_nothing_and_at_all(tmp_path):
    closed = [{"label": "Bad", "from": "0", "to": "95"}, {"label": "Good", "from": "95", "to": "100"}]
    scale = _scale(tmp_path / "up", target="95", bands=closed)
    assert [each.range for each in scale.stretches] == ["0% to below 95%", "95% to 100%, both included"]
    faults = [{"label": "Few", "from": "0", "to": "2"}, {"label": "Many", "from": "2", "to": "100"}]
    scale = _scale(tmp_path / "down", target="2", direction="at-most", bands=faults)
    assert [each.range for each in scale.stretches] == ["0% to 2%, both included", "more than 2%, up to 100%"]


def _scale(folder, **answered):
    return scales.scale(_level(folder, **answered), ENGLISH)


SHARED = {
    "defaults": {"cap": "All of the fee.", "owner": "supplier-lead", "data_source": "The ticket system."},
    "regimes": {
        "gold": {"name": "Gold", "cap": "Half of the fee.", "exclusions": ["Storms"], "claim_within": "10 days"},
        "desk": {"name": "Desk", "services": ["help"], "window": "30 days"},
    },
}


def test_what_is_shared_is_taken_from_the_level_its_regime_and_the_defaults_in_this_order(tmp_path):
    levels = {"answered": {"regime": "gold", "cap": "A tenth.", "window": "~"}, "backups": SPARSE}
    playbook = _loaded(tmp_path, levels, **SHARED).or_raise()
    answered, backups = playbook.service_levels["answered"], playbook.service_levels["backups"]
    assert (answered.cap, answered.exclusions, answered.window) == ("A tenth.", ("Storms",), None)
    assert answered.taken == {"exclusions": "gold", "claim_within": "gold"}
    assert (backups.cap, str(backups.window), backups.owner) == ("All of the fee.", "30 days", "supplier-lead")
    assert backups.taken == {"window": "desk", "cap": "", "owner": "", "data_source": ""}
    assert backups.alone.cap is None


def test_what_a_level_takes_is_shown_as_if_it_stood_there_and_marked_once(tmp_path):
    levels = {"answered": {"regime": "gold", "cap": "~", "data_source": "~"}}
    said = text(_card(tmp_path, levels, **SHARED))
    assert "At the most Half of the fee." in said
    assert "Left out Storms" in said
    assert "As in the regime “Gold”: cap, time to claim and exclusions." in said
    assert "As at every service level: data source." in said


def test_a_slip_in_what_is_shared_is_told_once_where_it_stands(tmp_path):
    levels = {"answered": {"regime": "gold"}, "backups": {**SPARSE, "regime": "golden"}}
    shared = {"regimes": {"gold": {"name": "Gold", "monitored_by": ["nobody-known", "supplier-lead"]}}}
    found = as_text(checked(_loaded(tmp_path, levels, **shared)))
    assert found.count("nobody-known") == 1
    assert "there is no regime `golden`" in found
    assert "did you mean `gold`?" in found
