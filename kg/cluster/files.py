"""The triples of files, read by the workers; blank nodes get the same names as on one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

from pyoxigraph import RdfFormat

from kg.cluster.frames import schema
from kg.cluster.session import SAID
from kg.columns.ntriples import COLUMNS
from kg.errors import InputError
from kg.facts.sources import Source

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

READABLE = (".nt", ".nt.gz", ".parquet")
_READ = ("file", *COLUMNS)


def find_files(inputs: Iterable[Path]) -> list[Source]:
    """The files that the arguments stand for, as `kg.facts.sources.find_sources` orders them.

    Raises:
        InputError: a path is missing, or no file that workers read.
    """
    found: dict[Path, Source] = {}
    for path in inputs:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder", "check the path")
        files = [path]
        if path.is_dir():
            files = sorted(
                each
                for each in path.rglob("*")
                if each.is_file() and not each.name.startswith((".", "_", "README"))
            )
            if not files:
                raise InputError(f"{path}: the folder has no file", f"put in {' '.join(READABLE)}")
        for file in files:
            if not file.name.lower().endswith(READABLE):
                raise InputError(
                    f"{file}: workers do not read this kind of file",
                    f"write it as one of {' '.join(READABLE)}",
                )
            found.setdefault(file.resolve(), Source(file, RdfFormat.N_TRIPLES))
    return list(found.values())


def read_files(spark: SparkSession, sources: list[Source]) -> DataFrame:
    """The triples of files, duplicates and all: columns file (its number) and `COLUMNS`.

    A Parquet file has the text columns subject, predicate and object, terms as N-Triples writes them.
    """
    from functools import reduce

    from pyspark.sql import functions as f

    numbers = {str(each.path.resolve()): str(number) for number, each in enumerate(sources)}
    names = {str(number): str(each.path) for number, each in enumerate(sources)}
    packed = {number for number, name in names.items() if name.lower().endswith(".parquet")}
    parts = []
    for is_packed in (False, True):
        paths = [path for path, number in numbers.items() if (number in packed) == is_packed]
        if not paths:
            continue
        uris = [Path(path).as_uri() for path in paths]
        if is_packed:
            rows = spark.read.schema(schema(COLUMNS[:3])).parquet(*uris)
            lines = rows.select(f.concat_ws(" ", *COLUMNS[:3], f.lit(".")).alias("line"))
        else:
            lines = spark.read.text(uris).select(f.col("value").alias("line"))
        named = lines.select(f.input_file_name().alias("name"), f.col("line").cast("binary"))
        parts.append(named.mapInArrow(_reader(numbers, names), schema(_READ)))
    return reduce(lambda one, other: one.unionAll(other), parts)


def none_is_empty(read: DataFrame, sources: list[Source]) -> None:
    """Each file says something.

    Raises:
        InputError: one holds no triples.
    """
    told = {row["file"] for row in read.select("file").distinct().collect()}
    for number, source in enumerate(sources):
        if str(number) not in told:
            raise InputError(f"{source.path}: the file holds no triples", "remove it or fill it")


def _reader(numbers: dict[str, str], names: dict[str, str]):  # type: ignore[no-untyped-def]
    """What reads lines, some of each file."""

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import polars as pl
        import pyarrow as pa

        from kg.columns.ntriples import read_ntriples
        from kg.facts.large import renamed

        types = pa.schema([(name, pa.string()) for name in _READ])
        for batch in batches:
            uris = batch.column(0).dictionary_encode()
            for index, uri in enumerate(uris.dictionary.to_pylist()):
                number = numbers[unquote(urlparse(uri).path)]
                chosen = pa.compute.equal(uris.indices, pa.scalar(index, uris.indices.type))
                lines = batch.column(1).filter(chosen).to_pylist()
                try:
                    if any(b"\n" in line for line in lines):
                        raise SyntaxError("a term holds a line break: escape it")
                    triples = read_ntriples(b"\n".join(lines) + b"\n")
                except SyntaxError as error:
                    raise ValueError(SAID + _where(names[number], lines, error)) from None
                except (pl.exceptions.ComputeError, UnicodeError):
                    raise ValueError(f"{SAID}{names[number]}: not UTF-8 text") from None
                without = renamed(triples, f"f{number}x")
                if without is not triples and names[number].lower().endswith(".parquet"):
                    raise ValueError(
                        f"{SAID}{names[number]}: a blank node, which no other file can mean: write IRIs"
                    )
                rows = without.select(
                    pl.lit(number).alias("file"),
                    *(pl.col(name).cast(pl.String) for name in COLUMNS),
                )
                yield from rows.to_arrow().cast(types).to_batches()

    return read


def _where(name: str, lines: list[bytes], error: SyntaxError) -> str:
    """The file, the line (its text, for a worker doesn't know its number), and what is wrong."""
    line = lines[error.lineno - 1].decode(errors="replace")[:120] if error.lineno else ""
    return f"{name}: {error.msg[:160]}, in the line {line}"
