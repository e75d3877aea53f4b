"""The styles of the playbook reach a page as one sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from playbook.finishing.styles import trimmed
from tests.support import ROOT, built, small

LOOK = ROOT / "overrides" / "playbook"
THEME = re.compile(r"md-|__config|document\$")
"""What belongs to Material."""


def _sheets(site: Path) -> list[str]:
    page = etree.parse(str(site / "index.html"), etree.HTMLParser(encoding="utf-8"))
    links = page.findall(".//link[@rel='stylesheet']")
    return [link.get("href") for link in links if not link.get("href").startswith("assets/stylesheets/")]


def test_a_page_asks_for_one_sheet(reference_site):
    assert _sheets(reference_site.folder) == ["playbook/styles.css"]
    joined = (reference_site.folder / "playbook" / "styles.css").read_text(encoding="utf-8")
    assert joined.startswith(":root")
    assert "/*" not in joined
    assert not (reference_site.folder / "playbook" / "base.css").exists()


def test_a_sheet_of_the_team_is_joined_where_it_lies_in_the_folder(tmp_path):
    playbook = small(tmp_path)
    (playbook / "overrides" / "ours.css").write_text(".ours { color: red; }\n", encoding="utf-8")
    (playbook / "overrides" / "playbook" / "ours.css").write_text("/* last */ .ours { top: 0 }\n", encoding="utf-8")
    with (playbook / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nextra_css: [ours.css, playbook/ours.css, playbook/risks.css]\n")
    site = built(playbook)
    assert _sheets(site) == ["playbook/styles.css", "ours.css"]
    assert (site / "playbook" / "styles.css").read_text(encoding="utf-8").startswith(".ours { top: 0 }\n.")


@pytest.mark.parametrize("kind", ["css", "js"])
def test_one_file_of_a_kind_names_what_is_of_the_theme(kind):
    seam = {"css": "material.css", "js": "theme.js"}[kind]
    files = [*LOOK.glob(f"*.{kind}")]
    assert {path.name for path in files if THEME.search(path.read_text(encoding="utf-8"))} == {seam}


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("a { b: c; } /* d */\n\n  e { }\n", "a { b: c; }\ne { }"),
        ('a::before { content: "/* kept */"; }', 'a::before { content: "/* kept */"; }'),
        ("a/**/b {}", "a b {}"),
        ("a { content: '\\'/*'; } /* ' */", "a { content: '\\'/*'; }"),
    ],
)
def test_comments_and_indents_are_left_out(sheet, expected):
    assert trimmed(sheet) == expected
