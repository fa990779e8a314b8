"""rdflib: the second engine, slow and independent of the first, for comparison."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Result

from kg.engines import Term
from kg.terms import PREFIXES

if TYPE_CHECKING:
    import polars as pl


class RdflibEngine:
    """The rules on an rdflib dataset whose default graph is not the union of the others."""

    name = "rdflib"

    def __init__(self, facts: Store) -> None:
        self.dataset = rdflib.Dataset(default_union=False)
        dump = facts.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        assert dump is not None  # no output was given, so the bytes come back
        self.dataset.default_graph.parse(data=dump, format="nt")

    def add(self, ntriples: bytes, graph: str | None) -> None:
        """See `Engine.add`."""
        self._graph(graph).parse(data=ntriples, format="nt")

    def remove(self, ntriples: bytes) -> None:
        """See `Engine.remove`."""
        for triple in rdflib.Graph().parse(data=ntriples, format="nt"):
            self.dataset.default_graph.remove(triple)

    def update(self, text: str) -> None:
        """See `Engine.update`."""
        self.dataset.update(_prepared(text))

    def select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """See `Engine.select`."""
        import polars as pl

        answer = self._serialized(self._select(text, bindings, graphs), "csv")
        return pl.read_csv(io.BytesIO(answer), infer_schema=False, empty_string_is_null=False)

    def select_json(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> bytes:
        """See `Engine.select_json`."""
        return self._serialized(self._select(text, bindings, graphs), "json")

    def triples(self, graph: str | None, *, ordered: bool = True) -> bytes:
        """See `Engine.triples`."""
        buffer = io.BytesIO()
        self._graph(graph).serialize(buffer, format="nt", encoding="utf-8")
        lines = buffer.getvalue()
        return b"".join(sorted(lines.splitlines(keepends=True))) if ordered else lines

    def close(self) -> None:
        """See `Engine.close`: it is all in memory."""

    def _graph(self, name: str | None) -> rdflib.Graph:
        return (
            self.dataset.default_graph if name is None else self.dataset.graph(rdflib.URIRef(name))
        )

    def _select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None,
        graphs: Sequence[str] | None,
    ) -> Result:
        source: rdflib.Graph = self.dataset
        if graphs is not None:
            source = rdflib.Graph()
            source += self.dataset.default_graph
            for graph in graphs:
                source += self.dataset.graph(rdflib.URIRef(graph))
        initial = {name: _to_rdflib(term) for name, term in (bindings or {}).items()}
        return source.query(_prepared_query(text), initBindings=initial)

    @staticmethod
    def _serialized(result: Result, form: str) -> bytes:
        buffer = io.BytesIO()
        result.serialize(buffer, format=form)
        return buffer.getvalue()


@cache
def _prepared(text: str) -> Update:
    """An update, parsed once: parsing is most of what a small inventory costs.

    rdflib forgets the prefixes of an update after its first semicolon, so they come along.
    """
    return prepareUpdate(text, initNs=PREFIXES)


@lru_cache(maxsize=256)  # some texts name a node, so there is no end to them
def _prepared_query(text: str) -> Query:
    """A query, parsed once."""
    return prepareQuery(text, initNs=PREFIXES)


def _to_rdflib(term: Term) -> rdflib.term.Identifier:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
