"""One page: the file it is written in, its front matter, its text, and the address that follows from its name.

What lies in the folder of the pages is published as it is: links that lead out of it, files that are no files, and
names that some disk or some address cannot bear are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from playbook.model.ids import DEVICE_NAMES
from playbook.model.values import MEANT, ONE_SIDED, first_unseen
from playbook.problems import Place, Problem, quoted
from playbook.source.files import Origin, Plain, Refused, below, bytes_of, decoded, position, read_text, size_of

PAGE_LIMIT = 200_000
"""The most bytes one page may hold."""
DOCS_FILE_LIMIT = 20_000
"""The most files the folder of the pages may hold."""

TEMPLATE = re.compile(r"(?:\A|/)\[([^\[\]/]*)\]\.md\Z")
"""The file name of a page that stands for every entity of a kind."""
_FRONT = re.compile(r"---[ \t]*\n(.*?)^(---|\.\.\.)[ \t]*(\n|\Z)", re.DOTALL | re.MULTILINE)
_EATEN = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_BLANK = re.compile(r"(?:[ \t]*\n)?\n*")
_MEANT = f"{MEANT}\r\u061c\u200e\u200f"
"""Those of texts, and the marks by which words of one direction stand in a page of the other."""
"""Characters that no editor shows: controls, those that turn the direction of a text, and private ones."""
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_NOT_A_TEXT = re.compile(r"(?i:yes|no|on|off|true|false|null|~|[-+]?[\d.][\d.,:_ex-]*)\Z")
"""Words without quotes that some reader of YAML takes for something else."""


@dataclass(frozen=True)
class Page:
    """One page to be built.

    `path` is its file below `docs/`, `written` the file its text stands in (another one, where a template page
    stands for many), `text` what follows the front matter and empty lines, `first_line` the line on which that begins,
    and `origin` the place of the front matter.
    """

    path: str
    written: str
    text: str
    first_line: int
    meta: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)

    @property
    def url(self) -> str:
        """The address below the root of the site, such as `roles/buyer/`; empty for the home page."""
        return url_of(self.path)

    @property
    def title(self) -> str:
        """The title in the front matter, the first heading, or the name of the file."""
        heading = next((line[2:] for line in self.text.splitlines() if line.startswith("# ")), "").strip()
        if heading.endswith("}") and "{:" in heading:
            heading = heading[: heading.rindex("{:")].rstrip()
        return str(self.meta.get("title") or heading or PurePosixPath(self.path).stem)


def url_of(path: str) -> str:
    """Return the address of the page written in `path`: `a/index.md` is `a/`, `a/b.md` is `a/b/`."""
    page = PurePosixPath(path).with_suffix("")
    parts = page.parts[:-1] if page.name.lower() in ("index", "readme") else page.parts
    return "".join(f"{part}/" for part in parts)


def files(folder: Path, shown: str, problems: list[Problem]) -> Iterator[Path]:
    """Iterate over the files that become pages; whatever else would be published and must not be is a problem."""
    for number, path in enumerate(below(folder, hidden=True)):
        name = path.relative_to(folder).as_posix()
        place = Place(f"{shown}/{name}" if path != folder else shown)
        if number >= DOCS_FILE_LIMIT:
            message, hint = f"the folder holds more than {DOCS_FILE_LIMIT:,} files", "keep here what is published"
            problems.append(Problem(Place(shown), "page", message, hint))
            return
        if any(part.startswith(".") for part in path.relative_to(folder).parts) and path.suffix != ".md":
            if path.is_symlink() and path.is_dir():
                problems.append(Problem(place, "page", "this is a link to a folder", "put the folder itself here"))
            continue
        try:
            size_of(path, folder)
        except Refused as refused:
            problems.append(Problem(place, "page", refused.message, refused.hint))
            continue
        if (told := _name_problem(name)) is not None:
            problems.append(Problem(place, "page", *told))
        elif path.suffix == ".md":
            yield path


_PLAIN = re.compile(r"[A-Za-z0-9._/\[\]-]")
"""What the name of a page is made of: its address is cited, printed, and typed."""


def _name_problem(name: str) -> tuple[str, str] | None:
    """Return what is wrong with the name of a file, and a hint, or None."""
    path = PurePosixPath(name)
    hint = "rename it: letters, digits, hyphens and points stand in every address and on every disk"
    for character in name:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            return f"the name holds the character U+{ord(character):04X}", hint
        if character in '<>:"|?*\\#%' or (path.suffix == ".md" and not _PLAIN.fullmatch(character)):
            return f"the name holds {'a space' if character == ' ' else quoted(character)}", hint
    for part in path.parts:
        if part.split(".")[0].lower() in DEVICE_NAMES or part != part.rstrip(". "):
            return f"{quoted(part)} is a name that not every disk can bear", hint
    if path.suffix != ".md":
        if path.suffix.lower() in _MARKDOWN:
            return f"{quoted(path.name)} would not become a page", f"rename it {path.stem}.md"
        return None
    if path.stem not in ("index", "README") and path.stem.lower() in ("index", "readme"):
        return f"{quoted(path.name)} would not become the page of its folder", "rename it index.md"
    if ("[" in name or "]" in name) and not (TEMPLATE.search(name) and name.count("[") == 1):
        return "brackets stand around a kind and nothing else", "name it such as [role].md"
    return None


def read(path: Path, name: str, shown: str, folder: Path, problems: list[Problem]) -> Page | None:
    """Return the page that the file at `path` holds, or None; `name` is its path below `folder`."""
    place = Place(shown)
    hidden = [part for part in PurePosixPath(name).parts if part.startswith(".")]
    if hidden or name.startswith("templates/"):
        hint = "rename it: files whose name begins with a dot, and a top folder `templates`, are never published"
        problems.append(Problem(place, "page", f"{quoted(name)} would not become a page", hint))
        return None
    try:
        text = decoded(bytes_of(path, PAGE_LIMIT, folder))
    except Refused as refused:
        place = Place(shown, refused.line, refused.column)
        problems.append(Problem(place, "page", refused.message, refused.hint))
        return None
    if (unseen := first_unseen(text, _MEANT)) is not None:
        place = Place(shown, *position(text, unseen))
        message = f"the page holds the invisible character U+{ord(text[unseen]):04X}"
        problems.append(Problem(place, "page", message, "delete it, and type the text again"))
        return None
    return _split(text, name, shown, problems)


def _split(text: str, name: str, shown: str, problems: list[Problem]) -> Page:
    """Part a page into front matter and text."""
    front = _FRONT.match(text)
    if front is None:
        first = text.split("\n", 1)[0]
        if text.startswith("---"):
            hint = "close the front matter with a line `---`"
            problems.append(Problem(Place(shown), "page", "the front matter does not end", hint))
        elif _EATEN.match(first):
            hint = "begin with an empty line or a heading; a first line `word: text` is taken for front matter"
            problems.append(Problem(Place(shown), "page", f"the first line {quoted(first)} would be lost", hint))
        return Page(name, shown, *_after(text, 0))
    document = read_text(front[1], shown, first_line=2)
    problems.extend(document.problems)
    if not isinstance(document.values, dict):
        if not document.problems:
            hint = "write keys such as `title: …` there, or delete it"
            problems.append(Problem(Place(shown), "page", "the front matter holds no keys", hint))
        return Page(name, shown, *_after(text, front.end()))
    meta = dict(document.values)
    problems.extend(_misread(meta, Origin(document.mark)))
    return Page(name, shown, *_after(text, front.end()), meta, origin=Origin(document.mark))


def _misread(meta: dict[str, Any], origin: Origin) -> Iterator[Problem]:
    """Take out of a front matter what it says in a form that cannot be read, and tell of it."""
    for key in ("carries", "home"):
        if not isinstance(meta.get(key, []), list):
            yield Problem(origin.at(key), "page", f"`{key}` is a list", f"write `{key}: [one, two]`")
            del meta[key]
    if meta.get("audience", "shared") != "shared":
        message, hint = ONE_SIDED
        yield Problem(origin.at("audience"), "page", f"`audience`: {message}", hint)
    for key in ("title", "description"):
        value = meta.get(key, "a text")
        if not isinstance(value, str) or (isinstance(value, Plain) and _NOT_A_TEXT.match(value)):
            yield Problem(origin.at(key), "page", f"`{key}` is a text", f'write it in quotes: `{key}: "…"`')
            del meta[key]
    for key, value in tuple(meta.items()):
        if all(first_unseen(text, MEANT) is None for text in _texts({key: value})):
            continue
        message = f"what is said of {quoted(key)} holds a character that nobody can see"
        yield Problem(origin.at(key), "page", message, "delete it, and type the text again")
        del meta[key]


def _texts(value: Any) -> Iterator[str]:
    """Iterate over the texts of a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from _texts(each)


def _after(text: str, index: int) -> tuple[str, int]:
    """Return what follows `index` and the empty lines there, and the line on which that begins."""
    blank = _BLANK.match(text, index)
    begin = blank.end() if blank else index
    return text[begin:], text.count("\n", 0, begin) + 1
