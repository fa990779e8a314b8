"""Decisions that flip, and levels and tiers that move: two tables joined, orders as the data ranks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

Order = Mapping[str, int]
LEVELS = ("proprietary_sensitivity", "misuse_potential", "benefit")


def flips(base: pl.DataFrame, head: pl.DataFrame, orders: Sequence[Order]) -> pl.DataFrame:
    """The decisions that differ in outcome, or that only one side has.

    What one side does not decide counts as its strictest outcome, since what no rule permits is
    withheld: a new pair widens where HEAD gives it another.

    Args:
        base: as `kg.decide.decisions` gives them.
        head: likewise.
        orders: the ranks of the outcomes on either side.

    Returns:
        Columns ``item, recipient, before, after, reasons_before, reasons_after, widens``; null where
        a side has no such decision; widenings first, then by item and recipient.
    """
    import polars as pl

    both = _paired(base, head)
    widens = _less_strict(pl.col("before"), pl.col("after"), orders)
    return (
        both.filter(pl.col("before").ne_missing(pl.col("after")))
        .with_columns(widens=widens)
        .sort("widens", "item", "recipient", descending=[True, False, False])
    )


def reasons_changed(base: pl.DataFrame, head: pl.DataFrame) -> int:
    """How many decisions keep their outcome for other reasons."""
    import polars as pl

    same = pl.col("before") == pl.col("after")
    return (
        _paired(base, head)
        .filter(same & (pl.col("reasons_before") != pl.col("reasons_after")))
        .height
    )


def tier_moves(base: pl.DataFrame, head: pl.DataFrame, orders: Sequence[Order]) -> pl.DataFrame:
    """The categories and items whose tier differs, or that only one side has.

    A category widens where its tier falls: that decides of items which no inventory has yet. An item
    does not, since its decisions are compared one by one; nor does a category that is new.

    Args:
        base: as `kg.decide.tiers` gives them.
        head: likewise.
        orders: the ranks of the tiers on either side, by local name.

    Returns:
        Columns ``target, kind, before, after, widens``; null where a side has no such target;
        widenings first, then by target.
    """
    import polars as pl

    both = _by_target(base, head, ("kind", "tier"))
    known = pl.col("tier").is_not_null() & pl.col("tier_head").is_not_null()
    falls = _less_strict(pl.col("tier"), pl.col("tier_head"), orders)
    kind = pl.coalesce("kind_head", "kind")
    return (
        both.filter(pl.col("tier").ne_missing(pl.col("tier_head")))
        .select(
            "target",
            kind.alias("kind"),
            pl.col("tier").alias("before"),
            pl.col("tier_head").alias("after"),
            (known & falls & (kind == "category")).alias("widens"),
        )
        .sort("widens", "target", descending=[True, False])
    )


def level_moves(base: pl.DataFrame, head: pl.DataFrame) -> pl.DataFrame:
    """The effective levels that differ, of categories and items that both sides have.

    Returns:
        Columns ``target, dimension, before, after``, sorted.
    """
    import polars as pl

    def long(table: pl.DataFrame, name: str) -> pl.DataFrame:
        return table.unpivot(LEVELS, index="target", variable_name="dimension", value_name=name)

    return (
        long(base, "before")
        .join(long(head, "after"), on=["target", "dimension"])
        .filter(pl.col("before") != pl.col("after"))
        .sort("target", "dimension")
    )


def _paired(base: pl.DataFrame, head: pl.DataFrame) -> pl.DataFrame:
    pair = ["item", "recipient"]
    before = base.select(*pair, before="outcome", reasons_before="reasons")
    after = head.select(*pair, after="outcome", reasons_after="reasons")
    both = before.join(after, on=pair, how="full", coalesce=True)
    return both.select(*pair, "before", "after", "reasons_before", "reasons_after")


def _by_target(base: pl.DataFrame, head: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    return base.select("target", *columns).join(
        head.select("target", *columns), on="target", how="full", coalesce=True, suffix="_head"
    )


def _less_strict(before: pl.Expr, after: pl.Expr, orders: Sequence[Order]) -> pl.Expr:
    """Whether ``after`` ranks lower in either side's order, or in none: what is unknown widens."""
    import polars as pl

    lower = [
        _rank(after, order, absent=max(order.values()))
        < _rank(before, order, absent=max(order.values()))
        for order in orders
        if order
    ]
    if not lower:
        return pl.lit(True)
    unknown = pl.all_horizontal(each.is_null() for each in lower)
    return unknown | pl.any_horizontal(each.fill_null(False) for each in lower)


def _rank(value: pl.Expr, order: Order, *, absent: int) -> pl.Expr:
    import polars as pl

    ranks = value.replace_strict(order, default=None, return_dtype=pl.Int64)
    return pl.when(value.is_null()).then(absent).otherwise(ranks)
