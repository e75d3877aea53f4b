"""Whatever stands in a file or on a page: a playbook, or problems with places; never another error, never without end.

Every example is found anew in each run and is the same in each (`derandomize`), so that a failure stays a failure.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from macros import MACROS
from playbook import bounds, load, source
from playbook.address import Here
from playbook.checks import checked
from playbook.desk import Desk
from playbook.model import SUBJECTS, Activity
from playbook.model.base import Model, Reference, Text, written_as
from playbook.pages import read_pages
from playbook.problems import Problem, Problems, as_text
from playbook.render import Renderer
from playbook.reports import as_json
from playbook.sandbox import PageEnvironment, PageText
from playbook.stash import CLOSE, OPEN, Stash
from tests import golden
from tests.support import ROOT, SMALL

SECONDS = 5
"""How long one example may take; most take some thousandths of a second."""
TODAY = date(2026, 6, 1)

often = partial(
    settings, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)


class _Writer(yaml.CSafeDumper):
    """Writes texts that need no quotes without them, so that numbers and dates stay what they are."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # as PyYAML declares it


def _written(values: Any, flow: bool = False) -> str:
    return yaml.dump(values, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=200, default_flow_style=flow)


make = load._Reading.subject


class Data:
    """A folder of good data, of which each example puts something else in the place of one file."""

    def __init__(self, folder: Path, files: dict[str, bytes]) -> None:
        self.folder = folder
        self.files = files
        self.known: dict[Path, source.Document] = {}
        self.made: dict[str, Model | None] = {}
        for name, content in files.items():
            path = folder / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    @contextmanager
    def holding(self, name: str, content: bytes) -> Iterator[Path]:
        """Let a file hold something else for a while."""
        path = self.folder / "data" / name
        path.write_bytes(content)
        try:
            yield path
        finally:
            path.write_bytes(self.files[name])

    def read(self, path: Path, shown: str, within: Path | None, changed: Path) -> source.Document:
        """Return what a file holds; those that no example changes are read once."""
        if path == changed:
            return source.read_file(path, shown, within)
        if path not in self.known:
            self.known[path] = source.read_file(path, shown, within)
        return self.known[path]

    def subject(self, reading: Any, subject: str, model: type[Model], changed: Path) -> Model | None:
        """Return the record of a subject; those that no example changes, and that are sound, are made once."""
        if changed.relative_to(self.folder / "data").parts[0].removesuffix(".yml") == subject:
            return make(reading, subject, model)
        if subject not in self.made:
            self.made[subject] = make(reading, subject, model)
        return self.made[subject]

    def problems(self, changed: Path) -> tuple[bool, Problems]:
        """Load and check: whether there is a playbook, and what is wrong."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(load, "read_file", lambda *given: self.read(*given, changed=changed))
            patch.setattr(load._Reading, "subject", lambda *given: self.subject(*given, changed=changed))
            loaded = load.load(self.folder / "data", "data")
        return loaded.playbook is not None, checked(loaded, TODAY)

    def hold(self, name: str, content: bytes, again: bool = True) -> None:
        """Hold an example against what every input gets, and, where asked, its report against another run's."""
        with self.holding(name, content) as path, bounds.watched(SECONDS):
            made, problems = self.problems(path)
            report = as_text(problems)
            assert made or problems.count("error")
            _located(problems, self.folder)
            _printable(report)
            assert not again or as_text(self.problems(path)[1]) == report
            as_json(problems).encode("ascii")


def _located(problems: Problems, folder: Path) -> None:
    """Hold that each problem stands at a place that its file has."""
    known: dict[str, list[str]] = {}
    for problem in problems:
        if (name := problem.place.file) not in known:
            assert (folder / name).is_file(), problem
            text = (folder / name).read_bytes().decode("utf-8-sig", "replace")
            known[name] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= problem.place.line <= len(known[name]), problem
        assert 1 <= problem.place.column <= len(known[name][problem.place.line - 1]) + 1, problem


