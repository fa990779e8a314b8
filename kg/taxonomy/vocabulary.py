"""What a table may name: categories, dimensions and levels, as the loaded files know them."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from kg.taxonomy.columns import CATEGORY, SHARED_HEADERS, dimension_name
from kg.taxonomy.names import written
from kg.terms import KG, RDF, RDFS, local_name

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
CATEGORY_CLASS = NamedNode(KG + "InformationCategory")
ROOT = KG + "InformationItem"


@dataclass(frozen=True)
class Vocabulary:
    """Names that a cell may have.

    Attributes:
        categories: their IRIs, and the root's.
        dimensions: their IRIs, by the name that a column has.
        levels: their IRIs by local name, the least risk first.
    """

    categories: frozenset[str]
    dimensions: dict[str, str]
    levels: dict[str, str]


def vocabulary(store: Store) -> Vocabulary:
    """What the files of a store know."""
    categories = _column(store, f"SELECT ?x WHERE {{ ?x a <{KG}InformationCategory> }}")
    dimensions = _column(store, _DIMENSIONS)
    levels = _column(store, f"SELECT ?x WHERE {{ ?x <{KG}riskRank> ?rank }} ORDER BY ?rank")
    return Vocabulary(
        categories=frozenset([*categories, ROOT]),
        dimensions=_by_name(dimensions),
        levels={local_name(iri): iri for iri in levels},
    )


def _by_name(dimensions: list[str]) -> dict[str, str]:
    """Each by its name or, where another dimension or column has that, by its IRI."""
    names = [dimension_name(iri) for iri in dimensions]
    taken = {*CATEGORY, *SHARED_HEADERS}
    return {
        written(iri) if name in taken or names.count(name) > 1 else name: iri
        for name, iri in zip(names, dimensions, strict=True)
    }


def label(store: Store, iri: str) -> str:
    """The English label of a term, else its local name."""
    for quad in store.quads_for_pattern(NamedNode(iri), LABEL, None, DefaultGraph()):
        if isinstance(quad.object, Literal) and quad.object.language == "en":
            return quad.object.value
    return local_name(iri)


def about(store: Store, subject: object) -> list[Quad]:
    """The triples of a subject."""
    return list(store.quads_for_pattern(subject, None, None, DefaultGraph()))  # type: ignore[arg-type]


def _column(store: Store, query: str) -> list[str]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    return [x.value for solution in answer if isinstance(x := solution["x"], NamedNode)]


# Risks before benefits, which no rank in the data says: backwards, for that is the order of their names.
_DIMENSIONS = f"""
SELECT ?x WHERE {{ ?x a ?kind . ?kind <{KG}orderedBy> ?order }} ORDER BY DESC(?kind) ?x
"""
