"""Playbook → what a page shows: plain values, no HTML and no addresses."""
