"""The graph of an inventory: its classes, its items and its records."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Self, TypeVar

from .records import (
    Assessment,
    CompilationRule,
    Consent,
    Disclosure,
    Gateway,
    Item,
    MalformedError,
    Membership,
    Nodes,
    Relationship,
    Restriction,
    Review,
    Window,
    only,
)
from .terms import (
    AT_TIME,
    BENEFIT_DIMENSION,
    BENEFIT_DIMENSIONS,
    CATEGORY,
    DERIVED_FROM,
    GENERATED,
    KG,
    ROOT,
    SUBCLASS,
    TYPE,
)
from .triples import Node, Term, Triple, parse, utc_date

R = TypeVar("R")


class Facts:
    """What was asserted. Derived terms are never looked at (P4), so they can't matter."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """From triples whose blank nodes are those of one graph."""
        self._objects: dict[tuple[Node, str], set[Term]] = defaultdict(set)
        self._subjects: dict[tuple[str, Term], set[Node]] = defaultdict(set)
        for subject, predicate, value in triples:
            self._objects[subject, predicate].add(value)
            self._subjects[predicate, value].add(subject)
        self.malformed: set[Node] = set()

        self.categories: Nodes = self.instances(CATEGORY) | {ROOT}
        self.institutes: Nodes = self.instances(KG + "Institute")
        self.networks: Nodes = self.instances(KG + "Network")
        self.benefit_dimensions: Nodes = self.instances(BENEFIT_DIMENSION) | set(BENEFIT_DIMENSIONS)

        self._ancestors = {
            category: frozenset(self.classes_above(category) & self.categories - {category})
            for category in self.categories
        }

        self.items: dict[Node, Item] = {}
        self.item_categories: dict[Node, Nodes] = {}
        for node in {s for s, p in self._objects if p == TYPE} - self.categories:
            if categories := self._categories_of_instance(node):
                self.items[node] = self._item(node)
                self.item_categories[node] = categories

        self.assessments = self._records("Assessment", self._assessment)
        self.relationships = self._records("Relationship", self._relationship)
        self.restrictions = self._records("Restriction", self._restriction)
        self.consents = self._records("Consent", self._consent)
        self.gateways = self._records("LegalGateway", self._gateway)
        self.reviews = self._records("CaseReview", self._review)
        self.disclosures = self._records("Disclosure", self._disclosure)
        self.compilation_rules = self._records("CompilationRule", self._compilation_rule)
        self.memberships = [
            Membership(network, self.one(node, KG + "member"), self._window(node))
            for network in sorted(self.networks)
            for node in sorted(self.nodes(network, KG + "membership"))
        ]

    @classmethod
    def parse(cls, *texts_or_paths: str | Path) -> Self:
        """From Turtle, TriG or N-Triples: a `str` is a text, a `Path` a file."""
        return cls(parse(texts_or_paths))

    def instances(self, class_: Node) -> Nodes:
        """The subjects of that `rdf:type`."""
        return frozenset(self._subjects.get((TYPE, class_), ()))

    def nodes(self, subject: Node, predicate: str) -> Nodes:
        """The values that are no literals."""
        values = self._objects.get((subject, predicate), ())
        return frozenset(value for value in values if isinstance(value, str))

    def one(self, subject: Node, predicate: str) -> Node:
        """The only value, a node."""
        return only(self.nodes(subject, predicate), subject)

    def classes_above(self, class_: Node) -> set[Node]:
        """The class itself and whatever `rdfs:subClassOf` leads to, over classes of any kind."""
        found: set[Node] = set()
        open_ = [class_]
        while open_:
            current = open_.pop()
            if current not in found:
                found.add(current)
                open_.extend(self.nodes(current, SUBCLASS))
        return found

    def ancestors(self, category: Node) -> Nodes:
        """The categories above a category, without itself."""
        return self._ancestors[category]

    def _categories_of_instance(self, node: Node) -> Nodes:
        above = [self.classes_above(class_) for class_ in self.nodes(node, TYPE)]
        return frozenset().union(*above) & self.categories

    def holders(self, item: Node) -> Nodes:
        """What `kg:holder` names, also of a node that is no valid item."""
        return self.nodes(item, KG + "holder")

    def covered_by(self, item: Node) -> Nodes:
        """The item's categories and their ancestors; none for what is no item."""
        return self.item_categories.get(item, frozenset())

    def _records(self, class_: str, build: Callable[[Node], R]) -> list[R]:
        records = []
        for node in sorted(self.instances(KG + class_)):
            try:
                records.append(build(node))
            except MalformedError:
                # R12: the items that such a record names get `invalid-data`, or the run stops.
                self.malformed.add(node)
        return records

    def _dated(self, node: Node, predicate: str) -> date:
        return utc_date(only(self._objects.get((node, predicate), set()), node))

    def _window(self, node: Node) -> Window:
        return Window(self._bound(node, "validFrom"), self._bound(node, "validUntil"))

    def _bound(self, node: Node, name: str) -> date | None:
        values = self._objects.get((node, KG + name), set())
        return utc_date(only(values, node)) if values else None

    def _item(self, node: Node) -> Item:
        return Item(
            node,
            self.holders(node),
            self.nodes(node, KG + "providedBy"),
            self.nodes(node, KG + "obtainedUnder"),
            self.nodes(node, KG + "aboutSystem"),
            self.nodes(node, DERIVED_FROM),
            self.nodes(node, KG + "detail"),
        )

    def _assessment(self, node: Node) -> Assessment:
        return Assessment(
            self.one(node, KG + "assesses"),
            self.one(node, KG + "dimension"),
            self.one(node, KG + "level"),
            self._dated(node, GENERATED),
        )

    def _relationship(self, node: Node) -> Relationship:
        return Relationship(
            self.one(node, KG + "holder"),
            self.one(node, KG + "recipient"),
            self.one(node, KG + "strength"),
            self._window(node),
        )

    def _restriction(self, node: Node) -> Restriction:
        return Restriction(
            node,
            self.nodes(node, KG + "appliesTo"),
            self.nodes(node, KG + "prohibitsRecipient"),
            self._window(node),
        )

    def _consent(self, node: Node) -> Consent:
        return Consent(
            self.one(node, KG + "consentBy"),
            self.nodes(node, KG + "consentsTo"),
            self.nodes(node, KG + "consentsToRecipient"),
            self._window(node),
        )

    def _gateway(self, node: Node) -> Gateway:
        return Gateway(
            self.one(node, KG + "holder"),
            self.nodes(node, KG + "appliesTo"),
            self.nodes(node, KG + "gatewayToRecipient"),
            self._window(node),
        )

    def _review(self, node: Node) -> Review:
        return Review(
            node,
            self.one(node, KG + "reviews"),
            self.nodes(node, KG + "reviewRecipient"),
            self.one(node, KG + "verdict"),
            self._dated(node, GENERATED),
            self._window(node),
        )

    def _disclosure(self, node: Node) -> Disclosure:
        return Disclosure(
            self.one(node, KG + "disclosed"),
            self.one(node, KG + "recipient"),
            self._dated(node, AT_TIME),
        )

    def _compilation_rule(self, node: Node) -> CompilationRule:
        return CompilationRule(node, self.nodes(node, KG + "compiles"), self.one(node, KG + "tier"))
