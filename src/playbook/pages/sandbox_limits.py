"""What a page's template may do, and how much of it: the attributes, filters and sums it reaches, and their limits.

Everything is refused that is not named here. What is named can only make a result about as large as what it was
given, so a page cannot ask for more memory than there is; rounds of loops, calls and time are counted.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as EVERY_FILTER
from jinja2.runtime import LoopContext, Undefined
from lxml import etree

ROUND_LIMIT = 200_000
"""The most rounds of loops and calls that the text of one page may take."""
OUTPUT_LIMIT = 10_000_000
"""The most characters that the text of one page may put out."""
LOOP_LIMIT = 8
"""The most loops inside each other."""
NUMBER_LIMIT = 10**15
"""The largest whole number that a page may reckon with."""
HTML_DEPTH_LIMIT = 100
"""The most elements of a page inside each other; readers of HTML give up not far beyond."""
SECONDS = 4
"""The most seconds of a processor that one page may take, each for its macros and for its Markdown."""
MEMORY = 1_000_000_000
"""The most bytes of memory that the work for one page may take beyond what is taken already."""

_OF_TEXT = (
    "capitalize casefold count endswith find index isalnum isalpha isdigit islower isnumeric isspace isupper lower "
    "lstrip partition removeprefix removesuffix rfind rindex rpartition rsplit rstrip split splitlines startswith "
    "strip swapcase title upper"
)
_OF_LOOPS = "changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0"
_OF_OTHERS: Mapping[type, frozenset[str]] = {
    str: frozenset(_OF_TEXT.split()),
    Mapping: frozenset(["get", "items", "keys", "values"]),
    tuple: frozenset(["count", "index"]),
    list: frozenset(["count", "index"]),
    date: frozenset(["day", "isoformat", "isoweekday", "month", "weekday", "year"]),
    time: frozenset(["hour", "isoformat", "minute"]),
    timedelta: frozenset(["days"]),
    LoopContext: frozenset(_OF_LOOPS.split()),
}
"""What pages may ask values for that are not the playbook's own."""

_WHOLE = etree.HTMLParser(huge_tree=True)
_UNSEEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ud800-\udfff]")
_OURS = "playbook."
_KEPT_BACK = frozenset(["origin", "keyed", "model_config"])


def may_read(value: object, name: str) -> bool:
    """Tell whether a page may read an attribute: what the playbook's own classes define, and little of others."""
    if name.startswith("_"):
        return False
    for kind, names in _OF_OTHERS.items():
        if isinstance(value, kind):
            return name in names
    return name not in _KEPT_BACK and any(
        name in _defined(kind) for kind in type(value).__mro__ if kind.__module__.startswith(_OURS)
    )


def _defined(kind: Any) -> set[str]:
    known = {*vars(kind), *getattr(kind, "model_fields", ())}
    return known | ({field.name for field in fields(kind)} if is_dataclass(kind) else set())


def is_plain(value: object) -> bool:
    """Tell whether a value can stand in a text: words, numbers, dates, and what the playbook can say in words."""
    if isinstance(value, (str, int, float, Decimal, date, time, Undefined)) or value is None:
        return True
    return type(value).__module__.startswith(_OURS) and "__str__" in vars(type(value))


def text_of(value: object) -> str:
    """Return a plain value as text; refuse any other, whose text no reader should see."""
    if not is_plain(value):
        word = "list" if isinstance(value, (list, tuple, set, frozenset, Mapping)) else type(value).__name__
        raise SecurityError(f"a {word} is no text: name the words of it that are meant, or go through it with a loop")
    text = "" if value is None else str(value)
    if (found := _UNSEEN.search(text)) is not None:
        raise SecurityError(f"the invisible character U+{ord(found[0]):04X} cannot stand on a page")
    return text


def joined(parts: Iterable[object]) -> str:
    """Return the texts of values one after another, within the limit."""
    texts, size = [], 0
    for part in parts:
        texts.append(text_of(part))
        size += len(texts[-1])
        fits(size)
    return "".join(texts)


def fits(size: int) -> None:
    """Refuse a text of more characters than a page may put out."""
    if size > OUTPUT_LIMIT:
        raise SecurityError(f"more than {OUTPUT_LIMIT:,} characters are too much for a page")


def flat(values: Any) -> Any:
    """Return a list, a tuple or a mapping whose items are none themselves: what is nested can grow without end."""
    for item in values.values() if isinstance(values, dict) else values:
        if isinstance(item, (list, tuple, dict)):
            raise SecurityError("a list inside a list is too much for a page")
    return values


