"""What an answer is worth: every decision with every reason, compared with ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench.contestants import Contestant
from bench.generate import faulty_items

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("item", "recipient", "tier", "outcome", "reason")
RECIPIENTS = 14
LEVELS_UP_TO = 10_000
MISUSE = "https://w3id.org/aisi-kg/ns#MisusePotential"


def compare(contestant: Contestant, items: int, ours: Path, theirs: Path, data: Path) -> str:
    """In a few words, what a contestant's answer is worth.

    Args:
        contestant: whose it is.
        items: the size of the inventory.
        ours: our table of decisions, as Parquet.
        theirs: its answer, as CSV (the same file where it is we).
        data: the inventory.
    """
    if not contestant.module:
        return _check_ours(contestant, items, ours)
    if contestant.answers == "levels":
        return _compare_levels(data, theirs) if items <= LEVELS_UP_TO else ""
    if not ours.exists():
        return "not compared"
    return difference(_rows(ours), _read(theirs))


def difference(ours: pl.DataFrame, theirs: pl.DataFrame) -> str:
    """How many rows (a decision and a reason) only one of the two has, in words."""
    missing = len(ours.join(theirs, on=COLUMNS, how="anti", nulls_equal=True))
    added = len(theirs.join(ours, on=COLUMNS, how="anti", nulls_equal=True))
    if missing or added or len(ours) != len(theirs):
        return f"wrong: {missing:,} rows missing, {added:,} other"
    return "same answers"


def _check_ours(contestant: Contestant, items: int, path: Path) -> str:
    """Whether every item has its decisions, and just the faulty ones are withheld as such (R12)."""
    import polars as pl

    table = pl.scan_parquet(path)
    invalid = pl.col("reasons") == "invalid-data"
    found = table.filter(invalid).select(pl.col("item").unique()).collect()["item"]
    if sorted(found) != sorted(faulty_items(items, contestant.faulty)):
        return f"wrong: {len(found):,} items are invalid"
    decided = table.filter(~invalid).select(pl.len()).collect().item()
    expected = (items - len(found)) * RECIPIENTS
    if decided != expected:
        return f"wrong: {decided:,} decisions, not {expected:,}"
    return f"withheld as invalid: {len(found):,}" if contestant.faulty else ""


def _rows(path: Path) -> pl.DataFrame:
    import polars as pl

    table = pl.read_parquet(path).with_columns(pl.col("reasons").cast(pl.String).str.split("|"))
    rows = table.explode("reasons").rename({"reasons": "reason"})
    return rows.select(pl.col(name).cast(pl.String) for name in COLUMNS)


def _read(path: Path) -> pl.DataFrame:
    import polars as pl

    return pl.read_csv(path, infer_schema=False).select(COLUMNS).unique()


def _compare_levels(data: Path, theirs: Path) -> str:
    """How many of the items have the level of misuse potential that we give them."""
    import polars as pl

    import kg
    from bench.contestants import AS_OF

    tiers = kg.load(data, as_of=AS_OF).tiers().filter(pl.col("kind") == "item")
    plain = [pl.col(name).str.strip_chars("<>") for name in ("item", "dimension", "level")]
    found = (
        pl.read_csv(theirs, infer_schema=False)
        .with_columns(plain)
        .filter(pl.col("dimension") == MISUSE)
        .select(target="item", misuse_potential=pl.col("level").str.extract(r"([^#]*)$"))
    )
    same = len(tiers.join(found, on=["target", "misuse_potential"], how="semi"))
    share = 100 * same / len(tiers)
    return f"{share:.0f} % of the levels right"
