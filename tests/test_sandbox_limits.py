"""Hostile files of a megabyte, and hostile pages: each ends within ten seconds and a gigabyte, and says why.

Each is measured in a process of its own, which the system ends where it uses more.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from playbook.loading import load
from playbook.model import ids, values
from playbook.pages import sandbox_limits
from playbook.pages.page import DOCS_FILE_LIMIT, PAGE_LIMIT
from playbook.problems import SHOWN_PROBLEMS
from playbook.source import events, files
from tests import forked, golden
from tests.forked import Ended, Process
from tests.support import ROOT, at_once, environment, small

SECONDS, BYTES = 10, 1_000_000_000
BUILD = 5
"""The seconds that starting, and building the small playbook, may take besides."""
MEGABYTE = 1_000_000


def _repeated(piece: str, size: int = MEGABYTE) -> str:
    return piece * (size // len(piece))


def _numbered(head: str, line: str, size: int = MEGABYTE) -> str:
    lines, room, number = [head], size - len(head), 0
    while room > 0:
        lines.append(line.replace("N", str(number)))
        room -= len(lines[-1])
        number += 1
    return "".join(lines)


DO = "name: Do, workstream: service, phase: run"
ACTIVITIES = "workstreams:\n  service: {name: Service}\nactivities:\n"
HOSTILE = {
    "deep-flow": ("glossary.yml", "terms: " + _repeated("[")),
    "deep-mappings": ("glossary.yml", "terms: " + _repeated("{a: ")),
    "deep-blocks": ("glossary.yml", "".join(f"{' ' * n}a:\n" for n in range(1_300))),
    "deep-lists": ("glossary.yml", "terms:\n" + _repeated("- ")),
    "long-text": ("glossary.yml", "terms:\n  a: {name: A, definition: " + _repeated("x") + "}\n"),
    "long-key": ("glossary.yml", "terms:\n  ? " + _repeated("x") + "\n  : y\n"),
    "long-keys": ("glossary.yml", _numbered("terms:\n", "  " + "x" * 1_000 + "N: y\n")),
    "long-number": ("phases.yml", "phases:\n  run: {name: Run, order: " + _repeated("9") + "}\n"),
    "unknown-keys": ("glossary.yml", _numbered("", "kN: 1\n")),
    "unknown-keys-alike": ("glossary.yml", _numbered("terms:\n  a:\n    name: A\n", "    definitionN: 1\n")),
    "unknown-keys-in-braces": (
        "glossary.yml",
        _numbered("terms:\n  a: {name: A, definition: B.", ", keyN") + "}\n",
    ),
    "entities-in-braces": ("glossary.yml", _numbered("terms: {a: {name: A, definition: B.}", ", tN: {}") + "}\n"),
    "torn-lists": ("glossary.yml", "terms:\n  a: {name: A, definition: B., aliases: [" + _repeated("a, ") + "]}\n"),
    "clauses-apart": ("glossary.yml", _numbered("terms:\n  a: {name: A, definition: B., clauses: [", "xN, ") + "]}\n"),
    "parties": ("parties.yml", _numbered("parties:\n", "  pN: {name: P, kind: supplier}\n")),
    "registered": ("register.yml", _numbered("entries:\n", "  role-rN: {withdrawn: 2026-01-01}\n")),
    "approvals": ("approvals.yml", _numbered("approvals:\n", "  aN: {name: A}\n")),
    "broken-entities": ("glossary.yml", _numbered("terms:\n", "  tN: {}\n")),
    "odd-ids": ("glossary.yml", _numbered("terms:\n", "  T_N: {name: A, definition: B.}\n")),
    "twice": ("glossary.yml", "terms:\n" + _repeated("  a: {name: A, definition: B.}\n")),
    "many-names": ("glossary.yml", _numbered("terms:\n", "  tN: {name: Term N, definition: Words about N.}\n")),
    "same-names": ("glossary.yml", _numbered("terms:\n", "  tN: {name: Term, definition: Words.}\n")),
    "see-also": ("glossary.yml", "terms:\n  a: {name: A, definition: B., see_also: [" + _numbered("", "tN, ") + "]}\n"),
    "misses": ("responsibilities.yml", ACTIVITIES + _numbered(f"  one: {{{DO}, informed: [", "client-N, ") + "]}\n"),
    "misses-alike": (
        "responsibilities.yml",
        _numbered(ACTIVITIES, "  aN: {name: Do, workstream: servic, phase: rum, accountable: hed}\n"),
    ),
    "activities": (
        "responsibilities.yml",
        _numbered(ACTIVITIES, f"  aN: {{{DO}, accountable: client-head, responsible: client-lead}}\n"),
    ),
    "letters": (
        "responsibilities.yml",
        ACTIVITIES + f"  one: {{{DO}, informed: [" + _repeated("client-head, ") + "]}\n",
    ),
    "shared": (
        "responsibilities.yml",
        _numbered(ACTIVITIES, "  aN: {accountable: {shared: [x]}, responsible: {nobody: true}}\n"),
    ),
    "roles": (
        "roles.yml",
        _numbered("roles:\n", "  rN: {name: Role N, party: client, level: tactical, purpose: Is.}\n"),
    ),
    "counterparts": (
        "roles.yml",
        _numbered("roles:\n", "  rN: {name: R, party: x, level: tactical, purpose: I., reports_to: rN}\n"),
    ),
    "forums": (
        "cadence.yml",
        _numbered(
            "forums:\n",
            "  fN: {name: F, tier: tactical, every: day, zone: Europe/London, purpose: P., chair: client-head}\n",
        ),
    ),
    "waivers": ("playbook.yml", _numbered("waivers:\n", "  - {check: xN, entity: y, because: Z.}\n")),
    "checks": ("playbook.yml", _numbered("checks:\n", "  role-no-deputyN: {off: true}\n")),
    "anchors": ("glossary.yml", _numbered("terms:\n", "  tN: &aN {name: A, definition: B.}\n")),
    "aliases": ("glossary.yml", "terms:\n  a: &a {name: A, definition: B.}\n" + _numbered("", "  tN: *a\n")),
    "alias-bomb": (
        "glossary.yml",
        "a: &a [x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)),
    ),
    "comments": ("glossary.yml", _repeated("a #b\n")),
    "comment-questions": ("glossary.yml", _numbered("terms:\n", "  tN: {name: A} #b\n  uN: x #y\n")),
    "hashes": ("glossary.yml", "terms: " + _repeated("#")),
    "spaces": ("glossary.yml", "terms:" + _repeated(" ")),
    "lines": ("glossary.yml", _repeated("\n")),
    "returns": ("glossary.yml", _repeated("\r")),
    "quotes": ("glossary.yml", "terms: '" + _repeated("'")),
    "folded": ("glossary.yml", "terms:\n  a:\n    name: >\n" + _repeated("      x\n")),
    "tags": ("glossary.yml", "terms: !" + _repeated("x")),
    "percent": ("glossary.yml", _repeated("%a\n")),
    "conflict": ("glossary.yml", _repeated("=======")),
    "nulls": ("glossary.yml", _repeated("\0")),
    "documents": ("glossary.yml", _repeated("---\n")),
    "clauses": ("glossary.yml", "terms:\n  a: {name: A, definition: B., clauses: [" + _repeated("x, ") + "]}\n"),
    "hours": ("parties.yml", "parties:\n  client: {name: C, kind: client, working_hours: '" + _repeated("9") + "'}\n"),
    "frequency": ("cadence.yml", "forums:\n  a: {name: A, every: '" + _repeated("1 ") + "'}\n"),
}
"""What is written, and into which file of the small playbook."""


def _ended(call: Callable[[], object], cwd: Path) -> Ended:
    return Process(cwd, environment(), SECONDS + BUILD, BYTES).ended(call, 20 * SECONDS)


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """How loading and checking each of the files ended."""
    folder = tmp_path_factory.mktemp("hostile")

    def end(name: str) -> Ended:
        file, text = HOSTILE[name]
        data = golden.written(folder / name, {})
        (data / file).write_text(text, encoding="utf-8", newline="")
        return _ended(partial(forked.checked, data), folder)

    return dict(zip(HOSTILE, at_once(end, HOSTILE), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends(name: str, ended: dict[str, Ended]):
    done = ended[name]
    assert done.code == 0, done.err[-500:]
    assert done.out.startswith(("data/", "sound"))


PAGE = PAGE_LIMIT - 100
SLOW = "seconds of work are too much"
DEEP = ("this is nested too deeply", SLOW)
"""What is said where it hangs on the machine which limit is met first."""
PAGES = {
    "too-large": ("x" * (PAGE_LIMIT + 1), "the file is larger than 200,000 bytes"),
    "loops": ("{% for x in playbook.roles %}" * 8 + "x" + "{% endfor %}" * 8, "more than 200,000 rounds and calls"),
    "loops-inside": ("{% for x in playbook.roles %}" * 9 + "{% endfor %}" * 9, "more than 8 loops inside each other"),
    "macros": (
        "".join(f"{{% macro m{n}() %}}{{{{ m{n + 1}() }}}}{{{{ m{n + 1}() }}}}{{% endmacro %}}" for n in range(60))
        + "{% macro m60() %}x{% endmacro %}{{ m0() }}",
        "more than 200,000 rounds and calls",
    ),
    "recursion": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "this is nested too deeply"),
    "doubling": (
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
        "more than 10,000,000 characters",
    ),
    "doubled-lists": ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a | join }}", "a list inside a list"),
    "squares": ("{% set a = 9 %}" + "{% set a = a * a %}" * 60 + "{{ a }}", "a number beyond"),
    "set-again": (
        "{% set x %}" + "x" * 100_000 + "{% endset %}" + "{{ x }}" * 10_000,
        "more than 10,000,000 characters",
    ),
    "brackets": ("{{ " + "(" * 50_000, "this is nested too deeply"),
    "list": ("{{ [" + _repeated("1,", PAGE - 20) + "] | length }}", ""),
    "calls": (_repeated("{{ raci() }}", PAGE), SLOW),
    "blocks": (_repeated("{% if playbook %}", PAGE // 2) + _repeated("{% endif %}", PAGE // 2), "nested too deeply"),
    "open-brackets": (_repeated("[", PAGE), SLOW),
    "back-ticks": (_repeated("`", PAGE), None),
    "comments": (_repeated("<!--", PAGE), None),
    "quotes": (_repeated("> ", PAGE), DEEP),
    "deep-html": ("\n" + "<div>" * 30_000 + "x" + "</div>" * 10, "this is nested too deeply"),
    "inside": ("> " * 50 + "x", ""),
    "numbers": (_repeated("1. ", PAGE), DEEP),
    "definitions": (_repeated("[x]: y\n", PAGE), None),
    "link-ends": (_repeated("](", PAGE), ""),
    "link-heads": (_repeated("[x\n", PAGE), None),
    "no-addresses": (_repeated("[x](http://[x)\n", PAGE), "is no address"),
    "headings": (_numbered("", "## x {: #N }\n\n", PAGE), None),
    "fences": (_repeated("```\n", PAGE), None),
    "inline-macros": ("words " + _repeated('{{ role("cashier") }} ', 2_000) + "words\n", ""),
    "front-matter": ("---\na: " + _repeated("[", PAGE) + "\n---\n", "more than 40 levels are nested here"),
    "front-bomb": (
        "---\na: &a [x]\n"
        + "".join(f"b{n}: &b{n} [{', '.join(['*a' if not n else f'*b{n - 1}'] * 9)}]\n" for n in range(9))
        + "---\n",
        "aliases repeat more than 20,000 values",
    ),
    "front-open": ("---\n" + _repeated("a\n", PAGE), "the front matter does not end"),
    "abbreviations": ("HTML " * 3_000 + "\n\n*[HTML]: " + "x" * 30_000, "more than 10,000,000 characters"),
    "references": ("[x] " * 30_000 + "\n\n[x]: y" + "x" * 50_000, None),
    "footnotes": ("[^x] " * 20_000 + "\n\n[^x]: " + "x" * 50_000, None),
    "spaces": ("# " + " " * PAGE + "x {: #x }", ""),
    "calls-in-heading": ("# x {: #" + _repeated("{{a}}", PAGE), None),
    "open-calls": ("# x {: #" + _repeated("{{", PAGE), None),
    "open-headings": (_repeated("<h1 ", PAGE), None),
}
"""The text of a page, and what is said of it, or one of several things: nothing where it is built, None where that
hangs on the machine."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """How building the facts of the small playbook with each of the pages, and a home page, ended."""
    folder = tmp_path_factory.mktemp("pages")

    def end(name: str) -> Ended:
        playbook = small(folder / name)
        shutil.rmtree(playbook / "docs")
        for page in ("index.md", "roles/index.md"):  # to the second one the facts lead
            (playbook / "docs" / page).parent.mkdir(parents=True, exist_ok=True)
            (playbook / "docs" / page).write_text("# Home {: #home }\n", encoding="utf-8")
        (playbook / "docs" / "hostile.md").write_text(PAGES[name][0], encoding="utf-8", newline="")
        return _ended(partial(forked.playbook, "build"), playbook)

    return dict(zip(PAGES, at_once(end, PAGES), strict=True))


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends(name: str, built: dict[str, Ended]):
    done, said = built[name], PAGES[name][1]
    assert "Traceback" not in done.err
    if said is None:
        said = "docs/hostile.md" if done.code else ""
    assert done.code == (1 if said else 0), done.err[-500:]
    assert done.err.startswith("docs/hostile.md:" if said else "")
    assert any(each in done.err for each in (said if isinstance(said, tuple) else (said,)))


def test_time_is_what_a_page_is_told_of_where_a_library_caught_the_first_alarm():
    def half_done() -> None:
        with contextlib.suppress(Exception):
            while True:
                pass
        raise KeyError("left half done")

    with pytest.raises(sandbox_limits.TookTooLong), sandbox_limits.watched(0.01):
        half_done()


def test_memory_is_held_to_the_limit_and_then_free_again():
    with pytest.raises(MemoryError), sandbox_limits.watched(memory=100_000_000):
        bytearray(200_000_000)
    assert len(bytearray(200_000_000)) == 200_000_000
    told = {
        sandbox_limits.exhausted(error) for error in (MemoryError(), RecursionError(), sandbox_limits.TookTooLong())
    }
    assert len(told) == 3
    assert sandbox_limits.exhausted(KeyError()) == ""


def test_an_error_within_the_time_stays_what_it_is():
    with pytest.raises(KeyError), sandbox_limits.watched():
        raise KeyError("its own")


def test_the_limits_are_told_as_they_are():
    page = (ROOT / "docs" / "authoring" / "limits.md").read_text(encoding="utf-8")
    cells = dict(line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| "))
    numbers = (re.findall(r"[0-9][0-9,]*", most) for most in cells.values())
    assert [[int(number.replace(",", "")) for number in found] for found in numbers] == [
        [],
        [],
        [files.FILE_LIMIT],
        [load.DATA_FILE_LIMIT],
        [events.DEPTH_LIMIT],
        [events.ALIAS_LIMIT],
        [values.TEXT_LIMIT],
        [ids.ID_LIMIT],
        [values.FIRST_YEAR, values.LAST_YEAR],
        [PAGE_LIMIT],
        [DOCS_FILE_LIMIT],
        [sandbox_limits.ROUND_LIMIT],
        [sandbox_limits.LOOP_LIMIT],
        [sandbox_limits.OUTPUT_LIMIT],
        [sandbox_limits.HTML_DEPTH_LIMIT],
        [sandbox_limits.SECONDS],
        [sandbox_limits.MEMORY // 1_000_000],
        [SHOWN_PROBLEMS],
    ]
