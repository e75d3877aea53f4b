"""The `playbook` command: what can be asked of it, and how it answers."""
