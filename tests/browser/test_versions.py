"""Published versions in the browser: which is in force is told for the reader's day, and each leads to the others."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.look import STARTED
from tests.editions import FIRST, SECOND, Team, two_versions_once
from tests.support import run

BEFORE, IN_FIRST, LAST_DAY, IN_SECOND, AFTER = (
    f"{day}T12:00:00Z" for day in ("2029-06-01", "2030-11-29", "2030-12-31", "2031-05-01", "2032-02-01")
)
REASON = "One party had not agreed."
SAID = f"{date.today().day} {date.today():%B %Y}"
"""Today, in the words of the pages."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team that has published two versions."""
    return two_versions_once(tmp_path_factory)


@pytest.fixture(scope="module")
def tree(team: Team, serve: Callable[[Path], str]) -> str:
    """The address of a published tree."""
    return serve(team.public)


@pytest.fixture(scope="module")
def withdrawn(withdrawn_tree: Path, serve: Callable[[Path], str]) -> str:
    """The address of a tree whose second version is withdrawn, and whose first has errata."""
    return serve(withdrawn_tree)


@pytest.fixture(scope="module")
def withdrawn_tree(team: Team, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree whose second version is withdrawn, and whose first has errata."""
    public = shutil.copytree(team.public, tmp_path_factory.mktemp("withdrawn") / "public")
    for words in (
        (SECOND, "--withdrawn", REASON),
        (FIRST, "--erratum", "For <b>hot</b> read warm.", "--section", "oven-rules"),
        (FIRST, "--erratum", "Prices are in euros."),
    ):
        done = run("status", *words, "--to", public, cwd=team.folder)
        assert done.code == 0, done.said
    return public


def _context(browser: Browser, **more: object) -> BrowserContext:
    return browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **more)  # type: ignore[arg-type]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of a reader who remembers nothing, in the time of the second version."""
    context = _context(browser)
    page = context.new_page()
    page.clock.set_fixed_time(IN_SECOND)
    yield page
    context.close()


def _turn_to(page: Page, version: str) -> None:
    page.locator(".md-version").hover()
    page.locator(".md-version__link", has_text=version).click()


def _at(page: Page, moment: str, address: str) -> Page:
    page.clock.set_fixed_time(moment)
    page.goto("about:blank")
    page.goto(address)
    return page


def _states(page: Page) -> dict[str, str]:
    """Return how a page above the versions says that each stands."""
    found = page.locator("[data-state]").evaluate_all("all => all.map(one => [one.dataset.state, one.textContent])")
    return dict(found)


def test_the_other_version_opens_at_the_same_page_and_section(page: Page, tree: str):
    page.goto(f"{tree}{FIRST}/about/#how-it-is-recorded")
    _turn_to(page, SECOND)
    expect(page).to_have_url(f"{tree}{SECOND}/about/#how-it-is-recorded")
    _turn_to(page, FIRST)
    expect(page).to_have_url(f"{tree}{FIRST}/about/#how-it-is-recorded")


def test_a_page_that_the_other_version_lacks_leads_to_its_beginning(page: Page, tree: str):
    page.goto(f"{tree}{FIRST}/oven/")
    _turn_to(page, SECOND)
    expect(page).to_have_url(f"{tree}{SECOND}/")


@pytest.mark.parametrize(
    ("moment", "first", "second"),
    [
        (BEFORE, "not yet in force", "not yet in force"),
        (IN_FIRST, "in force", "not yet in force"),
        (LAST_DAY, "in force", "not yet in force"),
        (IN_SECOND, "superseded", "in force"),
        (AFTER, "expired", "expired"),
    ],
)
def test_every_version_says_everywhere_how_it_stands_today(page: Page, tree: str, moment: str, first: str, second: str):
    states = {SECOND: second, FIRST: first}
    chosen = next((version for version, state in states.items() if state == "in force"), None)
    for version, state in states.items():
        _at(page, moment, f"{tree}{version}/about/#how-it-is-recorded")
        expect(page.locator(".md-version__current")).to_have_text(f"{version} ({state})")
        offered = page.locator(".md-version__link")
        expect(offered).to_have_count(2)
        texts = [re.sub(r"\s+", " ", each).strip() for each in offered.all_text_contents()]
        assert texts == [f"{each} ({said})" for each, said in states.items()]
        banner = page.locator("[data-pb-standing]")
        if state == "in force":
            expect(banner).to_be_hidden()
            continue
        expect(banner).to_contain_text(
            re.compile({"not yet in force": "not in force yet", "expired": "has expired"}.get(state, state))
        )
        if chosen:
            link = banner.get_by_role("link", name=f"This section in edition {chosen}")
            expect(link).to_have_attribute("href", f"{tree}{chosen}/about/#how-it-is-recorded")
        else:
            expect(banner).to_contain_text("No edition is in force today.")
    words = {version: "in force today" if state == "in force" else state for version, state in states.items()}
    for address in ("on/", "s/oven-rules/"):
        _at(page, moment, tree + address)
        assert _states(page) == words, address
    told = "No version is in force today." if chosen is None else ""
    _at(page, moment, f"{tree}on/")
    shown = page.inner_text("output")
    assert shown == (
        f"Version {chosen}"
        if chosen
        else "No version was in force yet."
        if moment == BEFORE
        else "No version in force."
    )
    for address in ("", "current/about/?from=mail#how-it-is-recorded"):
        _at(page, moment, tree + address)
        if chosen:
            expect(page).to_have_url(tree + address.replace("current", chosen) if address else f"{tree}{chosen}/")
        else:
            expect(page).to_have_url(tree + address)
            expect(page.get_by_text(told)).to_be_visible()
            assert _states(page) == words


def test_a_page_or_section_that_the_version_in_force_lacks(page: Page, tree: str):
    _at(page, IN_SECOND, f"{tree}{FIRST}/oven/#oven-rules")
    way = page.locator(".pb-standing__way")
    expect(way).to_have_attribute("href", f"{tree}s/oven-rules/")
    page.evaluate("location.hash = ''")
    expect(way).to_have_attribute("href", f"{tree}s/oven/")
    _at(page, IN_SECOND, f"{tree}{FIRST}/lost/")
    expect(way).to_have_attribute("href", f"{tree}{SECOND}/")
    _at(page, IN_SECOND, f"{tree}current/lost/")
    expect(page.get_by_text("The version in force does not have this page.")).to_be_visible()
    expect(page.get_by_role("link", name=FIRST)).to_have_attribute("href", f"../../{FIRST}/lost/")
    _at(page, IN_FIRST, f"{tree}current/lost/")
    expect(page).to_have_url(f"{tree}{FIRST}/lost/")


def test_a_withdrawal_and_errata_stand_where_people_read(page: Page, withdrawn: str):
    banner = page.locator("[data-pb-standing]")
    _at(page, IN_SECOND, f"{withdrawn}{SECOND}/about/")
    expect(banner).to_contain_text(f"was withdrawn on {SAID}: {REASON}")
    expect(banner).to_contain_text("No edition is in force today.")
    expect(page.locator(".md-version__current")).to_have_text(f"{SECOND} (withdrawn)")
    _at(page, IN_FIRST, f"{withdrawn}{FIRST}/oven/")
    expect(banner.locator("li")).to_have_text(
        [
            re.compile(f"Rules Erratum of {SAID}: For <b>hot</b> read warm."),
            re.compile(f"^Erratum of {SAID}: Prices are in euros."),
        ]
    )
    expect(banner.get_by_role("link", name="Rules")).to_have_attribute("href", "#oven-rules")
    expect(banner.locator("[data-said]")).to_be_empty()
    _at(page, IN_FIRST, f"{withdrawn}{FIRST}/about/")
    expect(banner.locator("li")).to_have_text([re.compile("euros")])
    for address in ("on/", "s/oven-rules/", "s/about/"):
        _at(page, IN_SECOND, withdrawn + address)
        assert _states(page) == {SECOND: "withdrawn", FIRST: "expired"}


class _InPieces(SimpleHTTPRequestHandler):
    """Sends a page up to the list of what can be cited on it, and the rest a while later."""

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        before, mark, after = source.read().partition(b'class="pb-cites"')
        outputfile.write(before)
        if mark:
            outputfile.flush()
            time.sleep(1)
            outputfile.write(mark + after)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_errata_of_a_section_are_told_on_a_page_that_arrives_in_pieces(page: Page, withdrawn_tree: Path):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_InPieces, directory=withdrawn_tree)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _at(page, IN_FIRST, f"http://127.0.0.1:{server.server_port}/{FIRST}/oven/")
        expect(page.locator("[data-pb-standing] li")).to_have_text([re.compile("warm"), re.compile("euros")])
        page.close()
        server.shutdown()


