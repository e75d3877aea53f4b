"""Dependencies by role, party and service, and what a failure reaches."""

import pytest

from macros import dependencies as macros
from playbook.pages.sandbox import Misused
from playbook.views.dependencies import dependency_entries, impact, needs, party_impact
from tests.golden import loaded
from tests.views.context import context, shown, text

TRAINING = {
    "name": "Trained people",
    "provider": "supplier",
    "consumer": "client",
    "needed": "Two people for every task.",
    "owner": "supplier-lead",
    "blocks": {"activities": ["run-service"]},
}
HELP = {"services": ["help"]}


def _playbook(tmp_path, on=None, **dependencies):
    activities = {"agree-plan": {"service": "~"}, "run-service": {"service": "help"}}
    differences = {
        "dependencies": {"dependencies": dependencies},
        "services": {"services": {"help": {"objectives": ["quick-help"]}}},
        "responsibilities": {"activities": activities},
    }
    return loaded(tmp_path, {**differences, "on": on} if on else differences).or_raise()


def _chain(tmp_path):
    """Access brings training down, training the running of the service, and that the service."""
    access = {"blocks": {"services": "~", "dependencies": ["training"]}}
    return _playbook(tmp_path, access=access, training=TRAINING)


def _steps(reached):
    return [(each.link.id, each.steps, _linked(each.through)) for each in reached]


def _linked(links):
    return [link.id for link in links]


def _ids(entries):
    return [(entry.dependency.id, entry.standing) for entry in entries]


def test_a_failure_goes_from_one_thing_to_the_next(tmp_path):
    found = impact(_chain(tmp_path), "access")
    assert _steps(found.dependencies) == [("training", 1, ["access"])]
    assert _steps(found.activities) == [("run-service", 2, ["training"])]
    assert _steps(found.services) == [("help", 3, ["run-service"])]
    assert _steps(found.phases) == [("run", 3, ["run-service"])]
    assert _steps(found.service_levels) == [("answered", 4, ["help"])]
    assert _steps(found.objectives) == [("quick-help", 4, ["help"])]


def test_what_is_reached_in_two_ways_is_reached_by_the_shorter_one(tmp_path):
    access = {"blocks": {"services": ["help"], "dependencies": ["training"]}}
    found = impact(_playbook(tmp_path, access=access, training=TRAINING), "access")
    assert _steps(found.services) == [("help", 1, ["access"])]


def test_what_is_reached_in_two_ways_as_short_names_both(tmp_path):
    access = {"blocks": {"services": "~", "dependencies": ["training", "practice"]}}
    both = {"training": {**TRAINING, "blocks": HELP}, "practice": {**TRAINING, "blocks": HELP}}
    found = impact(_playbook(tmp_path, access=access, **both), "access")
    assert _steps(found.services) == [("help", 2, ["training", "practice"])]


def test_a_ring_of_dependencies_is_walked_once(tmp_path):
    access = {"blocks": {"services": "~", "dependencies": ["training"]}}
    training = {**TRAINING, "blocks": {"dependencies": ["access", "training"]}}
    found = impact(_playbook(tmp_path, access=access, training=training), "access")
    assert _steps(found.dependencies) == [("training", 1, ["access"])]
    assert found.services == ()


def test_a_long_chain_is_followed_to_its_end(tmp_path):
    links = {f"d{n}": {**TRAINING, "blocks": {"dependencies": [f"d{n + 1}"]}} for n in range(1_500)}
    found = impact(_playbook(tmp_path, **links, d1500={**TRAINING, "blocks": HELP}), "d0")
    assert (len(found.dependencies), found.services[0].steps) == (1_500, 1_501)


def test_roles_of_both_sides_feel_it_each_as_what_it_is(tmp_path):
    felt = {
        each.reached.link.id: (each.party.side, [(stake.part, _linked(stake.things)) for stake in each.stakes])
        for each in impact(_chain(tmp_path), "access").roles
    }
    assert felt["supplier-manager"] == ("supplier", [("accountable", ["run-service"])])
    assert felt["supplier-lead"] == (
        "supplier",
        [("responsible", ["run-service"]), ("owner", ["training", "answered"])],
    )
    assert felt["client-lead"] == ("client", [("responsible", ["run-service"]), ("owner", ["access", "help"])])


def test_those_are_told_first_who_answer_for_what_fails_at_once(tmp_path):
    told = impact(_chain(tmp_path), "access").told
    assert [(each.role.id, _linked(each.because)) for each in told] == [
        ("client-lead", ["access"]),
        ("supplier-lead", ["training"]),
    ]


def test_when_a_party_fails_all_that_it_provides_or_stands_behind_fails(tmp_path):
    hosting = {**TRAINING, "provider": "vendor", "consumer": "supplier", "blocks": {"dependencies": ["machines"]}}
    machines = {**TRAINING, "third_party": "vendor", "blocks": HELP}
    playbook = _playbook(tmp_path, on="vendor", hosting=hosting, machines=machines)
    found = party_impact(playbook, "vendor")
    assert _steps(found.dependencies) == [("hosting", 1, ["vendor"]), ("machines", 1, ["vendor"])]
    assert _steps(found.services) == [("help", 2, ["machines"])]
    assert ("help", 1, ["supplier"]) in _steps(party_impact(playbook, "supplier").services)


