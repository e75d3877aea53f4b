"""Checklists: ticks, dates, notes and changes, kept in the browser; links between steps; paper; no scripts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from playbook.model.days import shifted, worked_by
from playbook.model.values import Duration
from tests.browser.checklist import BLOCKED, FULL, KEPT, LIST, PLAYBOOK, PROGRAMME, box, edit, opened, remembered, tally
from tests.browser.look import again, back, go, in_sight
from tests.browser.pages import KINDS, NARROW, WIDE


def test_every_step_says_when_and_with_whom(visitor):
    page = visitor.open(KINDS["checklist"])
    steps = page.locator(".pb-step")
    said = re.search(r"(\d+) steps", page.locator(".pb-checklist").inner_text())
    assert said
    expect(steps).to_have_count(int(said[1]))
    for part in (".pb-step__name", ".pb-step__due", ".pb-step__facts > span:nth-of-type(2)"):
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


def test_both_programmes_are_reached_from_the_index(visitor):
    page = visitor.open(KINDS["onboarding-index"])
    for name in page.locator(".pb-card__title a").all_inner_texts():
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        back(page)


def test_the_page_of_a_role_has_its_own_steps_to_tick(visitor):
    page = opened(visitor, KINDS["role"])
    own = [step for step in PROGRAMME.steps.values() if not step.applies_to or "contract-manager" in step.applies_to]
    page.locator(".pb-checklist summary").press("Enter")
    expect(page.locator(".pb-step:visible")).to_have_count(len(own))
    total = sum(step.required for step in own)
    expect(tally(page)).to_have_text(f"0 of {total} done")
    box(page, "name-a-guide").check()
    expect(tally(page)).to_have_text(f"1 of {total} done")
    go(page, LIST)
    expect(box(page, "name-a-guide")).to_be_checked()


def test_ticks_and_notes_are_there_again(visitor, picture):
    page = opened(visitor)
    total = sum(step.required for step in PROGRAMME.steps.values())
    expect(tally(page)).to_have_text(f"0 of {total} done")
    page.get_by_role("checkbox", name=PROGRAMME.steps["name-a-guide"].name).check()
    page.get_by_role("checkbox", name=PROGRAMME.steps["read-your-role"].steps[1].name).check()
    note = page.get_by_role("textbox", name=f"Note or link for: {PROGRAMME.steps['name-a-guide'].name}")
    note.fill('<b>see</b> "here" {date}')
    note.blur()
    expect(tally(page)).to_have_text(f"1 of {total} done")
    again(page)
    expect(tally(page)).to_have_text(f"1 of {total} done")
    expect(page.locator("progress")).to_have_js_property("value", 1)
    expect(box(page, "name-a-guide")).to_be_checked()
    expect(page.locator("[data-step='name-a-guide']")).to_contain_text("Done on Mon")
    expect(note).to_have_value('<b>see</b> "here" {date}')
    expect(page.locator("[data-step='read-your-role'] [data-part] :checked")).to_have_count(1)
    expect(box(page, "read-your-role")).not_to_be_checked()
    kept = remembered(page)["steps"]["name-a-guide"]
    assert (kept["on"], len(kept["wording"])) == ("2027-03-22", 10)
    picture(page, "checklist-ticked")
    box(page, "name-a-guide").uncheck()
    expect(tally(page)).to_have_text(f"0 of {total} done")


def test_a_step_left_out_does_not_keep_the_bar_from_its_end(visitor):
    page = opened(visitor)
    for id, step in PROGRAMME.steps.items():
        if step.required:
            box(page, id).check()
    total = sum(step.required for step in PROGRAMME.steps.values())
    expect(tally(page)).to_have_text(f"{total} of {total} done")
    for id, step in PROGRAMME.steps.items():
        if not step.required:
            box(page, id).check()
    expect(tally(page)).to_have_text(f"{len(PROGRAMME.steps)} of {len(PROGRAMME.steps)} done")


def test_the_first_day_gives_every_step_its_date(visitor):
    page = opened(visitor, at="2027-03-24T09:00:00")
    page.get_by_label("I start on").fill("2027-03-25")
    worked = worked_by(PLAYBOOK.parties["client"].days, PLAYBOOK.parties["client"].holidays)
    wanted = {id: str(shifted(date(2027, 3, 25), step.due, worked)) for id, step in PROGRAMME.steps.items()}
    assert wanted["accept-client-rules"] == "2027-03-30"  # over Good Friday, a weekend and Easter Monday
    found = dict(
        page.locator(".pb-step").evaluate_all(
            "all => all.map(step => [step.dataset.step, step.querySelector('time').dateTime])"
        )
    )
    assert found == wanted
    first = page.locator("[data-step='accept-client-rules']")
    expect(first.locator("time")).to_have_text(page.evaluate(
        """new Intl.DateTimeFormat(document.documentElement.lang,
          {weekday: "short", day: "numeric", month: "short", year: "numeric"}).format(new Date(2027, 2, 30))"""
    ))  # fmt: skip
    late = page.locator("[data-step='name-a-guide']")
    expect(late).to_contain_text("past due")
    expect(page.locator("[data-step='read-your-role']")).to_contain_text("due soon")
    expect(first).not_to_contain_text("due soon")
    expect(page.get_by_text("Public holidays are known")).to_be_hidden()
    box(page, "name-a-guide").check()
    expect(late).not_to_contain_text("past due")
    again(page)
    expect(first.locator("time")).to_have_attribute("datetime", "2027-03-30")
    page.get_by_label("I start on").fill("2028-03-01")
    expect(page.get_by_text("Public holidays are known")).to_be_visible()
    page.get_by_label("I start on").fill("")
    expect(page.locator(".pb-step time:visible")).to_have_count(0)


OFFSETS = (-30, -11, -5, -1, 0, 1, 4, 9, 23, 99_999)
STARTS = ("2026-01-30", "2026-01-31", "2028-02-29", "2027-03-25", "2026-05-31", "0001-01-02", "9999-12-30")


def test_dates_are_those_of_the_engine(visitor):
    page = visitor.open(LIST)
    units = ["minutes", "hours", "business hours", "days", "business days", "weeks", "months", "years"]
    asked = [(start, Duration(amount, unit)) for start in STARTS for unit in units for amount in OFFSETS]
    party = PLAYBOOK.parties["supplier"]
    worked = worked_by(party.days, party.holidays)
    # Around the first and the last day there is, the engine has no days to search for business days.
    asked = [
        (start, by)
        for start, by in asked
        if "business" not in by.unit or date(1000, 1, 1) < date.fromisoformat(start) < date(9000, 1, 1)
    ]
    found = page.evaluate(
        """([asked, holidays]) => {
          const {shifted} = playbook.subjects.onboarding;
          return asked.map(([day, due]) => shifted(day, due, {days: [1, 2, 3, 4, 5], holidays}));
        }""",
        [[(start, str(by)) for start, by in asked], [str(day) for day in party.holidays]],
    )
    assert {(start, str(by)): day for (start, by), day in zip(asked, found, strict=True)} == {
        (start, str(by)): (str(day) if (day := shifted(date.fromisoformat(start), by, worked)) else None)
        for start, by in asked
    }


def test_changed_words_take_the_tick_back(visitor):
    page = opened(visitor)
    for id in ("name-a-guide", "agree-hand-over", "read-your-role"):
        box(page, id).check()
    page.get_by_role("checkbox", name=PROGRAMME.steps["learn-the-words"].steps[0].name).check()
    expect(tally(page)).to_have_text(re.compile("^3 of"))
    edit(
        page,
        "state.steps['name-a-guide'].wording = 'other'; state.steps['constructor'] = {on: '2026-01-01'};"
        "state.steps['learn-the-words'].parts = {gone: '2026-03-30'}; state.steps['agree-hand-over'].on = 'no day'",
    )
    expect(tally(page)).to_have_text(re.compile("^2 of"))
    for id in ("name-a-guide", "learn-the-words"):
        expect(page.locator(f"[data-step='{id}']")).to_contain_text("Changed since you ticked it on Mon")
        expect(box(page, id)).not_to_be_checked()
        expect(box(page, id)).to_have_accessible_description(re.compile("^Changed since"))
        box(page, id).check()
        expect(page.locator(f"[data-step='{id}']")).not_to_contain_text("Changed")
    expect(tally(page)).to_have_text(re.compile("^4 of"))
    again(page)
    expect(tally(page)).to_have_text(re.compile("^4 of"))
    expect(page.locator(".pb-step__sign--changed")).to_have_count(0)


@pytest.mark.parametrize("nonsense", ["null", "5", '"x"', '{"steps": 1}', '{"steps": {"name-a-guide": 7}}', "{"])
def test_nonsense_in_the_browser_is_no_obstacle(visitor, nonsense):
    page = opened(visitor)
    box(page, "name-a-guide").check()
    page.evaluate(f"text => {{ localStorage[{KEPT}] = text }}", nonsense)
    again(page)
    expect(tally(page)).to_have_text(re.compile("^0 of"))
    box(page, "name-a-guide").check()
    expect(tally(page)).to_have_text(re.compile("^1 of"))


def test_to_start_again_asks_first(visitor):
    page = opened(visitor)
    box(page, "name-a-guide").check()
    page.get_by_label("I start on").fill("2027-03-25")
    renewed = page.get_by_role("button", name="Start again")
    renewed.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Start again")
    expect(dialog).to_be_visible()
    expect(page.get_by_role("button", name="Keep them")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(renewed).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(renewed).to_be_focused()
    expect(box(page, "name-a-guide")).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(renewed).to_be_focused()
    expect(box(page, "name-a-guide")).not_to_be_checked()
    expect(page.get_by_label("I start on")).to_have_value("")
    expect(page.locator("[data-pb-spoken]")).to_have_text("The checklist is cleared.")
    again(page)
    expect(tally(page)).to_have_text(re.compile("^0 of"))
    renewed.click()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_by_keyboard_alone(visitor):
    page = opened(visitor)
    page.get_by_label("I start on").focus()
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.id"))
        if reached[-1].startswith("pb-tick-"):
            break
    assert [name for name in reached if name not in ("", "start")][:5] == ["stage", "open", "print", "save", "read"]
    page.keyboard.press("Space")
    expect(page.locator(".pb-step").first).to_contain_text("Done on")
    expect(page.locator("[data-pb-spoken]")).to_have_text(re.compile(r"^1 of \d+ done$"))
    focused = page.evaluate("[getComputedStyle(document.activeElement).outlineStyle, document.activeElement.id]")
    assert focused == ["solid", page.locator(".pb-step__tick").first.get_attribute("id")]
    while not page.evaluate("document.activeElement.matches('textarea')"):
        page.keyboard.press("Tab")
    page.keyboard.type("with")
    page.keyboard.press("Tab")
    assert next(iter(remembered(page)["steps"].values()))["note"] == "with"


def test_filters_show_a_stage_and_what_is_open(visitor):
    page = opened(visitor)
    box(page, "meet-your-guide").check()
    page.get_by_role("combobox", name="Stage").select_option(label="First day")
    visible = page.locator(".pb-step:visible")
    assert visible.evaluate_all("all => all.map(step => step.dataset.step)") == ["meet-your-guide", "read-your-role"]
    page.get_by_label("Only what is open").check()
    expect(visible).to_have_count(1)
    box(page, "read-your-role").check()
    expect(visible).to_have_count(1)  # it stays in sight, with the focus on it, until a filter is touched
    expect(box(page, "read-your-role")).to_be_focused()
    page.get_by_label("Only what is open").uncheck()
    page.get_by_label("Only what is open").check()
    expect(visible).to_have_count(0)
    expect(page.get_by_text("Nothing to show")).to_be_visible()
    page.get_by_role("combobox", name="Stage").select_option(label="All stages")
    expect(page.get_by_text("Nothing to show")).to_be_hidden()
    assert visible.count() == len(PROGRAMME.steps) - 2


def test_a_role_sees_what_is_for_it(visitor):
    page = visitor.page(new=True)
    go(page, "")
    page.get_by_label("My role is").select_option("finance-partner")
    go(page, LIST)
    own = [id for id, step in PROGRAMME.steps.items() if not step.applies_to or "finance-partner" in step.applies_to]
    mine = [id for id, step in PROGRAMME.steps.items() if "finance-partner" in step.applies_to]
    required = sum(PROGRAMME.steps[id].required for id in own)
    expect(tally(page)).to_have_text(f"0 of {required} done")
    ids = "all => all.map(step => step.dataset.step)"
    assert page.locator(".pb-step:visible").evaluate_all(ids) == own
    assert page.locator(".pb-step.pb-mine").evaluate_all(ids) == mine
    page.get_by_label("Only what is for my role").uncheck()
    expect(page.locator(".pb-step:visible")).to_have_count(len(PROGRAMME.steps))
    expect(tally(page)).to_have_text(f"0 of {required} done")
    go(page, KINDS["checklist"])  # a list of the other side
    expect(page.locator(".pb-checklist--live")).to_be_visible()
    expect(page.get_by_label("Only what is for my role")).to_be_hidden()
    go(page, KINDS["onboarding-index"])
    expect(page.locator(".pb-card.pb-mine").first).to_contain_text(PROGRAMME.name)


def test_a_second_tab_follows(visitor):
    page = opened(visitor)
    other = page.context.new_page()
    go(other, LIST)
    box(page, "name-a-guide").check()
    expect(box(other, "name-a-guide")).to_be_checked()
    box(other, "agree-hand-over").check()
    expect(tally(page)).to_have_text(re.compile("^2 of"))
    other.close()


@pytest.mark.parametrize("trouble", [FULL, BLOCKED])
def test_a_browser_that_keeps_nothing_still_ticks_and_says_so(visitor, trouble):
    page = visitor.page(new=True)
    page.add_init_script(trouble)
    go(page, LIST)
    expect(page.get_by_text("This browser keeps nothing")).to_be_hidden()
    box(page, "name-a-guide").check()
    box(page, "agree-hand-over").check()
    expect(tally(page)).to_have_text(re.compile("^2 of"))
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    visitor.troubles = [each for each in visitor.troubles if each != "uncaught: no"]  # of the theme's own scripts


def test_a_visit_is_ticked_off_too(visitor):
    page = opened(visitor, KINDS["visits"])
    lists = page.locator(".pb-checklist--live")
    expect(lists).to_have_count(2)
    first = lists.first
    first.get_by_label("The visit begins on").fill("2027-09-01")
    before = first.locator(".pb-step[data-due^='-'] time").first
    assert before.get_attribute("datetime") < "2027-09-01"
    first.get_by_role("checkbox").filter(visible=True).last.check()
    expect(first.locator(".pb-checklist__tally")).to_contain_text(re.compile(r"1 of \d+ done"))
    expect(lists.last.locator(".pb-checklist__tally")).to_contain_text(re.compile(r"0 of \d+ done"))


def test_scripts_move_nothing_when_they_start(visitor):
    page = visitor.page(new=True)
    held = []
    page.route("**/playbook/onboarding.js", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks what it is given
    page.goto(LIST, wait_until="commit")
    place = "document.querySelector('.pb-step__name').getBoundingClientRect().toJSON()"
    page.wait_for_selector(".pb-step__name")
    page.wait_for_timeout(500)
    before = page.evaluate(place)
    assert held
    expect(page.locator(".pb-checklist--live")).to_have_count(0)
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_hidden()
    held[0].continue_()
    expect(page.locator(".pb-checklist--live")).to_have_count(1)
    assert page.evaluate(place) == before


def test_print_keeps_the_boxes_to_tick(visitor):
    page = visitor.open(KINDS["checklist"], scheme="dark")
    page.emulate_media(media="print")
    boxes = page.locator(".pb-step > .pb-step__box").evaluate_all("""boxes => boxes.map(box => {
      const look = getComputedStyle(box), size = box.getBoundingClientRect();
      return size.width > 8 && size.height > 8 && parseFloat(look.borderTopWidth) >= 1 && look.borderTopColor;
    })""")
    assert boxes
    assert set(boxes) == {"rgb(0, 0, 0)"}


def test_print_shows_what_is_ticked(visitor, picture):
    page = opened(visitor, scheme="dark")
    box(page, "name-a-guide").check()
    page.locator("[data-step='name-a-guide'] textarea").fill("in the mail")
    box(page, "agree-hand-over").check()
    page.emulate_media(media="print")
    signs = page.locator(".pb-step__box").evaluate_all(
        "all => all.filter(box => getComputedStyle(box, '::after').content.includes('✓'))"
        ".map(box => box.closest('.pb-step').dataset.step)"
    )
    assert signs == ["name-a-guide", "agree-hand-over"]
    expect(page.locator("[data-step='name-a-guide']")).to_contain_text("Done on")
    expect(tally(page)).to_be_visible()
    expect(page.locator(".pb-step__note:visible")).to_have_count(1)
    expect(page.locator(".pb-step__tick:visible, .pb-checklist button:visible")).to_have_count(0)
    picture(page, "checklist-ticked-print")


def test_without_scripts_the_list_is_there_with_its_boxes(visitor):
    page = visitor.open(LIST, scripts=False)
    expect(page.locator(".pb-step__name:visible")).to_have_count(len(PROGRAMME.steps))
    expect(page.locator(".pb-step > .pb-step__box:visible")).to_have_count(len(PROGRAMME.steps))
    expect(page.locator(".pb-checklist :is(input, button, select, progress, time):visible")).to_have_count(0)
