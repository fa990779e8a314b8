"""Receiving: whether a bundle may be believed, and how what came counts in the receiver's own rules.

Nothing here reads the sender's data. What sends and what receives share `kg.bundle` and `kg.seal`, the
format and its signature; neither imports the other.
"""

from kg.receive.chain import Before, apply_changes, before
from kg.receive.take import Imported, take_in
from kg.receive.verify import Check, Verified, verify

__all__ = [
    "Before",
    "Check",
    "Imported",
    "Verified",
    "apply_changes",
    "before",
    "take_in",
    "verify",
]
