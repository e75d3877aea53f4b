"""Home asks who the reader is; the browser keeps the answer, and every page marks what is theirs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.look import again, go
from tests.browser.pages import KINDS, NARROW, WIDE

ROLE, NAME = "contract-manager", "Contract Manager"
MARKED = "all => all.filter(one => one.classList.contains('pb-mine')).length"
BLOCKED = """() => {
  for (const name of ["getItem", "setItem", "removeItem"]) {
    const usual = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...rest) {
      if (key.startsWith("playbook:")) throw new DOMException("denied", "SecurityError");
      return usual.call(this, key, ...rest);
    };
  }
}"""
"""A browser that keeps nothing for the playbook."""


def _choose(page: Page, role: str = NAME) -> None:
    page.get_by_label("My role is").select_option(label=role)


def _mine(page: Page, role: str = ROLE) -> tuple[int, int]:
    """Return how much on a page is said to be of a role, and how much of that is marked."""
    own = page.locator(f"[data-roles~='{role}'], [data-role='{role}']")
    return own.count(), own.evaluate_all(MARKED)


def test_nothing_is_marked_before_a_choice(visitor):
    page = visitor.open("")
    expect(page.get_by_role("group", name="I am")).to_be_visible()
    expect(page.get_by_text("Your choice stays in this browser.")).to_be_visible()
    expect(page.get_by_role("button", name="Forget it")).to_be_hidden()
    expect(page.locator("[data-pb-me]")).to_be_hidden()
    expect(page.locator(".pb-reader__panel:visible, .pb-mine")).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_role_is_kept_marked_and_linked_from_every_page(visitor, size):
    page = visitor.open("", size=size, new=True)
    _choose(page)
    expect(page.get_by_role("region", name=NAME)).to_be_visible()
    expect(page.locator("[data-pb-spoken]")).to_contain_text(f"Your role is {NAME}.")
    assert "?" not in page.url
    for kind in ("documents", "risks", "role-index", "change"):
        go(page, KINDS[kind])
        expect(page.locator(".pb-mine").first).to_be_attached()
        own, marked = _mine(page)
        assert own == marked > 0, kind
        assert page.locator(".pb-mine:not([data-roles~='contract-manager'], [data-role])").count() == 0
        words = page.locator(".pb-mine[data-roles] .pb-mine__word")
        assert set(words.all_text_contents()) == {"(yours) "}
    chip = page.get_by_role("link", name=f"My role {NAME}")
    chip.click()
    assert page.url == visitor.server + KINDS["role"]
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)


def test_a_choice_is_forgotten_when_told(visitor):
    page = visitor.open("", new=True)
    page.get_by_role("radio", name="client staff").check()
    _choose(page)
    expect(page.locator(".grid.cards .pb-mine")).to_have_text(re.compile("I am client staff"))
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("radio", name="new here")).to_be_focused()
    expect(page.locator("[data-pb-spoken]")).to_contain_text("Forgotten.")
    expect(page.locator("[data-pb-me]")).to_be_hidden()
    expect(page.locator(".pb-mine, .pb-mine__word, :checked[type=radio]")).to_have_count(0)
    assert page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('playbook:'))") == []
    again(page)
    expect(page.get_by_label("My role is")).to_have_value("")


def test_the_side_of_the_reader_narrows_the_roles(visitor):
    page = visitor.open("", new=True)
    _choose(page)
    page.get_by_role("radio", name="supplier staff").check()
    expect(page.get_by_label("My role is")).to_have_value("")
    offered = page.locator("#pb-reader-role optgroup:not([disabled]) option")
    assert "Delivery Manager" in offered.all_text_contents()
    assert NAME not in offered.all_text_contents()
    page.get_by_role("radio", name="new here").check()
    assert NAME in offered.all_text_contents()


def test_the_next_meetings_come_first(visitor):
    page = visitor.page(new=True)
    page.clock.set_fixed_time(datetime(2027, 3, 2, 12, tzinfo=UTC))
    go(page, "")
    _choose(page)
    times = page.locator(".pb-reader__panel:visible time:visible")
    expect(times).to_have_count(3)
    moments = times.evaluate_all("all => all.map(time => time.dateTime)")
    assert moments == sorted(moments)
    assert moments[0] > "2027-03-02T12:00"
    expect(times.first).to_contain_text("March")
    page.clock.set_fixed_time(datetime(2031, 3, 2, 12, tzinfo=UTC))
    again(page)
    expect(page.get_by_text("None is left in this cycle.").locator("visible=true")).to_have_count(1)


def test_all_of_it_works_by_keyboard(visitor):
    page = visitor.open("", new=True)
    page.get_by_role("radio", name="new here").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="client staff")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("My role is")).to_be_focused()
    page.keyboard.type(NAME)
    expect(page.get_by_role("region", name=NAME)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Forget it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=NAME)).to_be_hidden()


def test_other_tabs_follow(visitor):
    page = visitor.open("", new=True)
    other = page.context.new_page()
    go(other, f"{visitor.server}{KINDS['risks']}")
    _choose(page)
    expect(other.locator("[data-pb-me]")).to_contain_text(NAME)
    expect(other.locator(".pb-mine").first).to_be_attached()
    page.get_by_role("button", name="Forget it").click()
    expect(other.locator("[data-pb-me]")).to_be_hidden()
    expect(other.locator(".pb-mine")).to_have_count(0)


def test_a_browser_that_keeps_nothing_still_shows_the_page(visitor):
    page = visitor.page(new=True)
    page.add_init_script(f"({BLOCKED})()")
    go(page, "")
    _choose(page)
    expect(page.get_by_role("region", name=NAME)).to_be_visible()
    expect(page.locator("[data-pb-me]")).to_contain_text(NAME)
    page.get_by_role("button", name="Forget it").click()
    expect(page.locator("[data-pb-me]")).to_be_hidden()


@pytest.mark.parametrize("kept", ["{broken", "7", json.dumps({"role": 'x"]', "name": "X", "path": "//x/"})])
def test_what_else_may_be_kept_does_no_harm(visitor, kept):
    page = visitor.page(new=True)
    page.add_init_script(f"localStorage.setItem('playbook:/:me', {json.dumps(kept)})")
    go(page, KINDS["documents"])
    expect(page.locator("[data-pb-spoken]")).to_be_attached()
    links = page.locator("[data-pb-me] a").evaluate_all("all => all.map(link => link.href)")
    assert all(link.startswith(visitor.server) for link in links)
    go(page, "")
    expect(page.get_by_label("My role is")).to_have_value("")
    expect(page.locator("[data-pb-me]")).to_be_hidden()


def test_a_role_says_on_its_page_that_it_is_mine(visitor):
    page = visitor.open(KINDS["role"], new=True)
    button = page.get_by_role("button", name="This is my role")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-pb-me]")).to_contain_text(NAME)
    go(page, "")
    expect(page.get_by_label("My role is")).to_have_value(ROLE)
    go(page, KINDS["role"])
    button.click()
    expect(page.locator("[data-pb-me]")).to_be_hidden()


def test_counts_of_a_role_lead_to_its_sections(visitor):
    page = visitor.open(KINDS["role"])
    links = page.locator(".pb-at-a-glance a")
    assert links.count() > 5
    for target in links.evaluate_all("all => all.map(link => link.getAttribute('href'))"):
        expect(page.locator(f"h2{target}")).to_have_count(1)
