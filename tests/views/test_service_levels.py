"""Service levels: the scale and where the target lies on it, who watches, and what each list holds."""

from decimal import Decimal

import pytest

from macros import service_levels as macros
from playbook.pages.sandbox import Misused
from playbook.views import service_level_scale as scales
from playbook.views import service_levels as views
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

FASTER = {
    "direction": "at-most",
    "unit": "minutes",
    "target": "2",
    "bands": [
        {"label": "Met", "to": "2"},
        {"label": "Missed", "from": "2", "to": "6", "points": "1"},
        {"label": "Bad", "from": "6", "points": "4"},
    ],
}


def _playbook(tmp_path, **answered):
    return loaded(tmp_path, {"service_levels": {"service_levels": {"answered": answered}}}).or_raise()


def _scale(tmp_path, **answered):
    return scales.scale(_playbook(tmp_path, **answered).service_levels["answered"], ENGLISH)


def _bands(*edges, points=()):
    costs = dict(enumerate(points))
    ends = [*edges, None]
    starts = [None, *edges]
    return [
        {"label": f"Band {number}", "points": str(costs.get(number, 0))}
        | ({"from": start} if start else {})
        | ({"to": end} if end else {})
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def test_a_result_on_an_edge_counts_for_the_better_band_where_nothing_else_is_said(tmp_path):
    upwards = _scale(tmp_path / "up", bands=_bands("80", "90", "97.5"))
    assert [each.range for each in upwards.stretches] == [
        "below 80%",
        "80% to below 90%",
        "90% to below 97.5%",
        "97.5% or more",
    ]
    downwards = _scale(tmp_path / "down", **FASTER)
    assert [each.range for each in downwards.stretches] == [
        "up to 2 minutes",
        "more than 2 minutes, up to 6 minutes",
        "more than 6 minutes",
    ]


def _ranges(scale):
    return [(each.band.label, each.range, each.hue == "gap") for each in scale.stretches]


def test_a_band_says_which_of_its_edges_belong_to_it(tmp_path):
    worse = [{"label": "Missed", "to": "97", "includes": "to"}, {"label": "Met", "from": "97", "includes": "neither"}]
    playbook = _playbook(tmp_path / "up", target="97", bands=worse)
    level = playbook.service_levels["answered"]
    assert _ranges(scales.scale(level, ENGLISH)) == [("Missed", "up to 97%", False), ("Met", "more than 97%", False)]
    assert scales.target(level, ENGLISH) == "more than 97%"
    assert "more than 97% over 1 month" in text(shown(context(playbook), macros.service_level_card, "answered"))
    faster = [{"label": "Met", "to": "2", "includes": "neither"}, {"label": "Missed", "from": "2", "includes": "from"}]
    level = _playbook(tmp_path / "down", **FASTER | {"bands": faster}).service_levels["answered"]
    assert scales.target(level, ENGLISH) == "less than 2 minutes"
    assert [words for _, words, _ in _ranges(scales.scale(level, ENGLISH))] == ["below 2 minutes", "2 minutes or more"]
    around = [
        {"label": "Bad", "to": "80", "includes": "neither"},
        {"label": "Poor", "from": "80", "to": "90", "includes": "both"},
        {"label": "Good", "from": "90", "to": "100", "includes": "neither"},
        {"label": "Full", "from": "100", "to": "100", "includes": "both"},
        {"label": "Over", "from": "100", "includes": "neither"},
    ]
    assert [words for _, words, _ in _ranges(_scale(tmp_path / "around", bands=around))] == [
        "below 80%",
        "80% to 90%, both included",
        "more than 90%, below 100%",
        "exactly 100%",
        "more than 100%",
    ]


def test_where_nothing_is_agreed_is_drawn_and_said(tmp_path):
    open_ = [{"label": "Missed", "to": "97", "points": "2"}, {"label": "Met", "from": "98"}]
    playbook = loaded(
        tmp_path / "gap",
        {
            "playbook": {"checks": {"sla-bands-gap": {"off": "true"}}},
            "service_levels": {"service_levels": {"answered": {"target": "98", "bands": open_}}},
        },
    ).or_raise()
    page = shown(context(playbook), macros.service_level_card, "answered")
    assert [text(band) for band in page.select(".pb-scale__bands > li")] == [
        "Missed below 97% 2 credit points",
        "Nothing is agreed 97% to below 98%",
        "Met 98% or more no credit",
    ]
    assert "pb-scale__band--gap" in page.select(".pb-scale__bands > li")[1]["class"]
    assert page.select_one(".pb-scale__overlap") is None

    def seen(name, *bands):
        return _ranges(scales.scale(_drawn(tmp_path / name, bands), ENGLISH))

    edge = [{"label": "A", "to": "97"}, {"label": "B", "from": "97", "includes": "neither"}]
    assert seen("edge", *edge)[1] == ("Nothing is agreed", "exactly 97%", True)
    ends = {"label": "A", "from": "10", "to": "20", "includes": "to"}
    assert seen("ends", ends) == [
        ("Nothing is agreed", "up to 10%", True),
        ("A", "more than 10%, up to 20%", False),
        ("Nothing is agreed", "more than 20%", True),
    ]
    turned = [{"label": "B", "from": "97"}, {"label": "A", "to": "97"}]
    assert [label for label, _, _ in seen("turned", *turned)] == ["A", "B"]


def test_a_result_that_two_bands_hold_is_said(tmp_path):
    twice = [{"label": "Missed", "to": "97", "includes": "to"}, {"label": "Met", "from": "97"}]
    level = _drawn(tmp_path / "edge", twice)
    assert [(one.label, other.label) for one, other in scales.scale(level, ENGLISH).overlaps] == [("Missed", "Met")]
    over = [{"label": "Missed", "to": "98"}, {"label": "Met", "from": "97"}]
    playbook = _unchecked(tmp_path / "over", over)
    said = text(shown(context(playbook), macros.service_level_card, "answered").select_one(".pb-scale__overlap"))
    assert said == "A result can fall both in “Missed” and in “Met”."


def _unchecked(folder, bands):
    return loaded(folder, {"service_levels": {"service_levels": {"answered": {"bands": list(bands)}}}}).playbook


def _drawn(folder, bands):
    return _unchecked(folder, bands).service_levels["answered"]


def test_a_credit_is_points_or_a_percentage_or_words(tmp_path):
    bands = [
        {"label": "Bad", "to": "80", "credit": "100%"},
        {"label": "Missed", "from": "80", "to": "90", "credit": "12.5 %"},
        {"label": "Met", "from": "90"},
    ]
    here = context(_playbook(tmp_path / "share", bands=bands))
    costs = [text(each) for each in shown(here, macros.service_level_card, "answered").select(".pb-scale__points")]
    assert costs == ["100% credit", "12.5% credit", "no credit"]
    assert text(shown(here, macros.service_levels).select("tbody td")[-1]) == "100% credit"
    assert [each.hue for each in _scale(tmp_path / "hue", bands=bands).stretches] == ["rose", "amber", "green"]
    bands[0]["credit"] = "a day's charge"
    here = context(_playbook(tmp_path / "words", bands=bands))
    assert text(shown(here, macros.service_levels).select("tbody td")[-1]) == "a day's charge"


@pytest.mark.parametrize(
    ("band", "hint"),
    [
        ({"credit": "5%", "points": "5"}, "delete `points` or `credit`"),
        ({"credit": "5"}, "write `credit: 5%`, or `points` for a number of points"),
    ],
)
def test_a_cost_that_can_be_read_in_two_ways_is_refused(tmp_path, band, hint):
    bands = [{"label": "Missed", "to": "90"} | band, {"label": "Met", "from": "90"}]
    found = loaded(tmp_path, {"service_levels": {"service_levels": {"answered": {"bands": bands}}}}).problems
    assert [each.hint for each in found if each.id == "schema"] == [hint]


@pytest.mark.parametrize(
    ("figure", "unit", "said"),
    [
        ("1", "seconds", "at most 1 second"),
        ("1", "business days", "at most 1 business day"),
        ("1.0", "working days", "at most 1.0 working day"),
        ("4", "hour", "at most 4 hours"),
        ("1.5", "hours", "at most 1.5 hours"),
        ("1500", "calendar days", "at most 1,500 calendar days"),
        ("1", "complaints", "at most 1 complaints"),
    ],
)
def test_a_length_of_time_goes_with_its_number(tmp_path, figure, unit, said):
    changes = {"direction": "at-most", "target": figure, "unit": unit, "bands": "~"}
    assert scales.target(_playbook(tmp_path, **changes).service_levels["answered"], ENGLISH) == said


def test_colours_tell_what_reaches_the_target_and_what_costs_most(tmp_path):
    upwards = _scale(tmp_path / "up", bands=_bands("80", "90", "97", points=(5, 2)))
    assert [each.hue for each in upwards.stretches] == ["rose", "amber", "green", "green"]
    assert [each.hue for each in _scale(tmp_path / "down", **FASTER).stretches] == ["green", "amber", "rose"]
    free = _scale(tmp_path / "free", bands=_bands("90"))
    assert [each.hue for each in free.stretches] == ["amber", "green"]
    promised = _scale(tmp_path / "nothing", target="best effort", bands=_bands("90"))
    assert [each.hue for each in promised.stretches] == ["grey", "grey"]
    assert promised.target is None


def test_bands_are_drawn_in_proportion_and_never_too_narrow(tmp_path):
    even = _scale(tmp_path / "even", bands=_bands("70", "80", "90"))
    assert [each.share for each in even.stretches] == [Decimal(25)] * 4
    lengths = _scale(tmp_path / "lengths", bands=_bands("70", "76", "80"))
    assert [each.share for each in lengths.stretches] == [Decimal(25), Decimal(30), Decimal(20), Decimal(25)]
    narrow = _scale(tmp_path / "narrow", bands=_bands("0", "99", "99.1"))
    assert min(each.share for each in narrow.stretches) > 10
    assert round(sum(each.share for each in narrow.stretches)) == 100


@pytest.mark.parametrize(
    ("target", "edges", "place"),
    [
        ("90", ("90",), 50),
        ("80", ("70", "80", "90"), 50),
        ("75", ("70", "80"), 50),
        ("10", ("70", "80"), 17),
        ("99", ("70", "80"), 83),
    ],
)
def test_the_target_lies_on_its_edge_or_within_its_band(tmp_path, target, edges, place):
    assert round(_scale(tmp_path, target=target, bands=_bands(*edges)).target) == place


def test_a_scale_that_is_wrong_can_still_be_drawn(tmp_path):
    level = {"label": "All"}
    assert [each.range for each in _scale(tmp_path / "one", bands=[level]).stretches] == ["any result"]
    backwards = _scale(tmp_path / "two", bands=[{**level, "from": "9", "to": "3"}, {**level, "from": "3", "to": "3"}])
    assert len(backwards.stretches) == 2
    assert round(sum(each.share for each in backwards.stretches)) == 100
    assert _scale(tmp_path / "none", bands=[]).stretches == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "at least 90%"),
        (FASTER, "at most 2 minutes"),
        ({"unit": "~", "target": "1250.50"}, "at least 1,250.50"),
        ({"target": "best effort"}, "best effort"),
        ({"target": "~"}, None),
    ],
)
def test_targets_in_words(tmp_path, changes, said):
    assert scales.target(_playbook(tmp_path, **changes).service_levels["answered"], ENGLISH) == said


