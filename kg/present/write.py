"""Answers in the format that was asked for, on standard output or in a file."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.durable import unstoppable
from kg.errors import InputError, StoppedError
from kg.present import draw

if TYPE_CHECKING:
    import polars as pl

_BY_SUFFIX = {
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".parquet": "parquet",
    ".ttl": "turtle",
    ".txt": "table",
}
Names = Mapping[str, str]


def chosen(form: str | None, output: Path | None) -> str:
    """The format: as given, else as the file's name says, else a table on a terminal and csv in a pipe."""
    if form:
        return form
    if output:
        return _BY_SUFFIX.get(output.suffix, "csv")
    return "table" if sys.stdout and sys.stdout.isatty() else "csv"


def write_decisions(
    table: pl.DataFrame, triples: bytes, names: Names, form: str, output: Path | None
) -> None:
    """Decisions; for turtle the triples are written, of the items and recipients in the table."""
    import polars as pl

    if form == "turtle":
        deliver(_turtle(triples, table), output)
    elif form == "json":
        split = table.with_columns(pl.col("reasons").str.split("|"))
        deliver(_json(split), output)
    elif form == "table":
        deliver(draw.decisions(table, names), output)
    else:
        write_rows(table, names, form, output, title="")


def write_many(rows: pl.LazyFrame, form: str, output: Path | None) -> None:
    """Decisions that need not fit into memory, as csv or parquet: they are joined while they are written."""

    def sink(path: Path) -> None:
        if form == "parquet":
            rows.sink_parquet(path)
        else:
            rows.sink_csv(path)

    deliver_by(sink, output)


def write_tiers(
    table: pl.DataFrame, triples: bytes, names: Names, form: str, output: Path | None
) -> None:
    """Levels and tiers."""
    if form == "turtle":
        deliver(_turtle(triples, None), output)
    elif form == "table":
        deliver(draw.tiers(table, names), output)
    else:
        write_rows(table, names, form, output, title="")


def write_suggestions(table: pl.DataFrame, names: Names, form: str, output: Path | None) -> None:
    """Suggested and assessed levels."""
    if form == "table":
        deliver(draw.suggestions(table, names), output)
    else:
        write_rows(table, names, form, output, title="")


def write_triples(triples: bytes, output: Path | None) -> None:
    """Sorted N-Triples, as Turtle."""
    deliver(_turtle(triples, None), output)


def write_rows(
    table: pl.DataFrame, names: Names, form: str, output: Path | None, *, title: str
) -> None:
    """Any table."""
    if form == "parquet":
        buffer = io.BytesIO()
        table.write_parquet(buffer)
        deliver(buffer.getvalue(), output)
    elif form == "json":
        deliver(_json(table), output)
    elif form == "table":
        deliver(draw.rows(table, names, title), output)
    else:
        deliver(table.write_csv().encode(), output)


def deliver(content: bytes | str, output: Path | None) -> None:
    """Writes to standard output, or to a file whole or not at all (a temporary file, then renamed).

    Raises:
        InputError: the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content

    def write(path: Path) -> None:
        path.write_bytes(data)

    deliver_by(write, output)


def deliver_by(write: Callable[[Path], None], output: Path | None) -> None:
    """As `deliver`, of what a function writes to the path of a new file.

    Raises:
        InputError: the file cannot be written.
        StoppedError: Ctrl-C, while standard output is written.
    """
    # A link stays one, and what it leads to is written; a device or a pipe cannot be replaced.
    target = output.resolve() if output else None
    replaces = target is not None and (target.is_file() or not target.exists())
    try:
        if target is None and sys.stdout is None:
            raise InputError("standard output is closed", "give a file by -o")
        folder = target.parent if target is not None and replaces else None
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{target.name if target else 'kg'}.")
        os.close(handle)
        temporary = Path(name)
        try:
            write(temporary)
            if target is not None and replaces:
                temporary.chmod(0o666 & ~_umask())
                with unstoppable(target):
                    temporary.replace(target)
            else:
                _copy(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = output or "standard output"
        problem = f"{where}: cannot be written ({error.strerror})"
        raise InputError(problem, "choose another file") from None


def _copy(file: Path, target: Path | None) -> None:
    """The bytes of a file, to a device or a pipe, or to standard output."""
    with file.open("rb") as stream:
        if target is not None:
            with target.open("wb") as out:
                shutil.copyfileobj(stream, out)
            return
        try:
            shutil.copyfileobj(stream, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except KeyboardInterrupt:
            raise StoppedError("stopped; what went to standard output is not the whole") from None


def deliver_folder(files: Mapping[str, str], output: Path) -> None:
    """Writes a folder of text files, whole or not at all (a temporary folder, then renamed).

    Args:
        files: the texts, by path below the folder.
        output: a folder that doesn't exist yet, or is empty.

    Raises:
        InputError: the folder has something in it, or cannot be written.
    """
    try:
        if output.is_dir() and any(output.iterdir()):
            raise InputError(f"{output}: the folder is not empty", "choose a new one, or empty it")
        temporary = Path(tempfile.mkdtemp(dir=output.absolute().parent, prefix=f".{output.name}."))
        try:
            for name, text in files.items():
                path = temporary / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            temporary.chmod(0o777 & ~_umask())
            with unstoppable(output):
                temporary.replace(output)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    except OSError as error:
        raise InputError(
            f"{output}: cannot be written ({error.strerror})", "choose another folder"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _json(table: pl.DataFrame) -> str:
    return json.dumps(table.to_dicts(), ensure_ascii=False, indent=1) + "\n"


def _turtle(triples: bytes, only: pl.DataFrame | None) -> bytes:
    """Sorted N-Triples as Turtle, with our prefixes; of the decisions in a table where one is given."""
    from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

    from kg.terms import KG, PREFIXES

    parsed = [quad.triple for quad in parse(triples, format=RdfFormat.N_TRIPLES)]
    if only is not None:
        pairs = set(only.select("item", "recipient").iter_rows())
        about: dict[object, dict[str, str]] = {}
        for triple in parsed:
            if isinstance(triple.object, NamedNode):
                about.setdefault(triple.subject, {})[triple.predicate.value] = triple.object.value
        wanted = {
            node
            for node, facts in about.items()
            if (facts.get(KG + "item", ""), facts.get(KG + "recipient", "")) in pairs
        }
        parsed = [triple for triple in parsed if triple.subject in wanted]
    used: list[Triple] = parsed
    text = serialize(used, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert text is not None  # no output was given, so the bytes come back
    lines = text.splitlines(keepends=True)
    head = sum(line.startswith(b"@prefix") for line in lines)  # they come in no fixed order
    return b"".join(sorted(lines[:head]) + lines[head:])
