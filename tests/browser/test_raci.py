"""The responsibility matrix: what stays in sight, what is said aloud, what a link to a row shows, what is printed."""

from __future__ import annotations

import gzip
import re
import threading
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Handler, Server, Visitor, Visitors
from tests.browser.large import ACTIVITIES, ROLES, large
from tests.browser.look import again, in_sight, settled
from tests.browser.pages import KINDS, NARROW, WIDE
from tests.shared import once
from tests.support import built

MATRICES = ("raci", "workstream", "phase")
TABLET = (800, 600)
"""Narrower than the matrix, which then scrolls both ways."""


def matrix(page):
    """Return the region that scrolls."""
    return page.locator(".pb-raci")


@pytest.mark.parametrize("kind", MATRICES)
def test_header_and_first_column_stay_in_sight(visitor, kind):
    page = visitor.open(KINDS[kind], size=TABLET)
    region = matrix(page)
    region.evaluate("region => region.scrollTo(60, 400)")
    assert region.evaluate("region => [region.scrollLeft, region.scrollTop]") == [60, 400]
    region.scroll_into_view_if_needed()
    edge = region.evaluate("""region => {
      const box = region.getBoundingClientRect();
      return [box.left + region.clientLeft, box.top + region.clientTop];
    }""")
    head = region.locator("thead").evaluate("head => head.getBoundingClientRect().top")
    assert head == pytest.approx(edge[1], abs=1)
    lefts = region.locator("tbody th[scope=row]").evaluate_all("all => all.map(th => th.getBoundingClientRect().left)")
    assert lefts == pytest.approx([edge[0]] * len(lefts), abs=1)
    corner = region.locator("thead tr[data-heads] > :first-child").evaluate("""corner => {
      const box = corner.getBoundingClientRect();
      return document.elementFromPoint(box.left + 5, box.bottom - 5) === corner;
    }""")
    assert corner, "something lies over the corner where header and first column meet"


@pytest.mark.parametrize("kind", MATRICES)
def test_a_whole_row_fits_a_laptop(visitor, kind):
    region = matrix(visitor.open(KINDS[kind]))
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") == 0


@pytest.mark.parametrize("kind", MATRICES)
def test_every_letter_has_its_word_for_screen_readers(visitor, kind):
    page = visitor.open(KINDS[kind])
    key = page.locator(".pb-key li").all_inner_texts()
    words = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in key if line[0] not in "*†"}
    assert set(words) == {"R", "A", "C", "I"}
    said = (
        matrix(page)
        .locator("tbody .pb-part")
        .evaluate_all("""letters => letters.map(letter => [
      letter.querySelector("[aria-hidden=true]").firstChild.textContent,
      letter.querySelector(".pb-part__word").textContent.trim().split(/[:,]/)[0],
    ])""")
    )
    assert said
    assert {tuple(pair) for pair in said} <= set(words.items())
    assert matrix(page).get_by_role("cell", name=words["A"]).count() > 0


def test_letters_differ_by_more_than_colour(visitor):
    page = visitor.open(KINDS["raci"])
    looks = page.locator(".pb-key li").evaluate_all("items => items.map(item => item.innerText.trim())")
    assert len({look[0] for look in looks}) == len(looks)


def test_legend_says_what_each_letter_means(visitor):
    for kind in ("raci", "workstream"):
        legend = visitor.open(KINDS[kind]).locator("dl.pb-legend")
        expect(legend.locator("dt")).to_have_count(4)
        assert all(len(meaning) > 10 for meaning in legend.locator("dd").all_inner_texts())


