"""Files → a playbook, or every problem at once, in the author's terms."""
