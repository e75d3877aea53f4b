"""The engine that turns pages into a site: ProperDocs where it is installed, else MkDocs. Nothing else imports one.

ProperDocs goes on with MkDocs 1 under another name, and lets plugins and themes find it under the old one. Whichever of
them is running already stays: a build has one engine.
"""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # before a theme is imported: its banner is not about playbooks
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")

if "mkdocs" not in sys.modules and find_spec("properdocs"):
    import_module("properdocs.replacement")

import mkdocs
from mkdocs.commands.build import build, get_context
from mkdocs.commands.serve import serve
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig as Settings
from mkdocs.exceptions import Abort, BuildError, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme
from mkdocs.utils import CountHandler

__all__ = [
    "FOLDER",
    "LOGS",
    "NAME",
    "Abort",
    "AnchorLink",
    "BasePlugin",
    "BuildError",
    "CombinedEvent",
    "Config",
    "CountHandler",
    "File",
    "Files",
    "InclusionLevel",
    "LiveReloadServer",
    "MkDocsException",
    "Navigation",
    "Page",
    "PluginError",
    "Section",
    "Settings",
    "TableOfContents",
    "Theme",
    "build",
    "config_options",
    "event_priority",
    "get_context",
    "load_config",
    "serve",
]

NAME = f"{mkdocs.__name__} {mkdocs.__version__}"
"""Which engine it is, and of which version."""
FOLDER = Path(str(mkdocs.__file__)).parent
"""Where it is installed."""
LOGS = tuple(logging.getLogger(name) for name in dict.fromkeys((mkdocs.__name__, "mkdocs")))
"""What it reports, and what plugins report under its older name."""