def reckoned(operator: str, left: Any, right: Any, result: Callable[[], Any]) -> Any:
    """Return the result of an operator: of numbers, of dates that are taken from each other, of texts put together."""
    numbers = all(isinstance(side, (int, float, Decimal)) for side in (left, right))
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        return joined((left, right))
    if operator == "**" or not (numbers or (operator == "-" and isinstance(left, date) and isinstance(right, date))):
        raise SecurityError(
            f"`{operator}` is too much for a page" if operator in ("*", "**") else f"`{operator}` is for numbers here"
        )
    found = result()
    if isinstance(found, (int, float, Decimal)) and not -NUMBER_LIMIT <= found <= NUMBER_LIMIT:
        raise SecurityError(f"a number beyond {NUMBER_LIMIT:,} is too much for a page")
    return found


def _of_text(filter: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value, *arguments, **named: filter(text_of(value), *arguments, **named)


def _replace(value: Any, old: str, new: str, count: int | None = None) -> str:
    """Return a text with one word in place of another."""
    text, old, new = text_of(value), text_of(old), text_of(new)
    fits(len(text) + text.count(old) * len(new))
    return text.replace(old, new, -1 if count is None else count)


def _join(values: Iterable[Any], between: str = "") -> str:
    """Return texts in one line, with another between them."""
    parts: list[object] = []
    for value in values:
        parts += (between, value)
    return joined(parts[1:])


def _truncate(value: Any, length: int = 255, end: str = "…") -> str:
    """Return the beginning of a text."""
    text = text_of(value)
    return text if len(text) <= length else text[: max(length, 0)].rstrip() + text_of(end)


def _round(value: Any, digits: int = 0) -> Any:
    """Return a number rounded to some digits after the point, at most twelve."""
    return round(value, min(max(int(digits), 0), 12))


_AS_THEY_ARE = (
    "abs count d default dictsort first float groupby int items last length list map max min reject rejectattr "
    "reverse select selectattr sort unique"
)
FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: EVERY_FILTER[name] for name in _AS_THEY_ARE.split()},
    **{name: _of_text(EVERY_FILTER[name]) for name in ("capitalize", "lower", "title", "trim", "upper")},
    "join": _join,
    "replace": _replace,
    "round": _round,
    "safe": text_of,
    "string": text_of,
    "truncate": _truncate,
}
"""The filters of pages."""


def not_too_deep(html: str) -> None:
    """Raise `RecursionError` where elements of a page stand inside each other beyond the limit."""
    depth, tree = 0, etree.HTML(html, _WHOLE) if html.strip() else None
    for event, _ in etree.iterwalk(tree, events=("start", "end")) if tree is not None else ():
        depth += 1 if event == "start" else -1
        if depth > HTML_DEPTH_LIMIT:
            raise RecursionError


class Spent:
    """How much of its limits a page has used."""

    def __init__(self) -> None:
        """Begin with nothing used."""
        self.rounds = 0
        self.characters = 0

    def round(self) -> None:
        """Count one round of a loop, or one call."""
        self.rounds += 1
        if self.rounds > ROUND_LIMIT:
            raise SecurityError(f"more than {ROUND_LIMIT:,} rounds and calls are too much for a page")

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """Iterate over values, and count the rounds."""
        for value in values:
            self.round()
            yield value

    def put_out(self, text: str) -> str:
        """Return a text that the page puts out, and count its characters."""
        self.characters += len(text)
        fits(self.characters)
        return text


class TookTooLong(RuntimeError):
    """A page has used up its time."""


def exhausted(error: Exception) -> str:
    """Return which limit of a page an error tells of, or an empty text where it tells of none."""
    if isinstance(error, SecurityError):
        return str(error)
    limits = {
        TookTooLong: f"more than {SECONDS} seconds of work are too much for a page",
        MemoryError: f"more than {MEMORY // 1_000_000:,} MB of memory are too much for a page",
        RecursionError: "this is nested too deeply",
    }
    return next((told for kind, told in limits.items() if isinstance(error, kind)), "")


@contextmanager
def watched(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Raise `TookTooLong` or `MemoryError` where what runs inside takes more seconds of a processor, or bytes.

    It is the system that watches; where it cannot, nothing is watched.
    """
    with _in_room(memory), _in_time(seconds):
        yield


@contextmanager
def _in_room(memory: int) -> Iterator[None]:
    try:
        import resource

        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in (before, most, taken + memory) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    over = False

    def too_long(_number: int, _frame: FrameType | None) -> None:
        nonlocal over
        over = True
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)  # again after each second, should something catch it
    try:
        yield
    except Exception as error:
        if over and not isinstance(error, TookTooLong):  # something caught it, and fell over what was left half done
            raise TookTooLong().with_traceback(error.__traceback__) from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
