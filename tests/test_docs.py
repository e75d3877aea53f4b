"""Everything that an author can write or type is documented where authors look."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from macros import MACROS
from macros.reference import macro_reference
from playbook.commands.cli import main
from playbook.model import SUBJECTS, Model
from playbook.model.base import INTERNAL
from playbook.site.options import PlaybookConfig
from playbook.views.field_types import inner_model
from tests import golden
from tests.support import ROOT
from tests.views.context import context, shown, text

README, AGENTS = ROOT / "README.md", ROOT / "AGENTS.md"
GUIDES = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "authoring").glob("*.md"))]
SENTENCE = re.compile(r"[A-Z`].*\.")


def _models(model: type[Model]) -> Iterator[type[Model]]:
    """Iterate over a record and every record below it."""
    yield model
    for field in model.model_fields.values():
        below, _ = inner_model(field)
        if below is not None and not str(field.alias or "").startswith(INTERNAL):
            yield from _models(below)


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Iterate over every command that a user can type after `playbook`, those inside groups included."""
    waiting: list[tuple[str, click.Command]] = [("playbook", main)]
    for name, command in waiting:
        yield name, command
        if isinstance(command, click.Group):
            waiting += [(f"{name} {word}", inner) for word, inner in command.commands.items()]


def _options() -> list[tuple[str, click.Option]]:
    return [(name, item) for name, command in _commands() for item in command.params if isinstance(item, click.Option)]


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: macro.__name__)
def test_a_macro_says_what_it_shows(macro):
    documented = inspect.getdoc(macro) or ""
    assert SENTENCE.fullmatch(documented.split("\n\n")[0].replace("\n", " ")), "its first paragraph is one sentence"
    untold = [name for name in inspect.signature(macro).parameters if name not in ("context", "id", "text")]
    assert [name for name in untold if not re.search(rf"\b{name}\b", documented)] == []


def test_no_two_macros_share_a_name():
    names = [macro.__name__ for macro in MACROS]
    assert sorted(set(names)) == sorted(names)


def test_the_macro_reference_shows_every_macro(tmp_path):
    here = context(golden.loaded(tmp_path, {}).playbook, macros=MACROS)
    written = [text(term) for term in shown(here, macro_reference).select("dt")]
    assert [re.match(r"{{ (\w+)\(", entry)[1] for entry in written] == [macro.__name__ for macro in MACROS]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_key_has_a_description(subject):
    bare = [
        f"{model.__name__}.{name}"
        for model in _models(SUBJECTS[subject])
        for name, field in model.model_fields.items()
        if name != "origin" and not (field.description or "").endswith((".", "…"))
    ]
    assert bare == []


def test_every_command_and_option_says_what_it_does():
    silent = [name for name, command in _commands() if not SENTENCE.match(command.help or "")]
    silent += [f"{name} {option.opts[0]}" for name, option in _options() if not option.help]
    assert silent == []


def test_every_command_and_option_is_in_a_guide():
    guides = "\n".join(path.read_text(encoding="utf-8") for path in GUIDES)
    missing = [name for name, _ in _commands() if not re.search(rf"\b{name}\b", guides)]
    for name, option in _options():
        if not any(re.search(rf"(?<![\w-]){word}(?![\w-])", guides) for word in option.opts if word.startswith("--")):
            missing.append(f"{name} {option.opts[-1]}")
    assert missing == []


def test_the_guides_name_no_command_and_no_option_that_is_not_there():
    known = {name for name, _ in _commands()}
    options = {word for _, option in _options() for word in (*option.opts, *option.secondary_opts)}
    wrong = []
    for path in (*GUIDES, AGENTS, ROOT / "SECURITY.md"):
        typed = re.findall(r"(?:`|\$ )(playbook [a-z][^`\n]*)", path.read_text(encoding="utf-8"))
        for words in map(str.split, typed):
            named = [" ".join(words[:2]), *(word.split("=")[0] for word in words if word.startswith("--"))]
            wrong += [f"{path.name}: {word}" for word in named if word not in known | options]
    assert wrong == []


def test_the_readme_has_a_line_for_every_command():
    lines = re.findall(r"^\| `(playbook[a-z ]*)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(lines) == sorted(name for name, command in _commands() if not isinstance(command, click.Group))


def test_the_page_for_programs_names_every_target_and_no_other():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", AGENTS.read_text(encoding="utf-8"))) == set(targets)


@pytest.mark.parametrize(
    "path", [README, AGENTS, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"], ids=lambda path: path.name
)
def test_the_files_that_the_first_pages_name_are_there(path: Path):
    text = path.read_text(encoding="utf-8")
    linked = [name.partition("#")[0] for name in re.findall(r"\]\((?!https?:)([^)#]+[^)]*)\)", text)]
    named = re.findall(r"`((?:tests|docs|src)/[\w./-]*)`", text)
    assert [name for name in (*linked, *named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("setting", [name for name, _ in PlaybookConfig._schema])
def test_every_setting_of_the_plugin_is_documented(setting):
    guide = (ROOT / "docs" / "authoring" / "index.md").read_text(encoding="utf-8")
    assert f"\n| `{setting}` | " in guide
