"""The responsibility tables as spreadsheets: what stands in them, and what no cell may do."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from playbook.export.sheet import safe
from playbook.export.spreadsheets import spreadsheets
from playbook.views.words import Words
from tests.golden import loaded
from tests.support import tree

VENDOR = {"name": "The vendor", "kind": "third-party", "engaged_by": "supplier"}
VENDOR_LEAD = {"name": "Vendor lead", "party": "vendor", "level": "operational", "purpose": "Hosts.", "duties": {}}
ROLES = ["Client head", "Client manager", "Client lead", "Supplier head", "Supplier manager", "Supplier lead"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]  # Excel reads it so


def _files(tmp_path, activities=None, **differences):
    if activities:
        differences["responsibilities"] = {**differences.get("responsibilities", {}), "activities": activities}
    return spreadsheets(loaded(tmp_path, differences).or_raise(), Words())


def _rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _book(content):
    return load_workbook(io.BytesIO(content))


def test_there_is_a_file_for_all_and_for_each_workstream_with_activities(tmp_path):
    workstreams = {"all": {"name": "All"}, "empty": {"name": "Empty"}}
    files = _files(tmp_path, {"run-service": {"workstream": "all"}}, responsibilities={"workstreams": workstreams})
    names = ["all", "all-", "service"]
    assert sorted(files) == sorted(f"responsibilities/{name}.{form}" for name in names for form in ("csv", "xlsx"))
    assert [row["Activity"] for row in _rows(files["responsibilities/all-.csv"])] == ["Run the service"]
    assert len(_rows(files["responsibilities/all.csv"])) == 2


def test_csv_tells_who_does_what(tmp_path):
    noted = [{"role": "supplier-lead", "note": "only on Fridays"}, "supplier-manager"]
    files = _files(tmp_path, {"run-service": {"responsible": noted, "hand_over": "By mail"}})
    row = _rows(files["responsibilities/all.csv"])[1]
    assert row["Supplier manager (The supplier)"] == "R, A"
    assert row["Supplier lead (The supplier)"] == "R"
    assert row["Client head (The client)"] == ""
    assert row["Notes"] == "Supplier lead (Responsible): only on Fridays"
    assert (row["Hand-over"], row["Identifier"], row["Workstream"]) == ("By mail", "run-service", "Service")


def test_csv_is_marked_as_utf_8_and_ends_its_lines_as_the_standard_does(tmp_path):
    content = _files(tmp_path, {"agree-plan": {"name": "Agree “all” of it, søn"}})["responsibilities/all.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert _rows(content)[0]["Activity"] == "Agree “all” of it, søn"


def test_workbook_has_the_parties_above_their_roles(tmp_path):
    parties = {"parties": {"vendor": VENDOR}}
    playbook = _files(
        tmp_path,
        {"run-service": {"informed": "vendor-lead"}},
        parties=parties,
        roles={"roles": {"vendor-lead": VENDOR_LEAD}},
    )
    page = _book(playbook["responsibilities/all.xlsx"]).worksheets[0]
    assert [cell.value for cell in page[2]][3:10] == [*ROLES, "Vendor lead"]
    assert [cell.value for cell in page[1]][3:10] == [
        "The client",
        None,
        None,
        "The supplier",
        None,
        None,
        "The vendor",
    ]
    assert sorted(map(str, page.merged_cells.ranges)) == ["D1:F1", "G1:I1"]


def test_workbook_keeps_headings_and_activities_in_sight(tmp_path):
    page = _book(_files(tmp_path)["responsibilities/all.xlsx"]).worksheets[0]
    assert page.freeze_panes == "B3"
    assert (page.print_title_rows, page.print_title_cols) == ("$1:$2", "$A:$A")
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.auto_filter.ref.startswith("A2:")
    widths = {name: dimension.width for name, dimension in page.column_dimensions.items()}
    assert widths["A"] > widths["B"] > widths["D"]
    assert page.row_dimensions[2].height > 100


def test_workbook_says_what_its_letters_mean(tmp_path):
    meanings = _book(_files(tmp_path)["responsibilities/all.xlsx"]).worksheets[1]
    said = {row[0].value: row[1].value for row in meanings.iter_rows(min_row=2)}
    assert said == {"R": "Responsible", "A": "Accountable", "C": "Consulted", "I": "Informed"}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text):
    assert safe(text) == f"'{text}"
    assert safe(f"x {text}") == f"x {text}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org/", "x")'])
def test_no_cell_of_a_file_begins_a_formula(tmp_path, text):
    noted = {"responsible": [{"role": "supplier-lead", "note": text}, "client-lead"], "shared": None}
    activity = {"name": text, "deliverable": text, "condition": text, "hand_over": text, "clauses": [text]}
    files = _files(
        tmp_path,
        {"run-service": {**activity, "responsible": noted["responsible"]}},
        parties={"parties": {"client": {"name": text}}},
        roles={"roles": {"client-head": {"name": text}}},
        responsibilities={"workstreams": {"service": {"name": text}}},
    )
    lines = csv.reader(io.StringIO(files["responsibilities/all.csv"].decode("utf-8-sig"), newline=""))
    cells = [cell for line in lines for cell in line]
    book = _book(files["responsibilities/all.xlsx"])
    found = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)
    cells += [cell.value for cell in found]
    assert f"'{text}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("title", ["&", "&&[x]:*?/\\", "x" * 300, "'"])
def test_no_title_breaks_a_workbook(tmp_path, title):
    files = _files(tmp_path, playbook={"title": title})
    assert _book(files["responsibilities/all.xlsx"]).properties.title == title


def test_the_same_facts_make_the_same_bytes(tmp_path, monkeypatch):
    first = _files(tmp_path / "a")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert _files(tmp_path / "b") == first


def test_a_site_brings_the_files_its_tables_lead_to(small_site):
    files = [
        path for path in tree(small_site) if path.startswith("responsibilities/") and path.endswith((".csv", ".xlsx"))
    ]
    assert sorted(files) == sorted(
        f"responsibilities/{name}.{form}" for name in ("all", "selling", "mending") for form in ("csv", "xlsx")
    )
