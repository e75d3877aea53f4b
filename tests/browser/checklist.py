"""A checklist in a browser, as its tests open it, tick it and look at what the browser keeps of it."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from playbook.loading.load import load
from tests.browser.look import again, go
from tests.support import ROOT

PLAYBOOK = load(ROOT / "data").or_raise()
PROGRAMME = PLAYBOOK.programmes["client-newcomer"]
LIST = "onboarding/client-newcomer/"
KEPT = "Object.keys(localStorage).find(key => key.endsWith(':checklist:programme/client-newcomer'))"
"""Finds where the browser keeps the list."""


def opened(visitor, address: str = LIST, at: str = "2027-03-22T10:00:00", **how) -> Page:
    """Return a tab with a list that knows nothing yet, on a day of the tests' own."""
    page = visitor.page(new=True, **how)
    page.clock.set_fixed_time(at)
    go(page, address)
    expect(page.locator(".pb-checklist--live").first).to_be_visible()
    return page


def box(page: Page, id: str) -> Locator:
    """Return the box of a step."""
    return page.locator(f"[data-step='{id}'] > .pb-step__tick")


def tally(page: Page) -> Locator:
    """Return the words beside the bar."""
    return page.locator(".pb-checklist__tally > span").first


def remembered(page: Page) -> dict:
    """Return what the browser keeps of the list."""
    return json.loads(page.evaluate(f"localStorage[{KEPT}] ?? '{{}}'"))


def edit(page: Page, change: str) -> None:
    """Change what the browser keeps, `state`, by a line of script, and open the page again."""
    page.evaluate(
        f"() => {{ const key = {KEPT}, state = JSON.parse(localStorage[key]); {change}; "
        "localStorage[key] = JSON.stringify(state); }"
    )
    again(page)


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
