"""What slips in the facts get: one message, at the place of the slip, with what to write instead."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from playbook.checks import checked
from playbook.loading.load import load
from playbook.problems import Problems, as_text
from tests.support import SMALL

TODAY = date(2030, 1, 1)
Edit = tuple[str, str, str]
"""A file of the facts, what stands there first, and what is written instead."""

ROLES, CADENCE, PARTIES = "roles.yml", "cadence.yml", "parties.yml"
LEVELS, ONBOARDING, EDITION = "service_levels.yml", "onboarding.yml", "playbook.yml"


@dataclass(frozen=True)
class Slip:
    """One slip in the facts of the small playbook.

    The message stands where `at` first stands in the file of the first edit; it holds `said`, and its hint `hint`.
    """

    name: str
    edits: tuple[Edit, ...]
    at: str
    said: str
    hint: str
    severity: str = "error"


def _slip(name: str, file: str, old: str, new: str, at: str, said: str, hint: str, severity: str = "error") -> Slip:
    return Slip(name, ((file, old, new),), at, said, hint, severity)


def _name(name: str, written: str, at: str, said: str, hint: str, severity: str = "error") -> Slip:
    """Return a slip in the name of a role."""
    return _slip(name, ROLES, "name: Cashier", f"name: {written}", at, said, hint, severity)


def _head(name: str, line: str, said: str, hint: str) -> Slip:
    """Return a slip in the lines before the facts."""
    return _slip(name, ROLES, "roles:\n", f"{line}\nroles:\n", line, said, hint)


READING = [
    _slip("mark before a key", ROLES, "  cashier:", "\ufeff  cashier:", "\ufeff", "U+FEFF, stands in the", "invisible"),
    _slip("mark in a key", ROLES, "name: Cashier", "\ufeffname: Cashier", "\ufeff", "a byte-order mark", "delete it"),
    _name("mark in a text", "Cash\ufeffier", "\ufeff", "a byte-order mark", "were joined"),
    _name("two halves", '"So \\uD83D\\uDE00."', "\\uD83D", "`\\uD83D\\uDE00` are two halves", "`\\U0001F600`"),
    _name("two long halves", '"\\U0000D83D\\U0000DE00"', "\\U0000D83D", "two halves", "write `\U0001f600` itself"),
    _name("one half", '"\\ud83d"', "\\ud83d", "`\\ud83d` is half of a character", "eight digits after \\U"),
    _name("other half", '"\\uDE00 x"', "\\uDE00", "`\\uDE00` is half of a character", "the whole character"),
    _name("double quote", '"Cashier', '"Cashier', "a quote opens here", "close it"),
    _name("single quote", "'Cashier", "'Cashier", "a quote opens here and is never closed", "close it"),
    Slip(
        "quote that another closes",
        ((ROLES, "name: Cashier", "name: 'Cashier"), (ROLES, "name: Mechanic", "name: 'Mechanic'")),
        "'Cashier",
        "a quote opens here and is closed only some lines below",
        "close it on its line",
    ),
    Slip(
        "quote that swallows keys",
        ((ROLES, "name: Cashier", "name: 'Cashier"), (ROLES, "Sells the bread.", "Helps the bakers'")),
        "'Cashier",
        "a quote opens here and is closed only some lines below",
        "close it on its line",
    ),
    _slip("bracket", ROLES, "[mechanic]", "[mechanic", "[mechanic", "a bracket opens here and is not closed", "close"),
    _slip("last bracket", CADENCE, "[A plan]", "[A plan", "[A plan", "a bracket opens here", "close it"),
    _slip("brace", ROLES, ", note: The bakehouse.}]", "]", "{number", "a brace opens here", "write `}` before `]`"),
    _slip("bracket of braces", ROLES, "bakehouse.}]", "bakehouse.}", "[{number", "a bracket opens here", "close it"),
    Slip(
        "anchor twice",
        (
            (ROLES, "name: Cashier", "name: &it Cashier"),
            (ROLES, "name: Mechanic", "name: &it  Mechanic"),
            (ROLES, "purpose: Mends the tills.", "purpose: *it"),
        ),
        "&it  Mechanic",
        "the anchor `&it` is written twice; first at data/roles.yml:39:11",
        "another name",
    ),
    _slip("anchor of a key", ROLES, "name: Cashier", "&it name: Cashier", "&it", "`&it` names a key", "delete it"),
    _head("tag directive", "%TAG ! tag:x,2000:\n---", "`%TAG` gives names to tags", "delete the line"),
    _head("older YAML", "%YAML 1.1\n---", "`%YAML 1.1` is not the YAML that is read", "write `%YAML 1.2`"),
    _head("newer YAML", "%YAML 2.0\n---", "`%YAML 2.0` is not the YAML that is read", "or delete the line"),
    _head("no version", "%YAML\n---", "`%YAML` is not the YAML that is read", "write `%YAML 1.2`"),
    _head("no end of the head", "%YAML 1.2", "after this line `---` is missing", "on the next line"),
    _head("no directive", "%FOO bar\n---", "`%FOO` is no directive of YAML", "delete the line"),
    _slip(
        "directive twice", ROLES, "roles:\n", "%YAML 1.2\n%YAML 1.2  \n---\nroles:\n", "%YAML 1.2  ", "twice", "delete"
    ),
    _slip("directive inside", ROLES, "  cashier:", "%TAG ! x\n  cashier:", "%TAG", "in the middle of the", "delete"),
    _name("hash and a number", "Review #2", "#2", "everything from `#2` on is a comment", "in quotes", "warning"),
    _name("hash alone", "#general", "#general", "everything from `#general` on is a comment", "in quotes"),
    _slip("hash of a channel", ROLES, "shop@bakery.example", "#general", "#general", "is a comment", "in quotes"),
    _slip(
        "hash in brackets", CADENCE, "[What broke,", "[What broke #1,", "#1", "the bracket is not closed", "in quotes"
    ),
    _name("ampersand and a name", "&x Foo", "&x", "`&x` names what follows it, so", '`"&x Foo"`', "warning"),
    _name("ampersand and no text", "&Co", "&Co", "`&Co` names what follows it, so", '`"&Co"`, or delete `&Co`'),
    _name("ampersand alone", "&", "&", "`&` names what follows it", '`"&"`'),
    _name("ampersand and a space", "& Co", "& Co", "`&` names what follows it", '`"& Co"`'),
    _name("stars around", "*important*", "*imp", "so it begins no text", '`"*important*"`'),
    _name("star before", "*important", "*imp", "`*important` names nothing above it", "begins with * in quotes"),
    _name("star and a space", "* important", "* imp", "so it begins no text", '`"* important"`'),
    _name("two stars", "**important**", "**imp", "so it begins no text", '`"**important**"`'),
    _slip("star in a list", CADENCE, "[What broke,", "[*What broke*,", "*What", "names nothing above it", "in quotes"),
    Slip(
        "alias misspelt",
        ((ROLES, "name: Shop manager", "name: &tills Shop manager"), (ROLES, "name: Cashier", "name: *tils")),
        "*tils",
        "`*tils` names nothing above it",
        "did you mean `tills`?",
    ),
]


RACI, DEPENDENCIES, REGISTER, ESCALATION = "responsibilities.yml", "dependencies.yml", "register.yml", "escalation.yml"
ALL_DAY = (
    (PARTIES, "working_days: [monday, tuesday, wednesday, thursday, friday]", "working_hours: 24/7"),
    (PARTIES, "    working_hours: 08:00-18:00\n", ""),
    (PARTIES, "working_hours: 08:00-18:00", "working_hours: 24/7"),
)
PERCENT = (LEVELS, "unit: out of 100", 'unit: "%"')


def _zone(written: str, said: str, hint: str, severity: str = "error") -> Slip:
    """Return a slip in the zone of a party that is always there."""
    edits = ((PARTIES, "zone: Europe/London", f"zone: {written}"), *ALL_DAY)
    return Slip(f"zone {written}", edits, f"{written}\n", said, hint, severity)


def _clock(name: str, on: str, time: str, told: str, hint: str) -> Slip:
    """Return a slip in the hour of a meeting in London."""
    edits = ((CADENCE, "on: second monday of march", f"on: {on}"), (CADENCE, "12:00", time), *ALL_DAY)
    return Slip(name, edits, f'"{time}"', told, hint, "warning")


def _target(written: str, at: str, said: str, hint: str) -> Slip:
    """Return a slip in a target that is a percentage, at which the bands meet too."""
    edits = ((LEVELS, "target: 99.5", f"target: {written}"), PERCENT)
    edges = ((LEVELS, "to: 99.5,", f"to: {written},"), (LEVELS, "from: 99.5}", f"from: {written}}}"))
    return Slip(f"target {written}", (*edits, *(edges if written[0] != "-" else ())), at, said, hint, "warning")


MEANING = [
    _slip(
        "party for a role",
        ROLES,
        "deputy: shop-manager",
        "deputy: bakery",
        "bakery\n    comp",
        "no role `bakery`",
        "`bakery` is a party: name a role here; did you mean `bakery-head`?",
    ),
    _slip(
        "role for a party",
        ROLES,
        "party: bakery",
        "party: cashier",
        "cashier",
        "no party `cashier`",
        "`cashier` is a role: name a party here",
    ),
    _slip(
        "role for a forum",
        CADENCE,
        "escalates_to: shop-review",
        "escalates_to: mechanic",
        "mechanic\n    loc",
        "no forum `mechanic`",
        "`mechanic` is a role: name a forum here",
    ),
    _slip(
        "reports to itself",
        ROLES,
        "reports_to: shop-manager",
        "reports_to: cashier",
        "cashier\n  tills",
        "`cashier` reports to itself",
        "end it at one role",
    ),
    _slip(
        "deputy of itself",
        ROLES,
        "deputy: bakery-head",
        "deputy: shop-manager",
        "shop-manager\n    reports",
        "`shop-manager` is its own deputy",
        "name another role",
    ),
    _slip(
        "counterpart of itself",
        ROLES,
        "counterparts: [mechanic]",
        "counterparts: [mechanic, cashier]",
        "cashier]\n",
        "`cashier` is its own counterpart",
        "name a role of another party",
        "warning",
    ),
    _slip(
        "forum above itself",
        CADENCE,
        "escalates_to: shop-review",
        "escalates_to: counter-talk",
        "counter-talk\n    l",
        "`counter-talk` escalates to itself",
        "end it at one forum",
    ),
    _slip(
        "dependency on itself",
        DEPENDENCIES,
        "[spare-till]",
        "[electric-current]",
        "dependencies: [",
        "`electric-current` blocks itself",
        "take out of `blocks`",
        "warning",
    ),
    _slip(
        "party that engages itself",
        PARTIES,
        "engaged_by: bakery",
        "engaged_by: tills",
        "tills\n    country",
        "`tills` engages itself",
        "end it at one party",
    ),
    _slip(
        "step that waits for itself",
        ONBOARDING,
        "[get-key]",
        "[read-log]",
        "prerequisites:",
        "`read-log` waits for itself",
        "take one of the prerequisites away",
    ),
    _slip(
        "id replaced by itself",
        REGISTER,
        "replaced_by: at-the-till",
        "replaced_by: at-the-oven",
        "at-the-oven\n  at",
        "`at-the-oven` is replaced by itself",
        "that holds the text now",
    ),
    _slip(
        "edition that supersedes itself",
        EDITION,
        '"2029-1"',
        '"2030-1"',
        '"2030-1"\n  next',
        "supersedes itself",
        "name the edition before it",
    ),
    _slip(
        "holder who has gone",
        ROLES,
        "holder: The counter\n    from: 2029-12-01",
        "holder: The counter\n    from: 2029-12-01\n    to: 2029-12-30",
        "cashier:",
        "nobody holds the role `cashier`",
        "from when",
        "warning",
    ),
    _slip(
        "note in brackets",
        ROLES,
        "deputy: shop-manager",
        "deputy: shop-manager (acting)",
        "shop-manager (",
        "no role `shop-manager (acting)`",
        "write `shop-manager` alone; what is to be said of it belongs behind it",
    ),
    _slip(
        "star behind an id",
        CADENCE,
        "[cashier, mechanic]",
        "[cashier, mechanic*]",
        "mechanic*",
        "no role `mechanic*`",
        "write `mechanic` alone",
    ),
    _slip(
        "footnote behind an id",
        ROLES,
        "deputy: shop-manager",
        "deputy: shop-manager [1]",
        "shop-manager [",
        "no role `shop-manager [1]`",
        "write `shop-manager` alone",
    ),
    _slip(
        "note behind a name",
        ROLES,
        "deputy: shop-manager",
        "deputy: Shop manager (acting)",
        "Shop manager (",
        "no role `Shop manager (acting)`",
        "write `shop-manager` alone",
    ),
    _slip(
        "note in a matrix",
        RACI,
        "consulted: cashier",
        "consulted: cashier (acting)",
        "cashier (",
        "no role `cashier (acting)`",
        "belongs in `{role: cashier, note: acting}`",
    ),
    _target("120", "120\n    window", "120% is more than all", 'such as `unit: "% of the plan"`'),
    _target("100.50", "100.50\n    window", "100.50% is more than all", "from 0 to 100"),
    _target("-5", "-5\n    window", "-5% is less than nothing", "from 0 to 100"),
    _slip(
        "credit below nothing",
        LEVELS,
        "credit: A cake.",
        "credit: -5%",
        "-5%",
        "cannot cost less than nothing",
        "`earn_back`",
    ),
    _slip(
        "points below nothing", LEVELS, "points: 2", "points: -2", "-2}", "cannot cost less than nothing", "0 or more"
    ),
    _slip(
        "no target off a band",
        LEVELS,
        "target: 99.5",
        "target: 99.90",
        "bands:",
        "its target, 99.90",
        "the band",
        "warning",
    ),
    _slip(
        "no time", CADENCE, "duration: 1 hour", "duration: 0 hours", "0 hours", "no time at all", "a number and a unit"
    ),
    _slip(
        "settled in no time",
        ESCALATION,
        "resolve_within: 4 hours",
        "resolve_within: 0 hours",
        "0 hours",
        "no time at all",
        "a number and a unit",
    ),
    _slip(
        "time below nothing",
        ESCALATION,
        "response: 1 hour",
        "response: -1 hour",
        "-1 hour",
        "cannot be negative",
        "a number and a unit",
    ),
    _slip(
        "hours without an hour", PARTIES, "08:00-18:00", "08:00-08:00", "08:00-08:00", "end when they begin", "`24/7`"
    ),
    _clock(
        "hour that clocks skip",
        "31 of march",
        "01:30",
        "on 2030-03-31, which the clocks of Europe/London skip",
        "02:30 is taken",
    ),
    _clock(
        "hour that clocks show twice",
        "27 of october",
        "01:30",
        "on 2030-10-27, which the clocks of Europe/London show twice",
        "the first of the two is taken",
    ),
    _zone("Asia/Calcutta", "`Asia/Calcutta` is an older name", "write `Asia/Kolkata`", "info"),
    _zone("GB", "`GB` is an older name", "write `Europe/London`", "info"),
    _zone("GMT", "`GMT` is the time of no place", "did you mean `Europe/Dublin`?", "warning"),
    _zone("EST", "`EST` is the time of no place", "did you mean `America/New_York`?", "warning"),
    _zone("BST", "there is no time zone `BST`", "did you mean `Europe/London`?"),
    _zone("UTC+1", "there is no time zone `UTC+1`", "clocks change, so write the zone of a city instead"),
    _slip(
        "attends twice",
        CADENCE,
        "[cashier, mechanic]",
        "[cashier, mechanic, cashier]",
        "cashier]",
        "`cashier` stands twice under `attendees`",
        "keep one of them",
        "warning",
    ),
    _slip(
        "must and may attend",
        CADENCE,
        "[shop-manager]",
        "[shop-manager, cashier]",
        "cashier]",
        "`cashier` stands under `attendees` and under `optional`",
        "who must attend, or who may",
        "warning",
    ),
    _slip(
        "quorum of one party twice",
        CADENCE,
        "- party: tills",
        "- party: bakery",
        "bakery\n        at_least: 1\n    dec",
        "`bakery` stands twice under `quorum`",
        "keep one number",
        "warning",
    ),
    _slip(
        "day off twice",
        PARTIES,
        "2030-12-25]",
        "2030-01-01]",
        "2030-01-01]",
        "stands twice under `holidays`",
        "the one that was meant",
        "warning",
    ),
    _slip(
        "no day is worked",
        PARTIES,
        "[monday, tuesday, wednesday, thursday, friday]",
        "[]",
        "[]",
        "names no day",
        "Monday to Friday",
    ),
    _slip(
        "clause twice",
        ROLES,
        'clauses: ["2.1"]',
        'clauses: ["2.1", "2.1"]',
        '"2.1"]',
        "stands twice under `clauses`",
        "keep one",
        "warning",
    ),
    _slip(
        "supplier twice",
        EDITION,
        "[tills]",
        "[tills, tills]",
        "tills]",
        "stands twice under `suppliers`",
        "keep one",
        "warning",
    ),
    _slip(
        "quorum out of reach",
        CADENCE,
        "at_least: 1",
        "at_least: 9",
        "9\n",
        "`counter-talk` needs 9 people of `bakery` to decide, and 2 roles of it are invited",
        "ask for 2 or fewer",
        "warning",
    ),
    _slip("quorum of nobody", CADENCE, "at_least: 1", "at_least: 0", "0\n      - p", "a number from 1", "1 or more"),
    _slip(
        "programme for nobody",
        ONBOARDING,
        "covers:\n      parties: [bakery]\n      roles: [tills-head, tills-manager, mechanic]",
        "covers: {}",
        "{}",
        "the programme is for nobody",
        "name `parties` or `roles`",
    ),
]


def _written(folder: Path, edits: tuple[Edit, ...]) -> Path:
    """Write the facts of the small playbook with edits, and return their folder."""
    data = folder / "data"
    shutil.copytree(SMALL / "data", data)
    for file, old, new in edits:
        text = (data / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return data


def _said(data: Path) -> Problems:
    return checked(load(data), TODAY)


def _place(data: Path, file: str, at: str) -> str:
    text = (data / file).read_text(encoding="utf-8")
    index = text.index(at)
    return f"data/{file}:{text.count(chr(10), 0, index) + 1}:{index - text.rfind(chr(10), 0, index)}"


@pytest.mark.parametrize("slip", [*READING, *MEANING], ids=lambda slip: slip.name)
def test_a_slip_is_told_once_where_it_was_made(slip: Slip, tmp_path: Path):
    data = _written(tmp_path, slip.edits)
    problems = list(_said(data))
    assert len(problems) == 1, as_text(Problems(problems))
    (problem,) = problems
    assert str(problem.place) == _place(data, slip.edits[0][0], slip.at)
    assert slip.said in problem.message
    assert slip.hint in problem.hint
    assert problem.severity == slip.severity


@pytest.mark.parametrize(
    ("encoding", "at", "said"),
    [
        ("utf-16", "1:1", "the file is UTF-16"),
        ("utf-16-le", "1:1", "the file is UTF-16, without a mark that says so"),
        ("utf-16-be", "1:1", "the file is UTF-16, without a mark that says so"),
        ("utf-32", "1:1", "the file is UTF-32"),
        ("utf-32-be", "1:1", "the file is UTF-32, without a mark that says so"),
    ],
)
def test_a_wide_encoding_is_named(encoding: str, at: str, said: str, tmp_path: Path):
    data = _written(tmp_path, ())
    text = (data / ROLES).read_text(encoding="utf-8")
    (data / ROLES).write_bytes(text.encode(encoding))
    (problem,) = _said(data)
    assert (str(problem.place), problem.message) == (f"data/{ROLES}:{at}", said)


def test_what_was_added_in_another_encoding_is_told_where_it_begins(tmp_path: Path):
    data = _written(tmp_path, ())
    with (data / ROLES).open("ab") as file:
        file.write("# added by another program\n".encode("utf-16-le"))
    lines = (data / ROLES).read_bytes().count(b"\n")
    (problem,) = _said(data)
    assert str(problem.place) == f"data/{ROLES}:{lines}:1"
    assert problem.message == "from here on the file is UTF-16"


def test_many_marks_are_one_error_with_their_places(tmp_path: Path):
    data = _written(tmp_path, ((ROLES, "name: Cashier", "name: C\ufeffashier"), (ROLES, "Mechanic", "Mech\ufeffanic")))
    (problem,) = _said(data)
    assert (str(problem.place), *map(str, problem.also)) == ("data/roles.yml:39:12", "data/roles.yml:71:15")


def test_a_slip_in_what_aliases_repeat_is_one_error(tmp_path: Path):
    head, first, second = "from: 2029-12-01\n    contact: The", "from: 2029-12-01\n    to:", "from: 2030-07-01"
    edits = (
        (ROLES, head, head.replace("2029-12-01", "&day 2029-12-32")),
        (ROLES, first, first.replace("2029-12-01", "*day")),
        (ROLES, second, "from: *day"),
    )
    (problem,) = _said(_written(tmp_path, edits))
    assert (str(problem.place), problem.message) == (
        "data/roles.yml:90:11",
        "`from`: there is no day 2029-12-32 in the calendar",
    )
    assert [str(place) for place in problem.also] == ["data/roles.yml:96:11", "data/roles.yml:102:11"]


def test_a_slip_in_a_record_that_aliases_repeat_is_one_error(tmp_path: Path):
    edits = (
        (ROLES, "sell:\n        text: Sell what was baked.", "sell: &duty {txt: Sell what was baked.}"),
        (ROLES, "mend:\n        text: Mend within a day.", "mend: *duty"),
    )
    problems = list(_said(_written(tmp_path, edits)))
    assert [problem.message.split(" is ")[0] for problem in problems] == ["`text`", "`txt`"]


TOGETHER: tuple[tuple[Edit, ...], ...] = (
    ((ROLES, "name: Cashier", "name: Cash\ufeffier"),),
    (
        (ROLES, "name: Mechanic", "name: &x Mechanic"),
        (ROLES, "name: Account manager", "name: &x Account manager"),
        (ROLES, "purpose: Keeps the promises.", "purpose: *x"),
    ),
    ((ROLES, "contact: shop@bakery.example", "contact: #general"),),
    ((ROLES, "deputy: shop-manager\n    competencies", "deputy: bakery\n    competencies"),),
    ((ROLES, "from: 2030-07-01", "from: 2030-02-30"),),
    ((CADENCE, "inputs: [till-log]", "inputs: [till-log*]"),),
    ((CADENCE, "optional: [shop-manager]", "optional: [shop-manger]"),),
    ((CADENCE, "duration: 1 hour", "duration: 0 hours"),),
    ((PARTIES, "zone: Europe/London", "zone: BST"),),
    ((LEVELS, "points: 2", "points: -2"),),
    (
        (
            ONBOARDING,
            "covers:\n      parties: [bakery]\n      roles: [tills-head, tills-manager, mechanic]",
            "covers: {}",
        ),
    ),
    ((ESCALATION, "respond_within: 1 hour", "respond_within: -1 hour"),),
    (("glossary.yml", "terms:\n", "%FOO\nterms:\n"),),
    (("risks.yml", 'clauses: ["9.2"]', 'clauses: ["9.2"'),),
    ((ROLES, "reports_to: bakery-head", "reports_to: shop-manager"),),
)
"""Slips none of which has to do with another."""


def _errors(folder: Path, slips: tuple[tuple[Edit, ...], ...]) -> list[str]:
    """Return the errors of the small playbook with slips, in words."""
    data = _written(folder, tuple(edit for slip in slips for edit in slip))
    return [f"{problem.place.file} {problem.message}" for problem in _said(data) if problem.severity == "error"]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The error that each slip is told by when it is the only one."""
    folder = tmp_path_factory.mktemp("alone")
    told = [_errors(folder / str(number), (slip,)) for number, slip in enumerate(TOGETHER)]
    assert [len(errors) for errors in told] == [1] * len(TOGETHER), told
    return [errors[0] for errors in told]


def test_the_first_run_tells_every_slip(alone: list[str], tmp_path: Path):
    assert sorted(_errors(tmp_path, TOGETHER)) == sorted(alone)


@pytest.mark.parametrize("seed", range(4))
def test_mending_a_slip_takes_its_error_away_and_brings_up_no_other(seed: int, alone: list[str], tmp_path: Path):
    left = list(range(len(TOGETHER)))
    Random(seed).shuffle(left)  # noqa: S311  # an order, and no secret
    while left:
        told = _errors(tmp_path / str(len(left)), tuple(TOGETHER[number] for number in sorted(left)))
        assert sorted(told) == sorted(alone[number] for number in left)
        left.pop()
