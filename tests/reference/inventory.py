"""A generated inventory: a list of triples, and what tests want to know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from .facts import Facts
from .terms import AT_TIME, GENERATED, KG, XSD
from .triples import Literal, Node, Term, Triple, turtle, utc_date

EX = "https://example.org/inv#"
FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2027, 12, 31)
DATED = (GENERATED, AT_TIME, KG + "validFrom", KG + "validUntil")


@dataclass(frozen=True)
class Inventory:
    """A valid input. The order of the triples is that of the text."""

    triples: tuple[Triple, ...]

    @cached_property
    def turtle(self) -> str:
        """The text: one triple a line."""
        return turtle(self.triples)

    @cached_property
    def facts(self) -> Facts:
        """The same, without parsing the text."""
        return Facts(self.triples)

    @property
    def recipients(self) -> list[Node]:
        """Every institute and network, and the public."""
        return sorted(self.facts.institutes | self.facts.networks | {KG + "Public"})

    def instances(self, class_: str) -> list[Node]:
        """The nodes of a `kg:` class, sorted."""
        return sorted(self.facts.instances(KG + class_))

    def plus(self, triples: Iterable[Triple]) -> "Inventory":
        """With these triples more."""
        return Inventory((*self.triples, *triples))

    def without(self, node: Node) -> "Inventory":
        """Without the triples about the node."""
        return Inventory(tuple(triple for triple in self.triples if triple[0] != node))

    def with_value(self, subject: Node, predicate: str, value: Term) -> "Inventory":
        """With another value of a property that the subject has once."""
        return Inventory(
            tuple(
                (s, p, value) if (s, p) == (subject, predicate) else (s, p, o)
                for s, p, o in self.triples
            )
        )

    def new_node(self, name: str) -> Node:
        """An IRI that no triple mentions."""
        used = {term for triple in self.triples for term in triple}
        number = 0
        while f"{EX}{name}{number}" in used:
            number += 1
        return f"{EX}{name}{number}"


def day_literal(day: date) -> Literal:
    """An `xsd:date`."""
    return Literal(day.isoformat(), XSD + "date")


def random_day(rng: Random) -> date:
    """Any day of the years that inventories speak of."""
    return FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days))


def interesting_dates(inventory: Inventory, rng: Random | None = None) -> list[date]:
    """When a window begins or ends or something is dated, the day before, and three random days."""
    rng = rng or Random(0)
    days = {utc_date(value) for _, predicate, value in inventory.triples if predicate in DATED}
    days |= {day - timedelta(days=1) for day in days}
    return sorted(days | {random_day(rng) for _ in range(3)})
