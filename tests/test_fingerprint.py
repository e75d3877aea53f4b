"""Fingerprints: the public corpus, that no text imitates structure, and what of real pages is cited."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from playbook.loading.load import load
from playbook.model import Playbook, id_to_cite
from playbook.pages.pages import Pages, read_pages
from playbook.publish.text.canonical import Outside, canonical, fingerprint, plain
from playbook.publish.text.html_parsing import parsed
from playbook.publish.text.link_targets import PageEntities, Targets, page_entities
from playbook.publish.text.sections import Contents, Section, sections
from tests.support import ROOT, built, reference, replace, run

CORPUS = ROOT / "tests" / "fingerprint"
FROZEN = yaml.safe_load((CORPUS / "frozen.yml").read_text(encoding="utf-8"))
CUT = yaml.safe_load((CORPUS / "sections.yml").read_text(encoding="utf-8"))
PAIRS = [
    pair
    for path in sorted(CORPUS.glob("*.yml"))
    if path.stem not in ("frozen", "sections")
    for pair in yaml.safe_load(path.read_text(encoding="utf-8"))
]
AS_IT_IS = Outside(link=str.strip, file=str.strip)


def text_of(html: str, outside: Outside = AS_IT_IS) -> str:
    return canonical([parsed(html)], outside)


# ---- the corpus


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.get("same") or pair["different"] for pair in PAIRS])
def test_a_pair_is_the_same_or_different(pair: dict[str, Any]):
    links, files = pair.get("links", {}), pair.get("files", {})
    outside = Outside(link=lambda address: links.get(address, address), file=lambda name: files.get(name, name))
    one, other = (fingerprint(text_of(pair[key], outside)) for key in ("one", "other"))
    assert (one == other) == ("same" in pair)
    assert set(pair) - {"same", "different", "one", "other", "links", "files"} == set()


def test_the_corpus_is_large_and_says_why():
    reasons = [pair.get("same") or pair.get("different") for pair in PAIRS]
    assert len(PAIRS) >= 80
    assert len(FROZEN) >= 20
    assert min(sum(kind in pair for pair in PAIRS) for kind in ("same", "different")) > 40
    assert [reason for reason in reasons if not re.fullmatch(r"[a-z].+[^.]", reason)] == []


@pytest.mark.parametrize("case", FROZEN, ids=lambda case: case["html"][:60])
def test_a_frozen_text_never_changes(case: dict[str, str]):
    assert text_of(case["html"]) == case["text"]
    assert fingerprint(case["text"]) == case["fingerprint"]


@pytest.mark.parametrize("case", CUT, ids=lambda case: case["why"])
def test_a_frozen_section_is_cut_out_in_the_same_way_for_ever(case: dict[str, Any]):
    owners = {page: tuple(owner) for page, owner in case.get("entities", {}).items()}
    contents = {page: sections(content, owners.get(page)) for page, content in case["pages"].items()}
    files = {path: content.encode() for path, content in case.get("files", {}).items()}
    targets = Targets(contents, files.get)
    found = {
        each.id: {
            "page": page + f"#{each.anchor}" * bool(each.anchor),
            "text": canonical(each.parts, targets.outside(page)),
        }
        for page, held in contents.items()
        for each in held.sections
    }
    assert found == case["sections"]


def test_the_page_that_specifies_the_form_shows_true_examples():
    """Each example of the page is HTML and its canonical text, one block after the other."""
    page = (ROOT / "docs" / "authoring" / "fingerprint.md").read_text(encoding="utf-8")
    examples = re.findall(r"```html\n(.*?)```\n\n(?:[^`]*?\n\n)?```text\n(.*?)```", page, flags=re.DOTALL)
    assert len(examples) >= 5
    assert [(html, text) for html, text in examples if text_of(html) != text] == []


# ---- a reader of canonical texts, and random texts


@dataclass
class Node:
    """What a canonical text says: a block, or a marker inside a line; `inside` holds texts and nodes."""

    name: str
    attributes: str = ""
    inside: list[Any] = field(default_factory=list)


ENDED = ("ul", "ol", "dl", "quote", "table", "notes")
ITEMS = {"li": ("ul", "ol", "notes"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "caption": ("table",)}
ITEMS |= {"th": ("tr",), "td": ("tr",)}


def read(text: str) -> list[Node]:
    """Read a canonical text back; whatever is no such text is an error."""
    top = Node("")
    open_nodes = [top]
    for line in text.removesuffix("\n").replace("\n\\br", "\0").split("\n") if text else ():
        marker, attributes, rest = re.fullmatch(r"\\(/?[a-z]+)(\[[^\]]*\])?(?: (.*))?", line, re.DOTALL).groups()
        if marker.startswith("/"):
            while open_nodes[-1].name not in ENDED:
                open_nodes.pop()
            assert open_nodes.pop().name == marker[1:]
            continue
        if marker in ITEMS:
            while open_nodes[-1].name not in ITEMS[marker]:
                assert open_nodes.pop().name not in ENDED
        node = Node(marker, attributes or "")
        open_nodes[-1].inside.append(node)
        if rest is not None:
            leaf = node if marker in ("p", "h", "pre") else Node("p")
            leaf.inside = marked(rest)
            node.inside += [] if leaf is node else [leaf]
        if marker in ENDED or marker in ITEMS:
            open_nodes.append(node)
    assert open_nodes == [top] or open_nodes[-1].name == ""
    return top.inside


def marked(line: str) -> list[Any]:
    """Read what stands in a line: texts, and markers with what they hold."""
    top = Node("")
    open_nodes = [top]
    for opens, attributes, escaped, closes, new_line, letter in re.findall(
        r"\\([a-z]+)(\[(?:\\.|[^\\\]])*\])?\{|\\(.)|(\})|(\0)|([^\\{}])", line
    ):
        if opens:
            open_nodes.append(Node(opens, attributes))
            open_nodes[-2].inside.append(open_nodes[-1])
        elif closes:
            open_nodes.pop()
        else:
            inside = open_nodes[-1].inside
            said = "\n" if new_line else escaped or letter
            inside[-1:] = [inside[-1] + said] if inside and isinstance(inside[-1], str) else [*inside[-1:], said]
    assert open_nodes == [top]
    return top.inside


def elements(nodes: list[Any]) -> HtmlElement:
    """Make elements of what was read, without a parser in between."""
    top = lxml.html.Element("div")
    _fill(top, nodes)
    return top


def _fill(element: HtmlElement, nodes: list[Any]) -> None:
    for node in nodes:
        if isinstance(node, Node):
            tag = {"h": "h2", "quote": "blockquote"}.get(node.name, node.name)
            below = lxml.html.Element(tag)
            for name, value in re.findall(r"(\w+)(?:=(\w+))?", node.attributes):
                below.set(name, value)
            _fill(below, node.inside)
            element.append(below)
            continue
        for number, line in enumerate(node.split("\n")):
            if number:
                element.append(lxml.html.Element("br"))
            if len(element):
                element[-1].tail = (element[-1].tail or "") + line
            else:
                element.text = (element.text or "") + line


letters = st.one_of(
    st.sampled_from(list("ab \\{}[]/\n\u00a0\u00ad\u200b\u200c\u0301\u0645eE<&p")),
    st.characters(exclude_categories=("Cs", "Cc", "Cn")),
)
texts = st.text(letters, max_size=12)
lines = st.recursive(
    texts,
    lambda inner: st.builds(
        lambda name, inside: Node(name, inside=inside),
        st.sampled_from(["del", "ins", "sub", "sup", "q"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
paragraph = st.builds(lambda inside: Node("p", inside=inside), st.lists(lines, max_size=3))


def holders(blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Node]:
    def node(name: str, inside: st.SearchStrategy[Any], attributes: str = "") -> st.SearchStrategy[Node]:
        return st.builds(lambda inside: Node(name, attributes, inside), st.lists(inside, max_size=3))

    items = st.one_of(node("li", blocks), node("li", blocks, "[value=7]"))
    cells = st.one_of(node("td", blocks), node("th", blocks, "[colspan=2 rowspan=3]"))
    return st.one_of(
        *[node(name, items) for name in ("ul", "ol")],
        node("ol", items, "[start=3 type=a reversed]"),
        node("dl", st.one_of(node("dt", blocks), node("dd", blocks))),
        node("quote", blocks),
        node("table", node("tr", cells)),
    )


headed = st.builds(lambda inside: Node("h", inside=inside), st.lists(lines, max_size=2))
trees = st.lists(st.recursive(st.one_of(paragraph, headed), holders, max_leaves=8), max_size=4)


@given(trees)
@settings(deadline=None, max_examples=300)
def test_the_structure_can_be_read_back(tree: list[Node]):
    """So two texts that are equal say the same, whatever the words in them are."""
    text = canonical([elements(tree)], AS_IT_IS)
    assert unicodedata.normalize("NFC", text) == text
    assert canonical([elements(read(text))], AS_IT_IS) == text
    assert simplified(read(text)) == simplified(tree)


def simplified(tree: list[Any]) -> list[Any]:
    """Return a tree without what the form leaves out: what holds nothing, and the letters of the words."""
    found = []
    for node in tree:
        inside = simplified(node.inside) if node.name not in ("p", "h") else [words_of(node)]
        if node.name not in ("p", "h", "ul", "ol", "dl", "quote", "table", "tr") or any(inside):
            found.append((node.name, node.attributes, inside))
    return found


def words_of(node: Any) -> str:
    """Return the words below a node, spaces and unseen letters left out."""
    text = node if isinstance(node, str) else "".join(map(words_of, node.inside))
    return re.sub(r"\s", "", unseen_left_out(unicodedata.normalize("NFC", unseen_left_out(text))))


def unseen_left_out(text: str) -> str:
    return re.sub("[\xad\u034f\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufe0e\ufe0f\ufeff\x80-\x9f]", "", text)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
@settings(deadline=None)
def test_every_text_comes_back_but_for_spaces_and_what_is_unseen(text: str):
    element = parsed("")
    element.text = text
    said = canonical([element], AS_IT_IS)
    back = read(said)[0].inside[0] if said else ""
    again = parsed("")
    again.text = back
    assert words_of(back) == words_of(text)
    assert canonical([again], AS_IT_IS) == said
    assert plain(said).strip() == back


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20), st.text(max_size=20))
@settings(deadline=None)
def test_an_address_ends_where_it_ends(one: str, other: str):
    link = Outside(link=lambda address: one if address == "1" else other, file=str)
    text = text_of("<a href='1'>x</a><a href='2'>x</a>", link)
    first, second = read(text)[0].inside
    assert (first.name, second.name, first.inside, second.inside) == ("a", "a", ["x"], ["x"])


def test_characters_that_html_cannot_hold_do_no_harm():
    assert text_of("<p>a\x0bb\x00c\x07d&#0;&#7;</p>").startswith("\\p a bcd")


# ---- sections of a page


PAGE = """<h1 id="roles">Roles</h1><p>Lead.</p>
<h2 id="buyers">Buyers</h2><p>They buy.</p><h3 id="small">Small</h3><p>Little.</p>
<div><p>Last of small.</p><h2 id="sellers">Sellers</h2></div><ul><li id="role-seller">Sells</li></ul>
<blockquote><h2 id="quoted">Quoted</h2><p>Words.</p></blockquote><p>End.</p><h2>Nameless</h2>
<p id="sellers">Twice.</p><p id="pb-menu">x</p>"""


def found(contents: Contents) -> dict[str, str]:
    return {each.id: canonical(each.parts, AS_IT_IS) for each in contents.sections}


def test_a_heading_rules_until_the_next_of_its_rank():
    texts = found(sections(PAGE))
    assert list(texts) == ["roles", "buyers", "small", "sellers", "role-seller", "quoted"]
    assert texts["buyers"] == "\\h Buyers\n\\p They buy.\n\\h Small\n\\p Little.\n\\p Last of small.\n"
    assert texts["small"] == "\\h Small\n\\p Little.\n\\p Last of small.\n"
    assert texts["quoted"] == "\\h Quoted\n\\p Words.\n"
    assert texts["sellers"].endswith("\\/quote\n\\p End.\n")
    assert texts["role-seller"] == "\\p Sells\n"
    assert texts["roles"].startswith("\\h Roles\n\\p Lead.\n" + texts["buyers"] + texts["sellers"])


def test_what_cannot_be_cited_is_reported():
    contents = sections(PAGE)
    assert contents.twice == ("sellers",)
    assert contents.unnamed == ("Nameless",)


def test_sections_know_what_holds_them():
    within = {each.id: each.within for each in sections(PAGE).sections}
    assert within == {"roles": None, "buyers": "roles", "small": "buyers", "sellers": "roles"} | {
        "role-seller": "sellers",
        "quoted": "sellers",
    }


def test_on_the_page_of_an_entity_ids_bear_its_name():
    contents = sections("<h1 id='buyer'>Buyer</h1><h2 id='duties'>D</h2><li id='duty-pay'>Pays</li>", ("role", "buyer"))
    assert list(found(contents)) == ["role-buyer", "role-buyer--duties", "role-buyer--duty-pay"]
    assert [each.kind for each in contents.sections] == ["role", "heading", "duty"]
    assert contents.sections[0].title == "Buyer"
    assert contents.ids[""] == contents.ids["buyer"] == "role-buyer"


RACI = """<table><caption>Who</caption><thead>
<tr><td></td><th colspan="2">Client</th><th>Supplier</th></tr>
<tr><th>Activity</th><th>Buyer</th><th>Payer</th><th>Seller</th></tr></thead><tbody>
<tr id="activity-sign"><th>Sign</th><td>A</td><td></td><td>R</td></tr>
<tr id="activity-pay"><th>Pay</th><td></td><td>A</td><td></td></tr></tbody></table>
<dl><div data-pb-of="activity-pay"><dt>Pay</dt><dd>In euros.</dd></div></dl>"""


def test_a_row_keeps_the_headings_of_its_letters_and_what_is_said_beside_it():
    texts = found(sections(RACI))
    assert texts["activity-sign"].split("\n") == [
        *("\\table", "\\tr", "\\td", "\\td", "\\th Supplier", "\\tr", "\\th Activity", "\\th Buyer", "\\th Seller"),
        *("\\tr", "\\th Sign", "\\td A", "\\td R", "\\/table", ""),
    ]
    assert texts["activity-pay"].endswith("\\th Pay\n\\td A\n\\/table\n\\p Pay\n\\p In euros.\n")


def test_a_role_more_in_the_table_changes_no_row_in_which_it_has_no_letter():
    more = re.sub("<th>Seller</th>", "<th>Seller</th><th>Lawyer</th>", RACI)
    more = more.replace("<td>R</td></tr>", "<td>R</td><td></td></tr>").replace(
        "<td></td></tr>", "<td></td><td>C</td></tr>"
    )
    more = more.replace("<td>R</td><td></td><td>C</td>", "<td>R</td><td></td>")
    before, after = found(sections(RACI)), found(sections(more))
    assert before["activity-sign"] == after["activity-sign"]
    assert before["activity-pay"] != after["activity-pay"]


def test_the_head_of_a_column_stands_for_the_column():
    html = """<table><tr><td></td><th id="structure-prime">Prime</th><th>Multi</th></tr>
    <tr><th>Signs</th><td>One</td><td>Many</td></tr><tr><th>Risk</th><td></td><td>High</td></tr></table>"""
    text = found(
        sections(
            html.replace("<tr><td></td>", "<thead><tr><td></td>").replace("Multi</th></tr>", "Multi</th></tr></thead>")
        )
    )
    assert text == {"structure-prime": "\\table\n\\tr\n\\td\n\\th Prime\n\\tr\n\\th Signs\n\\td One\n\\/table\n"}


def test_a_row_holds_the_cells_that_reach_into_it_and_its_footnotes():
    html = """<table><tr><td rowspan="2">Both</td><td>1</td></tr>
    <tr id="risk-x"><td>2<sup><a class="footnote-ref" href="#fn:1">1</a></sup></td></tr></table>
    <div class="footnote"><ol><li id="fn:1"><p>Why.</p></li></ol></div>"""
    text = found(sections(html))["risk-x"]
    assert text == "\\table\n\\tr\n\\td Both\n\\td 2\\note{1}\n\\/table\n\\notes\n\\li Why.\n\\/notes\n"


def test_spans_without_end_are_cut_short():
    huge = "<table><tr><td colspan='9999' rowspan='9999'>A</td></tr><tr id='risk-x'><td>B</td></tr></table>"
    assert "\\td B" in found(sections(huge))["risk-x"]


# ---- links


def test_links_lead_to_what_they_mean():
    pages = {
        "": sections("<h1 id='home'>Home</h1>"),
        "roles/": sections("<h1 id='roles'>R</h1><ul><li id='role-payer'>P</li></ul>"),
        "roles/buyer/": sections("<h1 id='buyer'>B</h1><h2 id='duties'>D</h2><p id='note'>N</p>", ("role", "buyer")),
    }
    targets = Targets(pages, {"img/a b.png": b"x"}.get)
    told = {
        "../": "roles", "../#roles": "roles", "../#role-payer": "role-payer", "#": "role-buyer", "": "role-buyer",
        "#buyer": "role-buyer", "#duties": "role-buyer--duties", "#gone": "role-buyer#gone", "../..": "home",
        "#note": "role-buyer--duties",
        "../../index.html": "home", "../../terms.pdf": "/terms.pdf", "../?mine=1#role-payer": "role-payer?mine=1",
        " https://example.org/x#y ": "https://example.org/x#y", "mailto:a@b.example": "mailto:a@b.example",
        "../../../2025-1/roles/": "/../2025-1/roles/", "../nobody/#x": "/roles/nobody/#x", "http://[": "http://[",
    }  # fmt: skip
    assert {address: targets.link("roles/buyer/", address) for address in told} == told
    assert targets.file("roles/buyer/", "../../img/a%20b.png#only-light") == "sha256-" + (
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    )
    assert targets.file("roles/buyer/", "../../img/none.png") == "/img/none.png"


def test_an_id_on_two_pages_is_reported():
    page = sections("<h1 id='same'>S</h1>")
    assert Targets({"a/": page, "b/": page}).twice() == {"same": ("a/", "b/")}


# ---- the reference playbook


@dataclass(frozen=True)
class Read:
    """A built playbook, read as a publisher reads it."""

    targets: Targets
    contents: dict[str, Contents]

    def texts(self) -> dict[str, str]:
        return {each.id: self.text(page, each) for page, one in self.contents.items() for each in one.sections}

    def text(self, page: str, section: Section) -> str:
        return canonical(section.parts, self.targets.outside(page))


def read_site(site: Path, playbook: Playbook, pages: Pages, frame: str) -> Read:
    homes = page_entities(pages.addresses(playbook))
    contents = {}
    for page in pages.pages:
        tree = lxml.html.parse(str(site / page.url / "index.html"), lxml.html.HTMLParser(encoding="utf-8"))
        inner = lxml.html.tostring(tree.getroot().xpath(frame)[0], encoding="unicode", with_tail=False)
        here = homes.get(page.url, PageEntities())
        contents[page.url] = sections(inner, here.page, here.entities)
    return Read(
        Targets(contents, lambda name: (site / name).read_bytes() if (site / name).is_file() else None), contents
    )


@pytest.fixture(scope="module")
def playbook() -> tuple[Playbook, Pages]:
    loaded = load(ROOT / "data").or_raise()
    return loaded, read_pages(ROOT / "docs", "docs", loaded)


@pytest.fixture(scope="module")
def site(reference_site, playbook) -> Read:
    assert reference_site.ended.code == 0, reference_site.ended.said
    return read_site(reference_site.folder, *playbook, "//article")


def test_every_entity_and_every_heading_can_be_cited(site, playbook):
    texts = site.texts()
    entities = {id_to_cite(kind, entity.id) for kind, entity in playbook[0].entities()}
    assert entities - texts.keys() == set()
    assert [id for id, text in texts.items() if not text.strip()] == []
    assert [contents for contents in site.contents.values() if contents.unnamed or contents.twice] == []
    assert site.targets.twice() == {}


def test_no_word_of_a_page_is_in_no_section(site):
    """What a heading holds is what stands before its first heading, and then the sections below it, whole."""
    for page, contents in site.contents.items():
        texts = {each.id: site.text(page, each) for each in contents.sections}
        for section in contents.sections:
            below = [each for each in contents.sections if each.within == section.id and each.kind == "heading"]
            rest = "".join(texts[each.id] for each in below)
            notes = "\\notes\n" in texts[section.id]
            assert notes or texts[section.id].endswith(rest), section.id
        top = [each for each in contents.sections if each.within is None]
        assert len(top) == 1, page
        whole = canonical([next(iter(parts)).getroottree().getroot() for parts in [top[0].parts]], AS_IT_IS)
        assert whole == canonical(top[0].parts, AS_IT_IS), page


def test_a_raci_row_says_who_does_what(site, playbook):
    texts = site.texts()
    for activity in playbook[0].activities:
        rows = [row.split("\n\\t") for row in texts[f"activity-{activity.id}"].split("\n\\tr\n")[1:]]
        columns = [re.search(r"\\a\[role-(.+?)\]", cell) for cell in rows[-2]]
        said = dict(zip([column[1] if column else "" for column in columns], rows[-1], strict=False))
        letters = {letter.role for letter in activity.assigned}
        assert said.keys() - {""} == letters, activity.id


def test_no_link_of_a_section_leads_to_a_place_in_the_site(site):
    """Whatever has an id is told by its id, so that moving a page changes no text."""
    led = {target for text in site.texts().values() for target in re.findall(r"\\a\[((?:\\.|[^\\\]])*)\]", text)}
    inside = {target for target in led if not re.match(r"[a-z]+:", target)}
    assert len(inside) > 100
    places = [target for target in sorted(inside) if target.startswith("/") and not re.search(r"\.\w+\Z", target)]
    assert places == ["/print/"]  # the print edition is another view of the whole, and no section of it


PLAIN = """
site_name: Plain
theme: {name: mkdocs}
plugins: []
markdown_extensions:
  [admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.details, pymdownx.superfences]
