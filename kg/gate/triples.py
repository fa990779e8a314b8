"""The asserted facts as plain lookups: IRIs are text, literals stay literals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.terms import KG, RDF

TYPE = RDF + "type"
Term = str | Literal


class Triples:
    """What is in the default graph of a store; what was derived lies in named graphs and is not seen."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values: dict[tuple[str, str], list[Term]] = {}
        self._subjects: dict[tuple[str, Term], list[str]] = {}
        for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
            assert isinstance(quad.subject, NamedNode)  # blank nodes have become IRIs on load
            subject, name, value = quad.subject.value, quad.predicate.value, plain(quad.object)
            self._values.setdefault((subject, name), []).append(value)
            self._subjects.setdefault((name, value), []).append(subject)

    def values(self, subject: str, name: str) -> Sequence[Term]:
        """All values of a property."""
        return self._values.get((subject, name), ())

    def nodes(self, subject: str, name: str) -> list[str]:
        """The values of a property that are IRIs."""
        return [value for value in self.values(subject, name) if isinstance(value, str)]

    def texts(self, subject: str, name: str) -> list[str]:
        """The lexical forms of the values of a property that are literals."""
        return [value.value for value in self.values(subject, name) if isinstance(value, Literal)]

    def subjects(self, name: str, value: Term) -> Sequence[str]:
        """What has this value of a property."""
        return self._subjects.get((name, value), ())

    def properties(self, subject: str) -> set[str]:
        """The properties that a node has."""
        quads = self._store.quads_for_pattern(NamedNode(subject), None, None, DefaultGraph())
        return {quad.predicate.value for quad in quads}

    def instances(self, kind: str) -> Sequence[str]:
        """What is typed by a class."""
        return self.subjects(TYPE, kind)

    def rank(self, value: str, order: str) -> int:
        """The place of a level, tier, strength, outcome or detail in an order that the data gives.

        Raises:
            KeyError: it has none.
        """
        for text in self.texts(value, order):
            return int(text)
        raise KeyError(f"{value} has no {order}")

    def in_force(self, record: str, day: str) -> bool:
        """Whether the window of a record holds on a day: from <= day < until, a missing bound is open."""
        begun = all(start <= day for start in self.texts(record, KG + "validFrom"))
        return begun and all(day < end for end in self.texts(record, KG + "validUntil"))


def plain(term: object) -> Term:
    """A term of pyoxigraph: an IRI as text, a literal as it is, anything else as its text."""
    if isinstance(term, NamedNode):
        return term.value
    return term if isinstance(term, Literal) else str(term)


def reach(starts: Iterable[str], step: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """The starts and whatever steps lead to from them."""
    found: set[str] = set()
    open_ = list(starts)
    while open_:
        node = open_.pop()
        if node not in found:
            found.add(node)
            open_.extend(step(node))
    return frozenset(found)
