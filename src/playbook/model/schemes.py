"""The letters of a responsibility matrix: RACI, RASCI, RACI-VS, DACI, or a team's own scheme.

The words of a scheme's codes are the keys under which an activity names its roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from playbook.model.base import INTERNAL, Entity, Model, written_as
from playbook.model.change_class import Binding, Identity, Meaning, Wording
from playbook.model.ids import Id
from playbook.model.values import Bool, Int, Text, misread
from playbook.problems import quoted

OWN_KEYS = frozenset(filter(None, (written_as(name, field) for name, field in Entity.model_fields.items()))) | {
    "id", "workstream", "group", "phase", "deliverable", "condition", "service", "hand_over", "note",
    "shared", "nobody", "because",
}  # fmt: skip
"""What stands beside the letters of an activity, so that no code can bear its name."""
LETTER_LIMIT = 2
"""The most characters of the letter of a code."""

CodeSense = Literal["accountable", "responsible", "consulted", "informed", "other"]


class Code(Model):
    """One letter of a responsibility scheme."""

    id: Identity[Id] = Field(alias="\0id", description="The key activities use for it, such as accountable.")
    letter: Meaning[Text] = Field(description="The letter in the table; one or two characters.")
    word: Meaning[Text] = Field(description="The word a screen reader says.")
    meaning: Meaning[Text] = Field(description="What it asks of a role.")
    sense: Meaning[CodeSense] = Field(
        default="other", description="What it amounts to: accountable, responsible, consulted, informed or other."
    )
    at_least: Meaning[Int] = Field(
        title="fewest roles", default=0, description="The fewest roles an activity may give it."
    )
    at_most: Meaning[Int | None] = Field(
        title="most roles", default=None, description="The most roles an activity may give it."
    )
    colour: Wording[Literal["blue", "green", "amber", "violet", "teal", "rose", "grey"] | None] = Field(
        default=None, description="The hue of the letter; the letter itself is always shown."
    )


Borne = Literal["accountable", "responsible"]
"""The senses that an activity can share, or leave out, with a reason."""
BORNE: tuple[Borne, ...] = ("accountable", "responsible")


class Excepted(Model):
    """Why all activities of a workstream, or of the playbook, may share something between roles, or give it to none."""

    shared: Binding[Bool] = Field(
        title="leave to share it", default=False, description="true where several roles may bear it."
    )
    nobody: Binding[Bool] = Field(
        title="leave to name nobody", default=False, description="true where no role need bear it."
    )
    because: Binding[Text] = Field(title="reason", description="Why; shown once above the table.")

    @model_validator(mode="after")
    def _allows(self) -> Excepted:
        """Refuse what excepts nothing."""
        if not (self.shared or self.nobody):
            raise misread("it excepts nothing", "write `{shared: true, because: …}` or `{nobody: true, because: …}`")
        return self


NOTHING_EXCEPTED = Excepted.model_construct(shared=False, nobody=False, because="")
"""What holds where no reason is given."""


class Scheme(Model):
    """A responsibility scheme: its codes, in the order a legend shows them."""

    name: Wording[Text] = Field(description="What it is called, such as RACI.")
    codes: Meaning[dict[str, Code]] = Field(
        title="letters", min_length=1, description="The codes, by the key activities use."
    )
    accountable: Excepted | None = Field(
        title="reason why accountability is shared or absent",
        default=None,
        alias="\0accountable",
        description="Why it may be shared or absent everywhere.",
    )
    responsible: Excepted | None = Field(
        title="reason why responsibility is shared or absent",
        default=None,
        alias="\0responsible",
        description="Why it may be shared or absent everywhere.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Scheme:
        """Refuse codes that a table could not tell apart, or that no question could be asked about."""
        known: dict[str, str] = {}
        for code in self.codes.values():
            if code.id in OWN_KEYS:
                hint = "choose another word, such as the one that the letter stands for"
                raise misread(f"`{code.id}` is another key of activities already", hint, "codes", code.id)
            if len(code.letter) > LETTER_LIMIT:
                hint = f"write at most {LETTER_LIMIT} characters, and the whole word under `word`"
                raise misread(f"{quoted(code.letter)} is no letter", hint, "codes", code.id, "letter")
            if (first := known.setdefault(code.letter.casefold(), code.id)) != code.id:
                message = f"{quoted(code.letter)} is the letter of {quoted(first)} already"
                raise misread(message, "give each code a letter of its own", "codes", code.id, "letter")
            if code.at_most is not None and code.at_most < max(code.at_least, 1):
                message = f"no activity can give {quoted(code.id)} to {code.at_least} roles and to {code.at_most}"
                raise misread(message, "write the fewest and the most, or leave one out", "codes", code.id, "at_most")
        if not (self.coded("accountable") or self.coded("responsible")):
            hint = "write `sense: responsible` at the code that does the work, or `sense: accountable` where it answers"
            raise misread("no code of the scheme amounts to `responsible` or to `accountable`", hint, "codes")
        return self

    def coded(self, sense: CodeSense) -> tuple[str, ...]:
        """Return the ids of the codes that amount to `sense`."""
        return tuple(code.id for code in self.codes.values() if code.sense == sense)


def _code(id: str, letter: str, meaning: str, sense: CodeSense, colour: str, most: int | None = None) -> Code:
    least = 1 if sense in ("accountable", "responsible") else 0
    values = {"letter": letter, "word": id.capitalize(), "meaning": meaning, "sense": sense, "colour": colour}
    return Code.model_validate({INTERNAL + "id": id, **values, "at_least": least, "at_most": most})


_ACCOUNTABLE = _code("accountable", "A", "Answers for the result and has the last word.", "accountable", "blue", 1)
_RESPONSIBLE = _code("responsible", "R", "Does the work.", "responsible", "green")
_SUPPORTIVE = _code("supportive", "S", "Lends people or means to whoever does the work.", "other", "teal")
_CONSULTED = _code("consulted", "C", "Is asked before the decision, and answers.", "consulted", "amber")
_INFORMED = _code("informed", "I", "Is told afterwards.", "informed", "grey")
_VERIFIER = _code("verifier", "V", "Checks the result against what was agreed.", "other", "violet")
_SIGNATORY = _code("signatory", "S", "Signs the result off.", "other", "teal")


def _scheme(name: str, *codes: Code) -> Scheme:
    return Scheme(name=name, codes={code.id: code for code in codes})


SCHEMES: Mapping[str, Scheme] = {
    "raci": _scheme("RACI", _RESPONSIBLE, _ACCOUNTABLE, _CONSULTED, _INFORMED),
    "rasci": _scheme("RASCI", _RESPONSIBLE, _ACCOUNTABLE, _SUPPORTIVE, _CONSULTED, _INFORMED),
    "raci-vs": _scheme("RACI-VS", _RESPONSIBLE, _ACCOUNTABLE, _CONSULTED, _INFORMED, _VERIFIER, _SIGNATORY),
    "daci": _scheme(
        "DACI",
        _code("driver", "D", "Brings the decision about.", "responsible", "green", 1),
        _code("approver", "A", "Takes the decision and answers for it.", "accountable", "blue", 1),
        _code("contributors", "C", "Is asked before the decision, and answers.", "consulted", "amber"),
        _code("informed", "I", "Is told afterwards.", "informed", "grey"),
    ),
}
"""The built-in schemes, by the name `data/responsibilities.yml` gives."""
