"""The pages of a playbook: files with a front matter, and the sandbox in which their macros run."""
