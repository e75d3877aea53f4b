"""What every subject is made of: records that know their place, entities with ids, and references to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from playbook.model.change_class import Identity, Information, Setting, Validity, Wording
from playbook.model.ids import Id, Named
from playbook.model.prose import Prose
from playbook.model.values import Audience, Date, Link, Text
from playbook.source.files import Origin


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds the id of an entity of the kind named.

    `past` is the field beside it whose day tells that something was done once: what did it may have gone since, where
    the ledger of ids says so.
    """

    kind: str
    past: str = ""


PartyRef = Annotated[Named, Reference("party")]
RoleRef = Annotated[Named, Reference("role")]
PhaseRef = Annotated[Named, Reference("phase")]
ForumRef = Annotated[Named, Reference("forum")]
WorkstreamRef = Annotated[Named, Reference("workstream")]
GroupRef = Annotated[Named, Reference("group")]
"""A group of the workstream of an activity."""
ActivityRef = Annotated[Named, Reference("activity")]
ServiceRef = Annotated[Named, Reference("service")]
DocumentRef = Annotated[Named, Reference("document")]
StatementRef = Annotated[Text, Reference("statement")]

LinkKind = Literal["charter", "channel", "repository", "recording", "document", "page", "other"]
"""What is found where a link leads."""
Level = Literal["strategic", "tactical", "operational"]
LEVELS: tuple[Level, ...] = ("strategic", "tactical", "operational")
Side = Literal["client", "supplier", "third"]
"""Where a party stands: on one of the two sides of the contract or, as a third party, on neither."""
SIDES: tuple[Side, ...] = ("client", "supplier")
EVERY_SIDE: tuple[Side, ...] = (*SIDES, "third")


INTERNAL = "\0"
"""Begins the alias (a literal there) of each field that the engine fills in: no key in YAML can equal it."""


def written_as(name: str, field: FieldInfo) -> str | None:
    """Return the key an author writes for a field, or None where the engine fills the field in."""
    key = field.alias or name
    return None if key.startswith(INTERNAL) else key


def field_of(model: type[BaseModel], key: str) -> FieldInfo | None:
    """Return the field an author writes under a key, or None where there is no such key."""
    return fields_written(model).get(key)


@cache
def fields_written(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by the key that an author writes; the first of a key is meant."""
    keyed = ((written_as(name, field), field) for name, field in reversed(model.model_fields.items()))
    return {key: field for key, field in keyed if key is not None}


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


class Hyperlink(Model):
    """Where there is more to read, or somebody to reach."""

    text: Information[Text] = Field(description="What the reader sees of it, such as `Minutes of the board`.")
    url: Information[Link] = Field(
        title="address",
        description="Where it leads: an address that begins https://, http://, mailto: or tel:, or a page.",
    )
    kind: Information[LinkKind | None] = Field(
        default=None,
        description="What is found there: charter, channel, repository, recording, document, page or other.",
    )

    @property
    def in_words(self) -> str:
        """The link as a line of plain text, its address once."""
        return self.url if self.text == self.url else f"{self.text}: {self.url}"


class Entity(Model):
    """Anything that has an id of its own, and so a place to link to."""

    id: Identity[Id] = Field(alias="\0id", description="The key it is written under; permanent: contracts cite it.")
    name: Wording[Text] = Field(description="What people call it.")
    summary: Wording[Prose | None] = Field(default=None, description="One or two sentences for lists and tooltips.")
    clauses: Information[tuple[Text, ...]] = Field(
        title="contract clauses", default=(), description="Contract clauses it rests on."
    )
    links: Information[tuple[Hyperlink, ...]] = Field(
        default=(), description="Where there is more to read, or somebody to reach."
    )
    since: Validity[Date | None] = Field(title="first day", default=None, description="First day it applies.")
    until: Validity[Date | None] = Field(title="last day", default=None, description="Last day it applies.")
    tags: Setting[tuple[Text, ...]] = Field(title="keywords", default=(), description="Free words to find it by.")
    audience: Setting[Audience] = Field(
        default="shared", description="Who may read it: everyone, since every reader is shown the same."
    )
    carries: Setting[tuple[StatementRef, ...]] = Field(
        title="statements that it carries", default=(), description="Statements of `coverage.yml` it makes true."
    )


E = TypeVar("E")


class Entities(Generic[E]):
    """An ordered, read-only collection: iterating gives the entities, `[id]` gives one of them.

    It may hold entities that it does not list: `[id]` still gives these.
    """

    __slots__ = ("_by_id", "_listed")

    def __init__(self, by_id: Mapping[str, E] | None = None, unlisted: Collection[str] = ()) -> None:
        """Keep the entities of `by_id` in its order, and list those that are not `unlisted`."""
        self._by_id = dict(by_id or {})
        self._listed = {id: each for id, each in self._by_id.items() if id not in unlisted} if unlisted else self._by_id

    def listing(self, without: Collection[str]) -> Entities[E]:
        """Return a collection that lists only what is not in `without`."""
        return Entities(self._by_id, without)

    def mapped(self, change: Callable[[E], E]) -> Entities[E]:
        """Return a collection of what `change` makes of each entity."""
        unlisted = self._by_id.keys() - self._listed.keys()
        return Entities({id: change(each) for id, each in self._by_id.items()}, unlisted)

    def lists(self, id: str) -> bool:
        """Tell whether an entity with this id is listed."""
        return id in self._listed

    def __iter__(self) -> Iterator[E]:
        """Iterate over the entities that are listed, in the order of the files."""
        return iter(self._listed.values())

    def __len__(self) -> int:
        """Count the entities that are listed."""
        return len(self._listed)

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
        """The ids of those that are listed, in the order of the files."""
        return tuple(self._listed)
