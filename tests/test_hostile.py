"""Texts of the data that look like markup: every page shows them as they are, and does nothing else with them.

The small playbook is built once with harmless words in every text of its data, and once with each hostile text in the
same places. Wherever a page of the one holds the harmless words, the same page of the other must hold the hostile
text, and in all else the two must be alike, element by element and attribute by attribute.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
import yaml
from lxml import etree
from pydantic.fields import FieldInfo

from playbook.load import load
from playbook.model import SUBJECTS, Activity, Entity, Service
from playbook.model.base import Model, Text, written_as
from playbook.problems import safe
from tests.support import SMALL, at_once, built, replace, searched, small

HOSTILE = {
    "elements": "<script>alert(1)</script> <img src=x onerror=alert(1)> <!-- --> <![CDATA[ x ]]> <?php x ?>",
    "ends": "</script> --> </td></table></p></div></title></textarea>",
    "quotes": "\" onmouseover='alert(1)' x=\" 'quoted\" `code",
    "entities": "&amp; &lt;b&gt; &#60;b&#62; &nbsp; AT&T",
    "expressions": "{{ 7*7 }} {{ playbook.roles }} {% raw %} {% for x in y %} {# x #}",
    "formats": "%(num)s %s %d {0} {x} $x ${x} \\1 \\g<0>",
    "spans": "x | y || [x](javascript:alert(1)) ![x](//x/y.png) <https://x> [x][y] **b** __y__ ~~q~~ `z` \\*x",
    "attributes": "x {: onclick=x #y .z } {#x} [^x]",
    "abbreviation": "*[RACI]: x",
    "heading": "# heading",
    "blocks": "- x\n\n    x\n\n!!! x\n    x\n\n```\nx\n```\n\n1. x\n\n---\n\nx\n: y\n\n[^x]: y\n\n=== x",
}
"""What a text may hold and a page must show as it is."""
HARMLESS = "plain words"

APART = {
    "Code.letter": "pages ask for letters",
    "Waiver.check": "names a check",
    "Waiver.entity": "names an entity",
}
"""Texts that are something else too, each with what it is."""

SORTED = ("Term.name", "Term.acronym", "Term.aliases")
"""Texts by whose first letter the glossary is sorted."""


@dataclass(frozen=True)
class Spot:
    """A place in the data where a text stands: the field, and the mapping or list that holds the text under `key`."""

    field: str
    holder: Any
    key: Any

    @property
    def text(self) -> str:
        """The text that stands there."""
        return str(self.holder[self.key])


def _annotation(field: FieldInfo) -> Any:
    annotation: Any = field.annotation
    for extra in field.metadata:
        annotation = Annotated[annotation, extra]
    return annotation


def _in_record(model: type[Model], values: dict[str, Any]) -> Iterator[Spot]:
    """Iterate over the texts of a record, as a file holds it."""
    for name, field in model.model_fields.items():
        if (key := written_as(name, field)) is not None:
            yield from _in_value(_annotation(field), Spot(f"{model.__name__}.{name}", values, key))
    if model is Activity:
        yield from _in_letters(values)


def _in_value(annotation: Any, spot: Spot) -> Iterator[Spot]:
    value = spot.holder.get(spot.key) if isinstance(spot.holder, dict) else spot.holder[spot.key]
    if value is None:
        return
    if annotation == Text:
        yield spot
    elif isinstance(annotation, type) and issubclass(annotation, Model):
        yield from _in_record(annotation, value)
    elif get_origin(annotation) in (tuple, dict):
        item = get_args(annotation)[get_origin(annotation) is dict]
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _in_value(item, Spot(spot.field, value, key))
    elif get_origin(annotation) is not Annotated:
        for argument in get_args(annotation):
            yield from _in_value(argument, spot)


def _in_letters(value: Any) -> Iterator[Spot]:
    """Iterate over the notes of letters, and the reasons why accountability is shared or absent."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if key in ("note", "because"):
            yield Spot(f"Activity.{key}", value, key)
        yield from _in_letters(item)


