"""Ladders, where priorities start, and what a role raises and answers."""

import pytest

from macros import escalation as macros
from macros import relationship
from playbook.pages.sandbox import Misused
from playbook.views import escalation as views
from playbook.views.escalation_finder import finder
from tests.golden import loaded
from tests.views.context import context, shown, text


def _playbook(tmp_path, paths=None, **more):
    return loaded(tmp_path, {"escalation": {"paths": paths or {}, **more}}).or_raise()


def _owners(level):
    return {owner.side: owner.role.id for owner in level.owners}


def test_a_ladder_has_both_sides_and_who_stands_in(tmp_path):
    ladder = views.ladder(_playbook(tmp_path), "delivery")
    assert [(level.number, level.above) for level in ladder.levels] == [(1, 2), (2, None)]
    assert _owners(ladder.levels[0]) == {"client": "client-lead", "supplier": "supplier-lead"}
    assert [owner.deputy.id for owner in ladder.levels[0].owners] == ["client-manager", "supplier-manager"]


def test_nobody_stands_in_on_a_confidential_path(tmp_path):
    playbook = _playbook(tmp_path, {"delivery": {"confidential": "true"}})
    owners = [owner for level in views.ladder(playbook, "delivery").levels for owner in level.owners]
    assert owners
    assert {owner.deputy for owner in owners} == {None}
    assert "In confidence" in text(shown(context(playbook), macros.escalation, "delivery"))


@pytest.mark.parametrize(("first_level", "enters"), [("1", "First"), ("2", "Top"), ("9", "Top")])
def test_a_priority_enters_a_path_no_higher_than_its_top(tmp_path, first_level, enters):
    playbook = _playbook(tmp_path, priorities={"high": {"first_level": first_level}})
    assert [(start.path.id, start.name) for start in views.priority_rows(playbook)[0].starts] == [("delivery", enters)]
    levels = views.ladder(playbook, "delivery").levels
    assert [level.rung.name for level in levels if level.starting] == [enters]


def test_a_role_raises_above_the_levels_it_answers_on(tmp_path):
    part = views.role_part(_playbook(tmp_path), "supplier-lead")
    assert [(item.path.id, item.level.number, item.owner.role.id) for item in part.raised] == [
        ("delivery", 2, "supplier-head"),
        ("non-delivery", 1, "supplier-head"),
    ]
    assert [(item.path.id, item.others[0].role.id) for item in part.answered] == [("delivery", "client-lead")]


def test_a_role_without_a_level_begins_at_the_first(tmp_path):
    part = views.role_part(_playbook(tmp_path), "client-manager")
    assert [(item.level.number, item.owner.role.id) for item in part.raised] == [(1, "client-lead"), (1, "client-head")]
    assert part.answered == ()


def test_where_its_own_side_has_nobody_a_role_turns_to_the_other(tmp_path):
    first = {"delivery": {"levels": {"first": {"client_owner": "~"}}}}
    part = views.role_part(_playbook(tmp_path, first), "client-manager")
    assert part.raised[0].owner.role.id == "supplier-lead"


def test_the_top_has_nobody_to_turn_to(tmp_path):
    playbook = _playbook(tmp_path)
    assert views.role_part(playbook, "client-head").raised == ()
    said = text(shown(context(playbook), macros.escalation_role, "client-head"))
    assert "there is nobody above it" in said
    assert "Level 2: Top" in said


def test_a_third_party_turns_to_the_suppliers_side(tmp_path):
    vendor = {"parties": {"third": {"name": "Third", "kind": "third-party", "engaged_by": "supplier"}}}
    clerk = {"name": "Clerk", "party": "third", "level": "operational", "purpose": "Hosts.", "duties": {}}
    playbook = loaded(tmp_path, {"parties": vendor, "roles": {"roles": {"clerk": clerk}}}).or_raise()
    assert {item.owner.side for item in views.role_part(playbook, "clerk").raised} == {"supplier"}


def test_the_ladder_shows_times_and_what_to_send_as_text(tmp_path):
    playbook = _playbook(tmp_path, {"delivery": {"send": ["<b>Since when</b>"], "bypass": "When & where"}})
    page = shown(context(playbook), macros.escalation, "delivery")
    assert page.find("b") is None
    said = text(page)
    assert "<b>Since when</b>" in said
    assert "When & where" in said
    assert "Settled within 1 week" in said
    assert [link["href"] for link in page.select(".pb-ladder__role a")][:2] == [
        "../role/client-lead/",
        "../role/supplier-lead/",
    ]