def test_region_is_named_and_scrolls_by_keyboard(visitor):
    page = visitor.open(KINDS["workstream"], size=TABLET)
    region = page.get_by_role("region", name="Transition and exit")
    page.get_by_role("button", name="Fill the window").focus()
    page.keyboard.press("Tab")
    expect(region).to_be_focused()
    assert region.evaluate("region => getComputedStyle(region).outlineStyle") != "none"
    for key, axis in (("ArrowRight", "scrollLeft"), ("PageDown", "scrollTop")):
        page.keyboard.press(key)
        page.wait_for_function("axis => document.querySelector('.pb-raci')[axis] > 20", arg=axis)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_address_of_an_activity_shows_its_row(visitor, size):
    rows = visitor.open(KINDS["workstream"], size=size).locator(".pb-raci tr[id]")
    ids = rows.evaluate_all("rows => rows.map(row => row.id)")
    assert all(name.startswith("activity-") for name in ids)
    for name in (ids[len(ids) // 2], ids[-1]):
        page = visitor.open(f"{KINDS['workstream']}#{name}", size=size)
        in_sight(page.locator(f"#{name} > th"))


def test_activity_on_a_role_page_leads_to_its_row(visitor):
    page = visitor.open(KINDS["role"])
    link = page.locator(".pb-parts a.pb-link--activity:visible").last
    words = link.inner_text()
    link.click()
    row = page.locator("tr:target > th")
    expect(row).to_contain_text(words)
    in_sight(row)


@pytest.mark.parametrize("scripts", [True, False])
def test_narrow_screen_shows_each_activity_as_a_card_of_roles(visitor, scripts):
    page = visitor.open(KINDS["workstream"], size=NARROW, scripts=scripts)
    row = page.locator(".pb-raci tbody tr[id]").first
    expect(row.locator("td:visible").first).to_be_visible()
    if scripts:  # without them, nothing can be asked of the page
        shown = row.locator("td:visible").evaluate_all("""cells => cells.map(cell =>
          [cell.dataset.name + ": ", getComputedStyle(cell, "::before").content.replaceAll('" "', "").slice(1, -1)])""")
        assert all(name == content for name, content in shown)
        assert row.evaluate("row => row.scrollWidth <= innerWidth")
    words = row.locator("td:visible").all_inner_texts()
    assert words
    assert all(re.search("Responsible|Accountable|Consulted|Informed", word) for word in words)
    assert re.search("Accountable", words[0]) or re.search("Accountable", row.inner_text())


def test_narrow_screen_keeps_the_roles_of_a_table(visitor):
    page = visitor.open(KINDS["workstream"], size=NARROW)
    table = page.get_by_role("table", name="RACI, Transition and exit")
    assert table.get_by_role("rowheader", name="Agree the transition plan").count() == 1
    assert table.get_by_role("row").count() > 10
    assert table.get_by_role("cell", name="Transition Manager").first.is_visible()


@pytest.mark.parametrize("kind", MATRICES)
def test_print_shows_every_column(visitor, kind):
    page = visitor.open(KINDS[kind], size=(964, 680))  # the inside of an A4 page on its side
    page.emulate_media(media="print")
    region = matrix(page)
    looks = region.evaluate("region => [getComputedStyle(region).overflowX, getComputedStyle(region).maxHeight]")
    assert looks == ["visible", "none"]
    assert region.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    ends = region.locator("tr > :last-child").evaluate_all("all => all.map(cell => cell.getBoundingClientRect().right)")
    starts = region.evaluate("region => region.getBoundingClientRect().left")
    assert max(ends) - starts <= 964


def opened(visitor, address, **how):
    """Return a page with its filters alive."""
    page = visitor.open(address, **how)
    settled(page)
    expect(page.locator(".pb-matrix form").first).to_be_visible()
    return page


def form(page):
    """Return what narrows the table."""
    return page.get_by_role("form", name="Filter the table")


def activities(page):
    """Return the rows that are shown."""
    return page.locator(".pb-raci tr[data-activity]:visible")


def known(page, role, side="client"):
    """Make the browser remember who reads."""
    page.evaluate(
        "([key, role, side]) => localStorage.setItem(key, JSON.stringify({role, side, name: role, path: ''}))",
        ["playbook:/:me", role, side],
    )


@pytest.mark.parametrize("kind", MATRICES)
def test_without_scripts_the_whole_table_is_there_and_no_dead_control(visitor, kind):
    page = visitor.open(KINDS[kind], scripts=False)
    expect(activities(page).first).to_be_visible()
    expect(page.locator(".pb-matrix").locator("select:visible, input:visible, button:visible")).to_have_count(0)
    expect(page.locator(".pb-matrix__files a[download]:visible")).to_have_count(2)


def test_filter_by_role_code_phase_and_words(visitor):
    page = opened(visitor, KINDS["raci"])
    everything = activities(page).count()
    form(page).get_by_label("Role").select_option("process-owner")
    by_role = activities(page)
    assert 0 < by_role.count() < everything
    assert by_role.count() == page.locator("tr:visible > td[data-role=process-owner]:has(.pb-part)").count()
    form(page).get_by_label("Letter").select_option("accountable")
    assert (
        activities(page).count() == page.locator(".pb-raci td[data-role=process-owner] [data-code=accountable]").count()
    )
    assert page.evaluate(LOST) == []
    expect(page.locator(".pb-raci tr:visible [data-code=informed]:not(.pb-dim)")).to_have_count(0)
    form(page).get_by_label("Role").select_option("")
    form(page).get_by_label("Phase").select_option("exit")
    assert activities(page).evaluate_all("rows => rows.every(row => row.dataset.phase === 'exit')")
    form(page).get_by_label("Letter").select_option("")
    form(page).get_by_label("Words").fill("  RETURN dáta ")
    assert [name.split("\n")[0].removesuffix(" †") for name in activities(page).locator("th").all_inner_texts()] == [
        "Return the data and close access"
    ]
    expect(page.locator(".pb-raci__group:visible")).to_have_count(1)


LOST = """() => [...document.querySelectorAll(".pb-raci tbody tr[data-activity]")]
  .filter((row) => row.checkVisibility())
  .flatMap((row) => [...row.querySelectorAll("td, td > *")].filter((one) => !one.checkVisibility()))
  .map((one) => one.closest("tr").dataset.activity + " " + one.textContent.trim())"""
"""Cells and letters of the rows shown that are not."""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "responsible"),
        ("code", "accountable"),
        ("role", "process-owner"),
        ("party", "vendor"),
        ("words", "the"),
    ],
)
def test_no_filter_hides_a_letter_of_a_row_that_it_leaves(visitor, field, value):
    page = opened(visitor, f"{KINDS['raci']}?raci-{field}={value}")
    expect(page.locator("[data-count]").first).to_contain_text(" of ")
    assert activities(page).count() > 0
    assert page.evaluate(LOST) == []


