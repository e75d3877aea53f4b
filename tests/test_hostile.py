"""Texts of the data that look like markup: every page shows them as they are, and does nothing else with them.

The small playbook is built once with harmless words in every text of its data, and once with each hostile text in the
same places. Wherever a page of the one holds the harmless words, the same page of the other must hold the hostile
text, and in all else the two must be alike, element by element and attribute by attribute.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from lxml import etree

from playbook.loading.load import load
from playbook.model import SUBJECTS
from playbook.model.base import Model, Text, written_as
from playbook.model.change_class import annotation_of
from playbook.model.prose import Prose
from playbook.problems import safe
from tests.filled import APART, days_of, filled, spots_of
from tests.support import SMALL, at_once, built, replace, small

HOSTILE = {
    "elements": "<script>alert(1)</script> <img src=x onerror=alert(1)> <!-- --> <![CDATA[ x ]]> <?php x ?>",
    "ends": "</script> --> </td></table></p></div></title></textarea>",
    "quotes": "\" onmouseover='alert(1)' x=\" 'quoted\" `code",
    "entities": "&amp; &lt;b&gt; &#60;b&#62; &nbsp; AT&T",
    "expressions": "{{ 7*7 }} {{ playbook.roles }} {% raw %} {% for x in y %} {# x #}",
    "formats": "%(num)s %s %d {0} {x} $x ${x} \\1 \\g<0>",
    "spans": "x | y || [x](javascript:alert(1)) ![x](//x/y.png) <ftp://x> [x][y] **b** __y__ ~~q~~ `z` \\*x",
    "attributes": "x {: onclick=x #y .z } {#x} [^x]",
    "abbreviation": "*[RACI]: x",
    "heading": "# heading",
    "blocks": "- x\n\n    x\n\n!!! x\n    x\n\n```\nx\n```\n\n1. x\n\n---\n\nx\n: y\n\n[^x]: y\n\n=== x",
}
"""What a text may hold and a page must show as it is."""
HARMLESS = "plain words"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site for each text, hostile and harmless."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = [HARMLESS, *HOSTILE.values()]
    made = at_once(lambda item: built(filled(folder / str(item[0]), item[1])), enumerate(texts))
    return dict(zip(texts, made, strict=True))


Shape = list[tuple[str, str]]

DRAWN = frozenset(["x", "y", "cx", "cy", "width", "height", "viewbox", "d", "points"])
"""Attributes of a drawing that follow from how long its words are."""
COUNTED = frozenset(["data-wording", "data-part"])
"""Attributes that are worked out from words, to tell whether those have changed."""
LETTERED = ("text", "tspan")
"""Elements of a drawing that hold its words, wrapped and cut; the whole of them stands in a title beside them."""


MEASURED = " pb-raci--long"
"""The class of a table with long names, which follows from how long the texts are."""


def _page(html: str, text: str) -> Shape:
    """Return what a page consists of, in order: elements, attributes and words; `text` is exchanged for harmless words.

    Identities of the theme's own, numbered as it goes along, are kept: they must be alike too. Of a drawing, the
    places and the wrapped words are left out.
    """
    shape: Shape = []
    for event, node in etree.iterwalk(etree.HTML(html), events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            shape.append((event, str(node)))
        elif node.tag in LETTERED:
            continue
        elif event == "start":
            left_out = COUNTED | (DRAWN if _in_drawing(node) else frozenset())
            kept = sorted(item for item in node.attrib.items() if item[0] not in left_out)
            shape.append(("element", str(node.tag)))
            shape += [(f"attribute {name}", _exchanged(value.replace(MEASURED, ""), text)) for name, value in kept]
            shape.append(("words", _exchanged(node.text or "", text)))
        else:
            shape.append(("end", str(node.tag)))
        if event != "start":
            shape.append(("words", _exchanged(node.tail or "", text)))
    return [piece for piece in shape if piece != ("words", "")]


def _in_drawing(node: etree._Element) -> bool:
    return node.tag == "svg" or next(node.iterancestors("svg"), None) is not None


def _exchanged(words: str, text: str) -> str:
    """Return words in which harmless ones take the place of `text`, also as a message of a check repeats it."""
    told = _spaced(safe(text.replace("`", "'")))
    return _spaced(words).replace(_spaced(text), HARMLESS).replace(told, HARMLESS)


def _spaced(words: str) -> str:
    """Return words without what a page may change: white space and capitals."""
    return " ".join(words.lower().split())


@pytest.fixture(scope="module")
def wanted(sites: dict[str, Path]) -> dict[str, Shape]:
    """Every page of the harmless site."""
    return _pages(sites[HARMLESS], HARMLESS)


def _pages(site: Path, text: str) -> dict[str, Shape]:
    paths = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): _page(path.read_text(encoding="utf-8"), text) for path in paths}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_shows_what_the_data_says_and_does_nothing_else(
    name: str, sites: dict[str, Path], wanted: dict[str, Shape]
):
    found = _pages(sites[HOSTILE[name]], HOSTILE[name])
    assert found.keys() == wanted.keys()
    for page in wanted:
        differences = [pair for pair in zip(found[page], wanted[page], strict=False) if pair[0] != pair[1]]
        assert differences[:3] == [], f"{page}: first what is there, then what should be"
        assert len(found[page]) == len(wanted[page])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_drawing_letters_what_its_titles_say(name: str, sites: dict[str, Path]):
    page = etree.HTML((sites[HOSTILE[name]] / "drawings" / "index.html").read_text(encoding="utf-8"))
    boxes = [box for box in page.iterfind(".//svg//*[@class]") if box.find("rect") is not None and len(box) > 2]
    assert len(boxes) > 50
    for box in boxes:
        said = _unspaced(box.findtext("title") or "")
        for letters in box.findall("text"):
            assert {line.tag for line in letters} <= {"tspan"}
            assert {key for line in letters for key in line.attrib} <= {"x", "y"}
            assert _unspaced("".join(letters.itertext())).removesuffix("…") in said


def _unspaced(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_the_search_shows_what_the_data_says(name: str, sites: dict[str, Path]):
    text = HOSTILE[name]
    assert _index(sites[text], text) == _index(sites[HARMLESS], HARMLESS)


def _index(site: Path, text: str) -> list[tuple[str, Shape, Shape]]:
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    return [(entry["location"], _fragment(entry["title"], text), _fragment(entry["text"], text)) for entry in entries]


def _fragment(html: str, text: str) -> Shape:
    return _page(f"<div>{html}</div>", text)


def test_every_text_of_the_data_reaches_a_page(sites: dict[str, Path]):
    site = sites[HARMLESS]
    pages = [etree.HTML(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")]
    shown = _spaced(" ".join(words for page in pages for words in page.itertext()))
    spots = [spot for _, _, spots in spots_of(site.parent / "data") for spot in spots if spot.field not in APART]
    missing = {spot.field for spot in spots if _spaced(spot.text) not in shown}
    assert missing == set()


def test_the_days_of_every_entity_reach_a_page(sites: dict[str, Path]):
    site = sites[HARMLESS]
    shown = " ".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    playbook = load(site.parent / "data").or_raise()
    dated = [(kind, entity) for kind, entity in playbook.entities() if kind not in ("service", "statement")]
    days = {(kind, entity.id): days_of(type(entity), entity.id) for kind, entity in dated}
    missing = [
        named for named, found in days.items() if not all(f"{day.day} {day:%B} {day.year}" in shown for day in found)
    ]
    assert missing == []


def test_the_small_playbook_holds_a_text_in_every_field():
    """A field that is added to a model is added to the small playbook too, and so to the tests above."""
    held = {spot.field for _, _, spots in spots_of(SMALL / "data") for spot in spots}
    assert {field for model in SUBJECTS.values() for field in _text_fields(model)} - held == set()


def _text_fields(shape: Any, field: str = "") -> set[str]:
    if shape in (Text, Prose):
        return {field}
    if isinstance(shape, type) and issubclass(shape, Model):
        names = [name for name, info in shape.model_fields.items() if written_as(name, info) is not None]
        inner = [_text_fields(annotation_of(shape.model_fields[name]), f"{shape.__name__}.{name}") for name in names]
    else:
        inner = [] if get_origin(shape) is Annotated else [_text_fields(part, field) for part in get_args(shape)]
    return set().union(*inner)


def test_letters_stay_in_their_column(sites: dict[str, Path]):
    """A bar, a new line or an element in a name moves no letter of a matrix."""
    wanted = _letters(sites[HARMLESS])
    assert sum(len(cells) for cells in wanted) > 10
    assert {name: _letters(sites[text]) == wanted for name, text in HOSTILE.items()} == dict.fromkeys(HOSTILE, True)


def _letters(site: Path) -> list[list[str]]:
    """Return the letters of each row of each matrix, empty cells included."""
    page = etree.HTML((site / "responsibilities" / "index.html").read_text(encoding="utf-8"))
    rows = [row for table in page.iter("table") for row in table.iter("tr")]
    return [["".join(sign.itertext()).strip()[:1] for sign in row.iter("td")] for row in rows]


TRAPS = """\
# Traps {: #traps }

