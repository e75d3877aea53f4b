"""Views → HTML: templates, addresses, directions of writing, and the words of the interface."""
