"""What an author says of an activity stands wherever the activity does: marked in its row, and in the files."""

import csv
import io
from zipfile import ZipFile

import pytest

from macros import responsibilities, services
from playbook.export.spreadsheets import spreadsheets
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

SAID = {
    "note": "The level is void while the river floods.",
    "summary": "Answers each call in turn.",
    "deliverable": "A list of calls",
    "condition": "On working days",
    "hand_over": "By the list.",
}
LETTER = "at night only"
WORK = {
    "activities": {
        "run-service": {**SAID, "responsible": ["supplier-lead", {"role": "client-lead", "note": LETTER}]},
        "agree-plan": {"accountable": {"nobody": "true", "because": "Nobody can."}},
    }
}
TABLES = ({}, {"workstream": "service"}, {"phase": "run"}, {"party": "client"}, {"codes": "RA"})


@pytest.fixture
def playbook(tmp_path):
    return loaded(tmp_path, {"responsibilities": WORK}).or_raise()


@pytest.mark.parametrize("asked", TABLES, ids=str)
def test_a_matrix_says_it_in_the_row_or_below_where_a_mark_leads(asked, playbook):
    soup = shown(context(playbook), responsibilities.raci, **asked)
    row = soup.select_one('[data-activity="run-service"]')
    assert SAID["note"] in text(row)
    assert "Nobody can." in text(soup.select_one('[data-activity="agree-plan"]'))
    mark = row.select_one(".pb-raci__said")
    below = soup.select_one(mark["href"])
    assert [said for said in (*SAID.values(), LETTER) if said not in text(row) + text(below)] == []
    assert mark["aria-label"] == "More on this below the table: Run the service"
    assert all(fold.has_attr("open") for fold in below.find_parents("details"))
    assert "† more below the table" in text(soup.select_one(".pb-key"))


def test_the_list_of_a_role_and_the_work_of_a_service_say_it_too(playbook):
    for soup in (
        shown(context(playbook), responsibilities.raci, role="client-lead"),
        shown(context(playbook), services.service_work, "help"),
    ):
        assert [said for said in SAID.values() if said not in text(soup)] == []
    assert LETTER in text(shown(context(playbook), responsibilities.raci, role="client-lead"))
    assert "Nobody can." in text(shown(context(playbook), services.service_work, "help"))


def test_spreadsheets_hold_all_of_it(playbook):
    files = spreadsheets(playbook, ENGLISH)
    rows = csv.DictReader(io.StringIO(files["responsibilities/all.csv"].decode("utf-8-sig")))
    row = next(row for row in rows if row["Identifier"] == "run-service")
    assert (row["What it is"], row["Condition"]) == (SAID["summary"], SAID["condition"])
    assert row["Notes"].splitlines() == [SAID["note"], f"Client lead (Responsible): {LETTER}"]
    with ZipFile(io.BytesIO(files["responsibilities/all.xlsx"])) as book:
        held = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert [said for said in (*SAID.values(), LETTER, "Nobody can.") if said not in held] == []
