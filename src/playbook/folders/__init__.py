"""The folders of a playbook: what people wrote, what was made, what systems left, where to write."""
