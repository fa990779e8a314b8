"""What runs SPARQL: one protocol, one small module an engine.

All engines run the same files of ``queries/`` on the same facts and must give the same answers (P3).
The facts are in the default graph; what is derived is in named graphs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Store, Triple
from pyoxigraph import Literal as RdfLiteral

from kg.errors import InputError

if TYPE_CHECKING:
    import polars as pl

# "oxigraph", "rdflib", or the URL of a SPARQL endpoint (docs/endpoints.md).
EngineName: TypeAlias = str
EMBEDDED: Final = ("oxigraph", "rdflib")

Term = NamedNode | BlankNode | RdfLiteral


class Engine(Protocol):
    """A store with SPARQL 1.1 query and update."""

    name: str

    def add(self, ntriples: bytes, graph: str | None) -> None:
        """Adds N-Triples to a named graph, or to the default graph (None)."""

    def remove(self, ntriples: bytes) -> None:
        """Takes N-Triples without blank nodes out of the default graph."""

    def update(self, text: str) -> None:
        """Runs a SPARQL 1.1 update."""

    def select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Runs a SELECT; the answer as text, one column a variable, "" where unbound.

        Args:
            text: the query.
            bindings: terms for variables by name; each must be projected by the query.
            graphs: named graphs to see beside the default graph, as one; none: the default alone
                (``GRAPH`` in the query still reaches the named graphs).
        """

    def select_json(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> bytes:
        """As ``select``; the answer as SPARQL 1.1 JSON results."""

    def triples(self, graph: str | None, *, ordered: bool = True) -> bytes:
        """The N-Triples of a named graph, or of the default graph (None); sorted, so repeatable, if ordered."""

    def close(self) -> None:
        """Leaves nothing behind; the engine cannot be used afterwards."""


def open_engine(name: EngineName, facts: Store) -> Engine:
    """The engine ``name`` with the facts in its default graph (Oxigraph takes the store itself).

    Raises:
        InputError: there is no such engine.
        MissingExtraError: the extra ``endpoint`` is needed, and not installed.
        EngineError: the endpoint does not take the facts.
    """
    if is_url(name):
        from kg.engines.endpoint import EndpointEngine

        return EndpointEngine(name, facts)
    if name not in EMBEDDED:
        raise InputError(
            f"{name}: no such engine", "give oxigraph, rdflib or the URL of an endpoint"
        )
    if name == "rdflib":
        from kg.engines.rdflib import RdflibEngine

        return RdflibEngine(facts)
    from kg.engines.oxigraph import OxigraphEngine

    return OxigraphEngine(facts)


def is_url(name: EngineName) -> bool:
    """Whether the name of an engine is the URL of an endpoint."""
    return name.lower().startswith(("http://", "https://"))


def sorted_ntriples(triples: Sequence[Triple]) -> bytes:
    """N-Triples in the order of their text."""
    return b"".join(sorted(f"{triple} .\n".encode() for triple in triples))
