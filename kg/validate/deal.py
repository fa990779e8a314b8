"""Deals the shapes out to two engines, so that the two reports together are that of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.terms import RDF, RDFS, SH

TARGETS = frozenset(
    NamedNode(SH + "target" + end) for end in ("", "Node", "Class", "SubjectsOf", "ObjectsOf")
)
PROPERTY = NamedNode(SH + "property")
TYPE = NamedNode(RDF + "type")
CLASS = NamedNode(RDFS + "Class")
# With these, a shape looks at all its properties together.
TOGETHER = (NamedNode(SH + "closed"), NamedNode(SH + "qualifiedValueShapesDisjoint"))


@dataclass(frozen=True)
class Dealt:
    """Shapes as N-Triples, an engine.

    Attributes:
        fast: for the fast engine.
        reference: for pySHACL; "" where the fast engine does everything.
    """

    fast: str
    reference: str


def deal(store: Store, flagged: Set[Any]) -> Dealt:
    """Gives the flagged shapes, and whatever refers to them, to pySHACL, and the rest to the fast engine.

    A shape with a target that refers to flagged ones only as its properties is divided: each engine
    has those of its properties that are its own.

    Args:
        store: the shapes.
        flagged: the nodes that the fast engine gets wrong.
    """
    quads = list(store)
    tainted = _referring(quads, flagged)
    if not tainted:
        return Dealt(_text(quads), "")
    referred = {quad.object for quad in quads if quad.subject != quad.object}
    divided = {
        node
        for node in tainted - flagged
        if node not in referred and _divisible(store, node, tainted)
    }
    return Dealt(
        _text(quad for quad in quads if _is_fast(quad, tainted, divided)),
        _text(quad for quad in quads if _is_reference(quad, tainted, divided)),
    )


def _referring(quads: list[Quad], flagged: Set[Any]) -> set[Any]:
    """The flagged nodes and all from which a way leads to them."""
    before = defaultdict(list)
    for quad in quads:
        before[quad.object].append(quad.subject)
    found, open_ = set(flagged), list(flagged)
    while open_:
        new = set(before[open_.pop()]) - found
        found |= new
        open_ += new
    return found


def _divisible(store: Store, node: Any, tainted: Set[Any]) -> bool:
    about = list(store.quads_for_pattern(node, None, None, None))
    parts = (node, *(quad.object for quad in about if quad.predicate == PROPERTY))
    together = any(
        list(store.quads_for_pattern(part, term, None, None)) for part in parts for term in TOGETHER
    )
    return not together and all(
        quad.predicate == PROPERTY for quad in about if quad.object in tainted
    )


def _is_fast(quad: Quad, tainted: Set[Any], divided: Set[Any]) -> bool:
    if quad.subject in divided:
        return quad.object not in tainted
    return quad.subject not in tainted


def _is_reference(quad: Quad, tainted: Set[Any], divided: Set[Any]) -> bool:
    """Shapes of the fast engine stay, for others refer to them, but have no targets."""
    if quad.subject in divided:
        return quad.predicate != PROPERTY or quad.object in tainted
    is_target = quad.predicate in TARGETS or (quad.predicate == TYPE and quad.object == CLASS)
    return quad.subject in tainted or not is_target


def _text(quads: Iterable[Quad]) -> str:
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert text is not None  # no output was given, so the bytes come back
    return text.decode()
