"""Every kind of page in both schemes: quiet, inside its window, without violation, whole by keyboard and on paper."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.axe import SCRIPT, violations
from tests.browser.conftest import Visitor
from tests.browser.look import FAINT, OUTSIDE
from tests.browser.pages import HALF, KINDS, NARROW, SCHEMES, WIDE

PAPER = (658, 986)
"""The inside of an A4 page, in pixels."""

SCHEME_OF_THE_THEME = {"light": "default", "dark": "slate"}

BROKEN = """() => [...document.querySelectorAll(".pb-word")].map(word => word.parentElement)
  .filter(place => /flex|grid/.test(getComputedStyle(place).display))
  .filter(place => [...place.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(place => place.outerHTML.slice(0, 120))"""
"""Sentences that fall into pieces, because a word in them that is explained became a cell of its own."""

CUT_OFF = """() => [...document.querySelectorAll(".md-typeset__scrollwrap")]
  .filter(around => around.scrollWidth > around.clientWidth)
  .map(around => around.innerText.slice(0, 120))"""
"""Tables of words that a reader must move sideways."""

UNSEEN = """() => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, dt, dd, table, svg)")]
  .filter(element => !element.closest("details:not([open]), [hidden], [aria-hidden=true]") && element.innerHTML.trim())
  .filter(element => !element.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map(element => element.outerHTML.slice(0, 120))"""
"""What a reader cannot see, folded details and ornaments apart."""

CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]"

UNREACHED = f"""() => {{
  const shown = one => one.checkVisibility({{visibilityProperty: true, opacityProperty: true}})
    && !one.disabled && one.getClientRects().length;
  const all = [...document.querySelectorAll("article :is({CONTROLS}), [data-pb-me] a")].filter(shown);
  const group = one => one.type === "radio" && document.querySelector(`input[name="${{one.name}}"]:checked`);
  const roving = one => one.closest("[data-pb-roving]");
  const aim = one => one.matches("[tabindex='-1']:not(a, button, input, select)");
  return all
    .filter(one => one.tabIndex > 0 || (one.tabIndex < 0 && !aim(one) && !roving(one)))
    .filter(one => !group(one))
    .map(one => one.outerHTML.slice(0, 120));
}}"""
"""What stands out of the order of the tab key, or is not in it."""

UNSEEN_FOCUS = f"""() => {{
  const shown = one => one.checkVisibility({{visibilityProperty: true, opacityProperty: true}})
    && !one.disabled && one.tabIndex >= 0 && one.getClientRects().length;
  const looks = ["outlineStyle", "outlineWidth", "boxShadow", "backgroundColor", "borderColor", "textDecorationColor",
    "stroke", "strokeWidth"];
  const look = one => {{
    const style = getComputedStyle(one);
    return looks.map(name => style[name]).join(" ");
  }};
  const inside = "rect, circle, path";
  const around = one => [one, one.parentElement, one.closest("label"), ...one.querySelectorAll(inside)].filter(Boolean);
  const seen = (one, before) => {{
    const style = getComputedStyle(one);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) return true;
    return around(one).some((place, index) => look(place) !== before[index]);
  }};
  const wrong = [];
  for (const one of [...document.querySelectorAll("article :is({CONTROLS}), [data-pb-me] a")].filter(shown)) {{
    const before = around(one).map(look);
    one.focus({{preventScroll: true}});
    if (document.activeElement !== one || !seen(one, before)) wrong.push(one.outerHTML.slice(0, 120));
    one.blur();
  }}
  return wrong;
}}"""
"""What takes no focus, or shows none when it has it."""

MOVING = """() => [
  ...document.getAnimations().map(each => `${each.playState}: ${each.effect?.target?.outerHTML.slice(0, 100)}`),
  ...[...document.querySelectorAll("[class*='pb-']")].filter(one => {
    const style = getComputedStyle(one);
    return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
  }).map(one => one.outerHTML.slice(0, 100)),
]"""
"""What moves, or would on a change."""

AROUND = """() => [...document.querySelectorAll(
    ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .md-search, .md-skip, .headerlink, .md-clipboard")]
  .filter(element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map(element => element.outerHTML.slice(0, 120))"""
"""What belongs to the screen and not to the text."""

CUT = """() => [...document.querySelectorAll("article *")]
  .filter(element => !element.closest(".pb-raci, .pb-visually-hidden") && element.checkVisibility())
  .filter(element => {
    const look = getComputedStyle(element);
    return (look.display !== "inline" && element.getBoundingClientRect().right > innerWidth + 1)
      || (look.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1);
  })
  .map(element => element.outerHTML.slice(0, 120))"""
"""What stands out of the page, or is cut off in it; the matrix has pages on their side."""

FOLDED = """() => [...document.querySelectorAll("details[class*=pb-] > :not(summary, form)")]
  .filter(inside => !inside.checkVisibility({contentVisibilityAuto: true}))
  .map(inside => inside.outerHTML.slice(0, 120))"""
"""What the blocks keep folded, which nobody can unfold on paper."""


@dataclass(frozen=True)
class Look:
    """A page of one kind as it looks in one scheme of colours."""

    kind: str
    scheme: str
    page: Page

    def at(self, size: tuple[int, int]) -> Page:
        """Return the page in a window of this size, on the screen."""
        self.page.emulate_media(media="null")
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        return self.page


@pytest.fixture(scope="module", params=[(kind, scheme) for kind in KINDS for scheme in SCHEMES], ids="-".join)
def look(request, visitors) -> Iterator[Look]:
    """One visit to a page, for all that is asked of it; whatever went wrong in it fails the last that asks."""
    kind, scheme = request.param
    visiting = Visitor(visitors, visitors.server)
    yield Look(kind, scheme, visiting.open(KINDS[kind], scheme=scheme))
    visiting.leave()
    assert visiting.troubles == []


def test_page_fits_its_window(look, picture):
    assert look.page.locator("body").get_attribute("data-md-color-scheme") == SCHEME_OF_THE_THEME[look.scheme]
    for size in (WIDE, HALF, NARROW):
        page = look.at(size)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(BROKEN) == []
        assert page.evaluate(CUT_OFF) == []
        picture(page, f"{look.kind}-{size[0]}-{look.scheme}")


def test_page_has_no_violation(look):
    found = violations(look.page, WIDE, NARROW)
    assert not found, "\n".join(["", *found])


def test_every_control_is_reached_and_shows_its_focus_and_nothing_moves(look):
    for size in (WIDE, NARROW):
        page = look.at(size)
        page.keyboard.press("Tab")  # from here on the focus is shown as for who uses the keyboard
        assert page.evaluate(UNREACHED) == []
        assert page.evaluate(UNSEEN_FOCUS) == []
    assert look.page.evaluate(MOVING) == []


def test_page_prints_whole_and_dark_on_white(look, picture):
    page = look.at(PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(AROUND) == []
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(FAINT) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(FOLDED) == []
    picture(page, f"{look.kind}-print-{look.scheme}")


def test_page_is_readable_without_scripts(look, visitor):
    plain = visitor.open(KINDS[look.kind], scheme=look.scheme, scripts=False)
    for size in (WIDE, NARROW):
        plain.set_viewport_size({"width": size[0], "height": size[1]})
        assert plain.get_by_role("heading", level=1).is_visible()
        assert plain.evaluate(UNSEEN) == []
    plain.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert _words(plain) - _words(look.at(WIDE)) == Counter()


def _words(page) -> Counter[str]:
    """Return the words a reader sees, those apart that only say what to do without scripts."""
    page.locator("article noscript").evaluate_all("all => all.forEach(one => one.remove())")
    return Counter(re.findall(r"\w+", page.locator("article").inner_text()))


def test_unknown_address_gets_a_page_that_leads_home(visitor):
    page = visitor.open("roles/nobody-of-this-name/", scripts=False)
    assert page.get_by_role("heading", level=1).is_visible()
    page.locator(".md-logo").first.click()
    assert page.url == visitor.server
    visitor.troubles = [trouble for trouble in visitor.troubles if "nobody-of-this-name" not in trouble]


def test_axe_is_the_one_its_readme_names():
    digest = hashlib.sha256(SCRIPT.read_bytes()).hexdigest()
    assert digest in SCRIPT.with_name("README.md").read_text(encoding="utf-8")