def _spots(data: Path) -> Iterator[tuple[Path, dict[str, Any], list[Spot]]]:
    """Iterate over the files of a playbook: the path, what it holds, and the texts in it."""
    for subject, model in SUBJECTS.items():
        path = data / f"{subject}.yml"
        values = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # it makes texts only
        yield path, values, list(_in_record(model, values))


class _Writer(yaml.SafeDumper):
    """Writes texts that need no quotes without them, so that numbers and dates stay what they are."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # as PyYAML declares it


def _filled(folder: Path, text: str) -> Path:
    """Make `folder` a small playbook in which each text of the data is `text` and a word of its own."""
    playbook = searched(small(folder))
    number = count()
    for path, values, spots in _spots(playbook / "data"):
        for spot in spots:
            if spot.field not in APART:
                letter = "A " if spot.field in SORTED else ""
                spot.holder[spot.key] = f"{letter}{text} word{next(number)}x"
        _date(SUBJECTS[path.stem], values)
        path.write_text(yaml.dump(values, Dumper=_Writer, sort_keys=False, allow_unicode=True), encoding="utf-8")
    replace(playbook / "data" / "playbook.yml", "checks:\n", "checks:\n  activity-not-verb:\n    off: true\n")
    return playbook


def _date(subject: type[Model], values: dict[str, Any]) -> None:
    """Give every entity of a subject that says nothing of it a first and a last day, each entity days of its own."""
    for name in subject.keyed():
        model = get_args(subject.model_fields[name].annotation)[1]
        for id, entity in values.get(name, {}).items() if issubclass(model, Entity) else ():
            first, last = _days(model, id)
            entity.update({"since": str(first), "until": str(last)} if model is not Service else {})


def _days(model: type[Model], id: str) -> tuple[date, date]:
    """Return the first and the last day of an entity, far from anything that is dated: they follow from its name."""
    number = zlib.crc32(f"{model.__name__} {id}".encode())
    return date(1950, 1, 1) + timedelta(days=number % 10_000), date(2100, 1, 1) + timedelta(days=number % 20_000)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site for each text, hostile and harmless."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = [HARMLESS, *HOSTILE.values()]
    made = at_once(lambda item: built(_filled(folder / str(item[0]), item[1])), enumerate(texts))
    return dict(zip(texts, made, strict=True))


Shape = list[tuple[str, str]]

DRAWN = frozenset(["x", "y", "cx", "cy", "width", "height", "viewbox", "d", "points"])
"""Attributes of a drawing that follow from how long its words are."""
COUNTED = frozenset(["data-wording", "data-part"])
"""Attributes that are worked out from words, to tell whether those have changed."""
LETTERED = ("text", "tspan")
"""Elements of a drawing that hold its words, wrapped and cut; the whole of them stands in a title beside them."""


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
            shape += [(f"attribute {name}", _exchanged(value, text)) for name, value in kept]
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
    spots = [spot for _, _, spots in _spots(site.parent / "data") for spot in spots if spot.field not in APART]
    missing = {spot.field for spot in spots if _spaced(spot.text) not in shown}
    assert missing == set()


def test_the_days_of_every_entity_reach_a_page(sites: dict[str, Path]):
    site = sites[HARMLESS]
    shown = " ".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    playbook = load(site.parent / "data").or_raise()
    dated = [(kind, entity) for kind, entity in playbook.entities() if kind not in ("service", "statement")]
    days = {(kind, entity.id): _days(type(entity), entity.id) for kind, entity in dated}
    missing = [
        named for named, found in days.items() if not all(f"{day.day} {day:%B} {day.year}" in shown for day in found)
    ]
    assert missing == []


def test_the_small_playbook_holds_a_text_in_every_field():
    """A field that is added to a model is added to the small playbook too, and so to the tests above."""
    filled = {spot.field for _, _, spots in _spots(SMALL / "data") for spot in spots}
    assert {field for model in SUBJECTS.values() for field in _text_fields(model)} - filled == set()


def _text_fields(shape: Any, field: str = "") -> set[str]:
    if shape == Text:
        return {field}
    if isinstance(shape, type) and issubclass(shape, Model):
        names = [name for name, info in shape.model_fields.items() if written_as(name, info) is not None]
        inner = [_text_fields(_annotation(shape.model_fields[name]), f"{shape.__name__}.{name}") for name in names]
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
