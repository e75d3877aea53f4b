"""`data/responsibilities.yml`: the activities, and who is accountable, responsible, consulted, informed.

The letters come from a scheme (`model/schemes.py`), which is data. The words of its codes are the keys under which an
activity names its roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import Field, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from playbook.model.base import INTERNAL, Entity, GroupRef, Model, PhaseRef, RoleRef, ServiceRef, WorkstreamRef
from playbook.model.change_class import Binding, Burden, EndsWith, Identity, Information, Ordered, Wording
from playbook.model.ids import Id
from playbook.model.prose import Prose
from playbook.model.schemes import BORNE, SCHEMES, Borne, Code, Excepted, Scheme
from playbook.model.values import Text, misread
from playbook.problems import Place, quoted

_CODE, _WRITTEN = INTERNAL + "code", INTERNAL + "written"
_SHARED: Mapping[str, str] = {"accountable": INTERNAL + "shared", "responsible": INTERNAL + "responsible_shared"}
_NOBODY: Mapping[str, str] = {"accountable": INTERNAL + "nobody", "responsible": INTERNAL + "responsible_nobody"}


class ActivityGroup(Model):
    """Activities of a workstream that stand together in its table, such as those of one product."""

    id: Identity[Id] = Field(alias="\0id", description="The key activities use for it.")
    name: Wording[Text] = Field(description="What it is called.")
    summary: Wording[Prose | None] = Field(default=None, description="One or two sentences about it.")


class Workstream(Entity):
    """A group of activities that people think of together."""

    groups: Information[Ordered[dict[str, ActivityGroup]]] = Field(
        default={}, description="The groups that its table is divided into, by id, in their order."
    )
    accountable: Excepted | None = Field(
        default=None, description="Why its activities share accountability, or why nobody is accountable in it."
    )
    responsible: Excepted | None = Field(
        default=None, description="Why its activities share responsibility, or why nobody is responsible in it."
    )


class Assigned(Model):
    """One letter of one role in one activity."""

    code: Identity[Id] = Field(alias="\0code", description="The id of the code.")
    role: Burden[RoleRef] = Field(description="The role that bears it.")
    note: Binding[Prose | None] = Field(default=None, description="What is particular about this assignment.")

    @model_validator(mode="before")
    @classmethod
    def _refuse(cls, value: Any) -> Any:
        """Say what was wrong with the key of a code, together with whatever else is wrong with the activity."""
        if isinstance(value, PydanticCustomError):
            raise value
        return value


class Activity(Entity):
    """A piece of work, and who has which part in it.

    Beside the keys below it takes one key for each code of the scheme: a role, a list of roles, or a list in which
    a role with a note is written `{role: …, note: …}`. Where accountability or responsibility is shared or absent on
    purpose, the key of its code holds `{shared: [roles], because: …}` or `{nobody: true, because: …}`.
    """

    name: Binding[Text] = Field(description="What people call it.")
    workstream: Annotated[Information[WorkstreamRef], EndsWith()] = Field(description="The workstream it belongs to.")
    group: Information[GroupRef | None] = Field(default=None, description="The group of its workstream it stands in.")
    phase: Annotated[Binding[PhaseRef | None], EndsWith()] = Field(
        default=None, description="The phase it happens in; left out where it happens in any."
    )
    written: Burden[dict[str, Assigned]] = Field(
        title="letters", default={}, alias="\0written", description="The letters, by place of writing."
    )
    shared_because: Binding[Prose | None] = Field(
        title="reason for shared accountability",
        default=None,
        alias="\0shared",
        description="Why several roles are accountable.",
    )
    nobody_because: Binding[Prose | None] = Field(
        title="reason why nobody is accountable",
        default=None,
        alias="\0nobody",
        description="Why no role is accountable.",
    )
    responsible_shared: Binding[Prose | None] = Field(
        title="reason for shared responsibility",
        default=None,
        alias="\0responsible_shared",
        description="Why several roles are responsible.",
    )
    responsible_nobody: Binding[Prose | None] = Field(
        title="reason why nobody is responsible",
        default=None,
        alias="\0responsible_nobody",
        description="Why no role is responsible.",
    )
    note: Binding[Prose | None] = Field(default=None, description="What a footnote says of it: an exception, a limit.")
    deliverable: Binding[Prose | None] = Field(default=None, description="What it leaves behind.")
    condition: Binding[Prose | None] = Field(default=None, description="When it happens, if not always.")
    service: Annotated[Binding[ServiceRef | None], EndsWith()] = Field(
        default=None, description="The service it belongs to."
    )
    hand_over: Binding[Prose | None] = Field(
        title="hand-over", default=None, description="How work passes from one side to the other."
    )

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, values: Any, info: ValidationInfo) -> Any:
        """Turn the keys named after codes into `written`."""
        if not isinstance(values, Mapping) or _WRITTEN in values:
            return values
        codes = scheme_of(info).codes
        gathered: dict[str, Any] = {_WRITTEN: {}}
        for key in codes:
            if key in values:
                gathered = _merge(gathered, _read(codes[key], values[key], (key,)))
        return {**{key: value for key, value in values.items() if key not in codes}, **gathered}

    @property
    def assigned(self) -> tuple[Assigned, ...]:
        """Every letter of every role, in the order of the scheme."""
        return tuple(self.written.values())

    def place_of(self, assigned: Assigned) -> Place:
        """Return where an assignment was written."""
        written = next(key for key, value in self.written.items() if value is assigned)
        return self.origin.at(*written_path(written))

    def roles_with(self, *codes: str) -> tuple[str, ...]:
        """Return the ids of the roles that bear one of the codes, each once, in written order."""
        return tuple(dict.fromkeys(a.role for a in self.assigned if a.code in codes))

    def shared(self, sense: Borne) -> str | None:
        """Return why several roles are accountable, or responsible; None where that is not said."""
        return self.shared_because if sense == "accountable" else self.responsible_shared

    def nobody(self, sense: Borne) -> str | None:
        """Return why no role is accountable, or responsible; None where that is not said."""
        return self.nobody_because if sense == "accountable" else self.responsible_nobody

    def codes_of(self, role: str) -> tuple[str, ...]:
        """Return the ids of the codes a role bears, in the order of the scheme."""
        return tuple(a.code for a in self.assigned if a.role == role)


def written_path(written: str) -> tuple[str | int, ...]:
    """Return the path below an activity that a key of `Activity.written` stands for."""
    return tuple(int(part) if part.isdigit() else part for part in written.split("/"))


def scheme_of(info: ValidationInfo) -> Scheme:
    """Return the scheme of the file being read."""
    scheme: Scheme = (info.context or {}).get("scheme", SCHEMES["raci"])
    return scheme


def _merge(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**one, **other, _WRITTEN: {**one[_WRITTEN], **other[_WRITTEN]}}


def _read(code: Code, value: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    """Return the internal fields that one code key amounts to."""
    if isinstance(value, Mapping) and ("shared" in value or "nobody" in value):
        return _read_exception(code, value)
    items = enumerate(value) if isinstance(value, (list, tuple)) else [(None, value)]
    written = {}
    for position, item in items:
        here = path if position is None else (*path, position)
        written["/".join(map(str, here))] = _read_one(code, item)
    return {_WRITTEN: written}


def _read_one(code: Code, item: Any) -> Any:
    """Return one assignment; what is neither a role nor a mapping is left for validation to refuse."""
    if isinstance(item, str):
        return {_CODE: code.id, "role": item}
    return {_CODE: code.id, **item} if isinstance(item, Mapping) else item


def _read_exception(code: Code, value: Mapping[str, Any]) -> dict[str, Any]:
    hint = f"write `{code.id}: {{shared: [role, role], because: …}}` or `{{nobody: true, because: …}}`"
    if code.sense not in BORNE:
        hint = f"leave `{code.id}` out" if "nobody" in value else f"write `{code.id}: [role, role]`"
        return _refused(code, f"only accountability and responsibility can be shared or absent, not `{code.id}`", hint)
    what = "accountability" if code.sense == "accountable" else "responsibility"
    if len(value) != 2 or not value.get("because"):
        return _refused(code, f"shared or absent {what} needs its reason and nothing else", hint)
    if value.get("nobody", "true") != "true":
        return _refused(code, "`nobody` is true, or is not written", hint)
    roles = value.get("shared")
    if isinstance(roles, (list, tuple)) and len(set(map(str, roles))) == 1:
        return _refused(code, f"{what} is shared by two roles or more", hint)
    if "nobody" in value:
        return {_WRITTEN: {}, _NOBODY[code.sense]: value["because"]}
    return {**_read(code, value["shared"], (code.id, "shared")), _SHARED[code.sense]: value["because"]}


def _refused(code: Code, message: str, hint: str) -> dict[str, Any]:
    """Return an assignment that validation refuses with a message, after it has looked at all the others."""
    return {_WRITTEN: {code.id: misread(message, hint)}}


class Responsibilities(Model):
    """The whole of `data/responsibilities.yml`."""

    scheme: Scheme = Field(default=SCHEMES["raci"], description="raci, rasci, raci-vs, daci, or a scheme of your own.")
    accountable: Excepted | None = Field(
        default=None, description="Why accountability is shared, or nobody's, in all activities."
    )
    responsible: Excepted | None = Field(
        default=None, description="Why responsibility is shared, or nobody's, in all activities."
    )
    workstreams: Information[dict[str, Workstream]] = Field(description="The workstreams, by id.")
    activities: Binding[dict[str, Activity]] = Field(description="The activities, by id.")

    @model_validator(mode="before")
    @classmethod
    def _choose_scheme(cls, values: Any, info: ValidationInfo) -> Any:
        """Put the built-in scheme where its name stands, and tell the activities which scheme holds."""
        scheme = values.get("scheme") if isinstance(values, Mapping) else None
        if isinstance(scheme, str):
            if scheme not in SCHEMES:
                raise misread(
                    f"there is no built-in scheme {quoted(scheme)}", f"write one of {', '.join(SCHEMES)}", "scheme"
                )
            values = {**values, "scheme": SCHEMES[scheme]}
        if info.context is not None and isinstance(scheme, (str, Mapping)):
            with suppress(ValidationError):  # the field itself says what is wrong with it
                info.context["scheme"] = Scheme.model_validate(values["scheme"])
        return values
