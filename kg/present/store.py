"""What a store holds, as a table, JSON and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.facts.stored import shown
from kg.present.write import deliver, write_rows

if TYPE_CHECKING:
    from kg.store import Status

_UNITS = ("bytes", "kB", "MB", "GB")


def write_status(status: Status, form: str, output: Path | None) -> None:
    """The files of a store; as JSON, all that there is to tell."""
    if form == "json":
        deliver(json.dumps(_told(status), ensure_ascii=False, indent=1) + "\n", output)
        return
    import polars as pl

    columns = ("file", "triples", "bytes", "loaded", "sha256", "graph")
    rows = [
        (str(shown(each.file)), each.triples, each.bytes, each.loaded, each.sha256, each.graph)
        for each in status.entries
    ]
    table = pl.DataFrame(rows, schema=columns, orient="row")
    if form == "table":
        table = table.select("file", "triples", "bytes", "loaded")
    write_rows(table, {}, form, output, title="In the store")


def summary(status: Status) -> Iterator[str]:
    """What a table of the files does not tell, a line each."""
    said = files(len(status.entries)), triples(sum(entry.triples for entry in status.entries))
    yield f"generation {status.generation}: {', '.join(said)}, {size(status.bytes)} on the disk"
    if status.others:
        yield f"{len(status.others)} older, removed by the next load or kg store compact"
    if status.staged:
        marks = status.staged.marks.values()
        how = "runs" if status.writing else "was stopped, and goes on when it is run again"
        yield (
            f"a load of {files(len(status.staged.task.load))} {how};"
            f" so far {size(sum(mark.bytes for mark in marks))} of N-Triples are loaded"
        )


def files(number: int) -> str:
    """So many files, in words."""
    return f"{number:,} {'file' if number == 1 else 'files'}"


def triples(number: int) -> str:
    """So many triples, in words."""
    return f"{number:,} {'triple' if number == 1 else 'triples'}"


def size(number: float) -> str:
    """So many bytes, as a person reads it."""
    for unit in _UNITS:
        if number < 1000 or unit == _UNITS[-1]:
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "bytes" or number >= 100 else f"{number:.1f} {unit}"


def _told(status: Status) -> dict[str, object]:
    staged = status.staged
    return {
        "generation": status.generation,
        "bytes": status.bytes,
        "older_generations": list(status.others),
        "load": staged
        and {
            "runs": status.writing,
            "files": list(staged.task.load),
            "removes": list(staged.task.remove),
            "bytes_loaded": sum(mark.bytes for mark in staged.marks.values()),
        },
        "sources": [{**asdict(each), "graph": each.graph} for each in status.entries],
    }
