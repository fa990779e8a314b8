"""The items that stay in columns, with the records that speak of one item alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.columns.ntriples import write_ntriples

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Items:
    """Plain items: nothing but records points at them, and all that is said of them is here.

    Each frame of triples has the columns of `kg.columns.ntriples.read_ntriples`, without duplicates.

    Attributes:
        facts: the triples whose subject is a plain item.
        records: those whose subject is a record (an assessment, review, restriction, consent or gateway)
            that names one plain item and nothing else.
        links: columns record, via, item: which property of which record names which item.
        shared: as links, for records that are not in ``records``: they name more than one node.
    """

    facts: pl.DataFrame
    records: pl.DataFrame
    links: pl.DataFrame
    shared: pl.DataFrame

    @property
    def names(self) -> pl.Series:
        """The items, as terms, each once."""
        return self.facts["subject"].unique()

    def ntriples(self) -> bytes:
        """All triples of the items and their records."""
        return write_ntriples(self.facts) + write_ntriples(self.records)

    def without(self, items: pl.Series) -> tuple[Items, bytes]:
        """The others, and the triples of the given items and their records as N-Triples."""
        import polars as pl

        gone = items.implode()
        theirs = self.links.filter(pl.col("item").is_in(gone))["record"].implode()
        about, told = pl.col("subject").is_in(gone), pl.col("subject").is_in(theirs)
        rest = Items(
            self.facts.filter(~about),
            self.records.filter(~told),
            self.links.filter(~pl.col("item").is_in(gone)),
            self.shared.filter(~pl.col("item").is_in(gone)),
        )
        taken = write_ntriples(self.facts.filter(about)) + write_ntriples(self.records.filter(told))
        return rest, taken
