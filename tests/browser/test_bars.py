"""Every kind of page: all controls by keyboard with a focus that is seen, and nothing that moves for who wants none."""

from __future__ import annotations

import pytest

from tests.browser.pages import KINDS, NARROW, WIDE

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


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_is_reached_and_shows_its_focus_and_nothing_moves(visitor, kind):
    page = visitor.open(KINDS[kind])
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Tab")  # from here on the focus is shown as for who uses the keyboard
        assert page.evaluate(UNREACHED) == []
        assert page.evaluate(UNSEEN_FOCUS) == []
    assert page.evaluate(MOVING) == []