def test_levels_can_be_linked_to_on_the_page_of_their_path_only(tmp_path):
    playbook = _playbook(tmp_path)
    own = shown(context(playbook, "path/delivery/"), macros.escalation, "delivery")
    assert [item["id"] for item in own.select("[id]")] == ["level-first", "level-top"]
    assert shown(context(playbook), macros.escalation, "delivery").select("[id]") == []


def test_paths_say_whom_to_turn_to_first(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.path_list)
    cards = [text(card) for card in page.select(".pb-card")]
    assert "Client lead" in cards[0]
    assert "P1" in cards[0]
    assert "Client head" in cards[1]
    assert "P1" not in cards[1]


def test_a_playbook_without_escalation_says_so(tmp_path):
    playbook = loaded(tmp_path, {"escalation": {"paths": "~", "priorities": "~"}}).playbook
    here = context(playbook)
    assert "every issue starts at the first level" in text(shown(here, macros.priorities))
    assert "No escalation path" in text(shown(here, macros.path_list))
    assert "No escalation path" in text(shown(here, macros.escalation_role, "client-head"))


def test_an_unknown_path_is_refused_with_the_nearest_one(tmp_path):
    with pytest.raises(Misused, match="no path `delivry`") as refused:
        macros.escalation(context(_playbook(tmp_path)), "delivry")
    assert "`delivery`" in refused.value.hint


def test_each_kind_and_priority_has_an_answer(tmp_path):
    playbook = loaded(tmp_path, {"escalation": _two_more()}).or_raise()
    found = {answer.path.id: answer for answer in finder(playbook).answers}
    assert list(found) == ["delivery", "non-delivery"]
    doors = found["delivery"].doors
    assert [(door.level.number, [taken.ranked.priority.code for taken in door.taken]) for door in doors] == [
        (1, ["P1", "P4"]),
        (2, ["P0"]),
    ]
    assert [door.above and door.above.number for door in doors] == [2, None]
    assert [(door.level.number, [taken.ranked for taken in door.taken]) for door in found["non-delivery"].doors] == [
        (1, [None])
    ]
    assert [ranked.priority.code for ranked in finder(playbook).priorities] == ["P1", "P4", "P0"]


def _priority(code, response, level):
    return {"name": code, "code": code, "definition": "So.", "response": response, "first_level": str(level)}


def _two_more():
    more = {"low": _priority("P4", "2 weeks", 1), "top": _priority("P0", "1 hour", 2)}
    return {"priorities": more, "paths": {"delivery": {"priorities": ["high", "low", "top"]}}}


def test_a_priority_shortens_the_time_to_answer_and_never_stretches_it(tmp_path):
    playbook = loaded(tmp_path, {"escalation": _two_more()}).or_raise()
    first, second = finder(playbook).answers[0].doors
    rung = first.level.rung
    assert {taken.ranked.priority.code: str(taken.answer) for taken in (*first.taken, *second.taken)} == {
        "P1": str(min(playbook.priorities["high"].response, rung.respond_within, key=lambda time: time.hours)),
        "P4": str(rung.respond_within),
        "P0": "1 hour",
    }


HELD = {
    "assignments": {
        "one": {"role": "client-lead", "holder": "Desk <1>", "from": "2026-01-01", "contact": "desk@client.example"},
        "two": {"role": "client-manager", "holder": "Office", "from": "2026-01-01", "contact": "+44 1"},
    }
}


def test_an_answer_says_who_is_reached_where(tmp_path):
    playbook = loaded(tmp_path, {"roles": HELD}).or_raise()
    page = shown(context(playbook), macros.problem_finder)
    owner = page.select_one(".pb-answer__owner[data-roles=client-lead]")
    said = text(owner)
    assert "Desk <1> · desk@client.example" in said
    assert said.index("If away: Client manager") < said.index("Office · +44 1")
    assert owner.select_one("a[href='mailto:desk@client.example']")


