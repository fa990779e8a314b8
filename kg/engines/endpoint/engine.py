"""The rules on a remote endpoint."""

from __future__ import annotations

import io
import json
import logging
import weakref
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store, parse

from kg.engines import Term
from kg.engines.endpoint.client import Dataset, Rows
from kg.engines.endpoint.names import bound
from kg.engines.endpoint.run import Run
from kg.engines.endpoint.service import service
from kg.errors import EngineError
from kg.terms import XSD

if TYPE_CHECKING:
    import polars as pl

_AT_ONCE = 2000  # lines in one update: some servers take no more than a megabyte


class EndpointEngine:
    """The rules on a SPARQL 1.1 endpoint, in graphs of this run, which are dropped when it ends.

    Args:
        url: where the endpoint takes queries.
        facts: goes into a graph that stands for the default graph; validation reads it here.

    Raises:
        InputError: the URL cannot be used.
        EngineError: the endpoint does not take the facts.
    """

    name = "endpoint"

    def __init__(self, url: str, facts: Store) -> None:
        self._facts = facts
        self._run = Run(service(url))
        self._end = weakref.finalize(self, _end_quietly, self._run)
        self._run.begin()
        self._run.load(_lines(self.triples(None)), self._run.names.facts)

    def close(self) -> None:
        """Drops what this run wrote; the engine cannot be used afterwards.

        Raises:
            EngineError: it cannot be seen that nothing is left.
        """
        try:
            self._run.end()
        except EngineError:
            self._end.detach()  # it has been tried, and is told
            raise
        self._end.detach()

    def add(self, ntriples: bytes, graph: str | None) -> None:
        """See `Engine.add`."""
        if not ntriples:
            return
        if graph is None:
            self._facts.bulk_load(io.BytesIO(ntriples), format=RdfFormat.N_TRIPLES)
        names = self._run.names
        self._run.load(_lines(ntriples), names.facts if graph is None else names.of(graph))

    def remove(self, ntriples: bytes) -> None:
        """See `Engine.remove`."""
        for quad in parse(ntriples, format=RdfFormat.N_TRIPLES):
            self._facts.remove(quad)
        facts, lines = self._run.names.facts, _lines(ntriples)
        for start in range(0, len(lines), _AT_ONCE):
            gone = "\n".join(lines[start : start + _AT_ONCE])
            self._run.update(f"DELETE DATA {{ GRAPH <{facts}> {{\n{gone}\n}} }}", frozenset())

    def update(self, text: str) -> None:
        """See `Engine.update`."""
        self._run.update(*self._run.names.update(text))

    def select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """See `Engine.select`."""
        import polars as pl

        rows = self._select(text, bindings, graphs)
        columns = {
            name: [row[name]["value"] if name in row else "" for row in rows.bindings]
            for name in rows.variables
        }
        return pl.DataFrame(columns, schema=dict.fromkeys(rows.variables, pl.String))

    def select_json(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> bytes:
        """See `Engine.select_json`."""
        rows = self._select(text, bindings, graphs)
        answer = {"head": {"vars": rows.variables}, "results": {"bindings": rows.bindings}}
        return json.dumps(answer, ensure_ascii=False).encode()

    def triples(self, graph: str | None, *, ordered: bool = True) -> bytes:
        """See `Engine.triples`."""
        if graph is None:
            dump = self._facts.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            return b"".join(sorted(dump.splitlines(keepends=True))) if dump else b""
        name = self._run.names.of(graph)
        rows = self._run.client.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", Dataset([name]))
        lines = (" ".join(str(_term(row[each])) for each in "spo") for row in rows.bindings)
        written = (f"{line} .\n".encode() for line in lines)
        return b"".join(sorted(written) if ordered else written)

    def _select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None,
        graphs: Sequence[str] | None,
    ) -> Rows:
        names = self._run.names
        written, named = names.rewritten(bound(text, bindings or {}))
        default = [names.facts, *(names.of(graph) for graph in graphs or ())]
        # GRAPH with a variable alone asks for all that there are.
        seen = sorted(named or self._run.graphs - {names.run, names.facts})
        rows = self._run.client.select(written, Dataset(default, seen))
        for row in rows.bindings:
            for value in row.values():
                value["value"] = names.back(value["value"])
        return rows


def _term(term: Mapping[str, str]) -> Term:
    if term["type"] == "uri":
        return NamedNode(term["value"])
    if term["type"] == "bnode":
        return BlankNode(term["value"])
    if language := term.get("xml:lang"):
        return Literal(term["value"], language=language)
    return Literal(term["value"], datatype=NamedNode(term.get("datatype", XSD + "string")))


def _lines(ntriples: bytes) -> list[str]:
    return ntriples.decode().splitlines(keepends=True)


def _end_quietly(run: Run) -> None:
    """Ends a run that nobody closed; there is nobody to raise an error to."""
    try:
        run.end()
    except EngineError as error:
        logging.getLogger("kg").warning("kg: %s", error)
