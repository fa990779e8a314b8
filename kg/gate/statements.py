"""Whether what a bundle says of its items, and of its terms, is asserted and may leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.bundle import HANDLING, handling_name
from kg.gate.case import Case
from kg.gate.objection import Objection
from kg.gate.triples import TYPE, Term, plain
from kg.terms import shorten


@dataclass(frozen=True)
class Spoken:
    """A triple of the data, and of what it speaks.

    Attributes:
        item: the item that it is of; "" where it is of none of the bundle.
        handling: whether it says how to handle the item, not what the item is.
        subject, name, value: the triple.
    """

    item: str
    handling: bool
    subject: str
    name: str
    value: Term

    def __str__(self) -> str:
        return f"{shorten(self.subject)} {shorten(self.name)} {shorten(str(self.value))}"


def statements_are_asserted(case: Case) -> Iterator[Objection]:
    """Each statement is asserted of its item and may leave, or says what the item's statements name."""
    for each in spoken(case):
        if not each.item:
            yield Objection(case.contents.data, f"it is of no item of the bundle: {each}")
        elif not each.handling and not _may_leave(case, each) and not _tells_a_name(case, each):
            yield Objection(each.item, f"nothing lets this leave with it: {each}")


def ontology_is_asserted(case: Case) -> Iterator[Objection]:
    """What the bundle tells of its terms is asserted, too."""
    for quad in case.contents.quads.get("ontology.ttl", ()):
        each = _spoken("", False, quad)
        if each.value not in case.triples.values(each.subject, each.name):
            yield Objection("ontology.ttl", f"not in the inventory: {each}")


def spoken(case: Case) -> list[Spoken]:
    """The triples of the data, each with the item that it is of, sorted.

    Where the data is one graph, a triple is told by its subject. What may leave as a statement of an
    item is one; its other triples are how to handle it. What is said of a node that items name is of
    the first of them.
    """
    handling = {handling_name(item, case.recipient): item for item in case.items}
    quads = case.contents.quads.get(case.contents.data, frozenset())
    naming = _naming(case, quads)
    found = []
    for quad in quads:
        subject = str(plain(quad.subject))
        if case.contents.in_graphs:
            graph = str(plain(quad.graph_name))
            item = graph if graph in case.items else handling.get(graph, "")
            stray = item == graph and subject != item and item not in naming.get(subject, ())
            found.append(_spoken("" if stray else item, graph in handling, quad))
        elif subject.startswith(HANDLING):
            found.append(_spoken(handling.get(subject.rpartition("-")[0], ""), True, quad))
        elif subject in case.items:
            statement = _may_leave(case, _spoken(subject, False, quad))
            found.append(_spoken(subject, not statement, quad))
        else:
            found.append(_spoken(min(naming.get(subject, ()), default=""), False, quad))
    return sorted(found, key=lambda each: (each.item, each.handling, str(each)))


def _naming(case: Case, quads: Iterable[Quad]) -> dict[str, set[str]]:
    """By node that is no item, the items of the bundle that name it, other than as a type."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        subject, value = str(plain(quad.subject)), plain(quad.object)
        if subject in case.items and quad.predicate.value != TYPE and isinstance(value, str):
            found.setdefault(value, set()).add(subject)
    return found


def _may_leave(case: Case, each: Spoken) -> bool:
    """Asserted of the item, of a property that a release profile or our terms let leave with items."""
    return (
        each.subject == each.item
        and each.name in case.profile.releases
        and each.value in case.triples.values(each.item, each.name)
    )


def _tells_a_name(case: Case, each: Spoken) -> bool:
    """Whether it says how a node is called, or of which of the classes that may be told it is."""
    if each.value not in case.triples.values(each.subject, each.name):
        return False
    return each.name in case.profile.names_by or (
        each.name == TYPE and each.value in case.profile.types_as
    )


def _spoken(item: str, handling: bool, quad: Quad) -> Spoken:
    subject, value = str(plain(quad.subject)), plain(quad.object)
    return Spoken(item, handling, subject, quad.predicate.value, value)
