"""Publishing: what a version is made of, the fingerprints of its sections, and how anyone checks them."""
