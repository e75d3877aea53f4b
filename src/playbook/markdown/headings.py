"""The headings of a page as its Markdown writes them: where each stands, and which id its author gave it.

Nothing is converted: what stands in fenced or indented code, in a comment or in a raw block is no heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from playbook.problems import Place

_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,})")
_RAW = re.compile(r"{%-?\s*raw\s*-?%}|{#|<!--|<(?:pre|script|style|textarea)\b", re.IGNORECASE)
_ENDS = {"{%": re.compile(r"{%-?\s*endraw\s*-?%}"), "{#": re.compile("#}"), "<!": re.compile("-->")}
"""What ends a stretch in which nothing is a heading, by how it begins; of elements, see `_end_of`."""
_ATX = re.compile(r"(?P<indent>[ \t>]*)#{1,6}(?P<words>.*)$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_ELEMENT = re.compile(r"<h(?P<level>[1-6])\b(?P<attributes>[^<>]*)>(?P<words>[^<]*)", re.IGNORECASE)
_CONTAINER = re.compile(r"(?:!!!|\?\?\?|===|[-*+][ \t]|\d+[.)][ \t]|\[\^[^\]]+\]:|:[ \t])")
"""How a line begins that holds the indented lines below it."""
_ATTRIBUTES = re.compile(r"\{:(?P<attributes>(?:\{\{[^{}]*\}\}|[^{}])*)\}\s*#*\s*$")
_BARE_ID = re.compile(r"\{\s*#(?P<id>[^\s{}]+)\s*\}\s*#*\s*$")
"""An id as other dialects of Markdown write it, without a colon; here it begins a comment."""
_ID = re.compile(r"""(?:^|\s)(?:\#|id=["']?)(?P<id>(?:\{\{[^{}]*\}\}|[^\s{}"'])+)""")
_CODE = re.compile(r"`[^`]*`")
_CALL = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
"""What an expression in an id may amount to."""
_SOUND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Heading:
    """One heading; `id` is None where its author gave it none, and may call macros.

    `level` is 1 to 6, `title` tells that it is the title of its page. `owners` are the entities, as `kind-id`, on whose
    pages it stands; None where its page is that of no entity.
    """

    place: Place
    level: int
    words: str
    id: str | None
    title: bool = False
    owners: tuple[str, ...] | None = None

    @property
    def bare(self) -> str | None:
        """The id that is written at its end without a colon."""
        found = _BARE_ID.search(self.words)
        return found["id"] if found and self.id is None else None

    @property
    def sound(self) -> bool:
        """Whether its id can stand in an address: lower-case letters, digits and single hyphens."""
        return self.id is not None and bool(_SOUND.fullmatch(_CALL.sub("0", self.id)))

    @property
    def proposed(self) -> str:
        """The id that was meant, or that a site generator would make of its words, and links may lead to already."""
        if self.bare and _SOUND.fullmatch(self.bare):
            return self.bare
        plain = (
            unicodedata.normalize("NFKD", _CALL.sub("", _BARE_ID.sub("", self.words)))
            .encode("ascii", "ignore")
            .decode()
        )
        return re.sub(r"[-_\s]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-").lower() or "a-name-of-its-own"


class Cited:
    """The ids under which the sections of headings are cited, as far as the Markdown tells."""

    def __init__(self, headings: Iterable[Heading], names: Collection[str]) -> None:
        """Gather the ids; what an expression in one of them amounts to is one of `names`."""
        self._names = names
        self._written: set[str] = set()
        self._made: list[re.Pattern[str]] = []
        for heading in headings:
            for before in ("",) if heading.owners is None else tuple(f"{owner}--" for owner in heading.owners):
                if heading.id and not (before and heading.title):
                    self._add(before, heading.id)

    def _add(self, before: str, id: str) -> None:
        if not _CALL.search(id):
            self._written.add(before + id)
            return
        parts = (f"({_NAME})" if at % 2 else re.escape(part) for at, part in enumerate(_CALL.split(id)))
        self._made.append(re.compile(re.escape(before) + "".join(parts)))

    def __contains__(self, id: object) -> bool:
        """Tell whether a heading has this id, or may have."""
        if id in self._written:
            return True
        found = (pattern.fullmatch(str(id)) for pattern in self._made)
        return any(match and all(name in self._names for name in match.groups()) for match in found)

    def surely(self, id: str) -> bool:
        """Tell whether a heading has this id, written out."""
        return id in self._written


def headings(text: str, file: str, first_line: int = 1) -> tuple[Heading, ...]:
    """Return the headings of a text that begins on line `first_line` of a file, in order."""
    lines = _bare(text).split("\n")
    found: list[Heading] = []
    for number, (column, level, words) in _written(lines):
        said, id = _parted(words)
        place = Place(file, first_line + number, column)
        found.append(Heading(place, level, said, id, title=not found and level == 1))
    return tuple(found)


def _written(lines: list[str]) -> Iterator[tuple[int, tuple[int, int, str]]]:
    """Iterate over the headings of lines: number of the line, then column, level, and what is written."""
    for number, line in enumerate(lines):
        if (atx := _ATX.match(line)) and _holds(lines, number, atx["indent"]):
            yield number, (atx.end("indent") + 1, len(line[atx.end("indent") : atx.start("words")]), atx["words"])
        elif _underlined(lines, number):
            yield number, (len(line) - len(line.lstrip()) + 1, 1 if "=" in lines[number + 1] else 2, line)
        else:
            for element in _ELEMENT.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
                written = f"{element['words']} {{: {element['attributes']} }}"
                yield number, (element.start() + 1, int(element["level"]), written)


def _underlined(lines: list[str], number: int) -> bool:
    """Tell whether a line is a heading because of the line below it."""
    if number + 1 >= len(lines) or not lines[number].strip() or not _UNDERLINE.match(lines[number + 1]):
        return False
    return number == 0 or not lines[number - 1].strip()


def _holds(lines: list[str], number: int, indent: str) -> bool:
    """Tell whether what is indented so far is text, because of what stands above it, and not code."""
    wide = len(indent.replace("\t", "    ").replace("> ", "").replace(">", ""))
    if wide < 4:
        return True
    for above in range(number - 1, max(-1, number - 1 - _LOOKED_BACK), -1):
        line = lines[above].replace("\t", "    ")
        if line.strip() and len(line) - len(line.lstrip()) <= wide - 2:
            return bool(_CONTAINER.match(line.lstrip()))
    return False


_LOOKED_BACK = 200
"""The most lines above an indented line in which what holds it is looked for."""


def _parted(written: str) -> tuple[str, str | None]:
    """Return the words of a heading, and its id."""
    attributes = _ATTRIBUTES.search(written)
    words = written[: attributes.start()] if attributes else written.rstrip().rstrip("#")
    id = _ID.search(attributes["attributes"]) if attributes else None
    return " ".join(words.split()), id["id"] if id else None


def _bare(text: str) -> str:
    """Return a text with nothing where code and comments stand, line by line."""
    return _without_raw("\n".join(_without_fences(text.split("\n"))))


def _without_fences(lines: list[str]) -> Iterator[str]:
    open_until, hopeless = -1, {"`": 1_000_000, "~": 1_000_000}
    for number, line in enumerate(lines):
        if number > open_until and (fence := _FENCE.match(line)) and len(fence[1]) < hopeless[fence[1][0]]:
            close = re.compile(rf"[ \t>]*{re.escape(fence[1])}{re.escape(fence[1][0])}*[ \t]*$")
            end = next((below for below in range(number + 1, len(lines)) if close.match(lines[below])), None)
            if end is None:
                hopeless[fence[1][0]] = len(fence[1])
            else:
                open_until = end
        yield "" if number <= open_until else line


def blanked(text: str) -> str:
    """Return a text with spaces where code in fences, comments and raw elements stand: places stay as they are."""
    lines = zip(text.split("\n"), _without_fences(text.split("\n")), strict=True)
    kept = "\n".join(line if left else " " * len(line) for line, left in lines)
    return _without_raw(kept, lambda stretch: re.sub(r"[^\n]", " ", stretch))


def _breaks(stretch: str) -> str:
    return "\n" * stretch.count("\n")


def _without_raw(text: str, blank: Callable[[str], str] = _breaks) -> str:
    """Blank comments and raw elements; what stands between `raw` and `endraw` is no comment of Jinja's."""
    kept: list[str] = []
    done, lost = 0, set[str]()
    for begun in _RAW.finditer(text):
        name = begun[0][:2] if begun[0][:2] in _ENDS else begun[0][1:].lower()
        if begun.start() < done or name in lost:
            continue
        end = _end_of(name).search(text, begun.end())
        if end is None:
            lost.add(name)
            continue
        stretch = text[begun.start() : end.end()]
        kept += [text[done : begun.start()], stretch if name == "{%" else blank(stretch)]
        done = end.end()
    return "".join((*kept, text[done:]))


def _end_of(name: str) -> re.Pattern[str]:
    return _ENDS.get(name) or re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)
