"""What the workers do: each with all rows (`kg.cluster.frames.OWNED`) about the items of a partition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cluster.frames import OWNED, items_of
from kg.decide import DECISION_COLUMNS
from kg.decided import members
from kg.derive import Profiles, Reading
from kg.derive.profiles import profiles
from kg.validate.cover import Known, alike
from kg.validate.cover import items_of as items_with

if TYPE_CHECKING:
    import polars as pl

    from kg.cluster.frames import Work

CHOSEN = "chosen"  # the role of a row that names a node to look at
SAMPLE = "sample"


@dataclass(frozen=True)
class Told:
    """What the workers know of what was derived.

    Attributes:
        groups: the texts of each profile, and its group.
        decisions: as `kg.derive.Distinct` has them.
    """

    groups: pl.DataFrame
    decisions: pl.DataFrame


def covering(known: Known, faulty: Sequence[str] | None = None) -> Work:
    """The rows about one node of each kind, or about all that are like some nodes.

    Args:
        known: what shapes can tell of what the driver has.
        faulty: nodes that stood for their kind before; None for the first round.
    """

    def work(rows: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        items = items_of(rows)
        nodes = alike(known, items).with_columns(pl.col("node").cast(pl.String))
        # By name: a partition that is computed again, elsewhere, has to choose the same.
        nodes = nodes.with_columns(first=pl.col("node").min().over("kind"))
        if faulty is None:
            nodes = nodes.filter(pl.col("node") == pl.col("first"))
        else:
            nodes = nodes.filter(pl.col("first").is_in(list(faulty)))
        shown = items_with(items, nodes["node"].cast(pl.Categorical)).cast(pl.String)
        chosen = nodes.select(
            pl.col("node").alias("item"),
            pl.lit(CHOSEN).alias("role"),
            *(pl.lit(None, pl.String).alias(name) for name in OWNED[2:]),
        )
        whole = rows.filter(pl.col("item").is_in(shown.implode())).cast(pl.String)
        return pl.concat([whole.select(OWNED), chosen])

    return work


def profiling(read: Reading, gone: Sequence[str]) -> Work:
    """The profiles of the items that are not gone, as texts (`texts`), with one item each."""

    def work(rows: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        grouped = profiles(items_of(rows, gone), read.asserted, read.values, read.mentioned)
        samples = grouped.items.group_by("profile").agg(pl.col("item").cast(pl.String).min())
        return texts(grouped, read).with_columns(
            samples.sort("profile")["item"].alias(SAMPLE),
        )

    return work


def deciding(read: Reading, gone: Sequence[str], told: Told) -> Work:
    """The items that are not gone: with their group, or with their decisions where those name their records."""

    def work(rows: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        grouped = profiles(items_of(rows, gone), read.asserted, read.values, read.mentioned)
        own = texts(grouped, read)
        groups = own.join(told.groups, on=own.columns, how="left", maintain_order="left")["group"]
        assert not groups.null_count()  # each was told in the round before
        shared, apart = members(grouped, groups, told.decisions)
        none = [pl.lit(None, pl.String).alias(name) for name in DECISION_COLUMNS[1:]]
        return pl.concat(
            [
                shared.select("item", pl.col("group").cast(pl.String), *none),
                apart.select("item", pl.lit(None, pl.String).alias("group"), *DECISION_COLUMNS[1:]),
            ]
        )

    return work


def texts(grouped: Profiles, read: Reading) -> pl.DataFrame:
    """The texts of each profile, a column for each read, in the order of the profiles."""
    import polars as pl

    return pl.DataFrame(
        {
            name: pl.Series(grouped.blocks[each].texts, dtype=pl.String).gather(
                grouped.rows[grouped.columns[each]]
            )
            for name, each in zip(text_columns(read), read.asserted, strict=True)
        }
    )


def text_columns(read: Reading) -> list[str]:
    """The names of the columns of `texts`."""
    return [f"text{number}" for number in range(len(read.asserted))]
