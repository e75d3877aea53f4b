"""The glossary: letters jump, and a link to a term arrives at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.look import in_sight
from tests.browser.pages import KINDS, NARROW, WIDE


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
