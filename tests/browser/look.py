"""Questions about a page that several tests ask."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

UNCOVERED = """element => {
  const box = element.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
  const y = box.top + Math.min(box.height / 2, 12);
  const front = document.elementFromPoint(x, y);
  return Boolean(front) && (element.contains(front) || front.contains(element));
}"""
"""Tells whether what is painted in front, where an element begins, is the element or what it stands on."""


def in_sight(place: Locator) -> None:
    """Assert that an element begins within the window, and that no header lies over it."""
    expect(place).to_be_in_viewport()
    handle = place.element_handle()
    assert handle
    place.page.wait_for_function(UNCOVERED, arg=handle)


def settled(page: Page) -> None:
    """Wait until the address says where the page stands and its scripts have run."""
    page.wait_for_load_state("load")
    page.wait_for_function("document.readyState === 'complete' && !document.querySelector('html.no-js')")
