"""The decisions and tiers of plain items (`kg.derive.distinct`): few distinct ones, and who has which.

A table of a million items for fourteen recipients has fourteen million rows, so it is joined lazily.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.decide import DECISION_COLUMNS, TIER_COLUMNS
from kg.derive import Distinct
from kg.derive.blocks import SELF
from kg.derive.profiles import Profiles
from kg.terms import DERIVED, KG, local_name

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Decided:
    """Decisions, each once, and the items that have them.

    Attributes:
        items: columns item (IRI) and group, sorted by item.
        decisions: columns group, recipient, channel, tier, outcome and reasons, as in `kg.decide.decisions`
            but categorical; sorted by group, then recipient.
    """

    items: pl.DataFrame
    decisions: pl.DataFrame


def table(found: Decided) -> pl.LazyFrame:
    """The decision for every item and recipient, in the order of `kg.decide.decisions`."""
    rows = found.items.lazy().join(
        found.decisions.lazy(), on="group", how="left", maintain_order="left_right"
    )
    return rows.select(DECISION_COLUMNS)


def decided(derived: Distinct, others: pl.DataFrame) -> Decided:
    """The decisions about all items.

    Args:
        derived: of the plain items.
        others: the decisions about all other items, as `kg.decide.decisions` gives them.
    """
    import polars as pl

    alike, apart = members(derived.profiles, derived.groups, derived.decisions)
    first = derived.groups.len()  # as many groups as profiles, at most
    shared = shared_decisions(derived.decisions)
    kinds, parts = [shared], [alike]
    for rows in (apart, others):
        numbered = rows.select(pl.col("item").unique().sort()).with_row_index("group", offset=first)
        first += numbered.height
        parts.append(numbered.select("item", "group"))
        kinds.append(rows.join(numbered, on="item").select(shared.columns))
    decisions = pl.concat(kinds).sort("group", "recipient")
    categorical = pl.col(decisions.columns[1:]).cast(pl.Categorical)
    return Decided(pl.concat(parts).sort("item"), decisions.with_columns(categorical))


def members(
    profiles: Profiles, groups: pl.Series, decisions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Which items have which decisions.

    Args:
        profiles: the plain items, or a part of them.
        groups: of each profile, the number of its set of findings.
        decisions: as `kg.derive.Distinct` has them.

    Returns:
        Columns item and group, of items whose decisions are `shared_decisions`; and the decisions of the
        others, whose own records are among the reasons, as `kg.decide.decisions` gives them, unsorted.
    """
    import polars as pl

    found = profiles.items.with_columns(group=groups.gather(profiles.items["profile"]))
    named = _naming_records(decisions)["group"].unique().implode()
    own = found.filter(pl.col("group").is_in(named))
    apart = _with_records(own, decisions, profiles.records)
    alike = found.join(own.select("item"), on="item", how="anti").select("item", "group")
    return alike.with_columns(pl.col("item").cast(pl.String).str.strip_chars("<>")), apart


def shared_decisions(decisions: pl.DataFrame) -> pl.DataFrame:
    """The decisions of the groups whose reasons name no record of the item; the reasons as text."""
    import polars as pl

    named = _naming_records(decisions)["group"].unique().implode()
    shared = decisions.filter(~pl.col("group").is_in(named))
    return shared.with_columns(pl.col("reasons").list.join("|"))


def tiers(derived: Distinct, others: pl.DataFrame) -> pl.DataFrame:
    """The levels and tiers of all categories and items; see `kg.decide.tiers`.

    Args:
        derived: of the plain items.
        others: the rows of all categories and other items.
    """
    import polars as pl

    found = derived.profiles.items
    for graph in ("levels", "tiers"):
        numbers, blocks = derived.blocks(DERIVED + graph)
        said = [_values(text) for text in blocks.texts]
        columns = {
            name: pl.Series([each.get(prop, "") for each in said]).gather(numbers)
            for name, prop in _PROPERTIES[graph].items()
        }
        found = found.with_columns(
            values.gather(found["profile"]).alias(name) for name, values in columns.items()
        )
    rows = found.with_columns(
        target=pl.col("item").cast(pl.String).str.strip_chars("<>"), kind=pl.lit("item")
    )
    return pl.concat([others, rows.select(TIER_COLUMNS)]).sort("target")


def undecided(derived: Distinct) -> list[str]:
    """The plain items without a tier or a decision, sorted: none, unless a rule is at fault."""
    import polars as pl

    numbers, _ = derived.blocks(DERIVED + "tiers")
    decided_groups = derived.decisions.drop_nulls()["group"].unique().implode()
    lacking = (numbers == 0) | ~derived.groups.is_in(decided_groups)
    items = derived.profiles.items
    left = items.filter(lacking.gather(items["profile"]))
    return sorted(left["item"].cast(pl.String).str.strip_chars("<>"))


def _naming_records(decisions: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    return decisions.filter(
        pl.col("reasons").list.eval(pl.element().str.contains(SELF, literal=True)).list.any()
    )


def _with_records(
    items: pl.DataFrame, decisions: pl.DataFrame, records: pl.DataFrame
) -> pl.DataFrame:
    """The decisions of items whose own records are among the reasons, which name them."""
    import polars as pl

    rows = items.select("item", "group").join(decisions, on="group").explode("reasons")
    rows = rows.with_columns(mark=pl.col("reasons").str.extract(rf"{SELF}(\.[\w-]+)$", 1))
    rows = rows.join(records, on=["item", "mark"], how="left").with_columns(
        reasons=pl.when(pl.col("mark").is_null())
        .then("reasons")
        .otherwise(pl.col("reasons").str.extract(rf"^([^{SELF}]*)", 1) + pl.col("record"))
    )
    keys = ["item", "recipient", "channel", "tier", "outcome"]
    told = rows.group_by(keys).agg(pl.col("reasons").sort().str.join("|"))
    return told.with_columns(pl.col("item").cast(pl.String).str.strip_chars("<>"))


def _values(block: str) -> dict[str, str]:
    """The values of a block by property, by local name."""
    lines = (line.split(" ") for line in block.splitlines())
    return {
        predicate.strip("<>"): local_name(value.strip("<>")) for _, predicate, value, _ in lines
    }


_PROPERTIES = {
    "levels": {
        "proprietary_sensitivity": KG + "effectiveProprietarySensitivity",
        "misuse_potential": KG + "effectiveMisusePotential",
        "benefit": KG + "effectiveBenefit",
    },
    "tiers": {"tier": KG + "derivedTier"},
}
