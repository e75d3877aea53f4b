"""What of a playbook is code, which its owner answers for, and what of that a branch changes.

Facts and pages are written by both parties and do nothing but say something. What is listed here runs when the site is
built, or decides what does.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

import yaml

from playbook.folders.git import GitSaysNothing, asked, commit_of
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted

ALWAYS = (
    "macros/", "overrides/", "checks/", "hooks/", "hosts/", "requirements/", "requirements.txt", "pyproject.toml",
    ".github/", ".gitlab/", ".gitlab-ci.yml", ".forgejo/", ".gitattributes", ".gitmodules", "CODEOWNERS",
)  # fmt: skip
"""Folders and files that are code of the owner in every playbook, beside its settings."""


def code_of(config_file: Path) -> tuple[str, ...]:
    """Return the folders, which end with a stroke, and the files that are code in a playbook with these settings.

    The settings are read and not followed: whoever asks does not yet trust what they name.
    """
    try:
        settings = yaml.compose(config_file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        settings = None
    named = [config_file.name, *_values(settings, {"custom_dir", "hooks", "INHERIT"})]
    for module in _values(settings, {"module_name", "modules"}):
        named += [module.replace(".", "/"), f"{module.replace('.', '/')}.py"]
    pages = next(_values(settings, {"docs_dir"}), "docs")
    named += [f"{pages}/{each}" for each in _values(settings, {"extra_javascript", "extra_css"})]
    plain = (posixpath.normpath(each) for each in named)
    return tuple(dict.fromkeys([*ALWAYS, *(name for each in plain for name in (each, f"{each}/"))]))


def _values(settings: yaml.Node | None, keys: set[str]) -> Iterator[str]:
    """Iterate over the texts that stand below any of some keys, wherever these stand; each part is looked at once."""
    waiting, seen = [(settings, False)], set()
    while waiting:
        node, inside = waiting.pop()
        if (id(node), inside) in seen:
            continue
        seen.add((id(node), inside))
        if isinstance(node, yaml.ScalarNode) and inside:
            yield str(node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(each, inside) for each in node.value]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(value, inside or str(key.value) in keys) for key, value in node.value]
            waiting += [(key, inside) for key, _ in node.value if inside]  # a script may be a key, with its settings


def changed_code(config_file: Path, since: str) -> Iterator[Problem]:
    """Iterate over the files of the owner's code that are not as they were where a branch left the commit `since`.

    What is not committed yet counts too, and nothing of the playbook is run. Raise `PlaybookError` where git cannot
    tell.
    """
    root, code = config_file.resolve().parent, code_of(config_file)
    try:
        names = _changed(root, since)
    except GitSaysNothing as error:
        place = Place(config_file.name)
        raise PlaybookError(Problems([Problem(place, "code-changed", str(error), error.hint)])) from None
    for name in sorted(names):
        if any(name == each.rstrip("/") or (each.endswith("/") and name.startswith(each)) for each in code):
            message = f"this is code of the owner, and not as it is in {quoted(since)}"
            yield Problem(Place(name), "code-changed", message, "have its owner look at it before it is built")


def _changed(root: Path, since: str) -> set[str]:
    base = asked(root, "merge-base", commit_of(root, since), "HEAD").decode().strip()
    told = asked(root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", base)
    told += asked(root, "ls-files", "--others", "--exclude-standard", "-z")
    return set(filter(None, told.decode("utf-8", "replace").split("\0")))
