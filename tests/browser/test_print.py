"""Paper: the text and nothing of the screen around it, dark on white, whole, on pages of the right shape."""

from __future__ import annotations

import re

import pytest

from tests.browser.pages import KINDS, NARROW, WIDE
from tests.browser.test_axe import AXE, violations
from tests.published import SECOND

PAGE = (658, 986)
"""The inside of an A4 page, in pixels."""

AROUND = """() => [...document.querySelectorAll(
    ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .md-search, .md-skip, .headerlink, .md-clipboard")]
  .filter(element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map(element => element.outerHTML.slice(0, 120))"""
"""What belongs to the screen and not to the text."""

FAINT = """() => {
  const channels = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const srgb = text => text.startsWith("color(srgb")
    ? channels(text.slice(10)).map((value, place) => place < 3 ? value * 255 : value) : channels(text);
  const over = ([r, g, b, a = 1], ground) => [r, g, b].map((value, place) => value * a + ground[place] * (1 - a));
  const light = colour => colour.map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = element => {
    if (!element) return [255, 255, 255];
    const look = getComputedStyle(element), below = ground(element.parentElement);
    return look.printColorAdjust === "exact" ? over(srgb(look.backgroundColor), below) : below;
  };
  return [...document.querySelectorAll("article *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .filter(element => element.checkVisibility() && !element.closest(".pb-visually-hidden"))
    .filter(element => {
      const below = ground(element), ink = over(srgb(getComputedStyle(element).color), below);
      const [high, low] = [light(ink), light(below)].sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05) < 4.5;
    })
    .map(element => element.outerHTML.slice(0, 120) + " " + getComputedStyle(element).color);
}"""
"""Text with too little contrast where a printer leaves out every ground that is not asked for."""

CUT = """() => [...document.querySelectorAll("article *")]
  .filter(element => !element.closest(".pb-raci, .pb-visually-hidden") && element.checkVisibility())
  .filter(element => {
    const look = getComputedStyle(element);
    return (look.display !== "inline" && element.getBoundingClientRect().right > innerWidth + 1)
      || (look.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1);
  })
  .map(element => element.outerHTML.slice(0, 120))"""
"""What stands out of the page, or is cut off in it; the matrix has pages on their side."""

FOLDED = """() => [...document.querySelectorAll("details[class*=pb-] > :not(summary, form)")]
  .filter(inside => !inside.checkVisibility({contentVisibilityAuto: true}))
  .map(inside => inside.outerHTML.slice(0, 120))"""
"""What the blocks keep folded, which nobody can unfold on paper."""


@pytest.mark.parametrize("kind", KINDS)
def test_page_prints_whole_and_dark_on_white(visitor, picture, kind):
    page = visitor.open(KINDS[kind], size=PAGE, scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate(AROUND) == []
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(FAINT) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(FOLDED) == []
    picture(page, f"{kind}-print")


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
    page.evaluate(f"{AXE}; 0")
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        found = violations(page)
        assert found == [], "\n".join(found)
    entry = page.locator(".pb-print__lines a").first
    assert entry.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    page.close()
