"""What an inventory asserts, as records: no rule is applied to them, and no date is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from .terms import FULL, VOLUNTARY
from .triples import Node

Nodes = frozenset[Node]
T = TypeVar("T")


class MalformedError(ValueError):
    """A record that lacks what the vocabulary demands."""


@dataclass(frozen=True)
class Window:
    """`kg:validFrom` F / `kg:validUntil` U holds on D when F <= D < U; a missing bound is open."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether the window holds on that day."""
        begun = self.start is None or self.start <= day
        return begun and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Item:
    """An item, whatever its validity: a valid one has exactly one holder and legal basis."""

    iri: Node
    holders: Nodes
    providers: Nodes
    legal_bases: Nodes
    systems: Nodes
    sources: Nodes
    details: Nodes

    @property
    def holder(self) -> Node:
        """H of the rules."""
        return only(self.holders, self.iri)

    @property
    def obtained_under(self) -> Node:
        """R9: voluntary cooperation also when it is missing."""
        return only(self.legal_bases or {VOLUNTARY}, self.iri)

    @property
    def detail(self) -> Node:
        """R14: an item without is Full."""
        return only(self.details or {FULL}, self.iri)


@dataclass(frozen=True)
class Assessment:
    """One level of a target on a dimension."""

    target: Node
    dimension: Node
    level: Node
    dated: date


@dataclass(frozen=True)
class Membership:
    """An institute in a network. One node in two networks is two of these."""

    network: Node
    member: Node
    window: Window


@dataclass(frozen=True)
class Relationship:
    """What a holder has with another institute."""

    holder: Node
    recipient: Node
    strength: Node
    window: Window


@dataclass(frozen=True)
class Restriction:
    """Without recipients it covers everyone."""

    iri: Node
    applies_to: Nodes
    recipients: Nodes
    window: Window


@dataclass(frozen=True)
class Consent:
    """Without recipients it covers everyone."""

    provider: Node
    applies_to: Nodes
    recipients: Nodes
    window: Window


@dataclass(frozen=True)
class Gateway:
    """Without `applies_to` it is for everything; it covers only the named recipients."""

    holder: Node
    applies_to: Nodes
    recipients: Nodes
    window: Window


@dataclass(frozen=True)
class Review:
    """A case review."""

    iri: Node
    item: Node
    recipients: Nodes
    verdict: Node
    dated: date
    window: Window


@dataclass(frozen=True)
class Disclosure:
    """What a recipient was given."""

    item: Node
    recipient: Node
    dated: date


@dataclass(frozen=True)
class CompilationRule:
    """Categories that are sensitive together."""

    iri: Node
    categories: Nodes
    tier: Node


def only(values: Iterable[T], owner: Node) -> T:
    """The single value of a property that has to have exactly one."""
    found = list(values)
    if len(found) != 1:
        raise MalformedError(f"{owner} has {len(found)} values where there has to be one")
    return found[0]
