"""Rows of Spark as frames of Polars and back, and plain items in them.

A triple is four columns of text: subject, predicate, object and text, as `kg.columns.ntriples` has them.
A row about an item (`OWNED`) has two more: the item, and whether it is a fact of the item, of a record of
its own, or tells of a record in the store that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.columns.items import Items
from kg.columns.ntriples import COLUMNS
from kg.facts.plain import LINKS, plain_dates

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    Work = Callable[[pl.DataFrame], pl.DataFrame]

OWNED = ("item", "role", *COLUMNS)
FACT, RECORD, SHARED = "fact", "record", "shared"
_ROWS = 50_000  # in one batch


def schema(columns: Sequence[str]) -> str:
    """Columns of text, as Spark writes a schema."""
    return ", ".join(f"`{name}` string" for name in columns)


def on_partition(work: Work) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What `DataFrame.mapInArrow` takes, of a function from all of a partition to a table of text."""

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        read = [batch for batch in batches if batch.num_rows]
        if read:
            yield from _batches(work(categorical(pa.Table.from_batches(read))))

    return run


def categorical(table: pa.Table) -> pl.DataFrame:
    """A table of Arrow as a frame; subject, predicate and object as `kg.columns` has them."""
    import polars as pl

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)  # of a table
    texts = [name for name in frame.columns if name not in COLUMNS[:3]]
    return frame.with_columns(
        *(pl.col(name).cast(pl.String) for name in texts),
        *(pl.col(name).cast(pl.Categorical) for name in COLUMNS[:3] if name in frame.columns),
    )


def _batches(frame: pl.DataFrame) -> Iterator[pa.RecordBatch]:
    import polars as pl
    import pyarrow as pa

    types = pa.schema([(name, pa.string()) for name in frame.columns])
    for part in frame.iter_slices(_ROWS):
        yield from part.cast(pl.String).to_arrow().cast(types).to_batches()


def items_of(rows: pl.DataFrame, gone: Sequence[str] = ()) -> Items:
    """The plain items that rows (columns `OWNED`) tell all of.

    Args:
        rows: all rows of each item.
        gone: items (terms) that are left out.
    """
    import polars as pl

    if gone:
        rows = rows.filter(~pl.col("item").is_in(list(gone)))
    facts, records, shared = (
        rows.filter(pl.col("role") == role).select(COLUMNS) for role in (FACT, RECORD, SHARED)
    )
    names = {"record": "subject", "via": "predicate", "item": "object"}
    return Items(
        facts=plain_dates(facts),
        records=plain_dates(records),
        links=records.filter(pl.col("predicate").is_in(list(LINKS))).select(**names),
        shared=shared.select(**names),
    )
