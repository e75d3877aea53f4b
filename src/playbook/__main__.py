"""The `playbook` command, also as `python -m playbook`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; say which library is missing where one is, as far as that can be said without it."""
    try:
        from playbook.commands.cli import main as command

        command()
    except ImportError as error:
        sys.stderr.write(f"the library `{error.name or error}` is missing or broken: install the generator again\n")
        raise SystemExit(70) from None
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
