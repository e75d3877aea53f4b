"""One row, or one column, cut out of a table so that it can be read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from playbook.publish.text.canonical import Outside, canonical
from playbook.publish.text.elements import is_note, spanned

_NOWHERE = Outside(link=lambda address: address, file=lambda address: address)

Grid = dict[tuple[int, int], HtmlElement]
"""The cell at each place of a table, by row and column; one that spans several places stands at each of them."""


def row(of: HtmlElement) -> HtmlElement:
    """Return a table of one row and the cells that head its columns; columns in which the row is empty are left out.

    So a letter keeps its role, and another role beside it changes nothing. Headings over several columns are left out.
    """
    table, rows, grid = _opened(of)
    place = rows.index(of)
    columns = [column for column in _columns(grid) if _says(grid.get((place, column)))]
    lines = []
    for heading in _heads(rows):
        if heading != place:
            named = [_heading(grid, heading, column) for column in columns]
            lines.append([_copy(cell) for cell in named] if any(map(_says, named)) else [])
    cells = list(dict.fromkeys(grid[place, column] for column in columns))
    return _table(table, [*lines, [_copy(cell) for cell in cells]])


def column(of: HtmlElement) -> HtmlElement:
    """Return a table of one column, headed by a cell, and of what heads its rows; empty cells are left out."""
    table, rows, grid = _opened(of.getparent())
    heads = set(_heads(rows))
    own = min(place for (_, place), cell in grid.items() if cell is of)
    lines = [[_copy(None), _copy(of)]]
    for place in range(len(rows)):
        cell = grid.get((place, own))
        if place not in heads and _says(cell):
            lines.append([_copy(_heading_of_row(grid, place, own)), _copy(cell)])
    return _table(table, lines)


def heads_a_column(cell: HtmlElement) -> bool:
    """Tell whether a cell stands in a row that heads the table."""
    _, rows, _ = _opened(cell.getparent())
    return rows.index(cell.getparent()) in _heads(rows)


def _opened(row: HtmlElement) -> tuple[HtmlElement, list[HtmlElement], Grid]:
    table = next(row.iterancestors("table"))
    rows = [each for each in table.iter("tr") if next(each.iterancestors("table")) is table]
    grid: Grid = {}
    for place, each in enumerate(rows):
        at = 0
        for cell in each.iterchildren("td", "th"):
            while (place, at) in grid:
                at += 1
            wide, high = spanned(cell)
            for down in range(min(high or len(rows), len(rows) - place)):
                grid.update({(place + down, at + right): cell for right in range(wide)})
            at += wide
    return table, rows, grid


def _columns(grid: Grid) -> list[int]:
    return sorted({column for _, column in grid})


def _heads(rows: list[HtmlElement]) -> list[int]:
    """Return the rows that head the table: those in its head, or else the first ones that hold headings alone."""
    named = [place for place, each in enumerate(rows) if each.getparent().tag == "thead"]
    return named or list(_first_headings(rows))


def _first_headings(rows: list[HtmlElement]) -> Iterator[int]:
    for place, each in enumerate(rows):
        if any(True for _ in each.iterchildren("td")):
            return
        yield place


def _heading(grid: Grid, place: int, column: int) -> HtmlElement | None:
    cell = grid.get((place, column))
    return cell if cell is not None and spanned(cell)[0] == 1 and grid.get((place - 1, column)) is not cell else None


def _heading_of_row(grid: Grid, place: int, before: int) -> HtmlElement | None:
    named = (grid.get((place, column)) for column in range(before))
    return next((cell for cell in named if cell is not None and cell.tag == "th"), None)


def _says(cell: HtmlElement | None) -> bool:
    if cell is None or not (len(cell) or cell.text):
        return False
    return canonical([cell], _NOWHERE) != ""


def _copy(cell: HtmlElement | None) -> HtmlElement:
    copied = html.Element("td") if cell is None else deepcopy(cell)
    copied.attrib.pop("rowspan", None)
    copied.tail = None
    return copied


def _table(of: HtmlElement, rows: list[list[HtmlElement]]) -> HtmlElement:
    """Return rows as a table of their own, the footnotes of the page behind it where the rows lead to some."""
    whole, table = html.Element("div"), html.Element("table")
    whole.append(table)
    for cells in filter(None, rows):
        line = html.Element("tr")
        line.extend(cells)
        table.append(line)
    ids = {link.get("href")[1:] for link in table.iter("a") if is_note(link)}
    for note in of.getroottree().getroot().iter("li", "div", "p", "dd") if ids else ():
        if note.get("id") in ids:
            behind = html.Element("template")
            behind.append(deepcopy(note))
            whole.append(behind)
    return whole
