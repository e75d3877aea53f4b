"""Two published versions in the browser: one leads to the other, and what the reader chose holds in both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.editions import FIRST, SECOND, two_versions


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of a published tree."""
    return serve(two_versions(tmp_path_factory.mktemp("versions")).public)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of a reader who remembers nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _turn_to(page: Page, version: str) -> None:
    page.locator(".md-version").hover()
    page.locator(".md-version__link", has_text=version).click()


def test_the_other_version_opens_at_the_same_page_and_section(page: Page, tree: str):
    page.goto(f"{tree}{FIRST}/about/#how-it-is-recorded")
    _turn_to(page, SECOND)
    expect(page).to_have_url(f"{tree}{SECOND}/about/#how-it-is-recorded")
    _turn_to(page, FIRST)
    expect(page).to_have_url(f"{tree}{FIRST}/about/#how-it-is-recorded")


def test_a_page_that_the_other_version_lacks_leads_to_its_beginning(page: Page, tree: str):
    page.goto(f"{tree}{FIRST}/oven/")
    _turn_to(page, SECOND)
    expect(page).to_have_url(f"{tree}{SECOND}/")


def test_every_version_is_offered_and_says_how_it_stands(page: Page, tree: str):
    page.goto(f"{tree}{SECOND}/")
    offered = page.locator(".md-version__link")
    expect(offered).to_have_count(2)
    assert [re.sub(r"\s+", " ", each).strip() for each in offered.all_text_contents()] == [
        f"{SECOND} (in force)",
        f"{FIRST} (superseded)",
    ]


def test_the_version_in_force_opens_at_the_section_that_was_asked_for(page: Page, tree: str):
    page.goto(f"{tree}current/about/#how-it-is-recorded")
    expect(page).to_have_url(f"{tree}{SECOND}/about/#how-it-is-recorded")
    page.goto(tree)
    expect(page).to_have_url(f"{tree}{SECOND}/")


def test_what_a_reader_chose_holds_in_every_version(page: Page, tree: str):
    page.goto(f"{tree}{FIRST}/")
    page.evaluate(
        """async () => {
          const { setMe } = await import(new URL("playbook/playbook.js", document.baseURI));
          setMe({ role: "cashier" });
        }"""
    )
    page.goto(f"{tree}{SECOND}/about/")
    chosen = page.evaluate("""async () => (await import(new URL("../playbook/playbook.js", document.baseURI))).me()""")
    assert chosen == {"role": "cashier"}
