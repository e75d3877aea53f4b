"""Proving what stands in a published tree, on this machine or on a host, and what citations say of it."""
