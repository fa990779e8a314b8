"""The chain of records: each names the one before it, so that an edit, removal or reordering shows."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from kg.errors import InputError, RefusedError
from kg.journal.disclosures import triples
from kg.journal.record import FIRST, NewerFormatError, Record, read_line

_REMEDY = "restore the folder from a copy, and find out who changed it"


def read_records(data: bytes, path: Path) -> tuple[Record, ...]:
    """The records of ``log.jsonl``.

    Raises:
        InputError: a line is in the format of a later version.
        RefusedError: a line was edited, removed, added or moved; it names the first.
    """
    if not data:
        raise RefusedError(f"{path}: it has no record", _REMEDY)
    records: list[Record] = []
    latest: dict[str, Record] = {}
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        where = f"{path}, line {number}"
        try:
            record = read_line(line)
            _follows(record, records[-1] if records else None)
            _is_next(record, latest.get(record.recipient))
        except NewerFormatError as error:
            raise InputError(f"{where}: {error}", "update aisi-kg") from None
        except ValueError as error:
            raise RefusedError(f"{where}: {error}", _REMEDY) from None
        records.append(record)
        latest[record.recipient] = record
    return tuple(records)


def check_disclosures(data: bytes, records: tuple[Record, ...], path: Path) -> None:
    """That ``disclosures.nt`` says what the records say.

    Raises:
        RefusedError: a line was edited, removed, added or moved; it names the first.
    """
    found, due = data.splitlines(keepends=True), triples(records)
    for number, (line, wanted) in enumerate(zip_longest(found, due), start=1):
        if line != wanted:
            how = "is missing" if line is None else "is not what the log wrote"
            raise RefusedError(
                f"{path}, line {number}: it {how}",
                f"disclosures of your own go elsewhere; {_REMEDY}",
            )


def _follows(record: Record, before: Record | None) -> None:
    due = before.number + 1 if before else 1
    if record.number != due:
        raise ValueError(
            f"record {record.number} stands where {due} is due, so one was removed, added or moved"
        )
    if record.previous != (before.hash if before else FIRST):
        raise ValueError("it does not follow the record before it, so one was replaced")


def _is_next(record: Record, before: Record | None) -> None:
    if before and record.sequence != before.sequence + 1:
        raise ValueError(
            f"bundle {record.sequence} for {record.recipient} stands after bundle {before.sequence}"
        )
