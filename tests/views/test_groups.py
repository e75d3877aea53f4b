"""Groups of a workstream, and activities of any phase: in tables, filters, lists and spreadsheets."""

import csv
import io

import pytest

from macros import responsibilities, services
from playbook import checks
from playbook.changes import changes
from playbook.export.spreadsheets import spreadsheets
from playbook.model.references import references
from playbook.views.change_words import sentence
from playbook.views.responsibilities import raci_table
from playbook.views.sentences import as_plain
from playbook.views.words import ENGLISH, Words
from tests.golden import loaded
from tests.views.context import context, shown, text

GROUPS = {"storage": {"name": "Storage", "summary": "Disks and their copies."}, "network": {"name": "Network"}}


def _activity(name, group=None, **more):
    own = {"group": group} if group else {}
    return {
        "name": name,
        "workstream": "service",
        "accountable": "client-lead",
        "responsible": "supplier-lead",
        **own,
        **more,
    }


ACTIVITIES = {
    "route": _activity("Route the traffic", "network", note="Not on holidays."),
    "copy": _activity("Copy the disks", "storage", phase="run"),
}


def _read(tmp_path, activities=ACTIVITIES, **more):
    stream = {"service": {"groups": GROUPS}}
    return loaded(tmp_path, {"responsibilities": {"workstreams": stream, "activities": activities}, **more})


@pytest.fixture
def playbook(tmp_path):
    return _read(tmp_path).or_raise()


def test_a_table_has_the_groups_of_its_workstream_in_their_order_behind_what_is_in_none(playbook):
    parts = raci_table(playbook, "service").groups[0].parts
    told = [(part.group.id if part.group else None, [row.activity.id for row in part.rows]) for part in parts]
    assert told[1:] == [("storage", ["copy"]), ("network", ["route"])]
    assert (told[0][0], "copy" in told[0][1]) == (None, False)


def test_a_group_is_a_heading_with_an_anchor_on_the_page_of_its_workstream(playbook):
    page = shown(context(playbook, "workstream/service/"), responsibilities.raci, "service")
    heads = page.select("tbody .pb-raci__group--part")
    assert [(head["id"], text(head)) for head in heads] == [
        ("workstream-service--storage", "Storage Disks and their copies."),
        ("workstream-service--network", "Network"),
    ]
    everywhere = shown(context(playbook), responsibilities.raci)
    assert [head.get("id") for head in everywhere.select(".pb-raci__group--part")] == [None, None]


def test_a_table_can_be_kept_to_a_group(playbook):
    page = shown(context(playbook), responsibilities.raci)
    options = [(option["value"], text(option)) for option in page.select("select[name=group] option")]
    assert options == [("", "all groups"), ("service--storage", "Storage"), ("service--network", "Network")]
    rows = {row["data-activity"]: row["data-group"] for row in page.select("tr[data-activity]")}
    assert (rows["copy"], rows["route"]) == ("service--storage", "service--network")
    assert set(rows.values()) == {"", "service--storage", "service--network"}


def test_lists_of_a_role_tell_the_group_and_a_phase_only_where_there_is_one(playbook):
    page = shown(context(playbook), responsibilities.raci, role="supplier-lead")
    items = {text(item.select_one("a")): item for item in page.select(".pb-parts__list li")}
    assert text(items["Route the traffic"].select_one(".pb-parts__note")) == "Network"
    assert items["Route the traffic"].select_one(".pb-parts__phase") is None
    assert text(items["Copy the disks"].select_one(".pb-parts__phase")) == "Run"


def test_spreadsheets_have_a_column_of_groups_where_there_are_any(playbook, tmp_path):
    rows = list(
        csv.DictReader(io.StringIO(spreadsheets(playbook, Words())["responsibilities/all.csv"].decode("utf-8-sig")))
    )
    told = {row["Identifier"]: (row["Group"], row["Phase"], row["Notes"]) for row in rows}
    assert told["route"] == ("Network", "", "Not on holidays.")
    assert told["copy"] == ("Storage", "Run", "")
    bare = loaded(tmp_path / "bare", {}).or_raise()
    assert b"Group" not in spreadsheets(bare, Words())["responsibilities/all.csv"]


def test_an_activity_of_any_phase_is_in_no_table_of_a_phase(playbook):
    assert "route" not in {row.activity.id for row in raci_table(playbook, phase="run").rows}
    facts = shown(context(playbook), responsibilities.raci).select_one("tr[data-activity=route] .pb-raci__facts")
    assert text(facts) == "Note: Not on holidays."


def test_an_activity_of_a_service_may_be_of_any_phase(tmp_path):
    service = next(iter(loaded(tmp_path / "bare", {}).or_raise().services)).id
    playbook = _read(tmp_path, {"route": _activity("Route it", "network", service=service)}).or_raise()
    page = shown(context(playbook), services.service_work, service)
    assert "any phase" in text(page)


def test_a_group_that_the_workstream_does_not_have_is_told_with_what_is_near(tmp_path):
    activities = {"route": _activity("Route", "netwrok"), "other": _activity("Link", "netwrok", note="A note.")}
    found = [each for each in checks.checked(_read(tmp_path, activities)) if each.id == "dangling-ref"]
    (problem,) = found
    assert problem.message == "the workstream `service` has no group `netwrok`, which is named in 2 places"
    assert problem.hint == "did you mean `network`?"
    assert problem.place.file == "data/responsibilities.yml"


def test_activities_of_one_name_in_two_groups_are_no_duplicates(tmp_path):
    activities = {"one": _activity("Patch it", "storage"), "other": _activity("Patch it", "network")}
    found = {each.id for each in checks.checked(_read(tmp_path, activities))}
    assert "activity-duplicate" not in found


def test_a_group_of_an_activity_is_a_reference_and_another_one_a_change(tmp_path, playbook):
    assert ("group", "network") in [each[1:] for each in references(playbook.activities["route"])]
    activities = {**ACTIVITIES, "route": {**ACTIVITIES["route"], "group": "storage"}}
    after = _read(tmp_path / "after", activities).or_raise()
    (change,) = changes(playbook, after)
    told = as_plain(sentence(change, playbook, after, ENGLISH))
    assert "“Network”" in told
    assert "“Storage”" in told


def test_a_note_of_a_letter_stands_on_the_page_of_the_service(tmp_path):
    service = next(iter(loaded(tmp_path / "bare", {}).or_raise().services)).id
    noted = {"role": "supplier-lead", "note": "Only by day."}
    playbook = _read(tmp_path, {"route": _activity("Route it", service=service, responsible=noted)}).or_raise()
    assert "Supplier lead (Responsible): Only by day." in text(shown(context(playbook), services.service_work, service))
