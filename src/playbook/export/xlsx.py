"""A responsibility table as a workbook (Office Open XML) that looks as it does on the site."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from playbook.export.sheet import Sheet, safe
from playbook.model.responsibilities import Code
from playbook.views.words import Words

NARROW, FACT, ACTIVITY = 5, 28, 46
"""Widths of columns, in characters: of a role, of a fact, of the first one."""
HEIGHT = 150
"""The height of the row of roles, whose names stand upright, in points."""


def xlsx_file(cells: Sheet, codes: Iterable[Code], name: str, made: date, words: Words) -> bytes:
    """Return a workbook: the table called `name`, dated `made`, and a sheet that says what its letters mean."""
    content = io.BytesIO()
    kept = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, kept) as book:
        book.set_properties({"title": name, "created": datetime.combine(made, time())})
        page = book.add_worksheet(_sheet_name(words.say("Responsibilities")))
        page.set_header("&L" + name.replace("&", "&&")[:120] + "&R&P / &N")
        _head(book, page, cells)
        _body(book, page, cells)
        _printed(page, cells)
        _legend(book, codes, words)
    return content.getvalue()


def _sheet_name(words: str) -> str:
    """Return words as the name of a sheet, which allows neither all characters nor any length."""
    return re.sub(r"[\[\]:*?/\\]", " ", words)[:31].strip("' ")


def _head(book: Workbook, page: Worksheet, cells: Sheet) -> None:
    """Write the parties, each once above its roles, and the headings of the columns."""
    party = book.add_format({"bold": True, "align": "center", "bottom": 1, "left": 1})
    fact = book.add_format({"bold": True, "valign": "bottom", "bottom": 2, "text_wrap": True})
    role = book.add_format({"bold": True, "rotation": 90, "valign": "bottom", "align": "center", "bottom": 2})
    start = len(cells.before)
    for name, group in groupby(cells.roles, key=lambda role: role[0]):
        width = len(list(group))
        if width > 1:
            page.merge_range(0, start, 0, start + width - 1, name, party)
        else:
            page.write_string(0, start, name, party)
        start += width
    names = (*cells.before, *(name for _, name in cells.roles), *cells.after)
    upright = range(len(cells.before), len(cells.before) + len(cells.roles))
    for column, name in enumerate(names):
        page.write_string(1, column, name, role if column in upright else fact)
    page.set_row(1, HEIGHT)


def _body(book: Workbook, page: Worksheet, cells: Sheet) -> None:
    fact = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    letter = book.add_format({"align": "center", "valign": "top", "bottom": 4})
    first, last = len(cells.before), len(cells.before) + len(cells.roles) - 1
    page.set_column(0, len(cells.rows[0]) - 1, FACT)
    page.set_column(0, 0, ACTIVITY)
    page.set_column(first, last, NARROW)
    for line, row in enumerate(cells.rows, 2):
        for column, text in enumerate(row):
            page.write_string(line, column, text, letter if first <= column <= last else fact)


def _printed(page: Worksheet, cells: Sheet) -> None:
    """Keep the headings and the first column in sight, on the screen and on pages turned sideways."""
    page.freeze_panes(2, 1)
    page.autofilter(1, 0, len(cells.rows) + 1, len(cells.rows[0]) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.repeat_columns(0)


def _legend(book: Workbook, codes: Iterable[Code], words: Words) -> None:
    """Write what each letter means on a sheet of its own."""
    page = book.add_worksheet(_sheet_name(words.say("Letters")))
    bold: Format = book.add_format({"bold": True, "bottom": 2})
    for column, heading in enumerate((words.say("Letter"), words.say("Word"), words.say("Meaning"))):
        page.write_string(0, column, heading, bold)
    for line, code in enumerate(codes, 1):
        for column, text in enumerate((code.letter, code.word, code.meaning)):
            page.write_string(line, column, safe(text))
    page.set_column(0, 1, FACT // 2)
    page.set_column(2, 2, 2 * ACTIVITY)