def _printable(report: str) -> None:
    unseen = [c for c in set(report) if c not in "\n " and unicodedata.category(c)[0] in "CZ"]
    assert unseen == []
    assert all(len(line) < 5_000 for line in report.split("\n"))
    report.encode("utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The data of the golden cases."""
    return _data(golden.CASES / "_base", tmp_path_factory)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The data of the reference playbook."""
    return _data(ROOT / "data", tmp_path_factory)


def _data(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Data:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yml"))}
    return Data(tmp_path_factory.mktemp("data"), files)


IDS = sorted({*golden.base()["roles"]["roles"], *golden.base()["cadence"]["forums"], "run", "client", "supplier"})
ODD = [
    "",
    "~",
    "null",
    "true",
    "NO",
    "0",
    "-1",
    "3",
    "99.5",
    "1e999",
    "9" * 5_000,
    "2026-01-31",
    "2026-02-31",
    "0000-00-00",
    "9:00",
    "Europe/London",
    "../../etc/passwd",
    "2 business days",
    "month",
    "bi-monthly",
    "last working day of the month",
    "https://example.org/",
    "javascript:alert(1)",
    "roles/index.md",
    "shared",
    "nobody",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "a: b #c",
    "\u202egnp.exe",
    "\ufeff",
    "e\u0301",
    "x" * 20_000,
    "con",
    "index",
    "contrаct",
    "é" * 70,
]
WORDS = st.one_of(st.sampled_from(ODD), st.sampled_from(IDS), st.text(max_size=8))
KEYS = sorted({key for model in (*SUBJECTS.values(), Activity) for key in model.model_fields})
ANYTHING = st.recursive(
    st.one_of(st.none(), WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.sampled_from(KEYS), WORDS), inner, max_size=4)
    ),
    max_leaves=8,
)


@st.composite
def _like(draw: Any, annotation: Any, depth: int = 0) -> Any:
    """Return a value that is more or less what a field wants."""
    if draw(st.integers(0, 12)) == 0:
        return draw(ANYTHING)
    if get_origin(annotation) is Annotated:
        return draw(st.sampled_from(IDS) if any(isinstance(m, Reference) for m in annotation.__metadata__) else WORDS)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return {key: draw(_like(kind, depth + 1)) for key, kind in _keys(annotation) if depth < 6 and draw(_CHANCE)}
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        ids = draw(st.lists(st.sampled_from([*IDS, *ODD[:6], "one", "two"]), max_size=2, unique=True))
        return {id: draw(_like(arguments[1], depth + 1)) for id in ids}
    if get_origin(annotation) is tuple:
        return [draw(_like(arguments[0], depth + 1)) for _ in range(draw(st.integers(0, 2)))]
    if get_origin(annotation) is Literal:
        return draw(st.sampled_from(arguments))
    return draw(_like(draw(st.sampled_from(arguments)), depth + 1)) if arguments else draw(WORDS)


_CHANCE = st.integers(0, 3).map(bool)


@cache
def _keys(model: type[Model]) -> tuple[tuple[str, Any], ...]:
    found = []
    for name, field in model.model_fields.items():
        if (key := written_as(name, field)) is not None:
            annotation: Any = field.annotation
            for extra in field.metadata:
                annotation = Annotated[annotation, extra]
            found.append((key, annotation))
    letters = ("accountable", "responsible", "consulted", "informed") if model is Activity else ()
    return (*found, *((letter, tuple[Text, ...]) for letter in letters))


@often(max_examples=2_000)
@given(st.sampled_from(sorted(SUBJECTS)), st.data(), st.booleans())
def test_any_tree_of_values(small: Data, subject: str, data: st.DataObject, flow: bool):
    values = data.draw(_like(SUBJECTS[subject]))
    small.hold(f"{subject}.yml", _written(values, flow).encode("utf-8", "surrogatepass"))


def _any_of(pieces: str) -> st.SearchStrategy[str]:
    return st.sampled_from(pieces.split(";"))


BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        _any_of(
            "terms:;\n;  ;a;: ;- ;{;};[;];&x ;*x;!!str ;<<;#;>;|;';\";\t;\r;\r\n;---\n;...\n;? ;%YAML 9\n;\ufeff"
            ";\x00;\u0085;\u2028;\u00a0;\\u0000;,;@;`;~;\udcff"
        ).map(lambda text: text.encode("utf-8", "surrogateescape")),
        max_size=60,
    ).map(b"".join),
)


@often(max_examples=2_000)
@given(st.sampled_from(["glossary.yml", "roles.yml", "playbook.yml"]), BYTES)
def test_any_bytes(small: Data, name: str, content: bytes):
    small.hold(name, content)


@cache
def _tree(content: bytes) -> Any:
    return yaml.load(content, Loader=_Texts)  # noqa: S506  # makes nothing but texts


class _Texts(yaml.CBaseLoader):
    """Reads every scalar as text, with the speed of libyaml."""


def _spots(values: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _spots(value, (*path, key))


@cache
def _all_spots(content: bytes) -> tuple[tuple[Any, ...], ...]:
    return tuple(_spots(_tree(content)))


def _changed(draw: Any, content: bytes) -> Any:
    """Return the values of a file with one to three changes."""
    values = copy.deepcopy(_tree(content))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_all_spots(content)))
        holder, key = _held(values, path[:-1]), path[-1]
        if key in (holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()):
            _change(draw, holder, key)
    return values


def _held(values: Any, path: tuple[Any, ...]) -> Any:
    """Return what stands at a path of changed values, or None where it is gone."""
    for part in path:
        try:
            values = values[part]
        except (LookupError, TypeError):
            return None
    return values


def _change(draw: Any, holder: Any, key: Any) -> None:
    how = draw(st.sampled_from(["delete", "replace", "replace", "retype", "double", "swap", "rename"]))
    value = holder[key]
    if how == "delete":
        del holder[key]
    elif how == "replace":
        holder[key] = draw(ANYTHING)
    elif how == "retype":
        holder[key] = draw(st.sampled_from([[value], {"a": value}, {"id": value}, str(value), None, [value, value]]))
    elif how == "double" and isinstance(holder, list):
        holder.insert(key, value)
    elif how == "swap":
        other = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else list(range(len(holder)))))
        holder[key], holder[other] = holder[other], holder[key]
    elif isinstance(holder, dict):
        new = draw(WORDS)
        holder[new if how == "rename" else f"{key}-2"] = value
        if how == "rename" and new != key:
            del holder[key]


@often(max_examples=2_000)
@given(st.data())
def test_any_change_of_small_data(small: Data, data: st.DataObject):
    _hold_changed(small, data, again=True)


@often(max_examples=2_000)
@given(st.data())
def test_any_change_of_the_reference_data(reference: Data, data: st.DataObject):
    _hold_changed(reference, data, again=False)


def _hold_changed(of: Data, data: st.DataObject, again: bool) -> None:
    name = data.draw(st.sampled_from(sorted(of.files)))
    values = _changed(data.draw, of.files[name])
    of.hold(name, _written(values).encode("utf-8", "surrogatepass"), again)


SLIPS = _any_of(
    " ;  ;\t;\n;:;: ;- ;#; #;';\";{;};[;];,;&a ;*a;|;>;!!x ;<<: ;\u00a0;\u2028;\ufeff;é;\x00;<<<<<<< ;---\n;? ;%;@;`;~"
)


@often(max_examples=2_000)
@given(st.data())
def test_any_slip_of_the_keyboard(small: Data, data: st.DataObject):
    name = data.draw(st.sampled_from(sorted(small.files)))
    lines = small.files[name].decode("utf-8").split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        how = data.draw(st.sampled_from(["put", "put", "take", "indent", "dedent", "delete", "double", "swap"]))
        column = data.draw(st.integers(0, len(lines[at])))
        if how == "put":
            lines[at] = lines[at][:column] + data.draw(SLIPS) + lines[at][column:]
        elif how == "take":
            lines[at] = lines[at][:column] + lines[at][column + 1 :]
        elif how == "indent":
            lines[at] = " " * data.draw(st.integers(1, 4)) + lines[at]
        elif how == "dedent":
            lines[at] = lines[at][data.draw(st.integers(1, 4)) :]
        elif how == "delete":
            lines[at] = ""
        elif how == "double":
            lines[at] += "\n" + lines[at]
        else:
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
    small.hold(name, "\n".join(lines).encode("utf-8"))


class Pages:
    """A folder of one page, and what its macros are called with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.playbook = load.load(SMALL / "data").or_raise()
        self.found = Problems()
        self.stash = Stash()
        self.current = PageText("docs/page.md")
        self.environment = PageEnvironment(self.stash, lambda: self.current, self._add)
        self.renderer = Renderer()
        self.markdown = Markdown(extensions=["admonition", "attr_list", "def_list", "footnotes", "tables", "toc"])
        (folder / "docs" / "roles").mkdir(parents=True)
        (folder / "docs" / "roles" / "index.md").write_text("# Roles {: #roles }\n", encoding="utf-8")

    def _add(self, problem: Problem) -> None:
        self.found.add(problem)

    def hold(self, text: str) -> None:
        """Hold an example against what every page gets."""
        (self.folder / "docs" / "page.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        with bounds.watched(SECONDS):
            pages = read_pages(self.folder / "docs", "docs", self.playbook)
            self.found = Problems(pages.problems)
            for page in pages.pages:
                desk = Desk(self.playbook, Here(page.url, pages.addresses(self.playbook)), self.renderer, self.stash)
                macros = {macro.__name__: partial(macro, desk) for macro in MACROS if macro.__name__ in MEANT}
                self.environment.globals = {"playbook": self.playbook, **macros}
                self.current = PageText(page.written, page.first_line)
                html = self.stash.restore(
                    self.markdown.reset().convert(self.environment.from_string(page.text).render())
                )
                assert OPEN not in html
                assert CLOSE not in html
        _located(self.found, self.folder)
        _printable(as_text(self.found))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("pages"))


MEANT = ("role", "raci", "forum", "cadence", "term", "cycle", "phase_overview", "role_card")
PARTS = st.one_of(
    _any_of(
        "{{;}};{%;%};{#;#};{{ ; }};{% ; %};-;|;~;.;(;);[;];,;playbook;roles;cashier;name;this;loop;x"
        ";\"cashier\";'x';1;0;*;**;%;/;for x in ;if ;set x = ;macro m();endfor;endif;raw;endraw;block b;call m()"
        ";else;include 'x';import 'x' as y;extends 'x';not ; in ; is defined;__class__;upper;join;role(;raci("
        ";forum(;term(;role_card(;{{ raci() }};{{ playbook.roles }};\n;\n\n;# ;---\n;title: x\n;carries: [S1]\n"
        ";home: role\n;Note: x;> ;- ;`;[x](;http://[;|a|b|;\ue000\ue010\ue001;\ue000;\x00;\u202e"
        ";\ufeff;é;<b>;{: #x };    "
    ),
    st.text(max_size=5),
)
WHOLE = _any_of(
    "{{ role('cashier') }};{% for x in playbook.roles %}{{ x.name }}{% endfor %};{{ raci() }};words ;\n\n"
    ";{{ playbook.roles.cashier.;{% if playbook.roles %};{% endif %};{{ role(;{{ term('x') }};## x {: #x }\n"
)


@often(max_examples=2_000)
@given(st.one_of(st.lists(PARTS, max_size=25), st.lists(st.one_of(PARTS, WHOLE), max_size=12)).map("".join))
def test_any_text_of_a_page(pages: Pages, text: str):
    pages.hold(text)
