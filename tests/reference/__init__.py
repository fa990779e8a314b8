"""The rules once more, by brute force: what the tests compare the real implementation with."""
