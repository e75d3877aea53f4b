"""Every kind of page: quiet, inside its window, and all there without scripts."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.browser.pages import HALF, KINDS, NARROW, SCHEMES, WIDE

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

BROKEN = """() => [...document.querySelectorAll(".pb-word")].map(word => word.parentElement)
  .filter(place => /flex|grid/.test(getComputedStyle(place).display))
  .filter(place => [...place.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(place => place.outerHTML.slice(0, 120))"""
"""Sentences that fall into pieces, because a word in them that is explained became a cell of its own."""

UNSEEN = """() => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, dt, dd, table, svg)")]
  .filter(element => !element.closest("details:not([open]), [hidden], [aria-hidden=true]") && element.innerHTML.trim())
  .filter(element => !element.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map(element => element.outerHTML.slice(0, 120))"""
"""What a reader cannot see, folded details and ornaments apart."""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_page_is_quiet_and_fits_its_window(visitor, picture, kind, scheme):
    page = visitor.open(KINDS[kind], scheme=scheme)
    assert page.locator("body").get_attribute("data-md-color-scheme") == {"light": "default", "dark": "slate"}[scheme]
    for width, height in (WIDE, HALF, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(BROKEN) == []
        picture(page, f"{kind}-{width}-{scheme}")


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_readable_without_scripts(visitor, kind):
    plain, scripted = visitor.open(KINDS[kind], scripts=False), visitor.open(KINDS[kind])
    for size in (WIDE, NARROW):
        plain.set_viewport_size({"width": size[0], "height": size[1]})
        assert plain.get_by_role("heading", level=1).is_visible()
        assert plain.evaluate(UNSEEN) == []
    plain.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert _words(plain) - _words(scripted) == Counter()


def _words(page) -> Counter[str]:
    """Return the words a reader sees, those apart that only say what to do without scripts."""
    page.locator("article noscript").evaluate_all("all => all.forEach(one => one.remove())")
    return Counter(re.findall(r"\w+", page.locator("article").inner_text()))


def test_unknown_address_gets_a_page_that_leads_home(visitor):
    page = visitor.open("roles/nobody-of-this-name/", scripts=False)
    assert page.get_by_role("heading", level=1).is_visible()
    page.locator(".md-logo").first.click()
    assert page.url == visitor.server
    visitor.troubles = [trouble for trouble in visitor.troubles if "nobody-of-this-name" not in trouble]
