"""“I have a problem”: what it is about and how much it matters lead to who answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.look import back, go
from tests.browser.pages import KINDS, NARROW, SCHEMES, WIDE

LATE, MONEY, PERSONAL = "The work is late, wrong or missing", "Money, scope or the contract", "Something personal"


def choose(page: Page, words: str) -> None:
    """Choose an option of the finder."""
    page.locator(".pb-finder__option", has_text=words).click()


def answer(page: Page):
    """Return what the finder says."""
    return page.locator(".pb-answer:visible")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_kind_and_priority_lead_to_who_answers(visitor, size):
    page = visitor.open(KINDS["escalation-index"], size=size)
    expect(answer(page)).to_have_count(0)
    choose(page, LATE)
    expect(answer(page)).to_have_count(1)
    doors = answer(page).locator(".pb-answer__door:visible")
    expect(doors).to_have_count(2)
    choose(page, "Critical")
    expect(doors).to_have_count(1)
    for words in ("Begin at level 2", "Answered within 30 minutes", "Relationship Manager", "Engagement Manager"):
        expect(doors).to_contain_text(words)
    expect(doors.locator(".pb-answer__times li:visible")).to_have_count(1)
    expect(doors.get_by_role("link", name="engagement@supplier.example")).to_be_visible()
    for words in ("What to send", "ticket or case numbers", "When to skip a level"):
        expect(answer(page)).to_contain_text(words)
    assert re.search(r"\?problem=delivery&priority=p1", page.url)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("[data-pb-spoken]")).to_contain_text("Begin at level 2: Bring in the relationship.")
    answer(page).get_by_role("link", name="Delivery escalation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delivery escalation")
    back(page)
    expect(doors).to_contain_text("Begin at level 2")


def test_address_leads_to_an_answer(visitor):
    page = visitor.open(f"{KINDS['escalation-index']}?problem=delivery&priority=p1")
    expect(page.get_by_role("radio", name=re.compile(LATE))).to_be_checked()
    expect(page.get_by_role("radio", name=re.compile("^P1 Critical"))).to_be_checked()
    expect(answer(page)).to_contain_text("Begin at level 2")


@pytest.mark.parametrize("query", ["?problem=nothing&priority=p9", "?priority=p1", "?problem=%22%5D&priority=%3Cb%3E"])
def test_address_that_says_no_kind_has_no_answer(visitor, query):
    page = visitor.open(KINDS["escalation-index"] + query)
    expect(page.get_by_role("group", name="What is it about?")).to_be_visible()
    expect(answer(page)).to_have_count(0)


def test_priority_that_a_kind_does_not_take_cannot_be_chosen(visitor):
    page = visitor.open(f"{KINDS['escalation-index']}?problem=delivery&priority=p1")
    choose(page, MONEY)
    critical = page.get_by_role("radio", name=re.compile("^P1 Critical"))
    expect(critical).to_be_disabled()
    expect(critical).not_to_be_checked()
    expect(page.locator(".pb-finder__option", has_text="Critical")).to_contain_text("does not take it")
    assert page.url.endswith("?problem=commercial")


def test_personal_matter_needs_no_priority_and_names_no_mailbox(visitor):
    page = visitor.open(KINDS["escalation-index"])
    choose(page, PERSONAL)
    expect(page.get_by_role("group", name="How much does it matter?")).to_be_hidden()
    expect(answer(page)).to_contain_text("People Partner")
    expect(answer(page)).to_contain_text("In confidence")
    expect(answer(page)).not_to_contain_text("@")
    expect(answer(page)).not_to_contain_text("If away")
    expect(page.locator("[data-pb-spoken]")).to_contain_text("Speak in confidence")


def test_finder_works_by_keyboard_and_begins_again(visitor):
    page = visitor.open(KINDS["escalation-index"])
    page.get_by_role("radio", name=re.compile(LATE)).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("Something makes"))).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name=re.compile("^P1 Critical"))).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer(page)).to_have_count(0)
    expect(page.get_by_role("radio", name=re.compile(LATE))).to_be_focused()
    assert "?" not in page.url


def test_my_part_is_marked(visitor):
    page = visitor.open("", new=True)
    page.get_by_label("My role is").select_option(label="Engagement Manager")
    go(page, f"{KINDS['escalation-index']}?problem=delivery&priority=p1")
    mine = answer(page).locator(".pb-answer__owner.pb-mine:visible")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("(yours)")
    go(page, KINDS["path"])
    expect(page.locator(".pb-ladder__level.pb-mine")).to_have_count(1)


def test_without_scripts_every_answer_can_be_opened(visitor):
    page = visitor.open(KINDS["escalation-index"], scripts=False)
    expect(page.locator(".pb-finder form")).to_be_hidden()
    expect(answer(page)).to_have_count(4)
    answer(page).first.locator("summary").click()
    expect(answer(page).first).to_contain_text("Begin at level 2")
    expect(answer(page).first.locator(".pb-answer__door:visible")).to_have_count(2)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("query", ["?problem=commercial&priority=p3", "?problem=personal"])
def test_answer_has_no_violation(visitor, scheme, size, query):
    page = visitor.open(KINDS["escalation-index"] + query, scheme=scheme, size=size)
    expect(answer(page)).to_have_count(1)
    assert violations(page) == []
