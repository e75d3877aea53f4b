"""The governance playbook generator: facts in YAML, checked, become a site that a contract can cite."""

__version__ = "0.1.0"
