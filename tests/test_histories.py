"""One section in every version: where it changed, whose letter it was, and how large its page grows."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from playbook.publish.text.line_changes import text_changes
from playbook.publish.text.lines import Cell, lines
from playbook.publish.tree.containment import Containment
from playbook.publish.tree.record import Kept
from tests import small_tree
from tests.published import FIRST, SECOND, Published
from tests.small_tree import IDS

TODAY = date.today()
SAID = f"{TODAY.day} {TODAY:%B %Y}"
HEAD, COOK = "\\a[role-head]{Head of the bakery}", "\\a[role-cook]{Cook}"


def _table(*rows: str, heads: str = f"Activity|{HEAD}|{COOK}") -> str:
    """Return the canonical text of a table, of rows whose cells are parted by bars."""
    first = "\\tr\n" + "".join(f"\\th {cell}\n" for cell in heads.split("|"))
    told = ""
    for row in rows:
        name, *cells = row.split("|")
        told += f"\\tr\n\\th {name}\n" + "".join(f"\\td {cell}".rstrip() + "\n" for cell in cells)
    return f"\\h Who does what\n\\table\n{first}{told}\\/table\n"


def _told(old: str, new: str) -> list[str]:
    """Return what changed, a line each: `[-gone-]` and `{+came+}` in what says so, after the row and the column."""
    marks = {"": "{}", "gone": "[-{}-]", "came": "{{+{}+}}"}
    found = []
    for change in text_changes(old, new):
        place = ", ".join(filter(None, (change.row, change.column)))
        found.append((f"{place}: " if place else "") + "".join(marks[run.mark].format(run.text) for run in change.runs))
    return found


# What changed in a text --------------------------------------------------------------------------------------------


def test_words_are_marked_inside_of_a_sentence_and_what_stays_is_left_out():
    stays = "".join(f"\\p Sentence {number} stays.\n" for number in range(50))
    old = f"\\h Duties\n{stays}\\p Pay each invoice within thirty days.\n"
    new = f"\\h Duties\n{stays}\\p Pay each invoice within forty days.\n\\p Keep the books.\n"
    assert _told(old, new) == ["Pay each invoice within [-thirty-]{+forty+} days.", "{+Keep the books.+}"]
    assert {change.under for change in text_changes(old, new)} == {"Duties"}
    assert _told(new, old) == ["Pay each invoice within [-forty-]{+thirty+} days.", "[-Keep the books.-]"]


def test_what_is_struck_out_is_said_no_longer():
    """A promise that is struck out in the later version is gone; what was struck out in both says nothing."""
    before = "\\p Pays in 30 days, \\del{or \\a[x]{60 \\} days}} in euros.\n"
    assert [line.words for line in lines(before)] == ["Pays in 30 days, in euros."]
    after = "\\p \\del{Pays in 30 days,} in euros.\n"
    (change,) = text_changes(before, after)
    assert [(run.mark, run.text) for run in change.runs if run.mark == "gone"] == [("gone", "Pays in 30 days, ")]


def test_whose_letter_changed_in_a_matrix_is_named():
    old = _table("Bake|R Responsible|", "Sell|A Accountable|C Consulted")
    new = _table("Bake|A Accountable|", "Sell|A Accountable|")
    assert _told(old, new) == [
        "Bake, Head of the bakery: [-R Responsible-]{+A Accountable+}",
        "Sell, Cook: [-C Consulted-]",
    ]


def test_a_column_that_comes_or_stands_elsewhere_changes_no_other_letter():
    old = _table("Bake|R|A", "Sell|A|C")
    assert _told(old, _table("Bake|A|R|", "Sell|C|A|I", heads=f"Activity|{COOK}|{HEAD}|Mill")) == [
        "Activity{+ · Cook+} · Head of the bakery · [-Cook-]{+Mill+}",
        "Sell, Mill: {+I+}",
    ]
    renamed = _table("Bake|R|A", "Sell|A|C", heads=f"Activity|{HEAD.replace('Head', 'Chief')}|{COOK}")
    assert _told(old, renamed) == ["Activity · [-Head-]{+Chief+} of the bakery · Cook"]


def test_rows_are_known_by_their_names():
    old, new = _table("Bake|R|A", "Sell|A|C"), _table("Mill|I|I", "Sell|A|R", "Bake|R|A")
    assert _told(old, new) == ["{+Mill · I · I+}", "Sell, Cook: [-C-]{+R+}"]
    assert _told(_table("Bake|R|A", "Sell|A|C"), _table("Sell|A|C", "Bake|R|A")) == []
    twice = _table("Bake|R|A", "Bake|A|C")
    assert _told(twice, _table("Bake|R|A", "Bake|A|I")) == ["Bake, Cook: [-C-]{+I+}"]


def test_where_no_word_differs_nothing_is_told():
    assert _told("\\p Ask \\a[role-head]{her}.\n", "\\p Ask \\a[role-cook]{her}.\n") == []
    assert _told("\\ul\n\\li One\n\\/ul\n", "\\ol\n\\li One\n\\/ol\n") == []


def test_a_text_is_read_with_its_spans_and_tables_within_tables():
    heads = "\\tr\n\\td\n\\th[colspan=2] Ours\n\\tr\n\\th Act\n\\th A\n\\th B\n"
    rows = f"{heads}\\tr\n\\th[rowspan=2] Bake\n\\td x\n\\td y\n\\tr\n\\td z\n"
    inner = "\\tr\n\\th Sell\n\\td\n\\table\n\\tr\n\\td in\n\\td side\n\\/table\n\\td\n\\ul\n\\li A \\\\ b\n\\/ul\n"
    found = lines(f"\\h Who\n\\table\n\\caption Letters\n{rows}{inner}\\/table\n\\p Behind\n")
    assert [line.words for line in found] == [
        "Who", "Letters", "Ours", "Act · A · B", "Bake · x · y", "z", "Sell · in side · A \\ b", "Behind",
    ]  # fmt: skip
    assert found[4].beside == (Cell("A", "A", "x"), Cell("B", "B", "y"))
    assert found[6].beside[1] == Cell("B", "B", "A \\ b")
    assert [line.under for line in found] == ["", *["Who"] * 7]


@pytest.mark.parametrize("text", ["", "\\table\n", "\\tr\n\\td x\n", "\\/table\n\\p x\n", "\\table\n\\tr\n\\table\n"])
def test_a_text_that_is_none_is_read_without_harm(text: str):
    assert isinstance(lines(text), tuple)


def test_a_page_that_gives_two_sections_one_id_is_read_to_its_end():
    page = "<main data-pb-content><h1>R</h1><h2 id=x>X</h2><h3 id=y>Y</h3><p id=role-r--x>Again</p></main>"
    named = {"role-r": "r/", "role-r--x": "r/#x", "role-r--y": "r/#y"}
    sections = {id: Kept("role" if id == "role-r" else "heading", id, where, "") for id, where in named.items()}
    related = Containment(sections, lambda _: page.encode()).related
    assert related("role-r") == related("role-r--x") == sections.keys()
    assert related("role-s") == frozenset()


# The page ----------------------------------------------------------------------------------------------------------

BUYER = "\\p Buys flour.\n"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five versions: a section that changes, stays, goes and comes again; the last is for days before the fourth."""
    public = tmp_path_factory.mktemp("histories") / "public"
    said = {
        "2030-1": {IDS[0]: BUYER},
        "2030-2": {IDS[0]: BUYER, IDS[1]: "\\p Pays within thirty days.\n"},
        "2030-3": {IDS[0]: BUYER, IDS[1]: "\\p Pays within forty days.\n"},
        "2030-7": {IDS[0]: BUYER},
        "2030-5": {IDS[0]: BUYER, IDS[1]: "\\p Pays within forty days.\n"},
    }
    for version, texts in said.items():
        small_tree.published(public, version, texts=texts)
    return public