def test_only_mine_hides_no_letter_of_others(visitor):
    page = opened(visitor, KINDS["raci"])
    page.evaluate("playbook.setMe({role: 'contract-manager'})")
    form(page).get_by_label("Only mine").check()
    assert activities(page).count() > 0
    assert page.evaluate(LOST) == []
    page.evaluate("playbook.setMe({})")


def test_filter_by_party_dims_the_others(visitor):
    page = opened(visitor, KINDS["workstream"])
    everyone = page.locator("th.pb-raci__role").count()
    form(page).get_by_label("Party").select_option("vendor")
    expect(page.locator("th.pb-raci__role:visible")).to_have_count(everyone)
    expect(page.locator("th.pb-raci__role:not(.pb-dim)")).to_have_count(1)
    rows = activities(page)
    assert 0 < rows.count() == rows.filter(has=page.locator(".pb-part:not(.pb-dim)")).count()
    page.get_by_role("button", name="Clear the filters").first.click()
    expect(page.locator(".pb-dim")).to_have_count(0)


def test_count_is_told_to_eye_and_ear(visitor):
    page = opened(visitor, KINDS["workstream"])
    total = activities(page).count()
    form(page).get_by_label("Letter").select_option("accountable")
    form(page).get_by_label("Role").select_option("relationship-manager")
    said = f"{activities(page).count()} of {total} activities shown"
    expect(page.locator("[data-count]")).to_have_text(said)
    expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)


def test_empty_answer_says_so_and_offers_to_clear(visitor):
    page = opened(visitor, KINDS["workstream"])
    total = activities(page).count()
    form(page).get_by_label("Words").fill("no such thing")
    nothing = page.get_by_text("No activity fits what you chose.")
    expect(nothing).to_be_visible()
    expect(matrix(page)).to_be_hidden()
    nothing.get_by_role("button", name="Clear the filters").press("Enter")
    expect(nothing).to_be_hidden()
    expect(activities(page)).to_have_count(total)
    expect(form(page).get_by_label("Words")).to_be_focused()


def test_filtered_view_can_be_sent(visitor):
    page = opened(visitor, KINDS["raci"])
    form(page).get_by_label("Role").select_option("contract-manager")
    form(page).get_by_label("Letter").select_option("accountable")
    page.get_by_role("button", name="Highlight the column of Delivery Manager").click()
    page.wait_for_url(lambda url: "raci-code=accountable" in url and "raci-role=contract-manager" in url)
    names = activities(page).locator("th").all_inner_texts()
    other = opened(visitor, page.url)
    assert activities(other).locator("th").all_inner_texts() == names
    assert form(other).get_by_label("Letter").input_value() == "accountable"
    expect(other.get_by_role("button", name="Highlight the column of Delivery Manager")).to_have_attribute(
        "aria-pressed", "true"
    )
    other.get_by_role("button", name="Clear the filters").first.click()
    other.wait_for_url(lambda url: "raci-role" not in url)


