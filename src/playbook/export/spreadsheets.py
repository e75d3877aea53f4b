"""The tables of the site as files for spreadsheet programs."""

from __future__ import annotations

import csv
import io

from playbook.export.contract_tables import contract_tables
from playbook.export.matrix_cells import Sheet, cell_text, sheet
from playbook.export.xlsx import xlsx_file
from playbook.model import Playbook
from playbook.views.responsibilities import files, raci_table
from playbook.views.words import Words


def spreadsheets(playbook: Playbook, words: Words) -> dict[str, bytes]:
    """Return the tables to take away by their path below the root of the site.

    They are the responsibilities, of all activities and of each workstream, and what the contract asks. A table without
    rows has no file. The bytes depend on nothing but the arguments.
    """
    made: dict[str, bytes] = {}
    for workstream in (None, *playbook.workstreams.ids):
        table = raci_table(playbook, workstream)
        if table.columns and table.groups:
            name = playbook.workstreams[workstream].name if workstream else playbook.about.title
            as_csv, as_xlsx = (file.id for file in files(workstream))
            cells = sheet(table, words)
            made[as_csv] = csv_file(cells)
            made[as_xlsx] = xlsx_file(cells, table.codes, name, playbook.about.cycle, words)
    for plain in contract_tables(playbook, words):
        made |= plain.files(playbook.about.cycle)
    return made


def csv_file(cells: Sheet) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8, marked as such because some spreadsheet programs look for the mark.

    No cell can be taken for a formula: a program that opens the file guesses what a cell holds from how it begins.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    roles = (f"{role.name} ({role.party})" if role.party else role.name for role in cells.roles)
    writer.writerows(tuple(map(cell_text, row)) for row in [(*cells.before, *roles, *cells.after), *cells.rows])
    return text.getvalue().encode("utf-8-sig")
