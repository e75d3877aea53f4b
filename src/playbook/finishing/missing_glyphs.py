"""Letters that no font on this machine has, which stand as boxes in a PDF: which they are, and where in the files."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from os.path import relpath
from pathlib import Path

from playbook.folders.leftovers import left_over
from playbook.problems import Place, Problem, quoted

EAST = frozenset(["CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"])
SHOWN = 12
"""The most letters of a script that a message repeats."""
NAMELESS = "PRIVATE USE"


def missing_glyph_warnings(letters: Iterable[str], settings: Path, *parts: Path) -> list[Problem]:
    """Return a warning for each script among `letters`, which no font has, told where they stand in the playbook.

    That is in its `settings`, or in a file below one of its `parts`; what stands in none is told at the settings.
    """
    scripts: dict[str, set[str]] = defaultdict(set)
    for letter in letters:
        scripts[_script(letter)].add(letter)
    if not scripts:
        return []
    root = settings.parent
    files = {Path(relpath(path, root)).as_posix(): path for path in _written(settings, *parts)}
    texts = {name: path.read_text("utf-8-sig", "replace") for name, path in files.items()}
    return [_problem(script, scripts[script], texts, settings.name) for script in sorted(scripts)]


def _written(settings: Path, *parts: Path) -> Iterator[Path]:
    """Iterate over the files of a playbook that hold its texts: its settings, and those below `parts`."""
    yield settings
    for part in parts:
        found = (path for path in sorted(part.rglob("*")) if path.suffix in (".yml", ".yaml", ".md"))
        yield from (path for path in found if path.is_file() and not left_over(path.name))


def _problem(script: str, letters: set[str], texts: Mapping[str, str], settings: str) -> Problem:
    shown = "".join(sorted(letters)[:SHOWN]) + ("…" if len(letters) > SHOWN else "")
    first, *others = list(_places(letters, texts)) or [Place(settings)]
    message = f"no font on this machine has the letters {quoted(shown)} ({script.lower()})"
    return Problem(
        first, "font", f"{message}: they stand as boxes in the PDF", _hint(script), "warning", also=tuple(others)
    )


def _places(letters: set[str], texts: Mapping[str, str]) -> Iterator[Place]:
    """Iterate over the lines that hold one of the letters, each at the first of them."""
    for file, text in texts.items():
        if letters.isdisjoint(text):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if (at := next((at for at, letter in enumerate(line, 1) if letter in letters), None)) is not None:
                yield Place(file, number, at)


def _script(letter: str) -> str:
    """Return the first word of a letter's name, which is that of its script."""
    return unicodedata.name(letter, NAMELESS).split(" ")[0] if letter.isprintable() else NAMELESS


def _hint(script: str) -> str:
    if script == NAMELESS:
        return "they belong to no script that all machines share: install the font that has them, or write it otherwise"
    package = "fonts-noto-cjk" if script in EAST else "fonts-noto-core"
    return f"install a font that has them, such as the package {package} of Debian and Ubuntu"