def test_a_failure_that_reaches_nothing_is_a_sentence(tmp_path):
    playbook = _playbook(tmp_path, access={"blocks": "~"}, training={**TRAINING, "blocks": {}})
    page = shown(context(playbook), macros.dependency_impact, "training")
    assert text(page.select_one(".pb-empty")).endswith(".")
    assert "Supplier lead" in text(page.select_one(".pb-impact__told"))


def test_the_impact_says_through_what_and_counts_service_levels(tmp_path):
    page = shown(context(_chain(tmp_path)), macros.dependency_impact, "access")
    words = text(page)
    assert "If it fails: Access to the systems" in words
    assert "Help desk through Run the service" in words
    assert "Trained people at once" in words
    assert "looks after Trained people , 1 service level" in text(page.select_one(".pb-impact__side.pb-side--supplier"))


def test_a_folded_impact_opens_from_a_line_without_links(tmp_path):
    page = shown(context(_chain(tmp_path)), macros.dependency_impact, "access", folded=True)
    assert text(page.summary) == "Access to the systems 1 service 1 activity 1 dependency 3 roles"
    assert page.select("summary a") == []


def test_a_role_sees_what_it_looks_after_before_what_it_waits_for(tmp_path):
    playbook = _playbook(tmp_path, training={**TRAINING, "owner": "supplier-lead"}, access={"owner": "client-manager"})
    assert _ids(dependency_entries(playbook, role="client-lead")) == [("access", "waits"), ("training", "waits")]
    assert _ids(dependency_entries(playbook, role="supplier-lead")) == [("training", "owner")]
    assert _ids(dependency_entries(playbook, role="supplier-head")) == []


def test_a_party_sees_what_it_provides_before_what_it_needs(tmp_path):
    playbook = _chain(tmp_path)
    assert _ids(dependency_entries(playbook, party="supplier")) == [("training", "provides"), ("access", "needs")]
    page = shown(context(playbook), macros.dependency_list, party="supplier")
    others = [text(row.select("td")[1]) for row in page.select("tbody tr")]
    assert others == ["The client", "The client"]


def test_a_service_rests_on_what_stops_it_and_on_what_stops_that(tmp_path):
    assert _ids(dependency_entries(_chain(tmp_path), service="help")) == [("training", "direct"), ("access", "chain")]


def test_conditions_add_up(tmp_path):
    playbook = _chain(tmp_path)
    assert _ids(dependency_entries(playbook, role="supplier-lead", service="help")) == [("training", "owner")]
    assert _ids(dependency_entries(playbook, role="supplier-lead", party="client")) == [("training", "owner")]
    assert _ids(dependency_entries(playbook, role="supplier-head", party="client")) == []


def test_dependencies_are_grouped_by_who_needs_them_from_whom(tmp_path):
    more = {**TRAINING, "provider": "client", "consumer": "supplier"}
    groups = needs(_playbook(tmp_path, training=TRAINING, forecast=more))
    assert [(each.consumer.link.id, each.provider.link.id, _ids(each.entries)) for each in groups] == [
        ("supplier", "client", [("access", None), ("forecast", None)]),
        ("client", "supplier", [("training", None)]),
    ]


def test_the_list_says_what_falls_with_what_and_what_is_missing(tmp_path):
    playbook = _playbook(
        tmp_path, access={"blocks": {"dependencies": ["training"]}}, training={**TRAINING, "owner": "~"}
    )
    access, training = (text(item) for item in shown(context(playbook), macros.dependency_list).select(".pb-need"))
    assert "Takes with it Trained people" in access
    assert "Lead time 2 weeks" in access
    assert "Falls with Access to the systems" in training
    assert "Looked after by nobody yet" in training
    assert "No fallback is agreed." in training


def test_each_dependency_has_its_anchor_once_and_only_at_home(tmp_path):
    home = context(_chain(tmp_path), "needs/", {"dependency": "needs/"})
    first, second = (shown(home, macros.dependency_list) for _ in range(2))
    assert [item["id"] for item in first.select("[id]")] == ["dependency-access", "dependency-training"]
    assert second.select("[id]") == []
    assert second.select_one(".pb-need__name a")["href"] == "#dependency-access"


def test_a_list_with_nothing_in_it_is_a_sentence(tmp_path):
    here = context(_playbook(tmp_path, access="~", training={**TRAINING, "blocks": {}}))
    for asked in ({"role": "client-head"}, {"service": "help"}):
        page = shown(here, macros.dependency_list, **asked)
        assert page.find("table") is None
        assert text(page.select_one(".pb-empty")).endswith(".")


@pytest.mark.parametrize(
    ("macro", "arguments", "asked", "hint"),
    [
        (macros.dependency_list, (), {"role": "client-hed"}, "`client-head`"),
        (macros.dependency_list, (), {"service": 3}, "help"),
        (macros.dependency_impact, ("acess",), {}, "`access`"),
        (macros.dependency_impact, (), {"party": "clint"}, "`client`"),
        (macros.dependency_impact, (), {}, "`party=`"),
        (macros.dependency_impact, ("access",), {"party": "client"}, "`party=`"),
    ],
)
def test_what_is_not_known_is_refused(tmp_path, macro, arguments, asked, hint):
    with pytest.raises(Misused) as refused:
        macro(context(_chain(tmp_path)), *arguments, **asked)
    assert hint in refused.value.hint
