"""What two parties write is opened in a browser: nothing of it runs, fetches, or lies over the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playbook.model.values import MEANT, first_unseen
from playbook.site.sanitising import Gate
from tests.browser.conftest import Searched
from tests.filled import filled, spots_of
from tests.support import SMALL, at_once, built, run, searched, small
from tests.vectors import vectors

CANARY = """globalThis.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "canary", "open"])
  globalThis[name] = (...said) => { globalThis.ran.push(`${name}(${said})`); };"""
"""Notes whatever a page calls that says that it runs."""
TOUCH = """() => {
  for (const each of document.querySelectorAll("body *"))
    for (const name of ["mouseover", "mouseenter", "mouseout", "mousedown", "focus", "blur", "toggle", "click"]) {
      if (name === "click" && each.closest("a[href^='http'], a[href^='mailto'], a[href^='tel']")) continue;
      each.dispatchEvent(new Event(name, { bubbles: name !== "focus", cancelable: true }));
    }
  return globalThis.ran;
}"""
"""Does with every element what a reader may do."""
OVER = """() =>
  [...document.querySelectorAll("body *")].filter((each) => getComputedStyle(each).position === "fixed").length"""


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page whose calls are noted, and the addresses that it asked for."""
    context = browser.new_context()
    context.add_init_script(CANARY)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    context.close()


def test_nothing_of_a_vector_runs_or_fetches_once_it_has_passed(watched: tuple[Page, list[str]]):
    page, asked = watched
    page.goto("about:blank")
    gate = Gate()
    for name, payload in vectors().items():
        page.set_content(f"<!doctype html><main>{gate.cleaned(payload)[0]}</main>", wait_until="load")
        assert page.evaluate(TOUCH) == [], name
        assert page.evaluate(OVER) == 0, name
    others = [address for address in asked if not address.startswith(("about:", "data:image/"))]
    assert others == []


EVIL = """"></title></script></style><svg onload=canary(1)><script>canary(2)</script>'"""
"""What breaks out of whatever it is put into."""
KEYS = (
    "title",
    "description",
    "subtitle",
    "status",
    "author",
    "robots",
    "revision_date",
    "canonical_url",
    "edit_url",
    "location",
)
DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"


THEMES = {"material": r"\g<0>", "mkdocs": "theme: {name: mkdocs, highlightjs: false}\n"}
"""What stands in the settings for each theme."""


