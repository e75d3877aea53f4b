"""The charter, channels, visits and health checks: what each side does, arranges and is asked."""

import pytest

from macros import relationship as macros
from playbook.pages.sandbox import Misused
from playbook.views import relationship as views
from tests.golden import loaded
from tests.views.context import context, shown, text

TRUST = {
    "name": "Trust",
    "summary": "The first one.",
    "clauses": ["Schedule 6"],
    "statement": "We believe each other.",
    "client": "Shows its figures.",
}
CHANNELS = {
    "chat": {"response_time": "4 business hours"},
    "notice": {"name": "Notice", "use": "Claims <b>&</b> endings.", "formality": "formal", "recorded": "true"},
}
VISIT = {
    "name": "To the supplier",
    "direction": "client-to-supplier",
    "coordinator": "client-manager",
    "accompanied_by": "client-head",
    "checklist": {
        "greet": {"name": "Greet everybody", "theme": "work-culture", "due": "0 days"},
        "rest": {"name": "Rest", "theme": "living-culture"},
        "fly": {"name": "Book the flight", "theme": "logistics", "due": "-5 business days", "owner": "supplier-lead"},
        "eat": {"name": "Eat together", "theme": "living-culture", "due": "2 days"},
        "agree": {"name": "Agree the dates", "theme": "logistics", "due": "-2 months"},
    },
}
HEALTH = {
    "name": "Health",
    "frequency": "6 months",
    "respondents": ["supplier-lead", "client-lead", "supplier-head"],
    "reviewed_at": "half-yearly",
    "scale": "From 1 to 5.",
    "dimensions": {"trust": {"name": "Belief", "question": "Do we believe each other?"}},
}
HOME = dict.fromkeys(("principle", "channel", "visit", "health-check"), "us/")


def _playbook(tmp_path, **kinds):
    return loaded(tmp_path, {"relationship": kinds}).or_raise()


def _page(playbook, macro, *arguments, url="us/"):
    return shown(context(playbook, url=url, home=HOME), macro, *arguments)


def test_a_promise_shows_both_sides_and_where_one_is_silent(tmp_path):
    page = _page(_playbook(tmp_path, principles={"trust": TRUST}), macros.charter)
    promise = page.select_one("#principle-trust")
    assert text(promise) == (
        "Trust We believe each other. The first one. The client Shows its figures. "
        "The supplier Nothing is agreed for this side yet. In the contract: Schedule 6"
    )
    assert not promise.select("a")


def test_on_another_page_a_promise_leads_to_the_charter(tmp_path):
    playbook = _playbook(tmp_path, principles={"trust": TRUST})
    page = _page(playbook, macros.charter, url="here/")
    assert [link["href"] for link in page.select(".pb-promise__name a")] == ["../us/#principle-trust"]
    assert not page.select("[id]")
    inline = _page(playbook, macros.principle, "trust", url="here/")
    assert inline.select_one("a")["href"] == "../us/#principle-trust"


def test_formal_channels_come_first_and_each_says_whether_it_is_recorded(tmp_path):
    playbook = _playbook(tmp_path, channels=CHANNELS)
    assert [(group.formality, [row.channel.id for row in group.rows]) for group in views.channel_groups(playbook)] == [
        ("formal", ["notice"]),
        ("informal", ["chat"]),
    ]
    page = _page(playbook, macros.channel_list)
    assert text(page.select_one("#channel-notice")) == "Notice Claims <b>&</b> endings. on the record no fixed time"
    assert text(page.select_one("#channel-chat")) == "Chat Questions of the day. not recorded 4 business hours"
    assert [text(row) for row in page.select(".pb-channels__kind")] == ["Formal", "Informal"]


def test_a_kind_without_channels_is_left_out(tmp_path):
    page = _page(_playbook(tmp_path), macros.channel_list)
    assert [text(row) for row in page.select(".pb-channels__kind")] == ["Informal"]


def test_a_visit_is_arranged_theme_by_theme_the_earliest_first(tmp_path):
    checklist = views.visit_checklist(_playbook(tmp_path, visits={"abroad": VISIT}), "abroad")
    assert [(part.theme, [line.arrangement.id for line in part.lines]) for part in checklist.parts] == [
        ("logistics", ["agree", "fly"]),
        ("work-culture", ["greet"]),
        ("living-culture", ["eat", "rest"]),
    ]
    assert checklist.number == 5


