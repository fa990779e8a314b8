"""What the graphs of a bundle say of a node: how it is called, and the values of its properties.

Names come from these graphs alone: a bundle says nothing that is not in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.release.content import FOAF, Content
from kg.terms import DCT, PREFIXES, RDFS, SKOS

# The first counts; see `kg:namesBy` of the release profile.
_NAMED_BY = (
    DCT + "title",
    RDFS + "label",
    SKOS + "prefLabel",
    FOAF + "name",
    PREFIXES["schema"] + "name",
)


def names(content: Content) -> dict[str, str]:
    """How each node is called, by its IRI: in English where the graphs do; what has no name is absent."""
    found: dict[str, tuple[tuple[int, int], str]] = {}
    for triple in told(content):
        if triple.predicate.value in _NAMED_BY and isinstance(triple.object, Literal):
            node = _text(triple.subject)
            rank = _foreign(triple.object), _NAMED_BY.index(triple.predicate.value)
            candidate = rank, triple.object.value
            found[node] = min(found.get(node, candidate), candidate)
    return {node: name for node, (_, name) in found.items()}


def told(content: Content) -> Iterator[Triple]:
    """All triples of the statements and of the ontology, in no order."""
    for triples in content.statements.values():
        yield from triples
    yield from content.ontology


def values(triples: Iterable[Triple], subject: str, predicate: str) -> list[str]:
    """The values of a property of a node, sorted: IRIs and texts, those in English first."""
    found = {
        triple.object
        for triple in triples
        if triple.predicate.value == predicate and _text(triple.subject) == subject
    }
    return [_text(term) for term in sorted(found, key=lambda term: (_foreign(term), str(term)))]


def _foreign(term: object) -> int:
    """0 for English, 1 for no language, 2 for another."""
    language = term.language if isinstance(term, Literal) else None
    if language is None:
        return 1
    return 0 if language.partition("-")[0] == "en" else 2


def _text(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)  # there is no blank node in a bundle
    return term.value
