"""Find nginx for the tests, or get Debian's: the package is unpacked into a folder, nothing is installed.

Run once by `make test`; says which nginx it is. Where none can be had, the tests that need it are skipped and say so,
and fail in `CI`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / ".venv" / "nginx"
"""Where the packages are unpacked."""
PACKAGES = ("nginx", "nginx-common")


def find() -> Path | None:
    """Return the path of an nginx that starts on this machine, or None."""
    named = (shutil.which("nginx"), "/usr/sbin/nginx", FOLDER / "usr" / "sbin" / "nginx")
    return next((Path(path) for path in named if path and _ran(str(path), "-v")), None)


def types(nginx: Path) -> Path:
    """Return the file that tells nginx the types of files, which comes with it."""
    beside = (above / "etc" / "nginx" / "mime.types" for above in (*nginx.resolve().parents, *nginx.parents))
    return next(path for path in beside if path.is_file())


def _ran(*command: str, folder: Path | None = None) -> bool:
    try:
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


def install() -> Path | None:
    """Return the path of an nginx, fetched where none was there."""
    if (found := find()) or not shutil.which("apt-get"):
        return found
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    fetched = _ran("apt-get", "download", *PACKAGES, folder=FOLDER)
    if not fetched and _ran(*root, "apt-get", "update"):
        fetched = _ran("apt-get", "download", *PACKAGES, folder=FOLDER)
    for package in sorted(FOLDER.glob("*.deb")) if fetched else ():
        _ran("dpkg", "--extract", str(package), str(FOLDER))
    return find()


if __name__ == "__main__":
    nginx = install()
    sys.stdout.write(f"host tests use {nginx}\n" if nginx else "no nginx: the tests of its configuration are skipped\n")
