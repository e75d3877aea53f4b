"""Search: it runs in the browser, finds roles and words, and opens what it found."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.browser.conftest import Searched, Visitors
from tests.browser.pages import NARROW, WIDE
from tests.browser.words import UNSEEN, site


@pytest.fixture(scope="module")
def visitors(browser, reference_site, serve) -> Visitors:
    """Visitors of a site whose search knows its pages."""
    return Visitors(browser, serve(reference_site.folder, Searched))


AMONG_THREE = """address => [...document.querySelectorAll(".md-search-result__item > a")]
  .slice(0, 3).some((link) => link.href.split(/[?#]/)[0] === address)"""
"""Tells whether a page is among the first three; what was typed so far may still be looked for."""


def results(page: Page, words: str) -> list[str]:
    """Type words into the search, and return the addresses of the pages found."""
    reader = page.locator("label.md-header__button[for=__search]")  # on a narrow screen
    (reader if reader.is_visible() else page.locator(".md-search__input")).click()
    page.locator(".md-search__input").press_sequentially(words)
    meta = page.locator(".md-search-result__meta")
    expect(meta).to_contain_text("match")
    found = page.locator(".md-search-result__item > a")
    expect(found.first).to_be_visible()
    return [
        str(address).split("?")[0].split("#")[0] for address in found.evaluate_all("all => all.map(link => link.href)")
    ]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Contract Manager", "contract-manager"),
        ("Delivery Manager", "delivery-manager"),
        ("process owner", "process-owner"),
    ],
)
def test_role_is_among_the_first_three(visitor, name, role):
    page = visitor.open("")
    results(page, name)
    page.wait_for_function(AMONG_THREE, arg=f"{visitor.server}roles/{role}/")


def test_word_of_the_glossary_is_found(visitor):
    page = visitor.open("")
    assert f"{visitor.server}glossary/" in results(page, "quorum")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_result_opens(visitor, size):
    page = visitor.open("", size=size)
    results(page, "Finance Partner")
    page.locator(".md-search-result__item > a[href*='roles/finance-partner/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Finance Partner")
    expect(page.locator(".md-search-result__list")).not_to_be_in_viewport()


def test_search_opens_and_closes_by_keyboard(visitor):
    page = visitor.open("")
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__input")).not_to_be_focused()


FOUND = {
    "marks": (
        *("bracketed", "quoted", "curly", "rightish", "date", "squared"),
        *("coded", "dashed", "leftish/rightish", "R+A", "(bracketed)"),
    ),
    "numbers": ("2026-1", "250,000", "99.5", "09:30", "INC-123"),
    "accents": ("resume", "résumé", "RÉSUMÉ", "ubergabe", "Übergabe", "lodz", "naively", "façade"),
    "japanese": (
        *("レベル", "変更", "承認", "マネージャー", "サービスレベル", "サービ", "レベルの変更", "ｻｰﾋﾞｽ"),
        *("SLA", "sla", "レビュー", "東京", "情報処理", "処理", "委託", "契約書"),
    ),
    "chinese": ("变更", "合同", "经理", "合同经理", "批准", "服务级别", "级别", "协议", "每年"),
    "thai": ("สัญญา", "อนุมัติ", "เปลี่ยนแปลง", "การเปลี่ยนแปลง", "ผู้จัดการ", "ทุกครั้ง"),
    "khmer": ("ສັນຍາ", "ອະນຸມັດ", "កិច្ចសន្យា", "គ្រប់គ្រង"),
    "korean": ("계약", "관리자", "변경", "승인"),
    "vietnamese": (
        *("hợp đồng", "hop dong", "HỢP ĐỒNG", "ho\u031bp", "phe duyet", "nguyen", "Nguyễn", "da nang", "dich vu"),
        unicodedata.normalize("NFD", "hợp đồng"),
    ),
    "polish": ("żółta", "zolta", "ZOLTA", "usług", "uslug", "świadczenie", "swiadczenie", "Łukasz", "LUKASZ", "łukasz"),
    "danish": ("lønnen", "lonnen", "søndag", "sondag", "SØNDAG", "faeroerne", "færøerne"),
    "turkish": (
        *("istanbul", "İstanbul", "ISTANBUL", "İSTANBUL", "ışıkları", "isiklari", "IŞIKLARI", "ISIKLARI"),
        *("diyarbakır", "diyarbakir", "DIYARBAKIR", "Iğdır", "igdir", "IĞDIR", "ığdır"),
    ),
    "greek": ("αλλαγή", "αλλαγη", "ΑΛΛΑΓΗ", "ορου", "νόμος", "ΝΟΜΟΣ", "νομοσ"),
    "russian": ("ещё", "еще", "ЕЩЕ", "все"),
    "german": ("Straße", "strasse", "STRASSE", "größe", "grosse", "GRÖSSE"),
    "maltese": ("ħlas", "hlas", "ĦLAS"),
    "hebrew": ("הסכם", "הֶסְכֵּם", "שירות"),
    "arabic": ("المطرقة", "المِطْرَقَة", "المطرقه", "الادارة", "الإدارة"),
    "cells": ("secondcell", "firstcell"),
}
"""Words as a reader types them, by the section that has them."""
TYPED = """words => {
  const field = document.querySelector(".md-search__input");
  document.querySelectorAll(".md-search-result__item").forEach((each) => each.remove());
  field.focus();
  field.value = words;
  field.dispatchEvent(new KeyboardEvent("keyup", {key: "End", bubbles: true}));
}"""
"""Puts words into the search, once what it found before is gone: the theme listens to keys."""
IN_SECTION = """section =>
  document.querySelector(`.md-search-result__item a[href*='words/'][href*='#${section}']`) !== null"""
"""Tells whether a section is among what is found."""


@pytest.mark.parametrize("locale", ["en-GB", "ja", "tr", "ar"])
def test_words_are_found_as_readers_write_them(
    locale: str, browser: Browser, serve: Callable[..., str], tmp_path: Path
):
    folder = site(tmp_path, locale)
    root = serve(folder, Searched)
    page = browser.new_page(base_url=root)
    page.goto("words/")
    for section, all_words in FOUND.items():
        for words in all_words:
            try:
                page.evaluate(TYPED, words)
                page.wait_for_function(IN_SECTION, arg=section, timeout=5_000)
            except TimeoutError as error:
                raise AssertionError((locale, section, words)) from error
    page.close()


def test_the_index_holds_what_a_reader_sees_and_nothing_else(tmp_path: Path, reference_site):
    folder = site(tmp_path, "en-GB")
    written = (folder / "search" / "search_index.json").read_text(encoding="utf-8")
    assert [word for word in UNSEEN if word in written] == []
    assert any("Firstcell · Secondcell" in entry["text"] for entry in json.loads(written)["docs"])
    whole = (reference_site.folder / "search" / "search_index.json").read_text(encoding="utf-8")
    for words in ("keeps nothing", "not chosen", "Clear the filters", "AAccountable", "Forget it"):
        assert words not in whole
    assert not re.search(r"Accountable[A-Z]", whole)
