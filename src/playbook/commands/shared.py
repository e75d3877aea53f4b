"""What several commands share: options, how the engine is called, and what is said of files that stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from playbook.commands.verify import NOTHING_WRITTEN, exit_of
from playbook.problems import quoted, safe

STRICT = click.option("--strict", is_flag=True, help="Let warnings stop it as errors do.")


def host(
    call: Callable[..., Any], *arguments: Any, outcome: str = NOTHING_WRITTEN, why: str = "", **options: Any
) -> Any:
    """Call the host; end with its exit code where it fails, and say what came of it; see `commands.verify.exit_of`."""
    from playbook.site.build import HostError

    try:
        return call(*arguments, **options)
    except HostError as error:
        raise exit_of(error, error.code, outcome, why) from None


def say_kept(folder: Path, others: tuple[str, ...]) -> None:
    """Say what of others stays in a folder that was filled."""
    if others:
        told = ", ".join(map(quoted, others[:3])) + (f" and {len(others) - 3} more" if others[3:] else "")
        click.echo(f"{safe(str(folder))}: what others put there stays as it was: {told}", err=True)
