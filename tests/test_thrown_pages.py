"""Whatever stands on a page: a page, or problems with places; never another error, never without end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from macros import MACROS
from playbook.loading import load
from playbook.pages import sandbox_limits
from playbook.pages.macro_context import MacroContext
from playbook.pages.pages import read_pages
from playbook.pages.placeholders import CLOSE, OPEN, Placeholders
from playbook.pages.sandbox import PageEnvironment, PageText
from playbook.problems import Problem, Problems, as_text
from playbook.rendering.addresses import Here
from playbook.rendering.renderer import Renderer
from tests.drawn import CHEAP, often
from tests.examples import SECONDS, any_of, located, printable
from tests.support import SMALL


class Pages:
    """A folder of one page, and what its macros are called with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.playbook = load.load(SMALL / "data").or_raise()
        self.found = Problems()
        self.placeholders = Placeholders()
        self.current = PageText("docs/page.md")
        self.environment = PageEnvironment(self.placeholders, lambda: self.current, self._add)
        self.renderer = Renderer()
        self.markdown = Markdown(extensions=["admonition", "attr_list", "def_list", "footnotes", "tables", "toc"])
        (folder / "docs" / "roles").mkdir(parents=True)
        (folder / "docs" / "roles" / "index.md").write_text("# Roles {: #roles }\n", encoding="utf-8")

    def _add(self, problem: Problem) -> None:
        self.found.add(problem)

    def hold(self, text: str) -> None:
        """Hold an example against what every page gets."""
        (self.folder / "docs" / "page.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        with sandbox_limits.watched(SECONDS):
            pages = read_pages(self.folder / "docs", "docs", self.playbook)
            self.found = Problems(pages.problems)
            for page in pages.pages:
                context = MacroContext(
                    self.playbook, Here(page.url, pages.addresses(self.playbook)), self.renderer, self.placeholders
                )
                macros = {macro.__name__: partial(macro, context) for macro in MACROS if macro.__name__ in MEANT}
                self.environment.globals = {"playbook": self.playbook, **macros}
                self.current = PageText(page.written, page.first_line)
                html = self.placeholders.restore(
                    self.markdown.reset().convert(self.environment.from_string(page.text).render())
                )
                assert OPEN not in html
                assert CLOSE not in html
        located(self.found, self.folder)
        printable(as_text(self.found))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("pages"))


MEANT = ("role", "raci", "forum", "cadence", "term", "cycle", "phase_overview", "role_card")
PARTS = st.one_of(
    any_of(
        "{{;}};{%;%};{#;#};{{ ; }};{% ; %};-;|;~;.;(;);[;];,;playbook;roles;cashier;name;this;loop;x"
        ";\"cashier\";'x';1;0;*;**;%;/;for x in ;if ;set x = ;macro m();endfor;endif;raw;endraw;block b;call m()"
        ";else;include 'x';import 'x' as y;extends 'x';not ; in ; is defined;__class__;upper;join;role(;raci("
        ";forum(;term(;role_card(;{{ raci() }};{{ playbook.roles }};\n;\n\n;# ;---\n;title: x\n;carries: [S1]\n"
        ";home: role\n;Note: x;> ;- ;`;[x](;http://[;|a|b|;\ue000\ue010\ue001;\ue000;\x00;\u202e"
        ";\ufeff;é;<b>;{: #x };    "
    ),
    st.text(max_size=5),
)
WHOLE = any_of(
    "{{ role('cashier') }};{% for x in playbook.roles %}{{ x.name }}{% endfor %};{{ raci() }};words ;\n\n"
    ";{{ playbook.roles.cashier.;{% if playbook.roles %};{% endif %};{{ role(;{{ term('x') }};## x {: #x }\n"
)


@often(CHEAP)
@given(st.one_of(st.lists(PARTS, max_size=25), st.lists(st.one_of(PARTS, WHOLE), max_size=12)).map("".join))
def test_any_text_of_a_page(pages: Pages, text: str):
    pages.hold(text)
