"""Paper: the text and nothing of the screen around it, dark on white, whole, on pages of the right shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playbook.loading.load import load
from tests.browser.axe import violations
from tests.browser.firefox import Firefox, find, started
from tests.browser.large import large
from tests.browser.pages import KINDS, NARROW, WIDE
from tests.browser.paper import Matrix, exported, printed, sheets
from tests.needs import needs
from tests.published import SECOND
from tests.support import ROOT, built

FIREFOX = find()
needs_firefox = needs(
    FIREFOX, "no Firefox on this machine, and none could be installed: run `python tests/browser/firefox.py`"
)
SIZES = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}
"""The papers of the world, upright, in centimetres."""


def shapes(paper: bytes) -> list[str]:
    """Return the shape of each page of a PDF."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return ["wide" if float(width) > float(height) else "tall" for width, height in boxes]


def test_role_prints_on_upright_pages(visitor):
    paper = visitor.open(KINDS["role"]).pdf(format="A4", prefer_css_page_size=True)
    assert set(shapes(paper)) == {"tall"}


def test_page_with_a_matrix_prints_on_pages_turned_sideways(visitor):
    for kind in ("workstream", "phase"):
        assert set(shapes(visitor.open(KINDS[kind]).pdf(format="A4", prefer_css_page_size=True))) == {"wide"}


def matrices(site: Path) -> dict[str, Matrix]:
    """Return what each page with a matrix has to say, by address."""
    folder = site / "responsibilities"
    streams = {f"responsibilities/{file.stem}/": exported(file) for file in sorted(folder.glob("*.csv"))}
    whole = streams.pop("responsibilities/all/")
    phases = {page.parent.name: page.read_text(encoding="utf-8") for page in sorted(site.glob("phases/*/index.html"))}
    names = {name: re.search(r"<h1[^>]*>([^<]+)", text) for name, text in phases.items()}
    by_phase = {
        f"phases/{name}/": exported(folder / "all.csv", found[1].strip()) for name, found in names.items() if found
    }
    found = {"responsibilities/": whole, **streams, **by_phase}
    assert len(found) > 8
    assert all(each.letters for each in found.values())
    return found


def sized(pages: dict[str, Matrix]) -> Iterator[tuple[str, str, Matrix]]:
    """Iterate over pages and papers: every page on one of the papers, and the first page on each."""
    (first, whole), *_ = pages.items()
    yield first, "Letter", whole
    for number, (address, matrix) in enumerate(pages.items()):
        yield address, list(SIZES)[number % 2], matrix


def lost(paper: bytes, matrix: Matrix) -> list[str]:
    """Return what of a matrix is not on paper."""
    found = sheets(paper)
    here = printed(found, matrix)
    gone = [f"role {name}" for name in matrix.roles if name not in here.roles]
    gone += [f"activity {name}" for name in matrix.activities if name not in here.activities]
    if here.letters != matrix.letters:
        gone.append(f"{len(matrix.letters)} letters, of which {len(here.letters)} are there, or in another order")
    return gone + [f"outside: {text}" for sheet in found for text in sheet.outside()]


def unmarked(paper: bytes, address: str, numbered: bool, root: Path = ROOT) -> list[str]:
    """Return the sheets that do not say of which edition they are, how it stood, when and where they were printed."""
    edition = load(root / "data").or_raise().about.cycle
    last, today = edition.effective_to, datetime.now(UTC).date()  # as the browsers of tests have it
    assert last
    days = [f"{day.day} {day:%B} {day.year}" for day in (last, today)]
    marks = [f"edition {edition.version}", edition.status, f"to {days[0]}", f"Printed on {days[1]} · {address}"]
    found = sheets(paper)
    wrong = []
    for number, sheet in enumerate(found, 1):
        due = [*marks, *([f"{number} / {len(found)}"] if numbered else [])]
        text = "".join(sheet.text.split())
        wrong += [f"sheet {number}: {mark}" for mark in due if "".join(mark.split()) not in text]
    return wrong


