"""A responsibility table as a workbook (Office Open XML) that looks, and prints, as it does on the site."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from playbook.export.matrix_cells import Sheet
from playbook.model.playbook import Cycle
from playbook.model.schemes import Code
from playbook.views.words import Words

NARROW, SHORT, FACT, ACTIVITY = 6, 16, 28, 46
"""Widths of columns, in characters: of a role, of workstream and phase, of a fact, of the activity."""
POINT, HIGHEST = 6.2, 400
"""The height of one character of an upright name, and the most that a row may have, in points."""
LINE = 15.0
"""The height of a line of text, in points."""
PAGE = 112
"""How many characters fit across a page turned sideways, at full size."""
SMALLEST = 50
"""The smallest print that can be read without a glass, in per cent; what is wider goes on to further pages."""
HUES: Mapping[str, tuple[str, str]] = {
    "blue": ("#1b4d8f", "#e7f0fb"),
    "green": ("#1c5a35", "#e4f3e9"),
    "amber": ("#744600", "#fbefd9"),
    "violet": ("#53338e", "#f0eafb"),
    "teal": ("#0c575c", "#e0f3f3"),
    "rose": ("#8c2340", "#fce9ee"),
    "grey": ("#434851", "#eef0f2"),
}
"""The colours of a letter and of what it stands on: those of the site in the light."""
PARTIES, IDS, NAMES = range(3)
"""The rows above the activities."""


def xlsx_file(cells: Sheet, codes: Iterable[Code], name: str, cycle: Cycle, words: Words) -> bytes:
    """Return a workbook: the table called `name` of an edition, what else its activities say, and its letters."""
    content, legend = io.BytesIO(), tuple(codes)
    kept = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, kept) as book:
        book.set_properties({"title": name, "created": datetime.combine(cycle.effective_from, time())})
        page = book.add_worksheet(sheet_name(words.say("Responsibilities")))
        _Table(book, page, cells, {code.letter: code for code in legend}).write()
        _facts(book, book.add_worksheet(sheet_name(words.say("Activities"))), cells)
        _legend(book, legend, _edition(cycle, words), words)
        for each in book.worksheets():
            each.set_header("&L" + _printed(name) + "&R&P / &N")
            each.set_footer("&L" + _printed("; ".join(_edition(cycle, words))))
            each.set_paper(9)  # A4
    return content.getvalue()


def sheet_name(words: str) -> str:
    """Return words as the name of a sheet, which allows neither all characters nor any length."""
    return re.sub(r"[\[\]:*?/\\]", " ", words)[:31].strip("' ")


def _printed(text: str) -> str:
    """Return a text as it stands above or below a printed sheet, where `&` begins a command."""
    return text.replace("&", "&&")[:120].rstrip("&")


def _edition(cycle: Cycle, words: Words) -> tuple[str, ...]:
    """Return which edition it is, how it stands, and the days on which it is in force."""
    state = {"agreed": words.say("agreed"), "draft": words.say("draft")}.get(cycle.status, words.say("superseded"))
    days = [(words.say("In force from"), cycle.effective_from), (words.say("In force until"), cycle.effective_to)]
    version = words.say("Edition %(version)s", version=cycle.version)
    return version, state, *(f"{said} {words.day(day)}" for said, day in days if day)


@dataclass(frozen=True)
class _Table:
    """Writes the table: parties, ids and names of the roles above, and a line for each activity with its letters.

    The last column is the id of the activity; what else is said of it stands on the next sheet, so that this one can
    be printed on one page across.
    """

    book: Workbook
    page: Worksheet
    cells: Sheet
    codes: Mapping[str, Code]

    @property
    def first(self) -> int:
        """The column of the first role."""
        return len(self.cells.before)

    @property
    def end(self) -> int:
        """The column behind the last role."""
        return self.first + len(self.cells.roles)

    def write(self) -> None:
        """Write all of it."""
        self._columns()
        self._parties()
        self._names()
        self._body()
        self._print()

    def _columns(self) -> None:
        self.page.set_column(0, 0, ACTIVITY)
        self.page.set_column(self.end, self.end, FACT)
        self.page.set_column(1, self.first - 1, SHORT)
        self.page.set_column(self.first, self.end - 1, NARROW)

    def _parties(self) -> None:
        """Write the parties, each once above its roles; upright where they have more letters than room."""
        level = {"bold": True, "align": "center", "valign": "vcenter", "bottom": 1, "left": 1, "text_wrap": True}
        lying, upright = self.book.add_format(level), self.book.add_format({**level, "rotation": 90})
        start, height = self.first, LINE
        for name, group in groupby(self.cells.roles, key=lambda role: role.party):
            width = len(list(group))
            if not name:
                start += width
                continue
            lines = ceil(len(name) * 1.2 / (NARROW * width))
            turned = lines > 3 or max(map(len, name.split()), default=0) > NARROW * width
            height = max(height, len(name) * POINT + 10 if turned else lines * LINE)
            if width > 1:
                self.page.merge_range(PARTIES, start, PARTIES, start + width - 1, name, upright if turned else lying)
            else:
                self.page.write_string(PARTIES, start, name, upright if turned else lying)
            start += width
        self.page.set_row(PARTIES, min(height, HIGHEST))

    def _names(self) -> None:
        """Write the ids of the roles, by which a program knows them, and the headings of the columns."""
        heading = {"bold": True, "valign": "bottom", "bottom": 2, "text_wrap": True}
        fact, role = self.book.add_format(heading), self.book.add_format({**heading, "rotation": 90, "align": "center"})
        id = self.book.add_format({"rotation": 90, "align": "center", "font_size": 8, "font_color": HUES["grey"][0]})
        for column, each in enumerate(self.cells.roles, self.first):
            self.page.write_string(IDS, column, each.id, id)
            self.page.write_string(NAMES, column, each.name, role)
        for column, name in enumerate(self.cells.before):
            self.page.write_string(NAMES, column, name, fact)
        self.page.write_string(NAMES, self.end, self.cells.after[-1], fact)
        longest = max((len(each.name) for each in self.cells.roles), default=1)
        self.page.set_row(IDS, min(max((len(each.id) for each in self.cells.roles), default=1) * 4.6 + 8, HIGHEST))
        self.page.set_row(NAMES, min(longest * POINT + 12, HIGHEST))

    def _body(self) -> None:
        fact = self.book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
        for line, row in enumerate(self.cells.rows, NAMES + 1):
            shown = (*row[: self.end], row[-1])
            for column, text in enumerate(shown):
                letter = self.first <= column < self.end
                self.page.write_string(line, column, text, self._letter(text) if letter else fact)
            widths = (ACTIVITY, *[SHORT] * (self.first - 1), *[NARROW] * len(self.cells.roles), FACT)
            self.page.set_row(line, row_height(shown, widths))

    def _letter(self, text: str) -> Format:
        """Return how a cell of letters looks: in the hue of the one that answers, else of its first."""
        found = [self.codes[letter] for letter in text.split(", ") if letter in self.codes]
        gravest = sorted(found, key=lambda code: code.sense != "accountable")[:1]
        return _lettered(self.book, gravest[0] if gravest else None)

    def _print(self) -> None:
        """Keep the headings and the first column in sight, on the screen and on pages turned sideways.

        All of it stands on one page across where it can be read so; the ids of the activities are left out there.
        """
        last = NAMES + len(self.cells.rows)
        self.page.freeze_panes(NAMES + 1, 1)
        self.page.autofilter(NAMES, 0, last, self.end)
        self.page.print_area(0, 0, last, self.end - 1)
        across = ACTIVITY + SHORT * (self.first - 1) + NARROW * len(self.cells.roles)
        if across * SMALLEST <= 100 * PAGE:
            self.page.fit_to_pages(1, 0)
        else:
            self.page.set_print_scale(SMALLEST)
        _sideways(self.page, NAMES)


def _sideways(page: Worksheet, headings: int) -> None:
    """Turn the pages of a sheet, and repeat its rows of headings and its first column on each."""
    page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    page.repeat_rows(0, headings)
    page.repeat_columns(0)


def _facts(book: Workbook, page: Worksheet, cells: Sheet) -> None:
    """Write what else is said of each activity, a column for each sort of fact."""
    heading = book.add_format({"bold": True, "valign": "bottom", "bottom": 2, "text_wrap": True})
    fact = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    names = (cells.before[0], *cells.after)
    widths = (ACTIVITY, *[FACT] * len(cells.after))
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, name, heading)
    for line, row in enumerate(cells.rows, 1):
        shown = (row[0], *row[-len(cells.after) :])
        for column, text in enumerate(shown):
            page.write_string(line, column, text, fact)
        page.set_row(line, row_height(shown, widths))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(cells.rows), len(names) - 1)
    page.set_print_scale(SMALLEST)
    _sideways(page, 0)


def row_height(texts: Iterable[str], widths: Iterable[int]) -> float:
    """Return about how high a row has to be for its texts, in points; not every program makes room by itself."""
    lines = (
        sum(max(1, ceil(len(line) * 1.15 / width)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(max(lines) * LINE, HIGHEST)


def _lettered(book: Workbook, code: Code | None) -> Format:
    look: dict[str, object] = {"align": "center", "valign": "top", "bottom": 4}
    if code is not None:
        ink, ground = HUES[code.colour or "grey"]
        filled = code.sense == "accountable"
        look |= {"bold": True, "font_color": "#ffffff" if filled else ink, "bg_color": ink if filled else ground}
    return book.add_format(look)


def _legend(book: Workbook, codes: Iterable[Code], edition: Iterable[str], words: Words) -> None:
    """Write what each letter means on a sheet of its own, and which edition this is."""
    page = book.add_worksheet(sheet_name(words.say("Letters")))
    bold: Format = book.add_format({"bold": True, "bottom": 2})
    fact = book.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate((words.say("Letter"), words.say("Word"), words.say("Meaning"))):
        page.write_string(0, column, heading, bold)
    line = 0
    for line, code in enumerate(codes, 1):
        page.write_string(line, 0, code.letter, _lettered(book, code))
        page.write_string(line, 1, code.word, fact)
        page.write_string(line, 2, code.meaning, fact)
    for below, text in enumerate(edition, line + 2):
        page.write_string(below, 0, text)
    page.set_column(0, 1, FACT // 2)
    page.set_column(2, 2, 2 * ACTIVITY)
    page.fit_to_pages(1, 0)
