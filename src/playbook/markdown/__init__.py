"""Markdown as its author wrote it: its headings, its links and its words, each with its place."""
