"""Oxigraph, embedded: the default engine."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse,
)

from kg.engines import Term

if TYPE_CHECKING:
    import polars as pl

# How N-Triples escapes characters of a literal; the backslash goes first, out of the way.
_ESCAPES = (("\\\\", "\0"), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ('\\"', '"'), ("\0", "\\"))


class OxigraphEngine:
    """The rules on a pyoxigraph store."""

    name = "oxigraph"

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, ntriples: bytes, graph: str | None) -> None:
        """See `Engine.add`."""
        if ntriples:
            to = DefaultGraph() if graph is None else NamedNode(graph)
            self.store.bulk_load(io.BytesIO(ntriples), format=RdfFormat.N_TRIPLES, to_graph=to)

    def remove(self, ntriples: bytes) -> None:
        """See `Engine.remove`."""
        for quad in parse(ntriples, format=RdfFormat.N_TRIPLES):
            self.store.remove(quad)

    def update(self, text: str) -> None:
        """See `Engine.update`."""
        self.store.update(text)

    def select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """See `Engine.select`."""
        # Oxigraph's CSV does not quote an IRI with a comma; its TSV is unambiguous.
        return _from_tsv(self._select(text, bindings, graphs, QueryResultsFormat.TSV))

    def select_json(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> bytes:
        """See `Engine.select_json`."""
        return self._select(text, bindings, graphs, QueryResultsFormat.JSON)

    def triples(self, graph: str | None, *, ordered: bool = True) -> bytes:
        """See `Engine.triples`."""
        name = DefaultGraph() if graph is None else NamedNode(graph)
        dump = self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
        if not dump or not ordered:
            return dump or b""
        return b"".join(sorted(dump.splitlines(keepends=True)))

    def close(self) -> None:
        """See `Engine.close`: it is all in memory."""

    def _select(
        self,
        text: str,
        bindings: Mapping[str, Term] | None,
        graphs: Sequence[str] | None,
        form: QueryResultsFormat,
    ) -> bytes:
        seen: list[NamedNode | BlankNode | DefaultGraph] | None = None
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


def _from_tsv(answer: bytes) -> pl.DataFrame:
    """SPARQL TSV (terms as in N-Triples) as text: an IRI without its brackets, a literal's value."""
    import polars as pl

    raw = pl.read_csv(
        io.BytesIO(answer),
        separator="\t",
        quote_char=None,
        infer_schema=False,
        empty_string_is_null=False,
    )
    raw.columns = [name.removeprefix("?") for name in raw.columns]
    return raw.select(_plain(pl.col(name)) for name in raw.columns)


def _plain(term: pl.Expr) -> pl.Expr:
    import polars as pl

    literal = term.str.extract(r'^"((?:[^"\\]|\\.)*)"', 1)
    for escaped, meant in _ESCAPES:
        literal = literal.str.replace_all(escaped, meant, literal=True)
    return (
        pl.when(term.str.starts_with("<"))
        .then(term.str.slice(1, term.str.len_chars() - 2))
        .when(term.str.starts_with('"'))
        .then(literal)
        .otherwise(term)
    )
