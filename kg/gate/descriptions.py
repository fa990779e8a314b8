"""Categories that follow from what an item is described to be.

The equivalences of the ontology say which: a category is the intersection of a base category and of
conditions, a condition being a value of a property, or one of several.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.gate.taxonomy import Taxonomy
from kg.gate.triples import Term, Triples, reach
from kg.terms import OWL, RDF

Value = tuple[str, Term]
Condition = frozenset[Value]


@dataclass(frozen=True)
class Definition:
    """A category, the category on which its definition builds, and what it asks for beside."""

    category: str
    base: str
    conditions: tuple[Condition, ...]


class Descriptions:
    """The definitions of an ontology, applied to items."""

    def __init__(self, triples: Triples, taxonomy: Taxonomy) -> None:
        self._triples = triples
        self._taxonomy = taxonomy
        self.definitions = tuple(_definitions(triples, taxonomy))
        self._properties = sorted(
            {
                name
                for definition in self.definitions
                for condition in definition.conditions
                for name, _ in condition
            }
        )
        self._known: dict[tuple[frozenset[str], frozenset[Value]], frozenset[str]] = {}

    def categories(self, item: str, types: frozenset[str]) -> frozenset[str]:
        """All categories of an item: above its types, and those that follow from its description."""
        said = frozenset(
            (name, value) for name in self._properties for value in self._triples.values(item, name)
        )
        if (types, said) not in self._known:
            self._known[types, said] = self._follow(self._taxonomy.over(types), said)
        return self._known[types, said]

    def _follow(self, categories: frozenset[str], said: frozenset[Value]) -> frozenset[str]:
        """Applies the definitions until none adds a category; what is left out entails nothing."""
        while True:
            new = {
                definition.category
                for definition in self.definitions
                if definition.category not in categories
                and definition.base in categories
                and all(self._met(each, categories, said) for each in definition.conditions)
            }
            if not new:
                return categories
            categories |= self._taxonomy.over(new)

    def _met(
        self, condition: Condition, categories: frozenset[str], said: frozenset[Value]
    ) -> bool:
        """By a value, or by a category that by its own definition asks for as much or more."""
        return not condition.isdisjoint(said) or any(
            definition.category in categories
            and any(stricter <= condition for stricter in definition.conditions if stricter)
            for definition in self.definitions
        )


def _definitions(triples: Triples, taxonomy: Taxonomy) -> list[Definition]:
    found = []
    for category in sorted(taxonomy.categories):
        for expression in triples.nodes(category, OWL + "equivalentClass"):
            parts = _members(triples, expression, OWL + "intersectionOf")
            bases = [part for part in parts if part in taxonomy.categories]
            others = [part for part in parts if part not in taxonomy.categories]
            if len(set(bases)) == 1 and others:
                conditions = tuple(_condition(triples, part) for part in others)
                found.append(Definition(category, bases[0], conditions))
    return found


def _condition(triples: Triples, expression: str) -> Condition:
    """The values that meet a condition; none where it has another form, so that nothing meets it."""
    values = set(_values(triples, expression))
    alternatives = [
        _values(triples, member) for member in _members(triples, expression, OWL + "unionOf")
    ]
    if all(alternatives):
        values.update(value for each in alternatives for value in each)
    return frozenset(values)


def _values(triples: Triples, restriction: str) -> list[Value]:
    return [
        (name, value)
        for name in triples.nodes(restriction, OWL + "onProperty")
        for value in triples.values(restriction, OWL + "hasValue")
    ]


def _members(triples: Triples, expression: str, name: str) -> list[str]:
    """The members of an RDF list that a class expression has."""
    cells = reach(triples.nodes(expression, name), lambda cell: triples.nodes(cell, RDF + "rest"))
    return sorted(member for cell in cells for member in triples.nodes(cell, RDF + "first"))