def test_an_arrangement_says_when_and_who(tmp_path):
    page = _page(_playbook(tmp_path, visits={"abroad": VISIT}), macros.visit_checklist, "abroad")
    said = {item["data-step"]: text(item) for item in page.select(".pb-step")}
    assert said == {
        "agree": "Agree the dates 2 months before the first day Client manager sees to it",
        "fly": "Book the flight 5 business days before the first day Supplier lead sees to it",
        "greet": "Greet everybody On the first day Client manager sees to it",
        "eat": "Eat together 2 days after the first day Client manager sees to it",
        "rest": "Rest In good time Client manager sees to it",
    }
    assert len(page.select(".pb-step__box")) == 5
    assert page.select_one("[id='visit-abroad--fly']")["data-due"] == "-5 business days"


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("client-to-supplier", "The client visits the supplier"),
        ("supplier-to-client", "The supplier visits the client"),
    ],
)
def test_a_visit_says_who_travels_and_who_comes_along(tmp_path, direction, words):
    playbook = _playbook(tmp_path, visits={"abroad": {**VISIT, "direction": direction}})
    said = text(_page(playbook, macros.visit_checklist, "abroad").select_one(".pb-chips"))
    assert words in said
    assert "Co-ordinated by the Client manager . The Client head may come along." in said
    assert "5 things to arrange" in said


def test_the_co_ordinator_may_come_along(tmp_path):
    playbook = _playbook(tmp_path, visits={"abroad": {**VISIT, "accompanied_by": "client-manager"}})
    said = text(_page(playbook, macros.visit_checklist, "abroad").select_one(".pb-chips"))
    assert "Co-ordinated by the Client manager , who may come along." in said


def test_a_visit_shown_twice_has_its_anchors_once(tmp_path):
    here = context(_playbook(tmp_path, visits={"abroad": VISIT}), url="us/", home=HOME)
    first, second = (shown(here, macros.visit_checklist, "abroad") for _ in range(2))
    assert len(first.select("[id]")) == 6
    assert not second.select("[id]")
    assert second.select_one(".pb-card__title a")["href"] == "#visit-abroad"


def test_nothing_to_arrange_is_said(tmp_path):
    playbook = _playbook(tmp_path, visits={"abroad": {**VISIT, "checklist": {}}})
    page = _page(playbook, macros.visit_checklist, "abroad")
    assert "Nothing is written down yet" in text(page)
    assert not page.select("ol")


def test_a_health_check_has_both_sides_and_its_questions(tmp_path):
    playbook = _playbook(tmp_path, health_checks={"health": HEALTH})
    card = views.health_card(playbook, "health")
    assert [(part.side, [role.id for role in part.roles]) for part in card.answering] == [
        ("client", ["client-lead"]),
        ("supplier", ["supplier-lead", "supplier-head"]),
    ]
    page = _page(playbook, macros.health_card, "health")
    assert text(page) == (
        "Health How often Every 6 months Client side Client lead Supplier side Supplier lead Supplier head "
        "Talked about at Half-yearly review How to answer From 1 to 5. "
        "What both sides are asked Belief Do we believe each other?"
    )
    assert [item["id"] for item in page.select("[id]")] == ["health-check-health", "health-check-health--trust"]


@pytest.mark.parametrize(
    ("frequency", "words"), [("1 year", "Every year"), ("3 months", "Every 3 months"), ("1 business day", "Every 1 b")]
)
def test_how_often_is_said_in_words(tmp_path, frequency, words):
    playbook = _playbook(tmp_path, health_checks={"health": {**HEALTH, "frequency": frequency}})
    assert words in text(_page(playbook, macros.health_card, "health"))


def test_what_a_health_check_lacks_is_said(tmp_path):
    bare = {**HEALTH, "respondents": ["client-lead"], "reviewed_at": "~", "scale": "~", "dimensions": {}}
    said = text(_page(_playbook(tmp_path, health_checks={"health": bare}), macros.health_card, "health"))
    assert "Supplier side Nobody answers on this side." in said
    assert "no forum yet" in said
    assert "What is asked has not been agreed yet." in said
    assert "How to answer" not in said


def test_a_playbook_without_a_relationship_says_so(tmp_path):
    here = context(loaded(tmp_path, {"relationship": "~"}).or_raise())
    assert text(shown(here, macros.charter)) == "No charter is agreed yet."
    assert text(shown(here, macros.channel_list)) == "No channels are agreed yet."


@pytest.mark.parametrize(
    ("macro", "kind"),
    [
        (macros.principle, "principle"),
        (macros.channel, "channel"),
        (macros.visit, "visit"),
        (macros.visit_checklist, "visit"),
        (macros.health_check, "health-check"),
        (macros.health_card, "health-check"),
    ],
)
def test_unknown_ids_are_refused(tmp_path, macro, kind):
    with pytest.raises(Misused, match=f"there is no {kind} `nothing`"):
        macro(context(_playbook(tmp_path)), "nothing")
