"""The site in Arabic: read from right to left, without a violation, drawings and foreign names legible."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path

import pytest
import yaml

from tests.browser.axe import violations
from tests.browser.conftest import Visitor, Visitors
from tests.browser.pages import NARROW, SCHEMES, WIDE
from tests.support import ROOT, built, replace, searched, small

KINDS = {
    "home": "",
    "about": "about/",
    "role-index": "roles/",
    "role": "roles/shop-manager/",
    "raci": "responsibilities/",
    "calendar": "cadence/",
    "forum": "cadence/shop-review/",
    "drawings": "drawings/",
    "escalation": "escalation/",
    "path": "escalation/broken-till/",
    "service": "services/counter/",
    "service-levels": "service_levels/",
    "dependencies": "dependencies/",
    "risks": "risks/",
    "relationship": "relationship/",
    "contract": "contract/",
    "checklist": "onboarding/first-days/",
    "parties": "parties/",
    "phases": "phases/",
    "documents": "documents/",
    "glossary": "glossary/",
    "not-found": "404.html",
}
"""Addresses of the small playbook by kind of page; every other one is looked at in the dark."""


def _dressed(folder: Path) -> Path:
    """Give the small playbook in `folder` the looks and the scripts of the reference playbook, and Arabic."""
    full = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {key: full[key] for key in ("extra_css", "extra_javascript")}
    settings["theme"]["palette"] = full["theme"]["palette"]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    replace(folder / "data" / "playbook.yml", "locale: en-GB", "locale: ar")
    return folder


@pytest.fixture(scope="module")
def speaking(browser, serve, tmp_path_factory):
    """The visitors of the small playbook in Arabic."""
    site = built(_dressed(searched(small(tmp_path_factory.mktemp("arabic")))))
    return Visitors(browser, serve(site))


@pytest.fixture
def visitor(speaking):
    """Opens pages in Arabic; the test fails on any error, failed request or request to another host."""
    visiting = Visitor(speaking, speaking.server)
    yield visiting
    visiting.leave()
    assert visiting.troubles == []


@pytest.mark.parametrize(("kind", "scheme"), list(zip(KINDS, cycle(SCHEMES), strict=False)))
def test_a_page_reads_from_right_to_left_at_any_width_without_a_violation(visitor, picture, kind, scheme):
    page = visitor.open(KINDS[kind], scheme=scheme)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for size in (WIDE, NARROW):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert violations(page) == []
        picture(page, f"arabic-{kind}-{size[0]}-{scheme}")


def test_a_foreign_sentence_keeps_its_full_stop_behind_it(visitor):
    """Foreign text in Arabic runs from left to right, so that what ends it stands at its right."""
    page = visitor.open("risks/")
    ends = page.evaluate("""() => {
      const at = (node, from) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, from + 1);
        return range.getBoundingClientRect();
      };
      return [...document.querySelectorAll("article bdi")].map((bdi) => bdi.firstChild)
        .filter((node) => node?.nodeType === 3 && /[a-z]\\.$/.test(node.data))
        .map((node) => [at(node, node.length - 2), at(node, node.length - 1)])
        .filter(([, stop]) => stop.width)
        .map(([letter, stop]) => stop.left - letter.left);
    }""")
    assert ends
    assert min(ends) > 0


def test_digits_are_the_same_everywhere(visitor):
    for kind in ("home", "calendar", "service-levels", "checklist"):
        text = visitor.open(KINDS[kind]).locator("article").inner_text()
        assert not re.search("[٠-٩]", text)
    assert re.search("الأربعاء،? 2 يناير 2030", visitor.open("cadence/").locator("article").inner_text())


def test_the_names_of_the_activities_stay_at_the_right_while_the_matrix_is_scrolled(visitor):
    page = visitor.open("responsibilities/", size=NARROW)
    page.set_viewport_size({"width": 700, "height": 600})
    region = page.locator(".pb-raci .pb-scroll, .pb-raci.pb-scroll, [data-pb=responsibilities] .pb-scroll").first
    region.evaluate("element => { element.scrollLeft = -60; }")
    edges = region.evaluate("""element => {
      const name = element.querySelector("tbody th[scope=row]").getBoundingClientRect();
      const box = element.getBoundingClientRect();
      return [name.right, box.right, element.scrollWidth - element.clientWidth];
    }""")
    if edges[2] > 0:
        assert abs(edges[0] - edges[1]) < 3


def test_a_drawing_is_not_mirrored_and_holds_its_words(visitor):
    page = visitor.open("drawings/")
    assert page.locator("svg.pb-drawing").count() > 3
    assert set(
        page.evaluate("""() => [...document.querySelectorAll("svg.pb-drawing text")]
      .map((text) => getComputedStyle(text).direction)""")
    ) == {"ltr"}
    beyond = page.evaluate("""() => [...document.querySelectorAll(".pb-box")].flatMap((box) => {
      const frame = box.querySelector("rect").getBBox();
      return [...box.querySelectorAll("text")].filter((text) => {
        const words = text.getBBox();
        return words.x < frame.x - 2 || words.x + words.width > frame.x + frame.width + 2;
      }).map((text) => text.textContent.trim());
    })""")
    assert beyond == []
