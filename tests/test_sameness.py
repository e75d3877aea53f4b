"""What stops one command stops the others: same fault, same place, same words, and a last line that says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import Ended, at_once, replace, run, small

SETTINGS, HOME, VERSION = "mkdocs.yml", "docs/index.md", "2030-1"
END = "## Approvals {: #approvals }"
COMMANDS = {
    "check": ["check", "--today", "2030-01-15"],
    "build": ["build"],
    "serve": ["serve", "-a", "127.0.0.1:0"],
    "publish": ["publish", VERSION, "--to", "../public"],
}
OUTCOMES = {
    "check": "build, serve and publish are refused",
    "build": "nothing was built",
    "serve": "nothing is served",
    "publish": "nothing was published",
}


@dataclass(frozen=True)
class Fault:
    """A change to the small playbook, and what is said of it: the beginning of each line that tells a problem."""

    name: str
    change: Callable[[Path], object]
    told: tuple[str, ...]
    hint: str = ""


def _top(text: str) -> Callable[[Path], object]:
    def change(playbook: Path) -> None:
        with (playbook / SETTINGS).open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")

    return change


def _set(old: str, new: str) -> Callable[[Path], object]:
    return lambda playbook: replace(playbook / SETTINGS, old, new)


def _feature(name: str) -> Callable[[Path], object]:
    return _set("    - navigation.tabs\n", f"    - {name}\n    - navigation.tabs\n")


def _page(text: str, page: str = HOME) -> Callable[[Path], object]:
    def change(playbook: Path) -> None:
        path = playbook / page
        path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")

    return change


def _override(playbook: Path) -> None:
    (playbook / "overrides" / "partials").mkdir(exist_ok=True)
    copyright = '<div>\n  <a href="nowhere/">Nowhere</a>\n</div>\n'
    (playbook / "overrides" / "partials" / "copyright.html").write_text(copyright, encoding="utf-8")


MENU = "nav:\n  - Home: index.md\n"
UNFIT = ("offline", "privacy", "blog", "info", "social", "optimize")
"""The plugins of the theme that a playbook cannot be built with."""

FAULTS = [
    Fault(
        "reference",
        lambda at: replace(at / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire"),
        ("data/responsibilities.yml:{cashire}: error: there is no role `cashire`",),
        "did you mean `cashier`?",
    ),
    Fault(
        "menu",
        _top(MENU + "  - Roles: roles/indx.md"),
        ("mkdocs.yml:{roles/indx.md}: error: the menu leads to `roles/indx.md`",),
        "did you mean `roles/index.md`",
    ),
    Fault(
        "page-gone",
        lambda at: ((at / "docs/contract.md").unlink(), _top(MENU + "  - contract.md")(at)),
        ("mkdocs.yml:{contract.md}: error: the menu leads to `contract.md`, and there is no such page",),
    ),
    Fault(
        "menu-address",
        _top(MENU + "  - Roles: roles/"),
        ("mkdocs.yml:{roles/}: error: the menu leads to `roles/`",),
        "`roles/index.md`",
    ),
    Fault(
        "logo",
        _set("  language: en\n", "  language: en\n  logo: assets/logo.svg\n"),
        ("mkdocs.yml:{assets/logo.svg}: error: `assets/logo.svg` leads nowhere",),
        "name a file",
    ),
    Fault(
        "favicon",
        _set("  language: en\n", "  language: en\n  favicon: fav.svg\n"),
        ("mkdocs.yml:{fav.svg}: error: `fav.svg` leads nowhere",),
    ),
    Fault(
        "style",
        _top("extra_css:\n  - playbook/bse.css"),
        ("mkdocs.yml:{playbook/bse.css}: error: `playbook/bse.css` leads nowhere",),
    ),
    Fault(
        "script",
        _top("extra_javascript:\n  - path: playbok.js\n    type: module"),
        ("mkdocs.yml:{playbok.js}: error: `playbok.js` leads nowhere",),
    ),
    Fault(
        "overrides",
        _set("custom_dir: overrides", "custom_dir: overides"),
        ("mkdocs.yml:{overides}: error: there is no folder `overides`",),
        "git keeps no empty folder",
    ),
    Fault(
        "theme",
        _set("name: material", "name: materiel"),
        ("mkdocs.yml:{theme:}: error: `theme`: Unrecognised theme name",),
    ),
    Fault(
        "plugin",
        _set("  - playbook\n", "  - serch\n  - playbook\n"),
        ('mkdocs.yml:{plugins:}: error: `plugins`: The "serch" plugin is not installed',),
    ),
    Fault(
        "instant",
        _feature("navigation.instant"),
        ("mkdocs.yml:{navigation.instant}: error: with `navigation.instant` the scripts",),
        "delete this line",
    ),
    Fault(
        "plugins-of-the-theme",
        _set("  - playbook\n", "  - playbook\n" + "".join(f"  - {name}\n" for name in UNFIT)),
        tuple(f"mkdocs.yml:{{{name}}}: error: a playbook has no use for `{name}`: it " for name in UNFIT),
        "delete this line",
    ),
    Fault(
        "icons",
        lambda at: (
            _set(
                "  font: false\n", "  font: false\n  icon: {logo: material/lopo, admonition: {note: octicons/nott}}\n"
            )(at),
            _set(
                "  generator: false\n", "  generator: false\n  social: [{icon: brands/none, link: https://x.example}]\n"
            )(at),
        ),
        (
            "mkdocs.yml:{material/lopo}: error: the theme has no icon `material/lopo`",
            "mkdocs.yml:{octicons/nott}: error: the theme has no icon `octicons/nott`",
            "mkdocs.yml:{brands/none}: error: the theme has no icon `brands/none`",
        ),
        "icons-emojis",
    ),
    Fault(
        "no-theme",
        lambda at: (_set("  name: material\n", "  name: null\n")(at), _set("  language: en\n", "")(at)),
        ("mkdocs.yml:{null}: error: the pages of a playbook need a theme that has a `base.html`",),
        "name: material",
    ),
    Fault(
        "addresses",
        _top("use_directory_urls: false"),
        ("mkdocs.yml:{false@-1}: error: this gives pages addresses that end in `.html`",),
    ),
    Fault(
        "extension",
        lambda at: (_set("  - footnotes\n", "")(at), _page("One[^one].\n\n[^one]: Two.")(at)),
        ("mkdocs.yml:{markdown_extensions:}: error: `markdown_extensions` lists no `footnotes`, which docs/index.md:",),
        "add a line `- footnotes`",
    ),
    Fault(
        "ids",
        _set("  - attr_list\n", ""),
        ("mkdocs.yml:{markdown_extensions:}: error: `markdown_extensions` lists no `attr_list`",),
    ),
    Fault(
        "excluded",
        _top("exclude_docs: |\n  about.md"),
        ("mkdocs.yml:{exclude_docs:}: error: `exclude_docs` holds back pages of the playbook: `about.md`",),
    ),
    Fault(
        "fonts",
        _set("  font: false\n", ""),
        ("mkdocs.yml:{theme:}: error: every page would fetch `https://fonts.g",),
        "font: false",
    ),
    Fault(
        "since",
        _set("  - playbook\n", "  - playbook:\n      since: v1\n"),
        ("mkdocs.yml:{v1}: error: the edition `v1` cannot be looked up: the playbook is in no git repository",),
        "clone",
    ),
    Fault(
        "frame",
        _override,
        ("overrides/partials/copyright.html:{nowhere/}: error: `nowhere/` leads nowhere",),
    ),
    Fault(
        "links",
        _page("[a](roles/buyers.md), [b](roles/buyers.md) `[c](roles/buyers.md)`\n\n[d][e]\n\n[e]: phases/indx.md"),
        (
            "docs/index.md:{roles/buyers.md}: error: the link `roles/buyers.md` leads nowhere",
            "docs/index.md:{roles/buyers.md@1}: error: the link `roles/buyers.md` leads nowhere",
            "docs/index.md:{phases/indx.md}: error: the link `phases/indx.md` leads nowhere",
        ),
        "did you mean `phases/index.md`",
    ),
    Fault(
        "more-links",
        _page("![f](x.png) <a href='about.md#about'>g</a> [h](/roles/)"),
        (
            "docs/index.md:{x.png}: error: the link `x.png` leads nowhere",
            "docs/index.md:{about.md#about}: error: the link `about.md#about` leads nowhere",
            "docs/index.md:{/roles/}: error: the link `/roles/` begins at the root of the host",
        ),
        "write the file it leads to: `roles/index.md`",
    ),
    Fault(
        "anchor",
        _page("[a](../about.md#abot)", "docs/roles/index.md"),
        ("docs/roles/index.md:{../about.md#abot}: error: the link `../about.md#abot` names an anchor that is not on",),
        "`../about.md#about`",
    ),
    Fault(
        "generated",
        _page("[a](../abouts.md)", "docs/roles/[role].md"),
        ("docs/roles/[role].md:{../abouts.md}: error: the link `../abouts.md` leads nowhere",),
        "`../about.md`",
    ),
    Fault(
        "acting",
        _page("<script>alert(1)</script>"),
        ("docs/index.md:{<script>}: error: the element `script` has no place on a page",),
    ),
    Fault(
        "version",
        lambda at: replace(at / "data/playbook.yml", 'version: "2030-1"', 'version: "v2030.1"'),
        ('data/playbook.yml:{"v2030.1"}: error: `v2030.1` cannot be part of an address',),
        "name it by its year",
    ),
]


def _expected(fault: Fault, playbook: Path) -> list[str]:
    """Return what is to be told, with the places at which what stands in braces is written: `{words@which}`."""

    def place(text: str, word: str, which: int) -> str:
        found = [match.start() for match in re.finditer(re.escape(word), text)][which]
        return f"{text.count(chr(10), 0, found) + 1}:{found - text.rfind(chr(10), 0, found)}"

    shown = []
    for told in fault.told:
        text = (playbook / told.partition(":")[0]).read_text(encoding="utf-8")
        named = re.search(r"\{(.+?)(?:@(-?\d))?\}", told)
        assert named
        shown.append(told.replace(named[0], place(text, named[1], int(named[2] or 0))))
    return shown


def _ended(fault: Fault, folder: Path) -> tuple[list[str], dict[str, Ended]]:
    playbook = small(folder / fault.name / "playbook")
    fault.change(playbook)
    return _expected(fault, playbook), {name: run(*words, cwd=playbook) for name, words in COMMANDS.items()}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], dict[str, Ended]]]:
    folder = tmp_path_factory.mktemp("same")
    found = at_once(lambda fault: _ended(fault, folder), FAULTS)
    return {fault.name: one for fault, one in zip(FAULTS, found, strict=True)}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_command_refuses_it_at_the_same_place_in_the_same_words(fault: Fault, ended):
    expected, commands = ended[fault.name]
    for name, done in commands.items():
        assert "Traceback" not in done.said
        assert done.code == 1, (name, done.said)
        *lines, last = (done.out if name == "check" else done.err).splitlines()
        heads = [line for line in lines if ": error: " in line]
        assert len(heads) == len(expected), (name, lines)
        for line, told in zip(heads, expected, strict=True):
            assert line.startswith(told), (name, line)
        assert fault.hint in "\n".join(lines), name
        assert re.fullmatch(rf"\d+ errors?.*: {OUTCOMES[name]}, because of the errors?", last), (name, last)
    told = {name: _problems(done.said) for name, done in commands.items()}
    assert told["build"] == told["serve"] == told["publish"] == told["check"]


def _problems(said: str) -> list[str]:
    """Return the lines that tell errors and warnings, and their hints."""
    lines = said.splitlines()
    told = [number for number, line in enumerate(lines) if re.search(r": (error|warning): ", line)]
    return [line for number in told for line in lines[number : number + 2]]
