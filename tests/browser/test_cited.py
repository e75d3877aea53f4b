"""The page that a contract cites says with scripts how its section stands today, and never more than it knows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from playbook.publish.release.release import Publication, publish, sections_of
from playbook.publish.release.root_pages import page_in
from playbook.publish.text.canonical import fingerprint, plain
from playbook.publish.tree.record import Cited, Release
from playbook.rendering.renderer import Renderer
from tests import small_tree
from tests.browser.axe import violations
from tests.small_tree import IDS
from tests.test_histories import SAID

ROLE, DUTY = IDS
THIRTY, FORTY = "\\p Pays within thirty days.\n", "\\p Pays within forty days.\n"
EDITIONS = {
    "2020-1": ("2020-01-01", "2020-06-30", {ROLE: THIRTY, DUTY: THIRTY}),
    "2030-1": ("2030-01-01", "2030-06-30", {ROLE: THIRTY, DUTY: THIRTY}),
    "2030-2": ("2030-07-01", "2030-12-31", {ROLE: THIRTY, DUTY: THIRTY}),
    "2031-1": ("2031-01-01", "2031-12-31", {ROLE: FORTY, DUTY: FORTY}),
    "2032-1": ("2032-01-01", "2032-12-31", {ROLE: THIRTY}),
}
CHANGED = "Changed in version 2031-1, for the time from 1 January 2031."
GONE = "No longer there in version 2032-1, for the time from 1 January 2032."
ALL = [CHANGED, GONE]


def _publish(public: Path, version: str, first: str, last: str | None, texts: dict[str, str]) -> None:
    cited = tuple(Cited(id, "role", "Buyer", f"roles/#{id}", text) for id, text in texts.items())
    release = Release(version, "Ours", "agreed", first, last, (), None, "t", sections_of(cited, fingerprint), "")
    root = small_tree.root_writer(public)
    publish(public, Publication(release, partial(_write, release, cited), root))


def _write(release: Release, cited: tuple[Cited, ...], folder: Path, beside: Path) -> None:
    (beside / "register.json").write_text('{"form": 1, "ledger": {}}\n', encoding="utf-8")
    (folder / "roles").mkdir(parents=True)
    said = "".join(f"<p id='{each.id}'>{plain(each.text)}</p>" for each in cited)
    (folder / "roles/index.html").write_text(f"<main data-pb-content>{said}</main>", encoding="utf-8")
    for name in ("index.html", "playbook.json"):
        (folder / name).write_text(release.version, encoding="utf-8")
    (folder / "s").mkdir()
    sheet = Renderer((), "en-GB").sheet
    style = sheet("publish/frame.css") + sheet("publish/section.css")
    (folder / "s" / "style.css").write_text(style, encoding="utf-8")
    until = date.fromisoformat(release.effective_to) if release.effective_to else None
    for each in cited:
        (folder / "s" / each.id).mkdir()
        (folder / "s" / each.id / "text.txt").write_text(each.text, encoding="utf-8")
        page = page_in((), "en-GB")(
            "publish/section.html",
            cited=each,
            release=release,
            fingerprint=fingerprint(each.text),
            content=plain(each.text),
            approvals=(),
            since=date.fromisoformat(release.effective_from),
            until=until,
            page="roles/",
            headed=False,
            address="",
            before="",
            promised="",
        )
        (folder / "s" / each.id / "index.html").write_text(page, encoding="utf-8")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five versions: the first is late, in the fourth the text of two sections changes, and the last lacks one."""
    public = tmp_path_factory.mktemp("cited") / "public"
    for version, edition in EDITIONS.items():
        _publish(public, version, *edition)
    return public


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of a reader; whatever a script stumbles over fails the test."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def _open(page: Page, address: str, day: str) -> None:
    page.clock.set_fixed_time(f"{day}T12:00:00Z")
    page.goto(f"{address}index.html", wait_until="networkidle")