def test_the_next_meeting_is_one_of_the_version_in_force(page: Page, tree: str):
    line, other = page.locator(".pb-calendar__next"), page.locator(".pb-calendar__next + .pb-elsewhere")
    chips = page.locator(".pb-next__word")
    _at(page, IN_FIRST, f"{tree}{FIRST}/cadence/")
    expect(line).to_have_text(re.compile(r"Next meeting\s*Counter talk\s*Tue 3 Dec"))
    expect(chips).to_have_text(["next"])
    expect(other).to_be_hidden()
    _at(page, IN_FIRST, f"{tree}{SECOND}/cadence/")
    expect(line).to_have_text(re.compile(r"First meeting\s*\w+ \w+\s*\w+ \d+ Jan"))
    expect(chips).to_have_text(["first"])
    expect(other).to_contain_text(f"The next meeting is in edition {FIRST}: Counter talk, Tue, 3 December 2030")
    expect(other.locator("a")).to_have_attribute("href", f"{tree}{FIRST}/cadence/counter-talk/")
    for moment in (LAST_DAY, IN_SECOND):
        _at(page, moment, f"{tree}{FIRST}/cadence/")
        expect(line).to_contain_text("No further meeting in this cycle.")
        expect(other).to_contain_text(f"The next meeting is in edition {SECOND}: ")
        expect(chips).to_have_count(0)
    for version in (FIRST, SECOND):
        _at(page, AFTER, f"{tree}{version}/cadence/")
        expect(line).to_contain_text("No further meeting in this cycle.")
        expect(other).to_be_hidden()
        expect(chips).to_have_count(0)


