"""Which statements to drop or to generalise, so that an item becomes shareable (R14).

`redact` proposes less detailed renderings; nothing of the original changes. What may be changed and what
every rendering repeats is asked by ``queries/redact``; how each rendering is decided, the rules say.
"""

from __future__ import annotations

from kg.redact.changes import Change
from kg.redact.search import Proposal, Redaction, redact

__all__ = ["Change", "Proposal", "Redaction", "redact"]
