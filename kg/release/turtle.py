"""Triples for the files beside the data: made from plain descriptions, written in Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.bundle import write_graphs
from kg.release.content import BUNDLE_PREFIXES
from kg.terms import RDF, XSD

TYPE: Final = RDF + "type"
PLAIN: Final = frozenset({XSD + "string", RDF + "langString"})  # written without a datatype


def describe(subject: str, said: Mapping[str, Iterable[str | Literal]]) -> set[Triple]:
    """What is said of a node.

    Args:
        subject: an IRI.
        said: values by property (an IRI); a text is an IRI.
    """
    return {
        Triple(
            NamedNode(subject),
            NamedNode(predicate),
            NamedNode(value) if isinstance(value, str) else value,
        )
        for predicate, values in said.items()
        for value in values
    }


def english(text: str) -> Literal:
    """A text of ours."""
    return Literal(text, language="en")


def typed(value: object, datatype: str) -> Literal:
    """A literal of one of the datatypes of XML Schema, by its name there."""
    return Literal(str(value), datatype=NamedNode(XSD + datatype))


def turtle(triples: Iterable[Triple]) -> bytes:
    """Triples in Turtle, repeatable, with those of our prefixes that occur."""
    told = frozenset(triples)
    return write_graphs({"": told}, "ttl", occurring_prefixes(told))


def occurring_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    """Those of `BUNDLE_PREFIXES` in whose namespaces an IRI of the triples is."""
    iris: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                iris.add(term.value)
            elif isinstance(term, Literal) and term.datatype.value not in PLAIN:
                iris.add(term.datatype.value)
    return {
        prefix: space
        for prefix, space in BUNDLE_PREFIXES.items()
        if any(iri.startswith(space) for iri in iris)
    }
