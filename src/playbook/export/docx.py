"""A citation as a Word document: the title in bold, the address as a link, the fingerprint in a fixed font."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FIXED = "Courier New"
"""The font of what is compared letter by letter."""
_LONG_AGO = datetime(2000, 1, 1)  # no clock reaches the file
_BLUE = "0563C1"


def citation(
    pieces: Iterable[tuple[str, str]], address: str, title: str, locale: str, mirrored: bool
) -> dict[str, bytes]:
    """Return the parts of a Word document, by name, that holds the pieces of a citation as one paragraph.

    A piece is `title`, `address`, `id`, `fingerprint`, `record`, `signer` or any other name, and its text; `mirrored`
    tells that its language is written from right to left.
    """
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = locale
    document.core_properties.created = document.core_properties.modified = _LONG_AGO
    paragraph = document.add_paragraph()
    if mirrored:
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for name, text in pieces:
        linked = name in ("title", "address") and address.startswith(("http://", "https://"))
        run = _linked(paragraph, address) if linked else paragraph.add_run()
        run.text = text
        _dress(run, name, linked)
        run.font.rtl = True if mirrored and name in ("", "title", "playbook") else None
    return _parts(document)


def _linked(paragraph: Paragraph, address: str) -> Run:
    """Return a run that leads to an address: a reader of the document can follow it, and no field is needed for it."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run()
    link.append(run._r)
    paragraph._p.append(link)
    return run


def _dress(run: Run, name: str, linked: bool) -> None:
    run.font.bold = True if name == "title" else None
    if linked:
        run.font.color.rgb = RGBColor.from_string(_BLUE)
        run.font.underline = True
    if name in ("id", "fingerprint", "record", "signer"):
        run.font.name = FIXED


def _parts(document: DocumentObject) -> dict[str, bytes]:
    written = BytesIO()
    document.save(written)
    with ZipFile(written) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
