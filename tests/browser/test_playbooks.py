"""Playbooks unlike ours look as good: a provider's matrices and a foundation, on a desk and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.look import OUTSIDE
from tests.browser.pages import NARROW, WIDE
from tests.support import built, dressed, other

PAGES = {
    "provider": ("", "responsibilities/", "responsibilities/kubernetes/", "services/databases/", "roles/provider/",
        "levels/", "glossary/"),
    "foundation": ("", "parties/", "roles/", "roles/release-chair/", "cadence/", "cadence/batch-group/",
        "onboarding/leavers/"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_fits_and_has_no_violation(name, tmp_path, visitor, serve, picture):
    address = serve(built(dressed(other(name, tmp_path / name))))
    visitor.server = address
    page = visitor.page()
    wrong = []
    for kind in PAGES[name]:
        page.goto(address + kind)
        for width, height in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": height})
            picture(page, f"{name}-{kind.strip('/').replace('/', '-') or 'home'}-{width}")
            scrolls = page.evaluate("document.scrollingElement.scrollWidth") > width
            wrong += [(kind, width, what) for what in page.evaluate(OUTSIDE)]
            wrong += [(kind, width, "the page scrolls")] if scrolls else []
        wrong += [(kind, NARROW[0], what) for what in violations(page)]
    assert wrong == []
