"""Building: what comes out, that it is the same everywhere, and that a failed build harms nothing."""

from __future__ import annotations

import gzip
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from lxml import etree

from playbook.loading.load import load
from tests.support import ROOT, SCRIPTS, at_once, built, environment, replace, run, small, tree
from tests.support import reference as copy_reference

HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
ELSEWHERE = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "de_DE.UTF-8"}
FETCHED = ("src", "srcset", "data", "poster", "action", "background", "ping")
"""Attributes whose value a browser fetches."""


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The reference playbook, built from two copies in two folders in two places of the world."""
    folder = tmp_path_factory.mktemp("twice")
    copies = [copy_reference(folder / "one"), copy_reference(folder / "zweite Kopie ü")]
    one, two = at_once(lambda pair: built(pair[0], "--strict", **pair[1]), zip(copies, (HERE, ELSEWHERE), strict=True))
    return one, two


def test_the_reference_playbook_builds_strictly_and_silently(reference_site):
    assert reference_site.ended.code == 0
    assert reference_site.ended.err == ""
    assert re.fullmatch(r"\d+ pages in .+\n", reference_site.ended.out)


def test_each_role_forum_and_programme_has_its_page(reference_site):
    playbook = load(ROOT / "data").or_raise()
    kinds = {"roles": playbook.roles, "cadence": playbook.forums, "onboarding": playbook.programmes}
    kinds |= {"responsibilities": playbook.workstreams, "phases": playbook.phases, "escalation": playbook.paths}
    for folder, entities in kinds.items():
        for id in entities.ids:
            page = etree.parse(str(reference_site.folder / folder / id / "index.html"), etree.HTMLParser())
            assert "".join(page.find(".//h1").itertext()).startswith(entities[id].name)


def test_the_same_playbook_gives_the_same_bytes_everywhere(twice: tuple[Path, Path]):
    one, two = map(tree, twice)
    assert {"sitemap.xml.gz", "search/search_index.json"} <= one.keys()
    assert one == two


def test_a_check_says_the_same_everywhere(tmp_path: Path):
    """Hundreds of problems, told in another place of the world, in another order of sets."""
    copies = [small(tmp_path / "one"), small(tmp_path / "zweite Kopie ü")]
    for copy in copies:
        for path in copy.glob("data/*.yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("name:", "nane:").replace("shop-manager", "shop-manger"), encoding="utf-8")
    done = at_once(lambda pair: run("check", cwd=pair[0], **pair[1]), zip(copies, (HERE, ELSEWHERE), strict=True))
    assert done[0].out.count(" error: ") > 50
    assert [one.code for one in done] == [1, 1]
    assert done[0].said == done[1].said


def test_the_host_builds_the_same_site_as_the_command(twice: tuple[Path, Path]):
    folder = twice[0].parent
    host = run("build", "--strict", "--quiet", "--site-dir", folder / "host", cwd=folder, program="mkdocs")
    assert (host.code, host.said) == (0, "")
    assert tree(folder / "host") == tree(twice[0])


def test_no_place_and_no_machine_is_named_in_the_site(twice: tuple[Path, Path]):
    private = [str(twice[0].parents[1]), str(twice[1].parent.name), str(ROOT), f"{Path.home()}/", str(SCRIPTS)]
    host = socket.gethostname()
    if not any(host in path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")):
        private.append(host)
    found = [(name, word) for name, content in _contents(twice[1]) for word in private if word.encode() in content]
    assert found == []


def _contents(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in site.rglob("*"):
        if path.is_file() and "assets/javascripts" not in path.as_posix():
            content = path.read_bytes()
            if path.suffix in (".xlsx", ".zip"):
                with ZipFile(path) as packed:
                    yield from ((path.name, packed.read(name)) for name in packed.namelist())
            else:
                yield path.name, gzip.decompress(content) if path.suffix == ".gz" else content


def test_no_page_and_no_style_asks_another_host(reference_site):
    asked = {target for path in reference_site.folder.rglob("*.html") for target in _page_targets(path)}
    asked |= {target for path in reference_site.folder.rglob("*.css") for target in _style_targets(path.read_text())}
    assert len(asked) > 10
    assert [target for target in sorted(asked) if urlsplit(target).netloc] == []


def _page_targets(path: Path) -> Iterator[str]:
    """Iterate over what a browser fetches for a page; a plain link to another site is not fetched."""
    for element in etree.parse(str(path), etree.HTMLParser(encoding="utf-8")).iter(etree.Element):
        for name, value in element.attrib.items():
            if name in FETCHED or (name == "href" and element.tag not in ("a", "area")):
                yield value
            elif name == "style":
                yield from _style_targets(value)
        if element.tag == "style":
            yield from _style_targets(element.text or "")
        assert element.get("http-equiv") != "refresh"


def _style_targets(style: str) -> list[str]:
    found = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", style)
    return [one or other for one, other in found if not one.startswith("data:")]


def test_several_pages_are_told_in_one_run(tmp_path: Path):
    playbook = small(tmp_path)
    replace(playbook / "docs/about.md", "{{ coverage() }}", "{{ coverige() }}")
    replace(playbook / "docs/documents.md", '{{ document_list(kind="report") }}', '{{ document("x") }}')
    replace(playbook / "docs/parties/index.md", "{{ sourcing() }}", "{{ sourcing( }}")
    done = run("build", cwd=playbook)
    assert done.code == 1
    heads = [line.split(" error: ")[0] for line in done.err.splitlines() if " error: " in line]
    assert heads == ["docs/about.md:13:4:", "docs/documents.md:11:14:", "docs/parties/index.md:11:1:"]


def test_a_warning_stops_a_strict_build_and_no_other(tmp_path: Path):
    playbook = small(tmp_path)
    before = tree(built(playbook))
    text = replace(playbook / "data/onboarding.yml", "        evidence: A key in the hand.\n", "")
    line = text[: text.index("get-key:")].count("\n") + 1
    place = f"data/onboarding.yml:{line}:7: warning: nothing shows that the step `get-key` is done"
    strict = run("build", "--strict", cwd=playbook)
    assert strict.code == 1
    assert strict.err.startswith(place)
    assert tree(playbook / "site") == before
    host = run("build", "--strict", cwd=playbook, program="mkdocs")
    assert host.code == 1
    assert place in host.err
    assert tree(playbook / "site") == before
    lenient = run("build", cwd=playbook)
    assert lenient.code == 0
    assert lenient.err.startswith(place)
    assert tree(playbook / "site") != before


def test_a_killed_build_leaves_the_last_site_and_the_next_one_clears_up(tmp_path: Path):
    playbook = small(tmp_path)
    before = tree(built(playbook))
    replace(playbook / "docs/index.md", "## In a sentence", "## In one sentence")
    build = subprocess.Popen([SCRIPTS / "playbook", "build"], cwd=playbook, env=environment())
    half_made = playbook / f"site.{build.pid}.building"
    _wait_until(half_made.exists)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    assert half_made.exists()
    assert tree(playbook / "site") == before
    assert tree(built(playbook)) != before
    assert [path.name for path in playbook.glob("site*")] == ["site"]


def test_a_build_killed_while_it_changed_sites_is_mended_by_the_next(tmp_path: Path):
    playbook = small(tmp_path)
    before = tree(built(playbook))
    gone = subprocess.Popen(["true"])
    gone.wait()
    (playbook / "site").rename(playbook / f"site.{gone.pid}.last")
    replace(playbook / "docs/index.md", "# Small playbook", "# {{ nothing }}")
    assert run("build", cwd=playbook).code == 1
    assert tree(playbook / "site") == before
    assert [path.name for path in playbook.glob("site*")] == ["site"]


def _wait_until(holds, seconds: float = 30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


def test_files_of_other_editors_give_the_same_site(tmp_path: Path, small_site: Path):
    playbook = small(tmp_path)
    for path in [*playbook.glob("data/*.yml"), *playbook.glob("docs/**/*.md")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert tree(built(playbook)) == tree(small_site)


@pytest.mark.parametrize("folder", ["data", "macros", ".", "docs", "mkdocs.yml"])
def test_a_site_takes_the_place_of_nothing_but_a_site(folder: str, tmp_path: Path):
    playbook = small(tmp_path)
    before = tree(playbook)
    done = run("build", "-d", folder, cwd=playbook)
    assert done.code in (1, 2)
    assert "Traceback" not in done.said
    assert tree(playbook) == before


def test_the_host_refuses_what_the_command_refuses(tmp_path: Path):
    playbook = small(tmp_path)
    (playbook / "site").mkdir()
    (playbook / "site" / "index.html").write_text("the last good site")
    before = tree(playbook / "site")
    replace(playbook / "docs/about.md", "{{ coverage() }}", "{{ coverige() }}")
    page = run("build", cwd=playbook, program="mkdocs")
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    data = run("build", cwd=playbook, program="mkdocs")
    assert (page.code, data.code) == (1, 1)
    assert "docs/about.md:13:4: error: 'coverige' is undefined" in page.err
    assert "data/responsibilities.yml:91:16: error: there is no role `cashire`" in data.err
    assert "Traceback" not in page.err + data.err
    assert tree(playbook / "site") == before
    assert [path.name for path in playbook.glob("site*")] == ["site"]
