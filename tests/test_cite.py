"""Citing and proving: the words of a citation, the page it leads to, and an archive that needs nothing else."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import docx
import pytest
from bs4 import BeautifulSoup
from lxml import html

from playbook.export import docx as word
from playbook.folders import leftovers
from playbook.publish.release import standalone
from playbook.publish.release.archive import checker, named
from playbook.publish.release.archive_files import pack
from playbook.publish.text.canonical import Outside, canonical
from playbook.publish.text.sections import sections
from playbook.rendering.renderer import TEMPLATES
from playbook.site.section_excerpts import Excerpts, look_of
from tests.forger import Forger
from tests.published import FIRST, SECOND, Published
from tests.support import Ended, run, tree

ADDRESS = "https://playbook.example/"
CITED = "role-bakery-head"
LOOK = look_of((TEMPLATES / "publish" / "section.css").read_text(encoding="utf-8"))
AT_ITS_ADDRESS = f"{ADDRESS}{SECOND}/s/{CITED}/"


@pytest.fixture(scope="module")
def public(published_twice: Published) -> Path:
    """The folder of both versions."""
    return published_twice.public


def _cite(public: Path, *arguments: str | Path, id: str = CITED) -> Ended:
    return run("cite", id, "--from", public, "--date", "2030-05-01", *arguments, cwd=public.parent)


def _record(public: Path, version: str = SECOND) -> dict:
    return json.loads((public / "releases" / version / "release.json").read_text(encoding="utf-8"))


def _soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


# The words


def test_a_citation_says_what_where_and_how_to_prove_it(public: Path):
    fingerprint = _record(public)["sections"][CITED]["fingerprint"]
    record = standalone.sha256((public / "releases" / SECOND / "release.json").read_bytes())
    said = _cite(public, "--address", ADDRESS).out
    assert said == (
        f"“Head of the bakery” (section {CITED}), Small playbook, version {SECOND}, in force from 2030-01-01: "
        f"{AT_ITS_ADDRESS} , fingerprint {fingerprint}, record sha256:{record}\n"
    )


def test_a_citation_of_an_older_version_gives_its_fingerprint(public: Path):
    old, new = (_cite(public, "--version", version).out for version in (FIRST, SECOND))
    assert _record(public, FIRST)["sections"][CITED]["fingerprint"] in old
    assert old.split("fingerprint")[1].split(",")[0] != new.split("fingerprint")[1].split(",")[0]


@pytest.mark.parametrize("style", ["text", "markdown", "html"])
def test_a_citation_in_any_style_can_be_verified(public: Path, style: str):
    for where in ((), ("--address", f"{public}/")):
        words = _cite(public, "--format", style, *where).out.strip()
        done = run("verify", words, "--date", "2030-05-01", cwd=public)
        proved = f"{SECOND}/s/{CITED}/: “Head of the bakery” in version {SECOND} of Small playbook"
        stands = f"on 2030-05-01, {SECOND} is in force, 2030-01-01 to 2030-12-31"
        assert (done.code, done.out.splitlines()) == (0, [proved, stands, "unchanged, 4 files looked at"])


def test_a_citation_as_html_links_to_what_it_cites(public: Path):
    said = BeautifulSoup(_cite(public, "--format", "html", "--address", ADDRESS).out, "html.parser")
    assert [link["href"] for link in said("a")] == [AT_ITS_ADDRESS] * 2
    assert said.get_text() == _cite(public, "--address", ADDRESS).out
    assert said.a.b.get_text() == "Head of the bakery"


def test_a_citation_goes_into_a_file(public: Path, tmp_path: Path):
    assert _cite(public, "--to", tmp_path / "new" / "cited.txt").out == ""
    assert (tmp_path / "new" / "cited.txt").read_text(encoding="utf-8") == _cite(public).out


def test_what_cannot_be_cited_is_told(public: Path, tmp_path: Path):
    done = _cite(public, id="role-baker-head")
    assert (done.code, done.err.splitlines()[1]) == (4, f"    hint: did you mean `{CITED}` or `{CITED}--papers`?")
    assert _cite(public, "--version", "2031-1").code == 4
    assert run("cite", CITED, "--from", tmp_path, cwd=tmp_path).code == 4
    assert run("cite", CITED, "--from", "nowhere", cwd=tmp_path).code == 2


def test_a_word_document_needs_a_name_and_a_place(public: Path, tmp_path: Path):
    done = _cite(public, "--format", "docx")
    assert (done.code, done.out) == (2, "")
    assert "name it, such as --to citation.docx" in done.err
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    done = _cite(public, "--format", "docx", "--to", tmp_path / "file" / "cited.docx")
    assert (done.code, "cannot be written" in done.err) == (1, True)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_citation_as_a_word_document(public: Path, tmp_path: Path):
    files = [tmp_path / name for name in ("one.docx", "two.docx")]
    for file in files:
        assert _cite(public, "--format", "docx", "--address", ADDRESS, "--to", file).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    document = docx.Document(str(files[0]))
    (paragraph,) = document.paragraphs
    assert paragraph.text == _cite(public, "--address", ADDRESS).out.strip()
    assert [link.address for link in paragraph.hyperlinks] == [AT_ITS_ADDRESS] * 2
    title, address = (link.runs[0] for link in paragraph.hyperlinks)
    assert (title.text, title.bold, address.text, address.bold) == ("Head of the bakery", True, AT_ITS_ADDRESS, None)
    fixed = {run.text for run in paragraph.runs if run.font.name == word.FIXED}
    record = standalone.sha256((public / "releases" / SECOND / "release.json").read_bytes())
    assert fixed == {CITED, _record(public)["sections"][CITED]["fingerprint"], f"sha256:{record}"}
    assert document.core_properties.title == "Head of the bakery"


def test_a_word_document_of_a_mirrored_language_runs_from_right_to_left():
    pieces = (("title", "عنوان"), ("", " "), ("fingerprint", "pbc1-sha256:0"))
    written = io.BytesIO()
    pack(written, word.citation(pieces, "public/2030-1/s/a/", "عنوان", "ar", mirrored=True))
    (paragraph,) = docx.Document(written).paragraphs
    assert paragraph.paragraph_format.element.xpath("./w:pPr/w:bidi")
    assert [run.font.rtl for run in paragraph.runs] == [True, True, None]
    assert paragraph.hyperlinks == []


# The pages of a version


def _facts(page: BeautifulSoup) -> dict | None:
    block = page.select_one("[data-pb=cite] script")
    return json.loads(block.string) if block else None


def test_every_section_of_a_version_has_a_button_on_its_page(public: Path):
    record, found = _record(public), {}
    pages = [path for path in (public / SECOND).rglob("index.html") if "s" not in path.relative_to(public).parts]
    for page in map(_soup, pages):
        facts = _facts(page)
        anchors = {element["id"] for element in page(id=True)}
        for anchor, id, title, fingerprint in facts["sections"] if facts else ():
            kept = record["sections"][id]
            assert (title, fingerprint) == (kept["title"], kept["fingerprint"])
            assert not anchor or anchor in anchors
            found[id] = (facts["playbook"], facts["version"], facts["day"])
    assert found.keys() == record["sections"].keys()
    assert set(found.values()) == {("Small playbook", SECOND, "2030-01-01")}


def test_a_preview_has_nothing_to_cite(small_site: Path):
    pages = {page: page.read_text(encoding="utf-8") for page in small_site.rglob("*.html")}
    assert [page for page, text in pages.items() if "pb-cite" in text] == []
    assert "Nothing can be cited from a preview." in pages[small_site / "about" / "index.html"]


def test_a_version_tells_where_it_is_recorded_and_its_fingerprints_do_not_count_it(public: Path):
    page = public / SECOND / "about" / "index.html"
    told = _soup(page).find(id="how-it-is-recorded").find_next(attrs={"data-pb-aside": True})
    assert "Nothing can be cited" not in told.get_text()
    targets = [link["href"] for link in told("a")]
    assert f"../../releases/{SECOND}/release.json" in targets
    assert f"../../{SECOND}/s/about/" in targets
    for target in targets:
        path = page.parent / target
        assert path.is_file() or (path / "index.html").is_file(), target
    assert "Nothing can be cited" not in (public / SECOND / "print" / "index.html").read_text(encoding="utf-8")
    text = public / SECOND / "s" / "how-it-is-recorded" / "text.txt"
    assert text.read_text(encoding="utf-8") == "\\h How it is recorded\n"


def test_a_section_that_nobody_touched_has_the_same_fingerprint_in_both_versions(public: Path):
    first, second = (_record(public, version)["sections"] for version in (FIRST, SECOND))
    assert first["how-it-is-recorded"] == second["how-it-is-recorded"]
    changed = {id for id in first if first[id]["fingerprint"] != second[id]["fingerprint"]}
    duty = {CITED, f"{CITED}--duties", f"{CITED}--duty-decide"}
    assert changed == {*duty, "about", "what-changed", "small-playbook"}  # and where the version is named


# The page of a section


def _leaves(public: Path) -> Iterator[Path]:
    for version in (FIRST, SECOND):
        yield from sorted((public / version / "s").glob("*/index.html"))


RELATED = {"canonical", "version-history", "latest-version", "predecessor-version"}
"""Relations of a page to others, of which a browser fetches nothing."""


def test_the_page_of_a_section_stands_alone(public: Path):
    for leaf in _leaves(public):
        page = _soup(leaf)
        assert page.find(["img", "iframe", "object"]) is None, leaf
        assert [script["src"] for script in page("script")] == ["../../../cited.js"], "and stands where that is gone"
        fetched = [link["href"] for link in page("link") if not RELATED.intersection(link["rel"])]
        assert fetched == ["data:,", "../style.css"]
        assert len(page("h1")) == 1, leaf
        assert not page.select(".headerlink, [hidden], button, details:not([open])"), leaf


def test_the_page_of_a_section_says_what_it_is(public: Path):
    page = _soup(public / FIRST / "s" / CITED / "index.html")
    record = _record(public, FIRST)
    told = {row.dt.get_text(): " ".join(row.dd.get_text(" ").split()) for row in page.select(".about .facts > div")}
    assert told["Section"] == f"Head of the bakery {CITED}"
    assert told["Version"] == f"{FIRST}, published as agreed"
    assert told["Agreed for"].startswith("1 January 2030 to 31 December 2030")
    assert told["Fingerprint"] == record["sections"][CITED]["fingerprint"]
    approved = [row.dd.get_text() for row in page.select(".about .facts > div") if row.dt.get_text() == "Approved"]
    assert approved == [
        "Crustwell, Head of the bakery, 10 December 2025",
        "Dringle, Head of the makers, 11 December 2025",
    ]


def _broken(root: Path, page: Path) -> Iterator[str]:
    """Iterate over the links of a page that name no file, as it is opened from a disk."""
    for element in _soup(page).select("[href], [src]"):
        link = element.get("href") or element.get("src")
        parts = urlsplit(link)
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not (parts.scheme or parts.netloc) and not (target.is_file() and target.is_relative_to(root.resolve())):
            yield f"{page.relative_to(root)}: {link}"


def test_every_link_on_the_page_of_a_section_names_a_file(public: Path):
    assert [link for leaf in _leaves(public) for link in _broken(public, leaf)] == []


def _shown(page: str, id: str, own: tuple[str, str] | None = None, url: str = "a/b/") -> BeautifulSoup:
    found = {section.id: section for section in sections(page, own, {"activity-bake"}).sections}
    return BeautifulSoup(Excerpts(url, LOOK).of(found[id].parts), "html.parser")


def test_the_page_of_a_section_keeps_what_has_a_look_or_a_meaning_and_nothing_for_scripts():
    """A section stands on its own page, and again on that of each section that holds it: what it needs not costs."""
    page = """<h2 id="bake">Bake</h2><p class="pb-label mine" data-role="cook" lang="fr"><a class="pb-word pb-x"
    href="#bake">bread</a><sup class="own"><a class="footnote-ref other" data-footnote-ref href="#fn">1</a></sup></p>"""
    shown = _shown(page, "bake")
    label, word, note = shown.find(class_="pb-label"), *shown.find_all("a")
    assert label.attrs == {"class": ["pb-label"], "lang": "fr"}
    assert word["class"] == ["pb-word"]
    assert (note["class"], "data-footnote-ref" in note.attrs) == (["footnote-ref"], True)


def test_the_pages_of_all_sections_share_one_style_sheet(public: Path):
    leaves = _leaves(public)
    assert {link["href"] for leaf in leaves for link in _soup(leaf).select("link[rel=stylesheet]")} == {"../style.css"}
    assert not [leaf for leaf in leaves if _soup(leaf).find("style")]
    assert ".pb-facts" in (public / SECOND / "s" / "style.css").read_text(encoding="utf-8")


ROW = """<table><thead><tr><td></td><th>Cook</th><th>Maid</th></tr></thead>
<tbody><tr id="activity-bake"><th>Bake</th><td>R</td><td>A</td></tr></tbody></table>"""


def test_a_row_is_shown_upright_and_read_in_its_order():
    shown = _shown(ROW, "activity-bake")
    assert [[cell.get_text() for cell in row(["th", "td"])] for row in shown("tr")] == [
        ["", "Cook", "Maid"],
        ["Bake", "R", "A"],
    ]
    assert (shown.table["class"], shown.table["style"]) == (["upright"], "--cells: 3")
    assert [cell["role"] for cell in shown(["th", "td"])][1:] == ["columnheader"] * 2 + ["rowheader"] + ["cell"] * 2


def test_what_was_cut_out_of_a_list_is_no_list():
    page = """<ul><li id="activity-bake">Bake<ul><li>Bread</li></ul></li></ul>"""
    assert [each.get_text() for each in _shown(page, "activity-bake")("li")] == ["Bread"]
    assert _shown(page, "activity-bake").div["class"] == ["alone"]


def test_footnotes_follow_what_leads_to_them():
    note = '<sup><a class="footnote-ref" href="#fn:{0}">{0}</a></sup>'
    page = f"""<h2 id="price">Price</h2><p>Euros{note.format(1)}</p>
    <div class="footnote"><ol><li id="fn:1"><p>Of <b>the</b> day{note.format(3)}.</p></li>
    <li id="fn:2"><p>Other.</p></li><li id="fn:3"><p>In London.</p></li></ol></div>"""
    shown = _shown(page, "price")
    assert shown.a["href"] == "#fn:1"
    assert [item.get_text() for item in shown("li")] == ["Of the day3.", "In London."]


def test_the_page_of_a_section_says_what_was_hashed(public: Path):
    """Every word and every boundary, in the order of the text; the links lead out of the page and are not compared."""
    nowhere, links = (
        Outside(link=lambda _: "", file=lambda _: ""),
        re.compile(r"(?<!\\)(\\(?:a|img|embed)\[)(?:\\.|[^\\\]])*\]"),
    )
    for leaf in _leaves(public):
        content = html.fromstring(leaf.read_text(encoding="utf-8")).find_class("said")[0]
        content.tail = None
        text = leaf.with_name("text.txt").read_text(encoding="utf-8")
        assert canonical([content], nowhere) == links.sub(r"\1]", text), leaf


def test_links_lead_from_the_page_of_a_section():
    page = '<h2 id="a">A</h2><a href="../c/#d">D</a> <a href=".">B</a> <a href="#x">X</a> <a href="https://e.f/">E</a>'
    links = [link["href"] for link in _shown(page, "a")("a")]
    assert links == [
        "../../a/c/index.html#d",
        "../../a/b/index.html",
        "../../a/b/index.html#x",
        "https://e.f/",
    ]
    assert _shown(page, "a", url="flat.html").a["href"] == "../../c/index.html#d"


def test_headings_begin_at_the_first_rank_and_what_is_folded_is_open():
    page = '<h3 id="a">A</h3><details><summary>More</summary><h5 id="b">B</h5></details><button>Press</button>'
    shown = _shown(page, "a")
    assert [heading.name for heading in shown(re.compile("h[1-6]"))] == ["h1", "h3"]
    assert shown.details.has_attr("open")
    assert shown.button is None


def test_a_drawing_keeps_its_title():
    shown = _shown('<h2 id="a">A</h2><svg><title>A ladder</title><path d="M0 0"></path></svg>', "a")
    assert shown.svg.title.get_text() == "A ladder"


# The archive


@pytest.fixture(scope="module")
def short(published_few: Published) -> Path:
    """The folder of two versions of few pages."""
    return published_few.public


@pytest.fixture(scope="module")
def archive(short: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of both versions."""
    target = tmp_path_factory.mktemp("archive") / "playbook.zip"
    done = run("export", "zip", "--from", short, "--to", target, cwd=short.parent)
    assert (done.code, done.out.split(",")[0]) == (0, "2 versions"), done.said
    return target


