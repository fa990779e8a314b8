"""Each run has graphs of its own: how the graphs that a query names become those of the run.

A query names a graph as ``GRAPH <IRI>`` or by a prefixed name ``derived:levels``; no node has a
prefixed name in ``derived:`` (a test holds the queries to both). Only these tokens are rewritten:
not strings, comments or other IRIs, nor ``derived:`` alone, of which rules make the IRIs of nodes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.guard import NOT_CODE
from kg.terms import DERIVED

RUNS: Final = "https://w3id.org/aisi-kg/run/"

_TOKEN = re.compile(
    rf"(?P<graph>(?<![?$:\w-])GRAPH\s+)<(?P<iri>{re.escape(DERIVED)}[\w-]+)>"
    rf"|(?P<other>{NOT_CODE.pattern})"
    r"|(?<![?$:\w-])derived:(?P<local>[A-Za-z][\w-]*)",
    re.DOTALL | re.IGNORECASE,
)
_WHERE = re.compile(rf"(?P<other>{NOT_CODE.pattern})|\bWHERE\s*\{{", re.DOTALL | re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|PREFIX\s+[\w-]*:\s*<[^>]*>|BASE\s+<[^>]*>)*", re.IGNORECASE)
# What an update of ours does, and nothing else: clear a graph of the run, insert into one.
_ELSEWHERE = re.compile(
    r"(?<![?$:\w-])(?:(?:LOAD|DROP|CREATE|COPY|MOVE|ADD|DELETE|WITH|USING|SERVICE)(?![\w:-])"
    r"|CLEAR(?!\s+SILENT\s+GRAPH\s)|INSERT(?!\s*(?:DATA\s*)?\{\s*GRAPH\s))",
    re.IGNORECASE,
)
_GRAPH = re.compile(r"(?<![?$:\w-])GRAPH(?![\w:-])\s*(\S*)", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """The names of the graphs of one run.

    Attributes:
        run: the IRI of the run, and of the graph that says when it began.
    """

    run: str

    @property
    def facts(self) -> str:
        """The graph that is the default graph of all queries and updates."""
        return f"{self.run}/facts"

    def of(self, graph: str) -> str:
        """The run's graph for one that a query names.

        Raises:
            ValueError: it is none of the derived graphs.
        """
        if not graph.startswith(DERIVED):
            raise ValueError(f"{graph}: not a derived graph")
        return f"{self.run}/derived/{graph.removeprefix(DERIVED)}"

    def back(self, text: str) -> str:
        """An answer with the names of graphs as the query has them."""
        return text.replace(f"{self.run}/derived/", DERIVED)

    def rewritten(self, text: str) -> tuple[str, frozenset[str]]:
        """A query or an update with the run's graphs, and which these are.

        Raises:
            ValueError: it names a graph that is not the run's.
        """
        graphs = set()

        def ours(match: re.Match[str]) -> str:
            if match["other"] is not None:
                return match[0]
            graphs.add(name := self.of(match["iri"] or DERIVED + match["local"]))
            return f"{match['graph'] or ''}<{name}>"

        if not _GRAPH.search(NOT_CODE.sub(_iri_or_space, text)):
            return text, frozenset()
        written = _TOKEN.sub(ours, text)
        for name in _GRAPH.findall(NOT_CODE.sub(_iri_or_space, written)):
            if not name.startswith(("?", "$", f"<{self.run}/")):
                raise ValueError(f"GRAPH {name}: not a graph of the run")
        return written, frozenset(graphs)

    def update(self, text: str) -> tuple[str, frozenset[str]]:
        """As `rewritten`, for an update.

        Raises:
            ValueError: it would do more than to clear the run's graphs and to insert into them.
        """
        if found := _ELSEWHERE.search(NOT_CODE.sub(" ", text)):
            raise ValueError(f"{found[0]}: an update that does not stay in the graphs of its run")
        return self.rewritten(text)


def bound(text: str, terms: Mapping[str, object]) -> str:
    """The query with values for some of its variables, before all else: Virtuoso needs them there."""
    if not terms:
        return text
    names, values = " ".join(f"?{name}" for name in terms), " ".join(map(str, terms.values()))
    for match in _WHERE.finditer(text):
        if match["other"] is None:
            return f"{text[: match.end()]} VALUES ({names}) {{ ({values}) }} {text[match.end() :]}"
    raise ValueError("a query without WHERE")


def counting(text: str) -> str:
    """The query that asks how many rows another has."""
    match = _PROLOGUE.match(text)
    assert match is not None  # it may be empty
    return f"{match[0]}\nSELECT (COUNT(*) AS ?rows) WHERE {{ {{ {text[match.end() :]}\n}} }}"


def _iri_or_space(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("<") else " "
