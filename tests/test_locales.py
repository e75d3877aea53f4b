"""The interface in other languages: every phrase is in the catalogue, every catalogue is whole, a site speaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog
from lxml import etree, html
from mkdocs.theme import Theme

from playbook.rendering import bidi, locale
from playbook.rendering.locale import direction, file_of, locale_of, names, tag, translations
from playbook.rendering.renderer import TEMPLATES
from playbook.site.build import build
from playbook.site.language import set_language
from playbook.views.words import Words
from tests.published import git, registered
from tests.support import ROOT, replace, run, searched, small
from tests.words import TEMPLATE, catalogue_of, extracted, languages, updated, written

PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
COUNTS = {"count", "num", "missing"}
"""The placeholders of a number, which a language may say by the form of the word alone: one, two, none."""
LANGUAGES = languages()


@pytest.fixture(scope="module")
def phrases() -> Catalog:
    """Every phrase that the templates and the code hold now."""
    return extracted()


def _texts(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_the_list_of_phrases_is_that_of_the_templates_and_the_code(phrases):
    assert TEMPLATE.read_bytes() == written(phrases), "run `make words`"


def test_there_is_a_language_that_is_written_from_right_to_left():
    assert "rtl" in {direction(Locale.parse(language)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_up_to_date(language, phrases):
    assert file_of(language).read_bytes() == written(updated(language, phrases)), "run `make words`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_every_phrase_in_all_its_forms(language):
    catalogue = catalogue_of(language)
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert [message.id for message in catalogue if message.id and not all(_texts(message))] == []
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals, message.id
    assert [str(error) for _, errors in catalogue.check() for error in errors] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_keeps_the_placeholders(language):
    wrong = []
    for message in catalogue_of(language):
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {name for text in asked for name in _places(text)}
        for number, text in enumerate(_texts(message) if message.id else ()):
            missing = wanted - _places(text)
            if missing - (COUNTS if message.pluralizable and number < 3 else set()) or _places(text) - wanted:
                wrong.append((message.id, text))
    assert wrong == []


def _places(text: str) -> set[str]:
    return {named or braced for named, braced in PLACE.findall(text)}


def test_every_phrase_in_the_code_can_be_found():
    """What is said is a phrase itself or one marked elsewhere, never an expression that makes one up."""
    wrong = []
    for module in sorted((ROOT / "src").rglob("*.py")):
        if "publish" not in module.parts:  # its `say` is no phrase
            for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                wrong += [f"{module.name}:{call.lineno}" for said in _said(call) if any(map(_made_up, ast.walk(said)))]
    assert wrong == []


def _said(call: ast.AST) -> list[ast.expr]:
    """Return what a call says, where that is not written out in it."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return []
    said = {"say": call.args[:1], "count": call.args[1:3] if len(call.args) > 2 else []}
    return [given for given in said.get(call.func.attr, []) if not isinstance(given, ast.Constant)]


def _made_up(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value))


