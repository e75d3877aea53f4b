"""What every subject is made of: records that know their place, entities with ids, and references to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from playbook.model.values import Date, Id, Text
from playbook.source import Origin


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds the id of an entity of the kind named."""

    kind: str


PartyRef = Annotated[Id, Reference("party")]
RoleRef = Annotated[Id, Reference("role")]
PhaseRef = Annotated[Id, Reference("phase")]
ForumRef = Annotated[Id, Reference("forum")]
WorkstreamRef = Annotated[Id, Reference("workstream")]
ActivityRef = Annotated[Id, Reference("activity")]
ServiceRef = Annotated[Id, Reference("service")]
DocumentRef = Annotated[Id, Reference("document")]
StatementRef = Annotated[Text, Reference("statement")]

Level = Literal["strategic", "tactical", "operational"]
LEVELS: tuple[Level, ...] = ("strategic", "tactical", "operational")
Side = Literal["client", "supplier"]
SIDES: tuple[Side, ...] = ("client", "supplier")


INTERNAL = "\0"
"""Begins the alias (a literal there) of each field that the engine fills in: no key in YAML can equal it."""


def written_as(name: str, field: FieldInfo) -> str | None:
    """Return the key an author writes for a field, or None where the engine fills the field in."""
    key = field.alias or name
    return None if key.startswith(INTERNAL) else key


def field_of(model: type[BaseModel], key: str) -> FieldInfo | None:
    """Return the field an author writes under a key, or None where there is no such key."""
    return next((field for name, field in model.model_fields.items() if written_as(name, field) == key), None)


class Model(BaseModel):
    """A frozen record that refuses unknown keys and knows where it was written.

    Where a field maps ids to records, the key becomes the `id` of the record.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    origin: Origin = Field(default=Origin(), alias="\0origin", exclude=True, repr=False)

    _keyed: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note which fields map ids to records."""
        cls._keyed = frozenset(name for name, field in cls.model_fields.items() if _maps_ids(field.annotation))

    @classmethod
    def keyed(cls) -> frozenset[str]:
        """Return the names of the fields that map ids to records."""
        return cls._keyed

    @model_validator(mode="before")
    @classmethod
    def _give_ids(cls, values: Any) -> Any:
        if not cls._keyed or not isinstance(values, dict):
            return values
        return {key: _with_ids(item) if key in cls._keyed else item for key, item in values.items()}


def _maps_ids(annotation: Any) -> bool:
    if get_origin(annotation) is not dict:
        return False
    item = get_args(annotation)[1]
    return isinstance(item, type) and issubclass(item, Model) and "id" in item.model_fields


def _with_ids(items: Any) -> Any:
    if not isinstance(items, dict):
        return items
    marked = INTERNAL + "id"
    return {key: {**item, marked: key} if isinstance(item, dict) else item for key, item in items.items()}


class Entity(Model):
    """Anything that has an id of its own, and so a place to link to."""

    id: Id = Field(alias="\0id", description="The key it is written under; permanent: contracts cite it.")
    name: Text = Field(description="What people call it.")
    summary: Text | None = Field(default=None, description="One or two sentences for lists and tooltips.")
    clauses: tuple[Text, ...] = Field(default=(), description="Contract clauses it rests on.")
    since: Date | None = Field(default=None, description="First day it applies.")
    until: Date | None = Field(default=None, description="Last day it applies.")
    tags: tuple[Text, ...] = Field(default=(), description="Free words to find it by.")
    audience: Literal["shared", "client", "supplier"] = Field(default="shared", description="Who may read it.")
    carries: tuple[StatementRef, ...] = Field(default=(), description="Statements of `coverage.yml` it makes true.")


E = TypeVar("E")


class Entities(Generic[E]):
    """An ordered, read-only collection: iterating gives the entities, `[id]` gives one of them."""

    __slots__ = ("_by_id",)

    def __init__(self, by_id: Mapping[str, E] | None = None) -> None:
        """Keep the entities of `by_id` in its order."""
        self._by_id = dict(by_id or {})

    def __iter__(self) -> Iterator[E]:
        """Iterate over the entities in the order of the files."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        """Tell whether an entity has this id."""
        return id in self._by_id

    def __getitem__(self, id: str) -> E:
        """Return the entity with this id; raise `KeyError` where there is none."""
        return self._by_id[id]

    def __eq__(self, other: object) -> bool:
        """Compare ids, order and content."""
        return isinstance(other, Entities) and list(self._by_id.items()) == list(other._by_id.items())

    __hash__ = None  # type: ignore[assignment]

    def get(self, id: str | None) -> E | None:
        """Return the entity with this id, or None."""
        return self._by_id.get(id) if id is not None else None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the files."""
        return tuple(self._by_id)
