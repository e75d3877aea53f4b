"""The glossary: letters jump, a link to a term arrives at it, and words explain themselves on every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.look import again, back, go, in_sight
from tests.browser.pages import KINDS, NARROW, SCHEMES, WIDE


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_letter_jumps_to_its_terms(visitor, size):
    page = visitor.open(KINDS["glossary"], size=size)
    index = page.get_by_role("navigation", name="Letters of the glossary")
    letters = index.get_by_role("link").all_inner_texts()
    assert letters == sorted(letters)
    assert len(letters) > 15
    for letter in (letters[0], letters[len(letters) // 2], letters[-1]):
        page.evaluate("scrollTo(0, 0)")
        index.get_by_role("link", name=letter, exact=True).click()
        group = page.locator(f"#letter-{letter.lower()}")
        in_sight(group.locator(".pb-glossary__letter"))
        assert group.locator("dt").first.inner_text().upper().startswith(letter)


def test_every_letter_of_the_index_has_terms(visitor):
    page = visitor.open(KINDS["glossary"])
    targets = page.locator(".pb-glossary__letters a").evaluate_all("all => all.map(link => link.hash)")
    assert all(page.locator(f"{target} dt").count() for target in targets)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_link_from_another_page_arrives_at_its_term(visitor, size):
    page = visitor.open(KINDS["coverage"], size=size)
    link = page.locator("a.pb-link--term").last
    words = link.inner_text()
    link.click()
    name = page.locator(".pb-term:target .pb-term__name")
    expect(name).to_have_text(words)
    in_sight(name)


def test_term_leads_to_related_terms(visitor):
    page = visitor.open(f"{KINDS['glossary']}#term-contract")
    link = page.locator("#term-contract .pb-term__more a").first
    words = link.inner_text()
    link.click()
    expect(page.locator(".pb-term:target .pb-term__name")).to_have_text(words)


def test_search_leaves_the_entries_that_have_the_words(visitor):
    page = visitor.open(KINDS["glossary"])
    entries = page.locator(".pb-term:visible")
    every = entries.count()
    page.get_by_label("Find a word").press_sequentially("QUÓRUM")
    expect(entries).to_have_count(1)
    expect(page.locator(".pb-glossary output")).to_have_text(f"1 of {every} shown")
    assert page.locator(".pb-glossary__letters a:visible").all_inner_texts() == ["Q"]
    assert page.url.endswith("?find=QU%C3%93RUM")
    again(page)
    expect(entries).to_have_count(1)
    page.get_by_label("Find a word").fill("no such word")
    expect(entries).to_have_count(0)
    expect(page.locator(".pb-glossary output")).to_have_text("No entry has this word.")
    page.get_by_label("Find a word").fill("")
    expect(entries).to_have_count(every)


def test_link_to_an_entry_that_the_search_hides_ends_the_search(visitor):
    page = visitor.open(f"{KINDS['glossary']}?find=acceptance+criteria")
    page.locator("#term-acceptance-criteria .pb-term__more a").first.click()
    expect(page.get_by_label("Find a word")).to_have_value("acceptance criteria")
    page.evaluate("location.hash = '#term-quorum'")
    expect(page.get_by_label("Find a word")).to_have_value("")
    in_sight(page.locator("#term-quorum .pb-term__name"))


def test_entry_leads_to_the_pages_that_use_its_term(visitor):
    page = visitor.open(KINDS["glossary"])
    link = page.locator("#term-issue dd", has_text="Used on").get_by_role("link").first
    words = link.inner_text()
    link.click()
    expect(page).to_have_title(re.compile(re.escape(words)))
    expect(page.locator("a[data-term='issue']").first).to_be_attached()


def _word(page: Page):
    """Return a word of a page that is explained there, and the explanation."""
    return page.locator("a.pb-word[data-term='counterpart']"), page.locator(".pb-tip")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_word_explains_itself_under_the_pointer(visitor, size):
    page = visitor.open(KINDS["escalation-index"], size=size)
    word, tip = _word(page)
    expect(tip).to_be_hidden()
    word.hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("same level on the other side")
    in_sight(tip)
    tip.hover()  # and stays while the pointer is on it
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    tip.get_by_role("link").hover()
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()
    word.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("number", [0, -1])
def test_word_explains_itself_to_the_keyboard(visitor, size, number):
    page = visitor.open(KINDS["escalation-index"], size=size)
    word = page.locator("a.pb-word").nth(number)
    word.focus()
    tip = page.locator(".pb-tip")
    expect(tip).to_be_visible()
    in_sight(tip)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(word).to_be_focused()
    word.blur()
    word.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Tab")
    expect(tip).to_be_hidden()
    word.focus()
    term = word.get_attribute("data-term")
    page.keyboard.press("Enter")
    expect(page.locator(f"#term-{term}:target")).to_be_visible()


def test_first_touch_explains_and_the_second_leads_on(browser, server):
    context = browser.new_context(base_url=server, has_touch=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    go(page, KINDS["escalation-index"])
    word, tip = _word(page)
    word.tap()
    expect(tip).to_be_visible()
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    page.touchscreen.tap(5, 100)
    expect(tip).to_be_hidden()
    word.tap()
    tip.get_by_role("link", name="In the glossary").tap()
    expect(page.locator("#term-counterpart:target")).to_be_visible()
    back(page)
    word.tap()
    expect(tip).to_be_visible()
    word.tap()
    expect(page.locator("#term-counterpart:target")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_page_has_no_violation_while_a_word_is_explained(visitor, scheme, size):
    page = visitor.open(KINDS["escalation-index"], scheme=scheme, size=size)
    word, tip = _word(page)
    word.focus()
    expect(tip).to_be_visible()
    assert violations(page) == []


def test_explanation_is_told_to_readers_who_hear_it(visitor):
    page = visitor.open(KINDS["escalation-index"])
    word, _ = _word(page)
    expect(word).to_have_accessible_description(re.compile("same level on the other side"))


def test_without_scripts_a_word_is_a_link(visitor):
    page = visitor.open(KINDS["escalation-index"], scripts=False)
    word, tip = _word(page)
    expect(tip).to_be_hidden()
    word.click()
    expect(page.locator("#term-counterpart:target")).to_be_visible()
    expect(page.get_by_label("Find a word")).to_be_hidden()


def test_paper_and_search_have_no_explanations(visitor, reference_site):
    page = visitor.open(KINDS["escalation-index"])
    page.emulate_media(media="print")
    word, tip = _word(page)
    word.focus()
    expect(tip).to_be_hidden()
    assert word.evaluate("word => getComputedStyle(word).textDecorationLine") == "none"
    index = (reference_site.folder / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "aria-describedby" not in index
    assert "In the glossary" not in index
