"""Accountability and responsibility that are shared or absent: for one activity, a workstream, or everywhere."""

import csv
import io

import pytest

from macros import responsibilities, services
from playbook import checks
from playbook.changes import changes
from playbook.export.spreadsheets import spreadsheets
from playbook.loading.load import load
from playbook.views.change_words import sentence
from playbook.views.sentences import as_plain
from playbook.views.words import ENGLISH, Words
from tests.golden import loaded
from tests.support import ROOT
from tests.views.context import context, shown, text

SHARED = {"shared": "true", "because": "Each side does its half."}
NOBODY = {"nobody": "true", "because": "It grows by itself."}
ACTIVITIES = {"agree-plan": {"accountable": ["client-head", "supplier-head"]}, "run-service": {"responsible": "~"}}
ASKED = {"raci-no-accountable", "raci-multi-accountable", "raci-no-responsible"}


def _read(tmp_path, activities=ACTIVITIES, **values):
    return loaded(tmp_path, {"responsibilities": {"activities": activities, **values}})


def _found(read):
    return {problem.id for problem in checks.checked(read)} & ASKED


def test_what_is_shared_or_absent_without_a_reason_is_questioned(tmp_path):
    assert _found(_read(tmp_path)) == {"raci-multi-accountable", "raci-no-responsible"}


def test_a_workstream_gives_the_reason_for_all_its_activities(tmp_path):
    stream = {"accountable": SHARED, "responsible": NOBODY}
    streams = dict.fromkeys(loaded(tmp_path / "bare", {}).or_raise().workstreams.ids, stream)
    assert _found(_read(tmp_path, workstreams=streams)) == set()


def test_the_whole_playbook_gives_the_reason_for_all_activities(tmp_path):
    assert _found(_read(tmp_path, accountable=SHARED, responsible=NOBODY)) == set()
    assert _found(_read(tmp_path / "other", accountable=NOBODY, responsible=SHARED)) == {
        "raci-multi-accountable",
        "raci-no-responsible",
    }


def test_a_reason_stands_once_above_the_table_and_in_each_row_of_a_spreadsheet(tmp_path):
    playbook = _read(tmp_path, accountable=SHARED).or_raise()
    page = shown(context(playbook), responsibilities.raci)
    assert text(page).count("Accountability is shared: Each side does its half.") == 1
    content = spreadsheets(playbook, Words())["responsibilities/all.csv"].decode("utf-8-sig")
    notes = [row["Notes"] for row in csv.DictReader(io.StringIO(content))]
    assert all("Accountability is shared: Each side does its half." in each for each in notes)


def test_a_workstream_that_says_otherwise_is_named_where_there_are_several(tmp_path):
    streams = {"other": {"name": "Other", "accountable": {**NOBODY, "shared": "true"}}}
    more = {"name": "Grow", "workstream": "other", "responsible": "client-lead"}
    playbook = _read(tmp_path, {"grow": more}, workstreams=streams, accountable=SHARED).or_raise()
    lines = shown(context(playbook), responsibilities.raci).select(".pb-matrix__reasons li")
    assert [text(line) for line in lines] == [
        "Accountability is shared: Each side does its half.",
        "Other · Accountability is shared, or nobody's: It grows by itself.",
    ]


@pytest.mark.parametrize(
    ("responsible", "told"),
    [
        ({"shared": ["client-lead", "supplier-lead"], "because": "Two keys."}, "Responsibility is shared: Two keys."),
        ({"nobody": "true", "because": "It runs itself."}, "Nobody is responsible: It runs itself."),
    ],
)
def test_one_activity_shares_or_leaves_out_its_responsibility(tmp_path, responsible, told):
    service = next(iter(loaded(tmp_path / "bare", {}).or_raise().services)).id
    read = _read(tmp_path, {"run-service": {"responsible": responsible, "service": service}})
    assert _found(read) == set()
    playbook = read.or_raise()
    assert told in text(shown(context(playbook), responsibilities.raci).select_one("[data-activity=run-service]"))
    assert told in text(shown(context(playbook), services.service_work, service))
    content = spreadsheets(playbook, Words())["responsibilities/all.csv"].decode("utf-8-sig")
    assert told in [row["Notes"] for row in csv.DictReader(io.StringIO(content))]


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ({"because": "Why."}, "it excepts nothing"),
        ({"shared": "true"}, "`because` is missing"),
        ({"nobody": "true", "because": "Why.", "roles": "x"}, "`roles` is not a key that belongs here"),
    ],
)
def test_a_reason_that_cannot_be_read_is_told(tmp_path, stream, message):
    found = [each.message for each in _read(tmp_path, {}, workstreams={"service": {"accountable": stream}}).problems]
    assert any(message in each for each in found), found


def test_only_what_is_borne_can_be_shared(tmp_path):
    (problem,) = _read(tmp_path, {"agree-plan": {"consulted": {"shared": ["client-lead"], "because": "x"}}}).problems
    assert "only accountability and responsibility can be shared or absent, not `consulted`" in problem.message


def test_another_reason_is_a_change(tmp_path):
    before = _read(tmp_path / "before", {}, accountable=SHARED).or_raise()
    after = _read(tmp_path / "after", {}, accountable={**SHARED, "because": "There is one budget."}).or_raise()
    (change,) = changes(before, after)
    assert "There is one budget." in as_plain(sentence(change, before, after, ENGLISH))


def test_a_scheme_of_one_letter_has_no_gaps_and_answers_nothing():
    read = load(ROOT / "tests" / "two_columns")
    playbook = read.or_raise()
    subjects = {check.id for check in checks.OURS if check.subject == "responsibilities"}
    assert [problem for problem in checks.checked(read) if problem.id in subjects] == []
    page = text(shown(context(playbook), responsibilities.raci))
    assert "No gaps: every role has work of its own." in page
    assert "answers" not in page
    card = text(shown(context(playbook), responsibilities.workstream_list))
    assert "Client side works on 0, Supplier side works on 1, several on 1." in card
    advice = text(shown(context(playbook), responsibilities.raci, role="client", part="advice"))
    assert advice == "No letter of the scheme asks for this."
    assert "Open the ports" in text(shown(context(playbook), responsibilities.raci, role="client", part="work"))
