"""What a file beside the pages may be: something that browsers show and hosts hand out, and neither of them obeys.

Both parties put files there. A host may run a program, send readers elsewhere by a list of its own, or hide a site from
search engines, and a browser may run a script. Which of those belong to a playbook is for its owner to say, in its
settings: as scripts and styles of pages, or in `extra_files`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any

_PICTURES = "avif bmp gif ico jpeg jpg png svg tif tiff webp"
_DOCUMENTS = "docx epub odp ods odt pdf pptx rtf vsdx xlsx"
_FACTS = "bpmn csv geojson ics json jsonl log md toml tsv txt vcf yaml yml"
_DRAWN = "dot drawio mmd puml"
_PLAYED = "flac m4a m4v mov mp3 mp4 oga ogg ogv srt vtt wav webm"
_FONTS = "otf ttf woff woff2"
_PROOFS = "asc p7s sha256 sig tsr zip"
KINDS = frozenset(" ".join((_PICTURES, _DOCUMENTS, _FACTS, _DRAWN, _PLAYED, _FONTS, _PROOFS)).split())
"""How the names of files end that neither a browser nor a host obeys: no document of them has macros."""
_OF_HOSTS = "_config.yml _routes.json app.yaml app.yml firebase.json now.json serve.json static.json vercel.json"
_OF_OTHERS = "manifest.json netlify.toml package.json robots.txt staticwebapp.config.json wrangler.json wrangler.toml"
OBEYED = frozenset(f"{_OF_HOSTS} {_OF_OTHERS}".split())
"""Names that a host or a search engine obeys, though their kind is harmless."""
OBEYS = "hosts or browsers may obey it, and the owner of the playbook has not said that it is published"
TO_PUBLISH = "take it out of docs/; its owner may name it in mkdocs.yml, as a script, a style, or under `extra_files`"


def obeyed(names: Iterable[str], named: Iterable[str]) -> Iterator[str]:
    """Iterate over the files that a browser or a host may obey, unless a pattern of those `named` fits them."""
    known = tuple(named)
    for name in names:
        last = PurePosixPath(name.casefold())
        harmless = last.suffix[1:] in KINDS and last.name not in OBEYED
        if not harmless and not any(fnmatch(name, pattern) for pattern in known):
            yield name


def named_in(config: Any, more: Iterable[str]) -> tuple[str, ...]:
    """Return the files that settings name: the scripts and styles of pages, and `more`."""
    return tuple(map(str, (*config.extra_css, *config.extra_javascript, *more)))
