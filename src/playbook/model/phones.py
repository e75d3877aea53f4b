"""Telephone numbers: as they are dialled from anywhere, with the hours in which somebody answers."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from playbook.model import spellings
from playbook.model.base import Model
from playbook.model.change_class import Information, People, Timing
from playbook.model.hours import Hours
from playbook.model.values import Text, Zone, misread
from playbook.problems import quoted

NUMBER_PATTERN = re.compile(r"\+[1-9][0-9]{0,3}([ .()/-]{0,2}[0-9]){5,14}")
"""A number as E.164 has it, `+` and the code of the country first, in groups as people read them."""


def _number(value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else ""
    digits = re.sub(r"[^0-9]", "", text)
    if NUMBER_PATTERN.fullmatch(text) and len(digits) <= 15 and "(0)" not in text:
        return text
    spelled = spellings.phone(value)
    hint = "write + and the code of the country first, such as +44 20 7946 0018, and an extension under `note`"
    raise misread("a telephone number is expected", f"write {quoted(spelled)}" if spelled else hint)


PhoneNumber = Annotated[str, BeforeValidator(_number)]


class Phone(Model):
    """One number to call."""

    number: People[PhoneNumber] = Field(
        description="The number with the code of its country, such as +44 20 7946 0018."
    )
    hours: Timing[Hours | None] = Field(default=None, description="When it is answered, such as 09:00-17:30 or 24/7.")
    zone: Timing[Zone | None] = Field(
        title="time zone", default=None, description="The time zone of these hours; that of the party if left out."
    )
    note: Information[Text | None] = Field(default=None, description="What it is, such as second number, or bridge.")

    @property
    def address(self) -> str:
        """The address of a link that dials it."""
        return "tel:" + re.sub(r"[^+0-9]", "", self.number)
