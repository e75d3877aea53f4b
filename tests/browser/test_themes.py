"""The theme of MkDocs itself in the place of Material: the same styles dress its pages, the same scripts work."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Visitor, Visitors
from tests.browser.pages import KINDS, NARROW, WIDE
from tests.engine_sites import ENGINES, site_of
from tests.shared import once
from tests.support import ROOT, built, searched, small

THEME = "theme: {name: mkdocs, custom_dir: overrides, highlightjs: false}\n"
LOOKS = """mode => {
  document.documentElement.dataset.bsTheme = mode;
  return [".pb-content[data-pb-content]", "body", ".pb-chip.pb-side--client"].map(each => {
    const look = getComputedStyle(document.querySelector(each));
    return [look.color, look.backgroundColor, look.fontSize];
  });
}"""
CLIENT = {"light": "rgb(240, 234, 251)", "dark": "rgb(55, 44, 86)"}
"""The ground of what is the client's."""


@pytest.fixture(scope="module")
def plain(browser, serve, tmp_path_factory):
    """The visitors of the small playbook under the theme of MkDocs itself."""
    folder = searched(small(tmp_path_factory.mktemp("plain") / "playbook"))
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    themed = re.sub(r"^theme:\n(?: .*\n)+", THEME, settings, count=1, flags=re.MULTILINE)
    look = "".join((ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("extra_javascript:")[1:])
    (folder / "mkdocs.yml").write_text(f"{themed}\n{look}", encoding="utf-8")
    return Visitors(browser, serve(built(folder)))


@pytest.fixture
def reader(plain):
    """One visitor, who fails on any trouble."""
    visiting = Visitor(plain, plain.server)
    yield visiting
    visiting.leave()
    assert visiting.troubles == []


@pytest.mark.parametrize("mode", CLIENT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_blocks_have_the_colours_of_the_theme_and_a_readable_size(reader, mode, scheme):
    page = reader.open("roles/bakery-head/", scheme=scheme)
    content, body, client = page.evaluate(LOOKS, mode)
    assert content == body
    assert content[2] == "16px"
    assert client[1] == CLIENT[mode]


def test_who_i_am_stands_in_the_header(reader):
    page = reader.open("roles/bakery-head/")
    page.evaluate("playbook.setMe({role: 'bakery-head', name: 'Bakery Head', path: 'roles/bakery-head/'})")
    expect(page.locator(".navbar .pb-me")).to_contain_text("Bakery Head")


def test_a_word_of_the_glossary_is_told(reader):
    page = reader.open("roles/bakery-head/")
    page.locator("[data-pb-content] a[data-term]").first.focus()
    expect(page.locator(".pb-tip")).to_be_visible()


@pytest.fixture(scope="module")
def whole(browser, serve, tmp_path_factory):
    """The visitors of the reference playbook under the theme of MkDocs itself."""
    return Visitors(browser, serve(once(tmp_path_factory, "engine-plain-theme", partial(site_of, "plain theme"))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_can_be_read_by_all(whole, kind):
    """The theme has one scheme, unless its owner asks for more."""
    visiting = Visitor(whole, whole.server)
    page = visiting.open(KINDS[kind])
    found = violations(page, WIDE, NARROW)
    visiting.leave()
    assert (found, visiting.troubles) == ([], [])


@pytest.fixture(scope="module", params=[each for each in ENGINES if each != "plain theme"])
def finished(request, browser, serve, tmp_path_factory):
    """The visitors of the reference playbook as another engine built it."""
    name = f"engine-{request.param.replace(' ', '-')}"
    return Visitors(browser, serve(once(tmp_path_factory, name, partial(site_of, request.param))))


@pytest.mark.parametrize("kind", ["home", "role", "raci", "calendar", "escalation-index", "glossary", "checklist"])
def test_pages_of_another_engine_are_alive(finished, kind):
    visiting = Visitor(finished, finished.server)
    page = visiting.open(KINDS[kind])
    found = violations(page, WIDE, NARROW)
    page.evaluate(
        "playbook.setMe({role: 'contract-manager', name: 'Contract Manager', path: 'roles/contract-manager/'})"
    )
    expect(page.locator("[data-pb-me] [data-name]")).to_have_text("Contract Manager")
    expect(page.locator("[data-pb-standing]").first).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('[data-pb-standing]')).borderInlineStartStyle")
        == "solid"
    )
    visiting.leave()
    assert (found, visiting.troubles) == ([], [])
