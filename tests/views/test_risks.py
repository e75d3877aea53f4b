"""Risks by role, by forum and by service."""

import pytest

from macros import risks as macros
from playbook.pages.sandbox import Misused
from playbook.views.risks import risk_entries
from tests.golden import loaded
from tests.views.context import context, shown, text

FIRE = {"name": "Fire", "cause": "A spark.", "impact": "Smoke.", "response": "Water."}


def _playbook(tmp_path, **risks):
    return loaded(tmp_path, {"risks": {"risks": risks}}).or_raise()


def _ids(entries):
    return [entry.risk.id for entry in entries]


def test_the_likeliest_come_first_and_those_nobody_has_judged_last(tmp_path):
    likely = {name: {**FIRE, "likelihood": name} for name in ("low", "high", "medium")}
    assert _ids(risk_entries(_playbook(tmp_path, **likely))) == ["high", "medium", "low", "flood"]


def test_risks_are_found_by_role_forum_and_service(tmp_path):
    playbook = _playbook(tmp_path, fire={**FIRE, "owner": "supplier-lead", "services": ["help"]})
    assert _ids(risk_entries(playbook, role="client-lead")) == ["flood"]
    assert _ids(risk_entries(playbook, forum="monthly")) == ["flood"]
    assert _ids(risk_entries(playbook, service="help")) == ["fire"]
    assert _ids(risk_entries(playbook, role="client-lead", service="help")) == []


def test_the_list_tells_the_course_of_a_risk_and_what_is_missing(tmp_path):
    fire = {**FIRE, "likelihood": "high", "until": "2026-06-30", "services": ["help"], "clauses": ["7.1"]}
    page = shown(context(_playbook(tmp_path, fire=fire)), macros.risk_list)
    first, second = (text(item) for item in page.select(".pb-risk"))
    assert first.startswith(
        "Fire (until 30 June 2026) likely What would bring it about A spark. What it would do Smoke."
    )
    assert "What is done about it Water." in first
    assert "Watched by nobody yet Looked at in no forum yet Would hit Help desk Applies until 30 June 2026" in first
    assert first.endswith("In the contract 7.1")
    assert second.startswith("Flood What would bring it about")
    assert "Watched by Client lead Looked at in Monthly review" in second


def test_a_line_leaves_out_what_was_asked_for(tmp_path):
    here = context(_playbook(tmp_path, flood={"services": ["help"]}))
    heads = {
        key: [text(cell) for cell in shown(here, macros.risk_list, **{key: id}).select("thead th")]
        for key, id in (("role", "client-lead"), ("forum", "monthly"), ("service", "help"))
    }
    assert heads["role"] == ["Risk", "What it would do", "Looked at in"]
    assert heads["forum"] == ["Risk", "What it would do", "Watched by"]
    assert heads["service"] == ["Risk", "What it would do", "Watched by", "Looked at in"]


def test_each_risk_has_its_anchor_once_and_only_at_home(tmp_path):
    home = context(_playbook(tmp_path), "risks/", {"risk": "risks/"})
    first, second = (shown(home, macros.risk_list) for _ in range(2))
    assert [item["id"] for item in first.select("[id]")] == ["risk-flood"]
    assert second.select("[id]") == []
    assert second.select_one(".pb-risk__name a")["href"] == "#risk-flood"


def test_a_list_with_nothing_in_it_is_a_sentence(tmp_path):
    here = context(_playbook(tmp_path))
    for asked in ({"role": "client-head"}, {"forum": "yearly"}, {"service": "help"}):
        page = shown(here, macros.risk_list, **asked)
        assert page.find("table") is None
        assert text(page.select_one(".pb-empty")).endswith(".")
    empty = context(_playbook(tmp_path / "none", flood="~"))
    assert text(shown(empty, macros.risk_list)) == "No risks are listed yet."


@pytest.mark.parametrize(
    ("asked", "hint"),
    [({"role": "client-hed"}, "`client-head`"), ({"forum": "mothly"}, "`monthly`"), ({"service": 3}, "help")],
)
def test_what_is_not_known_is_refused(tmp_path, asked, hint):
    with pytest.raises(Misused) as refused:
        macros.risk_list(context(_playbook(tmp_path)), **asked)
    assert hint in refused.value.hint