def _told(page: Page) -> tuple[str, list[str]]:
    """Return how the page says that its version stands, and the lines below that."""
    now = page.locator("aside.now")
    expect(now).to_be_visible()
    return now.locator("p").nth(1).inner_text(), now.locator("li").all_inner_texts()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2029-12-31", "is not in force yet: it is for the time from 1 January 2030. No version is in force."),
        ("2030-01-01", "is in force."),
        ("2030-06-30", "is in force."),
        ("2030-07-01", "is superseded. In force is 2030-2, in which this section says the same."),
        ("2031-01-01", "is superseded. In force is 2031-1, in which this section says something else."),
        ("2032-12-31", "is superseded. In force is 2032-1, which does not hold this section."),
        ("2033-01-01", "has expired. No version is in force."),
    ],
)
def test_the_cited_page_says_how_it_stands_and_where_its_section_changed(
    page: Page, public: Path, serve: Callable[[Path], str], day: str, said: str
):
    root = serve(public)
    _open(page, f"{root}2030-1/s/{DUTY}/", day)
    assert _told(page) == (f"Version 2030-1 {said}", ALL)
    expect(page.locator("aside.now p").first).to_have_text(f"How this stands on {date.fromisoformat(day):%-d %B %Y}")
    links = page.locator("aside.now li a").evaluate_all("all => all.map(one => one.href)")
    assert links == [f"{root}2031-1/s/{DUTY}/index.html", f"{root}s/{DUTY}/index.html"]
    assert "aside" not in page.locator("[data-pb-content]").inner_html(), "outside of what is proved"


def test_a_version_that_was_published_late_says_so(page: Page, public: Path, serve: Callable[[Path], str]):
    _open(page, f"{serve(public)}2020-1/s/{DUTY}/", "2029-12-31")
    late = f"It was published on {SAID}, after the first day for which it was agreed."
    assert _told(page) == (f"Version 2020-1 has expired. No version is in force. {late}", ALL)


def test_what_came_back_and_what_stayed_are_told(page: Page, public: Path, serve: Callable[[Path], str]):
    root = serve(public)
    _open(page, f"{root}2030-1/s/{ROLE}/", "2030-05-01")
    back = "As it stands here again in version 2032-1, for the time from 1 January 2032."
    assert _told(page) == ("Version 2030-1 is in force.", [CHANGED, back])
    _open(page, f"{root}2031-1/s/{DUTY}/", "2031-05-01")
    assert _told(page) == ("Version 2031-1 is in force.", [GONE])
    _open(page, f"{root}2032-1/s/{ROLE}/", "2032-05-01")
    assert _told(page) == ("Version 2032-1 is in force.", [])


