"""The labels of the Traffic Light Protocol as FIRST and OASIS name them, from ``ontology/tlp.ttl``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.release.names import values
from kg.resources import once, shipped
from kg.terms import DCT, PREFIXES, SKOS


@dataclass(frozen=True)
class Marking:
    """A label: as FIRST writes it, and the identifier of its STIX marking definition."""

    notation: str
    identifier: str


def marking_of(handling: Iterable[Triple], item: str) -> Marking | None:
    """The label that the handling of an item gives it; None where it has none that we know."""
    labels = values(handling, item, PREFIXES["tlp"] + "label")
    return _markings().get(labels[0]) if labels else None


@once
def _markings() -> Mapping[str, Marking]:
    """By the IRI of the label."""
    told = [
        quad.triple
        for quad in parse(path=str(shipped("ontology") / "tlp.ttl"), format=RdfFormat.TURTLE)
    ]
    labels = {
        triple.subject.value
        for triple in told
        if triple.predicate.value == SKOS + "notation" and isinstance(triple.subject, NamedNode)
    }
    return {
        label: Marking(
            values(told, label, SKOS + "notation")[0], values(told, label, DCT + "identifier")[0]
        )
        for label in labels
    }
