"""Signatures on manifests: keys, the DIDs that name them, and Data Integrity proofs."""
