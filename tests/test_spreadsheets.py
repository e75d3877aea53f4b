"""The responsibility tables as spreadsheets: what stands in them, and what no cell may do."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from playbook.export.matrix_cells import cell_text
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
    assert [cell.value for cell in page[3]][3:10] == [*ROLES, "Vendor lead"]
    assert [cell.value for cell in page[2]][3:5] == ["client-head", "client-manager"]
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
    assert page.freeze_panes == "B4"
    assert (page.print_title_rows, page.print_title_cols) == ("$1:$3", "$A:$A")
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) in ((None, 0), (1, 0))
    assert page.print_area == f"'Responsibilities'!$A$1:$I${page.max_row}"
    assert page.auto_filter.ref.startswith("A3:")
    widths = {name: dimension.width for name, dimension in page.column_dimensions.items()}
    assert widths["A"] > widths["B"] > widths["D"]
    assert page.row_dimensions[3].height > max(map(len, ROLES)) * 6


def test_workbook_tells_the_facts_of_each_activity_beside_its_letters(tmp_path):
    files = _files(tmp_path, {"run-service": {"hand_over": "By mail", "summary": "Every day."}})
    page, facts, _ = _book(files["responsibilities/all.xlsx"]).worksheets
    told = {row[0].value: [cell.value for cell in row] for row in facts.iter_rows()}
    assert {"By mail", "Every day.", "run-service"} <= {*told["Run the service"]}
    ids = [row[-1].value for row in page.iter_rows(min_row=4)]
    assert ids == [row[-1].value for row in facts.iter_rows(min_row=2)]


def test_a_table_too_wide_for_one_page_goes_on_to_more(tmp_path):
    role = {"party": "client", "level": "operational", "purpose": "Helps.", "duties": {}}
    many = {f"helper-{number}": {**role, "name": f"Helper {number}"} for number in range(40)}
    files = _files(tmp_path, {"run-service": {"informed": list(many)}}, roles={"roles": many})
    page = _book(files["responsibilities/all.xlsx"]).worksheets[0]
    assert (page.page_setup.scale, page.print_title_cols) == (50, "$A:$A")


def test_no_name_is_cut_however_long(tmp_path):
    name, party = "Head of everything that is bought, sold and mended in the north of the country", "Northwold " * 8
    files = _files(
        tmp_path, parties={"parties": {"client": {"name": party}}}, roles={"roles": {"client-head": {"name": name}}}
    )
    page = _book(files["responsibilities/all.xlsx"]).worksheets[0]
    assert page.row_dimensions[3].height >= len(name) * 6 or page.row_dimensions[3].height > 399
    assert page.row_dimensions[1].height * 3 * 6 >= len(party) * 15 or page.row_dimensions[1].height > 399


def test_workbook_has_the_colours_of_the_site_and_says_which_edition_it_is(tmp_path):
    book = _book(_files(tmp_path, playbook={"cycle": {"version": "2026-7"}})["responsibilities/all.xlsx"])
    page, _, legend = book.worksheets
    letters = [cell for row in page.iter_rows(min_row=4, min_col=4, max_col=9) for cell in row if cell.value]
    fills = {cell.value: cell.fill.fgColor.rgb for cell in letters}
    assert len(set(fills.values())) == len(fills) > 2
    assert {row[0].value: row[0].fill.fgColor.rgb for row in legend.iter_rows(min_row=2, max_row=5)}.items() >= {
        (letter, fill) for letter, fill in fills.items() if "," not in letter
    }
    for sheet in book.worksheets:
        assert "2026-7" in sheet.oddFooter.left.text
    assert "Edition 2026-7" in [cell.value for cell in legend["A"]]


def test_workbook_says_what_its_letters_mean(tmp_path):
    meanings = _book(_files(tmp_path)["responsibilities/all.xlsx"]).worksheets[2]
    said = {row[0].value: row[1].value for row in meanings.iter_rows(min_row=2, max_row=5)}
    assert said == {"R": "Responsible", "A": "Accountable", "C": "Consulted", "I": "Informed"}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text):
    assert cell_text(text) == f"'{text}"
    assert cell_text(f"x {text}") == f"x {text}"


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
    assert {cell.data_type for cell in found} == {"s"}  # and so it needs no apostrophe, which would be part of it
    assert not any(cell.hyperlink for cell in found)
    assert text in [cell.value for cell in found]
    assert f"'{text}" not in [cell.value for cell in found]
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