@pytest.fixture
def opened(archive: Path, tmp_path: Path) -> Path:
    """The folder in it."""
    with zipfile.ZipFile(archive) as held:
        held.extractall(tmp_path)
    return tmp_path / "playbook"


def _checked(folder: Path, *words: str) -> Ended:
    """Run the program of an archive on a Python without any library, and without writing anything."""
    command = [sys.executable, "-I", "-S", "-B", folder / "verify.py", *words]
    done = subprocess.run(command, cwd=folder.parent, env={}, capture_output=True, text=True, encoding="utf-8")
    return Ended(done.returncode, done.stdout, done.stderr)


LEFT_BEHIND = (
    "Thumbs.db", "thumbs.db:encryptable", "ehthumbs_vista.db", "desktop.ini", "$RECYCLE.BIN",
    "System Volume Information", ".DS_Store",
    "._page.html", ".AppleDouble", ".LSOverride", ".localized", "Icon\r", ".Spotlight-V100", ".Trashes",
    ".fseventsd", ".TemporaryItems", ".DocumentRevisions-V100", ".apdisk", "__MACOSX", "@eaDir", "#recycle",
    ".directory", ".Trash-1000", "lost+found", ".nfs000000000a1b", ".fuse_hidden0001", "~$letter.docx",
    ".~lock.letter.odt#", "page.html~", ".#page.html", "#page.html#", ".page.html.swp", "page.swo", "4913", "page.orig",
    "page.rej", "page.bak", ".stfolder", ".stversions", ".syncthing.page.tmp", ".dropbox", ".dropbox.cache",
    "__pycache__", "page.pyc", "page.pyo",
)  # fmt: skip
"""What systems and programs leave, each as it is spelt by what leaves it."""
PUT_THERE = (
    "thumbs.db.html", "xthumbs.db", "desktop.init", ".DS_Store.html", "_page.html", ".page.html", "icon", "macosx",
    "eaDir", "recycle", "directory", ".Trash", "lost", ".nfs", ".nfsx", "fuse_hidden", "$letter.docx", "~letter.docx",
    ".~lock.letter.odt", "page~.html", "#page.html", "page.html#", "page.swift", "page.sw", "4913.html", "original",
    "page.bak.html", "stfolder", ".syncthing", ".dropboxes", "pycache", "page.py", "page.pyx", "page.txt",
)  # fmt: skip
"""What looks a little like it and is not."""


