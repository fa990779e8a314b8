"""The releases of a log as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.journal.record import Record

if TYPE_CHECKING:
    import polars as pl


def as_table(records: Iterable[Record]) -> pl.DataFrame:
    """One row a record: number, at, recipient, sequence, items, manifest, signer ("" for none)."""
    import polars as pl

    rows = [
        (
            record.number,
            record.at,
            record.recipient,
            record.sequence,
            len(record.items),
            record.manifest,
            record.signer or "",
        )
        for record in records
    ]
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


_COLUMNS = {
    "number": int,
    "at": str,
    "recipient": str,
    "sequence": int,
    "items": int,
    "manifest": str,
    "signer": str,
}
