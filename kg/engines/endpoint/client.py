"""SPARQL 1.1 over the wire: queries, updates, graphs, each with a whole answer or an error."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Final, cast
from urllib.parse import quote
from urllib.request import Request

from kg.engines.endpoint.names import counting
from kg.engines.endpoint.service import Service
from kg.engines.endpoint.wire import Answer, Wire
from kg.errors import EngineError, MissingExtraError

try:
    from SPARQLWrapper import INSERT, JSON, POST, SELECT, SPARQLWrapper
except ModuleNotFoundError:
    raise MissingExtraError(
        "a SPARQL endpoint needs an extra package", "pip install 'aisi-kg[endpoint]'"
    ) from None

_AGENT: Final = "aisi-kg"
# An update is sent percent-encoded, at most three times as long, and servers take about 1 MB.
_CHUNK_BYTES: Final = 300_000
_CHUNK_TRIPLES: Final = 1_000


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT, as SPARQL 1.1 JSON results have it.

    Attributes:
        variables: in the order of the query.
        bindings: each a term (``type``, ``value``, ``datatype`` or ``xml:lang``) by variable.
    """

    variables: list[str]
    bindings: list[dict[str, dict[str, str]]]


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query or an update sees.

    Attributes:
        default: together they are the default graph; none: the endpoint's own.
        named: those that can be named.
    """

    default: Iterable[str] = ()
    named: Iterable[str] = ()


class Client:
    """Speaks to one endpoint.

    Args:
        service: where it is.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self._wire = Wire(service)

    def select(self, text: str, dataset: Dataset) -> Rows:
        """The whole answer to a SELECT.

        Servers may cut a long answer without a word, so they are asked how many rows there are. An
        answer without rows was not cut, and Virtuoso counts one row in an empty grouped one.

        Raises:
            EngineError: there is no answer, or less than all of it.
        """
        rows = self._ask(text, dataset)
        expected = self.count(text, dataset) if rows.bindings else 0
        if len(rows.bindings) != expected:
            raise EngineError(
                f"{self.service.query}: gives {len(rows.bindings)} rows of {expected}",
                "let the server give more rows (Virtuoso: ResultSetMaxRows)",
            )
        return rows

    def count(self, text: str, dataset: Dataset) -> int:
        """How many rows a SELECT has.

        Raises:
            EngineError: there is no answer, or less than all of it.
        """
        rows = self._ask(counting(text), dataset).bindings
        try:
            (row,) = rows
            return int(row["rows"]["value"])
        except (ValueError, KeyError):
            raise self._no_results() from None

    def update(self, text: str, dataset: Dataset | None = None) -> None:
        """Runs an update.

        Raises:
            EngineError: the endpoint does not say that it did.
        """
        wrapper = self._wrapper(writes=True)
        wrapper.queryString, wrapper.queryType = text, INSERT  # left to itself, it would guess
        for graph in dataset.default if dataset else ():
            wrapper.addParameter("using-graph-uri", graph)
        for graph in dataset.named if dataset else ():
            wrapper.addParameter("using-named-graph-uri", graph)
        wrapper.query()

    def drop(self, graph: str) -> None:
        """Drops a graph, if there is one.

        Raises:
            EngineError: the endpoint does not say that it did.
        """
        wrapper = self._wrapper(writes=False)  # it may be dropped twice
        wrapper.queryString, wrapper.queryType = f"DROP SILENT GRAPH <{graph}>", INSERT
        wrapper.query()

    def load(self, lines: list[str], graph: str) -> None:
        """Adds lines of N-Triples to a graph, by the Graph Store Protocol where there is one.

        Raises:
            EngineError: the endpoint does not say that it did, or the graph then holds less.
        """
        if self.service.store is None:
            for chunk in _chunks(lines):
                self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{chunk}}} }}")
        else:
            url = f"{self.service.store}?graph={quote(graph, safe='')}"
            kind = {"Content-Type": "application/n-triples", "User-Agent": _AGENT}
            data = "".join(lines).encode()
            request = Request(url, data=data, headers=kind, method="POST")  # noqa: S310 - checked
            self._wire.send(request, writes=True)
        held = self.count("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", Dataset(default=[graph]))
        if held < len(set(lines)):
            raise EngineError(
                f"{self.service.query}: holds {held} of {len(set(lines))} triples that were loaded",
                "see that the server takes N-Triples as they are, and its log",
            )

    def _ask(self, text: str, dataset: Dataset) -> Rows:
        wrapper = self._wrapper(writes=False)
        wrapper.queryString, wrapper.queryType = text, SELECT
        for graph in dataset.default:
            wrapper.addParameter("default-graph-uri", graph)
        for graph in dataset.named:
            wrapper.addParameter("named-graph-uri", graph)
        answer = cast("Answer", wrapper.query().response)
        if limited := answer.headers.get("X-SPARQL-MaxRows"):
            raise EngineError(
                f"{self.service.query}: gives no more than {limited} rows",
                "raise ResultSetMaxRows in the server's virtuoso.ini",
            )
        if answer.headers.get("X-SQL-State"):  # Virtuoso's "anytime" answers
            raise EngineError(
                f"{self.service.query}: gives a partial answer, for its time was up",
                "raise MaxQueryExecutionTime in the server's virtuoso.ini",
            )
        try:
            return _rows(json.loads(answer.body))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._no_results() from None

    def _wrapper(self, *, writes: bool) -> SPARQLWrapper:
        wrapper = _OnOurWire(self.service.query, self.service.update, agent=_AGENT)
        wrapper.wire, wrapper.writes = self._wire, writes
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setOnlyConneg(onlyConneg=True)
        return wrapper

    def _no_results(self) -> EngineError:
        return EngineError(
            f"{self.service.query}: answers with something else than whole SPARQL results in JSON",
            "see that this is the URL of a SPARQL 1.1 endpoint, not of a page about it",
        )


class _OnOurWire(SPARQLWrapper):
    """SPARQLWrapper, but that requests go over `Wire`: it would follow anywhere, and take a part."""

    wire: Wire
    writes: bool

    def _query(self) -> tuple[HTTPResponse, str]:
        answer = self.wire.send(self._createRequest(), writes=self.writes)
        return cast("HTTPResponse", answer), self.returnFormat


def _rows(answer: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> Rows:
    """The rows of a parsed answer, spelt as the standard does.

    Raises:
        KeyError, TypeError, AttributeError: it is none.
    """
    variables = [str(name) for name in answer["head"]["vars"]]
    bindings = answer["results"]["bindings"]
    for row in bindings:
        for term in row.values():
            if term["type"] == "typed-literal":  # Virtuoso's, from before the standard
                term["type"] = "literal"
            if term["type"] not in ("uri", "literal", "bnode") or not isinstance(
                term["value"], str
            ):
                raise TypeError(term["type"])
    return Rows(variables, bindings)


def _chunks(lines: list[str]) -> Iterator[str]:
    chunk: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode())
        if chunk and (size + length > _CHUNK_BYTES or len(chunk) == _CHUNK_TRIPLES):
            yield "".join(chunk)
            chunk, size = [], 0
        chunk.append(line)
        size += length
    if chunk:
        yield "".join(chunk)
