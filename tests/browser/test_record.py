"""Records of checklists: saved as text, read back, and refused where they are damaged or of another list."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checklist import BLOCKED, FULL, LIST, PLAYBOOK, PROGRAMME, box, opened, remembered, tally
from tests.browser.look import again, go
from tests.browser.pages import KINDS


def test_a_record_tells_what_was_ticked_when(visitor):
    page = opened(visitor)
    page.get_by_label("I start on").fill("2027-03-25")
    box(page, "name-a-guide").check()
    page.locator("[data-step='name-a-guide'] textarea").fill("in the mail")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save a record").click()
    assert coming.value.suggested_filename == "programme-client-newcomer-2027-03-22.txt"
    lines = Path(coming.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0] == PROGRAMME.name
    assert lines[1].endswith(PLAYBOOK.about.cycle.version)
    assert any(line.startswith("I start on Thu") for line in lines)
    at = lines.index(f"[x] {PROGRAMME.steps['name-a-guide'].name}")
    assert "Done on Mon" in lines[at + 1]
    assert lines[at + 3] == "    Note or link; in the mail"
    assert f"    [ ] {PROGRAMME.steps['read-your-role'].steps[0].name}" in lines
    assert sum(line.startswith("[") for line in lines) == len(PROGRAMME.steps)


def saved(page: Page, where: Path, checklist: int = 0) -> Path:
    """Save the record of a list of the page as a reader does, and return the file."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save a record").nth(checklist).click()
    target = where / coming.value.suggested_filename
    coming.value.save_as(target)
    return target


