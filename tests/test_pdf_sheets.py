"""The sheets of the PDF: what stands on each of them, of which chapter, and that nothing is cut, lost or left alone."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from pypdf import PdfReader

from playbook.finishing.missing_glyphs import missing_glyph_warnings
from tests.browser.large import large
from tests.browser.paper import CORNER, TOTALS, Sheet, exported, printed, sheets
from tests.shared import once
from tests.support import built, dressed, replace, run, small
from tests.test_print_edition import flat, paper

ADDRESS = "https://example.org/playbook/"
LONG = "{level} Vice-President of Rechtsschutzversicherungsgesellschaften and Trade {number}"
"""A title of about eighty letters, one word of which is half of them."""
FEW_FONTS = """<?xml version="1.0"?>
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><selectfont>
<rejectfont><pattern></pattern></rejectfont>
<acceptfont><pattern><patelt name="family"><string>Liberation Sans</string></patelt></pattern>
<pattern><patelt name="family"><string>DejaVu Sans</string></patelt></pattern></acceptfont>
</selectfont></fontconfig>"""
"""The settings of a machine that has few fonts."""
HEAD, FOOT = 62, 56
"""Where the text of a sheet ends and what stands on each begins, in points from the upper and the lower edge."""


@dataclass(frozen=True)
class Begun:
    """A heading of the outline: its words, its sheet, counted from 0, and how high it begins there."""

    title: str
    sheet: int
    y: float


@dataclass(frozen=True)
class Paper:
    """A PDF: its sheets, every heading, and the titles of its chapters."""

    sheets: list[Sheet]
    begun: list[Begun]
    chapters: frozenset[str]


def read(site: Path) -> Paper:
    """Make the PDF of a site, and read it."""
    reader = PdfReader(BytesIO(paper(site, ADDRESS).content))
    begun = [
        Begun(item.title, reader.get_destination_page_number(item), float(item.top)) for _, item in flat(reader.outline)
    ]
    root = html.parse(str(site / "print" / "index.html"), html.HTMLParser(encoding="utf-8")).getroot()
    heads = root.xpath("//*[contains(@class, 'pb-print__chapter')]|//*[@id='contents--title']")
    return Paper(sheets(reader), begun, frozenset(" ".join(each.text_content().split()) for each in heads))


@pytest.fixture(scope="module")
def styled(tmp_path_factory) -> Path:
    """The site of the small playbook in the styles of the reference playbook."""
    return built(dressed(small(tmp_path_factory.mktemp("styled") / "playbook")))


@pytest.fixture(scope="module", params=["small", "reference"])
def whole(request, tmp_path_factory) -> Paper:
    if request.param == "small":
        return read(request.getfixturevalue("styled"))
    site = request.getfixturevalue("reference_site").folder
    return once(tmp_path_factory, "reference-pdf", lambda _: read(site))


def inner(sheet: Sheet) -> list:
    """Return what stands between head and foot."""
    return [run for run in sheet.runs if FOOT < run.y < sheet.height - HEAD]


def headed(sheet: Sheet) -> str:
    """Return the words at the head of a sheet."""
    return " ".join(" ".join(run.text for run in sheet.runs if run.y >= sheet.height - HEAD).split())


def test_head_of_each_sheet_names_the_chapter_at_its_top(whole):
    wrong = {}
    for number, sheet in enumerate(whole.sheets[1:], 1):
        here = [each for each in whole.begun if each.sheet == number]
        top = [each for each in here if not any(run.y > each.y for run in inner(sheet))]
        before = [each for each in whole.begun if each.sheet < number]
        chapter = next(each.title for each in reversed([*before, *top[:1]]) if each.title in whole.chapters)
        if not headed(sheet).startswith(chapter):
            wrong[number + 1] = (headed(sheet), chapter)
    assert wrong == {}


def test_each_sheet_tells_how_the_edition_stands_until_when_and_where_it_is(whole):
    told = re.compile(r"agreed · from \d+ \w+ \d+ to \d+ \w+ \d+ · https://example\.org/playbook/")
    feet = [" ".join(run.text for run in sheet.runs if run.y <= FOOT) for sheet in whole.sheets]
    assert [number for number, foot in enumerate(feet, 1) if not told.search(" ".join(foot.split()))] == []


def test_no_sheet_is_empty_and_no_heading_ends_one(whole):
    wrong = [("empty", number) for number, sheet in enumerate(whole.sheets, 1) if not inner(sheet)]
    for number, sheet in enumerate(whole.sheets):
        here = [each for each in whole.begun if each.sheet == number]
        titles = " ".join(each.title for each in here)
        lowest = min((each.y for each in here), default=None)
        if lowest is not None and all(run.text in titles for run in inner(sheet) if run.y < lowest):
            wrong.append((here[-1].title, number + 1))
    assert wrong == []


def alone(sheets: list[Sheet], letters: str) -> list[int]:
    """Return the sheets on which the totals of a matrix have no activity above them."""
    found = []
    for number, sheet in enumerate(sheets, 1):
        for totals in (each.y for each in sheet.runs if each.text == TOTALS):
            top = min(each.y for each in sheet.runs if each.text == CORNER and each.y > totals)
            if not any(each.text in letters and totals < each.y < top for each in sheet.runs):
                found.append(number)
    return found


def test_totals_of_a_matrix_stand_below_one_of_its_rows(styled, tmp_path):
    shutil.copytree(styled / "playbook", tmp_path / "playbook")
    root = html.parse(str(styled / "print" / "index.html"), html.HTMLParser(encoding="utf-8")).getroot()
    first = root.xpath("//div[@class='pb-matrix']")[0]
    main = root.xpath("//main")[0]
    for section in root.xpath("//main/section[@id!='print']"):
        section.drop_tree()
    for rows in range(8, 22):  # of which some leave no room for the totals
        again = html.fromstring(html.tostring(first))
        row = again.xpath(".//tbody/tr[@data-activity]")[-1]
        for _ in range(rows):
            row.addnext(html.fromstring(f"<table>{html.tostring(row).decode()}</table>").find(".//tr"))
        main.append(again)
        main.append(html.fromstring("<p>Between</p>"))
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "index.html").write_bytes(html.tostring(root, encoding="utf-8", doctype="<!doctype html>"))
    found = sheets(paper(tmp_path).content)
    assert sum(run.text == TOTALS for sheet in found for run in sheet.runs) == 14
    assert alone(found, "RACI") == []


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    """The site of a playbook of fifty roles with long names."""
    return built(large(tmp_path_factory.mktemp("crowd") / "playbook", LONG))


def test_heads_of_a_matrix_of_many_roles_with_long_names_stand_clear_of_each_other(crowd):
    whole, matrix = sheets(paper(crowd).content), exported(crowd / "responsibilities" / "all.csv")
    assert len(printed(whole, matrix).letters) == len(matrix.letters) > 1_000
    found = [sheet for sheet in whole if any(run.turned for run in sheet.runs)]
    wrong = []
    for number, sheet in enumerate(found, 1):
        lines = sorted({round(run.x, 1) for run in sheet.runs if run.turned})
        edge = next(run.x for run in sheet.runs if run.text.startswith("Client side"))
        wrong += [(number, at) for at, after in pairwise(lines) if after - at < 4.9]
        wrong += [(number, at) for at in lines if not edge < at < sheet.width - 30]
    assert wrong == []


def test_letters_without_a_font_are_told_with_where_they_stand(tmp_path):
    playbook = small(tmp_path / "own")
    data = replace(playbook / "data" / "playbook.yml", "How a bakery", "How 東京 a bakery").splitlines()
    page = playbook / "docs" / "drawings.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA word: 京.\n", encoding="utf-8")
    field = next(f"{number}:{line.index('東') + 1}" for number, line in enumerate(data, 1) if "東" in line)
    told = (
        f"data/playbook.yml:{field}: warning: no font on this machine has the letters `京東` (cjk): they stand as "
        "boxes in the PDF [font]\n"
        "    hint: install a font that has them, such as the package fonts-noto-cjk of Debian and Ubuntu\n"
        f"    also: docs/drawings.md:{len(page.read_text(encoding='utf-8').splitlines())}:9\n"
    )
    few = tmp_path / "fonts.conf"
    few.write_text(FEW_FONTS, encoding="utf-8")
    done = run("export", "pdf", "--to", "playbook.pdf", cwd=playbook, FONTCONFIG_FILE=str(few))
    assert (0, told) == (done.code, done.err), done.err
    last = (playbook / "playbook.pdf").read_bytes()
    done = run("export", "pdf", "--strict", "--to", "playbook.pdf", cwd=playbook, FONTCONFIG_FILE=str(few))
    assert (done.code, done.out) == (1, "")
    assert done.err == f"{told}1 warning: nothing was written, because of the warning and `--strict`\n"
    assert (playbook / "playbook.pdf").read_bytes() == last


@pytest.mark.parametrize(
    ("letters", "script", "package"),
    [("東京", "cjk", "fonts-noto-cjk"), ("ひらがな", "hiragana", "fonts-noto-cjk"), ("ไทย", "thai", "fonts-noto-core")],
)
def test_packages_are_named_that_have_the_letters(tmp_path, letters, script, package):
    settings, data = tmp_path / "playbook.yaml", tmp_path / "facts"
    settings.write_text("site_name: Plain\n", encoding="utf-8")
    data.mkdir()
    (data / "parties.yml").write_text(f"name: Plain\nname: The {letters}\n", encoding="utf-8")
    (problem,) = missing_glyph_warnings(letters, settings, data)
    assert str(problem.place) == "facts/parties.yml:2:11"
    (elsewhere,) = missing_glyph_warnings(letters, settings)
    assert str(elsewhere.place).startswith("playbook.yaml:")
    assert f"({script})" in problem.message
    assert f"the package {package} of Debian" in problem.hint
