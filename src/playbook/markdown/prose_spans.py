"""What stands inside of a paragraph of prose: words, code, emphasis, links, and addresses that are written out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from playbook.markdown.addresses import leads_away, pieces

DEEPEST = 6
"""How deep emphasis and links stand in each other."""
_SIGN = re.compile(
    r"\\+|`+|!?\[|\]|\*+|(?<![\w./@:-])(?P<address>https?://[^\s<>\"'`{}|\\^\]]+|www\.[^\s<>\"'`{}|\\^\]@]+"
    r"|[\w.%+-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,8})|_+|<",
    re.ASCII,
)
_ESCAPED = "*_`[]<"
"""What a backslash takes the meaning from, beside the signs with which an item of a list begins."""
_AT_START = "-+#.)!"
_TARGET = re.compile(
    r"\([ \t\n]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
    r"(?P<title>[ \t\n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t\n]*\)"
)
_WRITTEN = re.compile(r"<((?:https?://|mailto:|tel:)[^<>\s]*|[\w.%+-]{1,64}@[\w-]+(?:\.[\w-]+)+)>", re.ASCII)
_BEFORE = "([{<\"'\u201c\u2018\u201e\u00ab\u00bf\u00a1`*_&@#$\u00a3\u20ac~+\\"
"""Signs with which a stretch of emphasis may begin, besides letters and digits."""
_BEHIND = ")]}>\"'\u201d\u2019\u00bb.,;:!?%\u2026`*_\u00b0+"
"""Signs with which a stretch of emphasis may end, besides letters and digits."""
_SPACELESS = 0x2E80
"""From here on stand the letters of writing that puts no spaces between words."""

Sort = Literal["text", "code", "em", "strong", "link", "picture"]


@dataclass(frozen=True)
class Span:
    """A stretch of a paragraph: the `text` of words or code, or what stands `inner`; a link leads to its `target`.

    `titled` tells that a title was written in a link, which has no place here.
    """

    sort: Sort
    text: str = ""
    inner: tuple[Span, ...] = ()
    target: str = ""
    titled: bool = False

    @cached_property
    def depth(self) -> int:
        """How deep spans stand in this one."""
        return 1 + max((each.depth for each in self.inner), default=0)


def spans(text: str) -> tuple[Span, ...]:
    """Return what a paragraph consists of."""
    return _Scanner(text).scanned()


def plain_words(some: tuple[Span, ...], addresses: bool = False) -> str:
    """Return the words of a paragraph; with `addresses`, those of its links stand behind their words."""
    told = []
    for span in some:
        said = span.text + plain_words(span.inner, addresses)
        away = addresses and span.sort == "link" and span.target.removeprefix("mailto:").removeprefix("tel:") != said
        told.append(f"{said} ({span.target})" if away and not span.target.endswith(said) else said)
    return "".join(told)


@dataclass
class _Run:
    """A run of `*` or `_` that may begin or end emphasis."""

    sign: str
    count: int
    opens: bool
    closes: bool


@dataclass
class _Bracket:
    """A bracket that may begin a link: where it stands among the parts, and in the text."""

    part: int
    at: int
    picture: bool


@dataclass
class _Scanner:
    """Reads one paragraph from its first sign to its last."""

    text: str
    parts: list[Span | _Run] = field(default_factory=list)
    brackets: list[_Bracket] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def scanned(self) -> tuple[Span, ...]:
        """Return all spans."""
        at = 0
        while found := _SIGN.search(self.text, at):
            self._say(self.text[at : found.start()])
            at = self._sign(found)
        self._say(self.text[at:])
        return tuple(_emphasised(self._rest(0)))

    def _say(self, words: str) -> None:
        if words:
            self.words.append(words)

    def _add(self, part: Span | _Run) -> None:
        self._end_words()
        self.parts.append(part)

    def _end_words(self) -> None:
        if self.words:
            self.parts.append(Span("text", "".join(self.words)))
            self.words = []

    def _rest(self, first: int) -> list[Span | _Run]:
        """Take the parts from `first` on."""
        self._end_words()
        taken, self.parts = self.parts[first:], self.parts[:first]
        return taken

    def _sign(self, found: re.Match[str]) -> int:
        """Read a sign, and return where to read on."""
        sign = found[0]
        if found["address"]:
            return self._address(found)
        if sign[0] == "\\":
            return self._backslashes(found)
        if sign[0] == "`":
            return self._code(found)
        if sign[0] in "*_":
            return self._run(found)
        if sign == "<":
            return self._written(found)
        if sign == "]":
            return self._close(found)
        self._end_words()
        self.brackets.append(_Bracket(len(self.parts), found.start(), sign == "!["))
        self._say(sign)
        return found.end()

    def _backslashes(self, found: re.Match[str]) -> int:
        """Read backslashes: before a sign that has a meaning, two are one, and the last one takes the meaning away."""
        end, count = found.end(), len(found[0])
        follows = self.text[end : end + 1]
        begins = self.text[self.text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
        line_start = follows in _AT_START and (not begins or begins.isdigit())
        if not follows or not (follows in _ESCAPED or line_start):
            self._say(found[0])
            return end
        self._say("\\" * (count // 2))
        if count % 2:
            self._say(follows)
            return end + 1
        return end

    @cached_property
    def _ticks(self) -> dict[int, list[int]]:
        """Where runs of back-ticks begin, by their length."""
        found: dict[int, list[int]] = {}
        for run in re.finditer("`+", self.text):
            found.setdefault(len(run[0]), []).append(run.start())
        return found

    def _code(self, found: re.Match[str]) -> int:
        size, runs = len(found[0]), self._ticks.get(len(found[0]), [])
        later = bisect_right(runs, found.start())
        if later == len(runs):
            self._say(found[0])
            return found.end()
        held = self.text[found.end() : runs[later]].replace("\n", " ")
        bare = held[1:-1] if held.strip() and held[0] == held[-1] == " " else held
        self._add(Span("code", bare))
        return runs[later] + size

    def _run(self, found: re.Match[str]) -> int:
        before, behind = self.text[found.start() - 1 : found.start()], self.text[found.end() : found.end() + 1]
        opens = not _in_word(before) and (behind.isalnum() or bool(behind and behind in _BEFORE))
        closes = not _in_word(behind) and (before.isalnum() or bool(before and before in _BEHIND))
        if len(found[0]) > 3 or not (opens or closes):
            self._say(found[0])
        else:
            self._add(_Run(found[0][0], len(found[0]), opens, closes))
        return found.end()

    def _written(self, found: re.Match[str]) -> int:
        written = _WRITTEN.match(self.text, found.start())
        target = written[1] if written and ":" in written[1] else f"mailto:{written[1]}" if written else ""
        if written is None or not leads_away(target):
            self._say("<")
            return found.end()
        self._add(Span("link", inner=(Span("text", written[1].removeprefix("mailto:")),), target=target))
        return written.end()

    def _address(self, found: re.Match[str]) -> int:
        """Read an address that is written out, without what closes the sentence around it."""
        piece = next((each for each in pieces(found[0], calls=False)), None)
        if piece is None or not piece.address:
            self._say(found[0][0])
            return found.start() + 1
        self._add(Span("link", inner=(Span("text", piece.text),), target=piece.address))
        return found.start() + len(piece.text)

    def _close(self, found: re.Match[str]) -> int:
        """Read a closing bracket: the end of a link, where an address follows."""
        opening = self.brackets.pop() if self.brackets else None
        target = _TARGET.match(self.text, found.end()) if opening else None
        if opening is None or target is None or self._is_index(opening, target):
            self._say("]")
            return found.end()
        inner = self._rest(opening.part)
        first = inner[0]
        if isinstance(first, Span):  # it begins with the bracket itself
            inner[0] = Span("text", first.text[2 if opening.picture else 1 :])
        self.brackets = [each for each in self.brackets if each.part < opening.part] if opening.picture else []
        told = tuple(_without_links(_emphasised(inner)))
        address = target["angled"] if target["angled"] is not None else target["bare"]
        sort: Sort = "picture" if opening.picture else "link"
        self._add(Span(sort, inner=told, target=address, titled=bool(target["title"])))
        return target.end()

    def _is_index(self, opening: _Bracket, target: re.Match[str]) -> bool:
        """Tell whether brackets are those of a formula or of a placeholder, as in `f[x](y)`, and lead nowhere."""
        before = self.text[opening.at - 1 : opening.at] if opening.at else ""
        return before.isalnum() and not re.search(r"[:/#.]", target[0])


def _in_word(sign: str) -> bool:
    return sign.isalnum() and ord(sign) < _SPACELESS


def _without_links(some: Iterable[Span]) -> Iterator[Span]:
    """Iterate over spans of which none is a link: there is no link in a link."""
    for span in some:
        if span.sort in ("link", "picture"):
            yield from span.inner
        else:
            yield span


def _emphasised(parts: list[Span | _Run]) -> list[Span]:
    """Return parts with emphasis where a run that closes has one before it that opens."""
    found: list[Span | _Run] = []
    waiting: list[int] = []
    open_runs = {"*": 0, "_": 0}
    for part in parts:
        if not isinstance(part, _Run):
            found.append(part)
            continue
        while part.closes and part.count and open_runs[part.sign]:
            while (opener := found[waiting[-1]]) and isinstance(opener, _Run) and opener.sign != part.sign:
                open_runs[opener.sign] -= 1
                waiting.pop()
            if not isinstance(opener, _Run):
                break
            inner = tuple(_literal(found[waiting[-1] + 1 :]))
            size = 2 if min(opener.count, part.count) > 1 else 1
            del found[waiting[-1] + 1 :]
            opener.count -= size
            part.count -= size
            found += _around("strong" if size == 2 else "em", inner, part.sign * size)
            if not opener.count:
                del found[waiting[-1]]
                open_runs[part.sign] -= 1
                waiting.pop()
        if part.count:
            if part.opens:
                waiting.append(len(found))
                open_runs[part.sign] += 1
            found.append(part)
    return list(_literal(found))


def _around(sort: Sort, inner: tuple[Span, ...], signs: str) -> list[Span]:
    """Return emphasis around spans; where these stand too deep already, the signs as they are written."""
    if max((each.depth for each in inner), default=0) < DEEPEST:
        return [Span(sort, inner=inner)]
    return [Span("text", signs), *inner, Span("text", signs)]


def _literal(parts: list[Span | _Run]) -> Iterator[Span]:
    """Iterate over parts with runs that mean nothing as the signs that they are; words beside each other are one."""
    words = ""
    for part in parts:
        if isinstance(part, _Run) or part.sort == "text":
            words += part.sign * part.count if isinstance(part, _Run) else part.text
        else:
            if words:
                yield Span("text", words)
            words = ""
            yield part
    if words:
        yield Span("text", words)