def test_the_program_of_an_archive_has_the_same_list():
    assert (standalone.LEFT.pattern, bool(standalone.LEFT.flags & re.IGNORECASE)) == (leftovers.PATTERN, True)


@pytest.mark.parametrize("where", ["{}", "{}/page.html"], ids=["a file", "a folder"])
def test_the_program_of_an_archive_ignores_what_verify_ignores(where: str, opened: Path, short: Path, tmp_path: Path):
    tree = shutil.copytree(short, tmp_path / "public")
    for name in (*LEFT_BEHIND, *PUT_THERE):
        for folder in (opened, tree):
            path = folder / "s" / where.format(name)
            path.parent.mkdir(exist_ok=True)
            path.write_text("left", encoding="utf-8")
    names = {where.format(name.replace("\r", "?")) for name in LEFT_BEHIND}
    for done in (_checked(opened), run("verify", tree, cwd=tmp_path)):
        out = done.out.replace("\\u{000d}", "?")  # each shows in its own way what cannot be printed
        assert set(re.findall(r"^ignored: s/(.+), which a system", out, re.MULTILINE)) == names
        others = re.findall(r"^s/(.+): this file", out, re.MULTILINE)
        assert sorted(others) == sorted(where.format(name) for name in PUT_THERE)


def test_an_archive_depends_on_nothing_but_what_is_in_it(short: Path, archive: Path, tmp_path: Path):
    other = shutil.copytree(short, tmp_path / "public")
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
    again = tmp_path / "again.zip"
    assert run("export", "zip", "--from", other, "--to", again, cwd=tmp_path).code == 0
    assert again.read_bytes() == archive.read_bytes()


