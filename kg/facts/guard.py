"""What an input may not do (R12): change what is shipped, bring a policy, or ask for the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.errors import InputError, PolicyError
from kg.facts.sources import Source, read
from kg.terms import GENID, KG, OWL, RDF, RDFS, SKOS, shorten

if TYPE_CHECKING:
    from kg.facts.shipped import Shipped

DEFAULT = DefaultGraph()
TYPE = NamedNode(RDF + "type")
IMPORTS = NamedNode(OWL + "imports")
IS_DEFINED_BY = NamedNode(RDFS + "isDefinedBy")
OURS = NamedNode(KG.removesuffix("#"))

# What anyone may add to a shipped node: labels, and members of a network.
_ADDABLE = {
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    KG + "membership",
}
# Types and relations that hold of everything, or of everything to itself, whatever is shipped.
_UNIVERSAL_TYPES = {OWL + "Thing", OWL + "NamedIndividual", RDFS + "Resource"}
_TOPS = {OWL + "Thing", RDFS + "Resource"}
_REFLEXIVE = {
    OWL + "sameAs",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
}
_EXPRESSING = {OWL + name for name in ("onProperty", "oneOf", "intersectionOf", "unionOf")}
_POLICY_CLASSES = ("Policy", "TierCell", "SharingRule")


@dataclass(frozen=True)
class Fault:
    """What an input does that stops every run, and `kg validate` reports.

    Attributes:
        node: the IRI of the node at fault.
        value: the offending value as text, or "".
        message: what is wrong, and what to do instead.
    """

    node: str
    value: str
    message: str


def no_remote_imports(inputs: Store, shipped: Store, sources: Iterable[Source]) -> None:
    """Nothing is fetched: an ``owl:imports`` must name an ontology that is loaded.

    Args:
        inputs: what was read from the sources.
        shipped: the ontology and the policy.
        sources: the files, to name the one that imports.

    Raises:
        InputError: it names another.
    """
    loaded = {
        quad.subject
        for store in (inputs, shipped)
        for quad in store.quads_for_pattern(None, TYPE, NamedNode(OWL + "Ontology"), DEFAULT)
    } | {
        quad.object
        for store in (inputs, shipped)
        for quad in store.quads_for_pattern(None, NamedNode(OWL + "versionIRI"), None, DEFAULT)
    }
    for quad in inputs.quads_for_pattern(None, IMPORTS, None, DEFAULT):
        if quad.object not in loaded:
            files = (str(source.path) for source in sources if _imports(source, quad.object))
            raise InputError(
                f"{next(files, 'an input')}: owl:imports {quad.object}: imports are never fetched",
                "give the imported file as an input, or remove the import",
            )


def _imports(source: Source, ontology: object) -> bool:
    store = Store()
    read(source, store)
    return any(True for _ in store.quads_for_pattern(None, IMPORTS, ontology, None))  # type: ignore[arg-type]


def policies(inputs: Store) -> Iterator[Fault]:
    """The policies, cells and sharing rules that an input brings."""
    for name in _POLICY_CLASSES:
        for quad in inputs.quads_for_pattern(None, TYPE, NamedNode(KG + name), DEFAULT):
            yield Fault(
                _text(quad.subject),
                KG + name,
                f"A kg:{name} in an input: exactly one policy is in force; give yours by --policy.",
            )


def only_a_policy(policy: Store, ontology: Store) -> None:
    """A policy file describes policies, cells and rules, and nothing that the ontology describes.

    Raises:
        PolicyError: it holds something else.
    """
    allowed = {NamedNode(KG + name) for name in _POLICY_CLASSES} | {NamedNode(OWL + "Ontology")}
    for subject in {quad.subject for quad in policy}:
        types = {quad.object for quad in policy.quads_for_pattern(subject, TYPE, None, DEFAULT)}
        known = any(True for _ in ontology.quads_for_pattern(subject, None, None, DEFAULT))
        if known or not types & allowed:
            raise PolicyError(
                f"{shorten(_text(subject))}: does not belong in a policy file",
                "a policy file holds one kg:Policy, its cells and its rules; the rest is input",
            )


def changes_to_what_is_shipped(inputs: Store, shipped: Shipped) -> Iterator[Fault]:
    """Takes out what an input says anew of a shipped node, labels and memberships aside.

    What follows from the shipped files alone under OWL 2 RL is nothing new.
    """
    suspects = [
        quad
        for subject in shipped.subjects
        for quad in inputs.quads_for_pattern(subject, None, None, DEFAULT)
        if quad.predicate.value not in _ADDABLE
        and quad not in shipped.store
        and not _trivial(quad, shipped.store)
    ]
    for quad in sorted(suspects, key=str):
        if _names_an_expression(quad, inputs):
            inputs.remove(quad)
        elif (quad.subject, quad.predicate, quad.object) not in shipped.entailed:
            inputs.remove(quad)
            yield Fault(
                _text(quad.subject),
                _text(quad.object),
                f"This is shipped, and an input says {shorten(quad.predicate.value)} of it: use a "
                "term of your own, below or beside it, or an assessment of it.",
            )
    for quad in list(inputs.quads_for_pattern(None, IS_DEFINED_BY, OURS, DEFAULT)):
        if quad.subject not in shipped.subjects:
            inputs.remove(quad)
            yield Fault(
                _text(quad.subject),
                "",
                "Only shipped terms are ours: remove its rdfs:isDefinedBy, or use a term that exists.",
            )


def _names_an_expression(quad: Quad, inputs: Store) -> bool:
    """Whether a node is put into a class without a name, as reasoners do; nothing here reads that."""
    predicate, expression = quad.predicate.value, quad.object
    return (
        predicate in (TYPE.value, RDFS + "subClassOf", OWL + "equivalentClass")
        and isinstance(expression, NamedNode)
        and expression.value.startswith(GENID)
        and any(
            each.predicate.value in _EXPRESSING
            for each in inputs.quads_for_pattern(expression, None, None, DEFAULT)
        )
    )


def _trivial(quad: Quad, shipped: Store) -> bool:
    """Whether a reasoner may say it of any such node: what RDF, RDFS and OWL entail of all."""
    predicate, value = quad.predicate.value, _text(quad.object)
    if predicate == TYPE.value:
        kinds = {
            _text(q.object) for q in shipped.quads_for_pattern(quad.subject, TYPE, None, DEFAULT)
        }
        return (
            value in _UNIVERSAL_TYPES
            or (value == RDF + "Property" and any(kind.endswith("Property") for kind in kinds))
            or (value == RDFS + "Class" and OWL + "Class" in kinds)
        )
    if predicate == RDFS + "subClassOf" and value in _TOPS:
        return True
    return predicate in _REFLEXIVE and quad.object == quad.subject


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