def _versions(public: Path, id: str) -> dict[str, HtmlElement]:
    page = html.fromstring((public / "s" / id / "index.html").read_bytes())
    return {each.get("data-version"): each for each in page.xpath("//li[@data-version]")}


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_each_version_says_whether_the_section_changed_in_it(public: Path):
    found = _versions(public, IDS[1])
    assert {version: _words(each.find_class("is")[0]) for version, each in found.items()} == {
        "2030-5": "there again",
        "2030-7": "no longer there",
        "2030-3": "changed",
        "2030-2": "first published",
        "2030-1": "does not hold this section yet",
    }
    assert list(found) == ["2030-5", "2030-7", "2030-3", "2030-2", "2030-1"], "in the order of publication"
    assert [each.text for each in found["2030-3"].xpath(".//del | .//ins")] == ["thirty", "forty"]
    assert "Pays within thirty forty days." in _words(found["2030-3"])
    assert "It says what 2030-3 said." in _words(found["2030-5"])
    links = {version: each.xpath(".//a/@href") for version, each in found.items()}
    assert links["2030-3"] == [f"../../2030-3/s/{IDS[1]}/"] * 2
    assert links["2030-7"] == links["2030-1"] == []


def test_each_version_says_when_it_was_published_and_after_which(public: Path):
    found = {version: _words(each.find_class("published")[0]) for version, each in _versions(public, IDS[0]).items()}
    late = ", after the first of these days" if date(2030, 1, 1) < TODAY else ""
    assert found["2030-7"] == f"published on {SAID}{late}"
    assert found["2030-5"] == f"published on {SAID}{late}, after 2030-7, which begins later"


