"""The settings of the plugin, in the file of the settings of the site."""

from __future__ import annotations

from playbook.site.engine import Config, config_options


class PlaybookConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs is not typed here
    """What `mkdocs.yml` may say under `plugins: - playbook:`."""

    data_dir = config_options.Type(str, default="data")
    """The folder of the facts, beside `mkdocs.yml`."""
    templates_dir = config_options.Type(str, default="partials/playbook")
    """The folder below the theme's `custom_dir` whose templates win over the built-in ones."""
    since = config_options.Optional(config_options.Type(str))
    """The edition before this one, whose changes are told: a commit, a folder, or a published version."""
    extra_files = config_options.ListOfItems(config_options.Type(str), default=[])
    """Files beside the pages that are published although hosts or browsers may obey them: patterns below `docs_dir`."""
