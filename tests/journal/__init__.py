"""The release log."""
