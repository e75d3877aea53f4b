"""Paper: the text and nothing of the screen around it, dark on white, whole, on pages of the right shape."""

from __future__ import annotations

import re

from tests.browser.axe import violations
from tests.browser.pages import KINDS, NARROW, WIDE
from tests.published import SECOND


def shapes(paper: bytes) -> list[str]:
    """Return the shape of each page of a PDF."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return ["wide" if float(width) > float(height) else "tall" for width, height in boxes]


def test_role_prints_on_upright_pages(visitor):
    paper = visitor.open(KINDS["role"]).pdf(format="A4", prefer_css_page_size=True)
    assert set(shapes(paper)) == {"tall"}


def test_matrix_prints_on_pages_turned_sideways(visitor):
    workstream = shapes(visitor.open(KINDS["workstream"]).pdf(format="A4", prefer_css_page_size=True))
    assert set(workstream) == {"wide"}
    phase = shapes(visitor.open(KINDS["phase"]).pdf(format="A4", prefer_css_page_size=True))
    assert phase[0] == "tall"
    assert "wide" in phase


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
    page.close()


def test_a_long_print_edition_is_read_on_a_phone_without_a_violation(visitor):
    page = visitor.page(size=NARROW)
    page.goto("print/")
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW[0]
