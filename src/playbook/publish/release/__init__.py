"""Making a version, putting it into its tree, and telling of it above the versions."""
