"""R1 to R3: from assessments to effective levels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.gate.taxonomy import ROOT, Taxonomy
from kg.gate.triples import TYPE, Triples
from kg.terms import KG, PROV

SENSITIVITY: Final = KG + "ProprietarySensitivity"
MISUSE: Final = KG + "MisusePotential"
BENEFIT: Final = KG + "BenefitDimension"
UNCLEAR: Final = KG + "Unclear"


class Levels:
    """The effective levels of categories and items on a day."""

    def __init__(self, triples: Triples, taxonomy: Taxonomy, day: str) -> None:
        self._triples = triples
        self._taxonomy = taxonomy
        self._day = day
        self._of_category: dict[tuple[str, str], str] = {}
        self._inherited: dict[tuple[frozenset[str], str], str] = {}
        self.benefits = sorted(triples.instances(BENEFIT))

    def current(self, target: str, dimension: str) -> str | None:
        """R1: of the assessments dated on the day or before, the newest; on a tie the worse level."""
        triples = self._triples
        dated = [
            (made, level)
            for assessment in triples.subjects(KG + "assesses", target)
            if dimension in triples.nodes(assessment, KG + "dimension")
            for made in triples.texts(assessment, PROV + "generatedAtTime")
            for level in triples.nodes(assessment, KG + "level")
            if made <= self._day
        ]
        if not dated:
            return None
        newest = max(made for made, _ in dated)
        caution = self._order(dimension, KG + "tieBrokenBy")
        tied = [level for made, level in dated if made == newest]
        return max(tied, key=lambda level: triples.rank(level, caution))

    def of_category(self, category: str, dimension: str) -> str:
        """R2: its own current level; without one, the highest of its direct parents'."""
        if (category, dimension) not in self._of_category:
            level = self.current(category, dimension)
            if level is None and category == ROOT:
                level = UNCLEAR
            if level is None:
                parents = self._taxonomy.parents(category)
                inherited = (self.of_category(parent, dimension) for parent in parents)
                level = self.highest(inherited, dimension)
            self._of_category[category, dimension] = level
        return self._of_category[category, dimension]

    def of_item(self, item: str, categories: frozenset[str], dimension: str) -> str:
        """R3: its own current level; without one, the highest of its most specific categories'."""
        own = self.current(item, dimension)
        if own is not None:
            return own
        if (categories, dimension) not in self._inherited:
            finest = self._taxonomy.finest(categories)
            inherited = (self.of_category(category, dimension) for category in finest)
            self._inherited[categories, dimension] = self.highest(inherited, dimension)
        return self._inherited[categories, dimension]

    def benefit(self, item: str, categories: frozenset[str]) -> str:
        """The highest level of an item over the benefit dimensions."""
        levels = (self.of_item(item, categories, each) for each in self.benefits)
        return self.highest(levels, self.benefits[0])

    def highest(self, levels: Iterable[str], dimension: str) -> str:
        """The highest of some levels in the order of a dimension; Unclear where there is none."""
        order = self._order(dimension, KG + "orderedBy")
        return max(levels, key=lambda level: self._triples.rank(level, order), default=UNCLEAR)

    def _order(self, dimension: str, by: str) -> str:
        for kind in self._triples.nodes(dimension, TYPE):
            for order in self._triples.nodes(kind, by):
                return order
        raise KeyError(f"{dimension} has no {by}")