"""


def test_another_engine_gives_the_same_fingerprints(site, playbook, tmp_path):
    """Exported pages, built by MkDocs' own theme without a plugin, without permalinks and without colours in code."""
    exported = run("export", "pages", "--to", tmp_path / "docs", cwd=ROOT)
    assert exported.code == 0, exported.said
    (tmp_path / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    done = run("build", "--quiet", cwd=tmp_path, program="mkdocs")
    assert done.code == 0, done.said
    assert read_site(tmp_path / "site", *playbook, "//div[@role='main']").texts() == site.texts()


def test_another_theme_gives_the_same_fingerprints(site, playbook, tmp_path):
    copy = reference(tmp_path)
    settings_file = copy / "mkdocs.yml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(
        re.sub(r"^theme:\n(?: .*\n)+", "theme: {name: mkdocs, highlightjs: false}\n", text, flags=re.MULTILINE)
    )
    assert read_site(built(copy), *playbook, "//div[@role='main']").texts() == site.texts()


def test_moving_a_page_changes_no_fingerprint_but_adding_a_word_changes_one(site, tmp_path):
    copy = reference(tmp_path)
    (copy / "docs" / "words").mkdir()
    (copy / "docs" / "glossary.md").rename(copy / "docs" / "words" / "index.md")
    onboarding = copy / "data" / "onboarding.yml"
    onboarding.write_text(onboarding.read_text(encoding="utf-8").replace("glossary.md", "words/index.md"))
    for path in (copy / "docs").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"\]\((\.\./)*glossary\.md", lambda m: m[0].replace("glossary.md", "words/index.md"), text)
        )
    replace(copy / "mkdocs.yml", "glossary.md", "words/index.md")
    risks = copy / "docs" / "risks" / "index.md"
    heading = re.search(r"^## .+\{: #(.+?) \}\n", risks.read_text(encoding="utf-8"), re.MULTILINE)
    replace(risks, heading[0], f"{heading[0]}\nOne sentence more.\n")
    loaded = load(copy / "data").or_raise()
    pages = read_pages(copy / "docs", "docs", loaded)
    texts = read_site(built(copy), loaded, pages, "//article").texts()
    before = site.texts()
    changed = {id for id in before.keys() | texts.keys() if before.get(id) != texts.get(id)}
    assert changed == {"risks", heading[1]}
