"""What the home page asks and offers, and what the page of a role counts."""

import pytest

from macros import playbook as macros
from macros import roles
from playbook.pages.sandbox import Misused
from playbook.views.home import home
from playbook.views.role_summary import role_summary
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text


def _playbook(tmp_path, **changes):
    return loaded(tmp_path, changes).or_raise()


def _counts(playbook, role):
    return {
        (count.section, count.code and count.code.letter): count.number for count in role_summary(playbook, role).counts
    }


def test_each_side_offers_its_roles_from_the_highest_level_down(tmp_path):
    sides = home(_playbook(tmp_path), ENGLISH).sides
    assert {side.side: [start.role.id for start in side.roles] for side in sides} == {
        "client": ["client-head", "client-manager", "client-lead"],
        "supplier": ["supplier-head", "supplier-manager", "supplier-lead"],
    }


def test_a_role_begins_with_who_stands_around_it_and_where_it_meets(tmp_path):
    found = home(_playbook(tmp_path), ENGLISH)
    lead = next(start for side in found.sides for start in side.roles if start.role.id == "client-lead")
    assert [other.id for other in lead.counterparts] == ["supplier-lead"]
    assert lead.deputy.id == "client-manager"
    assert [forum.id for forum in lead.forums] == ["monthly"]
    assert [programme.id for programme in lead.programmes] == ["newcomer"]


def test_the_dates_of_a_forum_are_moments_in_their_order(tmp_path):
    dates = {forum.id: times for forum, times in home(_playbook(tmp_path), ENGLISH).meetings}
    assert dates["monthly"][0] == "2026-01-06T10:00+00:00"
    assert list(dates["monthly"]) == sorted(dates["monthly"])


def test_the_form_is_for_scripts_and_the_rest_says_where_to_look(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.reader)
    assert page.form.has_attr("hidden")
    assert [option["value"] for option in page.select("option")][:2] == ["", "client-head"]
    panels = page.select("[data-panel]")
    assert len(panels) == len(page.select("optgroup option")) == 6
    assert all(panel.has_attr("hidden") for panel in panels)
    assert "everything on this site can be read without scripts" in text(page.noscript)
    assert {panel.select_one("a")["href"] for panel in panels} == {
        f"../role/{panel['data-panel']}/" for panel in panels
    }


def test_a_role_counts_what_it_has_and_leaves_out_what_it_has_not(tmp_path):
    playbook = _playbook(tmp_path)
    counts = _counts(playbook, "client-lead")
    assert counts["meetings", None] == 1
    assert counts["steps", None] == 2
    assert counts["risks", None] == 1
    assert 0 not in counts.values()
    assert ("risks", None) not in _counts(playbook, "client-head")


def test_accountable_comes_before_responsible_and_both_before_the_rest(tmp_path):
    counts = role_summary(_playbook(tmp_path), "client-lead").counts
    sections = [count.section for count in counts if count.code]
    assert sections == sorted(sections, key=("work", "advice").index)


def test_counts_lead_to_the_headings_they_are_given(tmp_path):
    here = context(_playbook(tmp_path))
    page = shown(here, roles.role_summary, "client-lead", sections={"meetings": "we-meet"})
    assert {text(item): item.a["href"] for item in page.select("li") if item.a} == {"1 Regular meeting": "#we-meet"}
    assert "2 Steps in the first weeks" in [text(item) for item in page.select("li")]
    assert page.button.has_attr("hidden")


@pytest.mark.parametrize(
    ("role", "sections", "hint"), [("client-led", {}, "client-lead"), ("client-lead", {"meeting": "x"}, "meetings")]
)
def test_a_slip_is_told_with_what_was_meant(tmp_path, role, sections, hint):
    with pytest.raises(Misused) as told:
        roles.role_summary(context(_playbook(tmp_path)), role, sections=sections)
    assert hint in told.value.hint
