"""What falls due: in calendar files, in tables to take away, and for whoever asks on the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from playbook.commands.cli import main
from playbook.export.ics import calendar_files
from playbook.export.spreadsheets import spreadsheets
from playbook.model.due import offset_of
from playbook.model.due_days import due_days, last_day_of_notice
from playbook.model.values import Duration
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.support import ROOT

OWES = {"reference": "4", "obliged": "client", "text": "Pays.", "owner": "client-lead"}
RULE = {"every": "3 months", "on": "last working day", "first_date": "2026-01-01", "move": "previous working day"}
OBLIGATIONS = {
    "pay": {"name": "Pay", **OWES, "recurrence": RULE, "due": "Every quarter", "forum": "monthly"},
    "tell": {"name": "Tell", **OWES, "due": "2026-05-04", "evidence_in": "status"},
    "offer": {"name": "Offer", **OWES, "due": "2 weeks before the end", "counts_from": "end"},
    "report": {"name": "Report", **OWES, "due": "2 hours after an incident"},
}
KEYS = {
    "end": {"name": "End", "kind": "expiry", "date": "2026-12-31", "owner": "client-manager"},
    "go-on": {
        "name": "Go on", "kind": "renewal-option", "counts_from": "end", "offset": "1 day", "notice": "3 months",
        "owner": "client-manager", "decided_at": "half-yearly", "clauses": ["3.2"],
    },
}  # fmt: skip


def _playbook(tmp_path, **more):
    contract = {"obligations": OBLIGATIONS, "key_dates": KEYS}
    return loaded(tmp_path, {"contract": contract, **more}).or_raise()


@pytest.mark.parametrize(
    ("due", "offset"),
    [
        ("10 business days after the notice", Duration(10, "business days")),
        ("Within two hours of discovery", Duration(2, "hours")),
        ("6 months before the end of the term", Duration(-6, "months")),
        ("Within 30 days from receipt of an invoice", Duration(30, "days")),
        ("Ten days ahead", None),
        ("At all times", None),
        (None, None),
    ],
)
def test_an_offset_is_read_where_one_is_written(due, offset):
    assert offset_of(due) == offset


def test_what_falls_due_comes_in_order_with_the_days_of_the_party_that_owes(tmp_path):
    parties = {"parties": {"client": {"holidays": ["2026-06-30"]}}}
    found = due_days(_playbook(tmp_path, parties=parties), date(2026, 1, 1), date(2027, 1, 1))
    told = [(f"{each.day:%m-%d}", each.what, each.id) for each in found]
    assert told == [
        ("01-30", "obligation", "pay"),
        ("04-30", "obligation", "pay"),
        ("05-04", "obligation", "tell"),
        ("07-31", "obligation", "pay"),
        ("10-01", "notice", "go-on"),
        ("10-01", "review", "playbook"),
        ("10-30", "obligation", "pay"),
        ("12-17", "obligation", "offer"),
        ("12-31", "key-date", "end"),
        ("01-01", "key-date", "go-on"),
    ]


def test_the_last_day_of_notice_is_one_that_all_parties_work(tmp_path):
    parties = {"parties": {"supplier": {"holidays": ["2026-10-01", "2026-09-30"]}}}
    playbook = _playbook(tmp_path, parties=parties)
    assert last_day_of_notice(playbook, playbook.key_dates["go-on"], date(2027, 1, 1)) == date(2026, 9, 29)


def test_a_role_has_what_it_owes_as_whole_days_that_keep_their_names(tmp_path):
    files = calendar_files(_playbook(tmp_path), ENGLISH)
    of_manager = files["roles/client-manager.ics"].decode().replace("\r\n ", "")
    assert "UID:due.notice.go-on@" in of_manager
    assert "SUMMARY:Last day of notice: Go on" in of_manager
    assert "DTSTART;VALUE=DATE:20261001" in of_manager
    assert "SUMMARY:Due: End" in of_manager
    of_lead = files["roles/client-lead.ics"].decode().replace("\r\n ", "")
    assert "UID:due.obligation.pay.2026-04-30@" in of_lead
    assert "DESCRIPTION:Pays." in of_lead
    assert b"due." not in files["cadence/all.ics"]
    assert b"due." not in files["roles/supplier-lead.ics"]


def test_what_is_not_in_force_is_not_due(tmp_path):
    ended = {"pay": {"until": "2026-06-30"}, "tell": {"until": "2025-06-30"}}
    playbook = _playbook(tmp_path / "a", contract={"obligations": {**OBLIGATIONS, "pay": {**OBLIGATIONS["pay"], **ended["pay"]}, "tell": {**OBLIGATIONS["tell"], **ended["tell"]}}})  # fmt: skip  # noqa: E501
    found = due_days(playbook.listing, date(2026, 1, 1), date(2026, 12, 31))
    assert [(f"{each.day:%m-%d}", each.id) for each in found if each.what == "obligation"] == [
        ("01-30", "pay"),
        ("04-30", "pay"),
    ]


def test_obligations_and_key_dates_are_tables_to_take_away(tmp_path):
    files = spreadsheets(_playbook(tmp_path), ENGLISH)
    rows = list(csv.DictReader(io.StringIO(files["contract/obligations.csv"].decode("utf-8-sig"), newline="")))
    assert [(row["Identifier"], row["When"], row["Day"]) for row in rows] == [
        ("pay", "last working day of January, April, July and October; Every quarter", ""),
        ("tell", "", "2026-05-04"),
        ("offer", "2 weeks before the end", "2026-12-17"),
        ("report", "2 hours after an incident", ""),
    ]
    assert (rows[0]["Looked at in"], rows[1]["Recorded in"]) == ("Monthly review", "Status report")
    sheet = load_workbook(io.BytesIO(files["contract/key-dates.xlsx"])).worksheets[0]
    assert [cell.value for cell in sheet[3]][:4] == ["Go on", "renewal option", "2027-01-01", "2026-10-01"]


def _asked(*arguments):
    return CliRunner().invoke(main, ["check", "-f", str(ROOT / "mkdocs.yml"), *arguments])


def test_what_falls_due_is_told_and_is_no_fault():
    told = _asked("--due", "10 days", "--today", "2027-06-28")
    assert told.exit_code == 0
    assert told.output.splitlines() == [
        "2027-06-30  last day of notice  Break after two years (break-after-two-years): Contract Manager",
        "2027-07-01  key date            Review of the prices (price-review): Finance Partner",
        "2027-07-07  obligation          Forecast the volumes (forecast-volumes): Product Manager",
        "3 things fall due from 2027-06-28 to 2027-07-08",
    ]
    told = _asked("--due", "2 days", "--today", "2027-06-28", "--format", "json")
    assert json.loads(told.output) == {
        "from": "2027-06-28",
        "to": "2027-06-30",
        "due": [
            {
                "day": "2027-06-30",
                "what": "notice",
                "kind": "key-date",
                "id": "break-after-two-years",
                "name": "Break after two years",
                "owner": "contract-manager",
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--due", "soon"), "`soon` is no length of time"),
        (("--due", "900 years"), "longer than the ten years"),
        (("--due", "2 days", "--format", "sarif"), "as text or as JSON"),
    ],
)
def test_a_time_that_cannot_be_read_is_a_wrong_call(arguments, message):
    told = _asked(*arguments)
    assert told.exit_code == 2
    assert message in told.output
