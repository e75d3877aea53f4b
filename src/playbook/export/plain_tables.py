"""Tables of texts, a row for each thing and a column for each fact, as CSV and as workbooks."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime, time

from xlsxwriter import Workbook

from playbook.export.matrix_cells import cell_text
from playbook.export.xlsx import FACT, SHORT, row_height, sheet_name
from playbook.model.playbook import Cycle


@dataclass(frozen=True)
class PlainTable:
    """A table, and the path of its files below the root of the site, without what their names end in."""

    path: str
    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def files(self, cycle: Cycle) -> dict[str, bytes]:
        """Return the table as CSV and as a workbook, by their paths."""
        return {f"{self.path}.csv": self.csv(), f"{self.path}.xlsx": self.xlsx(cycle)}

    def csv(self) -> bytes:
        """Return it as CSV (RFC 4180) in UTF-8, marked as such; no cell can be taken for a formula."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows(tuple(map(cell_text, row)) for row in (self.heads, *self.rows))
        return text.getvalue().encode("utf-8-sig")

    def xlsx(self, cycle: Cycle) -> bytes:
        """Return it as a workbook of one sheet, whose headings stay in sight; its cells are texts."""
        content, widths = io.BytesIO(), [FACT if self._is_long(at) else SHORT for at in range(len(self.heads))]
        kept = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with Workbook(content, kept) as book:
            book.set_properties({"title": self.name, "created": datetime.combine(cycle.effective_from, time())})
            page = book.add_worksheet(sheet_name(self.name))
            heading = book.add_format({"bold": True, "valign": "bottom", "bottom": 2, "text_wrap": True})
            fact = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
            for line, row in enumerate((self.heads, *self.rows)):
                for column, text in enumerate(row):
                    page.write_string(line, column, text, fact if line else heading)
                page.set_row(line, row_height(row, widths))
            for column, width in enumerate(widths):
                page.set_column(column, column, width)
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, len(self.rows), len(self.heads) - 1)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
        return content.getvalue()

    def _is_long(self, column: int) -> bool:
        """Tell whether texts of a column have more letters than a narrow one has room for."""
        return max((len(row[column]) for row in self.rows), default=0) > SHORT
