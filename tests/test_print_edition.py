"""The print edition: the whole playbook as one page, and as a PDF."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from pypdf import PdfReader

from playbook.export.print_edition import Entry, edition
from playbook.rendering.renderer import Renderer
from playbook.site.print_edition import css_text
from tests.support import ROOT, replace, run, small

FRONT = Entry("Ours", "print/", '<h1>Ours</h1><p><a href="../roles/cook/">The cook</a></p>')
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def made(*entries: Entry):
    return edition(entries, FRONT, lambda what: f"{what}; not here")


def tree(*entries: Entry):
    return html.fragment_fromstring("".join(chapter.html for chapter in made(*entries).chapters), create_parent="div")


def outline(root) -> list[tuple[int, str]]:
    return [(int(each.tag[1]), " ".join(each.text_content().split())) for each in root.iter(*HEADINGS)]


def page(url: str, text: str, title: str = "") -> Entry:
    return Entry(title or url, url, text)


# The text ---------------------------------------------------------------------------------------------------------


def test_chapters_are_numbered_by_the_navigation():
    found = made(
        page("", "<h1>Welcome</h1>"),
        Entry("People", inner=(page("roles/", "<h1>Roles</h1>"), Entry("All", inner=(page("a/", ""), page("b/", ""))))),
    )
    told = [(chapter.number, chapter.level, chapter.title) for chapter in found.chapters]
    assert told == [
        ("1", 1, "Welcome"),
        ("2", 1, "People"),
        ("2.1", 2, "Roles"),
        ("2.2", 2, "All"),
        ("2.2.1", 3, "a/"),
        ("2.2.2", 3, "b/"),
    ]
    assert [line.number for line in found.contents[1].inner] == ["2.1", "2.2"]


def test_a_section_that_begins_with_a_page_of_its_name_is_that_page():
    first, second = page("cadence/", "<h1>When we meet</h1>"), page("forum/", "<h1>Call</h1>")
    found = made(Entry("When We Meet", inner=(first, second)))
    assert [(chapter.number, chapter.title) for chapter in found.chapters] == [("1", "When we meet"), ("1.1", "Call")]


def test_a_section_of_one_page_is_that_page_and_one_of_none_is_nothing():
    found = made(Entry("Outer", inner=(Entry("Inner", inner=(page("a/", "<h1>A</h1>"),)), Entry("Empty"))))
    assert [(chapter.number, chapter.title) for chapter in found.chapters] == [("1", "A")]


def test_headings_take_the_level_that_follows_from_their_place():
    text = "<h1>A</h1><h2>B</h2><h4>C</h4><h3>D</h3><h2>E</h2><h1>F</h1>"
    root = tree(Entry("S", inner=(page("a/", text), page("b/", "<p>no heading</p>", "Bare"))))
    assert outline(root) == [(2, "1.1 A"), (3, "B"), (4, "C"), (4, "D"), (3, "E"), (3, "F"), (2, "1.2 Bare")]


def test_headings_go_no_deeper_than_html_does():
    entry = page("a/", "<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4>")
    for name in "xyz":
        entry = Entry(name, inner=(entry, page(f"{name}/", "")))
    assert max(level for level, _ in outline(tree(entry))) == 6


def test_ids_bear_the_name_of_their_page_and_links_follow():
    root = tree(
        page(
            "roles/cook/", '<h1 id="cook">Cook</h1><p id="x"><a href="#x">here</a> <a href="../chef/#x">there</a></p>'
        ),
        page("roles/chef/", '<h1 id="chef">Chef</h1><p id="x"><a href="../cook/">cook</a><a href=".">me</a></p>'),
    )
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert ids == ["roles-cook", "roles-cook--cook", "roles-cook--x", "roles-chef", "roles-chef--chef", "roles-chef--x"]
    links = [each.get("href") for each in root.iter("a")]
    assert links == ["#roles-cook--x", "#roles-chef--x", "#roles-cook", "#roles-chef"]


def test_ids_stay_apart_where_names_run_together():
    root = tree(page("a/b-c/", '<p id="x"></p>'), page("a-b/c/", '<p id="x"></p>'), page("contents/", "<p>c</p>"))
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 5
    assert "contents" not in ids, "which is the id of the table of contents"


def test_links_out_of_the_edition_lead_to_the_site():
    links = ["../checks/#a", "../../", "/abs/", "https://example.org/x", "mailto:a@example.org", "../../a.png?v=1"]
    text = "".join(f'<a href="{link}">x</a>' for link in links) + '<img src="../../a b.png" srcset="c.png 2x" alt="">'
    root = tree(page("about/here/", text))
    assert [each.get("href") for each in root.iter("a")] == [
        "../about/checks/#a",
        "../",
        "../abs/",
        "https://example.org/x",
        "mailto:a@example.org",
        "../a.png?v=1",
    ]
    assert dict(root.find(".//img").attrib) == {"src": "../a%20b.png", "alt": ""}


def test_a_link_to_an_id_that_is_not_printed_leads_to_its_page():
    root = tree(page("a/", '<p><a href="../b/#gone">b</a></p>'), page("b/", '<p>b</p><button id="gone">x</button>'))
    assert root.find(".//a").get("href") == "#b"


def test_names_that_elements_call_each_other_by_follow():
    text = (
        '<p id="t">Words</p><figure aria-labelledby="t gone"><svg><clipPath id="c"></clipPath>'
        '<rect clip-path="url(#c)"></rect><a xlink:href="#t">x</a></svg></figure><div aria-describedby="gone">d</div>'
    )
    root = tree(page("a/", text))
    assert root.find(".//figure").get("aria-labelledby") == "a--t"
    assert root.find(".//rect").get("clip-path") == "url(#a--c)"
    assert root.find(".//svg/a").get("xlink:href") == "#a--t"
    assert root.xpath(".//div[not(@id)]/@aria-describedby") == []


def test_what_is_for_hands_is_taken_out_with_what_held_nothing_else():
    text = (
        '<h1>A<a class="headerlink" href="#a">¶</a></h1><div class="tools"><form><label><input></label></form></div>'
        "<p>kept <button>x</button>tail</p><p hidden>no</p><div popover>no</div><!-- no --><script>no</script>"
        "<template><p>no</p></template><table><tr><td></td></tr></table>"
    )
    root = tree(page("a/", text))
    assert " ".join(root.text_content().split()) == "1 Akept tail"
    assert root.find(".//table") is not None
    assert root.find(".//div") is None


def test_what_is_folded_lies_open_or_is_told_in_a_line():
    text = '<details name="n"><summary>More</summary><p>All of it</p></details>'
    repeated = (
        '<details class="pb-fold" id="f"><summary>31 <b>meetings</b></summary><p id="g">All of them</p></details>'
    )
    root = tree(page("a/", text), page("b/", repeated))
    assert dict(root.find(".//details").attrib) == {"open": ""}
    assert "All of it" in root.text_content()
    assert root.xpath("string(.//section[2]/p)") == "31 meetings; not here"


def test_the_title_page_leads_into_the_text():
    found = made(page("roles/cook/", "<h1>Cook</h1>"))
    assert 'href="#roles-cook"' in found.front


def test_words_are_safe_in_a_style_sheet():
    assert css_text('"\\') == '"\\000022\\00005c"'


# The page of the site ---------------------------------------------------------------------------------------------


@cache
def parsed(path: Path):
    return html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()


def chain(site: Path) -> list[str]:
    """Return the addresses of all pages as a reader goes from each to the next."""
    url, found = "", []
    while url is not None and url not in found:
        found.append(url)
        after = parsed(site / url / "index.html").xpath("//a[contains(@class, 'md-footer__link--next')]/@href")
        joined = posixpath.normpath(posixpath.join("/", url, after[0])).strip("/") if after else ""
        url = f"{joined}/" if after else None
    return found


def name(url: str) -> str:
    return url.strip("/").replace("/", "-") or "home"


def left_out(url: str) -> bool:
    return url.startswith("authoring/") or url in ("about/checks/", "about/coverage/")


@pytest.fixture(params=["small", "reference"])
def site(request) -> Path:
    if request.param == "small":
        return request.getfixturevalue("small_site")
    built = request.getfixturevalue("reference_site")
    assert built.ended.code == 0, built.ended.said
    return built.folder


def test_every_page_is_a_chapter_in_the_order_of_the_navigation(site):
    sections = parsed(site / "print" / "index.html").xpath("//main/section/@id")
    assert sections[0] == "print"
    assert sections[1:] == [name(url) for url in chain(site) if not left_out(url)]


def test_every_heading_stands_in_the_edition_once(site):
    ids = Counter(parsed(site / "print" / "index.html").xpath("//@id"))
    assert [id for id, number in ids.items() if number > 1] == []
    for url in chain(site):
        headings = parsed(site / url / "index.html").xpath("//article//*[self::h1 or self::h2 or self::h3][@id]")
        wanted = [f"{name(url)}--{heading.get('id')}" for heading in headings]
        assert [id for id in wanted if ids[id] != (not left_out(url))] == []


def test_levels_of_headings_leave_none_out(site):
    levels = [level for level, _ in outline(parsed(site / "print" / "index.html").find(".//main"))]
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_links_lead_to_things_inside(site):
    root = parsed(site / "print" / "index.html")
    ids = set(root.xpath("//@id"))
    links = root.xpath("//main//@href")
    inside = [link for link in links if link.startswith("#")]
    assert len(inside) > 50
    assert [link for link in inside if unquote(link[1:]) not in ids] == []
    outside = {urlsplit(link).path for link in links if not link.startswith("#") and not urlsplit(link).scheme}
    known = {name(url) for url in chain(site) if not left_out(url)}
    assert [path for path in sorted(outside) if name(path.removeprefix("../")) in known - {"home"}] == []


def test_contents_name_every_chapter(site):
    root = parsed(site / "print" / "index.html")
    lines = [" ".join(link.itertext()).split() for link in root.xpath("//nav[@id='contents']//a")]
    heads = [" ".join(each.itertext()).split() for each in root.xpath("//*[contains(@class, 'pb-print__chapter')]")]
    assert lines == heads
    assert [line[0] for line in lines][:1] == ["1"]


def test_the_edition_needs_no_script_and_no_other_host(site):
    root = parsed(site / "print" / "index.html")
    for about_the_day in root.xpath("//*[@data-pb-standing]"):  # which only a script can know
        about_the_day.drop_tree()
    scripts = {script.get("src") for script in root.xpath("//script")}
    assert scripts <= {f"../playbook/{name}.js" for name in ("theme", "in_force", "standing", "sheet")}
    assert root.xpath("//main//*[@hidden] | //main//button | //main//input | //main//*[@onclick]") == []
    assert [link for link in root.xpath("//link/@href | //img/@src") if not link.startswith("../")] == []


def test_the_search_leaves_the_edition_out(reference_site):
    index = json.loads((reference_site.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert [entry["location"] for entry in index["docs"] if entry["location"].startswith("print/")] == []


def test_about_this_version_leads_to_the_edition(reference_site):
    links = parsed(reference_site.folder / "about" / "index.html").xpath("//article//@href")
    assert "../print/index.html" in links


def test_a_page_may_keep_out_of_the_edition_but_not_take_its_address(tmp_path):
    playbook = small(tmp_path / "own")
    page = playbook / "docs" / "extra.md"
    page.write_text("---\nprint: false\n---\n\n# Extra {: #extra }\n", encoding="utf-8")
    done = run("build", cwd=playbook)
    assert done.code == 0, done.said
    assert "extra--extra" not in (playbook / "site" / "print" / "index.html").read_text(encoding="utf-8")
    page.rename(playbook / "docs" / "print.md")
    done = run("build", cwd=playbook)
    assert done.code == 1
    assert done.err.startswith(
        "docs/print.md:1:1: error: the print edition of the playbook has this address [page]\n"
        "    hint: give the page another name\n"
    )
    assert done.err.endswith("\n1 error: nothing was built, because of the error\n")


# The PDF ----------------------------------------------------------------------------------------------------------


def paper(site: Path, address: str = ""):
    """Return the PDF of a site's edition, as the command makes it but for the building."""
    from playbook.export.pdf import pdf

    words = {"before": css_text("\u00a0(page\u00a0"), "after": css_text(")"), "paper": "A4"}
    words["address"] = css_text(f" · {address}" if address else "")
    renderer = Renderer()
    return pdf(
        site, "print/", renderer.sheet("edition/pdf.css", **words), renderer.sheet("edition/drawing.css"), address
    )


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The PDF of the small playbook, written by the command."""
    playbook = small(tmp_path_factory.mktemp("paper") / "small")
    done = run("export", "pdf", "--to", "out/playbook.pdf", cwd=playbook)
    assert done.code == 0, done.said
    assert sorted(path.name for path in (playbook / "out").iterdir()) == ["playbook.pdf"]
    assert not (playbook / "site").exists()
    reader = PdfReader(playbook / "out" / "playbook.pdf")
    assert done.said == f"{len(reader.pages)} pages in out/playbook.pdf\n"
    return reader


def flat(items, depth: int = 1):
    for item in items:
        if isinstance(item, list):
            yield from flat(item, depth + 1)
        else:
            yield depth, item


def test_pdf_says_what_it_is(exported):
    assert exported.metadata.title == "Small playbook, edition 2030-1"
    assert exported.metadata.subject == "How a bakery and a maker of tills work together."
    assert exported.metadata["/CreationDate"] == exported.metadata["/ModDate"] == "D:20300101"
    assert exported.root_object["/Lang"] == "en-GB"
    assert exported.root_object["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in exported.root_object["/Metadata"].get_data()


def test_pdf_has_an_outline_of_every_heading(exported, small_site):
    root = parsed(small_site / "print" / "index.html")
    wanted = outline(root.find(".//main"))[1:]
    assert [(depth, item.title) for depth, item in flat(exported.outline)] == wanted


def test_contents_of_the_pdf_name_the_right_pages(exported):
    begins = {item.title: exported.get_destination_page_number(item) + 1 for _, item in flat(exported.outline)}
    text = "".join(each.extract_text() for each in exported.pages[1:4])
    lines = re.findall(r"^(\d+(?:\.\d+)*) +(.+?)(?: +\.)+ +(\d+)$", text, re.MULTILINE)
    assert len(lines) > 20
    assert [line for line in lines if begins.get(f"{line[0]} {line[1]}") not in (None, int(line[2]))] == []
    assert sum(f"{line[0]} {line[1]}" in begins for line in lines) > 20


def test_pages_of_the_pdf_are_numbered_and_headed(exported):
    for number, each in enumerate(exported.pages, 1):
        lines = each.extract_text().splitlines()
        if number > 1:
            assert any(line.split()[-1:] == [str(number)] for line in lines[:4] + lines[-4:]), number
            assert any("edition" in line for line in lines[:4] + lines[-4:]), number


def test_matrices_of_the_pdf_lie_on_their_side(exported):
    wide = [each for each in exported.pages if each.mediabox.width > each.mediabox.height]
    assert 0 < len(wide) < len(exported.pages) / 2
    assert "Activity" in wide[0].extract_text()


def test_links_of_the_pdf_stay_inside_or_are_meant_to_leave(exported):
    inside = Counter()
    for each in exported.pages:
        for link in (item.get_object() for item in each.get("/Annots", ())):
            action = link.get("/A", {})
            inside["/Dest" in link or action.get("/S") == "/GoTo"] += 1
            assert action.get("/URI", "https://").startswith(("https://", "mailto:", "tel:")), action
            assert "playbook.invalid" not in action.get("/URI", "")
    assert inside[True] > 100


def test_fonts_of_the_pdf_travel_with_it(exported):
    fonts = exported.pages[0]["/Resources"]["/Font"].values()
    inner = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert inner
    assert all({"/FontFile2", "/FontFile3"} & each.get_object().keys() for each in inner)


HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>
<link rel="stylesheet" href="../own.css"></head><body class="pb-print"><main class="pb-print__text pb-content">
<h1 class="pb-print__chapter" id="a">A</h1><p><a href="#b">to b</a> <a href="../out/">out</a></p>
<img alt="far" src="https://elsewhere.example/x.png"><img alt="file" src="file:///etc/hostname">
<img alt="near" src="../near.svg"><img alt="up" src="../../secret.svg">
<h1 class="pb-print__chapter" id="b">B</h1></main></body></html>"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture
def hand_made(tmp_path) -> Path:
    folder = tmp_path / "site"
    (folder / "print").mkdir(parents=True)
    (folder / "print" / "index.html").write_text(HTML, encoding="utf-8")
    (folder / "own.css").write_text("@import url(https://elsewhere.example/y.css); main { display: grid }")
    (folder / "near.svg").write_text(SVG)
    (tmp_path / "secret.svg").write_text(SVG)
    return folder


def targets(made) -> list[str]:
    links = [item.get_object() for each in PdfReader(BytesIO(made.content)).pages for item in each.get("/Annots", ())]
    return [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]


def test_pdf_fetches_nothing_but_files_of_the_site(hand_made):
    made = paper(hand_made)
    assert sorted(made.refused) == [
        "file:///etc/hostname",
        "https://elsewhere.example/x.png",
        "https://elsewhere.example/y.css",
        "https://playbook.invalid/secret.svg",
    ]
    assert targets(made) == []


def test_pdf_of_the_same_text_is_the_same_wherever_and_whenever(hand_made, tmp_path):
    code = "import sys, tests.test_print_edition as t; sys.stdout.write(t.paper(t.Path(sys.argv[1])).content.hex())"
    moved = hand_made.rename(tmp_path / "elsewhere")
    found = {
        run("-c", code, moved, cwd=tmp_path, program="python", PYTHONHASHSEED=seed, TZ=zone, PYTHONPATH=str(ROOT)).out
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(found) == 1
    content = bytes.fromhex(found.pop())
    assert content.startswith(b"%PDF-1.7")
    assert str(tmp_path).encode() not in content


def test_pdf_leads_to_the_site_where_that_has_an_address(hand_made):
    assert targets(paper(hand_made, "https://example.org/playbook/")) == ["https://example.org/playbook/out/"]


def test_only_files_of_the_site_are_handed_out(hand_made):
    from playbook.export.pdf import NOWHERE, SiteFiles

    files = SiteFiles(hand_made, NOWHERE)
    (hand_made / "link.svg").symlink_to(hand_made.parent / "secret.svg")
    assert files.fetch(f"{NOWHERE}near.svg?v=1").read().decode() == SVG
    assert files.fetch("data:text/plain,abc").read() == b"abc"
    refused = ["http://localhost/x", f"{NOWHERE}../secret.svg", f"{NOWHERE}%2e%2e/secret.svg", f"{NOWHERE}link.svg"]
    refused += [f"{NOWHERE}gone.svg", "file:///etc/hostname", "ftp://elsewhere.example/"]
    for url in refused:
        with pytest.raises(ValueError, match="not a file"):
            files.fetch(url)
    assert list(files.refused) == refused


def test_command_tells_what_the_pdf_leaves_out_and_keeps_the_last_one(tmp_path):
    playbook = small(tmp_path / "own")
    target = playbook / "playbook.pdf"
    target.write_bytes(b"the last one")
    replace(playbook / "data" / "playbook.yml", "client:", "cleint:")
    done = run("export", "pdf", "--take-over", "--to", target, cwd=playbook)
    assert done.code == 1
    assert "cleint" in done.err
    assert target.read_bytes() == b"the last one"


def test_command_says_so_where_pango_is_missing(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    playbook = small(tmp_path / "own")
    done = run("export", "pdf", "--to", "playbook.pdf", cwd=playbook, PYTHONPATH=str(tmp_path))
    assert done.code == 1
    assert done.out == ""
    assert done.err.startswith("a PDF needs Pango, which is not on this machine: install it")
    assert done.err.count("\n") == 1


def test_command_says_so_where_it_may_not_write(tmp_path):
    playbook = small(tmp_path / "own")
    (playbook / "taken").write_text("a file")
    done = run("export", "pdf", "--to", "taken/playbook.pdf", cwd=playbook)
    assert done.code == 1
    assert done.said == "taken/playbook.pdf: cannot be written: File exists\n"
