"""One item decides for all that share what the rules read of an item (exact, and far fewer).

What the rules may read of an item is what their texts name, and the properties that class expressions
name (``owl:onProperty``), by which categories are defined: no rule reads an item through any other
variable property, which a test holds them to. An item that another node points at, or that is derived
from another item, stands for itself. Items about one system need no exception: R13 looks at those that
were disclosed, which are pointed at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.engines import Engine
from kg.tables import table
from kg.terms import DERIVED, KG, PREFIXES, PROV, RDF


def add_profiles(engine: Engine, rules: Sequence[str]) -> None:
    """Writes ``derived:profiles { ?item kg:representedBy ?other }`` for items decided by another.

    Args:
        engine: with the facts, and the faults found by R12.
        rules: the texts of the updates that will run.
    """
    import polars as pl

    facts = table(engine, _ITEM_FACTS).unique()
    if facts.is_empty():
        return
    loners = table(engine, _POINTED_AT).vstack(
        facts.filter(pl.col("property") == PROV + "wasDerivedFrom").select("item")
    )
    profiles = (
        facts.filter(pl.col("property").is_in(sorted(mentioned(rules) | defining(engine))))
        .join(loners.unique(), on="item", how="anti")
        .select("item", fact=pl.col("property") + " " + pl.col("value"))
        .group_by("item")
        .agg(pl.col("fact").sort().str.join("\n"))
    )
    represented = profiles.with_columns(other=pl.col("item").min().over("fact")).filter(
        pl.col("item") != pl.col("other")
    )
    lines = represented.select(
        pl.format("<{}> <{}> <{}> .\n", "item", pl.lit(KG + "representedBy"), "other")
    ).to_series()
    engine.add("".join(lines).encode(), DERIVED + "profiles")


def mentioned(rules: Sequence[str]) -> set[str]:
    """All IRIs that the rules name, as prefixed names or in full; ``a`` is rdf:type."""
    names = {RDF + "type"}
    for text in rules:
        for prefix, local in re.findall(r"\b(\w+):([\w-]+)", text):
            if prefix in PREFIXES:
                names.add(PREFIXES[prefix] + local)
        names.update(re.findall(r"<([^>\s]+)>", text))
    return names


def defining(engine: Engine) -> set[str]:
    """The properties by which classes are defined; a rule reads them as the definitions tell it to."""
    return set(table(engine, _DEFINING)["property"])


_DEFINING = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT ?property WHERE { ?restriction owl:onProperty ?property }
"""

_ITEM_FACTS = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?item ?property ?value
WHERE {
  { SELECT DISTINCT ?item WHERE { ?class rdfs:subClassOf* kg:InformationItem . ?item a ?class } }
  ?item ?property ?value .
}
"""

_POINTED_AT = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?item
WHERE {
  { ?any kg:assesses|kg:reviews|kg:appliesTo|kg:consentsTo|kg:disclosed|prov:wasDerivedFrom|rdf:subject
      ?item }
  UNION
  { GRAPH derived:faults { ?item kg:withheldBecause ?fault } }
}
"""
