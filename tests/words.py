"""The catalogues of the interface: finds every phrase, lists them, and brings each language up to date.

`python -m tests.words` does so for the repository; `make words` calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from playbook.model.schemes import SCHEMES
from playbook.rendering.locale import DOMAIN, FOLDER
from playbook.views.field_words import catalogued
from tests.support import ROOT

TEMPLATE = FOLDER / f"{DOMAIN}.pot"
METHODS = {
    "src/playbook/publish/text/canonical.py": "ignore",  # its `say` is no phrase
    "src/playbook/templates/**.html": "jinja2",
    "src/playbook/templates/**.txt": "jinja2",
    "src/playbook/templates/**.css": "jinja2",
    "overrides/**.html": "jinja2",
    "src/playbook/**.py": "python",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "say": None,
    "phrase": None,
    "count": (2, 3),
    "pair": (1, 2),
}
"""The functions that say phrases, or mark them: which arguments are phrases, where it is not the first alone."""
NOTES = ("Translators:",)
"""How a comment begins that is meant for them."""


def extracted() -> Catalog:
    """Return every phrase of the interface, in the order of the files; the same for the same files."""
    catalogue = Catalog(domain=DOMAIN, charset="utf-8", fuzzy=False)
    for phrase, notes, context, file in sorted(_found(), key=lambda found: found[3]):
        catalogue.add(phrase, locations=[(file, 0)], auto_comments=notes, context=context)
    return catalogue


def _found() -> Iterator[tuple[str | tuple[str, ...], list[str], str | None, str]]:
    """Iterate over phrases with the notes for their translators, their contexts and their files."""
    for folder in ("src", "overrides"):
        methods = [(path.partition("/")[2], how) for path, how in METHODS.items() if path.startswith(folder)]
        for file, _, phrase, notes, context in extract_from_dir(
            ROOT / folder, methods, keywords=KEYWORDS, comment_tags=NOTES, strip_comment_tags=True
        ):
            yield phrase, notes, context, f"{folder}/{file}"
    for name in catalogued():
        yield name, [], None, "src/playbook/model/change_class.py"
    for scheme in SCHEMES.values():
        for code in scheme.codes.values():
            yield code.word, [], None, "src/playbook/model/responsibilities.py"
            yield code.meaning, [], None, "src/playbook/model/responsibilities.py"


def languages() -> list[str]:
    """Return the names of the languages that have a catalogue."""
    return sorted(file.parents[1].name for file in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def catalogue_of(language: str) -> Catalog:
    """Return the catalogue of a language as it stands, without what it no longer uses."""
    return read_po(BytesIO((FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes()), locale=language)


def updated(language: str, phrases: Catalog) -> Catalog:
    """Return the catalogue of a language with the phrases there are now; new ones are not translated yet."""
    old = catalogue_of(language)
    old.update(phrases, no_fuzzy_matching=True, update_creation_date=False)
    old.obsolete.clear()
    return old


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file holds it: no dates, no numbers of lines, so that only words make it differ."""
    content = BytesIO()
    write_po(content, catalogue, width=0, omit_header=True, include_lineno=False)
    return _head(catalogue) + content.getvalue().rstrip() + b"\n"


def _head(catalogue: Catalog) -> bytes:
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "MIME-Version: 1.0"]
    if catalogue.locale:
        lines += [f"Language: {catalogue.locale}", f"Plural-Forms: {catalogue.plural_forms}"]
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines), "", ""]).encode()


def main() -> None:
    """Write the list of phrases, and bring the catalogue of every language up to date with it."""
    phrases = extracted()
    TEMPLATE.write_bytes(written(phrases))
    for language in languages():
        catalogue = updated(language, phrases)
        (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").write_bytes(written(catalogue))
        missing = [message for message in catalogue if message.id and not _said(message.string)]
        print(f"{language}: {len(catalogue)} phrases, {len(missing)} to translate")  # noqa: T201


def _said(string: str | tuple[str, ...] | None) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    main()