@pytest.fixture(scope="module", params=THEMES)
def evil(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a playbook whose pages say the worst wherever they may say something."""
    folder = searched(small(tmp_path_factory.mktemp("evil") / "playbook"))
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    themed = re.sub(r"^theme:\n(?: .*\n)+", THEMES[request.param], settings, count=1, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(themed, encoding="utf-8")
    front = {**dict.fromkeys(KEYS, EVIL), "tags": [EVIL], "hide": [EVIL], "search": {"boost": EVIL}}
    text = json.dumps(front, ensure_ascii=False)  # JSON is YAML
    head = "# Hostile R&D `<b>` &lt;svg onload=canary(6)&gt; {: #evil data-toc-label='<svg onload=canary(7)>' }"
    (folder / "docs" / "evil.md").write_text(f"---\n{text}\n---\n\n{head}\n\n`{EVIL}`\n", encoding="utf-8")
    (folder / "docs" / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    return built(folder)


def test_nothing_that_pages_say_of_themselves_runs(evil: Path, watched: tuple[Page, list[str]], serve):
    page, asked = watched
    root = serve(evil)
    for path in sorted(evil.rglob("*.html")):
        page.goto(root + path.relative_to(evil).as_posix().replace("%", "%25").replace("#", "%23"))
        assert page.evaluate(TOUCH.replace('each.closest("a', 'each.closest("a[href], a')) == [], path
    assert [address for address in asked if not address.startswith((root, "data:", "about:", "blob:"))] == []


def _fit() -> list[str]:
    """Return the vectors that a text of the facts may be, without the breaks that only some editors know."""
    plain = (re.sub("[\u2028\u2029]", " ", each).strip() for each in vectors().values())
    return [each for each in plain if first_unseen(each, MEANT) is None and 0 < len(each) < 5_000]


@pytest.fixture(scope="module")
def evil_facts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sites of playbooks whose facts are vectors: each text another one, until each has been one."""
    folder, fit = tmp_path_factory.mktemp("facts"), _fit()
    room = sum(len(spots) for _, _, spots in spots_of(SMALL / "data"))
    parts = [fit[begin : begin + room] for begin in range(0, len(fit), room)]
    return at_once(lambda part: built(filled(folder / str(part[0]), *part[1])), list(enumerate(parts)))


def test_nothing_that_facts_say_runs_or_fetches(evil_facts: list[Path], watched: tuple[Page, list[str]], serve):
    page, asked = watched
    assert len(_fit()) > 250
    for site in evil_facts:
        root = serve(site)
        for path in sorted(site.rglob("*.html")):
            page.goto(root + path.relative_to(site).as_posix())
            assert page.evaluate(TOUCH.replace('each.closest("a', 'each.closest("a[href], a')) == [], path
        assert [address for address in asked if not address.startswith((root, "data:", "about:", "blob:"))] == []
        asked.clear()


@pytest.fixture(scope="module")
def evil_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a playbook with a page for each vector, which stands wherever a page may have a text."""
    folder = small(tmp_path_factory.mktemp("pages") / "playbook")
    for number, each in enumerate(_fit()):
        front, line = json.dumps({"title": each, "description": each, "tags": [each]}), " ".join(each.split())
        own = f"#page-{number}"
        said = (f"`` {line} ``", f"[link]({own} '{line}')", f"[{line}]: {own}", f"*[link]: {line}")
        text = "\n\n".join((f"---\n{front}\n---", f"# Page {{: #page-{number} }}", "{% raw %}", *said, "{% endraw %}"))
        (folder / "docs" / f"v{number}.md").write_text(f"{text}\n", encoding="utf-8")
    while told := run("check", "--format", "json", cwd=folder).out:
        refused = {each["file"] for each in json.loads(told)["problems"] if each["severity"] == "error"}
        if not refused:
            return built(folder)
        for name in refused:
            (folder / name).unlink()
    raise AssertionError("nothing was told")


def test_nothing_that_pages_say_in_passing_runs(evil_pages: Path, watched: tuple[Page, list[str]], serve):
    page, asked = watched
    root, found = serve(evil_pages), sorted(evil_pages.glob("v*/index.html"))
    assert len(found) > 50
    for path in found:
        page.goto(root + path.relative_to(evil_pages).as_posix())
        assert page.evaluate(TOUCH.replace('each.closest("a', 'each.closest("a[href], a')) == [], path
    assert [address for address in asked if not address.startswith((root, "data:", "about:", "blob:"))] == []


def test_nothing_that_a_search_shows_runs(evil: Path, watched: tuple[Page, list[str]], serve):
    page, _ = watched
    address = f"{serve(evil, Searched)}index.html"
    page.goto(address)
    splits = page.locator(".md-search__input").count()  # the other theme finds words between spaces alone
    for asked in ("hostile", *(("canary", "onload", "script") if splits else ())):
        page.goto(address)
        found = _searched(page, asked)
        expect(found.first).to_be_attached()
        assert page.evaluate("globalThis.ran") == [], asked
        assert found.locator("svg[onload], script").count() == 0


def _searched(page: Page, asked: str) -> Locator:
    """Ask the search of the theme, and return what it found."""
    field = page.locator(".md-search__input")
    if field.count():
        field.click()
        field.press_sequentially(asked)  # the search hears keys
        expect(page.locator(".md-search-result__meta")).to_contain_text("match")
        return page.locator(".md-search-result__item")
    page.goto(f"{page.url}?q={asked}")
    return page.locator("#mkdocs-search-results article")
