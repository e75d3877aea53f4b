"""The drawing of the year: months from left to right, forums from top to bottom, a mark for each meeting."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from playbook.model import Forum, Playbook
from playbook.model.meetings import Span, span, standing
from playbook.views.base import Link, link
from playbook.views.cadence import cadence, forums_of
from playbook.views.drawing import PADDING_X, Box, Drawing, Mark, Told, Wire, box, needed, tier_word
from playbook.views.meetings import Meeting, meetings
from playbook.views.text_metrics import Text, height_of, tidy, width_of, wrapped
from playbook.views.words import Words

NAMES, MONTHS, NUMBERS, HEADING, LABEL, LOW = 196, 576, 76, 28, 32, 32
"""Widths of the names of forums, of twelve months and of the number of meetings; heights of the months' names, of a
tier's name, and the least of a forum."""


@dataclass(frozen=True)
class Year:
    """Twelve months of the cycle at most, and what is drawn of them."""

    first: date
    last: date
    drawing: Drawing


@dataclass(frozen=True)
class _Row:
    """One forum, and its meetings in the cycle."""

    forum: Forum
    link: Link
    rule: str
    held: tuple[Meeting, ...]


def calendar_year(
    playbook: Playbook, words: Words, tier: str | None = None, role: str | None = None
) -> tuple[Year, ...]:
    """Return the meetings of the cycle, of one tier or role where given: a drawing for each twelve months."""
    rows = [
        _Row(
            forum,
            link(playbook, "forum", forum.id),
            cadence(playbook, forum.id, words),
            meetings(playbook, forum, words, ()),
        )
        for forum in forums_of(playbook, role, tier)
        if standing(playbook, forum).what == "meets"
    ]
    return tuple(_year(first, last, rows, words) for first, last in _years(span(playbook)) if rows)


def _years(days: Span) -> Iterator[tuple[date, date]]:
    """Iterate over stretches of twelve months from the cycle's first, each with its last day."""
    first = days.start.replace(day=1)
    while first <= days.end:
        following = first.replace(year=first.year + 1)
        yield first, min(following - timedelta(days=1), days.end)
        first = following


@dataclass(frozen=True)
class _Line:
    """A forum with its place from top to bottom, and its meetings of these months."""

    row: _Row
    y: float
    height: float
    held: tuple[Meeting, ...]

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return tidy(self.y + self.height / 2)


def _year(first: date, last: date, rows: Sequence[_Row], words: Words) -> Year:
    lines, labels, y = [], [], float(HEADING)
    for tier, group in groupby(rows, key=lambda row: row.forum.tier):
        labels.append(Text(PADDING_X, y + 10, (tier_word(words, tier),), "label"))
        y += LABEL
        for row in group:
            held = tuple(meeting for meeting in row.held if first <= meeting.day <= last)
            lines.append(_Line(row, y, max(LOW, needed([(row.link.text, "plain")], NAMES)), held))
            y += lines[-1].height
    drawing = Drawing(
        width=NAMES + MONTHS + NUMBERS,
        height=tidy(y),
        bands=tuple(_months(first, y, words)),
        wires=tuple(_rules(lines)),
        boxes=tuple(box(0, line.y, (NAMES, line.height), "head", _told(line), line.row.link) for line in lines),
        facts=tuple(_fact(line, words) for line in lines),
        texts=(*labels, *_numbers(lines, words)),
        marks=tuple(_mark(meeting, line, first, words) for line in lines for meeting in line.held),
    )
    return Year(first, last, drawing)


def _told(line: _Line) -> list[Told]:
    return [(line.row.link.text, "plain")]


def _months(first: date, bottom: float, words: Words) -> Iterator[Box]:
    """Iterate over the months as columns: every other one is tinted, and each bears its name."""
    wide = MONTHS / 12
    for number in range(12):
        x, month = NAMES + number * wide, (first.month + number - 1) % 12 + 1
        day = date(first.year + (first.month + number - 1) // 12, month, 1)
        name = words.day(day, "LLL")
        name = name if width_of(name, "label") <= wide else words.day(day, "LLLLL")
        text = Text(tidy(x + wide / 2), 6, wrapped(name, wide, "label", 1), "label", "middle")
        yield Box(tidy(x), 0, tidy(wide), tidy(bottom), "blank" if number % 2 else "band", (text,), "")


def _rules(lines: Sequence[_Line]) -> Iterator[Wire]:
    for line in lines:
        yield Wire(((0, line.y), (NAMES + MONTHS + NUMBERS, line.y)), "rule", "", "none")


def _numbers(lines: Sequence[_Line], words: Words) -> Iterator[Text]:
    right = NAMES + MONTHS + NUMBERS - PADDING_X
    yield Text(right, 6, (words.say("Meetings"),), "note", "end")
    for line in lines:
        yield Text(right, tidy(line.middle - height_of(("",), "plain") / 2), (str(len(line.held)),), "plain", "end")


def _mark(meeting: Meeting, line: _Line, first: date, words: Words) -> Mark:
    """Return the sign of a meeting: all months are equally wide, and it stands in its own at the day."""
    day, wide = meeting.day, MONTHS / 12
    number = (day.year - first.year) * 12 + day.month - first.month
    x = NAMES + (number + (day.day - 0.5) / monthrange(day.year, day.month)[1]) * wide
    title = words.say("%(forum)s, %(day)s", forum=meeting.forum.text, day=words.day(day, "EEE d MMM"))
    return Mark(tidy(x), line.middle, meeting.tier, title)


def _fact(line: _Line, words: Words) -> str:
    """Return what the drawing says of a forum: its tier, its rule, how often it meets and on which days."""
    days = words.listed(words.day_of_year(meeting.day) for meeting in line.held)
    count = words.count(len(line.held), "%(count)s meeting", "%(count)s meetings")
    tier, name = tier_word(words, line.row.forum.tier), line.row.link.text
    if not line.held:
        return words.say("%(tier)s: %(name)s, no meeting.", tier=tier, name=name)
    told = {"tier": tier, "name": name, "rule": line.row.rule, "count": count, "days": days}
    return words.say("%(tier)s: %(name)s, %(rule)s, %(count)s, on %(days)s.", **told)