def test_first_print_of_a_matrix_has_every_role_and_letter(visitor, reference_site):
    wrong = {}
    for address, size, matrix in sized(matrices(reference_site.folder)):
        page = visitor.open(address)
        page.locator(".pb-raci").evaluate("region => region.scrollTo(40, 200)")
        paper = page.pdf(format=size)
        if gone := lost(paper, matrix) + unmarked(paper, page.url, numbered=True):
            wrong[address, size] = gone
    assert wrong == {}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    """The site of a playbook of a hundred activities and fifty roles."""
    return built(large(tmp_path_factory.mktemp("crowd") / "playbook"))


def crowded(crowd: Path) -> Iterator[tuple[str, str, Matrix]]:
    """Iterate over the pages on which all of the large table stands, and papers."""
    matrix = exported(crowd / "responsibilities" / "all.csv")
    assert len(matrix.letters) > 1_000
    yield from (("", "A4", matrix), ("", "Letter", matrix), ("print/", "Letter", matrix))


def test_print_of_a_hundred_activities_and_fifty_roles_has_every_letter(browser, crowd, serve):
    page, address, wrong = browser.new_page(), serve(crowd), {}
    for path, size, matrix in crowded(crowd):
        page.goto(address + path)
        if gone := lost(page.pdf(format=size), matrix):
            wrong[path, size] = gone
    page.close()
    assert wrong == {}


MARKED = ("calendar", "role", "checklist", "service-levels")
"""Kinds of page without a matrix that are printed often."""


def test_each_sheet_says_what_it_is_part_of(visitor):
    wrong = {}
    for kind in MARKED:
        page = visitor.open(KINDS[kind])
        if gone := unmarked(page.pdf(format="A4"), page.url, numbered=True):
            wrong[kind] = gone
    assert wrong == {}


@pytest.fixture(scope="module")
def firefox(tmp_path_factory) -> Iterator[Firefox]:
    """A Firefox that has started."""
    assert FIREFOX, "no Firefox: run `python tests/browser/firefox.py`"
    with started(FIREFOX, tmp_path_factory.mktemp("firefox")) as browser:
        yield browser


@needs_firefox
def test_first_print_in_firefox_is_whole_and_says_what_it_is_part_of(firefox, server, reference_site):
    wrong = {}
    for address, size, matrix in sized(matrices(reference_site.folder)):
        firefox.open(server + address)
        paper = firefox.pdf(*SIZES[size])
        if gone := lost(paper, matrix) + unmarked(paper, server + address, numbered=False):
            wrong[address, size] = gone
    for kind in MARKED:
        firefox.open(server + KINDS[kind])
        if gone := unmarked(firefox.pdf(*SIZES["A4"]), server + KINDS[kind], numbered=False):
            wrong[kind] = gone
    assert wrong == {}


@needs_firefox
def test_firefox_prints_every_letter_of_a_hundred_activities_and_fifty_roles(firefox, crowd, serve):
    address, wrong = serve(crowd), {}
    for path, size, matrix in crowded(crowd):
        firefox.open(address + path)
        if gone := lost(firefox.pdf(*SIZES[size]), matrix):
            wrong[path, size] = gone
    assert wrong == {}


def test_short_page_takes_one_sheet(visitor):
    assert shapes(visitor.open(KINDS["not-found"]).pdf(format="A4", prefer_css_page_size=True)) == ["tall"]


def test_print_edition_is_read_in_any_window_without_a_violation(browser, published_twice, serve):
    page = browser.new_page()
    page.goto(f"{serve(published_twice.public)}{SECOND}/print/")
    for size in (WIDE, NARROW):
        assert violations(page, size) == []
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
    entry = page.locator(".pb-print__lines a").first
    assert entry.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    paper = page.pdf(format="A4")
    assert unmarked(paper, page.url, numbered=True, root=published_twice.folder) == []
    assert set(shapes(paper)) == {"tall", "wide"}
    page.close()


def test_a_long_print_edition_is_read_on_a_phone_without_a_violation(visitor):
    page = visitor.page(size=NARROW)
    page.goto("print/")
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW[0]
