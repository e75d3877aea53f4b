"""Checklists: stages, due dates, what comes first, and who goes through which."""

import pytest

from macros import onboarding as macros
from playbook.pages.sandbox import Misused
from playbook.views import onboarding as views
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

STEPS = {
    "read": {"stage": "First day", "due": "0 days", "link": "glossary.md#top", "steps": ["Page one", "Page two"]},
    "meet": {"stage": "First week", "due": "4 business days"},
    "access": {
        "name": "Open accounts",
        "owner": "client-manager",
        "due": "-5 business days",
        "stage": "Before you start",
    },
    "sign": {
        "name": "Sign",
        "owner": "newcomer",
        "due": "1 day",
        "stage": "First day",
        "link": "https://example.org/a",
    },
    "visit": {
        "name": "Visit",
        "owner": "newcomer",
        "due": "3 months",
        "required": "false",
        "applies_to": ["supplier-lead"],
    },
}


def _playbook(tmp_path, steps=STEPS, **programmes):
    changes = {"newcomer": {"steps": steps}, **programmes}
    return loaded(tmp_path, {"onboarding": {"programmes": changes}}).or_raise()


def _page(playbook, macro=macros.checklist, *arguments, url="programme/newcomer/", **named):
    return shown(context(playbook, url=url, home={"term": "glossary/"}), macro, *arguments, **named)


def test_stages_stand_in_the_order_in_which_they_first_appear(tmp_path):
    found = views.checklist(_playbook(tmp_path), "newcomer", ENGLISH)
    assert [(stage.name, [line.step.id for line in stage.steps]) for stage in found.stages] == [
        ("First day", ["read", "sign"]),
        ("First week", ["meet"]),
        ("Before you start", ["access"]),
        (None, ["visit"]),
    ]
    assert (found.number, found.optional) == (5, 1)
    assert [link.id for link in found.covers] == ["client", "supplier"]


def test_a_step_says_who_when_and_how_anyone_can_tell(tmp_path):
    page = _page(_playbook(tmp_path), macros.checklist, "newcomer")
    assert text(page.select_one("#step-meet")) == (
        "Meet the other side within 4 business days Client manager sees to it Evidence: A tick First: Read the playbook"
    )
    assert "5 business days before you start" in text(page.select_one("#step-access"))
    assert "on your first day you, on your own" in text(page.select_one("#step-read"))
    visit = text(page.select_one("#step-visit"))
    assert "optional" in visit
    assert "Only for: Supplier lead" in visit


def test_what_comes_first_is_a_link_to_its_line(tmp_path):
    page = _page(_playbook(tmp_path), macros.checklist, "newcomer")
    assert [link["href"] for link in page.select("#step-meet a") if link.text == "Read the playbook"] == ["#step-read"]
    elsewhere = _page(_playbook(tmp_path / "2"), macros.checklist, "newcomer", url="here/")
    assert not elsewhere.select("[id], a[href^='#']")
    assert "First: Read the playbook" in text(elsewhere)


def test_a_step_leads_to_where_it_is_done(tmp_path):
    page = _page(_playbook(tmp_path), macros.checklist, "newcomer")
    links = {link.text: link["href"] for link in page.select(".pb-step__name a")}
    assert links == {"Read the playbook": "../../glossary/#top", "Sign": "https://example.org/a"}


@pytest.mark.parametrize(
    ("written", "page", "fragment"),
    [
        ("index.md", "", ""),
        ("glossary.md", "glossary/", ""),
        ("roles/index.md#who", "roles/", "who"),
        ("roles/my-index.md", "roles/my-index/", ""),
    ],
)
def test_a_page_of_the_docs_has_its_address_on_the_site(written, page, fragment):
    target = views.target(written)
    assert (target.page.id, target.fragment, target.address) == (page, fragment, "")


def test_an_address_elsewhere_stays_as_it_is():
    for address in ("https://example.org/a.md", "mailto:desk@example.org"):
        target = views.target(address)
        assert (target.page, target.address) == (None, address)


def test_every_step_and_part_of_one_has_a_box(tmp_path):
    page = _page(_playbook(tmp_path), macros.checklist, "newcomer")
    assert len(page.select(".pb-step__box")) == 5 + 2
    assert [(step["data-step"], step["data-due"]) for step in page.select(".pb-step")][:2] == [
        ("read", "0 days"),
        ("sign", "1 day"),
    ]


def test_a_tick_is_kept_under_the_words_it_was_given_for(tmp_path):
    def lines(folder, **changes):
        steps = {**STEPS, "read": {**STEPS["read"], **changes}}
        found = views.checklist(_playbook(tmp_path / folder, steps), "newcomer", ENGLISH)
        return {line.step.id: line for stage in found.stages for line in stage.steps}

    before = lines("before")
    same = lines("same", due="2 days", steps=["Page  one", "Page two"])
    assert {id: line.wording for id, line in same.items()} == {id: line.wording for id, line in before.items()}
    for folder, changes in {"name": {"name": "Read"}, "evidence": {"evidence": "A"}, "parts": {"steps": ["A"]}}.items():
        after = lines(folder, **changes)
        assert after["read"].wording != before["read"].wording
        assert after["meet"].wording == before["meet"].wording
    parts = [part.wording for part in lines("part", steps=["New", "Page one"])["read"].parts]
    assert parts[1] == before["read"].parts[0].wording
    page = _page(_playbook(tmp_path / "page"), macros.checklist, "newcomer")
    assert page.select_one("#step-read")["data-wording"] == before["read"].wording
    assert page.select_one("#step-read [data-part]")["data-part"] == before["read"].parts[0].wording