def test_an_archive_holds_what_was_published(short: Path, opened: Path):
    mine, theirs = tree(opened), tree(short)
    same = {name for name, digest in theirs.items() if mine.get(name) == digest}
    assert {name for name in theirs if name.split("/")[0] in (FIRST, SECOND, "releases")} <= same
    assert {"status.json", "versions.json", f"s/{CITED}/index.html", "verify/index.html"} <= mine.keys()
    done = run("verify", opened, cwd=opened)
    assert (done.code, done.err) == (0, "")
    for version in (FIRST, SECOND):
        sums = ["sha256sum", "--check", "--quiet", f"releases/{version}/SHA256SUMS"]
        assert subprocess.run(sums, cwd=opened, capture_output=True).returncode == 0
    sums = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(sums, cwd=opened, capture_output=True).returncode == 0


def test_an_archive_opens_from_a_disk(opened: Path):
    pages = [path for path in opened.rglob("*.html") if path.relative_to(opened).parts[0] not in (FIRST, SECOND)]
    assert [link for page in pages for link in _broken(opened, page)] == []
    start = {link["href"] for link in _soup(opened / "index.html")("a")}
    assert {f"{FIRST}/index.html", f"{SECOND}/index.html", "s/index.html", "verify/index.html", "VERIFY.txt"} <= start


