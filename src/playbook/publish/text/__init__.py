"""What a section of a page says: its canonical text, and its fingerprint."""