def choose(page: Page, file: Path, checklist: int = 0) -> None:
    """Choose a file to read."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Read a saved record").nth(checklist).click()
    chooser.value.set_files(file)


def asked(page: Page) -> Locator:
    """Return the question whether to take what a file holds."""
    return page.get_by_role("dialog", name="Read a saved record")


def told(page: Page) -> Locator:
    """Return what the page says of a file."""
    return page.locator("[data-told]").first


def begun(visitor, where: Path) -> tuple[Page, dict, Path]:
    """Return a list on which something is ticked and noted, what the browser keeps of it, and its record."""
    page = opened(visitor)
    page.get_by_label("I start on").fill("2027-03-25")
    for id in ("name-a-guide", "agree-hand-over"):
        box(page, id).check()
    page.get_by_role("checkbox", name=PROGRAMME.steps["learn-the-words"].steps[0].name).check()
    note = page.locator("[data-step='name-a-guide'] textarea")
    note.fill("“Größe”, {count} \\ </p>\n日本")
    note.blur()
    return page, remembered(page), saved(page, where)


def clear(page: Page) -> None:
    """Start again."""
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Clear them").click()
    expect(tally(page)).to_have_text(re.compile("^0 of"))
    assert remembered(page) == {"steps": {}}


def held(kept: dict) -> dict:
    """Return what is kept without what is empty."""
    steps = {id: {key: value for key, value in step.items() if value} for id, step in kept["steps"].items()}
    return {**kept, "steps": steps}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_saved_record_is_read_back_whole(visitor, tmp_path, ends):
    page, before, record = begun(visitor, tmp_path)
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes().replace(b"\n", ends.encode()))
    clear(page)
    choose(page, record)
    expect(asked(page)).to_contain_text(f"A record of “{PROGRAMME.name}”")
    expect(asked(page)).to_contain_text(re.compile(r"saved on Mon.*Steps ticked in it: 2\.", re.DOTALL))
    for silent in ("not in this list", "Left out"):
        expect(asked(page).get_by_text(silent)).to_be_hidden()
    add = page.get_by_role("button", name="Add what is missing")
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Read a saved record")).to_be_focused()
    expect(told(page)).to_have_text(re.compile(r"The record is read: 2 of \d+ done"))
    expect(page.locator("[data-pb-spoken]")).to_have_text(told(page).inner_text())
    assert held(remembered(page)) == held(before)
    expect(box(page, "name-a-guide")).to_be_checked()
    expect(page.get_by_label("I start on")).to_have_value("2027-03-25")
    again(page)
    expect(tally(page)).to_have_text(re.compile("^2 of"))
    choose(page, record)  # the same file once more
    expect(asked(page)).to_be_visible()


def test_what_was_entered_since_stays(visitor, tmp_path):
    page, _, record = begun(visitor, tmp_path)
    clear(page)
    page.clock.set_fixed_time("2027-03-24T10:00:00Z")
    for id in ("name-a-guide", "read-your-role"):
        box(page, id).check()
    note = page.locator("[data-step='name-a-guide'] textarea")
    note.fill("newer")
    page.get_by_label("I start on").fill("2027-04-01")
    choose(page, record)
    expect(asked(page)).to_contain_text("What is ticked, noted or entered here stays.")
    left = re.compile(f"Left out.*I start on.*{re.escape(PROGRAMME.steps['name-a-guide'].name)}")
    expect(asked(page)).to_contain_text(left)
    page.get_by_role("button", name="Add what is missing").click()
    kept = remembered(page)
    assert (kept["start"], kept["steps"]["name-a-guide"]["note"]) == ("2027-04-01", "newer")
    days = {id: step["on"] for id, step in kept["steps"].items() if step.get("on")}
    assert days == {"name-a-guide": "2027-03-24", "read-your-role": "2027-03-24", "agree-hand-over": "2027-03-22"}
    expect(tally(page)).to_have_text(re.compile("^3 of"))


@pytest.mark.parametrize("way", ["Escape", "Leave it"])
def test_a_record_that_is_left_changes_nothing(visitor, tmp_path, way):
    page, _, record = begun(visitor, tmp_path)
    clear(page)
    choose(page, record)
    expect(asked(page)).to_be_visible()
    page.keyboard.press("Escape") if way == "Escape" else page.get_by_role("button", name=way).click()
    expect(told(page)).to_have_text("Nothing is changed.")
    expect(page.get_by_role("button", name="Read a saved record")).to_be_focused()
    assert remembered(page) == {"steps": {}}


def _changed(text: str, change: str) -> str:
    line = next(line for line in text.splitlines() if line.startswith('{"record"'))
    return {
        "cut short": text[: text.index(line) + len(line) // 2],
        "without its line": text.replace(line, ""),
        "one letter": text.replace('"2027-03-25"', '"2027-03-26"'),
        "another form": text.replace('"record":1', '"record":2'),
        "no record": "[1, 2]",
        "empty": "",
        "nothing in it": '{"record":1,"data":null}',
    }[change]


CHANGES = ("cut short", "without its line", "one letter", "another form", "no record", "empty", "nothing in it")


@pytest.mark.parametrize("change", CHANGES)
def test_a_damaged_record_is_refused_and_changes_nothing(visitor, tmp_path, change):
    page, before, record = begun(visitor, tmp_path)
    text = record.read_text(encoding="utf-8")
    assert _changed(text, change) != text
    record.write_text(_changed(text, change), encoding="utf-8")
    choose(page, record)
    expect(told(page)).to_have_text("This file is damaged, or no record that a checklist saved. Nothing is changed.")
    expect(page.locator("[data-pb-spoken]")).to_have_text(told(page).inner_text())
    expect(asked(page)).to_be_hidden()
    assert remembered(page) == before


def test_a_file_of_bytes_or_of_another_size_is_refused(visitor, tmp_path):
    page, before, record = begun(visitor, tmp_path)
    whole = record.read_bytes()
    record.write_bytes(b"x" * 2**20 + b"\n" + whole)
    choose(page, record)
    expect(told(page)).to_have_text("This file is too large for a record of a checklist. Nothing is changed.")
    record.write_bytes(bytes(range(256)) * 9)
    choose(page, record)
    expect(told(page)).to_contain_text("This file is damaged")
    assert remembered(page) == before


def test_the_record_of_another_list_is_refused(visitor, tmp_path):
    page = opened(visitor, KINDS["visits"])
    page.locator(".pb-checklist--live").first.get_by_role("checkbox").filter(visible=True).last.check()
    kept = page.evaluate("({...localStorage})")
    record = saved(page, tmp_path)
    choose(page, record, checklist=1)
    last = page.locator("[data-told]").last
    expect(last).to_contain_text(re.compile("^This is a record of another checklist, “.+”. Nothing is changed.$"))
    assert page.evaluate("({...localStorage})") == kept
    choose(page, record)
    expect(asked(page)).to_be_visible()


def _sealed(data: dict) -> str:
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 % 2**32
    return f'{{"record":1,"sum":"{found:x}","data":{text}}}\n'


def test_steps_that_are_gone_or_worded_anew_are_told(visitor, tmp_path):
    page, _, record = begun(visitor, tmp_path)
    line = next(line for line in record.read_text(encoding="utf-8").splitlines() if line.startswith('{"record"'))
    data = json.loads(line)["data"]
    assert _sealed(data).strip() == line
    data["steps"]["learnt-long-ago"] = {"on": "2026-01-05", "wording": "x", "name": "Learn <b>it</b>", "parts": {}}
    data["steps"]["__proto__"] = {"on": "2026-01-05", "wording": "x", "parts": {}}
    data["steps"]["agree-hand-over"]["wording"] = "older"
    record.write_text(_sealed(data), encoding="utf-8")
    clear(page)
    choose(page, record)
    expect(asked(page)).to_contain_text("In the record, and not in this list: Learn <b>it</b> and __proto__.")
    page.get_by_role("button", name="Add what is missing").click()
    expect(tally(page)).to_have_text(re.compile("^1 of"))
    expect(page.locator("[data-step='agree-hand-over']")).to_contain_text("Changed since you ticked it on Mon")
    again(page)
    expect(tally(page)).to_have_text(re.compile("^1 of"))


@pytest.mark.parametrize(
    "nonsense",
    [
        {"steps": None},
        {"steps": "x", "start": 5},
        {"start": "2027-99-99", "steps": {"name-a-guide": 7, "read-your-role": {"on": [], "note": {}, "parts": "x"}}},
        {"steps": {"name-a-guide": {"on": "no day", "note": "x" * 501, "parts": {"y": "no day"}}}},
    ],
)
def test_nonsense_in_a_whole_record_is_no_obstacle(visitor, tmp_path, nonsense):
    page, _, record = begun(visitor, tmp_path)
    clear(page)
    told_of = {"checklist": "programme/client-newcomer", "name": "n", "edition": "e", "saved": "2027-03-22"}
    record.write_text(_sealed({**told_of, **nonsense}), encoding="utf-8")
    choose(page, record)
    page.get_by_role("button", name="Add what is missing").click()
    expect(tally(page)).to_have_text(re.compile("^0 of"))
    expect(page.get_by_label("I start on")).to_have_value("")
    box(page, "name-a-guide").check()
    expect(tally(page)).to_have_text(re.compile("^1 of"))


@pytest.mark.parametrize("trouble", [FULL, BLOCKED])
def test_a_record_is_read_where_the_browser_keeps_nothing(visitor, tmp_path, trouble):
    _, _, record = begun(visitor, tmp_path)
    page = visitor.page(new=True)
    page.add_init_script(trouble)
    go(page, LIST)
    choose(page, record)
    page.get_by_role("button", name="Add what is missing").click()
    expect(tally(page)).to_have_text(re.compile("^2 of"))
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    visitor.troubles = [each for each in visitor.troubles if each != "uncaught: no"]  # of the theme's own scripts


def test_a_record_of_the_whole_list_is_read_on_the_page_of_a_role(visitor, tmp_path):
    page, before, record = begun(visitor, tmp_path)
    clear(page)
    go(page, KINDS["role"])
    page.locator(".pb-checklist summary").press("Enter")
    choose(page, record)
    page.get_by_role("button", name="Add what is missing").click()
    assert held(remembered(page)) == held(before)
    assert (
        held(json.loads(saved(page, tmp_path).read_text().splitlines()[-1])["data"])["steps"].keys()
        == before["steps"].keys()
    )


def test_the_question_fits_a_narrow_screen(visitor, tmp_path, picture):
    page, _, record = begun(visitor, tmp_path)
    page.set_viewport_size({"width": 390, "height": 800})
    choose(page, record)
    place = asked(page).bounding_box()
    assert place
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "checklist-record")
