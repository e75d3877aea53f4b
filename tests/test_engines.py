"""The site out of other engines and in another theme: the same pages, texts, files and print edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.engine_sites import ENGINES, engine, site_of
from tests.engines import FOLDER
from tests.published import committed, git
from tests.shared import once
from tests.support import ROOT, run, small

VERSION = "2030-1"
THEMES_OWN = re.compile(r'<link rel="icon"[^>]*>\n|<meta name="generator"[^>]*>')
"""What of the print edition only one theme has."""


@pytest.fixture(scope="module", params=ENGINES)
def made(request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, f"engine-{request.param.replace(' ', '-')}", partial(site_of, request.param))


def _pages(site: Path) -> dict[str, str]:
    """Return the content of every page, marked as it is, by address; the print edition is none."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        name = path.parent.relative_to(site).as_posix()
        if name != "print":
            found[name] = _content(path.read_text(encoding="utf-8"))
    return found


def _content(html: str) -> str:
    begin = html.index("<div data-pb-content")
    depth = 0
    for tag in re.finditer(r"<div\b|</div>", html[begin:]):
        depth += 1 if tag[0] != "</div>" else -1
        if not depth:
            return html[begin : begin + tag.end()]
    raise AssertionError("the content does not end")


def test_the_pages_and_what_they_say_are_the_same(made: Path, reference_site):
    theirs, ours = _pages(made), _pages(reference_site.folder)
    assert theirs.keys() == ours.keys()
    assert [name for name in ours if theirs[name] != ours[name]] == []


def _files(site: Path) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        own = name.parts[0] in ("assets", "search", "css", "js", "fonts", "webfonts", "img") or "inline-" in name.name
        if path.is_file() and path.suffix not in (".html", ".xml", ".gz") and not own and name.parts[0][0] != ".":
            yield name


def test_the_files_to_take_away_and_the_scripts_are_the_same(made: Path, reference_site):
    for name in _files(reference_site.folder):
        assert (made / name).read_bytes() == (reference_site.folder / name).read_bytes(), name


def test_the_print_edition_is_the_same(made: Path, reference_site):
    theirs, ours = ((site / "print" / "index.html").read_text("utf-8") for site in (made, reference_site.folder))
    assert THEMES_OWN.sub("", theirs) == THEMES_OWN.sub("", ours)


def test_every_page_has_what_the_scripts_need(made: Path):
    for path in made.rglob("index.html"):
        if path.parent.name != "print":
            html = path.read_text(encoding="utf-8")
            for part in ("playbook/browser.js", "data-pb-mine", "data-pb-sheet", "playbook/standing.js"):
                assert html.count(part) == 1, (path, part)


def test_every_page_says_its_language(made: Path):
    for path in made.rglob("index.html"):
        root = re.search(r"<html[^>]*>", path.read_text(encoding="utf-8"))[0]
        assert root.count('lang="en-GB"') == 1, (path, root)
        assert root.count('dir="ltr"') == 1, (path, root)


def test_an_address_that_leads_nowhere_shows_the_same_ways_on(made: Path, reference_site):
    theirs, ours = (_missing(site) for site in (made, reference_site.folder))
    assert theirs == ours
    assert '<a href="/roles/">' in ours


def _missing(site: Path) -> str:
    html = (site / "404.html").read_text(encoding="utf-8")
    assert html.count('src="/playbook/browser.js"') == html.count('src="/playbook/standing.js"') == 1
    begin = html.index("<h1>This page does not exist")
    return html[begin : html.index("</ul>", begin)]


def test_an_engine_that_makes_no_page_for_addresses_that_lead_nowhere_is_told_of(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    assert run("export", "site", "--to", tmp_path / "given", cwd=folder).code == 0
    assert run("-m", "mkdocs", "build", program="python", cwd=tmp_path / "given").code == 0
    (tmp_path / "given" / "site" / "404.html").unlink()
    done = run("finish", tmp_path / "given" / "site", cwd=folder)
    assert done.code == 0
    assert "warning: the engine made no page for an address that leads nowhere [unfinished]" in done.err


def test_a_site_that_is_finished_again_is_the_same(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    assert run("export", "site", "--to", tmp_path / "given", cwd=folder).code == 0
    assert run("-m", "mkdocs", "build", program="python", cwd=tmp_path / "given").code == 0
    site = tmp_path / "given" / "site"
    assert run("finish", site, cwd=folder, HOME="/dev/null", XDG_CACHE_HOME="").code == 0
    first = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert run("finish", site, cwd=folder).code == 0
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == first


def test_a_folder_that_nothing_was_exported_for_is_refused(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("<html><body>Mine</body></html>", encoding="utf-8")
    done = run("finish", tmp_path / "other", cwd=folder)
    assert done.code == 1
    assert "error: this page does not mark its content: the first page [unfinished]" in done.err
    assert "hint: build it with another engine of what `playbook export site` wrote" in done.err
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["index.html"]


def test_a_playbook_with_problems_is_not_exported(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    (folder / "docs" / "index.md").write_text("# Home {: #home }\n\n{{ role('nobody') }}\n", encoding="utf-8")
    done = run("export", "site", "--to", tmp_path / "given", cwd=folder)
    assert (done.code, (tmp_path / "given").exists()) == (1, False)
    assert "docs/index.md:3:" in done.err


@engine("properdocs")
def test_a_version_has_the_same_fingerprints_from_another_engine(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    git(folder, "init", "--quiet")
    settings = folder / "data" / "playbook.yml"
    settings.write_text(re.sub(r"version: .*", f"version: {VERSION}", settings.read_text("utf-8"), count=1), "utf-8")
    assert run("register", cwd=folder).code == 0
    committed(folder)
    for name, more in (("mkdocs", {}), ("properdocs", {"PYTHONPATH": str(FOLDER / "properdocs")})):
        done = run("publish", VERSION, "--to", tmp_path / name, cwd=folder, **more)
        assert done.code == 0, done.said
    ours, theirs = (
        json.loads((tmp_path / name / "releases" / VERSION / "release.json").read_text("utf-8"))
        for name in ("mkdocs", "properdocs")
    )
    assert theirs["sections"] == ours["sections"]
    assert (ours["engine"].split()[0], theirs["engine"].split()[0]) == ("mkdocs", "properdocs")


@engine("properdocs")
def test_the_engine_that_runs_already_stays(tmp_path: Path):
    done = run(
        "-c",
        "import mkdocs, playbook.site.engine as engine; print(engine.NAME.split()[0])",
        program="python",
        cwd=tmp_path,
        PYTHONPATH=str(FOLDER / "properdocs"),
    )
    assert done.out == "mkdocs\n"


def test_one_module_imports_the_engine():
    importing = re.compile(r"^\s*(?:from|import) (?:mkdocs|properdocs)(?![\w_])", re.MULTILINE)
    modules = [*(ROOT / "src").rglob("*.py"), *(ROOT / "macros").rglob("*.py")]
    found = [path.name for path in modules if importing.search(path.read_text(encoding="utf-8"))]
    assert found == ["engine.py"]
