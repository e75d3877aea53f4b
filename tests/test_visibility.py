"""Pages on which a reader would see other words than a citation proves, and honest ones that are much like them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import Ended, replace, run, small

TRICKS = {
    "hidden": "Pay <span hidden>not</span> at once.",
    "hidden by Markdown": "Pay not at once.\n{: hidden }",
    "popover": "<p popover>Not binding.</p>",
    "an aside": "<p data-pb-aside>Not binding.</p>",
    "an aside by Markdown": "Not binding.\n{: data-pb-aside }",
    "said elsewhere": '<p data-pb-of="approvals">Not binding.</p>',
    "a second mark": "<p data-pb-content>Not binding.</p>",
    "not on paper": '<p data-print="omit">Pay at once.</p>',
    "a permanent link": 'Pay<a class="headerlink" href="#x">≠</a> at once.',
    "a permanent link with words": '<span class="headerlink">Not binding.</span>',
    "a footnote that is none": '<div class="footnote">Not binding.</div>',
    "a list of footnotes": '<ul class="footnotes"><li>Not binding.</li></ul>',
    "a way back with words": '<a class="footnote-backref" href="#approvals">Not binding.</a>',
    "a sign of a footnote with a number": 'Pay in <sup><a class="footnote-ref" href="#approvals">30</a></sup> days.',
    "a role of footnotes": '<p role="doc-endnotes">Not binding.</p>',
    "data of footnotes": "<p data-footnotes>Not binding.</p>",
    "a footnote that nothing leads to": "Pay.\n\n[^lost]: Not binding.",
    "a button": "<button>Not binding.</button>",
    "a dialog": "<dialog open>Not binding.</dialog>",
    "a choice": "<select><option>30 days</option></select>",
    "a field": '<input value="30 days">',
    "a large field": "<textarea>30 days</textarea>",
    "a measure": '<meter value="30" max="100">30</meter>',
    "progress": '<progress value="30" max="100">30</progress>',
    "a template": "<template>Not binding.</template>",
    "a template for a shadow": "<div><template shadowrootmode=open>60 days</template>30 days</div>",
    "without scripts": "<noscript>Not binding.</noscript>",
    "without frames": "<noframes>Not binding.</noframes>",
    "a canvas": "<canvas>Not binding.</canvas>",
    "a drawing with words": "<svg viewBox='0 0 9 9'><title>30 days</title><text>60 days</text></svg>",
    "a drawing without words": "<svg viewBox='0 0 9 9'><path d='M0 0h9'/></svg>",
    "not displayed": 'Pay <span style="display:none">not</span> at once.',
    "not displayed by Markdown": 'Pay not at once.\n{: style="display: none" }',
    "not visible": '<p style="visibility:hidden">Not binding.</p>',
    "off the page": '<p style="position:absolute;left:-999px">Not binding.</p>',
    "moved by its room": '<p style="margin-left:-999px">Not binding.</p>',
    "without a size": '<p style="font-size:0">Not binding.</p>',
    "without a width": '<p style="width:0;overflow:hidden">Not binding.</p>',
    "white on white": '<p style="color:white">Not binding.</p>',
    "white by an attribute": "<font color=white>Not binding.</font>",
    "a black cell": "<table><tr><td bgcolor=black>Not binding.</td></tr></table>",
    "struck out by a style": 'Pay <span style="text-decoration:line-through">30</span> 60 days.',
    "capitals by a style": '<p style="text-transform:uppercase">may</p>',
    "a list that counts by a style": '<ol style="list-style-type:upper-roman"><li>Pay.</li></ol>',
    "hidden by our look": 'Pay <span class="pb-visually-hidden">not</span> at once.',
    "hidden by the theme": '<p class="md-overlay">Not binding.</p>',
    "a link that is taken for a word": "[Pay](roles/index.md){: .pb-word }",
    "hidden tabs": '<div class="tabbed-set"><div class="tabbed-content">Not binding.</div></div>',
    "not for the ear": 'Pay 3<span aria-hidden="true">0</span> days.',
    "turned": '<span dir="rtl">30 or 60</span>',
    "overridden": '<bdo dir="rtl">30</bdo>',
    "turned by a character": "Pay &#x202e;30 days.",
    "a formula with a phantom": "<math><mphantom><mi>x</mi></mphantom></math>",
    "a formula without a line": '<math><mfrac linethickness="0"><mn>1</mn><mn>2</mn></mfrac></math>',
    "a formula with notes": "<math><semantics><mi>x</mi><annotation>30</annotation></semantics></math>",
    "a link in a link": '<a href="/roles/">Pay <a href="/about/">30</a> days</a>.',
    "loose words in a table": "<table>Not binding.<tr><td>Pay.</td></tr></table>",
    "a foot before the body": "<table><tfoot><tr><td>2</td></tr></tfoot><tbody><tr><td>1</td></tr></tbody></table>",
    "a caption at the end": "<table><tr><td>1</td></tr><caption>Pay.</caption></table>",
    "a summary at the end": "<details><p>Pay.</p><summary>30</summary></details>",
    "a number with a sign": '<ol start="+5"><li>Pay.</li></ol>',
    "a number with letters": '<ol><li value="5x">Pay.</li></ol>',
    "letters at an item": '<ol><li type="A">Pay.</li></ol>',
    "letters of no kind": '<ol type="disc"><li>Pay.</li></ol>',
    "a reach with letters": '<table><tr><td colspan="2x">1</td></tr></table>',
    "another picture": '<img src="/assets/a.svg" srcset="/assets/b.svg" alt="A">',
    "a picture with sources": '<picture><source srcset="/a.svg"><img src="/assets/a.svg" alt="A"></picture>',
    "a picture without a size": '<img src="/assets/a.svg" width="1" alt="Not binding.">',
    "a label in a word": "Pay 3<label>0</label> days.",
    "brackets with words": "<ruby>30<rp>60</rp><rt>days</rt></ruby>",
    "a map": '<map name="m"><area href="/roles/" alt="Pay"></map>',
    "words that run": "<marquee>Not binding.</marquee>",
    "an obsolete listing": "<xmp>3</xmp><xmp>0</xmp>",
    "edited by readers": "<p contenteditable>30 days</p>",
    "an end without a beginning": "Pay.\n\n</div>\n\nNot binding.",
    "a beginning without an end": "<div>Pay.\n\nNot binding.",
    "a mark of the generator": "<!-- publication -->\n\nPay.\n\n<!-- /publication -->",
}
WORDLESS = {"a picture without words": '<img src="/assets/a.svg">'}

HONEST = {
    "words about it": "A hidden button in a dialog is no `<dialog hidden>`, and `style=\"display:none\"` is code.",
    "code": '```html\n<button hidden style="display:none">x</button>\n```',
    "details": "<details><summary>More</summary>Pay.</details>",
    "details by Markdown": '??? note "More"\n    Pay.',
    "a footnote": "Pay.[^a] And again.[^a] And more.[^b]\n\n[^a]: In euros.\n[^b]: See [roles](../roles/index.md).",
    "a table": "| Days | Euros |\n| --: | :-: |\n| 30 | 60 |",
    "a table as HTML": "<table><caption>D</caption><thead><tr><th>1</th></tr></thead><tr><td colspan=2>2</table>",
    "a list": '<ol start="3" type="a" reversed><li>Pay.</li><li value="5">Wait.</li></ol>',
    "deleted and inserted": "Pay within <del>30</del> <ins>45</ins> days<sup>2</sup> <q>at once</q>.",
    "tasks": '<label><input type="checkbox" checked> Paid</label>',
    "another language": '<span lang="ar" dir="rtl">ثلاثون 30</span> <bdi>thirty</bdi> <span dir="auto">30</span>',
    "a formula": "<math display=block><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
    "a ruby": "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    "a harmless style": '<p style="text-align: right; width: 40%; padding: 0 1em; border: 1px solid">30</p>',
    "a class of a team": '<div class="grid cards" markdown>\n\n- 1\n\n</div>\n\n[Go](../roles/index.md){: .md-button }',
    "a picture": "![A cell](../assets/a.svg)",
    "a picture that says nothing": "![](../assets/a.svg)",
    "a macro": "<div>\n{{ raci() }}\n</div>",
    "a note": '!!! note "Pay"\n    At once.',
    "a line break": "Pay<br>at once<wbr>.\n\n---\n",
    "a quotation": "> ## Pay {: #pay-here }\n>\n> At once.",
    "terms": "Pay\n: At once.",
}  # fmt: skip
"""What is much like it, and honest."""


def _page(name: str) -> str:
    return re.sub(r"\W+", "-", name)


@pytest.fixture(scope="module")
def playbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small playbook with a page for each trick, and for each honest neighbour."""
    folder = small(tmp_path_factory.mktemp("visibility") / "playbook")
    (folder / "docs" / "assets").mkdir(exist_ok=True)
    for name in ("a", "b"):
        (folder / "docs" / "assets" / f"{name}.svg").write_text("<svg/>", encoding="utf-8")
    for kind, pages in (("tricks", {**TRICKS, **WORDLESS}), ("honest", HONEST)):
        (folder / "docs" / kind).mkdir()
        for name, text in pages.items():
            title = f"# Page {{: #{kind}-{_page(name).lower()} }}\n\n"
            (folder / "docs" / kind / f"{_page(name)}.md").write_text(f"{title}{text}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def checked(playbook: Path) -> Ended:
    """What a check says of it."""
    return run("check", cwd=playbook)


def _told(ended: Ended, kind: str) -> dict[str, list[tuple[int, int, str, str]]]:
    """Return what is said of each page: line, column, severity and words."""
    line = re.compile(rf"docs/{kind}/(.+?)\.md:(\d+):(\d+): (\w+): (.+) \[page-uncounted\]$", re.MULTILINE)
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    for page, at, column, severity, words in line.findall(ended.said):
        found.setdefault(page, []).append((int(at), int(column), severity, words))
    return found


def test_every_trick_is_refused_where_it_is_written(checked: Ended):
    told = _told(checked, "tricks")
    assert [name for name in TRICKS if _page(name) not in told] == []
    placed = {name: min(told[_page(name)])[:2] for name in TRICKS}
    assert {name: at for name, at in placed.items() if at[0] < 3} == {}
    assert {each[2] for name in TRICKS for each in told[_page(name)]} == {"error"}
    assert checked.code == 1


def test_every_trick_is_answered_by_a_hint(checked: Ended):
    lines = checked.said.splitlines()
    told = [at for at, line in enumerate(lines) if line.endswith("[page-uncounted]")]
    assert [lines[at] for at in told if not re.match(r"    hint: \S|docs/", lines[at + 1])] == []


def test_what_is_honest_is_silent(checked: Ended):
    assert _told(checked, "honest") == {}
    assert [line for line in checked.said.splitlines() if line.startswith("docs/honest/")] == []


def test_a_picture_without_words_is_questioned(checked: Ended):
    assert [each[2] for each in _told(checked, "tricks")[_page("a picture without words")]] == ["warning"]


def test_a_build_says_the_same_as_a_check(checked: Ended, playbook: Path):
    assert _told(run("build", cwd=playbook), "tricks") == _told(checked, "tricks")


def test_the_words_and_the_place_are_named(checked: Ended):
    told = _told(checked, "tricks")
    message = "the attribute `hidden` hides words, and what is cited is what can be read: “not”"
    assert told[_page("hidden")] == [(3, 11, "error", message)]
    assert told[_page("a sign of a footnote with a number")][0][0] == 3


def test_a_trick_in_a_file_that_is_brought_in_is_refused_too(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    replace(folder / "mkdocs.yml", "  - tables\n", "  - tables\n  - pymdownx.snippets:\n      base_path: [docs]\n")
    (folder / "docs" / "piece.txt").write_text("Pay <span hidden>not</span> at once.\n", encoding="utf-8")
    with (folder / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write('\n--8<-- "piece.txt"\n')
    done = run("check", cwd=folder)
    assert done.code == 1
    assert "docs/about.md:1:1: error: the attribute `hidden` hides words" in done.said