def test_an_entry_parts_the_sides(tmp_path):
    playbook = _playbook(tmp_path, monitored_by=["supplier-lead", "supplier-head"])
    entry = views.level_entry(playbook, "answered", ENGLISH)
    assert [(each.side, [role.id for role in each.roles]) for each in entry.watchers] == [
        ("client", []),
        ("supplier", ["supplier-lead", "supplier-head"]),
    ]
    assert [(each.side, [role.id for role in each.roles]) for each in entry.agreed_by] == [
        ("client", ["client-manager"]),
        ("supplier", ["supplier-manager"]),
    ]
    assert (entry.worst.points, entry.report) == (5, None)


def test_a_role_that_agreed_and_has_gone_is_named(tmp_path):
    agreed = {"agreed_by": ["client-chief", "supplier-manager"]}
    line = {"kind": "role", "title": "Client chief", "introduced": "0", "status": "withdrawn", "removed_in": "1"}
    ledger = {"ledger": {"role-client-chief": {**line, "reason": "The post was given up."}}}
    levels = {"service_levels": {"answered": agreed}}
    playbook = loaded(tmp_path, {"service_levels": levels, "register": ledger}).or_raise()
    entry = views.level_entry(playbook, "answered", ENGLISH)
    assert [link.text for link in entry.agreed_once] == ["Client chief"]
    said = text(shown(context(playbook), macros.service_level_card, "answered"))
    assert "1 December 2025 Supplier side Supplier manager and Client chief , no longer there" in said


