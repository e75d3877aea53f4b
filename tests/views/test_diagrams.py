"""The drawings: nothing overlaps, every line ends at a box, all words stand in theirs, and gaps are told."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from macros import cadence, dependencies, escalation, roles
from playbook.loading.load import load
from playbook.pages.sandbox import Misused
from playbook.views.dependency_map import MOST, dependency_map
from playbook.views.drawing import Box, Drawing, Point
from playbook.views.escalation_ladder import escalation_ladder
from playbook.views.relationship_map import relationship_map
from playbook.views.words import ENGLISH
from playbook.views.year_drawing import calendar_year
from tests.golden import loaded
from tests.support import ROOT
from tests.views.context import context, shown, text

LONG = "Head of the Office for Governance of Outsourced Services and Third-Party Suppliers"
HAIR = 0.21
"""What rounding may add up to."""


@pytest.fixture(scope="module")
def reference():
    return load(ROOT / "data").or_raise()


def sound(drawing: Drawing) -> None:
    """Assert that a drawing is one that can be read."""
    boxes = drawing.boxes
    for one, other in combinations(boxes, 2):
        assert not _overlap(one, other), (one.title, other.title)
    for each in (*drawing.bands, *boxes):
        assert 0 <= each.x <= each.right <= drawing.width + HAIR
        assert 0 <= each.y <= each.bottom <= drawing.height + HAIR
        for words in each.words:
            assert each.x <= words.span[0] + HAIR
            assert words.span[1] <= each.right + HAIR
            assert each.y <= words.y + HAIR
            assert words.y + words.height <= each.bottom + HAIR
    framed = [each for each in boxes if each.kind not in ("head", "aside")]
    for wire in drawing.wires:
        for number in (wire.points[0], wire.points[-1]) if wire.kind not in ("rail", "rule") else ():
            assert any(_on_edge(each, number) for each in framed), (wire.title, number)
        assert not [each.title for each in framed if wire.kind != "rail" and _through(each, wire.points, wire.curved)]


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom


def _on_edge(each: Box, point: Point) -> bool:
    x, y = point
    inside = each.x - HAIR <= x <= each.right + HAIR and each.y - HAIR <= y <= each.bottom + HAIR
    edges = (abs(x - each.x), abs(x - each.right), abs(y - each.y), abs(y - each.bottom))
    return inside and min(edges) <= HAIR


def _through(each: Box, points: tuple[Point, ...], curved: bool) -> bool:
    """Tell whether a line runs through a box; a curve keeps between the heights of its ends."""
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        across = max(x1, x2) > each.x + HAIR and min(x1, x2) < each.right - HAIR
        along = max(y1, y2) > each.y + HAIR and min(y1, y2) < each.bottom - HAIR
        if across and along and (not curved or number % 2 or min(x1, x2) < each.x < max(x1, x2)):
            return True
    return False


def told(drawing: Drawing) -> str:
    return " ".join(drawing.facts)


def named(drawing: Drawing) -> list[str]:
    return [each.title for each in drawing.boxes if each.link]


# The relationship map


def test_the_map_of_the_reference_playbook_is_sound_and_whole(reference):
    drawing = relationship_map(reference, ENGLISH)
    sound(drawing)
    assert {each.link.id for each in drawing.boxes if each.link and each.link.kind == "role"} == set(
        reference.roles.ids
    )
    assert all(role.name in told(drawing) for role in reference.roles)
    assert not drawing.has("gap")
    assert [level.title for level in drawing.bands] == ["Strategic", "Tactical", "Operational"]


def test_two_that_face_each_other_stand_side_by_side(tmp_path):
    drawing = relationship_map(loaded(tmp_path, {}).or_raise(), ENGLISH)
    sound(drawing)
    assert [(len(wire.points), wire.points[0][1] == wire.points[-1][1]) for wire in drawing.wires] == [(2, True)] * 3
    assert "Strategic: Client head and Supplier head are opposite numbers." in drawing.facts


def test_a_role_without_an_opposite_number_leaves_a_gap(tmp_path):
    alone = {"roles": {"roles": {"client-head": {"counterparts": []}, "supplier-head": {"counterparts": []}}}}
    drawing = relationship_map(loaded(tmp_path, alone).or_raise(), ENGLISH)
    sound(drawing)
    gaps = [each.title for each in drawing.boxes if each.kind == "gap"]
    assert gaps.count("No opposite number") == 2
    assert "No two roles of the two sides face each other at this level" in gaps
    assert "Strategic: Client head has no opposite number." in drawing.facts
    assert any("No two roles" in fact for fact in drawing.facts)


def test_a_level_without_a_role_says_so(tmp_path):
    level = {"roles": {"roles": {id: {"level": "tactical"} for id in ("client-head", "supplier-head")}}}
    drawing = relationship_map(loaded(tmp_path, level).playbook, ENGLISH)
    sound(drawing)
    assert "Strategic: No role at this level." in drawing.facts


def test_a_vendor_stands_beside_the_supplier_and_a_broken_line_joins_them(reference):
    drawing = relationship_map(reference, ENGLISH)
    places = {each.link.id: each for each in drawing.boxes if each.link and each.link.kind == "role"}
    vendor, lead = places["vendor-service-manager"], places["delivery-manager"]
    assert vendor.x > lead.right
    assert vendor.y == lead.y
    assert [wire.kind for wire in drawing.wires if vendor.title in wire.title] == ["within"]


def _vendor(**role):
    parties = {"third": {"name": "Third", "kind": "third-party", "engaged_by": "supplier"}}
    clerk = {"name": "Clerk", "party": "third", "level": "operational", "purpose": "Hosts.", "duties": {}, **role}
    return {"parties": {"parties": parties}, "roles": {"roles": {"clerk": clerk}}}


@pytest.mark.parametrize("facing", ["client-lead", "client-head", "supplier-head", "supplier-lead"])
def test_a_line_from_a_vendor_leads_round_the_boxes(tmp_path, facing):
    drawing = relationship_map(loaded(tmp_path, _vendor(counterparts=[facing])).playbook, ENGLISH)
    sound(drawing)
    assert not drawing.has("gap")


def test_a_vendor_who_faces_nobody_leaves_a_gap(tmp_path):
    drawing = relationship_map(loaded(tmp_path, _vendor()).playbook, ENGLISH)
    sound(drawing)
    assert "Operational: Clerk has no opposite number." in drawing.facts


def test_long_names_are_cut_and_said_whole(tmp_path):
    names = {"roles": {"roles": {id: {"name": f"{LONG} {id}"} for id in ("client-head", "supplier-lead")}}}
    drawing = relationship_map(loaded(tmp_path, names).or_raise(), ENGLISH)
    sound(drawing)
    assert f"{LONG} client-head" in named(drawing)
    assert f"{LONG} supplier-lead" in told(drawing)


def test_a_hundred_roles_stay_sound(tmp_path):
    made = {}
    for number in range(100):
        party = ("client", "supplier", "third")[number % 3 if number % 5 else 0]
        level = ("strategic", "tactical", "operational")[number * 7 % 3]
        facing = [f"role-{(number * step + 11) % 100}" for step in (7, 13, 31)[: number % 4]]
        made[f"role-{number}"] = {
            **{"name": f"Role {number}", "party": party, "level": level, "purpose": "Is here.", "duties": {}},
            "counterparts": facing,
        }
    third = {"parties": {"third": {"name": "Third", "kind": "third-party", "engaged_by": "supplier"}}}
    playbook = loaded(tmp_path, {"parties": third, "roles": {"roles": made}}).playbook
    drawing = relationship_map(playbook, ENGLISH)
    sound(drawing)
    assert sum(1 for each in drawing.boxes if each.link and each.link.kind == "role") == len(playbook.roles)


# The ladder


def test_the_ladders_of_the_reference_playbook_are_sound_and_whole(reference):
    for path in reference.paths:
        drawing = escalation_ladder(reference, path.id, ENGLISH)
        sound(drawing)
        for rung in path.levels.values():
            assert rung.name in told(drawing)
            assert ENGLISH.length(rung.respond_within) in told(drawing)
            assert ENGLISH.length(rung.resolve_within) in told(drawing)


def test_the_first_level_is_the_lowest(tmp_path):
    drawing = escalation_ladder(loaded(tmp_path, {}).or_raise(), "delivery", ENGLISH)
    sound(drawing)
    levels = [each for each in drawing.boxes if each.kind == "rung"]
    assert [each.title.split(",")[0] for each in sorted(levels, key=lambda each: -each.y)] == ["Level 1", "Level 2"]
    assert "Starts here: P1" in levels[-1].title
    up = next(wire for wire in drawing.wires if wire.kind == "up")
    assert up.points[0][1] > up.points[1][1]
    assert not drawing.has("bypass")


def test_a_way_round_tells_that_a_level_may_be_skipped(tmp_path):
    playbook = loaded(tmp_path, {"escalation": {"paths": {"delivery": {"bypass": "When it burns."}}}}).or_raise()
    drawing = escalation_ladder(playbook, "delivery", ENGLISH)
    sound(drawing)
    assert drawing.has("bypass")
    assert "When to skip a level: When it burns." in drawing.facts


def test_a_level_that_nobody_answers_leaves_a_gap(tmp_path):
    first = {"escalation": {"paths": {"delivery": {"levels": {"first": {"client_owner": "~"}}}}}}
    drawing = escalation_ladder(loaded(tmp_path, first).playbook, "delivery", ENGLISH)
    sound(drawing)
    assert [each.title for each in drawing.boxes if each.kind == "gap"] == ["Client side: nobody"]
    assert "Client side: nobody." in told(drawing)


def test_a_path_without_levels_says_so(tmp_path):
    playbook = loaded(
        tmp_path, {"escalation": {"paths": {"delivery": {"levels": {"first": "~", "top": "~"}}}}}
    ).playbook
    page = shown(context(playbook), escalation.escalation_diagram, "delivery")
    assert text(page) == "This path has no levels yet."


# The dependencies


def test_the_map_of_all_dependencies_is_sound_and_whole(reference):
    drawing = dependency_map(reference, ENGLISH)
    sound(drawing)
    links = {(each.link.kind, each.link.id) for each in drawing.boxes if each.link}
    assert {("dependency", each.id) for each in reference.dependencies} <= links
    assert {"activity", "service", "service-level", "objective"} < {kind for kind, _ in links}
    for each in drawing.boxes:
        assert reference.of_kind(each.link.kind)[each.link.id].name in told(drawing)


def test_each_dependency_has_a_sound_map_of_its_own(reference):
    for each in reference.dependencies:
        drawing = dependency_map(reference, ENGLISH, each.id)
        sound(drawing)
        assert [made.link.id for made in drawing.boxes if "If this fails" in made.title] == [each.id]


def test_lines_lead_from_left_to_right_and_beside_the_dependencies_from_one_to_another(tmp_path):
    second = {"name": "Desk", "provider": "supplier", "consumer": "client", "needed": "A desk."}
    needs = {"access": {"blocks": {"dependencies": ["desk"]}}, "desk": {**second, "owner": "supplier-lead"}}
    drawing = dependency_map(loaded(tmp_path, {"dependencies": {"dependencies": needs}}).playbook, ENGLISH)
    sound(drawing)
    for wire in drawing.wires:
        assert (wire.points[0][0] < wire.points[-1][0]) == (wire.kind == "flow")
    assert "Access to the systems reaches Desk" in [wire.title for wire in drawing.wires if wire.kind == "falls"]


def test_a_playbook_without_dependencies_says_so(tmp_path):
    playbook = loaded(tmp_path, {"dependencies": {"dependencies": {"access": "~"}}}).playbook
    assert text(shown(context(playbook), dependencies.dependency_map)) == "No dependency is written down yet."


def _many(number):
    made = {}
    for at in range(number):
        later = [f"need-{at + step}" for step in (1 + at % 5, 7 + at % 11) if at % 4 and at + step < number]
        made[f"need-{at}"] = {
            **{"name": f"Need {at} {LONG[: at % 60]}", "needed": "It.", "provider": ("client", "supplier")[at % 2]},
            **{"consumer": ("supplier", "client")[at % 2], "owner": "client-lead", "lead_time": "1 day"},
            "blocks": {"services": ["help"] if at % 3 else [], "dependencies": later},
        }
    return {"dependencies": {"dependencies": made}}


def test_sixty_dependencies_stay_sound(tmp_path):
    drawing = dependency_map(loaded(tmp_path, _many(60)).playbook, ENGLISH)
    sound(drawing)
    assert sum(1 for each in drawing.boxes if each.link.kind == "dependency") == 61


def test_what_is_too_much_for_a_drawing_is_not_drawn(tmp_path):
    playbook = loaded(tmp_path, _many(MOST)).playbook
    assert dependency_map(playbook, ENGLISH) is None
    assert "too much" in text(shown(context(playbook), dependencies.dependency_map))


# The year


def test_the_year_of_the_reference_playbook_has_a_sign_for_each_meeting(reference):
    (year,) = calendar_year(reference, ENGLISH)
    sound(year.drawing)
    assert {each.link.id for each in year.drawing.boxes} == set(reference.forums.ids)
    assert all(forum.name in told(year.drawing) for forum in reference.forums)
    assert sum(1 for mark in year.drawing.marks if mark.title.startswith("Delivery call")) == 52
    assert len({(mark.x, mark.y) for mark in year.drawing.marks}) == len(year.drawing.marks)


def test_a_sign_stands_in_its_month(tmp_path):
    (year,) = calendar_year(loaded(tmp_path, {}).or_raise(), ENGLISH, tier="strategic")
    (mark,) = year.drawing.marks
    march = year.drawing.bands[2]
    assert march.words[0].lines == ("Mar",)
    assert march.x < mark.x < march.right
    assert year.drawing.facts == (
        "Strategic: Yearly review, first Tuesday of March each year, 10:00 London, 1 meeting, on 3 March.",
    )


def test_a_longer_cycle_has_a_drawing_for_each_twelve_months(tmp_path):
    cycle = {"playbook": {"cycle": {"effective_from": "2026-04-15", "effective_to": "2027-06-30"}}}
    years = calendar_year(loaded(tmp_path, cycle).playbook, ENGLISH)
    assert [(str(year.first), str(year.last)) for year in years] == [
        ("2026-04-01", "2027-03-31"),
        ("2027-04-01", "2027-06-30"),
    ]
    for year in years:
        sound(year.drawing)
    assert years[0].drawing.bands[0].words[0].lines == ("Apr",)
    assert "no meeting." in told(years[1].drawing)


def test_a_role_sees_its_own_meetings(tmp_path):
    page = shown(context(loaded(tmp_path, {}).or_raise()), cadence.calendar_year, role="client-lead")
    assert [text(link.title) for link in page.select("svg a")] == ["Monthly review"]


# What all of them have


def _drawn(playbook):
    here = context(playbook)
    made = [
        *(shown(here, roles.relationship_map, listed=listed) for listed in (False, True)),
        *(shown(here, escalation.escalation_diagram, "delivery") for _ in range(2)),
        *(shown(here, dependencies.dependency_map, id) for id in (None, "access")),
        *(shown(here, cadence.calendar_year) for _ in range(2)),
    ]
    return [figure for page in made for figure in page.select("figure")]


def test_a_drawing_has_a_title_and_says_everything_in_words(tmp_path):
    figures = _drawn(loaded(tmp_path, {}).or_raise())
    assert len(figures) == 8
    for figure in figures:
        svg = figure.svg
        title = figure.find(id=svg["aria-labelledby"])
        assert title.name == "title"
        assert text(title)
        assert text(figure.find(id=svg["aria-describedby"]))
        assert svg["role"] == "group"
        assert figure.select_one(".pb-scroll")["tabindex"] == "0"
        assert all(words["text-anchor"] for words in svg.select("text"))


def test_no_id_stands_twice_on_a_page(tmp_path):
    ids = [each["id"] for figure in _drawn(loaded(tmp_path, {}).or_raise()) for each in figure.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)


def test_the_words_follow_where_they_are_asked_for(tmp_path):
    here = context(loaded(tmp_path, {}).or_raise())
    assert shown(here, roles.relationship_map).select("details") == []
    listed = shown(here, roles.relationship_map, listed=True).select("details li")
    assert [text(item) for item in listed] == list(relationship_map(here.playbook, ENGLISH).facts)


def test_boxes_lead_to_what_they_stand_for(tmp_path):
    page = shown(context(loaded(tmp_path, {}).or_raise()), roles.relationship_map)
    assert "../role/client-head/" in [link["href"] for link in page.select("svg a")]
    assert [text(link.title) for link in page.select("svg a")][:2] == ["Client head", "Supplier head"]


def test_a_drawing_holds_no_style_and_no_script(tmp_path):
    for figure in _drawn(loaded(tmp_path, {}).or_raise()):
        assert figure.select("script, style, foreignobject, [style], [onclick]") == []


@pytest.mark.parametrize(
    ("macro", "named"),
    [
        (escalation.escalation_diagram, {"id": "delivry"}),
        (dependencies.dependency_map, {"id": "acces"}),
        (cadence.calendar_year, {"tier": "tacticle"}),
    ],
)
def test_what_there_is_not_is_refused(tmp_path, macro, named):
    with pytest.raises(Misused, match="there is no"):
        macro(context(loaded(tmp_path, {}).or_raise()), **named)
