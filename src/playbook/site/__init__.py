"""The host: MkDocs. A thin shell that loads, adds the pages that stand for many, and swaps the finished site in."""