@pytest.fixture(scope="module")
def told(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree in which errata were found, and the version in which the text changes is withdrawn."""
    copy = shutil.copytree(public, tmp_path_factory.mktemp("told") / "public")
    small_tree.entered(copy, "erratum", version="2030-1", text="Read <b>sixty</b>.", section=DUTY)
    small_tree.entered(copy, "erratum", version="2030-1", text="Prices are in euros.")
    small_tree.entered(copy, "withdrawn", version="2031-1", reason="One party had not agreed.")
    return copy


def test_withdrawals_and_errata_are_told_where_they_concern(page: Page, told: Path, serve: Callable[[Path], str]):
    root = serve(told)
    later = str(date.today().replace(year=date.today().year + 10))
    _open(page, f"{root}2031-1/s/{DUTY}/", later)
    assert _told(page)[0] == (
        f"Version 2031-1 was withdrawn on {SAID}: One party had not agreed. No version is in force."
    )
    expect(page.locator("aside.now--withdrawn")).to_be_visible()
    all_of_it = f"Erratum of {SAID}: Prices are in euros."
    for id, about in ((DUTY, ""), (ROLE, f", {DUTY}")):
        _open(page, f"{root}2030-1/s/{id}/", later)
        assert _told(page)[1][:2] == [f"Erratum of {SAID}{about}: Read <b>sixty</b>.", all_of_it]
        assert "2031-1" not in page.locator("aside.now").inner_text(), "a withdrawn version changes nothing"
    _open(page, f"{root}2030-2/s/{DUTY}/", later)
    assert "Erratum" not in page.locator("aside.now").inner_text()


def test_a_withdrawal_counts_from_its_day(page: Page, told: Path, serve: Callable[[Path], str]):
    for days, said in ((-1, False), (0, True)):
        _open(page, f"{serve(told)}2031-1/s/{DUTY}/", str(date.today() + timedelta(days)))
        assert ("was withdrawn" in _told(page)[0]) is said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (f"s/{DUTY}/state.js", None, "Version 2030-1 is superseded. In force is 2031-1."),
        (f"s/{DUTY}/state.js", "globalThis.playbookSection = {};", "Version 2030-1 is superseded. In force is 2031-1."),
        ("status.js", None, ""),
        ("status.js", "globalThis.playbookStatus = {};", ""),
        ("status.js", "globalThis.playbookStatus = {'2030-1': {}};", ""),
        ("in_force.js", None, ""),
        ("cited.js", None, ""),
    ],
)
def test_what_cannot_be_read_is_not_told(
    browser: Browser, public: Path, serve: Callable[[Path], str], tmp_path: Path, name: str, text: str | None, said: str
):
    copy = shutil.copytree(public, tmp_path / "public")
    (copy / name).unlink()
    if text is not None:
        (copy / name).write_text(text, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    _open(page, f"{serve(copy)}2030-1/s/{DUTY}/", "2031-05-01")
    if said:
        assert _told(page) == (said, [])
    else:
        expect(page.locator("aside")).to_have_count(0)
    page.get_by_role("link", name="How this stands today").click()
    expect(page.get_by_role("heading", name="How it stands today")).to_be_visible()
    context.close()


def _without(name: str, public: Path) -> None:
    """Leave out of what scripts read of the tree, or of a section, what they know of the newest version."""
    file = public / name
    begin, _, held = file.read_text(encoding="utf-8").partition(" = ")
    known = json.loads(held)
    known.get("texts", known).pop("2032-1")
    file.write_text(f"{begin} = {json.dumps(known)}", encoding="utf-8")


@pytest.mark.parametrize(
    ("older", "said"),
    [(f"s/{DUTY}/state.js", "Version 2030-1 is superseded. In force is 2032-1."), ("status.js", "")],
)
def test_what_a_browser_kept_from_before_the_last_version_misleads_nobody(
    page: Page, public: Path, serve: Callable[[Path], str], tmp_path: Path, older: str, said: str
):
    copy = shutil.copytree(public, tmp_path / "public")
    _without(older, copy)
    _open(page, f"{serve(copy)}2030-1/s/{DUTY}/", "2032-05-01")
    if said:
        assert _told(page) == (said, [])
    else:
        expect(page.locator("aside")).to_have_count(0)


def test_without_scripts_the_page_leads_to_what_tells(browser: Browser, public: Path, serve: Callable[[Path], str]):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{serve(public)}2030-1/s/{DUTY}/index.html")
    expect(page.locator("aside")).to_have_count(0)
    page.get_by_role("link", name="How this stands today").click()
    expect(page.locator("li[data-version='2031-1'] ins")).to_have_text("forty")
    context.close()


def test_on_a_disk_the_page_says_the_same(page: Page, public: Path):
    _open(page, f"{(public / '2030-1/s' / DUTY).as_uri()}/", "2031-05-01")
    assert _told(page) == (
        "Version 2030-1 is superseded. In force is 2031-1, in which this section says something else.",
        ALL,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_what_is_told_can_be_read_by_everybody(
    browser: Browser, told: Path, serve: Callable[[Path], str], scheme: str, width: int
):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for address in (f"2030-1/s/{ROLE}/", f"2031-1/s/{DUTY}/", f"s/{DUTY}/"):
        _open(page, serve(told) + address, "2040-05-01")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