def test_address_that_asks_for_what_is_not_there_shows_the_table(visitor):
    page = opened(visitor, f"{KINDS['raci']}?raci-role=nobody&raci-code=%00&raci-column=x&raci-mine=1&raci-words=")
    assert activities(page).count() > 50


def test_address_of_a_row_wins_over_a_filter(visitor):
    page = opened(visitor, KINDS["workstream"])
    name = page.locator("tr[data-activity]").last.get_attribute("id")
    page = opened(visitor, f"{KINDS['workstream']}?raci-words=agree#{name}")
    in_sight(page.locator(f"#{name} > th"))


def test_only_mine(visitor):
    page = opened(visitor, KINDS["raci"], new=True)
    expect(page.get_by_label("Only mine")).to_be_hidden()
    known(page, "finance-partner")
    again(page)
    page.get_by_label("Only mine").check()
    mine = page.locator("tr:visible > td[data-role=finance-partner]")
    rows = page.locator("tr[data-activity]:visible > td[data-role=finance-partner]")
    assert rows.count() == rows.locator("xpath=self::*[*]").count() > 0
    assert mine.first.evaluate("cell => cell.classList.contains('pb-mine')")
    expect(page.get_by_role("columnheader", name="(yours) Finance Partner")).to_have_count(1)
    page.wait_for_url(lambda url: "raci-mine=1" in url)


def test_column_is_highlighted_by_keyboard(visitor):
    page = opened(visitor, KINDS["workstream"])
    button = page.get_by_role("button", name="Highlight the column of Product Manager")
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    lit = page.locator(".pb-lit")
    assert set(lit.evaluate_all("all => all.map(cell => cell.dataset.role || cell.dataset.roles)")) == {
        "product-manager"
    }
    assert lit.count() > activities(page).count()
    assert lit.last.evaluate("cell => getComputedStyle(cell).boxShadow") != "none"
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(lit).to_have_count(0)


def test_whole_row_of_buttons_is_large_enough_to_hit(visitor):
    page = opened(visitor, KINDS["raci"])
    sizes = page.locator(".pb-raci__pin").evaluate_all("all => all.map(one => [one.offsetWidth, one.offsetHeight])")
    assert min(min(size) for size in sizes) >= 24


def test_note_opens_beside_its_letter_and_closes_by_keyboard(visitor):
    page = opened(visitor, KINDS["workstream"])
    letter = page.locator("a.pb-part").first
    words = letter.locator(".pb-part__word").text_content().split(": ", 1)[1].rstrip(", ")
    letter.focus()
    page.keyboard.press("Enter")
    note = page.locator(".pb-matrix__note")
    expect(note).to_be_visible()
    expect(note).to_contain_text(words)
    near, at = note.bounding_box(), letter.bounding_box()
    assert min(abs(near["y"] - at["y"] - at["height"]), abs(at["y"] - near["y"] - near["height"])) < 20
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(letter).to_be_focused()


def test_without_scripts_a_letter_leads_to_its_note_and_back(visitor):
    page = visitor.open(KINDS["workstream"], scripts=False)
    letter = page.locator("a.pb-part").first
    letter.click()
    note = page.locator("dd:target")
    in_sight(note)
    note.get_by_role("link", name="Back to the letter").click()
    in_sight(letter)


def test_table_fills_the_window_until_it_is_left(visitor):
    page = opened(visitor, KINDS["workstream"])
    button = page.get_by_role("button", name="Fill the window")
    whole = page.locator(".pb-matrix")
    for leave in (button.click, lambda: page.keyboard.press("Escape")):
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        box = whole.bounding_box()
        assert (box["x"], box["y"], box["height"]) == (0, 0, WIDE[1])
        in_sight(button)
        leave()
        expect(button).to_have_attribute("aria-pressed", "false")
        assert whole.bounding_box()["x"] > 0


@pytest.mark.parametrize("kind", MATRICES)
def test_spreadsheets_can_be_taken_away(visitor, kind):
    page = visitor.open(KINDS[kind])
    for form, begins in (("CSV", b"\xef\xbb\xbf"), ("XLSX", b"PK")):
        with page.expect_download() as taken:
            page.locator(".pb-matrix__files").get_by_role("link", name=form, exact=True).click()
        assert taken.value.path().read_bytes().startswith(begins)


