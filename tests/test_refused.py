"""What an author gets wrong: the place to the column, a hint, and the last site as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support import Ended, at_once, replace, run, small, tree


@dataclass(frozen=True)
class Slip:
    """One thing an author gets wrong in the small playbook.

    `old` becomes `new` in `file`, or `new` is all that a new file holds where `old` is empty. The message stands at
    the `nth` place where `at` stands in the file, or at its beginning where `at` is empty; it holds `said`, and the
    hint holds `hint`.
    """

    name: str
    file: str
    old: str
    new: str
    at: str
    said: str
    hint: str
    nth: int = 1
    more: dict[str, str] = field(default_factory=dict)
    """Other files to write beside it."""

    def make(self, playbook: Path) -> str:
        """Get it wrong, and return the place that the message must begin with."""
        path = playbook / self.file
        for name, text in self.more.items():
            _write(playbook / name, text)
        text = replace(path, self.old, self.new) if self.old else _write(path, self.new)
        if not self.at:
            return f"{self.file}:1:1"
        index = -1
        for _ in range(self.nth):
            index = text.index(self.at, index + 1)
        line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
        return f"{self.file}:{line}:{column}"


def _write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return text


RACI, HOME = "data/responsibilities.yml", "docs/index.md"
AGAIN = {"docs/about/index.md": "# Again {: #again }\n"}
END = "## Approvals {: #approvals }"


def _on_home(name: str, text: str, at: str, said: str, hint: str, nth: int = 1) -> Slip:
    return Slip(name, HOME, END, f"{text}\n\n{END}", at, said, hint, nth)


SLIPS = [
    Slip("role", RACI, "consulted: cashier", "consulted: cashire", "cashire", "no role `cashire`", "mean `cashier`?"),
    Slip(
        "key-twice",
        RACI,
        "    name: Mend the tills\n",
        "    name: Mend the tills\n    name: Mend them\n",
        "name: Mend them",
        "the key `name` is written twice; first at data/responsibilities.yml:",
        "keep one",
    ),
    Slip(
        "entity-twice",
        "data/roles.yml",
        "  mechanic:\n",
        "  cashier:\n    name: Again\n  mechanic:\n",
        "cashier:\n",
        "the key `cashier` is written twice",
        "keep one",
        nth=2,
    ),
    Slip("tab", "data/phases.yml", "    order: 2", "\torder: 2", "\t", "a tab is used for indentation", "with spaces"),
    Slip(
        "frequency",
        "data/cadence.yml",
        "every: week",
        "every: bi-annual",
        "bi-annual",
        "`bi-annual` can mean two things",
        "`6 months` for twice a year or `2 years`",
    ),
    Slip(
        "key",
        RACI,
        "    responsible: mechanic\n    consulted",
        "    resposible: mechanic\n    consulted",
        "resposible",
        "`resposible` is no code of `RACI`",
        "did you mean `responsible`?",
    ),
    Slip(
        "script-link",
        "data/onboarding.yml",
        "https://example.org/log",
        "javascript:alert(1)",
        "javascript:",
        "not one that a reader can safely open",
        "https://",
    ),
    Slip(
        "hidden-script-link",
        "data/onboarding.yml",
        "https://example.org/log",
        '" JavaScript:alert(1)"',
        '" Java',
        "not one that a reader can safely open",
        "https://",
    ),
    Slip(
        "data-link",
        "data/onboarding.yml",
        "https://example.org/log",
        '"data:text/html,<script>alert(1)</script>"',
        '"data:',
        "not one that a reader can safely open",
        "https://",
    ),
    Slip(
        "page-link",
        "data/onboarding.yml",
        "link: roles/index.md",
        "link: roles/indx.md",
        "roles/indx",
        "there is no page `roles/indx.md`",
        "did you mean `roles/index.md`",
    ),
    Slip(
        "no-address",
        "data/onboarding.yml",
        "https://example.org/log",
        '"https://[x"',
        '"https://[x',
        "is no address",
        "https://example.org/",
    ),
    _on_home("macro-id", 'So: {{ raci("sellign") }}', "sellign", "no workstream `sellign`", "did you mean `selling`?"),
    _on_home("macro-value", '{{ role_directory(level="top") }}', "top", "no level `top`", "tactical"),
    _on_home("macro", "So: {{ racy() }}", "racy", "'racy' is undefined", "did you mean `raci`"),
    _on_home("macro-argument", "So: {{ role() }}", "{{ role()", "role", "macro reference"),
    _on_home("macro-absent", "So: {{ role(playbook.head) }}", "head)", "Playbook has no `head`", "known here"),
    _on_home("macro-keyword", 'So: {{ raci(rol="cashier") }}', "{{ raci(rol", "rol", "by keyword"),
    _on_home("syntax", "So: {{ raci( }}", "{{ raci(", "unexpected", "macro reference"),
    _on_home(
        "unclosed", "{% if playbook %}", "{{ approvals() }}", "innermost block that needs to be closed is 'if'", "macro"
    ),
    _on_home("field", "So: {{ playbook.rolls }}", "rolls", "Playbook has no `rolls`", "mean `roles`?"),
    _on_home("class", "So: {{ ''.__class__.__mro__ }}", "{{ ''", "unsafe", "read the playbook and call macros"),
    _on_home("change", "So: {{ playbook.__setattr__('x', 1) }}", "{{ playbook.__", "unsafe", "nothing else"),
    _on_home("include", "{% include 'secret.txt' %}", "{% include", "cannot bring in another file", "call macros"),
    _on_home("power", "So: {{ 9**(9**9) }}", "{{ 9**", "`**` is too much for a page", "nothing else"),
    _on_home("long", "So: {{ 'x' * 9999999999 }}", "{{ 'x'", "`*` is too much for a page", "nothing else"),
    _on_home("entity", "So: {{ playbook.roles.cashire }}", "cashire", "Entities has no `cashire`", "mean `cashier`?"),
    _on_home("link", "See [it](roles/buyers.md).", "roles/buyers.md", "leads nowhere", "roles/"),
    _on_home(
        "anchor",
        "See [it](roles/index.md#evryone).",
        "roles/index.md#evr",
        "not on that page",
        "`roles/index.md#everyone`?",
    ),
    _on_home("own-anchor", "See [it](#in-a-sentense).", "#in-a-sentense", "not on that page", "`#in-a-sentence`?"),
    _on_home("page-script", "See [it](javascript:alert(1)).", "javascript:", "not one that is safe", "https://"),
    _on_home("page-element", "<script>alert(1)</script>", "<script", "`script` has no place on a page", "Markdown"),
    _on_home("page-frame", "<iframe srcdoc=x></iframe>", "<iframe", "`iframe` has no place", "Markdown"),
    _on_home("page-event", "[x](roles/index.md){: onclick=x }", "onclick", "`onclick` acts by itself", "delete it"),
    _on_home(
        "page-style",
        "<p style='background: url(x)'>x</p>",
        "background",
        "the style `background: url(x)` has no place",
        "styles",
    ),
    _on_home("page-fetch", "![x](https://example.org/x.png)", "https:", "would fetch `https:", "put the file"),
    _on_home(
        "page-form", "<p formaction=javascript:x>x</p>", "formaction", "`formaction` has no place on `p`", "delete it"
    ),
    _on_home("page-odd", "See [it](http://[x).", "http://[x", "is no address", "https://"),
    _on_home("id-twice", "## Again {: #in-a-sentence }", "#in-a-sentence", "in-a-sentence", "another id", nth=2),
    Slip("same-address", "docs/about.md", "# About", "# About", "", "the same address", "rename one", more=AGAIN),
    Slip(
        "eaten", "docs/note.md", "", "Note: this is lost\n\n# Note {: #note }\n", "", "would be lost", "an empty line"
    ),
    Slip("a-space", "docs/a b.md", "", "# X {: #x }\n", "", "the name holds a space", "rename it"),
    Slip("an-accent", "docs/rôle.md", "", "# X {: #x }\n", "", "the name holds `ô`", "letters, digits"),
    Slip(
        "theme-template",
        "docs/about.md",
        "home: [statement]",
        "home: [statement]\ntemplate: redirect.html",
        "redirect.html",
        "the template `redirect.html` is not for pages",
        "custom_dir",
    ),
    Slip("templates", "docs/templates/x.md", "", "# X {: #x }\n", "", "would not become a page", "rename it"),
    Slip("hidden", "docs/.x.md", "", "# X {: #x }\n", "", "would not become a page", "rename it"),
    Slip("no-kind", "docs/about.md", "home: [statement]", "home: [statment]", "statment", "kind", "mean `statement`?"),
    Slip("no-kind-page", "docs/[wombat].md", "", "# X {: #x }\n", "", "there is no kind `wombat`", "known here:"),
    Slip("carries", HOME, "carries: [S3]", "carries: [S3, S9]", "S9", "there is no statement `S9`", "S"),
    Slip("title", HOME, "title: Home", "title: So {{ racy() }}", "So {{", "a title cannot call a macro", "heading"),
    Slip("no-macros", HOME, "title: Home", "render_macros: false", "render", "`render_macros` has no use", "delete it"),
    Slip(
        "front",
        "docs/about.md",
        "home: [statement]",
        "home: [statement\nx: y",
        "[statement",
        "a bracket opens here",
        "close it",
    ),
    Slip(
        "template-page",
        "docs/roles/[role].md",
        "{{ role_card(this.id) }}",
        "{{ role_card(this.identity) }}",
        "identity",
        "Role has no `identity`",
        "known here: ",
    ),
]


@dataclass(frozen=True)
class Refused:
    """How the command took it."""

    place: str
    build: Ended
    before: dict[str, str]
    after: dict[str, str]
    beside: list[str]


def _refused(slip: Slip, folder: Path) -> Refused:
    playbook = small(folder / slip.name)
    _write(playbook / "site" / "index.html", "the last good site")
    place, before = slip.make(playbook), tree(playbook / "site")
    build = run("build", cwd=playbook)
    beside = sorted(path.name for path in playbook.iterdir() if path.name.startswith("site"))
    return Refused(place, build, before, tree(playbook / "site"), beside)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Refused]:
    folder = tmp_path_factory.mktemp("refused")
    found = at_once(lambda slip: _refused(slip, folder), SLIPS)
    return {slip.name: one for slip, one in zip(SLIPS, found, strict=True)}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_refused_where_it_was_made(slip: Slip, refused: dict[str, Refused]):
    found = refused[slip.name]
    assert found.build.code == 1
    assert found.build.out == ""
    head, hint, *_ = found.build.err.splitlines()
    assert head.startswith(f"{found.place}: error: "), f"{head!r} is not at {found.place}"
    assert slip.said in head
    assert re.match(r"    hint: \S", hint)
    assert slip.hint in hint
    assert "Traceback" not in found.build.said


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_leaves_the_last_site_as_it_was(slip: Slip, refused: dict[str, Refused]):
    found = refused[slip.name]
    assert found.after == found.before
    assert found.beside == ["site"]
