"""Find a browser for the tests, or install one: Playwright's own Chromium, else the system's package.

Of the packages, the one that is without windows is taken first: it is the same browser, for half of the work.

Run once by `make test`; says which browser it is, and exits with 1 where no Chromium can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """Return the path of a Chromium that the tests can start, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    return next((path for name in SYSTEM if (path := shutil.which(name))), None)


def _ran(*command: str) -> bool:
    try:
        return (
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        )
    except OSError:
        return False


def install() -> str | None:
    """Return the path of a Chromium, installed where none was there."""
    if found := find():
        return found
    if _ran(sys.executable, "-m", "playwright", "install", "--with-deps", "chromium") and (found := find()):
        return found
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        _ran(*root, "apt-get", "update")
        for package in SYSTEM[:2]:
            if _ran(*root, "apt-get", "install", "--yes", "--no-install-recommends", package):
                break
    return find()


if __name__ == "__main__":
    browser = install()
    if browser is None:
        sys.exit("no Chromium: install the package `chromium`, or run `playwright install chromium`")
    sys.stdout.write(f"browser tests use {browser}\n")
