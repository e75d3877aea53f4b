"""What the playbook adds to the weight of a page: its own scripts and styles, compressed as a host sends them."""

from __future__ import annotations

import gzip

MOST = 60 * 1024


def test_scripts_and_styles_are_light(reference_site):
    folder = reference_site.folder / "playbook"
    files = [*folder.glob("*.css"), *folder.glob("*.js")]
    weights = {file.name: len(gzip.compress(file.read_bytes(), mtime=0)) for file in files}
    assert {"styles.css", "playbook.js", "home.js"} <= weights.keys()
    assert sum(weights.values()) <= MOST, sorted(weights.items(), key=lambda item: -item[1])


def test_a_page_asks_for_no_other_scripts_and_styles(visitor):
    page = visitor.open("")
    names = page.evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)")
    asked = [name for name in names if name.endswith((".css", ".js"))]
    assert [name for name in asked if not name.startswith(("/playbook/", "/assets/"))] == []
