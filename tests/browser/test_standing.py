"""How an edition stands, on the pages of a site that is not published: by its own days, and that it is a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from tests.browser.look import go
from tests.browser.pages import KINDS, NARROW
from tests.support import built, dressed, replace, small

TERM = "Edition 2027-1 (1 January 2027 to 31 December 2027)"
DRAFT = "Edition 2030-1 (1 January 2030 to 31 December 2030) is a draft"


def test_every_page_can_say_how_its_edition_stands(reference_site):
    pages = list(reference_site.folder.rglob("*.html"))
    lacking = [path for path in pages if not html.parse(str(path)).xpath("//*[@data-pb-standing]")]
    assert lacking == []
    assert reference_site.folder / "print/index.html" in pages


@pytest.mark.parametrize(
    ("moment", "said", "printed"),
    [
        ("2026-12-31T12:00:00Z", f"{TERM} is not in force yet.", "agreed, not yet in force · from"),
        ("2027-01-01T12:00:00Z", "", "agreed · from"),
        ("2027-12-31T12:00:00Z", "", "agreed · from"),
        ("2028-01-01T12:00:00Z", f"{TERM} has expired.", "agreed, expired · from"),
    ],
)
def test_an_edition_knows_its_own_days(visitor, moment, said, printed):
    page = visitor.page(new=True, size=NARROW)
    page.clock.set_fixed_time(moment)
    for kind in ("home", "raci", "role"):
        go(page, KINDS[kind])
        banner = page.locator("[data-pb-standing]")
        expect(banner).to_be_visible(visible=bool(said))
        expect(banner.locator("[data-said]")).to_have_text(said)
        expect(banner.locator("a:visible, [data-none]:visible")).to_have_count(0)
        page.emulate_media(media="print")
        expect(banner).to_be_visible(visible=bool(said))
        expect(page.locator(".pb-sheet")).to_contain_text(printed)
        page.emulate_media(media="screen")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    page.goto("print/", wait_until="domcontentloaded")
    expect(page.locator("[data-pb-standing] [data-said]")).to_have_text(said)
    expect(page.locator(".pb-sheet")).to_contain_text(printed)


def test_scripts_say_days_in_the_language_of_the_words_around_them(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
):
    folder = dressed(small(tmp_path / "playbook"))
    replace(folder / "data/playbook.yml", "locale: en-GB", "locale: fr")
    page = browser.new_page()
    page.clock.set_fixed_time("2030-05-02T08:00:00Z")
    go(page, f"{serve(built(folder))}cadence/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".pb-sheet")).to_contain_text("Printed on 2 May 2030")
    expect(page.locator(".pb-calendar__next")).to_contain_text(re.compile(r"Next meeting\s*Counter talk\s*Tue 7 May"))
    page.close()


def test_a_draft_says_so_on_every_page_with_and_without_scripts(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
):
    folder = small(tmp_path / "playbook")
    replace(folder / "data/playbook.yml", "status: agreed", "status: draft")
    site = built(dressed(folder))
    for path in site.rglob("*.html"):
        said = html.parse(str(path)).xpath("string(//*[@data-pb-standing and not(@hidden)]//*[@data-said])")
        assert said.startswith(DRAFT), path
    root = serve(site)
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.clock.set_fixed_time("2030-05-01T12:00:00Z")
        page.goto(f"{root}cadence/")
        expect(page.locator("[data-pb-standing]")).to_contain_text(DRAFT)
        if scripts:
            told = "No meeting is next: this edition is a draft."
            expect(page.locator(".pb-calendar__next")).to_have_text(re.compile(re.escape(told)))
        context.close()
