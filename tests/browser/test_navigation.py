"""Ways through the site: tabs, links of the home page, keyboard, colours that stay as chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.look import again, back, go, in_sight, settled
from tests.browser.pages import KINDS, NARROW

CHOSEN = "() => document.body.dataset.mdColorScheme"
NAMED = "place => `${place.tagName} ${place.getAttribute('href')} ${place.innerText}`"


def test_tabs_lead_to_pages_that_mark_them(visitor):
    page = visitor.open("")
    names = page.locator(".md-tabs__link").all_inner_texts()
    assert len(names) > 5
    for name in names:
        page.locator(".md-tabs__link", has_text=name.strip()).first.click()
        expect(page.locator(".md-tabs__item--active")).to_have_text(name.strip())
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_every_link_of_the_home_page_arrives(visitor):
    page = visitor.open("")
    links = page.locator("article a[href]:not(.headerlink, .pb-word):visible")
    for address in dict.fromkeys(links.evaluate_all("all => all.map(link => link.getAttribute('href'))")):
        page.locator(f"article a[href='{address}']:not(.pb-word):visible").first.click()
        assert page.url == f"{visitor.server}{address}"
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if "#" in address:
            in_sight(page.locator(":target"))
        back(page)


def test_colours_stay_as_chosen(visitor):
    page = visitor.open("", new=True)
    settled(page)
    page.get_by_title("Switch to the dark colours").click()
    page.wait_for_function("() => document.body.dataset.mdColorScheme === 'slate'")
    again(page)
    assert page.evaluate(CHOSEN) == "slate"
    go(page, KINDS["role"])
    assert page.evaluate(CHOSEN) == "slate"
    settled(page)
    page.get_by_title("Switch to the light colours").click()
    page.wait_for_function("() => document.body.dataset.mdColorScheme === 'default'")
    go(page, "")
    assert page.evaluate(CHOSEN) == "default"


@pytest.mark.parametrize("kind", ["home", "role", "workstream"])
def test_skip_link_comes_first_and_arrives_at_the_text(visitor, kind):
    page = visitor.open(KINDS[kind])
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    in_sight(page.get_by_role("heading", level=1))
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('article'))")


@pytest.mark.parametrize("size", [(1440, 900), NARROW])
def test_tab_key_reaches_every_link_of_the_text_in_order(visitor, size):
    page = visitor.open(KINDS["path"], size=size)
    page.locator("article .headerlink, article h1").first.evaluate("first => { first.tabIndex = -1; first.focus() }")
    places = page.locator("article :is(a[href], summary, [tabindex='0']):visible:not(.headerlink)")
    expected = places.evaluate_all(f"all => all.map({NAMED})")
    reached = []
    while page.evaluate("() => Boolean(document.activeElement.closest('article'))") and len(reached) < 200:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(f"() => ({NAMED})(document.activeElement)"))
    assert [place for place in reached if place in expected] == expected


@pytest.mark.parametrize("scripts", [True, False])
def test_narrow_screen_has_a_drawer(visitor, scripts):
    page = visitor.open("", size=NARROW, scripts=scripts)
    link = page.locator(".md-nav--primary a.md-nav__link", has_text="Glossary")
    expect(link).not_to_be_in_viewport()
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The words we use")


def test_previous_and_next_page_are_named_as_they_are_labelled(visitor):
    page = visitor.open(KINDS["onboarding-index"])
    link = page.locator(".md-footer__link--next")
    name = link.locator(".md-ellipsis").inner_text()
    assert "'" in name or "’" in name
    assert link.get_attribute("aria-label") == f"Next: {name}"


def test_link_behind_a_heading_stays_on_the_page_however_long_the_heading(visitor):
    page = visitor.open(KINDS["role"], size=NARROW)
    beyond = page.evaluate("""() => [...document.querySelectorAll(".headerlink")].filter(link => {
      const room = document.documentElement.clientWidth - link.parentElement.getBoundingClientRect().right;
      return link.getBoundingClientRect().width + parseFloat(getComputedStyle(link).marginInlineStart) > room;
    }).map(link => link.parentElement.innerText)""")
    assert beyond == []
