"""What changed, in a browser: long texts and endless words widen neither window nor sheet, and words are marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.look import OUTSIDE
from tests.published import git
from tests.support import built, dressed, replace, small

ENDLESS = "Rechtsschutzversicherungsgesellschaftenvertretungsbevollmaechtigtenausschussleit"
SHEET = (658, 950)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small playbook since an edition before, with a long text that changed in its middle, and an endless word."""
    folder = dressed(small(tmp_path_factory.mktemp("changed") / "playbook"))
    many = " ".join(f"word{number}" for number in range(300))
    roles = folder / "data" / "roles.yml"
    replace(roles, "Decide what the bakery buys.", f"Decide what the bakery buys. {many} and no more.")
    replace(folder / "mkdocs.yml", "  - playbook\n", "  - playbook:\n      since: HEAD\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "before")
    replace(roles, " word150 ", f" {ENDLESS} ")
    replace(roles, "name: Account manager", f"name: Account {ENDLESS}")
    replace(folder / "data" / "cadence.yml", "    chair: cashier\n", "    chair: mechanic\n")
    return built(folder)


def test_long_texts_widen_neither_a_phone_nor_a_sheet_and_stand_shortened(visitor, changed: Path, serve, picture):
    address = serve(changed)
    visitor.server = address
    page = visitor.page()
    for media, (width, height) in (("screen", (390, 844)), ("print", SHEET)):
        page.emulate_media(media=media)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address + "about/")
        picture(page, f"changes-{media}")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE) == []
        assert page.locator(".pb-changes__list").first.is_visible()
    told = page.locator(".pb-changes li", has_text=ENDLESS).first.inner_text()
    assert "word150" in told
    assert "word20 " not in told
    assert len(told) < 500


def test_words_that_went_and_came_are_marked_and_said(visitor, changed: Path, serve):
    address = serve(changed)
    visitor.server = address
    page = visitor.page()
    page.goto(address + "about/")
    gone, came = page.locator(".pb-changes del").first, page.locator(".pb-changes ins").first
    assert gone.inner_text() == "word150"
    assert came.inner_text() == ENDLESS
    heard = "element => getComputedStyle(element, '::before').content"
    assert (gone.evaluate(heard), came.evaluate(heard)) == ('" was: "', '" is now: "')
    assert gone.evaluate("element => getComputedStyle(element).textDecorationLine") == "line-through"
    assert gone.evaluate("element => element.nextSibling.data") == " "
