"""A JSON Schema for each file of facts, made of the models: what an editor completes, explains and questions.

A schema accepts whatever the models accept, read by the core rules of YAML 1.2 as editors read it: what stands without
quotes may be a number or true. It names the ids that the playbook knows, so it is written anew when there are others.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from playbook.checks import OURS, CheckSet
from playbook.folders.outputs import links, refuse_links, refuse_other, replacing
from playbook.loading.load import Loaded
from playbook.model import SUBJECTS, Model, Playbook, Role
from playbook.model.base import written_as
from playbook.model.onboarding import THEMSELVES
from playbook.model.playbook import About, CheckSetting, Waiver
from playbook.model.responsibilities import Activity, Assigned, Responsibilities
from playbook.model.schemes import BORNE, SCHEMES, Code
from playbook.problems import PlaybookError
from playbook.schema.values import VALUES, Schema, enumerated
from playbook.views.field_types import Shape, inner_model, shape_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = ".schema"
"""Where the schemas lie in the folder of the facts."""


def schemas(loaded: Loaded, folders: Collection[str] = (), asked: CheckSet = OURS) -> dict[str, Schema]:
    """Return the schema of the files of each subject; those of a subject in `folders` need not hold every key.

    `asked` are the checks that can be set. Raise `ValueError` where no playbook was loaded.
    """
    if loaded.playbook is None:
        raise ValueError("there is no playbook to take ids from")
    return {
        subject: _Writer(loaded, loaded.playbook, asked).file(subject, model, subject in folders)
        for subject, model in SUBJECTS.items()
    }


def texts(loaded: Loaded, data: Path, asked: CheckSet = OURS) -> dict[str, str]:
    """Return the text of each schema by the name of its file; `data` is the folder that was loaded."""
    folders = [subject for subject in SUBJECTS if (data / subject).is_dir()]
    written = schemas(loaded, folders, asked)
    return {f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in written.items()}


def write(loaded: Loaded, data: Path, folder: Path, asked: CheckSet = OURS) -> list[Path]:
    """Write the schemas into `folder`, leave alone what is there already, and return their paths.

    Raise `Taken` where another file stands in the place of one, and `NoTarget` where a link does. The folder bears no
    mark, since teams keep it with their facts: each file says by itself what it is.
    """
    refuse_links(folder, [*([""] if folder.is_symlink() else []), *links(folder, deep=False)])
    written = texts(loaded, data, asked)
    for name in written:
        refuse_other(folder / name, partial(_is_ours, name))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != text.encode():
            with replacing(path) as made:
                made.write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in written]


def _is_ours(name: str, content: bytes) -> bool:
    """Tell whether a file of a name is a schema that was written here, perhaps of another release."""
    try:
        held = json.loads(content)
        return bool(held["$schema"] == DIALECT and held["title"] == f"{name.removesuffix('.json')}.yml")
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def renew(loaded: Loaded, data: Path, asked: CheckSet = OURS) -> None:
    """Bring the schemas among the facts up to date, where a team keeps them and they can be written.

    An editor that reads old ones underlines ids that are new; a folder that cannot be written is no fault of the facts.
    Where not all checks of a team can be read, their ids would be missing, and nothing is written.
    """
    folder = data / FOLDER
    if loaded.playbook is not None and folder.is_dir() and not asked.problems:
        with suppress(OSError, PlaybookError):
            write(loaded, data, folder, asked)


class _Writer:
    """Writes the schema of one file; what several keys share stands once, under `$defs`."""

    def __init__(self, loaded: Loaded, playbook: Playbook, asked: CheckSet) -> None:
        self.loaded = loaded
        self.playbook = playbook
        self.asked = asked
        self.shared: dict[str, Schema] = {}

    def file(self, subject: str, model: type[Model], partial: bool) -> Schema:
        """Return the schema of the file of a subject; one of several that are `partial` needs no key by itself."""
        record = self._record(model)
        if partial:
            record.pop("required", None)
        shared = {"$defs": dict(sorted(self.shared.items()))} if self.shared else {}
        return {"$schema": DIALECT, "title": f"{subject}.yml", **record, **shared}

    def _share(self, name: str, schema: Schema) -> Schema:
        self.shared[name] = schema
        return {"$ref": f"#/$defs/{name}"}

    def _record(self, model: type[Model]) -> Schema:
        fields = {key: field for name, field in model.model_fields.items() if (key := written_as(name, field))}
        properties = {key: self._field(model, key, field) for key, field in fields.items()}
        if model is Activity:
            properties.update({id: self._code(code) for id, code in self.playbook.scheme.codes.items()})
        required = [key for key, field in fields.items() if field.is_required() and (model, key) != (Role, "name")]
        told = " ".join(inspect.cleandoc(model.__doc__ or "").split("\n\n")[0].split())
        schema = {"description": told, "type": "object", "properties": properties, "additionalProperties": False}
        if model is Role:
            schema |= {
                "if": _WHOLE,
                "else": {"properties": dict.fromkeys(Role.needed, True), "required": [*Role.needed]},
            }
        return {**schema, "required": required} if required else schema

    def _below(self, model: type[Model]) -> Schema:
        """Return a record inside another."""
        if model.__name__ not in self.shared:
            self.shared[model.__name__] = {}
            self.shared[model.__name__] = self._record(model)
        return {"$ref": f"#/$defs/{model.__name__}"}

    def _field(self, model: type[Model], key: str, field: FieldInfo) -> Schema:
        schema = self._special(model, key) or self._shape(shape_of(field), field)
        if type(None) in get_args(field.annotation):
            schema = {"anyOf": [schema, {"type": "null"}]}
        default = list(field.default) if isinstance(field.default, tuple) else field.default
        more: Schema = {"description": field.description}
        if default not in ([], {}) and isinstance(default, (bool, int, str, list)):
            more["default"] = default
        fewest = next((limit for item in field.metadata if (limit := getattr(item, "min_length", None))), None)
        limit = "minProperties" if schema.get("type") == "object" else "minItems"
        return {**schema, **({limit: fewest} if fewest else {}), **more}

    def _special(self, model: type[Model], key: str) -> Schema | None:
        """Return what stands under the few keys that are more than their model says."""
        if (model, key) == (About, "checks"):
            return self._settings()
        if (model, key) == (Waiver, "check"):
            return {"enum": [check.id for check in self.asked if check.can_be_set]}
        if (model, key) == (Waiver, "entity"):
            known = sorted({"playbook", *(entity.id for _, entity in self.playbook.entities())})
            return {"anyOf": [enumerated(known), self._value("text")]}
        if (model, key) == (Responsibilities, "scheme"):
            field = Responsibilities.model_fields["scheme"]
            return {"anyOf": [{"enum": list(SCHEMES)}, self._shape(shape_of(field), field)]}
        return None

    def _shape(self, shape: Shape, field: FieldInfo) -> Schema:
        if shape.sort == "reference":
            return self._past(shape.kind) if shape.past else self._reference(shape.kind)
        if shape.sort == "choice":
            return enumerated(shape.values)
        if shape.sort == "record":
            return self._below(_model_of(field))
        if shape.sort == "list" and shape.of:
            items = self._shape(shape.of, field)
            several: Schema = {"type": "array", "items": items}
            return {"anyOf": [items, several]} if shape.of.sort in ("day", "cited") else several
        if shape.sort == "mapping" and shape.of:
            id = _model_of(field).model_fields.get("id")
            names = {"propertyNames": self._value(shape_of(id).sort)} if id else {}
            return {"type": "object", **names, "additionalProperties": self._shape(shape.of, field)}
        return self._value(shape.sort)

    def _value(self, sort: str) -> Schema:
        schema = VALUES[sort]
        if sort == "zone":
            used = {party.zone for party in self.playbook.parties if party.zone}
            schema = {**schema, "examples": sorted(used) or schema["examples"]}
        return self._share(sort, schema)

    def _reference(self, kind: str) -> Schema:
        """Return the ids that are known of a kind; where there is none, or some could not be read, any id."""
        collection = {"owner": "role", "step": "programme", "group": "workstream"}.get(kind, kind)
        if collection in self.loaded.unread:
            known: tuple[str, ...] = ()
        elif kind == "regime":
            known = self.playbook.regimes.ids
        elif kind == "step":
            known = tuple(dict.fromkeys(step for item in self.playbook.programmes for step in item.steps))
        elif kind == "group":
            known = tuple(dict.fromkeys(group for item in self.playbook.workstreams for group in item.groups))
        else:
            broken = sorted(self.loaded.broken.get(collection, frozenset()))
            known = (*self.playbook.of_kind(collection).ids, *broken, *(THEMSELVES if kind == "owner" else []))
        if not known or self._loses(collection):
            return self._value("text" if kind == "statement" else "id")
        return self._share(f"{kind}-id", enumerated(known))

    def _past(self, kind: str) -> Schema:
        """Return the ids that may stand at what was done once: also those of the ledger that have gone since."""
        ids = (entry.id.removeprefix(f"{kind}-") for entry in self.playbook.ledger if entry.kind == kind)
        gone = sorted(id for id in ids if self.playbook.gone(kind, id))
        return {"anyOf": [self._reference(kind), enumerated(gone)]} if gone else self._reference(kind)

    def _loses(self, kind: str) -> bool:
        """Tell whether steps or groups of what could not be read would be missing."""
        return kind in ("programme", "workstream") and bool(self.loaded.broken.get(kind))

    def _code(self, code: Code) -> Schema:
        """Return what stands under the key of a code: a role, a role with a note, several, or why there is none."""
        one = [self._reference("role"), self._below(Assigned)]
        several = [*one, {"type": "array", "items": {"anyOf": one}}]
        told = {"description": f"{code.letter}, {code.word}: {code.meaning}"}
        if code.sense not in BORNE:
            return {"anyOf": several, **told}
        because = {"because": self._value("text")}
        exceptions = [
            {"properties": {"shared": {"anyOf": several}, **because}, "required": ["shared", "because"]},
            {"properties": {"nobody": {"const": True}, **because}, "required": ["nobody", "because"]},
        ]
        return {
            "anyOf": [*several, *({"type": "object", "additionalProperties": False, **e} for e in exceptions)],
            **told,
        }

    def _settings(self) -> Schema:
        """Return the settings of checks: those that count nothing take no threshold."""
        counting = self._record(CheckSetting)
        plain = {key: value for key, value in counting["properties"].items() if key != "threshold"}
        self.shared["CountingCheckSetting"] = counting
        self.shared["CheckSetting"] = {**counting, "properties": plain}
        properties = {
            check.id: {
                "$ref": f"#/$defs/{'CountingCheckSetting' if check.threshold else 'CheckSetting'}",
                "description": check.reason,
            }
            for check in self.asked
            if check.can_be_set
        }
        return {"type": "object", "properties": properties, "additionalProperties": False}


_WHOLE: Schema = {"properties": {"whole_party": {"const": True}}, "required": ["whole_party"]}
"""A role that stands for its whole party, of which less need be written."""


def _model_of(field: FieldInfo) -> type[Model]:
    model, _ = inner_model(field)
    if model is None:
        raise TypeError(f"{field.annotation} holds no record")
    return model
