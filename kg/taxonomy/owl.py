"""The taxonomy as one OWL ontology in RDF/XML: categories, ratings, and every term that they need.

It imports nothing and declares what it uses, so that Protégé opens it alone and without a network.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from kg.errors import InputError
from kg.taxonomy.extract import Node, described
from kg.taxonomy.vocabulary import TYPE, about, vocabulary
from kg.terms import DCT, KG, OWL, PREFIXES, PROV, RDF, RDFS

ONTOLOGY = "https://w3id.org/aisi-kg/taxonomy"
_OURS = NamedNode(KG.removesuffix("#"))
_BUILT_IN = (RDF, RDFS, OWL)
# The properties of other vocabularies are annotations, also prov:generatedAtTime: OWL 2 has no
# xsd:date, and HermiT would reject a data property with dates.
_DECLARED = {PROV + "wasAttributedTo": OWL + "ObjectProperty"}
_AXIOMS = tuple(NamedNode(OWL + name) for name in ("AllDisjointClasses", "AllDifferent"))


def owl(store: Store, categories: Iterable[Node]) -> bytes:
    """RDF/XML of the categories, their ratings, and our terms.

    Args:
        store: the files as they are written (see `kg.taxonomy.load.read_raw`).
        categories: those to write.

    Raises:
        InputError: something can't be written in RDF/XML.
    """
    triples = ontology(store, categories)
    try:
        text = serialize(sorted(triples, key=str), format=RdfFormat.RDF_XML, prefixes=PREFIXES)
        assert text is not None  # no output was given, so the bytes come back
        back = sum(1 for _ in parse(text, format=RdfFormat.RDF_XML))
    except (SyntaxError, ValueError) as error:
        raise _unwritable(str(error)) from None
    if back != len(triples):
        raise _unwritable(f"{len(triples)} triples, of which {back} come back")
    return text


def ontology(store: Store, categories: Iterable[Node]) -> set[Triple]:
    """The triples of that ontology."""
    triples = {quad.triple for quad in described(store, categories)}
    for dimension in vocabulary(store).dimensions.values():
        triples |= {quad.triple for quad in about(store, NamedNode(dimension))}
    for quad in store.quads_for_pattern(
        None, NamedNode(RDFS + "isDefinedBy"), _OURS, DefaultGraph()
    ):
        triples |= {other.triple for other in about(store, quad.subject)}
    _with_blank_nodes(store, triples)
    for kind in _AXIOMS:
        for quad in store.quads_for_pattern(None, TYPE, kind, DefaultGraph()):
            axiom = {other.triple for other in about(store, quad.subject)}
            _with_blank_nodes(store, axiom)
            if _named(axiom) <= {triple.subject for triple in triples}:
                triples |= axiom
    triples |= _header()
    return triples | _declarations(triples)


def _with_blank_nodes(store: Store, triples: set[Triple]) -> None:
    """Adds what is said of the blank nodes among the values, however deep."""
    seen: set[BlankNode] = set()
    waiting = {t.object for t in triples if isinstance(t.object, BlankNode)}
    while waiting:
        node = waiting.pop()
        seen.add(node)
        found = {quad.triple for quad in about(store, node)}
        triples |= found
        waiting |= {t.object for t in found if isinstance(t.object, BlankNode)} - seen


def _named(triples: set[Triple]) -> set[NamedNode]:
    """The terms that an axiom is about."""
    values = {t.object for t in triples if t.predicate not in (TYPE,)}
    return {v for v in values if isinstance(v, NamedNode) and not v.value.startswith(_BUILT_IN)}


def _declarations(triples: set[Triple]) -> set[Triple]:
    """A type for each property, and each class above ours, that has none."""
    typed = {triple.subject for triple in triples if triple.predicate == TYPE}
    kinds: dict[NamedNode, str] = {}
    for triple in triples:
        kinds[triple.predicate] = _DECLARED.get(triple.predicate.value, OWL + "AnnotationProperty")
        value = triple.object
        if triple.predicate.value == RDFS + "subPropertyOf" and isinstance(value, NamedNode):
            kinds.setdefault(value, OWL + "AnnotationProperty")
        if triple.predicate.value == RDFS + "subClassOf" and isinstance(value, NamedNode):
            kinds.setdefault(value, OWL + "Class")
    return {
        Triple(term, TYPE, NamedNode(kind))
        for term, kind in kinds.items()
        if term not in typed and not term.value.startswith(_BUILT_IN)
    }


def _header() -> set[Triple]:
    node = NamedNode(ONTOLOGY)
    title = Literal("What AI safety institutes may share: the categories", language="en")
    licence = NamedNode("https://creativecommons.org/licenses/by/4.0/")
    return {
        Triple(node, TYPE, NamedNode(OWL + "Ontology")),
        Triple(node, NamedNode(DCT + "title"), title),
        Triple(node, NamedNode(DCT + "license"), licence),
    }


def _unwritable(why: str) -> InputError:
    return InputError(
        f"the taxonomy can't be written as RDF/XML: {why}", "export it as csv or skos"
    )