def test_on_a_confidential_path_nobody_but_the_roles_is_named(tmp_path):
    confidential = {"paths": {"delivery": {"confidential": "true"}}}
    playbook = loaded(tmp_path, {"roles": HELD, "escalation": confidential}).or_raise()
    answer = shown(context(playbook), macros.problem_finder).select_one("[data-path=delivery]")
    said = text(answer)
    assert "Client lead" in said
    assert "Only the people who answer on this path may know." in said
    for word in ("Desk", "desk@", "Office", "+44", "If away", "manager"):
        assert word not in said, word


def test_the_finder_asks_for_paths_and_priorities_and_hides_until_it_can(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.problem_finder)
    form = page.form
    assert form.has_attr("hidden")
    assert [radio["value"] for radio in form.select("[name=problem]")] == ["delivery", "non-delivery"]
    assert [radio["data-takes"] for radio in form.select("[name=problem]")][1] == ""
    assert [radio["value"] for radio in form.select("[name=priority]")] == ["high"]
    assert [answer["data-path"] for answer in page.select("details")] == ["delivery", "non-delivery"]


def test_levels_say_whose_they_are(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.escalation, "delivery")
    assert page.select_one(".pb-ladder__level")["data-roles"].split() == ["client-lead", "supplier-lead"]


def test_a_playbook_without_paths_has_no_finder(tmp_path):
    playbook = loaded(tmp_path, {"escalation": {"paths": "~", "priorities": "~"}}).playbook
    assert "No escalation path" in text(shown(context(playbook), macros.problem_finder))


CALLED = {
    "relationship": {"channels": {"call": {
        "name": "Call", "use": "Urgent matters.", "formality": "formal", "recorded": "true",
        "phones": [{"number": "+44 20 7946 0018", "hours": "24/7", "note": "bridge"}],
    }}},
    "roles": {"assignments": {"first": {
        "role": "client-lead", "holder": "The desk", "from": "2026-01-01",
        "phones": [{"number": "+44 (20) 7946-0019", "hours": "09:00-17:30", "zone": "Europe/London"}],
    }}},
}  # fmt: skip


def test_numbers_stand_where_somebody_has_to_call(tmp_path):
    paths = {"delivery": {"channel": "call"}}
    priorities = {"high": {"resolution": "4 hours"}}
    playbook = loaded(tmp_path, {**CALLED, "escalation": {"paths": paths, "priorities": priorities}}).or_raise()
    found = shown(context(playbook), macros.problem_finder)
    calls = {each["href"]: each.parent.get_text(" ", strip=True) for each in found.select('a[href^="tel:"]')}
    assert calls == {
        "tel:+442079460018": "+44 20 7946 0018 (bridge, around the clock, every day)",
        "tel:+442079460019": "+44 (20) 7946-0019 (09:00\u201317:30, Europe/London)",
    }
    assert "Settled within 4 hours" in text(found)
    assert "tel:+442079460018" in str(shown(context(playbook), macros.escalation, "delivery"))
    channels = shown(context(playbook), relationship.channel_list)
    assert "tel:+442079460018" in str(channels)
    assert "as path and priority say" in text(channels)


def test_a_confidential_path_names_no_number(tmp_path):
    paths = {"delivery": {"channel": "call", "confidential": "true"}}
    playbook = loaded(tmp_path, {**CALLED, "escalation": {"paths": paths}}).or_raise()
    assert not shown(context(playbook), macros.problem_finder).select('a[href^="tel:"]')


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("0044 20 7946 0018", "write `+44 20 7946 0018`"),
        ("+44 (0)20 7946 0018", "write `+44 20 7946 0018`"),
        ("020 7946 0018", "write + and the code of the country first"),
        ("+44 12", "write + and the code of the country first"),
        ("+44 20 7946 0018 ext. 5", "and an extension under `note`"),
    ],
)
def test_a_number_that_cannot_be_dialled_from_anywhere_is_refused(tmp_path, written, hint):
    holder = CALLED["roles"]["assignments"]["first"]
    roles = {"assignments": {"first": {**holder, "phones": [{"number": written}]}}}
    (problem,) = loaded(tmp_path, {"roles": roles}).problems
    assert problem.message == "`number`: a telephone number is expected"
    assert hint in problem.hint