SPOKEN = ("alt", "aria-label", "aria-description", "data-label", "label", "placeholder", "title")
"""Attributes that are shown or read aloud."""
JINJA = re.compile(r"\{#.*?#\}|\{%-? trans\b.*?%\}.*?\{% endtrans -?%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
UNSAID = re.compile(rf" (?!(?:{'|'.join(SPOKEN)})=)[\w-]+=\"[^\"]*\"|[\w-]+-q1")
"""Attributes and ids that a macro puts out."""
WORDS = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize(
    "template",
    sorted([*TEMPLATES.rglob("*.html"), *(ROOT / "overrides").rglob("*.html")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_a_template_holds_no_word_of_its_own(template: Path):
    page = html.document_fromstring(f"<div>{JINJA.sub(_blank, template.read_text(encoding='utf-8'))}</div>")
    found = [text for element in page.iter() for text in _own(element) if WORDS.search(UNSAID.sub("", text))]
    assert found == []


def _blank(found: re.Match[str]) -> str:
    """Return what stands for an expression, which may be the name of an element, and nothing for the rest."""
    return "q1" if found[0].startswith("{{") else ""


def _own(element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in ("style", "script"):
        yield from (element.get(name, "") for name in SPOKEN)
        if element.tag != "code":
            yield element.text or ""
    yield element.tail or ""


class _Signs(NullTranslations):
    """Says every phrase in signs, and fails for what is in no catalogue."""

    def __init__(self, phrases: Catalog) -> None:
        super().__init__()
        self.known = {text for message in phrases for text in ([message.id, ""] if message.id else [])}
        self.known |= {text for message in phrases if isinstance(message.id, tuple) for text in message.id}
        self.unknown: set[str] = set()

    def gettext(self, message: str) -> str:
        if message not in self.known:
            self.unknown.add(message)
        return "".join(part if PLACE.fullmatch(part) else re.sub(r"\w", "ض", part) for part in self._parts(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    @staticmethod
    def _parts(message: str) -> list[str]:
        return [part for part in re.split(r"(%\(\w+\)s|\{\w+\})", message) if part]


@pytest.fixture(scope="module")
def signs(tmp_path_factory, phrases) -> tuple[Path, _Signs]:
    """The small playbook with every phrase in signs: its site, and what was asked of the catalogue."""
    folder, asked = small(tmp_path_factory.mktemp("signs")), _Signs(phrases)
    replace(folder / "data" / "playbook.yml", "locale: en-GB", "locale: ar")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("playbook.rendering.renderer.translations", lambda _: asked)
        build(folder / "mkdocs.yml", site_dir=None, strict=True, verbose=False)
    return folder, asked


def test_all_that_is_said_is_in_the_catalogue(signs):
    assert signs[1].unknown == set()


APART = "//*[@lang='en']|//code|//style|//script|//*[contains(@class, 'reference__')]|//*[@class='headerlink']"
"""What stays English: messages of checks, what the engine says of itself, the anchors that Markdown makes."""


def test_no_word_comes_from_anywhere_but_the_catalogue_the_facts_and_the_pages(signs):
    folder, _ = signs
    files = (*folder.glob("data/**/*"), *folder.glob("docs/**/*"), folder / "mkdocs.yml")
    read = [path.read_text(encoding="utf-8") if path.is_file() else path.name for path in files]
    known = {word.casefold() for text in [*read, "CSV XLSX"] for word in WORDS.findall(text)}
    foreign = {}
    for page in sorted((folder / "site").rglob("*.html")):
        article = next(_page(page).iter("article", "main"))
        for english in article.xpath(APART):
            english.drop_tree()
        texts = [*article.itertext("*"), *(each.get(name, "") for each in article.iter("*") for name in SPOKEN)]
        words = {word for text in texts for word in WORDS.findall(text)}
        if strange := {word for word in words if word.isascii() and word.casefold() not in known}:
            foreign[page.relative_to(folder).as_posix()] = sorted(strange)
    assert foreign == {}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory) -> Path:
    """The site of the small playbook in Arabic."""
    folder = searched(small(tmp_path_factory.mktemp("arabic")))
    replace(folder / "data" / "playbook.yml", "locale: en-GB", "locale: ar")
    return build(folder / "mkdocs.yml", site_dir=None, strict=True, verbose=False)[0]


def _page(file: Path):
    return html.document_fromstring(file.read_text(encoding="utf-8"))


def test_every_page_has_the_language_and_the_direction(arabic, small_site):
    for site, root in ((arabic, ("ar", "rtl")), (small_site, ("en-GB", "ltr"))):
        for page in [site / "404.html", *site.rglob("index.html")]:
            found = _page(page)
            assert (found.get("lang"), found.get("dir")) == root, page
            assert found.find("body").get("dir") in (root[1], None)  # the print edition says it at its root only


def test_the_theme_and_its_templates_speak_the_language(arabic):
    missing = _page(arabic / "404.html")
    assert missing.find(".//article//h1").text == "هذه الصفحة غير موجودة"
    home = (arabic / "index.html").read_text(encoding="utf-8")
    assert 'placeholder="بحث"' in home


def test_dates_lists_numbers_and_plurals_follow_the_language(arabic):
    meetings = _page(arabic / "cadence" / "index.html").find(".//article").text_content()
    assert "أيام الثلاثاء من كل أسبوع، 10:00 بتوقيت لندن" in meetings
    assert "65 اجتماعًا من 1 يناير 2030 إلى 31 ديسمبر 2030." in meetings
    assert "5 اجتماعات" in meetings
    assert "BEGIN:VCALENDAR" in (arabic / "cadence" / "all.ics").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["de-AT", "he"])
def foreign(request, tmp_path_factory):
    """The site of the small playbook in a language without a catalogue, and what the build said of it."""
    folder = searched(small(tmp_path_factory.mktemp("foreign")))
    replace(folder / "data" / "playbook.yml", "locale: en-GB", f"locale: {request.param}")
    done = run("build", "--strict", cwd=folder)
    assert done.code == 0, done.said
    return request.param, folder / "site", done.said


def test_without_a_catalogue_everything_of_ours_is_english_and_the_build_says_so(foreign):
    name, site, said = foreign
    assert f"the interface speaks English, dates included: there is no catalogue for `{name}`" in said
    page = _page(site / "cadence" / "index.html")
    assert (page.get("lang"), page.get("dir")) == (name, "rtl" if name == "he" else "ltr")
    meetings = " ".join(re.sub("[\u2068\u2069]", "", page.find(".//article").text_content()).split())
    assert "every Tuesday, 10:00 London" in meetings
    assert "65 meetings from 1 January 2030 to 31 December 2030." in meetings
    assert page.xpath("string(//*[@data-pb-spoken]/@lang)") == "en-GB"
    assert 'placeholder="Search"' in (site / "index.html").read_text(encoding="utf-8")


def test_what_is_ours_is_marked_as_english_and_what_the_authors_wrote_is_not(foreign):
    name, site, _ = foreign
    for path in ("cadence", "roles/shop-manager", "responsibilities", "print"):
        page = _page(site / path / "index.html")
        spoken = {}
        for element in page.iter(etree.Element):
            for holder, text in [(element, element.text), (element.getparent(), element.tail)]:
                if text and text.strip():
                    language = holder.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
                    spoken.setdefault(" ".join(text.split()), set()).add(language)
        theirs = "Head of the bakery" if path == "responsibilities" else "Shop manager"
        assert spoken[theirs] == {name}, path
        ours = {"cadence": "65 meetings from", "roles/shop-manager": "Held by", "responsibilities": "Does the work."}
        said = [languages for text, languages in spoken.items() if text.startswith(ours.get(path, "Held by"))]
        assert said, path
        assert all(languages == {"en-GB"} for languages in said), path


def test_pages_above_the_versions_are_english_where_the_interface_is(tmp_path):
    folder = small(tmp_path / "playbook")
    replace(folder / "data" / "playbook.yml", "locale: en-GB", "locale: he")
    public = tmp_path / "public"
    git(folder, "init", "--quiet")
    done = run("publish", "2030-1", "--to", public, cwd=registered(folder))
    assert done.code == 0, done.said
    for path in ("index.html", "on/index.html", "verify/index.html", "404.html", "s/role-cashier/index.html"):
        body = _page(public / path).find("body")
        assert (body.get("lang"), body.get("dir")) == ("en-GB", "ltr"), path
    cited = _page(public / "2030-1" / "s" / "role-cashier" / "index.html")
    said = cited.find(".//*[@class='said wide']")
    assert (said.get("lang"), said.get("dir")) == ("he", "rtl")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 يوم"),
        (1, "يوم واحد"),
        (2, "يومين"),
        *((number, f"{number} أيام") for number in (3, 10, 103, 110)),
        *((number, f"{number} يومًا") for number in (11, 99, 111)),
        *((number, f"{number} يوم") for number in (100, 102, 1000)),
    ],
)
def test_arabic_has_six_numbers(number, said):
    arabic = locale_of("ar")
    assert Words(arabic, translations(arabic)).count(number, "%(count)s day", "%(count)s days") == said


def test_text_of_the_facts_keeps_its_own_direction(arabic, small_site):
    for page in arabic.rglob("index.html"):
        for link in _page(page).xpath("//article//a[contains(@class, 'pb-link--')]"):
            assert link.xpath("string(bdi)") == link.text_content() or link.get("download") is not None, page
    assert not any("<bdi" in page.read_text(encoding="utf-8") for page in small_site.rglob("index.html"))


def test_a_foreign_value_in_a_sentence_keeps_its_full_stop(arabic):
    table = _page(arabic / "responsibilities" / "index.html").find(".//article").text_content()
    assert "المساءلة مشتركة: \u2068Both pay for a wrong choice.\u2069" in table


@pytest.mark.parametrize(
    ("given", "isolated"),
    [
        ("<p>The client.</p>", "<p><bdi>The client.</bdi></p>"),
        ("<p>العميل: The client</p>", "<p>العميل: The client</p>"),
        (
            "<a>A &amp; B</a>, up to 3; <b>5 &lt; 6</b>",
            "<a><bdi>A &amp; B</bdi></a>, <bdi>up to 3</bdi>; <b>5 &lt; 6</b>",
        ),
        ('<i title="a > b">x</i> (y)', '<i title="a > b"><bdi>x</bdi></i> <bdi>(y)</bdi>'),
        ("<svg><text>x</text></svg><option>x</option><bdi>x</bdi>",) * 2,
        ("<!-- x --> 10:00 – 12:00 \ue002",) * 2,
        ("<!doctype html>\n<title>x</title>",) * 2,
    ],
)
def test_isolation_touches_nothing_but_text_of_the_other_direction(given, isolated):
    assert bidi.isolated(given) == isolated
    assert bidi.isolated(isolated) == isolated


def test_a_locale_is_said_as_its_language_says_it_and_then_in_english(tmp_path, monkeypatch):
    known = {"de": {"Chair": "Vorsitz", "Agenda": "Tagesordnung"}, "de_AT": {"Chair": "Obfrau"}}
    monkeypatch.setattr(locale, "FOLDER", tmp_path)
    locale._chained.cache_clear()
    for language, phrases in known.items():
        catalogue = Catalog(locale=language)
        for english, said in phrases.items():
            catalogue.add(english, said)
        file_of(language).parent.mkdir(parents=True)
        file_of(language).write_bytes(written(catalogue))
    found = {name: translations(locale_of(name)) for name in ("de-AT", "de-CH", "de", "en-GB", "no-such-place")}
    said = {name: [each.gettext(text) for text in ("Chair", "Agenda", "Ends")] for name, each in found.items()}
    locale._chained.cache_clear()
    assert said["de-AT"] == ["Obfrau", "Tagesordnung", "Ends"]
    assert said["de-CH"] == said["de"] == ["Vorsitz", "Tagesordnung", "Ends"]
    assert said["en-GB"] == said["no-such-place"] == ["Chair", "Agenda", "Ends"]


def test_a_catalogue_is_read_once():
    arabic = locale_of("ar")
    assert translations(arabic) is translations(locale_of("ar"))
    assert type(translations(locale_of("en-GB"))) is NullTranslations


@pytest.mark.parametrize(
    ("name", "goes_by", "theme"),
    [
        ("zh-TW", ("zh-Hant-TW", "zh-Hant", "zh-TW", "zh"), "zh-Hant"),
        ("pt_BR", ("pt-BR", "pt"), "pt-BR"),
        ("de-AT", ("de-AT", "de"), "de"),
        ("he-IL", ("he-IL", "he"), "he"),
        ("ga", ("ga",), "en"),
    ],
)
def test_the_theme_speaks_the_nearest_language_it_has(name, goes_by, theme):
    material, spoken = Theme(name="material"), locale_of(name)
    assert names(spoken) == goes_by
    set_language(material, Words(spoken))
    assert (material["language"], material["direction"]) == (theme, "rtl" if name == "he-IL" else "ltr")
    assert tag(spoken) == goes_by[0]
