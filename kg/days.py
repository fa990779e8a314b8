"""Which day is meant: the date D on which everything is evaluated."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from kg.errors import InputError


def today() -> date:
    """Today in UTC."""
    return datetime.now(tz=UTC).date()


def day_of(as_of: date | str | None) -> date:
    """The day that is meant: a date, a time's day in UTC, ISO text such as 2026-11-01, or today in UTC.

    Raises:
        InputError: it is none of these.
    """
    if as_of is None:
        return today()
    if isinstance(as_of, datetime):
        return (as_of if as_of.tzinfo is None else as_of.astimezone(UTC)).date()
    if isinstance(as_of, date):
        return as_of
    try:
        if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\d", as_of):
            return date.fromisoformat(as_of)
    except (TypeError, ValueError):
        pass
    raise InputError(f"{as_of!r} is not a date", "write it as 2026-11-01")
