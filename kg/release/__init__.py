"""Release: linked data for a partner institute that tells nothing of what it may not have (P6).

``release`` makes a bundle in memory; nothing is written here. docs/bundle.md is the format.
"""

from kg.release.changes import Previous
from kg.release.release import Form, Release, release

__all__ = ["Form", "Previous", "Release", "release"]
