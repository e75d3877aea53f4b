"""The commands that cite what is published, and prove what is cited: cite, verify."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import click

from playbook.commands.locations import OnDisk
from playbook.folders.outputs import TAKE_OVER, NoTarget, Taken, file, replacing
from playbook.problems import SHOWN_PROBLEMS, PlaybookError, counted, report, safe
from playbook.publish.release.archive_files import pack
from playbook.publish.text.canonical import fingerprint
from playbook.publish.text.copied_text import MOST as COPIED
from playbook.publish.tree.readers import reader
from playbook.publish.tree.time_limits import SECONDS, TimeLimit
from playbook.publish.tree.untrusted_input import Unsound
from playbook.publish.verify import earlier_state
from playbook.publish.verify.cite import Citation
from playbook.publish.verify.documents import MOST, document_words
from playbook.publish.verify.signature_proofs import Demand
from playbook.publish.verify.text_comparison import compare
from playbook.publish.verify.verdict import BROKEN, UNKNOWN, UNREACHABLE, USAGE, Fault, Verdict
from playbook.publish.verify.verify import verify as proof

NOTHING_WRITTEN = "nothing was written"
"""What came of a command that was to write something."""


def exit_of(error: Exception | str, code: int = 1, outcome: str = NOTHING_WRITTEN, why: str = "") -> SystemExit:
    """Say what a command ends with, where that has not been said, and return what ends it.

    Where the error holds problems, they are told as a report, whose last line says what came of it; `why` says why
    warnings stop the command. An error that knows better what came of it says so itself.
    """
    problems = getattr(error, "problems", None)
    if problems is not None:
        click.echo(report(problems, getattr(error, "outcome", outcome), strict=True, why=why), err=True)
    elif str(error):
        click.echo(str(error), err=True)
    return SystemExit(code)


FROM = click.option(
    "--from",
    "public",
    default="public",
    show_default=True,
    type=OnDisk(exists=True, file_okay=False),
    help="The folder that holds every published version.",
)


TAKES_OVER = click.option(
    TAKE_OVER, is_flag=True, help="Write also where something stands that was not made here; a site replaces all of it."
)


DAY = click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day as of which to say how a version stands; today by default.",
)


def _thresholds(_context: click.Context, _option: click.Parameter, text: str) -> dict[str, int]:
    """Return how many keys of each party are demanded."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        party, _, number = part.partition(":")
        if not party.strip() or not number.strip().isdecimal():
            raise click.BadParameter("write each party with a number, such as 'client: 1, supplier: 1'")
        found[party.strip()] = int(number)
    return found


def _day(given: datetime | None) -> date:
    return given.date() if given else date.today()


@click.command()
@click.argument("target")
@click.option(
    "--signers",
    type=OnDisk(exists=True, dir_okay=False),
    help="Who may sign, as ssh-keygen reads it; each record and event must be signed by one of them.",
)
@click.option(
    "--threshold",
    "thresholds",
    metavar="PARTIES",
    default="",
    callback=_thresholds,
    help="How many keys of each party must have signed each version, such as 'client: 1, supplier: 1'.",
)
@click.option(
    "--authorities",
    type=OnDisk(exists=True, dir_okay=False),
    help="Whose time stamps are believed: their certificates, in PEM.",
)
@click.option("--require-signature", "required", is_flag=True, help="Each record and event must be signed by somebody.")
@click.option(
    "--since",
    type=OnDisk(exists=True, file_okay=False),
    help="An earlier copy of the folder: whatever version it holds must stand in TARGET byte by byte.",
)
@click.option(
    "--text",
    "copy",
    type=click.File("rb"),
    help="A text that somebody copied, or - for the standard input: is it the one that TARGET cites or has published?",
)
@click.option(
    "--anew",
    is_flag=True,
    help="Work out the words of all pages, also of versions that were proved on this machine.",
)
@click.option(
    "--patience",
    "time_limit",
    type=click.FloatRange(0, 86_400),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long hosts may keep us waiting in all, beyond a second each answer and what its length takes.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)
@DAY
def verify(
    target: str,
    signers: Path | None,
    thresholds: Mapping[str, int],
    required: bool,
    authorities: Path | None,
    since: Path | None,
    copy: BinaryIO | None,
    time_limit: float,
    anew: bool,
    style: str,
    day: datetime | None,
) -> None:
    """Prove that TARGET says what was published: a folder, an address, or the text of a citation.

    The text may also come from a file, a Word document too, or with - from the standard input: it is read as it was
    pasted, with the signs and the broken lines that word processors and mails put into it.

    With --text it is the copied text that is looked at: what browsers, mails and word processors did to it is put right
    where that can be done exactly, and named.

    Ends with 0 unchanged, 1 a text differs, 2 wrong usage, 3 a signature or the chain is broken, 4 an unknown version
    or section, 5 nobody answers.
    """
    waits = TimeLimit(time_limit)
    try:
        read = target if target == "-" and copy is not None else _text_of(target)
    except Unsound as error:
        verdict = Verdict((), (Fault(USAGE, safe(target), str(error)),))
    else:
        if copy is None:
            demand = Demand(signers, thresholds, required, authorities)
            verdict = proof(read, demand, fingerprint, _day(day), depth="anew" if anew else "pages", time_limit=waits)
        else:
            verdict = compare(read, copy.read(COPIED + 1), fingerprint, waits)
    if since is not None:
        verdict = replace(verdict, faults=(*verdict.faults, *_guarded(since, target, waits)))
    _tell(verdict, style)
    raise SystemExit(verdict.code)


