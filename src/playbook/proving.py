"""The commands that cite what is published, and prove what is cited: cite, verify."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from playbook.problems import PlaybookError, safe
from playbook.publish import guard
from playbook.publish.canonical import fingerprint
from playbook.publish.clauses import MOST, words
from playbook.publish.doors import door
from playbook.publish.files import pack, replacing
from playbook.publish.verify import BROKEN, UNKNOWN, UNREACHABLE, Fault
from playbook.publish.verify import verify as proof


def ended(error: Exception | str, code: int = 1) -> SystemExit:
    """Say what a command ends with, where that has not been said, and return what ends it."""
    if str(error):
        click.echo(str(error), err=True)
    return SystemExit(code)


FROM = click.option(
    "--from",
    "public",
    default="public",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds every published version.",
)


@click.command()
@click.argument("target")
@click.option(
    "--signers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who may sign, as ssh-keygen reads it.",
)
@click.option(
    "--since",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="An earlier copy of the folder: whatever version it holds must stand in TARGET byte by byte.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)
def verify(target: str, signers: Path | None, since: Path | None, style: str) -> None:
    """Prove that TARGET says what was published: a folder, an address, or the text of a citation.

    The text may also come from a file, a Word document too, or with - from the standard input: it is read as it was
    pasted, with the signs and the broken lines that word processors and mails put into it.

    Ends with 0 unchanged, 1 a text differs, 2 wrong usage, 3 a signature or the chain is broken, 4 an unknown version
    or section, 5 nobody answers.
    """
    verdict = proof(_text_of(target), signers, fingerprint)
    if since is not None:
        verdict = replace(verdict, faults=(*verdict.faults, *_guarded(since, target)))
    if style == "json":
        faults = [{"code": each.code, "where": each.where, "message": each.message} for each in verdict.faults]
        told = {"code": verdict.code, "looked_at": len(verdict.looked_at), "faults": faults, "notes": verdict.notes}
        click.echo(json.dumps(told, indent=2))
    else:
        for note in verdict.notes:
            click.echo(safe(note))
        for each in verdict.faults:
            click.echo(f"{safe(each.where)}: {safe(each.message)}")
        number = len(verdict.faults)
        held = f"{number} fault{'s' * (number != 1)}" if number else "unchanged"
        click.echo(f"{held}, {len(verdict.looked_at)} files looked at")
    raise SystemExit(verdict.code)


def _text_of(target: str) -> str:
    """Return what is to be proved: the target, or what stands in the file that it names or comes in after it."""
    try:
        if target == "-":
            return words(sys.stdin.buffer.read(MOST))
        if Path(target).is_file():
            with Path(target).open("rb") as opened:
                return words(opened.read(MOST))
    except (OSError, ValueError):
        pass
    return target


def _guarded(before: Path, target: str) -> tuple[Fault, ...]:
    """Return what an earlier copy holds and the target does not."""
    if not re.fullmatch(r"https?://\S+", target) and not Path(target).is_dir():
        raise click.UsageError("--since compares a whole folder or address")
    try:
        return tuple(guard.kept(before, door(target)))
    except ConnectionError as error:
        return (Fault(UNREACHABLE, target, str(error)),)


@click.command()
@click.argument("id")
@FROM
@click.option("--version", metavar="VERSION", help="The version; the one in force by default.")
@click.option("--address", metavar="URL", help="Where the folder is served, such as https://playbook.example/.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "html", "docx"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option(
    "-t", "--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, which docx needs."
)
def cite(id: str, public: Path, version: str | None, address: str | None, style: str, target: Path | None) -> None:
    """Write the words with which a contract cites section ID."""
    from playbook.publish.cite import Unknown, citation

    if style == "docx" and target is None:
        raise click.UsageError("a Word document is a file: name it, such as --to citation.docx")
    try:
        found = citation(public, id, version, address)
    except Unknown as error:
        raise ended(error, UNKNOWN) from None
    except PlaybookError as error:
        raise ended(error) from None
    except ValueError as error:
        raise ended(f"a record is broken: {safe(str(error))}\n    hint: `playbook verify` says which", BROKEN) from None
    for warning in found.warnings:
        click.echo(f"warning: {safe(warning)}", err=True)
    if target is None:
        click.echo(getattr(found, style))
        return
    with written(target) as made:
        if style == "docx":
            from playbook.export import docx

            pack(made, docx.citation(found.pieces, found.address, found.title, found.locale, found.mirrored))
        else:
            made.write_text(f"{getattr(found, style)}\n", encoding="utf-8", newline="\n")


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """Give a path whose file takes the place of the target; say where that fails."""
    try:
        with replacing(target) as made:
            yield made
    except OSError as error:
        click.echo(f"{click.format_filename(target)}: cannot be written: {error.strerror}", err=True)
        raise SystemExit(1) from None


COMMANDS = (verify, cite)
