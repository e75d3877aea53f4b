"""Questions about a page that several tests ask."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

STARTED = "() => document.documentElement.dataset.pbReady !== undefined"
"""Tells whether the scripts of the playbook have begun, on a page where they run."""

OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth + 1;
  const held = element => {
    for (let outer = element.parentElement; outer !== document.body; outer = outer.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(outer).overflowX)) return true;
    return false;
  };
  return [...document.querySelectorAll(".md-content *")]
    .filter(element => !element.closest(".pb-visually-hidden"))
    .filter(element => element.getBoundingClientRect().right > wide && !held(element))
    .map(element => element.outerHTML.slice(0, 120));
}"""
"""What stands out of the window although no region around it scrolls."""

COLOURS = r"""
  const numbers = text => (text.match(/[\d.]+/g) || []).map(Number);
  const channels = text => text.startsWith("color(srgb")
    ? numbers(text.slice(10)).map((value, place) => place < 3 ? value * 255 : value) : numbers(text);
  const over = ([r, g, b, a = 1], ground) => [r, g, b].map((value, place) => value * a + ground[place] * (1 - a));
  const light = colour => colour.map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
"""
"""The arithmetic of colours: the channels of one that CSS computed, one laid over another, the contrast of two."""

FAINT = (
    "() => {"
    + COLOURS
    + """
  const ground = element => {
    if (!element) return [255, 255, 255];
    const look = getComputedStyle(element), below = ground(element.parentElement);
    return look.printColorAdjust === "exact" ? over(channels(look.backgroundColor), below) : below;
  };
  return [...document.querySelectorAll("article *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .filter(element => element.checkVisibility() && !element.closest(".pb-visually-hidden"))
    .filter(element => {
      const below = ground(element);
      return contrast(over(channels(getComputedStyle(element).color), below), below) < 4.5;
    })
    .map(element => element.outerHTML.slice(0, 120) + " " + getComputedStyle(element).color);
}"""
)
"""Text with too little contrast where a printer leaves out every ground that is not asked for."""

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


def go(page: Page, address: str) -> None:
    """Open an address, and wait until the scripts of the page have begun: what is pressed before does nothing yet."""
    page.goto(address)
    page.wait_for_function(STARTED)


def again(page: Page) -> None:
    """Load a page anew, and wait for its scripts."""
    page.reload()
    page.wait_for_function(STARTED)


def back(page: Page) -> None:
    """Go back to the page before, and wait for its scripts."""
    page.go_back()
    page.wait_for_function(STARTED)


def settled(page: Page) -> None:
    """Wait until the address says where the page stands and its scripts have run."""
    page.wait_for_load_state("load")
    page.wait_for_function("document.readyState === 'complete' && !document.querySelector('html.no-js')")
