"""Page text → Markdown with marks, and marks → HTML.

Pages are written by both parties and built by one: their templates run in Jinja's immutable sandbox. What a macro
or an expression puts out never passes through Markdown: it is stashed, a mark takes its place, and the HTML is put
in after conversion. So no text of the data can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from playbook.problems import Place, Problem, did_you_mean, quoted

OPEN, CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_BLOCKS = re.compile(f"<p>((?:\\s*{OPEN}[0-9]+{CLOSE}\\s*)+)</p>")
_PLAIN = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*\Z")
"""Text that Markdown takes literally wherever it stands: words, single spaces and hyphens."""


class Marked(str):
    """Text that holds marks and is fit for Markdown as it is."""

    __slots__ = ()


class Misused(Exception):
    """A macro was called with something it cannot use; `word` is what to point at on the page."""

    def __init__(self, message: str, hint: str, word: str = "") -> None:
        """Keep the message, the hint and the word."""
        super().__init__(message)
        self.message, self.hint, self.word = message, hint, word


@dataclass
class Stash:
    """The HTML that marks stand for; one for the whole site, so that no mark means two things."""

    _pieces: list[tuple[str, bool]] = field(default_factory=list)

    def keep(self, html: Markup, block: bool = False) -> Marked:
        """Keep a piece of HTML, and return the mark that stands for it."""
        self._pieces.append((str(html), block))
        return Marked(f"{OPEN}{len(self._pieces) - 1}{CLOSE}")

    def inert(self, value: object) -> Marked:
        """Return text that Markdown shows literally: as it is where it is plain words, else as a mark."""
        text = str(value)
        if isinstance(value, Marked) or _PLAIN.match(text):
            return Marked(text)
        if OPEN in text:
            parts = re.split(f"({OPEN}[0-9]+{CLOSE})", text)
            return Marked("".join(part if at % 2 else self.inert(part) for at, part in enumerate(parts) if part))
        return self.keep(escape(text))

    def restore(self, html: str) -> str:
        """Return converted HTML with every mark replaced; a block takes the place of the paragraph around it."""
        if OPEN not in html:
            return html
        html = _BLOCKS.sub(self._lift, html)
        return _MARK.sub(self._inline, html)

    def words(self, html: str) -> str:
        """Return a heading's text with every mark replaced by its words, escaped."""
        return _MARK.sub(self._words_of, html)

    def _words_of(self, found: re.Match[str]) -> str:
        html = Markup(self._pieces[int(found[1])][0])  # noqa: S704  # a template made it, and only its words are kept
        return str(escape(html.striptags()))

    def _lift(self, found: re.Match[str]) -> str:
        marks = [int(number) for number in _MARK.findall(found[1])]
        if all(self._pieces[number][1] for number in marks):
            return "\n".join(self._pieces[number][0] for number in marks)
        return found[0]

    def _inline(self, found: re.Match[str]) -> str:
        html, block = self._pieces[int(found[1])]
        return f"</p>{html}<p>" if block and self._in_paragraph(found) else html

    @staticmethod
    def _in_paragraph(found: re.Match[str]) -> bool:
        before = found.string[: found.start()]
        return before.rfind("<p>") > before.rfind("</p>")


@dataclass(frozen=True)
class PageText:
    """The page being rendered: the name messages use, the line its text begins on, and its own variables."""

    file: str
    first_line: int = 1
    variables: Mapping[str, Any] = field(default_factory=dict)


class PageEnvironment(ImmutableSandboxedEnvironment):
    """Renders page texts; what goes wrong is handed to `report`, and the page comes out empty."""

    def __init__(self, stash: Stash, current: Callable[[], PageText], report: Callable[[Problem], None]) -> None:
        """Render for whatever page `current` returns."""
        super().__init__(undefined=StrictUndefined, finalize=self._finalize, keep_trailing_newline=True)
        self.stash = stash
        self.current = current
        self.report = report
        self.template_class = _PageTemplate

    def _finalize(self, value: Any) -> Any:
        return value if isinstance(value, Marked) else self.stash.inert("" if value is None else value)

    def from_string(self, source: Any, *options: Any, **named: Any) -> Template:
        """Compile a page text; where it is no template, report that and compile nothing."""
        self.text = str(source)
        try:
            return super().from_string(source, *options, **named)
        except TemplateSyntaxError as error:
            self._report(error, error.lineno, "see how macros are written in the macro reference")
            return super().from_string("", *options, **named)

    def explain(self, error: Exception) -> None:
        """Report what went wrong while a page was rendered, at the page's line."""
        line = _line_of(error.__traceback__)
        if isinstance(error, Misused):
            self._report(error, line, error.hint, error.word)
        elif isinstance(error, UndefinedError):
            name = re.search(r"'([^']+)' is undefined", str(error))
            known = [*self.globals, *self.current().variables]
            hint = did_you_mean(name[1], known, "see the macro reference") if name else "see the macro reference"
            self._report(error, line, hint, name[1] if name else "")
        elif isinstance(error, SecurityError):
            self._report(error, line, "pages may read the playbook and call macros, nothing else")
        elif isinstance(error, TypeError):
            self._report(error, line, "give the id first and everything else by keyword, as in the macro reference")
        else:
            self._report(error, line, "see how the macro is called in the macro reference")

    def _report(self, error: Exception, line: int, hint: str, word: str = "") -> None:
        page = self.current()
        lines = self.text.splitlines()
        column = _column(lines[line - 1] if 0 < line <= len(lines) else "", word)
        message = str(error.message or "") if isinstance(error, (TemplateError, Misused)) else str(error)
        place = Place(page.file, line + page.first_line - 1, column)
        self.report(Problem(place, "macro", message or f"this fails: {type(error).__name__}", hint))


class _PageTemplate(Template):
    """A page text that renders with its page's own variables and nothing of the host's."""

    environment: PageEnvironment

    def render(self, *_host: Any, **_variables: Any) -> str:
        try:
            return super().render(**self.environment.current().variables)
        except Exception as error:
            self.environment.explain(error)
            return ""


def _line_of(traceback: TracebackType | None) -> int:
    """Return the line of the page that was being rendered when an error arose."""
    line = 1
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _column(line: str, word: str) -> int:
    """Return the column, from 1, of a word on a line, or of the first expression where it is not found."""
    start = max(line.find("{{"), 0) if "{{" in line else max(line.find("{%"), 0)
    found = line.find(word, start) if word else -1
    return (found if found >= 0 else start) + 1


def unknown(kind: str, id: object, known: tuple[str, ...]) -> Misused:
    """Return the error for an id that a macro was given and the playbook does not have."""
    text = id if isinstance(id, str) else repr(id)
    return Misused(f"there is no {kind} {quoted(text)}", did_you_mean(text, known), text)
