"""YAML files → plain values, each knowing its file, line and column."""