def test_boxes_of_the_browser_bear_the_names_of_steps_and_are_hidden_until_scripts_show_them(tmp_path):
    page = _page(_playbook(tmp_path), macros.checklist, "newcomer")
    boxes = page.select(".pb-step > .pb-step__tick")
    assert [box["aria-label"] for box in boxes][:2] == ["Read the playbook", "Sign"]
    assert all(box.has_attr("hidden") for box in page.select(".pb-step__tick, .pb-step time, .pb-checklist__tools"))
    assert page.select_one("#step-visit")["data-roles"] == "supplier-lead"
    assert page.select_one("#step-visit").has_attr("data-optional")
    assert not page.select_one("#step-read").has_attr("data-roles")


def test_a_checklist_knows_when_each_party_works(tmp_path):
    client = {"working_days": ["sunday", "monday"], "holidays": ["2026-05-04", "2026-01-01"]}
    playbook = loaded(
        tmp_path,
        {"onboarding": {"programmes": {"newcomer": {"steps": STEPS}}}, "parties": {"parties": {"client": client}}},
    ).or_raise()
    options = _page(playbook, macros.checklist, "newcomer").select("[name=party] option")
    assert [option["value"] for option in options] == ["client", "supplier"]
    assert (options[0]["data-days"], options[0]["data-holidays"]) == ("1 7", "2026-01-01 2026-05-04")
    assert "client-head" in options[0]["data-people"].split()
    assert len(options[0]["data-known"].split()) == 2


def test_stages_to_choose_from_are_those_with_a_name(tmp_path):
    page = _page(_playbook(tmp_path), macros.checklist, "newcomer")
    options = [(option["value"], option.text) for option in page.select("[name=stage] option")]
    assert options == [("", "All stages"), ("0", "First day"), ("1", "First week"), ("2", "Before you start")]


def test_a_programme_without_steps_has_nothing_to_tick(tmp_path):
    own = {"name": "For leads", "covers": {"roles": ["supplier-lead"]}, "steps": {}}
    page = _page(_playbook(tmp_path, leads=own), macros.checklist, "leads")
    assert "No steps are written down yet." in text(page)
    assert not page.select("input, button, progress")


def test_a_role_sees_its_own_programmes_and_counts_its_own_steps(tmp_path):
    own = {"name": "For leads", "covers": {"roles": ["supplier-lead"]}, "steps": {}}
    playbook = _playbook(tmp_path, leads=own)
    found = {
        role: [(card.programme.id, card.number, card.optional) for card in views.programme_cards(playbook, role)]
        for role in ("client-head", "supplier-lead")
    }
    assert found == {"client-head": [("newcomer", 4, 0)], "supplier-lead": [("newcomer", 5, 1), ("leads", 0, 0)]}
    assert len(views.programme_cards(playbook, who="joiners")) == 2


def test_a_role_is_given_its_own_steps_to_tick(tmp_path):
    playbook = _playbook(tmp_path)
    page = _page(playbook, macros.checklist, role="client-head", folded=True)
    assert text(page.select_one("summary")) == "4 steps for this role"
    assert len(page.select(".pb-fold .pb-step")) == 4
    assert [option["value"] for option in page.select("[name=party] option")] == ["client"]
    whole = _page(playbook, macros.checklist, role="supplier-lead")
    assert "5 steps for this role, 1 of them optional" in text(whole)
    assert page.select_one(".pb-checklist")["data-checklist"] == whole.select_one(".pb-checklist")["data-checklist"]
    assert not whole.select("details")


def test_where_there_is_nothing_a_sentence_says_so(tmp_path):
    playbook = _playbook(tmp_path, {}, newcomer={"covers": {"parties": "~", "roles": ["client-head"]}, "steps": {}})
    for macro in (macros.programme_list, macros.checklist):
        said = text(_page(playbook, macro, role="supplier-lead"))
        assert said == "No checklist is written for newcomers in this role."
    empty = loaded(tmp_path / "none", {"onboarding": "~", "coverage": "~"}).or_raise()
    assert text(_page(empty, macros.programme_list)) == "No checklist is written yet."


def test_unknown_ids_are_refused(tmp_path):
    here = context(_playbook(tmp_path))
    with pytest.raises(Misused, match="there is no programme `newcommer`"):
        macros.checklist(here, "newcommer")
    with pytest.raises(Misused, match="there is no role `boss`"):
        macros.checklist(here, role="boss")
    with pytest.raises(Misused, match="there is no programme"):
        macros.checklist(here)
    with pytest.raises(Misused, match="there is no role `boss`"):
        macros.programme_list(here, role="boss")
