"""What may not stand on a page is told at its line, and what may passes the gate as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from playbook.site.sanitising import ELEMENTS, Gate, leads
from tests.support import Ended, run, small
from tests.vectors import vectors

HARMLESS = (
    '<p id="x">x <a href="../y/#z" title="t">y</a> <a href="https://example.org">z</a> <a href="tel:+441">t</a></p>',
    '<div class="admonition note"><p class="admonition-title">n</p><p>x</p></div>',
    '<div class="highlight"><pre><span></span><code><span class="nt">a</span><span class="p-Indicator">:'
    "</span></code></pre></div>",
    '<details class="tip" open=""><summary>s</summary><p>x</p></details>',
    '<table><thead><tr><th style="text-align:right">a</th></tr></thead><tbody><tr><td colspan="2">b</td>'
    "</tr></tbody></table>",
    '<ul class="task-list"><li class="task-list-item"><label class="task-list-control">'
    '<input type="checkbox" disabled="">'
    '<span class="task-list-indicator"></span></label> x</li></ul>',
    '<div class="tabbed-set tabbed-alternate" data-tabs="1:2">'
    '<input checked="" id="__tabbed_1_1" name="__tabbed_1" type="radio">'
    '<div class="tabbed-labels"><label for="__tabbed_1_1">a</label></div></div>',
    '<p><span class="twemoji"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    '<path d="M12 2"></path></svg></span></p>',
    '<p><sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> '
    '<img alt="x" src="../a/b.png" width="20"></p>',
    '<h2 id="قسم">x</h2><ol start="3" type="a"><li value="4">x</li></ol><p><kbd class="key-control">Ctrl'
    "</kbd> <mark>m</mark></p>",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_says_something_and_does_nothing_stays_as_it_is(text: str):
    assert Gate().cleaned(text) == (text, ())


@pytest.mark.parametrize("name", ["position:fixed", "background:url(x)", "pos\\69tion:fixed", "display:none"])
def test_a_style_that_moves_or_fetches_is_taken_away_and_told(name: str):
    clean, taken = Gate().cleaned(f'<p style="text-align:right;{name}">x</p>')
    assert clean == '<p style="text-align:right">x</p>'
    assert [(each.sort, each.value) for each in taken] == [("style", f"text-align:right;{name}")]


@pytest.mark.parametrize(
    "address", ["//x", "\\\\x", "/\\x", "https:x", "HTTPS://x", "java\tscript:x", " \x01javascript:x"]
)
def test_a_picture_is_of_the_site_however_its_address_is_spelt(address: str):
    assert not leads(address, away=False)


def test_the_owner_may_name_more_classes():
    text = '<p class="ours">x</p>'
    assert Gate().cleaned(text)[1]
    assert Gate(classes=frozenset(["ours"])).cleaned(text) == (text, ())


@dataclass(frozen=True)
class Attacked:
    """A playbook with a page for each vector: the text of each page, what was told of it, and which are left."""

    folder: Path
    texts: dict[str, str]
    told: dict[str, list[str]]

    @property
    def left(self) -> list[str]:
        """The pages of which no error was told."""
        return [name for name in self.texts if name not in self.told]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """The small playbook with a page for each vector, without those of which a check tells errors."""
    folder = small(tmp_path_factory.mktemp("attacked") / "playbook")
    made = Attacked(folder, {f"v{number}": payload for number, payload in enumerate(vectors().values())}, {})
    for name, payload in made.texts.items():
        text = f"# Page {{: #page-{name} }}\n\n{{% raw %}}\n{payload}\n{{% endraw %}}\n"
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    while told := _told(run("check", "--format", "json", cwd=folder)):  # of what is told later, the rest must be right
        for name in told:
            (folder / "docs" / f"{name}.md").unlink()
        made.told.update(told)
    return made


def _told(ended: Ended) -> dict[str, list[str]]:
    """Return the ids of the errors by page."""
    told: dict[str, list[str]] = {}
    for each in json.loads(ended.out)["problems"]:
        if each["severity"] == "error":
            assert each["file"].startswith("docs/"), each
            told.setdefault(Path(each["file"]).stem, []).append(each["id"])
    return told


def test_whatever_the_gate_takes_is_an_error_of_its_page(attacked: Attacked):
    gate = Gate()
    acting = [text for text in attacked.texts.values() if text.lstrip().startswith("<") and gate.cleaned(text)[1]]
    assert len(acting) > 200
    assert [attacked.texts[name] for name in attacked.left if attacked.texts[name] in acting] == []


def test_what_is_not_told_does_nothing(attacked: Attacked, tmp_path: Path):
    built = run("build", "-d", tmp_path / "site", cwd=attacked.folder)
    assert built.code == 0, built.said
    assert attacked.left
    for name in attacked.left:
        page = html.fromstring((tmp_path / "site" / name / "index.html").read_text(encoding="utf-8"))
        (content,) = page.xpath("//*[@data-pb-content]")
        for element in content.iter("*"):
            assert element.tag in ELEMENTS, (attacked.texts[name], element.tag)
            assert not [key for key in element.attrib if key.startswith("on")], attacked.texts[name]
            assert leads(element.get("src", ""), away=False), attacked.texts[name]
            assert leads(element.get("href", ""), away=True), attacked.texts[name]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>{}</svg>"
ACTING = {
    "a script": SVG.format("<script>x()</script>"),
    "a script of another name": SVG.format("<s:script xmlns:s='http://www.w3.org/2000/svg'>x()</s:script>"),
    "a handler": "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "a link that runs": SVG.format("<a href='javascript:x()'><path d='M0'/></a>"),
    "a link elsewhere": SVG.format("<a xlink:href='https://x.example'><path d='M0'/></a>"),
    "a picture from elsewhere": SVG.format("<image href='//x.example/y.png'/>"),
    "a drawing in it": SVG.format("<image href='data:image/svg+xml,x'/>"),
    "another file": SVG.format("<use href='other.svg#x'/>"),
    "a style from elsewhere": SVG.format("<style>@import 'x.css';</style>"),
    "a style that fetches": SVG.format("<path style='fill: url(https://x.example/y)'/>"),
    "a style that fetches, escaped": SVG.format("<style>path { fill: u\\72l(//x) }</style>"),
    "what moves": SVG.format("<a href='#'><animate attributeName='href' values='javascript:x()'/></a>"),
    "a frame": SVG.format("<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>"),
    "a form": SVG.format("<foreignObject><input xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"),
    "an entity": "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
    "a file of the machine": "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
    "a style sheet beside": "<?xml-stylesheet href='x.xsl' type='text/xsl'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "no drawing": "<svg><p>",
}
QUIET = {
    "shapes": SVG.format(
        "<defs><path id='p' d='M0'/></defs><use xlink:href='#p' fill='url(#p)' transform='scale(2)'/>"
    ),
    "a style": SVG.format("<style>.a { fill: rgb(1, 2, 3) }</style><path class='a' d='M0'/><text>x</text>"),
    "a picture in it": SVG.format("<image href='data:image/png;base64,AA=='/>"),
    "lettered in HTML": SVG.format(
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml' style='color: rgb(1, 2, 3)'>x<br/></p></foreignObject>"
    ),
    "of an older program": "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' "
    "'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'><svg xmlns='http://www.w3.org/2000/svg'><g/></svg>",
}


def test_a_drawing_that_acts_or_fetches_is_an_error_at_its_line(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    for sort, drawings in (("acting", ACTING), ("quiet", QUIET)):
        (folder / "docs" / sort).mkdir()
        for name, text in drawings.items():
            (folder / "docs" / sort / f"{name.replace(' ', '-')}.svg").write_text(text, encoding="utf-8")
    ended = run("check", "--format", "json", cwd=folder)
    told = {each["file"] for each in json.loads(ended.out)["problems"] if each["severity"] == "error"}
    assert told == {f"docs/acting/{name.replace(' ', '-')}.svg" for name in ACTING}


UNSEEN = ("\u202e", "\u200b", "\ufeff", "\u2062", "\ue000", "\U000e0041", "\ufff9", "\u3164", "\u2800", "\u115f")


def test_what_nobody_can_see_stands_neither_on_a_page_nor_in_the_facts(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    glossary = (folder / "data" / "glossary.yml").read_text(encoding="utf-8")
    for number, character in enumerate(UNSEEN):
        text = f"# Page {{: #page-{number} }}\n\nHours{character} of work\n"
        (folder / "docs" / f"unseen-{number}.md").write_text(text, encoding="utf-8")
        glossary += f"  unseen-{number}: {{name: Unseen {number}, definition: 'Hours{character} of work.'}}\n"
    (folder / "data" / "glossary.yml").write_text(glossary, encoding="utf-8")
    said = run("check", cwd=folder).out
    for number, character in enumerate(UNSEEN):
        assert (
            f"docs/unseen-{number}.md:3:6: error: the page holds the invisible character U+{ord(character):04X}" in said
        )
        told = [line for line in said.splitlines() if f"U+{ord(character):04X}" in line]
        assert [line.partition(":")[0] for line in told if ": error: " in line] == [
            "data/glossary.yml",
            f"docs/unseen-{number}.md",
        ]


def test_characters_that_have_a_meaning_stay(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    text = "# Page {: #page-meant }\n\nZusammen\u00adgesetzt, \u0645\u06cc\u200c\u062e, a\u00a0b.\n"
    (folder / "docs" / "meant.md").write_text(text, encoding="utf-8")
    assert run("check", cwd=folder).code == 0


def test_an_address_that_a_macro_makes_is_told_as_it_is(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    text = '# Page {: #page-made }\n\n[here]({{ "javascript:alert(1)" }})\n'
    (folder / "docs" / "made.md").write_text(text, encoding="utf-8")
    done = run("build", cwd=folder)
    assert (done.code, "the address `javascript:alert(1)` is not one that is safe to open" in done.err) == (1, True)


@pytest.mark.parametrize(
    "said", ['title: "a\\u202eb"', 'description: "a\\ab"', 'tags: ["a\\u200bb"]', 'extra: {a: {b: "\\e"}}']
)
def test_what_escapes_write_is_looked_at_too(tmp_path: Path, said: str):
    folder = small(tmp_path / "playbook")
    (folder / "docs" / "said.md").write_text(f"---\n{said}\n---\n\n# Said {{: #page-said }}\n", encoding="utf-8")
    done = run("check", cwd=folder)
    key = said.partition(":")[0]
    assert done.code == 1
    assert f"error: what is said of `{key}` holds a character that nobody can see [page]" in done.out


def test_a_key_that_escapes_write_is_refused_where_it_stands(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    said = '---\nextra: {a: {"\\e": x}}\n---\n\n# Said {: #page-said }\n'
    (folder / "docs" / "said.md").write_text(said, encoding="utf-8")
    done = run("check", cwd=folder)
    assert done.code == 1
    assert "docs/said.md:2:13: error: the key `\\u{001b}` holds the character U+001B" in done.out
