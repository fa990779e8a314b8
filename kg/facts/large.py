"""Large inputs, read as columns (`kg.columns`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store, Triple, parse, serialize

from kg.columns.ntriples import read_ntriples
from kg.facts.sources import Source, empty, read, reading, told
from kg.progress import Progress, silent
from kg.terms import GENID

if TYPE_CHECKING:
    import polars as pl

# From so many bytes on, all inputs together are read as columns.
LARGE = 8_000_000
_TRIPLES, _BYTES = (
    500_000,
    64_000_000,
)  # what is read at a time where a file cannot be read as it is


def are_large(sources: Iterable[Source]) -> bool:
    """Whether inputs are read as columns: whether that is quicker."""
    return sum(source.size for source in sources) >= LARGE


def read_columns(sources: Sequence[Source], progress: Progress = silent) -> pl.DataFrame:
    """The triples of files, as `kg.columns.ntriples.read_ntriples`; named graphs are merged.

    Raises:
        InputError: a file is unreadable, empty, or not in the syntax that its name promises.
    """
    import polars as pl

    return pl.concat(
        part
        for number, (source, tell) in enumerate(told(sources, progress))
        for part in _read(source, f"f{number}x", tell)
    )


def _read(source: Source, label: str, tell: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    """The triples of a file in parts; its blank nodes have IRIs (`kg.facts.normalise`), apart from others'."""
    import polars as pl

    nothing = True
    try:
        with reading(source):
            for part in _parts(source, tell):
                nothing = nothing and part.is_empty()
                yield renamed(part, label)
    except (pl.exceptions.ComputeError, UnicodeError):
        read(source, Store())  # tells the line
        raise
    if nothing:
        raise empty(source)


def _parts(source: Source, tell: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    if source.format != RdfFormat.N_TRIPLES:
        with source.open(tell) as stream:
            quads = parse(stream, format=source.format, base_iri=source.path.resolve().as_uri())
            triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
            while written := serialize(islice(triples, _TRIPLES), format=RdfFormat.N_TRIPLES):
                yield read_ntriples(written)
    elif path := source.plain:
        tell(0)
        yield read_ntriples(path)
    else:
        lines = 0
        with source.open(tell) as stream:
            while chunk := stream.read(_BYTES) + stream.readline():
                yield _after(lines, chunk)
                lines += chunk.count(b"\n")


def _after(lines: int, chunk: bytes) -> pl.DataFrame:
    """The triples of a part of a file; a syntax error tells the line of the file."""
    try:
        return read_ntriples(chunk)
    except SyntaxError as error:
        line = error.lineno and error.lineno + lines
        raise SyntaxError(error.msg, (None, line, None, None)) from None


def renamed(triples: pl.DataFrame, label: str) -> pl.DataFrame:
    """The triples with IRIs for blank nodes, which a label keeps apart from those of other files."""
    import polars as pl

    columns = [pl.col(name) for name in ("subject", "object")]
    blank = pl.any_horizontal(c.cast(pl.String).str.starts_with("_:") for c in columns)
    found = triples.filter(blank)
    if found.is_empty():
        return triples
    renamed = found.with_columns(
        c.cast(pl.String).str.replace(r"^_:(.*)$", f"<{GENID}{label}$1>").cast(pl.Categorical)
        for c in columns
    )
    return pl.concat([triples.filter(~blank), renamed])
