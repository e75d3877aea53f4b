"""Page text → Markdown with marks, and marks → HTML.

Pages are written by both parties and built by one: their templates run in Jinja's immutable sandbox. What a macro
or an expression puts out never passes through Markdown: it is stashed, a mark takes its place, and the HTML is put
in after conversion. So no text of the data can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    nodes,
    pass_eval_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from playbook.pages import sandbox_limits
from playbook.pages.placeholders import Marked, Placeholders
from playbook.problems import Place, Problem, did_you_mean, quoted

_REFERENCE = "see the macro reference"
_WRITTEN = "see how macros are written in the macro reference"
_SIMPLER = "write it in simpler steps, or on several pages"


class Misused(Exception):
    """A macro was called with something it cannot use; `word` is what to point at on the page."""

    def __init__(self, message: str, hint: str, word: str = "") -> None:
        """Keep the message, the hint and the word."""
        super().__init__(message)
        self.message, self.hint, self.word = message, hint, word


@dataclass(frozen=True)
class PageText:
    """The page being rendered: the name messages use, the line its text begins on, and its own variables."""

    file: str
    first_line: int = 1
    variables: Mapping[str, Any] = field(default_factory=dict)


class _Generator(CodeGenerator):
    """Writes the code of a page text so that rounds are counted, and texts and lists kept within limits."""

    loops = 0

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802  # as in Jinja
        """Count the rounds of a loop, and refuse too many loops inside each other."""
        self.loops += 1
        most = sandbox_limits.LOOP_LIMIT
        if self.loops > most:
            self.fail(f"more than {most} loops inside each other are too much for a page", node.lineno)
        counted = nodes.EnvironmentAttribute("counted", lineno=node.lineno)
        node.iter = nodes.Call(counted, [node.iter], [], None, None, lineno=node.lineno)
        super().visit_For(node, frame)
        self.loops -= 1

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  # as in Jinja
        """Join texts by what counts how long they become."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802  # as in Jinja
        self.write("environment.flat(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802  # as in Jinja
        self.write("environment.flat(" if node.ctx == "load" else "(")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802  # as in Jinja
        self.write("environment.flat(")
        super().visit_Dict(node, frame)
        self.write(")")


class PageEnvironment(ImmutableSandboxedEnvironment):
    """Renders page texts; what goes wrong is handed to `report`, and the page comes out empty."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])
    code_generator_class = _Generator
    joined = staticmethod(sandbox_limits.joined)
    flat = staticmethod(sandbox_limits.flat)

    def __init__(
        self,
        placeholders: Placeholders,
        current: Callable[[], PageText],
        report: Callable[[Problem], None],
        owned: Callable[[Exception], Problem | None] = lambda _: None,
    ) -> None:
        """Render for whatever page `current` returns; `owned` tells of errors that code of the owner made."""
        loader = FunctionLoader(_no_other)
        super().__init__(undefined=_Absent, finalize=self._finalize, keep_trailing_newline=True, loader=loader)
        self.filters = dict(sandbox_limits.FILTERS)
        self.placeholders = placeholders
        self.current = current
        self.report = report
        self.owned = owned
        self.template_class = _PageTemplate
        self.spent = sandbox_limits.Spent()
        self.concat = self._concat  # type: ignore[method-assign]

    @pass_eval_context
    def _finalize(self, _settings: Any, value: Any) -> Any:
        if isinstance(value, Marked):
            return value
        return self.placeholders.inert(self.spent.put_out(sandbox_limits.text_of(value)))

    def _concat(self, pieces: Iterable[str]) -> str:
        return "".join(map(self.spent.put_out, pieces))

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """Iterate over what a loop goes through, and count its rounds."""
        return self.spent.counted(values)

    def from_string(self, source: Any, *options: Any, **named: Any) -> Template:
        """Compile a page text; where it is no template, report that and compile nothing."""
        self.text = str(source)
        self.spent = sandbox_limits.Spent()
        try:
            with sandbox_limits.watched():
                return super().from_string(source, *options, **named)
        except TemplateSyntaxError as error:
            filter = re.match(r"No filter named '([^']*)'", error.message or "")
            hint = did_you_mean(filter[1], self.filters) if filter else _WRITTEN
            self._report(error, error.lineno, hint, filter[1] if filter else "")
        except Exception as error:
            self._report(_Tangled(error), _line_reached(error.__traceback__), _SIMPLER)
        return super().from_string("", *options, **named)

    def is_safe_attribute(self, obj: Any, attr: str, _value: Any) -> bool:
        """Let pages read what they are meant to read."""
        return sandbox_limits.may_read(obj, attr)

    def wrap_str_format(self, _value: Any) -> None:
        """Leave `format` out: what it makes can be of any size."""
        return

    def call(__self, __context: Any, __obj: Any, *arguments: Any, **named: Any) -> Any:  # noqa: N805  # as in Jinja
        """Call a macro; what is not there is said to be missing, and not passed on."""
        __self.spent.round()
        for value in (*arguments, *named.values()):
            if isinstance(value, Undefined):
                str(value)
            if isinstance(value, (list, tuple, dict)) and __obj != __self.counted:
                sandbox_limits.flat(value)
        return super().call(__context, __obj, *arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers; powers and long texts could ask for more memory than there is."""
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)
        found = partial(super().call_binop, context, operator, left, right)
        return sandbox_limits.reckoned(operator, left, right, found)

    def explain(self, error: Exception) -> None:
        """Report what went wrong while a page was rendered, at the page's line."""
        line = _line_of(error.__traceback__)
        if owned := self.owned(error):
            self.report(owned)
        elif isinstance(error, Misused):
            self._report(error, line, error.hint, error.word)
        elif isinstance(error, UndefinedError):
            name = re.search(r"'([^']+)' is undefined", str(error))
            known = [*self.globals, *self.current().variables]
            hint = did_you_mean(name[1], known, _REFERENCE) if name else _REFERENCE
            self._report(error, line, hint, name[1] if name else "")
        elif isinstance(error, SecurityError):
            self._report(error, line, "pages may read the playbook and call macros, nothing else")
        elif isinstance(error, (RecursionError, MemoryError, sandbox_limits.TookTooLong)):
            self._report(_Tangled(error), line, _SIMPLER)
        elif isinstance(error, LookupError):
            self._report(Misused(f"there is no {quoted(error.args[0] if error.args else '')}", ""), line, _REFERENCE)
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


