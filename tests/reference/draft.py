"""What the parts of the generator share: the triples so far, the nodes, and dates to choose."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from .inventory import EX, day_literal, random_day
from .terms import KG, LABEL, TYPE, XSD
from .triples import Literal, Node, Term, Triple

# Zones that move a time to the next or the previous day, and the ones that don't.
TIMES = (
    (0, "00:00:00Z"),
    (0, "00:00:00"),
    (0, "12:30:00.250Z"),
    (0, "23:59:59"),
    (0, "23:59:59.999Z"),
    (0, "03:00:00+02:00"),
    (1, "01:00:00+05:30"),
    (1, "00:00:00+14:00"),
    (1, "01:59:59+02:00"),
    (-1, "23:30:00-05:00"),
    (-1, "19:00:00-05:00"),
    (-1, "10:00:00-14:00"),
)
EXOTIC = (",", "é", "ß", "\uff21", "\U0001d408")


class Draft:
    """An inventory in the making; the lists hold what was made, for others to refer to."""

    def __init__(self, rng: Random, *, exotic: bool = False) -> None:
        """With `exotic`, half of the IRIs end in a comma or a rare character."""
        self.rng = rng
        self.exotic = exotic
        self.triples: list[Triple] = []
        self.institutes: list[Node] = []
        self.networks: list[Node] = []
        # By network: the members, whatever the dates.
        self.members: dict[Node, list[Node]] = {}
        self.agents: list[Node] = []
        self.plain_classes: list[Node] = []
        # By category or plain class: the categories above it.
        self.above: dict[Node, set[Node]] = {}
        self.categories: list[Node] = []
        self.items: list[Node] = []
        # By item: its categories and their ancestors.
        self.covers: dict[Node, set[Node]] = {}
        self.holder: dict[Node, Node] = {}
        self.systems: dict[Node, list[Node]] = {}
        self.detail: dict[Node, Node] = {}
        self.benefit_dimensions: list[Node] = []
        self._number = 0
        # Few days, used often: so things tie, and windows end when others begin.
        self.days = sorted(random_day(rng) for _ in range(10))

    @property
    def recipients(self) -> list[Node]:
        """Whom records may name, the public included."""
        return [*self.institutes, *self.networks, KG + "Public"]

    def add(self, subject: Node, predicate: str, *values: Term) -> None:
        """Triples of one subject and predicate."""
        self.triples.extend((subject, predicate, value) for value in values)

    def named(self, name: str) -> Node:
        """A new IRI."""
        self._number += 1
        if self.exotic and self.rng.random() < 0.5:
            name += self.rng.choice(EXOTIC)
        return f"{EX}{name}{self._number}"

    def blank_or_named(self, name: str) -> Node:
        """A new node of a kind that may be blank."""
        if self.rng.random() < 0.3:
            self._number += 1
            return f"_:{name}{self._number}"
        return self.named(name)

    def record(self, node: Node, class_: str) -> Node:
        """The node, with its class of ours."""
        self.add(node, TYPE, KG + class_)
        return node

    def label(self, node: Node) -> None:
        """A label in English."""
        self.add(node, LABEL, text(f"label of {node.rpartition('#')[2]}"))

    def some(self, values: Sequence[Node], least: int, most: int) -> list[Node]:
        """Between `least` and `most` different ones of the values, as far as there are so many."""
        count = min(self.rng.randint(least, most), len(values))
        return self.rng.sample(values, count)

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self.rng.random() < probability

    def day(self, *, early: float = 0.0) -> date:
        """A day, mostly one of the few; with probability `early` one of the first of them."""
        if self.chance(early):
            return self.days[self.rng.randrange(3)]
        return self.rng.choice(self.days) if self.chance(0.8) else random_day(self.rng)

    def date_literal(self, day: date) -> Literal:
        """An `xsd:date`, at times with a zone, which means nothing."""
        if self.chance(0.04):
            zone = self.rng.choice(("Z", "+14:00", "-11:00"))
            return Literal(day.isoformat() + zone, XSD + "date")
        return day_literal(day)

    def time_literal(self, day: date) -> Literal:
        """An `xsd:date` or an `xsd:dateTime` whose date in UTC is that day."""
        if self.chance(0.6):
            return self.date_literal(day)
        shift, clock = self.rng.choice(TIMES)
        local_day = day + timedelta(days=shift)
        return Literal(f"{local_day.isoformat()}T{clock}", XSD + "dateTime")

    def window(self, node: Node, *, start: float = 0.3, end: float = 0.3) -> None:
        """Bounds with these probabilities; the window begins before it ends."""
        begin, until = self.day(early=0.4), self.day()
        has_start, has_end = self.chance(start), self.chance(end)
        if has_start and has_end and begin >= until:
            begin, until = until, begin + timedelta(days=1)
        if has_start:
            self.add(node, KG + "validFrom", self.date_literal(begin))
        if has_end:
            self.add(node, KG + "validUntil", self.date_literal(until))


def text(value: str) -> Literal:
    """English text."""
    return Literal(value, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en")
