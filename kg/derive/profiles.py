"""The items by what the rules read of them: one profile for all that the rules cannot tell apart.

Own properties and own records become blocks (`kg.derive.blocks`); a profile is a row of block numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.columns.items import Items
from kg.columns.ntriples import objects
from kg.derive.blocks import SELF, Blocks
from kg.derive.reads import Read
from kg.terms import local_name

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Profiles:
    """Items and profiles.

    Attributes:
        items: columns item (term) and profile (number).
        rows: one row a profile, in the order of the numbers; columns of block numbers.
        columns: the name of each read's column.
        blocks: the blocks of each column.
        records: columns item, mark and record: which record a mark such as ``.reviews-1`` stands for.
    """

    items: pl.DataFrame
    rows: pl.DataFrame
    columns: dict[Read, str]
    blocks: dict[Read, Blocks]
    records: pl.DataFrame


def profiles(
    items: Items, reads: Sequence[Read], values: dict[str, set[str]], mentioned: set[str]
) -> Profiles:
    """Groups the items by what the rules read of what is asserted about them.

    Args:
        items: the plain items.
        reads: of no graph; what any rule reads.
        values: for each property by which a read is met, its values in the store (terms).
        mentioned: the properties (IRIs) that the rules may read of records.
    """
    import polars as pl

    found = items.names.to_frame("item")
    blocks: dict[Read, Blocks] = {}
    numbers: dict[Read, pl.DataFrame] = {}
    records = [
        pl.DataFrame(schema={"item": pl.Categorical, "mark": pl.String, "record": pl.String})
    ]
    for read in reads:
        blocks[read] = Blocks()
        if read.inverse:
            numbers[read], marks = _pointing(items, read, mentioned, blocks[read])
            records.append(marks)
        else:
            met = values[read.met_by] if read.met_by else None
            numbers[read] = _own(items, read, met, blocks[read])
    columns = {read: f"{index}" for index, read in enumerate(reads)}
    for read, column in columns.items():
        if numbers[read].is_empty():
            found = found.with_columns(pl.lit(0, pl.UInt32).alias(column))
        else:
            own = numbers[read].rename({"block": column})
            found = found.join(own, on="item", how="left").with_columns(pl.col(column).fill_null(0))
    key = _combined(found, {columns[read]: len(blocks[read].texts) for read in reads})
    found = found.with_columns(key)
    rows = found.unique("key").with_row_index("profile")
    members = found.select("item", "key").join(rows.select("key", "profile"), on="key")
    return Profiles(
        members.select("item", "profile"),
        rows.select(*columns.values()),
        columns,
        blocks,
        pl.concat(records),
    )


def _combined(rows: pl.DataFrame, sizes: dict[str, int]) -> pl.Series:
    """One number for each different row of numbers, each below the size of its column."""
    import polars as pl

    key, size = pl.Series("key", [0], dtype=pl.UInt64).new_from_index(0, rows.height), 1
    for column, values in sizes.items():
        if size * values >= 1 << 63:
            key, size = key.rank("dense").cast(pl.UInt64) - 1, rows.height
        key, size = key * values + rows[column], size * values
    return key.alias("key")


def _own(items: Items, read: Read, values: set[str] | None, blocks: Blocks) -> pl.DataFrame:
    """The block of each item that has values of one property."""
    import polars as pl

    rows = items.facts.filter(pl.col("predicate") == f"<{read.prop}>").select(
        item="subject", value=objects().cast(pl.Categorical)
    )
    if values is not None:
        rows = rows.filter(pl.col("value").is_in(sorted(values)))
    alone = pl.col("item").is_unique()
    one = rows.filter(alone)
    many = rows.filter(~alone).group_by("item").agg(pl.col("value").cast(pl.String).sort())
    single = one.select(pl.col("value").unique()).with_columns(
        text=pl.format(f"<{SELF}> <{read.prop}> {{}} .\n", "value")
    )
    several = many.select(
        "item",
        text=pl.col("value")
        .list.eval(pl.format(f"<{SELF}> <{read.prop}> {{}} .\n", pl.element()))
        .list.join(""),
    )
    return pl.concat(
        [
            one.join(_numbered(single, "value", blocks), on="value").select("item", "block"),
            several.join(
                _numbered(several.select("text").unique(), "text", blocks), on="text"
            ).select("item", "block"),
        ]
    )


def _numbered(texts: pl.DataFrame, key: str, blocks: Blocks) -> pl.DataFrame:
    """The block numbers of texts, by a key column."""
    import polars as pl

    numbers = pl.Series("block", [blocks.number(text) for text in texts["text"]], dtype=pl.UInt32)
    return texts.select(key).with_columns(numbers)


def _pointing(
    items: Items, read: Read, mentioned: set[str], blocks: Blocks
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The block of each item at which records point by one property, and what its marks stand for."""
    import polars as pl

    name, via = local_name(read.prop), pl.col("via") == f"<{read.prop}>"
    contents = (
        items.records.filter(
            pl.col("predicate").is_in([f"<{each}>" for each in sorted(mentioned - {read.prop})])
        )
        .select(record="subject", said=pl.format("{} {}", "predicate", objects()))
        .group_by("record")
        .agg(pl.col("said").sort())
    )
    links = (
        items.links.filter(via)
        .join(contents, on="record", how="left")
        .with_columns(pl.col("said").fill_null([]), text=pl.col("said").list.join("\n"))
        .sort("item", "text", pl.col("record").cast(pl.String))
        .with_columns(mark=pl.format(f".{name}-{{}}", pl.int_range(1, pl.len() + 1).over("item")))
    )
    told: dict[str, list[str]] = {}
    for item, mark, said in links.select("item", "mark", "said").iter_rows():
        node = f"<{SELF}{mark}>"
        lines = [f"{node} {each} .\n" for each in said]
        told.setdefault(item, []).append(f"{node} <{read.prop}> <{SELF}> .\n{''.join(lines)}")
    for record, item in (
        items.shared.filter(via).select("record", "item").sort("item", "record").iter_rows()
    ):
        told.setdefault(item, []).append(f"{record} <{read.prop}> <{SELF}> .\n")
    numbers = pl.DataFrame(
        {
            "item": pl.Series(list(told), dtype=pl.Categorical),
            "block": pl.Series(
                [blocks.number("".join(lines)) for lines in told.values()], dtype=pl.UInt32
            ),
        }
    )
    marks = links.select("item", "mark", pl.col("record").cast(pl.String).str.strip_chars("<>"))
    return numbers, marks
