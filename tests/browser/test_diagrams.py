"""The drawings: words inside their boxes, links that the keyboard reaches, legible in every colour and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.look import COLOURS
from tests.browser.pages import NARROW, SCHEMES
from tests.published import SECOND

DRAWN = {
    "relationships": "roles/",
    "ladder": "escalation/delivery/",
    "year": "cadence/",
    "dependencies": "dependencies/",
}
"""The pages that hold a drawing."""

PAGE = (658, 986)
"""The inside of an A4 page, in pixels."""

OUTSIDE = """() => [...document.querySelectorAll(".pb-drawing .pb-box")].flatMap(box => {
  const frame = box.querySelector("rect").getBBox();
  return [...box.querySelectorAll("text")].filter(text => {
    const words = text.getBBox();
    return words.x < frame.x - 0.5 || words.y < frame.y - 0.5
      || words.x + words.width > frame.x + frame.width + 0.5 || words.y + words.height > frame.y + frame.height + 0.5;
  }).map(text => text.textContent);
})"""
"""Words that stand out of their box in the reader's own font."""

CROSSED = """() => [...document.querySelectorAll("svg.pb-drawing")].flatMap(drawing => {
  const words = [...drawing.querySelectorAll("tspan")].map(line => {
    const letters = [...Array(line.getNumberOfChars()).keys()].map(at => line.getExtentOfChar(at));
    const edge = (choose, at) => choose(...letters.map(at));
    const top = edge(Math.min, letter => letter.y), bottom = edge(Math.max, letter => letter.y + letter.height);
    const air = (bottom - top) * 0.12;
    const left = edge(Math.min, letter => letter.x), right = edge(Math.max, letter => letter.x + letter.width);
    return {text: line.textContent, left, right, top: top + air, bottom: bottom - air};
  });
  const over = path => {
    const points = [...Array(Math.ceil(path.getTotalLength() / 1.5)).keys()].map(at => path.getPointAtLength(at * 1.5));
    return words.filter(word => points.some(
      ({x, y}) => word.left < x && x < word.right && word.top < y && y < word.bottom));
  };
  return [...drawing.querySelectorAll(".pb-wire path")].flatMap(over).map(word => word.text);
})"""
"""Words that a line runs through, or behind: not every page that shows a drawing gives its boxes a ground."""

FONTS = ("'DejaVu Sans', Verdana, sans-serif", "'DejaVu Serif', Georgia, serif", "'DejaVu Sans Mono', monospace")
"""Fonts of readers, the widest of their kinds."""

FAINT = (
    "() => {"
    + COLOURS
    + """
  const paper = channels(getComputedStyle(document.body).backgroundColor).slice(0, 3);
  const faint = [];
  for (const text of document.querySelectorAll(".pb-drawing text")) {
    const rect = text.parentElement.querySelector(":scope > rect"), fill = rect ? getComputedStyle(rect).fill : "none";
    const ground = fill === "none" ? paper : over(channels(fill), paper);
    const found = contrast(over(channels(getComputedStyle(text).fill), ground), ground);
    if (found < 4.5) faint.push([text.textContent, found]);
  }
  const lines = ".pb-wire:not(.pb-wire--rule, .pb-wire--rail) path, .pb-mark :not(title)";
  for (const line of document.querySelectorAll(lines)) {
    const look = getComputedStyle(line), ink = look.stroke === "none" ? look.fill : look.stroke;
    const found = contrast(over(channels(ink), paper), paper);
    if (found < 3) faint.push([line.outerHTML.slice(0, 80), found]);
  }
  return faint;
}"""
)
"""Words and lines with too little contrast to what they stand on."""


@pytest.mark.parametrize("kind", DRAWN)
def test_words_stand_inside_their_boxes_and_no_line_crosses_them(visitor, kind):
    page = visitor.open(DRAWN[kind])
    assert page.locator(".pb-drawing .pb-box").count() > 5
    for font in (None, *FONTS):
        if font:
            page.add_style_tag(content=f".pb-drawing text {{ font-family: {font} }}")
        assert (font, page.evaluate(OUTSIDE), page.evaluate(CROSSED)) == (font, [], [])


def test_no_line_crosses_a_word_of_a_cited_drawing(browser, published_twice, serve):
    tree = serve(published_twice.public)
    cited = (published_twice.public / SECOND / "s").glob("*/index.html")
    drawn = [file.parent.name for file in sorted(cited) if "pb-drawing" in file.read_text(encoding="utf-8")]
    assert len(drawn) > 3
    page = browser.new_page(color_scheme="dark")
    found = set()
    for name in drawn:
        page.goto(f"{tree}{SECOND}/s/{name}/")
        for font in FONTS:
            page.add_style_tag(content=f"body {{ font-family: {font} }}")
            assert (name, font, page.evaluate(CROSSED)) == (name, font, [])
        grounds = page.locator(".pb-box:not(.pb-box--band, .pb-box--head, .pb-box--aside, .pb-box--blank) rect")
        paper = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        found |= set(grounds.evaluate_all("all => all.map(each => getComputedStyle(each).fill)"))
    assert found == {paper}
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", DRAWN)
def test_drawing_is_legible(visitor, kind, scheme):
    page = visitor.open(DRAWN[kind], scheme=scheme)
    assert page.evaluate(FAINT) == []
    page.emulate_media(media="print")
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("kind", DRAWN)
def test_drawing_fits_a_wide_window_and_a_sheet_of_paper(visitor, kind):
    page = visitor.open(DRAWN[kind])
    room, drawing = page.locator(".pb-figure > .pb-scroll"), page.locator(".pb-drawing")
    assert room.evaluate("room => room.scrollWidth <= room.clientWidth")
    page.set_viewport_size({"width": PAGE[0], "height": PAGE[1]})
    page.emulate_media(media="print")
    assert drawing.evaluate("drawing => drawing.getBoundingClientRect().right") <= PAGE[0]


@pytest.mark.parametrize("kind", DRAWN)
def test_drawing_scrolls_by_itself_on_a_narrow_screen(visitor, kind):
    page = visitor.open(DRAWN[kind], size=NARROW)
    room = page.locator(".pb-figure > .pb-scroll")
    assert room.evaluate("room => room.scrollWidth > room.clientWidth")
    room.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.pb-figure > .pb-scroll').scrollLeft > 0")
    sizes = page.locator(".pb-drawing text").evaluate_all("all => all.map(text => text.getBoundingClientRect().height)")
    assert min(sizes) >= 11


@pytest.mark.parametrize("kind", DRAWN)
def test_keyboard_reaches_the_boxes_and_opens_what_they_stand_for(visitor, kind):
    page = visitor.open(DRAWN[kind])
    links = page.locator(".pb-drawing a")
    page.locator(".pb-figure > .pb-scroll").focus()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    width = links.nth(1).locator("rect").evaluate("frame => getComputedStyle(frame).strokeWidth")
    assert width == "3px"
    goal = links.nth(1).evaluate("link => new URL(link.href.baseVal, document.baseURI).href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(goal)


def test_links_are_named_after_what_they_stand_for(visitor):
    page = visitor.open(DRAWN["relationships"])
    expect(page.locator(".pb-drawing").get_by_role("link", name="Contract Manager")).to_have_count(1)
    expect(page.get_by_role("group", name="Who faces whom on the two sides, by level").first).to_be_visible()
