"""Search: it runs in the browser, finds roles and words, and opens what it found."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Searched, Visitors
from tests.browser.pages import NARROW, WIDE


@pytest.fixture(scope="module")
def visitors(browser, reference_site, serve) -> Visitors:
    """Visitors of a site whose search knows its pages."""
    return Visitors(browser, serve(reference_site.folder, Searched))


AMONG_THREE = """address => [...document.querySelectorAll(".md-search-result__item > a")]
  .slice(0, 3).some((link) => link.href.split(/[?#]/)[0] === address)"""
"""Tells whether a page is among the first three; what was typed so far may still be looked for."""


def results(page: Page, words: str) -> list[str]:
    """Type words into the search, and return the addresses of the pages found."""
    door = page.locator("label.md-header__button[for=__search]")  # on a narrow screen
    (door if door.is_visible() else page.locator(".md-search__input")).click()
    page.locator(".md-search__input").press_sequentially(words)
    meta = page.locator(".md-search-result__meta")
    expect(meta).to_contain_text("match")
    found = page.locator(".md-search-result__item > a")
    expect(found.first).to_be_visible()
    return [
        str(address).split("?")[0].split("#")[0] for address in found.evaluate_all("all => all.map(link => link.href)")
    ]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Contract Manager", "contract-manager"),
        ("Delivery Manager", "delivery-manager"),
        ("process owner", "process-owner"),
    ],
)
def test_role_is_among_the_first_three(visitor, name, role):
    page = visitor.open("")
    results(page, name)
    page.wait_for_function(AMONG_THREE, arg=f"{visitor.server}roles/{role}/")


def test_word_of_the_glossary_is_found(visitor):
    page = visitor.open("")
    assert f"{visitor.server}glossary/" in results(page, "quorum")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_result_opens(visitor, size):
    page = visitor.open("", size=size)
    results(page, "Finance Partner")
    page.locator(".md-search-result__item > a[href*='roles/finance-partner/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Finance Partner")
    expect(page.locator(".md-search-result__list")).not_to_be_in_viewport()


def test_search_opens_and_closes_by_keyboard(visitor):
    page = visitor.open("")
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__input")).not_to_be_focused()