class _Tangled(TemplateError):
    """A page text asks for more than there is: it nests without end, or goes on and on."""

    def __init__(self, error: Exception) -> None:
        """Say which."""
        super().__init__(sandbox_limits.exhausted(error) or sandbox_limits.exhausted(RecursionError()))


class _Absent(StrictUndefined):
    """What a page asks for and nothing holds; says so in the page's words."""

    def __init__(self, hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> None:
        if obj is not missing and hint is None:
            known = getattr(obj, "ids", None) or getattr(type(obj), "model_fields", None) or _public(obj)
            meant = did_you_mean(str(name), known)
            hint = f"{type(obj).__name__} has no {quoted(name)}"
            exc = partial(Misused, hint=meant, word=str(name))
        super().__init__(hint, obj, name, exc)


def _public(value: object) -> list[str]:
    return [name for name in dir(value) if not name.startswith("_")]


def _no_other(name: str) -> str:
    raise SecurityError(f"a page cannot bring in another file, such as {quoted(name)}")


class _PageTemplate(Template):
    """A page text that renders with its page's own variables and nothing of the host's."""

    environment: PageEnvironment

    def render(self, *_host: Any, **_variables: Any) -> str:
        """Return the page's text; empty where it has a problem, which is reported."""
        try:
            with sandbox_limits.watched():
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


def _line_reached(traceback: TracebackType | None) -> int:
    """Return the line of the page that was being read or compiled when an error arose."""
    line = 1
    while traceback is not None:
        known = traceback.tb_frame.f_locals
        if isinstance(parser := known.get("self"), Parser):
            line = parser.stream.current.lineno
        elif isinstance(node := known.get("node"), nodes.Node):
            line = node.lineno or line
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