def test_an_archive_says_how_it_is_checked(opened: Path):
    said = (opened / "VERIFY.txt").read_text(encoding="utf-8")
    commands = [line.strip() for line in said.splitlines() if line.startswith("    ")]
    assert f"sha256sum -c releases/{FIRST}/SHA256SUMS" in commands
    assert "python3 verify.py" in commands
    single = next(line.split()[-1] for line in commands if line.endswith("text.txt"))
    assert (opened / single).is_file()
    assert "&" not in said


def test_an_archive_checks_itself(opened: Path):
    before = tree(opened)
    done = _checked(opened)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("unchanged: 2 versions, ")
    assert tree(opened) == before


def test_the_program_of_an_archive_is_for_older_pythons_too():
    parsed = list(ast.walk(ast.parse(checker(), feature_version=(3, 8))))
    imported = {name.name for node in parsed if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module).split(".")[0] for node in parsed if isinstance(node, ast.ImportFrom)}
    own = {"__future__", "collections", "hashlib", "html", "itertools", "json", "pathlib", "re", "sys", "typing"}
    assert imported == own | {"base64", "codecs", "subprocess", "unicodedata"}


def test_an_archive_tells_what_copying_did_to_a_text(short: Path, opened: Path, tmp_path: Path):
    cited = _cite(short, "--version", SECOND).out
    text = (short / SECOND / "s" / CITED / "text.txt").read_text(encoding="utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_text(text.replace(" ", "\u00a0").replace("\n", "\r\n"), encoding="utf-8", newline="")
    done = _checked(opened, cited, "--text", str(copy))
    assert (done.code, done.err) == (0, "")
    assert "put right: the ends of its lines were changed; other spaces" in done.out
    copy.write_text(text.replace("bakery", "brewery", 1), encoding="utf-8")
    done = _checked(opened, cited, "--text", str(copy))
    assert (done.code, "cannot be shown to be what is cited" in done.out) == (1, True)


def test_an_archive_finds_what_a_contract_cites(short: Path, opened: Path):
    done = _checked(opened, _cite(short, "--version", FIRST, "--address", ADDRESS).out)
    assert done.code == 0
    assert f"section {CITED} of version {FIRST}, Head of the bakery" in done.out.splitlines()[0]
    mangled = _cite(short, "--version", FIRST).out.replace("-", "\u2011").replace("a", "a\xad")
    assert _checked(opened, mangled).code == 0
    elsewhere = _cite(short, "--version", FIRST).out.replace(f"/{FIRST}/", f"/{SECOND}/")
    assert _checked(opened, elsewhere).code == 4
    assert _checked(opened, "pbc1-sha256:" + "0" * 64).code == 4
    assert _checked(opened, "no fingerprint").code == 4


def test_an_archive_reads_the_page_of_every_section(opened: Path):
    sections = sum(len(_record(opened, version)["sections"]) for version in (FIRST, SECOND))
    assert f"and {sections} texts looked at, {sections} pages read" in _checked(opened).out


def test_the_page_of_every_section_of_the_reference_has_its_words(published_reference: Published):
    pages = sorted(published_reference.public.glob("[0-9]*/s/*/index.html"))
    texts = {page: (page.parent / "text.txt").read_bytes() for page in pages}
    assert len(pages) > 1000
    assert [page for page in pages if not standalone.read_alike(page.read_bytes(), texts[page])] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("what the bakery buys", "what the brewery buys", 1),
        ("what the bakery buys", "the what bakery buys", 1),
        ("what the bakery buys", "what the bakery", 1),
        ("data-pb-content", "data-other", 1),
        ('<div class="about"', '<div data-pb-content class="about"', 1),
        ("what the bakery buys", "what <b>the</b> bakery\nbuys", 0),
    ],
)
def test_a_page_whose_words_were_altered_is_told_where_every_list_was_written_anew(
    opened: Path, old: str, new: str, code: int
):
    name = f"{FIRST}/s/{CITED}--duty-decide/index.html"
    path = opened / name
    text = path.read_text(encoding="utf-8")
    at = re.search("data-pb-content[^>]*>", text).end() if "bakery" in old else 0
    path.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    _relisted(opened)
    done = _checked(opened)
    assert done.code == code
    assert (f"{name}: its words are not those of the text beside it" in done.out) == bool(code)


