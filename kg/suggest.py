"""Suggested levels: advice from characteristics and indicators, beside what people assessed.

The rules are data (``ontology/suggestion-rules.ttl``), their meaning is SPARQL (``queries/suggest``).
Nothing here reaches a tier or a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kg.derive.run import run_file, run_folder
from kg.engines import Engine
from kg.tables import table
from kg.validate import Finding, advice

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    *("target", "kind", "dimension", "suggested"),
    *("assessed", "basis", "status", "because"),
)


def suggest(engine: Engine, targets: Literal["all", "assessed"]) -> None:
    """Writes ``derived:suggestions``, and in ``derived:suggestion-gaps`` which assessments are below them.

    Args:
        engine: with the facts and the graphs of a derivation.
        targets: "assessed" leaves out the indicators of what has no assessment of its own: all that
            the warnings need, and quick where many items have a provider.
    """
    run_file(engine, "suggest/targets", f"{targets}.ru")
    run_folder(engine, "suggest")


def warnings(engine: Engine, *, reference: bool = False) -> list[Finding]:
    """The warnings about the facts and what follows from them, sorted.

    Args:
        engine: as for `suggest`, which runs first.
        reference: validate with pySHACL instead.
    """
    suggest(engine, "assessed")
    return sorted(advice(engine, reference=reference))


def suggestions(engine: Engine) -> pl.DataFrame:
    """The suggested level beside the effective one, for all that something is suggested for.

    Args:
        engine: as for `suggest`, which runs first, for all targets.

    Returns:
        A table of text, columns ``COLUMNS``: the target's IRI; "category" or "item"; dimension and
        levels by local name; whether the level is the target's "own" assessment, "inherited" or from
        "none"; "agrees", "assessed-lower", "assessed-higher" or "not-assessed"; the grounds, sorted and
        joined by ``|``. Rows sorted by target, then dimension.
    """
    import polars as pl

    suggest(engine, "all")
    grounds = (
        table(engine, _GROUNDS)
        .group_by("suggestion")
        .agg(pl.col("ground").unique().sort().str.join("|").alias("because"))
    )
    local = (
        pl.col(name).str.extract(r"([^#/]*)$") for name in ("dimension", "suggested", "assessed")
    )
    found = table(engine, _SUGGESTIONS).join(grounds, on="suggestion").with_columns(*local)
    return found.select(COLUMNS).sort("target", "dimension")


_SUGGESTIONS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?suggestion ?target ?kind ?dimension ?suggested ?assessed ?basis ?status
WHERE {
  GRAPH derived:suggestions {
    ?suggestion kg:suggestionFor ?target ; kg:suggestsOn ?dimension ; kg:suggestsLevel ?suggested ;
                kg:suggestedRank ?rank .
  }
  ?dimension a ?class .
  ?class kg:orderedBy ?order .
  VALUES (?kind ?levels ?above) {
    ("category" derived:category-levels derived:taxonomy) ("item" derived:item-levels derived:items)
  }
  GRAPH ?levels { ?cell kg:levelOf ?target ; kg:dimension ?dimension ; kg:level ?assessed }
  ?assessed ?order ?assessedRank .
  OPTIONAL {
    GRAPH derived:current { ?own kg:currentFor ?target }
    ?own kg:dimension ?dimension .
  }
  OPTIONAL {
    GRAPH ?above { ?target kg:fallsUnder ?category }
    GRAPH derived:current { ?inherited kg:currentFor ?category }
    ?inherited kg:dimension ?dimension .
  }
  BIND(IF(BOUND(?own), "own", IF(BOUND(?inherited), "inherited", "none")) AS ?basis)
  BIND(IF(?basis = "none", "not-assessed",
       IF(?assessedRank < ?rank, "assessed-lower",
       IF(?assessedRank > ?rank, "assessed-higher", "agrees"))) AS ?status)
}
"""

_GROUNDS = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT ?suggestion ?ground
WHERE { GRAPH derived:suggestions { ?suggestion kg:because ?ground } }
"""