def _tell(verdict: Verdict, style: str) -> None:
    """Tell a verdict for people or for programs; people are shown so many faults as in any report."""
    if style == "json":
        faults = [asdict(each) for each in verdict.faults]
        told = {"code": verdict.code, "looked_at": len(verdict.looked_at), "faults": faults, "notes": verdict.notes}
        told["stands"] = verdict.stands
        click.echo(json.dumps(told, indent=2))
    else:
        for note in (*verdict.notes, *verdict.stands):
            click.echo(safe(note))
        for each in verdict.faults[:SHOWN_PROBLEMS]:
            click.echo(f"{safe(each.where)}: {safe(each.message)}")
            if each.hint:
                click.echo(f"    hint: {safe(each.hint)}")
        number = len(verdict.faults)
        if number > SHOWN_PROBLEMS:
            click.echo(f"… and {number - SHOWN_PROBLEMS} more")
        held = counted(number, "fault") if number else "unchanged"
        click.echo(f"{held}, {counted(len(verdict.looked_at), 'file')} looked at")


def _text_of(target: str) -> str:
    """Return what is to be proved: the target, or what stands in the file that it names or comes in after it.

    Raise `Unsound` where that is longer than what is read.
    """
    try:
        if target == "-":
            return document_words(sys.stdin.buffer.read(MOST + 1))
        if Path(target).is_file():
            with Path(target).open("rb") as opened:
                return document_words(opened.read(MOST + 1))
    except Unsound:
        raise
    except (OSError, ValueError):
        pass
    return target


def _guarded(before: Path, target: str, time_limit: TimeLimit) -> tuple[Fault, ...]:
    """Return what an earlier copy holds and the target does not."""
    if not re.fullmatch(r"https?://\S+", target) and not Path(target).is_dir():
        raise click.UsageError("--since compares a whole folder or address")
    try:
        return tuple(earlier_state.losses(before, reader(target, time_limit)))
    except ConnectionError as error:
        return (Fault(UNREACHABLE, target, str(error)),)
    except Unsound as error:
        return (Fault(BROKEN, target, str(error)),)


@click.command()
@click.argument("id")
@FROM
@click.option("--version", metavar="VERSION", help="The version; the one in force on the day by default.")
@click.option("--address", metavar="URL", help="Where the folder is served, such as https://playbook.example/.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "html", "docx"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option("-t", "--to", "target", type=OnDisk(dir_okay=False), help="The file to write, which docx needs.")
@TAKES_OVER
@DAY
def cite(
    id: str,
    public: Path,
    version: str | None,
    address: str | None,
    style: str,
    target: Path | None,
    take_over: bool,
    day: datetime | None,
) -> None:
    """Write the words with which a contract cites section ID."""
    from playbook.publish.verify.cite import Unknown
    from playbook.publish.verify.soundness import sound_citation

    if style == "docx" and target is None:
        raise click.UsageError("a Word document is a file: name it, such as --to citation.docx")
    try:
        found = sound_citation(public, id, version, address, _day(day))
    except Unknown as error:
        raise exit_of(error, UNKNOWN) from None
    except PlaybookError as error:
        raise exit_of(error, BROKEN) from None
    for warning in found.warnings:
        click.echo(f"warning: {safe(warning)}", err=True)
    if target is None:
        click.echo(getattr(found, style))
        return
    content = _as_word(found) if style == "docx" else f"{getattr(found, style)}\n".encode()
    with replaced_file(target, content.__eq__, "this citation: whoever wrote in it may want it", take_over) as made:
        made.write_bytes(content)


def _as_word(found: Citation) -> bytes:
    """Return a citation as a Word document."""
    from playbook.export import docx

    made = BytesIO()
    pack(made, docx.citation(found.pieces, found.address, found.title, found.locale, found.mirrored))
    return made.getvalue()


@contextmanager
def replaced_file(target: Path, ours: Callable[[bytes], bool], what: str, take_over: bool) -> Iterator[Path]:
    """Give a path whose file takes the place of the target, as `outputs.file` allows it; end where that fails."""
    try:
        file(target, ours, what, take_over=take_over)
        with replacing(target) as made:
            yield made
    except (NoTarget, Taken) as error:
        raise exit_of(error, error.code) from None
    except OSError as error:
        click.echo(f"{safe(str(target))}: cannot be written: {error.strerror}", err=True)
        raise SystemExit(1) from None


COMMANDS = (verify, cite)
