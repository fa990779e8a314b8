"""What follows from a bundle and the public ontology, under RDFS and OWL RL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

import owlrl
import rdflib
import reasonable
from pyoxigraph import RdfFormat, parse
from rdflib.term import Node

from tests.reference.terms import ROOT, TYPE

SYNTAXES = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def facts(files: Mapping[str, bytes], public: Iterable[Path]) -> rdflib.Graph:
    """All RDF of a bundle, and the public files, in one graph."""
    graph = rdflib.Graph()
    for path, data in sorted(files.items()):
        syntax = next((form for end, form in SYNTAXES.items() if path.endswith(end)), None)
        if syntax and path != "context.jsonld":
            _add(graph, data, syntax)
    for path in public:
        _add(graph, path.read_bytes(), RdfFormat.TURTLE)
    return graph


def _add(graph: rdflib.Graph, data: bytes, syntax: RdfFormat) -> None:
    lines = "".join(f"{quad.triple} .\n" for quad in parse(BytesIO(data), format=syntax))
    graph.parse(data=lines, format="nt")


def rdfs_and_owl_rl(graph: rdflib.Graph) -> rdflib.Graph:
    """The closure by owlrl, of RDFS and OWL RL at once; slow, so for the core terms."""
    closed = rdflib.Graph()
    for triple in graph:
        closed.add(triple)
    owlrl.DeductiveClosure(owlrl.RDFS_OWLRL_Semantics, axiomatic_triples=True).expand(closed)
    return closed


def owl_rl(graph: rdflib.Graph) -> rdflib.Graph:
    """The closure by `reasonable`, of OWL RL."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    closed = rdflib.Graph()
    for triple in [*graph, *reasoner.reason()]:
        closed.add(triple)
    return closed


def items(graph: rdflib.Graph) -> set[str]:
    """What a graph says is an information item."""
    return {str(node) for node in graph.subjects(rdflib.URIRef(TYPE), rdflib.URIRef(ROOT))}


def words(graph: rdflib.Graph) -> str:
    """Every term of a graph as text, in small letters."""
    terms: set[Node] = {term for triple in graph for term in triple}
    return "\n".join(sorted(term.n3() for term in terms)).casefold()
