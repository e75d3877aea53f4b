"""What the models refuse → problems, each at its place in the author's file, each with a hint."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from playbook.model.base import INTERNAL, Model, field_of, written_as
from playbook.model.ids import foreign
from playbook.model.responsibilities import Activity, Assigned, written_path
from playbook.model.schemes import SCHEMES, Scheme
from playbook.model.values import TEXT_LIMIT, kind_of
from playbook.problems import Problem, did_you_mean, quoted
from playbook.source.files import Mark
from playbook.source.syntax_problems import SPACES, TIGHT

COMPARED = 2_000
"""The most refusals of a file that are compared with what could be meant; it bounds the time a file of them takes."""

_EXPECTED = {
    "dict_type": ("a mapping", "write keys with a colon, indented by two spaces"),
    "model_type": ("a mapping", "write keys with a colon, indented by two spaces"),
    "model_attributes_type": ("a mapping", "write keys with a colon, indented by two spaces"),
    "tuple_type": ("a list", "write each item on a line of its own after `- `, or `[one, two]`"),
}


def explained(
    error: ValidationError, model: type[Model], mark: Mark, values: dict[str, Any], dropped: Collection[str] = ()
) -> Iterator[Problem]:
    """Iterate over the problems that a failed validation of one subject amounts to.

    `mark` is the place of the subject's values, `values` what was validated, `dropped` the keys left out of it
    because they are broken: they do not count as missing. What is wrong with a value that aliases repeat is one
    problem, which stands at the value.
    """
    causes: dict[tuple[Any, ...], list[tuple[bool, Problem]]] = {}
    for item, at, problem in _each(error, model, mark, values, dropped):
        context = item.get("ctx", {})
        told = (context["message"], context["hint"]) if item["type"] == "misread" else item["loc"][-1:]
        here = (at.repeats is None, problem)
        causes.setdefault((id(at.repeats or at), item["type"], *told), []).append(here)
    for found in causes.values():
        own = [problem for is_own, problem in found if is_own]
        if not own:
            yield from (problem for _, problem in found)
            continue
        places = {problem.place for _, problem in found} - {own[0].place}
        yield replace(own[0], also=tuple(sorted(places)))


def _each(
    error: ValidationError, model: type[Model], mark: Mark, values: dict[str, Any], dropped: Collection[str]
) -> Iterator[tuple[Any, Mark, Problem]]:
    """Iterate over what was refused: as pydantic says it, the mark of the value, and the problem."""
    for number, item in enumerate(error.errors(include_url=False)):
        if item["type"] == "missing" and len(item["loc"]) == 1 and item["loc"][0] in dropped:
            continue
        path = _author_path(item["loc"] + tuple(item.get("ctx", {}).get("path", ())))
        if item["type"] == "extra_forbidden" and not path:
            path = item["loc"]  # no field of ours is one too many
        at = _at(mark, path)
        if at.cut and item["input"] is None:
            continue  # a problem of its own says what took the text away
        kind = item["type"]
        hinted = number < COMPARED
        as_code = hinted and kind == "extra_forbidden" and _like_a_code(model, path, values)
        if kind == "too_short" and item["input"]:
            continue  # it is not empty; what is wrong with each of its items is told
        if as_code and str(path[-1]) in _scheme(values)[1]:
            continue  # it is a code; what is wrong is the scheme, which says so itself
        message, hint = _code_words(path, values) if as_code else _words(item, model, path, values, hinted)
        if hinted and kind == "extra_forbidden" and (torn := _torn(path, at, mark, values, hint)):
            message, hint = torn
        if spaced := _odd_space(item):
            message, hint = f"{message}: {spaced}", "type an ordinary space there"
        by_key = kind in {"missing", "extra_forbidden"} or item["loc"][-1:] == (INTERNAL + "id",)
        by_key = by_key or (kind == "misread" and _is_entity(model, path))
        check = "raci-unknown-code" if as_code else str(item.get("ctx", {}).get("check", "schema"))
        place = at.key_place if by_key else at.place
        yield item, at, Problem(place, check, message, hint, entity=_entity(model, path))


def _torn(path: tuple[Any, ...], at: Mark, mark: Mark, values: dict[str, Any], hint: str) -> tuple[str, str] | None:
    """Return what to say of a key in braces that is the rest of the text before it, or None where it is no such key."""
    above, key = _at(mark, path[:-1]), str(path[-1])
    if not above.flow or hint.startswith("did you mean"):
        return None
    record: Any = values
    for part in path[:-1]:
        record = record[part] if isinstance(record, (dict, list)) else {}
    if not isinstance(record, dict) or record.get(key, key) is not None:
        return None
    before = next((one for one, other in pairwise(record) if other == key), None)
    if before is None or not isinstance(record[before], str):
        return None
    first = above.children.get(before)
    close = first and (first.line, first.column + len(record[before]) + 1) == (at.key_line, at.key_column)
    whole = f'{before}: "{record[before]},{"" if close else " "}{key}"'
    message = f"the comma after {quoted(record[before])} ends the text of {quoted(before)}"
    return message, f"put the text in quotes: {quoted(whole)}"


def _odd_space(item: Any) -> str:
    """Return what looks like a space in a value that cannot be read, or an empty text."""
    written = item["input"] if isinstance(item["input"], str) and item["type"] != "extra_forbidden" else ""
    written = item["loc"][-1] if item["type"] == "extra_forbidden" and isinstance(item["loc"][-1], str) else written
    odd = next((character for character in written[:TEXT_LIMIT] if character in SPACES), None)
    return f"it holds U+{ord(odd):04X}, a {SPACES[odd]}, which looks like a space" if odd else ""


def _author_path(loc: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a location of the model's as the author wrote it: internal fields taken out."""
    path: list[Any] = []
    parts = iter(loc)
    for part in parts:
        if part == INTERNAL + "written":
            path += written_path(str(next(parts, "")))
        elif not (isinstance(part, str) and part.startswith(INTERNAL)):
            path.append(part)
    return tuple(path)


