"""Checklists: steps with their date, helper and evidence, and links between them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import in_sight
from tests.browser.pages import KINDS, NARROW, WIDE


def test_every_step_says_when_and_with_whom(visitor):
    page = visitor.open(KINDS["checklist"])
    steps = page.locator(".pb-step")
    said = re.search(r"(\d+) steps", page.locator(".pb-checklist").inner_text())
    assert said
    expect(steps).to_have_count(int(said[1]))
    for part in (".pb-step__name", ".pb-step__due", ".pb-step__facts > span:nth-child(2)"):
        texts = steps.locator(part).all_inner_texts()
        assert len(texts) == int(said[1])
        assert all(text.strip() for text in texts), part


def test_stages_are_regions_with_a_list_each(visitor):
    page = visitor.open(KINDS["checklist"])
    names = page.locator(".pb-stage__name").evaluate_all("all => all.map(name => name.firstChild.textContent.trim())")
    assert len(names) > 2
    for name in names:
        stage = page.get_by_role("region", name=name, exact=True)
        count = stage.get_by_role("list").first.locator("> li").count()
        assert f"{count} step" in stage.locator(".pb-stage__count").inner_text()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_what_comes_first_is_a_link_to_that_step(visitor, size):
    page = visitor.open(KINDS["checklist"], size=size)
    link = page.locator(".pb-step__more a[href^='#step-']").last
    words, target = link.inner_text(), link.get_attribute("href")
    link.click()
    name = page.locator(f"{target} .pb-step__name")
    expect(name).to_contain_text(words)
    in_sight(name)


def test_print_keeps_the_boxes_to_tick(visitor):
    page = visitor.open(KINDS["checklist"], scheme="dark")
    page.emulate_media(media="print")
    boxes = page.locator(".pb-step > .pb-step__box").evaluate_all("""boxes => boxes.map(box => {
      const look = getComputedStyle(box), size = box.getBoundingClientRect();
      return size.width > 8 && size.height > 8 && parseFloat(look.borderTopWidth) >= 1 && look.borderTopColor;
    })""")
    assert boxes
    assert set(boxes) == {"rgb(0, 0, 0)"}


def test_both_programmes_are_reached_from_the_index(visitor):
    page = visitor.open(KINDS["onboarding-index"])
    for name in page.locator(".pb-card__title a").all_inner_texts():
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        page.go_back()
