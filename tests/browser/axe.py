"""What axe-core finds wrong with a page by WCAG 2.2 AA."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe.min.js"
AXE = SCRIPT.read_text(encoding="utf-8")
RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  resultTypes: ["violations"],
})"""


def violations(page: Page, *sizes: tuple[int, int]) -> list[str]:
    """Return what axe finds wrong with a page in each of these windows, or as it is now."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(f"{AXE}; 0")
    if not sizes:
        return _found(page)
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} px: {line}" for line in _found(page)]
    return found


def _found(page: Page) -> list[str]:
    return [
        f"{rule['id']} ({rule['help']}): {_told(node)}"
        for rule in page.evaluate(RUN)["violations"]
        for node in rule["nodes"]
    ]


def _told(node) -> str:
    return f"{' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    {node['failureSummary']}"
