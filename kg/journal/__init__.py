"""The release log: what left, to whom, when; and the commit of a bundle together with its record.

``open_log`` holds the log while a release is made; ``Log.commit`` puts bundle and record in place,
both or neither. docs/release-log.md says what the log proves and what it does not.
"""

from kg.journal.log import Log, open_log
from kg.journal.record import Draft, Record, Signer

__all__ = ["Draft", "Log", "Record", "Signer", "open_log"]
