"""Whatever stands in a file: a playbook, or problems with places; never another error, never without end."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.model import SUBJECTS, Activity
from playbook.model.base import Model, Reference, Text, written_as
from playbook.model.change_class import annotation_of
from tests import golden
from tests.drawn import CHEAP, often
from tests.examples import ANYTHING, IDS, ODD, WORDS, Data, any_of, good, written


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The data of the golden cases."""
    return good(tmp_path_factory.mktemp("data"), golden.CASES / "_base")


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
            found.append((key, annotation_of(field)))
    letters = ("accountable", "responsible", "consulted", "informed") if model is Activity else ()
    return (*found, *((letter, tuple[Text, ...]) for letter in letters))


@often(CHEAP)
@given(st.sampled_from(sorted(SUBJECTS)), st.data(), st.booleans())
def test_any_tree_of_values(small: Data, subject: str, data: st.DataObject, flow: bool):
    values = data.draw(_like(SUBJECTS[subject]))
    small.hold(f"{subject}.yml", written(values, flow).encode("utf-8", "surrogatepass"))


BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        any_of(
            "terms:;\n;  ;a;: ;- ;{;};[;];&x ;*x;!!str ;<<;#;>;|;';\";\t;\r;\r\n;---\n;...\n;? ;%YAML 9\n;\ufeff"
            ";\x00;\u0085;\u2028;\u00a0;\\u0000;,;@;`;~;\udcff"
        ).map(lambda text: text.encode("utf-8", "surrogateescape")),
        max_size=60,
    ).map(b"".join),
)


@often(CHEAP)
@given(st.sampled_from(["glossary.yml", "roles.yml", "playbook.yml"]), BYTES)
def test_any_bytes(small: Data, name: str, content: bytes):
    small.hold(name, content)


SLIPS = any_of(
    " ;  ;\t;\n;:;: ;- ;#; #;';\";{;};[;];,;&a ;*a;|;>;!!x ;<<: ;\u00a0;\u2028;\ufeff;é;\x00;<<<<<<< ;---\n;? ;%;@;`;~"
)


@often(CHEAP)
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
