"""The responsibility matrix: what stays in sight, what is said aloud, what a link to a row shows, what is printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.look import in_sight
from tests.browser.pages import KINDS, NARROW, WIDE

MATRICES = ("raci", "workstream", "phase")
TABLET = (800, 600)
"""Narrower than the matrix, which then scrolls both ways."""


def matrix(page):
    """Return the region that scrolls."""
    return page.locator(".pb-raci")


@pytest.mark.parametrize("kind", MATRICES)
def test_header_and_first_column_stay_in_sight(visitor, kind):
    page = visitor.open(KINDS[kind], size=TABLET)
    region = matrix(page)
    region.evaluate("region => region.scrollTo(60, 400)")
    assert region.evaluate("region => [region.scrollLeft, region.scrollTop]") == [60, 400]
    region.scroll_into_view_if_needed()
    edge = region.evaluate("""region => {
      const box = region.getBoundingClientRect();
      return [box.left + region.clientLeft, box.top + region.clientTop];
    }""")
    head = region.locator("thead").evaluate("head => head.getBoundingClientRect().top")
    assert head == pytest.approx(edge[1], abs=1)
    lefts = region.locator("tbody th[scope=row]").evaluate_all("all => all.map(th => th.getBoundingClientRect().left)")
    assert lefts == pytest.approx([edge[0]] * len(lefts), abs=1)
    corner = region.locator("thead tr:last-child > :first-child").evaluate("""corner => {
      const box = corner.getBoundingClientRect();
      return document.elementFromPoint(box.left + 5, box.bottom - 5) === corner;
    }""")
    assert corner, "something lies over the corner where header and first column meet"


@pytest.mark.parametrize("kind", MATRICES)
def test_a_whole_row_fits_a_laptop(visitor, kind):
    region = matrix(visitor.open(KINDS[kind]))
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") == 0


@pytest.mark.parametrize("kind", MATRICES)
def test_every_letter_has_its_word_for_screen_readers(visitor, kind):
    page = visitor.open(KINDS[kind])
    key = page.locator(".pb-key li").all_inner_texts()
    words = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in key if not line.startswith("*")}
    assert set(words) == {"R", "A", "C", "I"}
    said = (
        matrix(page)
        .locator("tbody .pb-letter")
        .evaluate_all("""letters => letters.map(letter => [
      letter.querySelector("[aria-hidden=true]").firstChild.textContent,
      letter.querySelector(".pb-visually-hidden").textContent.split(":")[0],
    ])""")
    )
    assert said
    assert {tuple(pair) for pair in said} <= set(words.items())
    assert matrix(page).get_by_role("cell", name=words["A"]).count() > 0


def test_letters_differ_by_more_than_colour(visitor):
    page = visitor.open(KINDS["raci"])
    looks = page.locator(".pb-key li").evaluate_all("items => items.map(item => item.innerText.trim())")
    assert len({look[0] for look in looks}) == len(looks)


def test_legend_says_what_each_letter_means(visitor):
    for kind in ("raci", "workstream"):
        legend = visitor.open(KINDS[kind]).locator("dl.pb-legend")
        expect(legend.locator("dt")).to_have_count(4)
        assert all(len(meaning) > 10 for meaning in legend.locator("dd").all_inner_texts())


def test_region_is_named_and_scrolls_by_keyboard(visitor):
    page = visitor.open(KINDS["workstream"], size=TABLET)
    region = page.get_by_role("region", name="Transition and exit")
    page.locator("h2 .headerlink").first.focus()
    page.keyboard.press("Tab")
    expect(region).to_be_focused()
    assert region.evaluate("region => getComputedStyle(region).outlineStyle") != "none"
    for key, axis in (("ArrowRight", "scrollLeft"), ("PageDown", "scrollTop")):
        page.keyboard.press(key)
        page.wait_for_function("axis => document.querySelector('.pb-raci')[axis] > 20", arg=axis)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_address_of_an_activity_shows_its_row(visitor, size):
    rows = visitor.open(KINDS["workstream"], size=size).locator(".pb-raci tr[id]")
    ids = rows.evaluate_all("rows => rows.map(row => row.id)")
    assert all(name.startswith("activity-") for name in ids)
    for name in (ids[len(ids) // 2], ids[-1]):
        page = visitor.open(f"{KINDS['workstream']}#{name}", size=size)
        in_sight(page.locator(f"#{name} > th"))


def test_activity_on_a_role_page_leads_to_its_row(visitor):
    page = visitor.open(KINDS["role"])
    link = page.locator(".pb-parts a.pb-link--activity").last
    words = link.inner_text()
    link.click()
    row = page.locator("tr:target > th")
    expect(row).to_contain_text(words)
    in_sight(row)


def test_narrow_screen_shows_each_activity_with_its_roles(visitor):
    page = visitor.open(KINDS["workstream"], size=NARROW)
    row = page.locator(".pb-raci tbody tr[id]").first
    shown = row.locator("td:visible").evaluate_all(
        "cells => cells.map(cell => [cell.dataset.role, getComputedStyle(cell, '::after').content])"
    )
    assert shown
    assert all(content == f'"{role}"' for role, content in shown)
    assert row.evaluate("row => row.scrollWidth <= innerWidth")


@pytest.mark.parametrize("kind", MATRICES)
def test_print_shows_every_column(visitor, kind):
    page = visitor.open(KINDS[kind], size=(964, 680))  # the inside of an A4 page on its side
    page.emulate_media(media="print")
    region = matrix(page)
    looks = region.evaluate("region => [getComputedStyle(region).overflowX, getComputedStyle(region).maxHeight]")
    assert looks == ["visible", "none"]
    assert region.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    ends = region.locator("tr > :last-child").evaluate_all("all => all.map(cell => cell.getBoundingClientRect().right)")
    starts = region.evaluate("region => region.getBoundingClientRect().left")
    assert max(ends) - starts <= 964