def _relisted(opened: Path) -> None:
    """Write the lists, the records and the log of an archive anew, as somebody does who has no key."""
    forger = Forger(opened)
    forger.records()
    forger.sums()


def test_a_fingerprint_of_a_newer_form_is_called_one(opened: Path):
    done = _checked(opened, "pbc2-sha256:" + "0" * 64)
    assert (done.code, "there is no fingerprint in it, but one of a newer form" in done.out) == (4, True)


def _flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(bytes(held))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"{FIRST}/s/{CITED}/text.txt", 1),
        (f"{SECOND}/index.html", 1),
        (f"{SECOND}/playbook.json", 1),
        (f"releases/{FIRST}/SHA256SUMS", 3),
        (f"releases/{FIRST}/release.json", 3),
        (f"releases/{SECOND}/release.json", 3),
        ("index.html", 1),
        ("status.json", 1),
        (f"s/{CITED}/index.html", 1),
        ("verify/index.html", 1),
    ],
)
def test_an_altered_byte_in_an_archive_is_found(opened: Path, name: str, code: int):
    _flip(opened / name)
    done = _checked(opened)
    assert done.code in (1, code)
    assert done.out.splitlines()[0].startswith(f"{name}: ") or f"\n{name}: " in done.out
    assert "\nNOT as published" in done.out


