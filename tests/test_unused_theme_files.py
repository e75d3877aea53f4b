"""What of the theme a site leaves out: files that none of its readers loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.finishing.unused_theme_files import is_spared
from tests.support import built, replace, searched, small

LUNR = "assets/javascripts/lunr"


@pytest.mark.parametrize(
    ("path", "languages", "spared"),
    [
        ("assets/javascripts/bundle.0a1b.min.js.map", {"en"}, True),
        ("assets/stylesheets/main.0a1b.min.css.map", {"en"}, True),
        ("assets/javascripts/bundle.0a1b.min.js", {"en"}, False),
        ("assets/pictures/site.map", {"en"}, False),
        (f"{LUNR}/min/lunr.de.min.js", {"en"}, True),
        (f"{LUNR}/min/lunr.de.min.js", {"en", "de"}, False),
        (f"{LUNR}/min/lunr.stemmer.support.min.js", {"de"}, False),
        (f"{LUNR}/min/lunr.multi.min.js", {"de"}, False),
        (f"{LUNR}/tinyseg.js", {"de"}, True),
        (f"{LUNR}/tinyseg.js", {"ja"}, False),
        (f"{LUNR}/wordcut.js", {"th"}, False),
        (f"{LUNR}/wordcut.js", {"hi", "de"}, False),
    ],
)
def test_a_file_of_the_theme_is_left_out_where_nobody_loads_it(path: str, languages: set[str], spared: bool):
    assert is_spared(path, languages) == spared


def test_a_site_brings_the_languages_of_its_own_search_and_no_maps(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    replace(searched(folder) / "mkdocs.yml", "  - search\n", "  - search:\n      lang: [de, ar]\n")
    site = built(folder)
    brought = {path.name for path in (site / LUNR).rglob("*.js")}
    assert brought == {"lunr.de.min.js", "lunr.ar.min.js", "lunr.stemmer.support.min.js", "lunr.multi.min.js"}
    assert not list(site.rglob("*.map"))
