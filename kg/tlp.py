"""Labels of the Traffic Light Protocol 2.0 for decisions, by the rules of ``queries/tlp``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.derive.run import run_file
from kg.engines import Engine
from kg.tables import table

if TYPE_CHECKING:
    import polars as pl

LABEL_COLUMNS = ("item", "recipient", "label", "marking")


def labels(engine: Engine) -> pl.DataFrame:
    """The label of each decision to share, after a derivation.

    Returns:
        A table of text, columns ``LABEL_COLUMNS``: IRIs, the label as FIRST writes it (the community of
        TLP:GREEN is the recipient), the identifier of its STIX marking; both empty where no label fits.
        Rows sorted by item, then recipient.
    """
    for name in ("10-reach.ru", "20-label.ru"):
        run_file(engine, "tlp", name)
    labelled = table(engine, _LABELS)
    return labelled.select(LABEL_COLUMNS).sort("item", "recipient")


_LABELS = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX tlp: <https://w3id.org/aisi-kg/tlp#>
SELECT ?item ?recipient ?label ?marking
WHERE {
  GRAPH derived:decisions {
    ?decision kg:outcome kg:Share ; kg:item ?item ; kg:recipient ?recipient
  }
  OPTIONAL {
    GRAPH derived:labels { ?decision tlp:label ?term }
    ?term skos:notation ?label ; dct:identifier ?marking .
  }
}
"""