def test_what_is_gone_or_new_in_an_archive_is_found(opened: Path):
    (opened / FIRST / "roles" / "index.html").unlink()
    for folder in (SECOND, "s"):
        (opened / folder / "new.html").write_text("new", encoding="utf-8")
    done = _checked(opened)
    assert done.code == 1
    assert f"{FIRST}/roles/index.html: the file is gone" in done.out
    assert f"{SECOND}/new.html: this file was not published" in done.out
    assert "s/new.html: this file was not published" in done.out


def test_a_version_written_anew_breaks_the_chain_of_an_archive(opened: Path):
    """The text, the list, its fingerprint and that of the whole are made to fit; its page and the next record tell."""
    text = opened / FIRST / "s" / CITED / "text.txt"
    old = standalone.sha256(text.read_bytes())
    text.write_bytes(text.read_bytes() + b"\\p And more.\n")
    new = standalone.sha256(text.read_bytes())
    sums, record = (opened / "releases" / FIRST / name for name in ("SHA256SUMS", "release.json"))
    sums.write_text(sums.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    held = json.loads(record.read_text(encoding="utf-8"))
    held["sections"][CITED]["fingerprint"] = f"pbc1-sha256:{new}"
    held |= {"sums": standalone.sha256(sums.read_bytes()), "fingerprint": standalone.whole(held["sections"])}
    record.write_text(json.dumps(held), encoding="utf-8")
    done = _checked(opened)
    assert done.code == 1
    assert f"{FIRST}/s/{CITED}/index.html: its words are not those of the text beside it" in done.out.splitlines()
    line = f"releases/{FIRST}/release.json: this is not the record that the one of {SECOND} follows"
    told = [each for each in done.out.splitlines() if each.startswith("releases/")]
    assert told == [line, f"releases/{FIRST}/release.json: this is not the record of which the log tells"]


def test_an_archive_without_versions_is_told(opened: Path):
    shutil.rmtree(opened / "releases")
    done = _checked(opened)
    assert (done.code, done.out.count("this is not the record of which the log tells")) == (3, 2)
    shutil.rmtree(opened / "log")
    (opened / "SHA256SUMS").write_text("", encoding="utf-8")
    for folder in ("on", "s", "verify"):
        shutil.rmtree(opened / folder)
    assert _checked(opened).code == 4


def test_what_was_altered_goes_into_no_archive(short: Path, archive: Path, tmp_path: Path):
    harmed = shutil.copytree(short, tmp_path / "public")
    _flip(harmed / SECOND / "index.html")
    target = Path(shutil.copy(archive, tmp_path / "kept.zip"))
    done = run("export", "zip", "--from", harmed, "--to", target, cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[0] == f"{SECOND}/index.html: the file is not what was published"
    assert target.read_bytes() == archive.read_bytes()
    unread = shutil.copytree(short, tmp_path / "unread")
    (unread / "status.json").write_text("{", encoding="utf-8")
    done = run("export", "zip", "--from", unread, "--to", target, cwd=tmp_path)
    assert (done.code, "Traceback" in done.err, "status.json" in done.err) == (1, False, True)
    assert target.read_bytes() == archive.read_bytes()
    assert not list(tmp_path.glob(".kept.zip*"))
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("export", "zip", "--from", empty, "--to", target, cwd=tmp_path).code == 4


def test_links_to_folders_are_named_and_no_others():
    page = (
        b'<a href="../a/"></a><a href="b/?x=1#y"></a><a href="https://c/"></a><a href="#d/"></a><a href="e.html"></a>'
    )
    links = [link.get("href") for link in html.fragments_fromstring(named(page).decode())]
    assert links == ["../a/index.html", "b/index.html?x=1#y", "https://c/", "#d/", "e.html"]