def _at(mark: Mark, path: tuple[Any, ...]) -> Mark:
    for part in path:
        if part not in mark.children:
            return mark
        mark = mark.children[part]
    return mark


def _entity(model: type[Model], path: tuple[Any, ...]) -> str | None:
    return str(path[1]) if len(path) > 1 and path[0] in model.keyed() else None


def _like_a_code(model: type[Model], path: tuple[Any, ...], values: dict[str, Any]) -> bool:
    """Tell whether an unknown key of an activity is meant for a code rather than for one of its other keys."""
    key = str(path[-1])
    if _model_at(model, path[:-1]) is not Activity or key == "id":
        return False
    _, letters = _scheme(values)
    if key.lower() in letters.values():
        return True
    codes = {*letters, *(code for scheme in SCHEMES.values() for code in scheme.codes)}
    known = {word for name, field in Activity.model_fields.items() if (word := written_as(name, field))}
    return any(word in codes for word in get_close_matches(key.lower(), sorted(codes | known), n=1))


def _code_words(path: tuple[Any, ...], values: dict[str, Any]) -> tuple[str, str]:
    key, (scheme, letters) = str(path[-1]), _scheme(values)
    meant = next((code for code, letter in letters.items() if letter == key.lower()), None)
    hint = f"did you mean `{meant}`?" if meant else did_you_mean(key, letters)
    return f"{_name(path)} is no code of {quoted(scheme)}{foreign(key)}", hint


def _words(
    item: Any, model: type[Model], path: tuple[Any, ...], values: dict[str, Any], hinted: bool
) -> tuple[str, str]:
    """Return what was refused and what to do; only where it is `hinted` is it compared with what could be meant."""
    kind, context = item["type"], item.get("ctx", {})
    name = _name(path)
    if kind == "misread":
        return _in_field(context["message"], model, path), context["hint"]
    if kind == "extra_forbidden":
        message = f"{name} is not a key that belongs here{foreign(str(path[-1]))}"
        return message, _key_hint(model, path, values) if hinted else ""
    if kind == "missing":
        field = str(item["loc"][-1])
        return f"`{field}` is missing" + _of(path[:-1]), _description(model, path, field) if hinted else ""
    if kind == "literal_error":
        expected = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
        known = expected if hinted else []
        hint = did_you_mean(str(item["input"]), known, f"write one of {', '.join(expected)}")
        return f"{name} cannot be {quoted(item['input'])}", hint
    if kind in _EXPECTED:
        wanted, hint = _EXPECTED[kind]
        if wanted == "a mapping" and (tight := TIGHT.match(str(item["input"]))):
            hint = f"write a space after the colon: {quoted(TIGHT.sub(f'{tight[1]}: ', item['input']))}"
        held = kind_of(item["input"])
        return f"{name} is {wanted}, and here stands {held if held == 'nothing' else 'a ' + held}", hint
    if kind == "too_short":
        return f"{name} is empty", "write at least one item"
    return f"{name}: {item['msg'][0].lower()}{item['msg'][1:]}", "see the data reference for what belongs here"


