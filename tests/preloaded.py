"""Imports what a build needs, once for all the processes that are forked afterwards; see `forked`."""

import os

os.environ["NO_MKDOCS_2_WARNING"] = "1"

import babel.dates  # noqa: F401
import dateutil.zoneinfo  # noqa: F401
import icalendar  # noqa: F401
import material.plugins.search.plugin  # noqa: F401
import mkdocs.commands.build
import mkdocs.contrib.search  # noqa: F401
import mkdocs_macros.plugin  # noqa: F401
import pymdownx.details
import pymdownx.highlight
import pymdownx.superfences
import pymdownx.tasklist  # noqa: F401
import xlsxwriter  # noqa: F401

import playbook.checks.catalogue
import playbook.commands.cli
import playbook.site.build
import playbook.site.plugin  # noqa: F401
from playbook.reporting import reports  # noqa: F401
