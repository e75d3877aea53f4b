"""What a team may put in the place of something: a template, a page, a folder for a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.support import built, run, small, tree


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    return small(tmp_path)


def _article(page: Path) -> str:
    article = etree.parse(str(page), etree.HTMLParser(encoding="utf-8")).find(".//article")
    for beside in article.xpath(".//*[@data-pb-standing] | .//noscript | .//*[@data-pb-sheet]"):
        beside.getparent().remove(beside)
    return " ".join("".join(article.itertext()).split())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_template_of_the_team_wins(playbook: Path, small_site: Path):
    words = "{% for code in codes %}{{ code.letter }}={{ code.word }}; {% endfor %}"
    template = f'{{# context: codes #}}\n<p class="ours">{words}</p>\n'
    _write(playbook / "overrides" / "partials" / "playbook" / "responsibilities" / "legend.html", template)
    site = built(playbook)
    ours = etree.parse(str(site / "responsibilities" / "index.html"), etree.HTMLParser()).find(".//p[@class='ours']")
    assert "".join(ours.itertext()) == "R=Responsible; A=Accountable; C=Consulted; I=Informed; "
    changed = {name for name, digest in tree(site).items() if tree(small_site).get(name) != digest}
    assert {name for name in changed if name.endswith(".html")} == {"responsibilities/index.html", "print/index.html"}


def test_a_template_of_the_team_may_extend_what_it_replaces_and_is_escaped_too(playbook: Path):
    template = "{# context: codes #}\n{% for code in codes %}{{ code.word ~ '<i>' }}{% endfor %}\n"
    _write(playbook / "overrides" / "partials" / "playbook" / "responsibilities" / "legend.html", template)
    assert "Responsible<i>Accountable<i>" in _article(built(playbook) / "responsibilities" / "index.html")


FAILING = {
    "{{ nothing }}": (1, "UndefinedError: `'nothing' is undefined`"),
    "one\n\n{{ codes.nothing.more }}": (3, "UndefinedError: "),
    "one\n{{ 1 // 0 }}": (2, "ZeroDivisionError: "),
    "one\n{% if": (2, "TemplateSyntaxError: "),
    "one\n{% include 'nowhere.html' %}": (2, "TemplateNotFound: "),
}


@pytest.mark.parametrize("text", FAILING)
def test_a_template_of_the_team_that_fails_is_told_with_its_line(playbook: Path, text: str):
    _write(playbook / "overrides" / "partials" / "playbook" / "responsibilities" / "legend.html", text)
    done, (line, told) = run("build", cwd=playbook), FAILING[text]
    assert done.code == 1
    place = f"overrides/partials/playbook/responsibilities/legend.html:{line}:1"
    assert done.err.startswith(f"{place}: error: this code of the playbook's own fails: {told}")
    assert "Traceback" not in done.said


@pytest.mark.parametrize("name", ["partials/playbook/responsibilities/legend.html", "own.html", "own", "partials"])
def test_a_link_out_of_the_overrides_is_refused(playbook: Path, tmp_path_factory: pytest.TempPathFactory, name: str):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    _write(elsewhere / "secret.html", "secret")
    link = playbook / "overrides" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere / "secret.html" if link.suffix else elsewhere)
    for command in ("check", "build"):
        done = run(command, cwd=playbook)
        assert done.code == 1
        assert f"overrides/{name}:1:1: error: this is a link that leads out of `overrides` [file]" in done.said
    assert not (playbook / "site").exists()


def test_a_link_within_the_overrides_is_followed(playbook: Path):
    _write(playbook / "overrides" / "ours" / "legend.html", "<p>Ours</p>")
    link = playbook / "overrides" / "partials" / "playbook" / "responsibilities" / "legend.html"
    link.parent.mkdir(parents=True)
    link.symlink_to(playbook / "overrides" / "ours" / "legend.html")
    assert "Ours" in _article(built(playbook) / "responsibilities" / "index.html")


def test_a_page_of_its_own_wins_over_the_page_of_many(playbook: Path, small_site: Path):
    _write(
        playbook / "docs" / "roles" / "cashier.md", '# Our cashier {: #our-cashier }\n\n{{ role_card("cashier") }}\n'
    )
    site = built(playbook)
    assert _article(site / "roles" / "cashier" / "index.html").startswith("Our cashier")
    assert _article(site / "roles" / "mechanic" / "index.html") == _article(small_site / "roles/mechanic/index.html")
    assert tree(site).keys() == tree(small_site).keys()


def test_a_page_of_its_own_has_no_entity(playbook: Path):
    _write(playbook / "docs" / "roles" / "cashier.md", "# {{ this.name }} {: #our-cashier }\n")
    done = run("build", cwd=playbook)
    assert done.code == 1
    assert done.err.startswith("docs/roles/cashier.md:1:6: error: 'this' is undefined")


def test_a_folder_of_files_says_the_same_as_one_file(playbook: Path, small_site: Path):
    for subject, key in (("roles", "tills-head"), ("cadence", "heads-meet"), ("glossary", "loaf")):
        file = playbook / "data" / f"{subject}.yml"
        text = file.read_text(encoding="utf-8")
        head, rest = text.split("\n", 1)
        begin = rest.index(f"  {key}:\n")
        _write(playbook / "data" / subject / "1-first.yml", f"{head}\n{rest[:begin]}")
        _write(playbook / "data" / subject / "2" / "second.yml", f"{head}\n{rest[begin:]}")
        file.unlink()
    assert tree(built(playbook)) == tree(small_site)


def test_a_mistake_in_a_folder_of_files_is_told_in_its_file(playbook: Path):
    text = (playbook / "data" / "glossary.yml").read_text(encoding="utf-8")
    (playbook / "data" / "glossary.yml").unlink()
    _write(playbook / "data" / "glossary" / "a.yml", text)
    _write(playbook / "data" / "glossary" / "b.yml", "terms:\n  loaf:\n    name: Again\n    definition: Again.\n")
    done = run("build", cwd=playbook)
    assert done.code == 1
    place, _, first = done.err.splitlines()[0].partition(": error: ")
    assert place == "data/glossary/b.yml:2:3"
    assert first.startswith("the key `loaf` is written twice; first at data/glossary/a.yml:")


def test_what_a_team_registers_with_the_macros_plugin_reaches_its_pages(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    with (folder / "macros" / "__init__.py").open("a", encoding="utf-8") as module:
        module.write(
            "\n\nours = define_env\n\n\ndef define_env(env):\n"
            "    ours(env)\n"
            "    env.variables['motto'] = 'Bread <first>'\n"
            "    env.variables['made'] = object()\n"
            "    env.macro(lambda: 'baked here', 'where')\n"
            "    env.filter(lambda text: text.upper(), 'loud')\n"
        )
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nextra: {season: spring}\n")
    page = folder / "docs" / "index.md"
    text = "\n\n{{ motto }}, {{ where() }} in {{ season }}, {{ 'warm' | loud }}.\n"
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")
    said = (built(folder) / "index.html").read_text(encoding="utf-8")
    assert "Bread &lt;first&gt;, baked here in spring, WARM." in said
    for name in ("made", "config", "environment", "git", "plugin", "navigation"):
        page.write_text(f"# Home {{: #home }}\n\n{{{{ {name} }}}}\n", encoding="utf-8")
        refused = run("build", cwd=folder)
        assert (refused.code, f"'{name}' is undefined" in refused.err) == (1, True), refused.said