def _name(path: tuple[Any, ...]) -> str:
    if path and isinstance(path[-1], int):
        return f"item {path[-1] + 1} of {_name(path[:-1])}"
    return quoted(path[-1]) if path else "the file"


def _in_field(message: str, model: type[Model], path: tuple[Any, ...]) -> str:
    """Return a message about a value with the name of its field, unless it is about an entity or names it already."""
    named = [part for part in path if isinstance(part, str)]
    return (
        message if not named or _is_entity(model, path) or f"`{named[-1]}`" in message else f"`{named[-1]}`: {message}"
    )


def _is_entity(model: type[Model], path: tuple[Any, ...]) -> bool:
    return len(path) == 2 and path[0] in model.keyed()


def _of(path: tuple[Any, ...]) -> str:
    named = [part for part in path if isinstance(part, str)]
    return f" from {quoted(named[-1])}" if named else ""


def _key_hint(model: type[Model], path: tuple[Any, ...], values: dict[str, Any]) -> str:
    key = str(path[-1])
    owner = _model_at(model, path[:-1])
    if owner is None:
        return "delete it"
    known = [word for name, field in owner.model_fields.items() if (word := written_as(name, field))]
    if owner is Activity:
        known += _scheme(values)[1]
    if key == "id" and "id" in owner.model_fields:
        return "delete it: the key above is the id"
    return did_you_mean(key, known)


def codes_of(values: dict[str, Any]) -> tuple[str, ...]:
    """Return the codes of the scheme of the values of a subject, which are keys of its activities."""
    return tuple(_scheme(values)[1])


def _scheme(values: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return the name of the scheme of the values of a subject, and the letter, in lower case, of each of its codes."""
    scheme = values.get("scheme", "raci")
    if isinstance(scheme, str):
        scheme = SCHEMES.get(scheme)
    if isinstance(scheme, Scheme):
        return scheme.name, {id: code.letter.lower() for id, code in scheme.codes.items()}
    codes = scheme.get("codes") if isinstance(scheme, dict) else None
    if not isinstance(codes, dict):
        return "the scheme", {}
    letters = {id: str(code.get("letter")).lower() if isinstance(code, dict) else "" for id, code in codes.items()}
    return str(scheme.get("name") or "the scheme"), letters


def _description(model: type[Model], path: tuple[Any, ...], field: str) -> str:
    owner = _model_at(model, path[:-1] if path and path[-1] == field else path)
    known = field_of(owner, field) if owner else None
    description = known.description if known else None
    return f"write `{field}`: {description[0].lower()}{description[1:]}" if description else f"write `{field}`"


def _model_at(model: type[Model], path: tuple[Any, ...]) -> type[Model] | None:
    """Return the model of the record at `path` below a subject, or None where it is not a record."""
    annotation: Any = model
    for part in path:
        annotation = _below(annotation, part)
    return annotation if isinstance(annotation, type) and issubclass(annotation, Model) else None


def _below(annotation: Any, part: Any) -> Any:
    if annotation in (Activity, Assigned) and part not in annotation.model_fields:
        return Assigned
    if isinstance(annotation, type) and issubclass(annotation, Model):
        field = field_of(annotation, part)
        return _bare(field.annotation) if field else None
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return _bare(arguments[1])
    return _bare(arguments[0]) if get_origin(annotation) is tuple and arguments else None


def _bare(annotation: Any) -> Any:
    """Return an annotation without `Annotated` and `| None`."""
    if hasattr(annotation, "__metadata__"):
        return _bare(annotation.__origin__)
    present = [argument for argument in get_args(annotation) if argument is not type(None)]
    if type(None) in get_args(annotation) and len(present) == 1:
        return _bare(present[0])
    return annotation
