"""Reads and writes tables as spreadsheets make them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """A row that says something.

    Attributes:
        number: as the spreadsheet counts, the header being row 1.
        cells: what is not blank, by header.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table with a header.

    Attributes:
        path: where it was read.
        headers: in their order.
        rows: those that are not blank.
    """

    path: Path
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one cell, and what to write instead."""

    row: int
    column: str
    what: str


def read_table(path: Path) -> tuple[Table, list[Problem]]:
    """Reads CSV: with commas, semicolons or tabs, with or without a byte order mark, any line ends.

    Raises:
        InputError: the file cannot be read, or is no table with a column ``id``.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text", "save it as “CSV UTF-8”") from None
    return parse_table(path, text)


def parse_table(path: Path, text: str) -> tuple[Table, list[Problem]]:
    """As `read_table`, of a text; the path is for the messages.

    Raises:
        InputError: it is no table with a column ``id``.
    """
    lines = _records(path, text)
    if not lines or "id" not in [name.strip() for name in lines[0]]:
        raise InputError(
            f"{path} row 1: there is no column id", "kg taxonomy new writes a table to begin with"
        )
    headers = tuple(name.strip() for name in lines[0])
    problems = [
        Problem(
            1, name, "this column is there twice: remove one, or put several values into one cell"
        )
        for place, name in enumerate(headers)
        if name and name in headers[:place]
    ]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {}
        for place, cell in enumerate(line):
            if not cell.strip():
                continue
            header = headers[place] if place < len(headers) else ""
            if not header:
                what = (
                    "this cell is in a column without a header: quote a cell that holds a delimiter"
                )
                problems.append(Problem(number, f"{place + 1}", what))
            cells[header] = cell
        if cells:
            rows.append(Row(number, cells))
    return Table(path, headers, tuple(rows)), problems


def write_table(headers: Sequence[str], rows: Sequence[dict[str, str]]) -> str:
    """CSV with commas and ``\\r\\n`` (RFC 4180); a missing cell is blank."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, headers, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _records(path: Path, text: str) -> list[list[str]]:
    first, _, rest = text.partition("\n")
    if first.rstrip("\r").lower() in {f"sep={delimiter}" for delimiter in _DELIMITERS}:
        text = rest  # Excel's own line, which it doesn't show
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append(record)  # kept on an error: how many there are gives the row
    except csv.Error as error:
        raise InputError(
            f"{path} row {len(records) + 1}: {error}",
            "put quotes in pairs; inside quotes, double them",
        ) from None
    return records
