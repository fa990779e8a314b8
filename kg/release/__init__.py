"""A bundle: what may leave, and how it is written (docs/bundle.md)."""
