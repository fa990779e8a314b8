"""Categories: what is below what, and which are the most specific (R2, R3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.gate.triples import Triples, reach
from kg.terms import KG, RDFS

ROOT: Final = KG + "InformationItem"
CATEGORY: Final = KG + "InformationCategory"


class Taxonomy:
    """The categories of an inventory; classes of any kind may lie between them."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._above: dict[str, frozenset[str]] = {}
        self.categories = frozenset(triples.instances(CATEGORY)) | {ROOT}

    def classes_above(self, kind: str) -> frozenset[str]:
        """The class and all classes that it is below."""
        return reach([kind], lambda each: self._triples.nodes(each, RDFS + "subClassOf"))

    def above(self, kind: str) -> frozenset[str]:
        """The categories that a class is or is below."""
        if kind not in self._above:
            self._above[kind] = self.classes_above(kind) & self.categories
        return self._above[kind]

    def over(self, kinds: Iterable[str]) -> frozenset[str]:
        """The categories that any of the classes is or is below."""
        return frozenset[str]().union(*(self.above(kind) for kind in kinds))

    def finest(self, categories: frozenset[str]) -> frozenset[str]:
        """Those of the categories that have no other of them below them."""
        covered = {upper for each in categories for upper in self.above(each) if upper != each}
        return categories - covered

    def parents(self, category: str) -> frozenset[str]:
        """The direct parents of a category (R2), whatever entailed triples say."""
        return self.finest(self.above(category) - {category})
