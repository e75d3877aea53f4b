"""What a browser may withhold: a host, on a disk; storage and cookies; scripts inside of pages. All works the same."""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Searched, Visitor, Visitors
from tests.browser.look import STARTED
from tests.browser.pages import KINDS
from tests.published import FIRST, SECOND, Published
from tests.support import ROOT, run

BLOCKED = """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name,
  { configurable: true, get() { throw new DOMException("Access is denied for this document.", "SecurityError"); } })"""
"""What a page meets where a policy blocks cookies: even to ask for a storage is an error."""
STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'"
)


class Forbidding(Searched):
    """Serves as a host does that lets no page run a script of its own."""

    def end_headers(self) -> None:
        """Say so with every answer."""
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()


def _visitor(browser: Browser, root: str) -> Iterator[Visitor]:
    visiting = Visitor(Visitors(browser, root), root)
    yield visiting
    visiting.leave()
    assert visiting.troubles == []


@pytest.fixture
def disk(browser: Browser, reference_site) -> Iterator[Visitor]:
    """A visitor who opens the folder of the reference playbook from a disk."""
    yield from _visitor(browser, f"{reference_site.folder.as_uri()}/")


@pytest.fixture
def forbidden(browser: Browser, reference_site, serve: Callable[..., str]) -> Iterator[Visitor]:
    """A visitor of a host that lets no page run a script of its own."""
    yield from _visitor(browser, serve(reference_site.folder, Forbidding))


@pytest.fixture
def blocked(browser: Browser, reference_site, serve: Callable[..., str]) -> Iterator[Visitor]:
    """A visitor whose browser keeps nothing and says so with an error."""
    yield from _visitor(browser, serve(reference_site.folder, Searched))


def _turn(page: Page, root: str, kind: str) -> None:
    """Open a page of a kind, and wait until its scripts have begun."""
    address = KINDS[kind]
    page.goto(root + (f"{address}index.html" if root.startswith("file:") and not address.endswith("html") else address))
    page.wait_for_function(STARTED)