def test_a_forum_and_the_start_of_a_role_say_it_too(page: Page, tree: str):
    soon = page.locator(".pb-soon")
    for version, said, elsewhere in ((FIRST, "Next: Tuesday, 3 December 2030", False), (SECOND, "First: ", True)):
        _at(page, IN_FIRST, f"{tree}{version}/cadence/counter-talk/")
        expect(soon).to_contain_text(said)
        expect(page.locator(".pb-soon + .pb-elsewhere")).to_be_visible(visible=elsewhere)
    page.goto(f"{tree}{FIRST}/start/")
    page.get_by_label("My role is").select_option(value="cashier")
    panel = page.locator(".pb-reader__panel:visible")
    expect(panel.locator("[data-label]")).to_have_text("Next meetings")
    expect(panel.locator("time:visible").first).to_contain_text("3 December")
    page.goto(f"{tree}{SECOND}/start/")
    expect(panel.locator("[data-label]")).to_have_text("First meetings")
    expect(panel.locator("[data-elsewhere]")).to_contain_text(f"in edition {FIRST}: Counter talk, Tue, 3 December 2030")
    _at(page, AFTER, f"{tree}{SECOND}/start/")
    expect(panel.get_by_text("None is left in this cycle.")).to_be_visible()
    expect(panel.locator("time:visible, [data-elsewhere]:visible")).to_have_count(0)


