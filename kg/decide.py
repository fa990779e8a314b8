"""Decisions, tiers and offers as tables, read from the derived graphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.derive.run import run_file, run_files
from kg.engines import Engine
from kg.tables import table
from kg.terms import DERIVED, KG

if TYPE_CHECKING:
    import polars as pl

DECISION_COLUMNS = ("item", "recipient", "channel", "tier", "outcome", "reasons")
TIER_COLUMNS = ("target", "kind", "proprietary_sensitivity", "misuse_potential", "benefit", "tier")
OFFER_COLUMNS = ("family", "item", "detail")
_DECISION = b"<https://w3id.org/aisi-kg/decision#"


@dataclass(frozen=True, order=True)
class Decision:
    """What may be done with one item for one recipient (R11).

    Attributes:
        item, recipient, channel, tier, outcome: IRIs.
        reasons: all of them, sorted, as R11 spells them.
    """

    item: str
    recipient: str
    channel: str
    tier: str
    outcome: str
    reasons: tuple[str, ...]


def decisions(engine: Engine) -> pl.DataFrame:
    """The decision for every item and recipient.

    Returns:
        A table of text, columns ``DECISION_COLUMNS``: full IRIs, reasons sorted and joined by ``|``,
        rows sorted by item, then recipient.
    """
    import polars as pl

    reasons = (
        table(engine, _REASONS)
        .group_by("decision")
        .agg(pl.col("reason").unique().sort().str.join("|").alias("reasons"))
    )
    decided = table(engine, _DECISIONS).join(reasons, on="decision").drop("decision")
    return decided.select(DECISION_COLUMNS).sort("item", "recipient")


def tiers(engine: Engine) -> pl.DataFrame:
    """The effective levels and the tier of every category and item (R2 to R4).

    Returns:
        A table of text, columns ``TIER_COLUMNS``: the target's IRI, "category" or "item", levels and
        tier by local name; rows sorted by target.
    """
    import polars as pl

    names = ("proprietary_sensitivity", "misuse_potential", "benefit", "tier")
    local = (pl.col(name).str.extract(r"([^#/]*)$") for name in names)
    found = table(engine, _TIERS).with_columns(*local)
    return found.select(TIER_COLUMNS).sort("target")


def offer(engine: Engine, recipient: str, *, sender: str | None = None) -> None:
    """Derives what a recipient is offered: of each family the most detailed that may be shared (R13, R14).

    Args:
        engine: its derived graphs hold the decisions of the offer afterwards.
        recipient: an IRI.
        sender: the holder who releases, for ``queries/release``; all if None.
    """
    engine.update(f"CLEAR SILENT GRAPH <{DERIVED}request>")
    request = f"<{KG}evaluation> <{KG}offeredTo> <{recipient}> .\n"
    if sender:
        request += f"<{KG}evaluation> <{KG}offeredBy> <{sender}> .\n"
    engine.add(request.encode(), DERIVED + "request")
    run_file(engine, "offer", "10-r13-assumed-disclosure.ru")
    run_files(engine, "r13-compilation", "r11-outcome")
    run_file(engine, "offer", "20-r14-offer.ru")


def offered(engine: Engine) -> pl.DataFrame:
    """What was derived by `offer`.

    Returns:
        A table of text, columns ``OFFER_COLUMNS``: IRIs, the detail by local name; rows sorted.
    """
    import polars as pl

    found = table(engine, _OFFER).with_columns(pl.col("detail").str.extract(r"([^#/]*)$"))
    return found.select(OFFER_COLUMNS).sort(OFFER_COLUMNS)


def records(decided: pl.DataFrame) -> Iterable[Decision]:
    """The rows of a table of decisions, one by one."""
    for item, recipient, channel, tier, outcome, reasons in decided.iter_rows():
        yield Decision(item, recipient, channel, tier, outcome, tuple(reasons.split("|")))


def decision_triples(engine: Engine) -> bytes:
    """The derived ``kg:Decision``s as sorted N-Triples, after a whole derivation."""
    kept = engine.triples(DERIVED + "decisions") + _decisions_of(
        engine.triples(DERIVED + "invalid")
    )
    return b"".join(sorted(kept.splitlines(keepends=True)))


def tier_triples(engine: Engine) -> bytes:
    """The derived levels and tiers as sorted N-Triples, after a whole derivation."""
    kept = b"".join(engine.triples(DERIVED + graph) for graph in ("levels", "tiers", "invalid"))
    lines = {line for line in kept.splitlines(keepends=True) if not line.startswith(_DECISION)}
    return b"".join(sorted(lines))


def _decisions_of(ntriples: bytes) -> bytes:
    return b"".join(x for x in ntriples.splitlines(keepends=True) if x.startswith(_DECISION))


_DECISIONS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?decision ?item ?recipient ?channel ?tier ?outcome
WHERE {
  VALUES ?decided { derived:decisions derived:invalid }
  GRAPH ?decided {
    ?decision kg:item ?item ; kg:recipient ?recipient ; kg:channel ?channel ; kg:tier ?tier ;
              kg:outcome ?outcome .
  }
}
"""

_REASONS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?decision ?reason
WHERE {
  VALUES ?decided { derived:decisions derived:invalid }
  GRAPH ?decided { ?decision kg:reason ?reason }
}
"""

_TIERS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?target ?kind ?proprietary_sensitivity ?misuse_potential ?benefit ?tier
WHERE {
  VALUES (?levels ?tiers) { (derived:levels derived:tiers) (derived:invalid derived:invalid) }
  GRAPH ?tiers { ?target kg:derivedTier ?tier }
  GRAPH ?levels {
    ?target kg:effectiveProprietarySensitivity ?proprietary_sensitivity ;
            kg:effectiveMisusePotential ?misuse_potential ;
            kg:effectiveBenefit ?benefit .
  }
  OPTIONAL { GRAPH derived:taxonomy { ?target kg:fallsUnder ?target } BIND("category" AS ?found) }
  BIND(COALESCE(?found, "item") AS ?kind)
}
"""

_OFFER = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?family ?item ?detail
WHERE {
  GRAPH derived:offer { ?family kg:offers ?item }
  GRAPH derived:families { ?item kg:shownAs ?detail }
}
"""