def _works(page: Page, root: str) -> None:
    """Go through what the scripts of each subject do."""
    _turn(page, root, "home")
    page.get_by_label("client staff").check()
    page.get_by_label("My role is").select_option("contract-manager")
    expect(page.locator("[data-panel='contract-manager']")).to_be_visible()
    expect(page.locator(".md-header .pb-me")).to_contain_text("Contract Manager")
    page.locator("[data-md-component=palette] label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    _turn(page, root, "raci")
    page.locator(".pb-matrix [name=words]").first.fill("invoice")
    expect(page.locator(".pb-matrix [data-count]").first).to_contain_text(re.compile(r"\d+ of \d+"))
    _turn(page, root, "escalation-index")
    page.locator(".pb-finder__option", has_text="The work is late, wrong or missing").click()
    expect(page.locator(".pb-answer:visible")).to_have_count(1)
    _turn(page, root, "checklist")
    page.locator(".pb-step__tick:visible").first.check()
    expect(page.locator(".pb-checklist__tally").first).to_contain_text(re.compile(r"1 of \d+ done"))
    _read_back(page)
    _turn(page, root, "calendar")
    expect(page.locator(".pb-calendar__next")).to_be_visible()
    _turn(page, root, "glossary")
    page.get_by_label("Find a word").fill("quorum")
    expect(page.locator(".pb-term:visible")).to_have_count(1)
    _turn(page, root, "role")
    expect(page.locator("[data-pb=roles] button").first).to_be_visible()
    _turn(page, root, "path")
    word = page.locator(".md-content a[data-term]").first
    word.focus()
    expect(page.locator("[data-tip]")).to_be_visible()


def _read_back(page: Page) -> None:
    """Save the record of a checklist, start it again, and read the record."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save a record").click()
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Clear them").click()
    expect(page.locator(".pb-checklist__tally").first).to_contain_text(re.compile(r"0 of \d+ done"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Read a saved record").click()
    chooser.value.set_files(coming.value.path())
    page.get_by_role("button", name="Add what is missing").click()
    expect(page.locator(".pb-checklist__tally").first).to_contain_text(re.compile(r"1 of \d+ done"))


def _finds(page: Page, root: str) -> None:
    """Search for a role, and go to its page."""
    _turn(page, root, "forum")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("finance partner")
    page.locator(".md-search-result__item > a[href*='roles/finance-partner/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Finance Partner")


def test_everything_works_from_a_disk(disk: Visitor):
    page = disk.page(new=True)
    _works(page, disk.server)
    _finds(page, disk.server)
    _turn(page, disk.server, "home")
    links = page.locator("a[href]").evaluate_all("all => all.map(one => one.href).filter(to => to.startsWith('file:'))")
    assert [link for link in links if link.partition("#")[0].partition("?")[0].endswith("/")] == []


def test_everything_works_where_nothing_is_kept(blocked: Visitor):
    page = blocked.page(new=True)
    page.add_init_script(BLOCKED)
    _finds(page, blocked.server)
    _turn(page, blocked.server, "home")
    page.get_by_label("client staff").check()
    page.get_by_label("My role is").select_option("contract-manager")
    expect(page.locator(".md-header .pb-me")).to_contain_text("Contract Manager")
    page.locator("[data-md-component=palette] label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    _turn(page, blocked.server, "checklist")
    page.locator(".pb-step__tick:visible").first.check()
    expect(page.locator("[data-lost]").first).to_be_visible()


def test_everything_works_where_scripts_inside_of_pages_are_forbidden(forbidden: Visitor):
    page = forbidden.page(new=True)
    _works(page, forbidden.server)
    _finds(page, forbidden.server)
    _turn(page, forbidden.server, "not-found")


def test_no_page_holds_a_script_of_its_own(reference_site):
    for path in reference_site.folder.rglob("*.html"):
        scripts = html.fromstring(path.read_bytes()).xpath("//script[not(@src)][not(contains(@type, 'json'))]")
        assert not scripts, path
        assert not html.fromstring(path.read_bytes()).xpath("//@*[starts-with(name(), 'on')]"), path


def _policy() -> str:
    """Return the policy that the samples for hosts send."""
    [found] = re.findall(r'Content-Security-Policy "([^"]+)"', (ROOT / "hosts/nginx.conf").read_text(encoding="utf-8"))
    return str(found)


class Sampled(Searched):
    """Serves a published tree under the policy of the samples."""

    def end_headers(self) -> None:
        """Say so with every answer."""
        self.send_header("Content-Security-Policy", _policy())
        super().end_headers()


def test_the_policy_of_the_samples_lets_no_script_run_inside_of_a_page_but_the_one_it_names(published_twice):
    [scripts] = re.findall(r"script-src ([^;]+);", _policy())
    public = published_twice.public
    found = {"'self'"}
    for path in public.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        assert not page.xpath("//@*[starts-with(name(), 'on')] | //@href[starts-with(., 'javascript:')]"), path
        for text in page.xpath("//script[not(@src)][not(contains(@type, 'json'))]/text()"):
            assert path == public / "404.html"
            found.add(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")
    assert set(scripts.split()) == found
    assert len(found) == 2


def test_the_scripts_above_the_versions_are_listed_with_their_hashes(published_twice):
    listed = (published_twice.public / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    names = {line.partition("  ")[2] for line in listed}
    for name in ("on", "verify"):
        page = html.fromstring((published_twice.public / name / "index.html").read_bytes())
        scripts = {Path(name, each).as_posix().replace(f"{name}/../", "") for each in page.xpath("//script/@src")}
        assert scripts <= names
        assert f"{name}/{name}.js" in scripts


TREE = (
    *(
        "",
        "on/?date=2030-05-01",
        "s/",
        "s/role-bakery-head/",
        "verify/",
        "current/about/",
        "current/roles/bakery-head/",
    ),
    *(
        f"{FIRST}/s/role-bakery-head/",
        f"{FIRST}/s/role-bakery-head/text.txt",
        f"{FIRST}/s/footnotes/",
        "nowhere/at/all/",
    ),
    *(f"{SECOND}/", f"{SECOND}/about/", f"{SECOND}/roles/bakery-head/", f"{SECOND}/print/"),
)
"""A page of each kind in a published tree, and what leads nowhere."""
WATCH = """addEventListener("securitypolicyviolation", (event) =>
  forbidden([location, event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(" ")))"""


@contextmanager
def _watched(browser: Browser, root: str) -> Iterator[tuple[Page, list[str]]]:
    """Give a page, and what a policy forbade on it."""
    said: list[str] = []
    context = browser.new_context(base_url=root)
    context.expose_function("forbidden", lambda text: said.append(text))  # noqa: PLW0108  # Playwright marks what it is given
    context.add_init_script(WATCH)
    yield context.new_page(), said
    context.close()


def _kinds(version: Path) -> set[Path]:
    """Return a page of each folder of a version: those beside it are of the same kind."""
    beside = (sorted(folder.glob("*/index.html")) for folder in (version, *version.glob("*/")))
    return {pages[0] for pages in beside if pages}


def test_every_page_of_a_tree_works_under_the_policy_of_the_samples(
    browser: Browser, published_twice: Published, serve: Callable[..., str]
):
    public = published_twice.public
    cited = run("cite", "role-bakery-head", "--from", public, "--version", FIRST, cwd=public).out
    found = {*_kinds(public / "current"), *_kinds(public / SECOND)}
    with _watched(browser, serve(public, Sampled)) as (page, said):
        page.on("pageerror", lambda error: said.append(str(error)))
        page.clock.set_fixed_time("2031-05-01T12:00:00Z")  # no version is in force: nothing leads on
        for address in sorted({*TREE, *(path.relative_to(public).as_posix() for path in found)}):
            page.goto(address)
            if page.locator("script[src$='playbook/playbook.js']").count():
                page.wait_for_function(STARTED)
        page.goto("on/?date=2030-05-01")
        expect(page.locator("output")).to_contain_text("Version")
        page.goto(f"verify/#{FIRST}/s/role-bakery-head")
        page.locator("#cited").fill(cited)
        page.locator("form button").click()
        expect(page.locator("output .answer[data-is=same]")).to_be_visible()
        assert page.url.endswith("/s/role-bakery-head")
        page.goto("")
        expect(page.locator("[data-tell=none]")).to_be_visible()
        page.clock.set_fixed_time("2030-05-01T12:00:00Z")
        page.goto("current/about/")
        page.wait_for_url(f"**/{SECOND}/about/")
    assert said == []


def test_the_watch_sees_what_the_policy_forbids(browser: Browser, serve: Callable[..., str], tmp_path: Path):
    (tmp_path / "index.html").write_text("<!doctype html><script>document.title = 'ran'</script>", encoding="utf-8")
    with _watched(browser, serve(tmp_path, Sampled)) as (page, said):
        page.goto("")
        assert page.title() == ""
    assert [" script-src-elem inline " in each for each in said] == [True]


def test_the_page_of_what_is_not_there_leads_on_below_the_root_of_a_host(
    browser: Browser, published_twice: Published, serve: Callable[..., str], tmp_path: Path
):
    """Its script stands inside of it and runs under the policy all the same."""
    (tmp_path / "playbooks").symlink_to(published_twice.public)
    (tmp_path / "404.html").symlink_to(published_twice.public / "404.html")
    with _watched(browser, serve(tmp_path, Sampled)) as (page, said):
        page.goto("playbooks/nowhere/at/all/")
        expect(page.locator(f"a[href$='/playbooks/{SECOND}/']")).to_be_visible()
    assert said == []


def test_a_version_in_the_archive_is_alive(browser: Browser, published_twice: Published, tmp_path: Path):
    target = tmp_path / "playbook.zip"
    assert run("export", "zip", "--from", published_twice.public, "--to", target, cwd=tmp_path).code == 0
    with zipfile.ZipFile(target) as held:
        held.extractall(tmp_path)
    root = f"{(tmp_path / 'playbook' / FIRST).as_uri()}/"
    for visitor in _visitor(browser, root):
        page = visitor.page(new=True)
        page.goto(f"{root}about/index.html")
        page.wait_for_function(STARTED)
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").press_sequentially("bakery")
        page.locator(".md-search-result__item > a").first.click()
        page.wait_for_url(re.compile(r"index\.html"))
        expect(page.locator(".md-version")).to_have_count(0)


def test_the_day_is_answered_for_from_a_disk_and_from_an_archive(
    browser: Browser, published_twice: Published, tmp_path: Path
):
    target = tmp_path / "playbook.zip"
    assert run("export", "zip", "--from", published_twice.public, "--to", target, cwd=tmp_path).code == 0
    with zipfile.ZipFile(target) as held:
        held.extractall(tmp_path)
    for root in (published_twice.public, tmp_path / "playbook"):
        for visitor in _visitor(browser, f"{root.as_uri()}/"):
            page = visitor.page(new=True)
            page.goto(f"{visitor.server}on/index.html?date=2029-01-01")
            expect(page.locator("output")).to_have_text("No version was in force yet.")
            page.locator("#date").fill("2030-05-01")
            page.locator("form button").click()
            expect(page.locator("output")).to_contain_text(f"Version {SECOND}")
