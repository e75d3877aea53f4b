"""A built folder → a finished one: tooltips, search, styles, scripts, downloads, links that lead somewhere."""
