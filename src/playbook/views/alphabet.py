"""The order of words in the alphabet of a language: its own letters stand where its readers look for them.

The letters are those of CLDR's collations. Letters that are none of a language's own stand with those they are made
of, `ä` with `a` in German. Scripts whose order needs a dictionary, such as Chinese, stand in the order of Unicode.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_NORDIC = "z å ä ö"
_SOUTH_SLAVIC = "c č ć, d dž đ, l lj, n nj, s š, z ž"
_OWN: Mapping[str, str] = {
    "az": "c ç, e ə, g ğ, h ı, o ö, s ş, u ü",
    "bs": _SOUTH_SLAVIC,
    "cs": "c č, h ch, r ř, s š, z ž",
    "da": "z æ ø å",
    "es": "n ñ",
    "et": "s š z ž, w õ ä ö ü",
    "fi": _NORDIC,
    "hr": _SOUTH_SLAVIC,
    "hu": "c cs, d dz dzs, g gy, l ly, n ny, o ö, s sz, t ty, u ü, z zs",
    "is": "a á, d ð, e é, i í, o ó, u ú, y ý, z þ æ ö å",
    "lt": "c č, s š, z ž",
    "lv": "c č, g ģ, k ķ, l ļ, n ņ, s š, z ž",
    "nb": "z æ ø å",
    "nn": "z æ ø å",
    "no": "z æ ø å",
    "pl": "a ą, c ć, e ę, l ł, n ń, o ó, s ś, z ź ż",
    "ro": "a ă â, i î, s ș, t ț",
    "ru": "и й",
    "sk": "a ä, c č, h ch, o ô, s š, z ž",
    "sl": _SOUTH_SLAVIC,
    "sv": _NORDIC,
    "tr": "c ç, g ğ, h ı, o ö, s ş, u ü",
    "uk": "г ґ, и й, і ї",
}
"""By language: a letter that needs no word, and those of its own that follow it."""
_ALIKE: Mapping[str, Mapping[str, str]] = {
    **{language: {"aa": "å", "ä": "æ", "ö": "ø"} for language in ("da", "nb", "nn", "no")},
    "hu": {"ő": "ö", "ű": "ü"},
    "ro": {"ş": "ș", "ţ": "ț"},
    **{language: {"æ": "ä", "ø": "ö"} for language in ("fi", "sv")},
}
"""What stands with a letter of a language's own."""
_MADE_OF = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
"""Letters that Unicode does not take apart."""
_AFTER = 0xF0000
"""Where the characters for private use begin that stand behind every letter."""
_DOTTED = str.maketrans({"I": "ı", "İ": "i"})


class Alphabet:
    """The order of names in one language."""

    def __init__(self, locale: str) -> None:
        """Take the language of a locale such as `sv-SE`."""
        self._language = re.split("[-_]", locale.lower())[0]
        self._places = _places(self._language)
        longest = sorted(self._places, key=len, reverse=True)
        self._own = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def key(self, name: str) -> tuple[bool, str, str]:
        """Return what names are ordered by: without case, letters before everything else; accents decide last."""
        small = self._small(name)
        placed = self._own.sub(lambda own: self._places[own[0]][1], small)
        plain = "".join(c for c in unicodedata.normalize("NFKD", placed) if not unicodedata.combining(c))
        return not small[:1].isalpha(), plain.translate(_MADE_OF), small

    def letter(self, name: str) -> str:
        """Return the letter a name stands under; `#` for what begins with none."""
        own = self._own.match(self._small(name))
        if own:
            return self._places[own[0]][0].capitalize()
        other, plain, _ = self.key(name)
        return "#" if other else plain[0].upper()

    def _small(self, name: str) -> str:
        dotted = name.translate(_DOTTED) if self._language in ("az", "tr") else name
        return unicodedata.normalize("NFKC", dotted).casefold()


@cache
def _places(language: str) -> Mapping[str, tuple[str, str]]:
    """Return the letters of a language's own, each with the letter it stands under and what puts it in its place."""
    found: dict[str, tuple[str, str]] = {}
    for row in _OWN.get(language, "").split(", "):
        before, *own = row.split() or [""]
        found |= {letter: (letter, before + chr(_AFTER + place)) for place, letter in enumerate(own)}
    return found | {other: found[letter] for other, letter in _ALIKE.get(language, {}).items()}