| Who | What |
| --- | --- |
| {{ playbook.roles.cashier.name }} | {{ role("cashier") }} |

- {{ playbook.roles.cashier.name }}
- {{ role("cashier") }}

    {{ playbook.roles.cashier.name }}

{{ playbook.roles.cashier.name }}
: {{ playbook.roles.cashier.name }}

`{{ playbook.roles.cashier.name }}` **{{ playbook.roles.cashier.name }}**

```yaml
name: {{ playbook.roles.cashier.name }}
```

```python
name = {{ playbook.roles.cashier.name }}
```

[{{ playbook.roles.cashier.name }}](roles/index.md "{{ playbook.roles.cashier.name }}")

<p title="{{ playbook.roles.cashier.name }}">{{ playbook.roles.cashier.name }}</p>

!!! note "{{ playbook.roles.cashier.name }}"

    {{ playbook.roles.cashier.name }}

{{ playbook.roles.cashier.name | safe }} {{ playbook.roles.cashier.name | upper | lower }}

{{ "\\ue000\\ue019\\ue019\\ue019\\ue019\\ue001 \\ue000\\ue019" }} {{ "<i>x</i>" | safe }}

## {{ playbook.roles.cashier.name }} {: #a-name }
"""
NAME = "<i>1</i> | `2` [3](4) *5*"


def test_a_page_may_put_a_text_anywhere(tmp_path: Path):
    playbook = small(tmp_path)
    replace(playbook / "data" / "roles.yml", "name: Cashier", f"name: '{NAME}'")
    (playbook / "docs" / "traps.md").write_text(TRAPS, encoding="utf-8")
    html = (built(playbook) / "traps" / "index.html").read_text(encoding="utf-8")
    article = etree.HTML(html).find(".//article")
    assert article.findall(".//i") == []
    assert "\ue000" not in html
    words = _spaced("".join(article.itertext()))
    assert words.count(_spaced(NAME)) == 18
    assert [element.get("title") for element in article.iter("p", "a") if element.get("title") == NAME] == [NAME, NAME]
    assert "<i>x</i>" in words
    cells = ["".join(cell.itertext()) for cell in article.iter("td")]
    assert cells == [NAME, NAME]


def test_letters_and_statements_may_have_any_name(tmp_path: Path):
    playbook = small(tmp_path)
    replace(playbook / "data" / "responsibilities.yml", "letter: A", "letter: '<'")
    replace(playbook / "data" / "responsibilities.yml", "letter: C", "letter: '&'")
    for path in [*playbook.glob("data/*.yml"), *playbook.glob("docs/**/*.md")]:
        text = path.read_text(encoding="utf-8").replace('codes="RA"', 'codes="R<"').replace('codes="CI"', 'codes="&I"')
        text = text.replace("S1]", '"<i>1</i>"]').replace("  S1:", '  "<i>1</i>":')
        path.write_text(text, encoding="utf-8")
    site = built(playbook)
    letters = etree.parse(str(site / "responsibilities" / "index.html"), etree.HTMLParser()).getroot()
    assert {"<", "&"} <= {_spaced("".join(cell.itertext()))[:1] for cell in letters.iter("td", "dt")}
    about = etree.parse(str(site / "about" / "index.html"), etree.HTMLParser()).getroot()
    assert "<i>1</i>" in "".join(about.itertext())
    assert about.findall(".//i") == []