def test_filtered_print_leaves_out_the_controls_and_says_how_much_is_shown(visitor):
    page = opened(visitor, f"{KINDS['workstream']}?raci-role=product-manager")
    shown = activities(page).count()
    page.emulate_media(media="print")
    assert activities(page).count() == shown
    expect(
        page.locator(".pb-matrix :is(select, input, button, .pb-matrix__files)").locator("visible=true")
    ).to_have_count(0)
    expect(page.locator("[data-count]")).to_be_visible()


HEAVIEST = 120 * 1024
"""The most bytes the page of the largest table may take on its way to the reader."""
SLOWEST = 6
"""How many times as long as a bare change of a class on every cell a filter may take."""
RACE = """async choose => {
  const timed = work => {
    const start = performance.now();
    work();
    document.body.offsetHeight; // makes the browser lay out what has changed
    return performance.now() - start;
  };
  const rest = () => new Promise(done => setTimeout(done, 50));
  const cells = [...document.querySelectorAll(".pb-raci td")];
  const field = document.querySelector(`form [name=${choose.name}]`);
  const bare = [], filter = [];
  for (let round = 0; round < 10; round++) {
    bare.push(timed(() => cells.forEach(cell => cell.classList.toggle("pb-lit"))));
    await rest();
  }
  for (let round = 0; round < 10; round++) {
    filter.push(timed(() => {
      field.value = round % 2 ? "" : choose.value;
      field.dispatchEvent(new Event("input", {bubbles: true}));
    }));
    await rest();
  }
  return [Math.min(...bare), Math.min(...filter)];
}"""
"""Returns how long a bare change of a class on every cell takes at best, and a filter, the layout included."""


@pytest.fixture(scope="module")
def large_site(tmp_path_factory):
    """The site of the playbook with the largest table."""
    return once(tmp_path_factory, "large", lambda folder: built(large(folder / "playbook")))


@pytest.fixture
def guest(browser, large_site):
    """A visitor of the site with the largest table."""
    with Server(("127.0.0.1", 0), partial(Handler, directory=large_site)) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{listening.server_port}/"
        visiting = Visitor(Visitors(browser, address), address)
        yield visiting
        visiting.leave()
        listening.shutdown()
    assert visiting.troubles == []


def test_largest_table_is_light(large_site):
    page = (large_site / "index.html").read_bytes()
    assert page.count(b"data-activity=") == ACTIVITIES
    assert page.count(b'<th scope="col" class="pb-raci__role"') == ROLES
    assert len(gzip.compress(page, 6, mtime=0)) <= HEAVIEST


@pytest.mark.parametrize(
    ("name", "value"), [("role", "role-7"), ("code", "accountable"), ("party", "client"), ("words", "prices 3")]
)
def test_filter_of_the_largest_table_answers_at_once(guest, name, value):
    page = opened(guest, "")
    bare, filtered = page.evaluate(RACE, {"name": name, "value": value})
    assert filtered < SLOWEST * bare, f"{filtered:.0f} ms against {bare:.0f} ms"


def test_tables_of_one_page_are_filtered_apart(guest):
    page = opened(guest, "two/")
    first, second = page.locator(".pb-matrix").all()
    total = second.locator("tr[data-activity]:visible").count()
    first.get_by_label("Words").fill("no such thing")
    second.get_by_label("Role").select_option("role-7")
    expect(first.get_by_text("No activity fits what you chose.")).to_be_visible()
    kept = second.locator("tr[data-activity]:visible").count()
    assert 0 < kept < total
    page.wait_for_url(lambda url: "raci-words=no" in url and "raci2-role=role-7" in url)
    again(page)
    settled(page)
    expect(first.get_by_text("No activity fits what you chose.")).to_be_visible()
    expect(second.locator("tr[data-activity]:visible")).to_have_count(kept)


def test_largest_table_fits_a_sheet_of_paper(guest):
    page = guest.open("", size=(964, 680))
    page.emulate_media(media="print")
    region = matrix(page)
    ends = region.locator("tr > :last-child").evaluate_all("all => all.map(cell => cell.getBoundingClientRect().right)")
    assert max(ends) - region.evaluate("region => region.getBoundingClientRect().left") <= 964
