"""Files of the theme that no reader of this site loads: they are left out, since each published version keeps its own.

The maps of its scripts serve whoever changes the theme. Of the languages of its search a page loads those that the site
is searched in.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_MAP = re.compile(r"assets/(?:javascripts|stylesheets)/.*\.map")
_LANGUAGE = re.compile(r"assets/javascripts/lunr/(?:min/lunr\.(?P<name>[a-z]{2})\.min|(?P<parts>tinyseg|wordcut))\.js")
_PARTED_BY = {"tinyseg": {"ja"}, "wordcut": {"hi", "th"}}
"""What parts the words of languages that write none between them."""


def is_spared(path: str, languages: Collection[str]) -> bool:
    """Tell whether nobody loads a file of the theme where a site is searched in some languages."""
    if found := _LANGUAGE.fullmatch(path):
        wanted = _PARTED_BY[found["parts"]] if found["parts"] else {found["name"]}
        return not wanted.intersection(languages)
    return bool(_MAP.fullmatch(path))
