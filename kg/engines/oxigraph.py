"""Oxigraph, embedded: the default engine."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
)

from kg.engines import Term


class OxigraphEngine:
    """The rules on a pyoxigraph store."""

    name = "oxigraph"

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, ntriples: bytes, graph: str) -> None:
        """See `Engine.add`."""
        if ntriples:
            self.store.bulk_load(
                io.BytesIO(ntriples), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph)
            )

    def update(self, text: str) -> None:
        """See `Engine.update`."""
        self.store.update(text)

    def select_csv(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> bytes:
        """See `Engine.select_csv`."""
        return self._select(text, bindings, graphs, QueryResultsFormat.CSV)

    def select_json(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> bytes:
        """See `Engine.select_json`."""
        return self._select(text, bindings, graphs, QueryResultsFormat.JSON)

    def triples(self, graph: str | None) -> bytes:
        """See `Engine.triples`."""
        name = DefaultGraph() if graph is None else NamedNode(graph)
        dump = self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
        return b"".join(sorted(dump.splitlines(keepends=True))) if dump else b""

    def _select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None,
        graphs: Sequence[str] | None,
        form: QueryResultsFormat,
    ) -> bytes:
        seen = None
        if graphs is not None:
            seen = [DefaultGraph(), *(NamedNode(graph) for graph in graphs)]
        results = self.store.query(
            text,
            default_graph=seen,
            substitutions={Variable(name): term for name, term in (bindings or {}).items()},
        )
        if not isinstance(results, QuerySolutions):
            raise TypeError("not a SELECT query")
        answer = results.serialize(format=form)
        assert answer is not None  # no output was given, so the bytes come back
        return answer