def test_versions_that_say_the_same_are_a_line_each(public: Path):
    found = _versions(public, IDS[0])
    assert [bool(each.find_class("told")) for each in found.values()] == [False] * 4 + [True]
    assert _words(found["2030-1"].find_class("words")[0]) == "Buys flour."
    assert sum("Buys flour." in _words(each) for each in found.values()) == 1


def test_a_page_grows_with_what_changed(tmp_path: Path):
    """Thirteen versions of a long section, each with one word changed in it, are little more than the changes."""
    public = tmp_path / "public"
    body = "".join(f"\\p {number}: {'Nobody sleeps in the oven while it is hot. ' * 9}\n" for number in range(200))
    for number in range(1, 14):
        texts = {IDS[0]: f"{body}\\p Pays within {number} days.\n", IDS[1]: body}
        small_tree.published(public, f"{2030 + number}-1", texts=texts)
    changed, same = ((public / "s" / id / "index.html").stat().st_size for id in IDS)
    assert len(body) > 70_000
    assert changed < 24_000, "of which programs read half"
    assert same < 20_000
    assert len(html.fromstring((public / "s" / IDS[0] / "index.html").read_bytes()).xpath("//ins")) == 12


def test_what_was_taken_out_is_said(public: Path, tmp_path: Path):
    copy = shutil.copytree(public, tmp_path / "public")
    gone = {"version": "2030-3", "file": f"2030-3/s/{IDS[1]}/text.txt", "reason": "It named a person."}
    small_tree.entered(copy, "removed", **gone)
    found = _versions(copy, IDS[1])["2030-3"]
    assert "Its text was taken out." in _words(found)
    assert "forty" not in _words(found)


def test_a_duty_that_is_worded_otherwise_is_told_with_the_role(published_twice: Published):
    found = _versions(published_twice.public, "role-bakery-head")
    assert [each.text for each in found[SECOND].xpath(".//ins")] == [" and bakes"]
    assert re.search(r"Decide what the bakery buys and bakes\.", _words(found[SECOND]))
    assert found[FIRST].find_class("is--first")
