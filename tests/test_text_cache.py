"""What stands in several versions is worked out once: where it is the same, and leads to the same."""

from __future__ import annotations

import pytest
from lxml import html

from playbook.publish.text.canonical import Outside
from playbook.publish.text.text_cache import KnownTexts

SOURCE = '<p>See <a href="../a/?b&amp;c#d">there</a> <img src="e.png"></p>'
FIRST = Outside(link=lambda address: f"first {address}", file=lambda address: f"picture {address}")
MOVED = Outside(link=lambda address: f"moved {address}", file=FIRST.file)
REDRAWN = Outside(link=FIRST.link, file=lambda address: f"other {address}")


@pytest.mark.parametrize("way", ["written", "element"])
def test_a_text_is_made_anew_where_its_words_or_what_they_lead_to_is_another(way: str):
    known: KnownTexts[str] = KnownTexts()
    made: list[str] = []

    def asked(source: str, outside: Outside) -> str:
        def make() -> str:
            made.append(outside.link("../a/?b&c#d") + outside.file("e.png"))
            return made[-1]

        if way == "written":
            return known.written(source, outside, make)
        return known.element(html.fragment_fromstring(source), outside, make)

    for outside in (FIRST, MOVED, REDRAWN):
        for _ in range(2):
            assert asked(SOURCE, outside) == outside.link("../a/?b&c#d") + outside.file("e.png")
    assert len(made) == 3
    asked(SOURCE.replace("there", "here"), FIRST)
    assert len(made) == 4


def test_what_follows_an_element_is_no_part_of_it():
    known: KnownTexts[int] = KnownTexts()
    first, second = html.fragment_fromstring("<div><b>One</b>, two <b>One</b></div>")
    assert known.element(first, FIRST, lambda: 1) == known.element(second, FIRST, lambda: 2) == 1
