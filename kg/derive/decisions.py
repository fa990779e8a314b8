"""Decisions about numbered items (`kg.derive.blocks`): cut by recipient before R11, and read after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.columns.ntriples import read_ntriples
from kg.derive.blocks import NUMBERED, SELF, Blocks

if TYPE_CHECKING:
    import polars as pl


def by_recipient(blocks: Blocks) -> pl.DataFrame:
    """Blocks about decisions, cut by recipient: columns block, recipient (number) and part (text)."""
    import polars as pl

    return (
        pl.DataFrame(
            {"block": pl.Series(range(len(blocks.texts)), dtype=pl.UInt32), "line": blocks.texts}
        )
        .with_columns(pl.col("line").str.split("\n"))
        .explode("line")
        .with_columns(recipient=pl.col("line").str.extract(f"{SELF}~(\\d+)", 1).cast(pl.UInt32))
        .drop_nulls("recipient")
        .group_by("block", "recipient")
        .agg(part=pl.col("line").sort().str.join("\n") + "\n")
    )


def read_decisions(lines: pl.Series) -> pl.DataFrame:
    """The decisions about numbered items: columns unit, recipient, channel, tier, outcome, reasons."""
    import polars as pl

    triples = read_ntriples("".join(f"{line}\n" for line in lines).encode())
    value = (
        pl.when(pl.col("text").is_null())
        .then(pl.col("object").cast(pl.String).str.strip_chars("<>"))
        .otherwise(pl.col("text").str.strip_chars('"'))
    )
    facts = triples.select(
        unit=pl.col("subject").cast(pl.String).str.extract(NUMBERED, 1).cast(pl.UInt32),
        name=pl.col("predicate").cast(pl.String).str.extract(r"#(\w+)>$", 1),
        value=value,
    )
    found = facts.select("unit").unique()
    for name in ("recipient", "channel", "tier", "outcome"):
        said = facts.filter(pl.col("name") == name).select("unit", pl.col("value").alias(name))
        found = found.join(said, on="unit", how="left")
    reasons = (
        facts.filter(pl.col("name") == "reason")
        .with_columns(pl.col("value").str.replace_all(NUMBERED, SELF))
        .group_by("unit")
        .agg(reasons=pl.col("value").unique().sort())
    )
    return found.join(reasons, on="unit", how="left")
