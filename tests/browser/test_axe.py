"""No violation of WCAG 2.2 AA that axe-core can find, on any kind of page, in any of its looks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.browser.pages import KINDS, NARROW, SCHEMES

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  resultTypes: ["violations"],
})"""


def test_axe_is_the_one_its_readme_names():
    digest = hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest()
    assert digest in (VENDOR / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_page_has_no_violation(visitor, kind, scheme):
    page = visitor.open(KINDS[kind], scheme=scheme)
    page.evaluate(f"{AXE}; 0")
    wide = violations(page)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    narrow = violations(page)
    assert not wide + narrow, "\n".join(["", *wide, *(f"narrow: {line}" for line in narrow)])


def violations(page) -> list[str]:
    """Return what axe finds wrong with a page as it is now; AXE must have been put into it."""
    found = page.evaluate(RUN)["violations"]
    return [f"{rule['id']} ({rule['help']}): {_told(node)}" for rule in found for node in rule["nodes"]]


def _told(node) -> str:
    return f"{' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    {node['failureSummary']}"
