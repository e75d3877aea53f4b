"""Names as long as they may reasonably be, and tables of one row: nothing stands out of its window."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest

from tests.browser.look import OUTSIDE
from tests.browser.pages import KINDS, NARROW, WIDE
from tests.filled import filled
from tests.support import built, dressed, reference

LONG = "Deputy Vice-President of Rechtsschutzversicherungsgesellschaften and Trade {}"
"""A title of about eighty letters, one word of which is half of them."""

PAGES = ("home", "role", "role-index", "raci", "workstream", "calendar", "forum", "documents", "path", "checklist")
PAGES += ("service", "service-levels", "dependencies", "obligations", "contract", "health", "visits")


@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference playbook with a long title for every role, workstream, forum, service and document."""
    folder = reference(tmp_path_factory.mktemp("extreme"))
    data, numbers = folder / "data", count(1)
    subjects = ("roles", "cadence", "services", "documents")
    for file in [*(data / f"{subject}.yml" for subject in subjects), *(data / "responsibilities").rglob("*.yml")]:
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^    name: .*$", lambda _: f"    name: {LONG.format(next(numbers))}", text)
        file.write_text(text, encoding="utf-8")
    return built(folder)


def test_long_names_stay_in_the_window(visitor, extreme, serve, picture):
    address = serve(extreme)
    visitor.server = address
    page = visitor.page()
    wrong = []
    for kind in PAGES:
        page.goto(address + KINDS[kind])
        for width, height in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": height})
            picture(page, f"extreme-{kind}-{width}")
            scrolls = page.evaluate("document.scrollingElement.scrollWidth") > width
            wrong += [
                (kind, width, what) for what in [*page.evaluate(OUTSIDE), *(["the page scrolls"] if scrolls else [])]
            ]
    assert wrong == []


ENDLESS = "Rechtsschutzversicherungsgesellschaftenvertretungsbevollmaechtigtenausschussleit"
"""A word of eighty letters."""
ADDRESS = (
    "https://intranet.example.org/very/long/address/of/a/page/in/some/wiki?space=governance&page=one-with-a-long-name"
)
PHONE, SHEET, TURNED = (390, 844), (658, 950), (964, 700)
"""A phone, the inside of an A4 sheet, and of one on its side that is of US Letter as well, in pixels."""


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small playbook with an endless word and an endless address in every text of its data."""
    return built(dressed(filled(tmp_path_factory.mktemp("endless") / "playbook", f"{ENDLESS} {ADDRESS}")))


def test_endless_words_and_addresses_in_any_text_widen_no_page_and_no_sheet(visitor, endless, serve):
    address = serve(endless)
    visitor.server = address
    page = visitor.page()
    wrong = []
    for file in sorted(endless.rglob("*.html")):
        name = file.relative_to(endless).as_posix().removesuffix("index.html")
        page.goto(address + name)
        # In the print edition the matrices lie on sheets of their own, which are turned.
        sheets = [("print", TURNED), ("print", SHEET)] if name == "print/" else [("print", SHEET)]
        for media, (width, height) in (("screen", NARROW), ("screen", PHONE), *sheets):
            page.emulate_media(media=media)
            if name == "print/" and (width, height) == SHEET:
                page.add_style_tag(content=".pb-matrix { display: none }")
            page.set_viewport_size({"width": width, "height": height})
            scrolls = page.evaluate("document.scrollingElement.scrollWidth") > width
            outside = page.evaluate(OUTSIDE)
            wrong += [(name, media, width, what) for what in [*outside, *(["the page scrolls"] if scrolls else [])]]
    assert wrong == []
