"""A list of meetings need not sort them by level: what has none stands last, under a word of its own."""

from macros import cadence
from playbook.problems import as_text
from tests import golden
from tests.golden import loaded
from tests.views.context import context, shown, text

WITHOUT = {"forums": {"monthly": {"tier": "~"}}}


def test_a_forum_without_a_level_stands_last_and_has_no_chip(tmp_path):
    playbook = loaded(tmp_path, {"cadence": WITHOUT}).or_raise()
    said = shown(context(playbook), cadence.forum_list)
    names = [text(card) for card in said.select(".pb-card__title")]
    assert names[-1] == "Monthly review"
    assert len(said.select(".pb-chip--tier")) == len(names) - 1
    assert said.select(".pb-chip--tier:-soup-contains('None')") == []


def test_the_calendar_and_the_year_have_a_word_for_it(tmp_path):
    playbook = loaded(tmp_path, {"cadence": WITHOUT}).or_raise()
    for macro in (cadence.calendar, cadence.calendar_year):
        said = shown(context(playbook), macro)
        assert "Other meetings" in text(said)
        assert "None" not in str(said)


def test_a_contract_is_asked_for_it_once(tmp_path):
    settings = {"cadence": WITHOUT, "playbook": {"checks": {"cadence-baseline": {"off": "true"}}}}
    told = as_text(golden.checked(tmp_path, settings))
    assert told.count("`tier` is left open by 1 of") == 1
