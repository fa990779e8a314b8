"""R12: which faults stop every run, and which items the others withhold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.engines import open_engine
from kg.facts import Facts
from kg.gate.taxonomy import CATEGORY, ROOT
from kg.gate.triples import TYPE, Triples, reach
from kg.terms import GENID, KG, PREFIXES, RDF, RDFS
from kg.validate import violations

# What a faulty record of each kind names; it withholds these, where they are items and nothing else.
_NAMING: Final = {
    KG + "assesses": KG + "Assessment",
    KG + "reviews": KG + "CaseReview",
    KG + "consentsTo": KG + "Consent",
    KG + "appliesTo": KG + "Restriction",
    RDF + "subject": RDF + "Statement",
}
_STATING: Final = frozenset(RDF + name for name in ("subject", "predicate", "object"))
# What points at other nodes is always also the record that it looks like; only items are marks.
_POINTING: Final = {
    **{name: kind for name, kind in _NAMING.items() if name.startswith(KG)},
    KG + "compiles": KG + "CompilationRule",
    KG + "disclosed": KG + "Disclosure",
    KG + "membership": KG + "Network",
    KG + "member": KG + "Membership",
}
_STATEMENT: Final = RDF + "Statement"
_OF_ITEMS: Final = frozenset(
    KG + name for name in ("providedBy", "obtainedUnder", "aboutSystem", "detail")
)
_WITHHOLDING: Final = frozenset({ROOT, *_NAMING.values(), KG + "LegalGateway"})


@dataclass(frozen=True)
class Faults:
    """What the shapes and the loading found.

    Attributes:
        stopping: the faulty nodes that stop every run, sorted.
        withheld: the items that are withheld from everyone.
    """

    stopping: tuple[str, ...]
    withheld: frozenset[str]


def faults(facts: Facts, triples: Triples) -> Faults:
    """Runs the shapes on the asserted facts and draws R12's consequences, on the side of stopping."""
    faulty = {found.focus for found in violations(open_engine("oxigraph", facts.store))}
    stopping = {fault.node for fault in facts.faults}
    stopping |= {node for node in faulty if _stops(triples, node)}
    concerned = {each for node in faulty - stopping for each in (node, *_named(triples, node))}
    withheld = {each for each in concerned if ROOT in _kinds(triples, each)}
    return Faults(tuple(sorted(stopping)), frozenset(withheld))


def _stops(triples: Triples, node: str) -> bool:
    """Whether a faulty node is neither an item nor a record that names items and nothing else."""
    kinds, named = _kinds(triples, node), _named(triples, node)
    if not kinds or not kinds <= _WITHHOLDING:
        return True
    if ROOT in kinds and (node.startswith(GENID) or triples.subjects(KG + "disclosed", node)):
        return True
    if kinds != {ROOT} and not named:
        return True
    return any(
        ROOT not in of_target or CATEGORY in of_target
        for of_target in (_kinds(triples, target) for target in named)
    )


def _named(triples: Triples, node: str) -> list[str]:
    """What a record names; a literal, which is no item, as its text."""
    return [str(value) for name in _NAMING for value in triples.values(node, name)]


def _kinds(triples: Triples, node: str) -> frozenset[str]:
    """The classes of R12 that a node is in, by its types or else its properties; items are in the root."""
    kinds = _classes(triples, node)
    properties = triples.properties(node) if not node.startswith('"') else set()
    held_only = KG + "holder" in properties and KG + "recipient" not in properties
    if (held_only and not kinds) or properties & _OF_ITEMS:
        kinds |= {ROOT}
    listing = [_listing(triples, name) for name in properties]
    if not kinds:
        kinds |= {kind for classes in listing if len(classes) == 1 for kind in classes}
    kinds |= {kind for name, kind in _POINTING.items() if name in properties}
    if ROOT in kinds and (properties & _STATING or _STATEMENT in triples.nodes(node, TYPE)):
        kinds |= {_STATEMENT}
    return frozenset(kinds or {kind for classes in listing for kind in classes})


def _classes(triples: Triples, node: str) -> set[str]:
    """The classes above a node's types on which some property of ours may stand."""
    above = reach(triples.nodes(node, TYPE), lambda kind: triples.nodes(kind, RDFS + "subClassOf"))
    return {kind for kind in above if any(_ours(triples, each) for each in _on(triples, kind))}


def _listing(triples: Triples, name: str) -> list[str]:
    """The classes on which a property of ours may stand."""
    if not _ours(triples, name):
        return []
    return triples.nodes(name, PREFIXES["schema"] + "domainIncludes")


def _on(triples: Triples, kind: str) -> list[str]:
    return list(triples.subjects(PREFIXES["schema"] + "domainIncludes", kind))


def _ours(triples: Triples, name: str) -> bool:
    return KG.removesuffix("#") in triples.nodes(name, RDFS + "isDefinedBy")
