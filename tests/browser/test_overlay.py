"""Serving in a real browser: a broken edit comes up over the page by itself, and goes when it is mended."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support import replace
from tests.test_serve import SECONDS, Served, served

__all__ = ["served"]


def test_a_broken_edit_comes_up_over_the_page_and_goes_when_mended(browser, served: Served):
    page = browser.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.goto(f"{served.address}/responsibilities/mending/")
    overlay = page.locator("#pb-overlay")
    expect(overlay).to_have_count(0)

    data = served.playbook / "data" / "responsibilities.yml"
    text = replace(data, "    consulted: cashier\n", "    consulted: cashire\n")
    line = text[: text.index("cashire")].count("\n") + 1
    expect(overlay).to_be_visible(timeout=SECONDS * 1000)
    expect(overlay).to_be_in_viewport()
    for words in (f"data/responsibilities.yml:{line}:16", "there is no role `cashire`", "did you mean `cashier`?"):
        expect(overlay).to_contain_text(words)
    expect(page.get_by_role("alert")).to_contain_text("the latest edit cannot be built")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    replace(data, "    consulted: cashire\n", "    consulted: cashier\n")
    expect(overlay).to_have_count(0, timeout=SECONDS * 1000)
    page.close()
