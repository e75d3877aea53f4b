"""Citing and proving in a browser: the button, the page of a section, the page that checks a text, pages on a disk."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from playbook.publish.tree.record import Cited
from playbook.rendering.renderer import Renderer
from tests.browser.axe import violations
from tests.browser.conftest import Visitor, Visitors
from tests.browser.look import FAINT, STARTED
from tests.browser.pages import NARROW, SCHEMES, WIDE
from tests.browser.paper import sheets
from tests.published import FIRST, SECOND, Published, served
from tests.support import ROOT, run

ROLE = "roles/bakery-head/"
PAGES = {
    "home": "",
    "role": ROLE,
    "raci": "responsibilities/",
    "workstreams": "responsibilities/selling/",
    "forum": "cadence/heads-meet/",
    "glossary": "glossary/",
    "service-levels": "service_levels/",
    "about": "about/",
    "checklist": "onboarding/",
}
ALONE = {
    "role": f"{SECOND}/s/role-bakery-head/",
    "row": f"{SECOND}/s/activity-open-tills/",
    "term": f"{SECOND}/s/term-loaf/",
    "heading": f"{SECOND}/s/how-it-is-recorded/",
    "history": "s/role-bakery-head/",
    "sections": "s/",
    "dates": "on/",
    "verify": "verify/",
}
CLIPBOARD = ["clipboard-read", "clipboard-write"]
COPIED = "() => navigator.clipboard.readText()"
SEEN = "button => Number(getComputedStyle(button).opacity)"
ICON = "/favicon.ico"
"""What a browser asks for where it shows a text, which can name no icon."""
LEFT_TO_RIGHT = "() => document.documentElement.scrollWidth"


class Reader(Visitor):
    """A reader of what was published, who has none of the scripts of the playbook on the pages that stand alone."""

    def open(self, address: str, script: str = "", **how) -> Page:
        """Return a tab with an address of the tree open; `script` runs before those of the page."""
        page = self.page(**{"new": bool(script), **how})
        if script:
            page.add_init_script(script)
        page.goto(address)
        return page

    def cites(self, address: str, **how) -> Page:
        """Return a tab with a page of the newest version open, its buttons in place."""
        page = self.open(f"{SECOND}/{address}", **how)
        page.wait_for_function(STARTED)
        return page

    def leave(self) -> None:
        """Give all tabs back, and forget what is no trouble."""
        super().leave()
        self.troubles = [trouble for trouble in self.troubles if ICON not in trouble]


@pytest.fixture(scope="session")
def tree(published_twice: Published, serve) -> str:
    """The address of the tree on this machine."""
    return serve(published_twice.public)


@pytest.fixture(scope="session")
def readers(browser: Browser, tree: str) -> Visitors:
    """The readers whom tests share."""
    return Visitors(browser, tree)


@pytest.fixture
def reader(readers: Visitors) -> Iterator[Reader]:
    """Opens any number of pages; the test fails on any error and on any request to another host."""
    reading = Reader(readers, readers.server)
    yield reading
    reading.leave()
    assert reading.troubles == []


def _button(page: Page, title: str):
    return page.get_by_role("button", name=f"Cite “{title}”", exact=True).first


# The button


def test_the_button_copies_what_the_command_writes(reader: Reader, tree: str, published_twice: Published):
    wanted = {ROLE: "role-bakery-head", "about/": "how-it-is-recorded", "glossary/": "term-loaf"}
    wanted |= {"responsibilities/selling/": "activity-open-tills", "roles/cashier/": "role-cashier--duty-sell"}
    words = ("--from", published_twice.public, "--address", tree, "--version", SECOND)
    for address, id in wanted.items():
        said = run("cite", id, *words, cwd=published_twice.folder).out
        assert said, id
        page = reader.cites(address, permissions=CLIPBOARD)
        facts = json.loads(page.locator(".pb-cites script").text_content())
        title = next(section[2] for section in facts["sections"] if section[1] == id)
        _button(page, title).click()
        page.locator(".pb-cites__said").wait_for()
        assert page.evaluate(COPIED) == said.strip()
        assert ", record sha256:" in said


@pytest.mark.parametrize("lacking", ["the record", "a hash"])
def test_where_the_record_cannot_be_read_or_hashed_the_button_does_without_it(
    reader: Reader, tree: str, published_twice: Published, lacking: str
):
    script = SUBTLE["by itself"] if lacking == "a hash" else "globalThis.fetch = () => Promise.reject(new Error())"
    page = reader.cites(ROLE, script=script, permissions=CLIPBOARD)
    _button(page, "Head of the bakery").click()
    page.locator(".pb-cites__said").wait_for()
    words = ("--from", published_twice.public, "--address", tree, "--version", SECOND)
    said = run("cite", "role-bakery-head", *words, cwd=published_twice.folder).out
    assert page.evaluate(COPIED) == said.partition(", record sha256:")[0]


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_everything_that_can_be_cited_has_one_button_of_its_name(reader: Reader, address: str):
    page = reader.cites(address)
    titles = [section[2] for section in json.loads(page.locator(".pb-cites script").text_content())["sections"]]
    names = page.locator("button.pb-cite").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert sorted(names) == sorted(f"Cite “{title}”" for title in titles)


def test_the_button_works_by_keyboard_and_tells_what_it_did(reader: Reader):
    page = reader.cites(ROLE, permissions=CLIPBOARD)
    button = _button(page, "Head of the bakery")
    page.locator("h1").evaluate("heading => { heading.tabIndex = -1; heading.focus(); }")
    page.keyboard.press("Tab")
    assert button.evaluate("button => button === document.activeElement")
    assert button.evaluate(SEEN) == 1
    assert button.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    said = "Copied: the words that cite “Head of the bakery”"
    page.locator(".pb-cites__said", has_text=said).wait_for()
    assert page.locator("[data-pb-spoken]").text_content() == said
    assert button.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize(
    "script",
    ["navigator.clipboard.writeText = () => Promise.reject(new Error())", "delete Navigator.prototype.clipboard"],
    ids=["refused", "missing"],
)
def test_where_the_clipboard_is_refused_the_words_can_be_selected(reader: Reader, script: str):
    page = reader.cites(ROLE, script=script)
    button = _button(page, "Head of the bakery")
    button.focus()
    page.keyboard.press("Enter")
    words = page.get_by_role("dialog", name="Cite it").get_by_role("textbox")
    assert words.input_value().startswith("“Head of the bakery” (section role-bakery-head), Small playbook")
    assert words.evaluate("text => text.value.slice(text.selectionStart, text.selectionEnd) === text.value")
    assert words.evaluate("text => text === document.activeElement")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    assert button.evaluate("button => button === document.activeElement")


def test_the_button_is_quiet_until_it_is_pointed_at_and_always_there_for_a_finger(reader: Reader):
    page = reader.cites("responsibilities/selling/")
    row, heading = _button(page, "Open the tills"), _button(page, "Selling")
    page.mouse.move(0, 0)
    assert [row.evaluate(SEEN), heading.evaluate(SEEN)] == [0, 0]
    page.locator("#activity-open-tills td").last.hover()
    assert [row.evaluate(SEEN), heading.evaluate(SEEN)] == [1, 0]
    page.locator("h1").hover()
    assert [row.evaluate(SEEN), heading.evaluate(SEEN)] == [0, 1]
    touched = reader.cites("responsibilities/selling/", size=NARROW, has_touch=True, is_mobile=True)
    assert _button(touched, "Open the tills").evaluate(SEEN) == 1
    box = _button(touched, "Open the tills").bounding_box()
    assert min(box["width"], box["height"]) >= 24


def test_the_button_is_not_printed(reader: Reader):
    page = reader.cites(ROLE)
    page.emulate_media(media="print")
    assert page.locator(".pb-cite:visible, .pb-cites__said:visible").count() == 0


def test_a_copy_of_the_page_has_no_trace_of_the_button(reader: Reader):
    page = reader.cites(ROLE)
    assert page.locator("h1").inner_text().replace("¶", "").strip() == "Head of the bakery"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_published_page_has_no_violation(reader: Reader, address: str, scheme: str):
    page = reader.cites(address, scheme=scheme, has_touch=True)
    assert violations(page, WIDE, NARROW) == []
    assert page.evaluate(LEFT_TO_RIGHT) == NARROW[0]


def test_what_changed_for_the_reader_is_marked(reader: Reader):
    page = reader.cites("about/", new=True)
    row = page.locator(".pb-changes li").filter(has_text="“Decide what the bakery buys").first
    assert row.locator("del").all_inner_texts() == []
    assert [words.strip() for words in row.locator("ins").all_inner_texts()] == ["and bakes"]
    assert not row.evaluate("row => row.classList.contains('pb-mine')")
    page.evaluate("playbook.setMe({ role: 'bakery-head' })")
    assert row.evaluate("row => row.classList.contains('pb-mine')")


def test_the_script_is_light():
    assert len(gzip.compress((ROOT / "overrides/playbook/cite.js").read_bytes(), mtime=0)) <= 2048


# Pages that stand alone


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", ALONE.values(), ids=ALONE)
def test_a_page_that_stands_alone_has_no_violation_and_asks_for_nothing(reader: Reader, address: str, scheme: str):
    page = reader.open(address, scheme=scheme)
    names = page.evaluate("() => performance.getEntriesByType('resource').map(each => each.name)")
    own = [f"{address}{address.strip('/')}.js"] if address in ("on/", "verify/") else []
    if address.startswith(SECOND):
        own = ["cited.js", "cited.css", f"{address.removeprefix(f'{SECOND}/')}state.js"]
    own += ["verify/citation_words.js"] if address == "verify/" else []
    beside = {f"{reader.server}{name}" for name in ("frame.css", "s/history.css", "in_force.js", "status.js", *own)}
    beside |= {f"{reader.server}{version}/s/style.css" for version in (FIRST, SECOND)}
    assert [name for name in names if not name.startswith("data:") and name not in beside] == []
    assert violations(page, WIDE, NARROW) == []
    assert page.evaluate(LEFT_TO_RIGHT) == NARROW[0]


@pytest.mark.parametrize("address", [ALONE["role"], ALONE["row"]])
def test_the_page_of_a_section_prints_dark_on_white(reader: Reader, address: str):
    page = reader.open(address, size=(658, 986), scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate(FAINT.replace("article *", "main *, .about *")) == []
    assert page.evaluate(LEFT_TO_RIGHT) <= 658


def test_each_sheet_of_the_page_of_a_section_says_what_it_is_part_of(reader: Reader):
    page = reader.open(ALONE["role"])
    found = sheets(page.pdf(format="A4"))
    assert len(found) > 1
    said = page.locator(".sheet").text_content() or ""
    marks = (f"edition {SECOND}", "agreed", "31 December 2030", ALONE["role"], "pbc1-sha256:")
    assert [mark for mark in marks if mark not in said] == []
    spaceless = "".join(said.split())
    assert [number for number, sheet in enumerate(found, 1) if spaceless not in "".join(sheet.text.split())] == []


def test_the_page_of_a_section_leads_on(reader: Reader, tree: str):
    for name, address in {
        "the page that checks a text": f"verify/index.html#{SECOND}/s/role-bakery-head",
        "the exact text": f"{SECOND}/s/role-bakery-head/text.html",
        "On its page": f"{SECOND}/{ROLE}index.html",
        "In every version": "s/role-bakery-head/index.html",
        "Which version is in force today": "on/index.html",
        "How this stands today": "s/role-bakery-head/index.html",
    }.items():
        page = reader.open(ALONE["role"])
        page.get_by_role("link", name=name).click()
        page.wait_for_url(tree + address)


# The page that checks a text


SUBTLE = {"with the browser's own": "", "by itself": "Object.defineProperty(Crypto.prototype, 'subtle', {get() {}})"}


@dataclass(frozen=True)
class Desk:
    """The page that checks a text, and a section to check."""

    page: Page
    file: Path
    cited: str

    @property
    def text(self) -> str:
        """The text of the section."""
        return self.file.read_bytes().decode()

    def compare(self, text: str | None, cited: str, file: Path | None = None) -> str:
        """Return what the page says."""
        if text is not None:
            pasted = "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }"
            self.page.get_by_label("or a text that you copied").evaluate(
                pasted, text
            )  # typed, each line takes its time
        if file is not None:
            self.page.get_by_label("or a file that you have").set_input_files(file)
        self.page.get_by_label("The citation, or its fingerprint").fill(cited)
        self.page.get_by_role("button", name="Compare").click()
        self.page.locator("output .answer").wait_for()
        return self.page.locator("output").inner_text()


@pytest.fixture(params=[(where, how) for where in ("disk", "host") for how in SUBTLE], ids=" ".join)
def desk(request, reader: Reader, published_twice: Published) -> Desk:
    """The page from a disk and from a host, in a browser that knows SHA-256 and in one that does not."""
    where, how = request.param
    public = published_twice.public
    address = (public / "verify" / "index.html").as_uri() if where == "disk" else "verify/"
    page = reader.open(address, script=SUBTLE[how])
    assert page.evaluate("() => crypto.subtle === undefined") == (how == "by itself")
    cited = run("cite", "role-bakery-head", "--from", public, "--version", SECOND, cwd=public).out
    return Desk(page, public / SECOND / "s" / "role-bakery-head" / "text.txt", cited)


def _fingerprint(text: str) -> str:
    return f"pbc1-sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_a_text_is_compared_with_a_citation(desk: Desk, tmp_path: Path):
    assert desk.compare(desk.text, desk.cited).startswith("They match.")
    assert desk.compare(desk.text, _fingerprint(desk.text).upper()).startswith("They match.")
    other = desk.text.replace("bakery", "brewery", 1)
    said = desk.compare(other, desk.cited)
    assert said.startswith("They do NOT match.")
    assert _fingerprint(other) in said
    assert _fingerprint(desk.text) in said
    assert desk.compare(None, desk.cited, desk.file).startswith("They match. The text")
    (tmp_path / "text.txt").write_bytes(desk.text.replace("\n", "\r\n").encode())
    assert desk.compare(None, desk.cited, tmp_path / "text.txt").startswith("They match, once what copying did")
    (tmp_path / "text.txt").write_bytes(desk.text.replace(".", "!", 1).encode())
    assert desk.compare(None, desk.cited, tmp_path / "text.txt").startswith("They do NOT match.")


def test_only_what_a_copy_must_change_is_set_right(desk: Desk):
    text = desk.text
    for copy in (text.rstrip("\n"), text.replace("\n", "\r\n"), text.replace("\n", "\r"), f"{text}\n"):
        assert desk.compare(copy, desk.cited).startswith("They match."), copy[-10:]
    for copy in (text.replace(" ", "\u00a0", 1), f" {text}", text.rstrip("\n") + " ", text.replace("e", "e\u00ad", 1)):
        assert desk.compare(copy, desk.cited).startswith("They match, once what copying did"), copy[:20]
    for changed in (text.replace("\\p", "\\P", 1), text.replace(".", "", 1), text[: text.rindex("\\")]):
        assert desk.compare(changed, desk.cited).startswith("They do NOT match."), changed[:20]


def test_a_citation_that_lost_its_shape_is_understood_or_refused(desk: Desk):
    whole = _fingerprint(desk.text)
    assert desk.compare(desk.text, f"as in {whole[:40]}\n  {whole[40:]} , and so on").startswith("They match.")
    for mangled in (
        "\xad".join(whole),
        whole.replace("-", "\u2011"),
        whole.replace(":", ": "),
        f"> {whole[:30]}\n> {whole[30:]}\n> and so on",
    ):
        assert desk.compare(desk.text, mangled).startswith("They match."), mangled
    assert desk.compare(desk.text, f"{whole}0").startswith("There is no fingerprint")
    assert desk.compare(desk.text, f"{whole} and again {whole}").startswith("They match.")
    assert desk.compare(desk.text, f"{whole} {_fingerprint('')}").startswith("There are several fingerprints")
    assert desk.compare(desk.text, whole[:-1]).startswith("There is no fingerprint")
    assert desk.compare(desk.text, "").startswith("There is no fingerprint")
    assert desk.compare("", whole).startswith("Paste the text, choose the file")


def test_the_page_reads_what_is_cited_from_its_own_site(desk: Desk):
    said = desk.compare("", desk.cited)
    if desk.page.url.startswith("file:"):
        assert said.startswith("Opened from a disk")
        assert f"{SECOND}/s/role-bakery-head/text.txt" in said
        return
    assert said.startswith("They match. The text")
    assert f"{SECOND}/s/role-bakery-head/text.txt" in said
    elsewhere = f"{_fingerprint('other')} at https://elsewhere.example/{FIRST}/s/role-bakery-head/"
    assert desk.compare("", elsewhere).startswith("They do NOT match.")
    other = desk.compare(desk.text.replace("bakery", "brewery", 1), desk.cited)
    assert "There it says first where they differ" in other


def test_the_page_of_a_section_leads_to_its_check(reader: Reader, published_twice: Published):
    page = reader.open(f"verify/#{SECOND}/s/role-bakery-head", new=True)
    text = (published_twice.public / SECOND / "s" / "role-bakery-head" / "text.txt").read_text(encoding="utf-8")
    page.get_by_label("The citation, or its fingerprint").fill(_fingerprint(text))
    page.get_by_role("button", name="Compare").click()
    page.locator("output .answer").wait_for()
    assert page.locator("output .answer").inner_text().startswith("They match.")


ACCENTS = "\\h Émile\n\\p “On time” – he says – à Łódź…\n"
SELECTED = "() => { getSelection().selectAllChildren(document.body); return getSelection().toString(); }"


@pytest.mark.parametrize("charset", ["", "; charset=windows-1252", "; charset=iso-8859-2", "; charset=macintosh"])
def test_a_text_that_a_browser_misreads_is_not_accused(
    browser: Browser, published_twice: Published, tmp_path: Path, charset: str
):
    """The reader copies what is shown of `text.txt`; what is shown of `text.html` is right whatever the host says."""
    public = tmp_path / "public"
    shutil.copytree(published_twice.public / "verify", public / "verify")
    section = public / SECOND / "s" / "role-accents"
    section.mkdir(parents=True)
    (section / "text.txt").write_text(ACCENTS, encoding="utf-8")
    shown = {"cited": Cited("a", "heading", "A", "", ACCENTS), "release": SimpleNamespace(title="P", version="1")}
    (section / "text.html").write_text(Renderer((), "en-GB").sheet("publish/text.html", **shown), encoding="utf-8")
    with served(public, {".txt": f"text/plain{charset}", ".html": "text/html"}) as root:
        tab = browser.new_page()
        tab.goto(f"{root}{SECOND}/s/role-accents/text.html")
        assert tab.evaluate(SELECTED).strip() == ACCENTS.strip()
        tab.goto(f"{root}{SECOND}/s/role-accents/text.txt")
        copied = tab.evaluate(SELECTED)
        assert copied.strip() != ACCENTS.strip()
        tab.goto(f"{root}verify/")
        desk = Desk(tab, section / "text.txt", _fingerprint(ACCENTS))
        said = desk.compare(copied, desk.cited)
        assert said.startswith("The text was decoded wrongly on the way; put right, it matches.")
        assert desk.compare(copied.replace("says", "said"), desk.cited).startswith("They do NOT match.")
        curly = ACCENTS.replace("“", '"').replace("”", '"')
        at = f"{desk.cited} {SECOND}/s/role-accents/"
        assert desk.compare(curly, at).startswith("These are the words that are cited.")
        absent = desk.compare("", at.replace("accents", "nobody"))
        assert absent.startswith("There is no such section here")
        lost = desk.compare(ACCENTS.encode("ascii", "replace").decode(), at)
        assert lost.startswith("This copy was spoilt on the way")
        assert "do NOT" not in lost + curly + said
        tab.close()


def test_the_pages_own_sha256_is_right(reader: Reader):
    page = reader.open("verify/")
    texts = [bytes(each % 251 for each in range(length)) for length in (*range(130), 1000, 65537)]
    found = page.evaluate("all => all.map(each => sha256(new Uint8Array(each)))", [list(text) for text in texts])
    assert found == [hashlib.sha256(text).hexdigest() for text in texts]


def test_without_scripts_the_page_says_what_to_do(reader: Reader):
    page = reader.open("verify/", scripts=False)
    assert "work out the SHA-256 of the file text.txt with another program" in page.locator("main").inner_text()
    assert not page.get_by_role("button").is_visible()


# From a disk


def test_an_archive_is_read_from_a_disk(reader: Reader, published_twice: Published, tmp_path: Path):
    target = tmp_path / "playbook.zip"
    assert run("export", "zip", "--from", published_twice.public, "--to", target, cwd=tmp_path).code == 0
    with zipfile.ZipFile(target) as held:
        held.extractall(tmp_path)
    root = (tmp_path / "playbook").as_uri()
    page = reader.open(f"{root}/index.html")
    page.get_by_role("link", name=FIRST).click()
    page.wait_for_url(f"{root}/{FIRST}/index.html")
    page.locator(".md-content").get_by_role("link").first.click()
    links = page.locator("a[href]").evaluate_all("all => all.map(one => one.href).filter(to => to.startsWith('file:'))")
    assert len(links) > 10
    assert [link for link in links if link.partition("#")[0].endswith("/")] == []
    page.goto(f"{root}/index.html")
    page.get_by_role("link", name="Every section that can be cited").click()
    page.get_by_role("link", name="Head of the bakery", exact=True).first.click()
    page.get_by_role("link", name="As it was published").last.click()
    page.wait_for_url(f"{root}/{FIRST}/s/role-bakery-head/index.html")
    assert page.locator("h1").inner_text() == "Head of the bakery"
    own = ("CORS", "ERR_FAILED")  # a browser runs no module from a disk, and says so
    reader.troubles = [each for each in reader.troubles if not any(word in each for word in own)]