def test_meetings_of_a_withdrawn_version_are_none_that_come_next(page: Page, withdrawn: str):
    _at(page, IN_SECOND, f"{withdrawn}{SECOND}/cadence/")
    expect(page.locator(".pb-calendar__next")).to_contain_text(
        "No meeting is next: this edition is no longer in force."
    )
    expect(page.locator(".pb-next__word, .pb-elsewhere:visible")).to_have_count(0)


@pytest.mark.parametrize(
    ("zone", "moment", "version"),
    [
        ("Pacific/Kiritimati", "2030-12-31T09:59:00Z", FIRST),
        ("Pacific/Kiritimati", "2030-12-31T10:01:00Z", SECOND),
        ("America/Los_Angeles", "2031-01-01T07:59:00Z", FIRST),
        ("America/Los_Angeles", "2031-01-01T08:01:00Z", SECOND),
    ],
)
def test_the_day_is_the_one_where_the_reader_is(browser: Browser, tree: str, zone: str, moment: str, version: str):
    context = _context(browser, timezone_id=zone)
    page = _at(context.new_page(), moment, tree)
    expect(page).to_have_url(f"{tree}{version}/")
    page.goto(f"{tree}on/")
    assert page.inner_text("output") == f"Version {version}"
    context.close()


def test_without_scripts_versions_stand_with_their_days_and_nothing_is_called_in_force(browser: Browser, tree: str):
    context = _context(browser, java_script_enabled=False)
    page = context.new_page()
    days = "1 January 2031 to 31 December 2031"
    for address, link in {
        "": f"{SECOND}/",
        "current/about/": f"../../{SECOND}/about/",
        "s/oven-rules/": f"../../{SECOND}/s/oven-rules/",
        "on/": f"../{SECOND}/",
    }.items():
        page.goto(tree + address)
        expect(page.locator(f"li[data-version='{SECOND}']")).to_contain_text(days)
        expect(page.locator(f"li[data-version='{SECOND}'] a").first).to_have_attribute("href", link)
        assert page.locator("[data-state]:visible, [data-tell]:visible").count() == 0
    page.goto(f"{tree}{SECOND}/about/")
    expect(page.locator(".pb-standing:visible")).to_have_text(re.compile(f"Edition {SECOND}, {days}"))
    page.goto(f"{tree}{SECOND}/s/oven-rules/")
    page.get_by_role("link", name="How this stands today").click()
    expect(page).to_have_url(f"{tree}s/oven-rules/index.html")
    context.close()


def test_on_a_disk_the_tree_says_it_and_an_edition_alone_no_more_than_its_own_days(
    browser: Browser, team: Team, tmp_path: Path
):
    context = _context(browser)
    page = context.new_page()
    banner = page.locator("[data-pb-standing]")
    _at(page, IN_SECOND, (team.public / FIRST / "about/index.html").as_uri())
    expect(banner).to_contain_text("is superseded")
    expect(banner.locator("a")).to_have_attribute("href", (team.public / SECOND / "index.html").as_uri())
    alone = shutil.copytree(team.public / FIRST, tmp_path / FIRST)
    for moment, said in {BEFORE: "not in force yet", IN_FIRST: "", IN_SECOND: "has expired"}.items():
        _at(page, moment, (alone / "about/index.html").as_uri())
        page.wait_for_function(STARTED)
        expect(banner.locator("[data-said]")).to_contain_text(said)
        expect(banner).to_be_visible(visible=bool(said))
        expect(banner.locator("a")).to_be_hidden()
    context.close()


def test_what_a_reader_chose_holds_in_every_version(page: Page, tree: str):
    page.goto(f"{tree}{FIRST}/")
    page.wait_for_function(STARTED)
    page.evaluate("() => playbook.setMe({ role: 'cashier' })")
    page.goto(f"{tree}{SECOND}/about/")
    page.wait_for_function(STARTED)
    assert page.evaluate("() => playbook.me()") == {"role": "cashier"}
