"""The letters of a responsibility scheme in the words of a locale."""

from __future__ import annotations

from dataclasses import replace

from playbook.model import Playbook
from playbook.model.schemes import SCHEMES, Code
from playbook.views.words import Words


def in_words(playbook: Playbook, words: Words) -> Playbook:
    """Return a playbook whose scheme speaks the locale's language where it is a built-in one; a team's own stays."""
    scheme = playbook.scheme
    if all(scheme.codes != known.codes for known in SCHEMES.values()):
        return playbook
    codes = {id: _said(code, words) for id, code in scheme.codes.items()}
    return replace(playbook, scheme=scheme.model_copy(update={"codes": codes}))


def _said(code: Code, words: Words) -> Code:
    return code.model_copy(update={"word": words.say(code.word), "meaning": words.say(code.meaning)})