def test_lists_hold_what_was_asked_for(tmp_path):
    playbook = _playbook(tmp_path)

    def found(**asked):
        groups = views.service_groups(playbook, ENGLISH, **asked)
        return [(entry.level.id, entry.part) for group in groups for entry in group.entries]

    assert found(role="supplier-lead") == [("answered", "owner")]
    assert found(role="client-lead") == [("answered", "watcher")]
    assert found(role="client-head") == []
    assert found(forum="monthly", service="help") == [("answered", None)]
    assert found(forum="yearly") == []


def test_a_service_without_a_level_is_shown_to_have_none(tmp_path):
    playbook = loaded(tmp_path, {"service_levels": "~"}).or_raise()
    here = context(playbook)
    assert "Help desk No service level is agreed for this service yet." in text(shown(here, macros.service_levels))
    bare = loaded(tmp_path / "bare", {"service_levels": "~", "services": "~"}).playbook
    assert text(shown(context(bare), macros.service_levels)) == "No service level is agreed yet."


@pytest.mark.parametrize("asked", [{"role": "client-head"}, {"forum": "yearly"}])
def test_a_list_with_nothing_in_it_is_a_sentence(tmp_path, asked):
    page = shown(context(_playbook(tmp_path)), macros.service_levels, **asked)
    assert page.find("table") is None
    assert text(page.select_one(".pb-empty")).endswith(".")


def test_each_list_has_the_columns_that_say_something(tmp_path):
    here = context(_playbook(tmp_path))

    def columns(**asked):
        page = shown(here, macros.service_levels, **asked)
        heads = [text(cell) for cell in page.select("thead th")]
        assert [int(cell["colspan"]) for cell in page.select("th[scope=rowgroup]")] == [len(heads)] * (
            "service" not in asked
        )
        assert {len(row.select("th, td")) for row in page.select("tbody tr:not(.pb-levels__service)")} == {len(heads)}
        return heads

    everything = ["Service level", "Target", "Watched by", "Reviewed at", "The worst result costs"]
    assert columns() == columns(service="help") == everything
    assert columns(role="client-lead") == [everything[0], "This role", *everything[1:]]
    assert columns(forum="monthly") == [*everything[:3], everything[4]]


def test_a_card_says_everything_as_text(tmp_path):
    page = shown(
        context(_playbook(tmp_path, exclusions=["<b>Power</b> cuts"], earn_back="No & never", report="status")),
        macros.service_level_card,
        "answered",
    )
    assert page.find("b", string="Power") is None
    said = text(page)
    for words in ("at least 90% over 1 month", "<b>Power</b> cuts", "No & never", "Status report", "1 December 2025"):
        assert words in said
    bands = [text(band) for band in page.select(".pb-scale__bands > li")]
    assert bands == ["Missed below 90% 5 credit points", "Met 90% or more no credit"]
    assert page.select_one(".pb-scale__target")["style"] == "--pb-at: 50.00%"


def test_a_card_shows_what_is_missing(tmp_path):
    empty = {"target": "~", "reviewed_at": "~", "agreed_on": "~", "monitored_by": "~", "bands": "~"}
    page = shown(context(_playbook(tmp_path, **empty)), macros.service_level_card, "answered")
    assert page.select(".pb-scale") == []
    for words in ("no target yet", "no forum yet", "not dated", "Client side nobody yet"):
        assert words in text(page)


def test_a_level_lives_where_its_card_stands(tmp_path):
    playbook = _playbook(tmp_path)
    home = context(playbook, "levels/", {"service-level": "levels/"})
    table = shown(home, macros.service_levels)
    assert table.select("[id]") == []
    assert table.select_one(".pb-levels__name a")["href"] == "#service-level-answered"
    cards = [shown(home, macros.service_level_card, "answered") for _ in range(2)]
    assert [[item["id"] for item in card.select("[id]")] for card in cards] == [["service-level-answered"], []]
    away = shown(context(playbook, "here/", {"service-level": "levels/"}), macros.service_level_card, "answered")
    assert away.select_one(".pb-level__name a")["href"] == "../levels/#service-level-answered"


@pytest.mark.parametrize(
    ("macro", "arguments", "asked", "hint"),
    [
        (macros.service_level, ["answerd"], {}, "`answered`"),
        (macros.service_level_card, [7], {}, ""),
        (macros.service_levels, [], {"service": "hepl"}, "`help`"),
        (macros.service_levels, [], {"role": "client-hed"}, "`client-head`"),
        (macros.service_levels, [], {"forum": "montly"}, "`monthly`"),
    ],
)
def test_what_is_not_known_is_refused(tmp_path, macro, arguments, asked, hint):
    with pytest.raises(Misused) as refused:
        macro(context(_playbook(tmp_path)), *arguments, **asked)
    assert hint in refused.value.hint
