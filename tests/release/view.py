"""What a recipient may have of an inventory, by the plain reference; a release may depend on nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.reference.inventory import Inventory, day_literal
from tests.reference.levels import effective_levels
from tests.reference.rules import decide, default_policy, offer
from tests.reference.terms import AT_TIME, KG, PUBLIC, RISK_DIMENSIONS, SHARE, TYPE
from tests.reference.triples import Node, Triple

# A property that no shape knows: what has it is faulty, and R12 withholds it from everyone.
FAULT = KG + "colour"


@dataclass(frozen=True)
class Asked:
    """A question that a release answers: what may the recipient have on that day?

    Attributes:
        before: the day of the release before, if there is one.
    """

    recipient: Node
    as_of: date
    before: date | None = None

    @property
    def days(self) -> list[date]:
        """The days on which something is released, in order."""
        return [self.before, self.as_of] if self.before else [self.as_of]


@dataclass(frozen=True)
class View:
    """The decisions for R that bundles may depend on (P6); two inventories that agree on them, and
    in what they say of what is offered, must give the same bundles.

    Attributes:
        offered: the items that leave on any of the days (R13 for several at once, R14).
        alone: by day, the items whose outcome is Share.
        at_once: by day, those whose outcome still is when all of them are offered at once.
        told: by day and item that is offered, the tier at which it was decided and its levels.
    """

    offered: frozenset[Node]
    alone: tuple[frozenset[Node], ...]
    at_once: tuple[frozenset[Node], ...]
    told: frozenset[tuple[date, Node, Node, tuple[Node, ...]]]

    def kept(self, made: Inventory, recipient: Node) -> list[Node]:
        """The items that never leave and aren't the recipient's own, sorted."""
        items = made.facts.items.values()
        return sorted(
            item.iri
            for item in items
            if item.iri not in self.offered and recipient not in item.holders
        )

    def withheld(self, made: Inventory, recipient: Node) -> list[Node]:
        """Those of `kept` that the recipient may not have, as opposed to what it needn't get."""
        return sorted(set(self.kept(made, recipient)).difference(*self.at_once))


def view(made: Inventory, asked: Asked) -> View:
    """The view of a recipient, under the default policy."""
    days: list[View] = []
    given = made
    for day in asked.days:
        days.append(_on(given, asked.recipient, day))
        given = given.plus(disclosed(days[-1].offered, asked.recipient, day))
    return View(
        frozenset().union(*(day.offered for day in days)),
        tuple(day.alone[0] for day in days),
        tuple(day.at_once[0] for day in days),
        frozenset().union(*(day.told for day in days)),
    )


def _on(made: Inventory, recipient: Node, as_of: date) -> View:
    policy = default_policy()
    faulty = frozenset(subject for subject, predicate, _ in made.triples if predicate == FAULT)
    rows = decide(made.facts, policy, as_of, faulty)
    alone = {row.item for row in rows if (row.recipient, row.outcome) == (recipient, SHARE)}
    at_once = made.plus(disclosed(alone, recipient, as_of))
    tiers = {
        row.item: row.tier
        for row in decide(at_once.facts, policy, as_of, faulty)
        if (row.recipient, row.outcome) == (recipient, SHARE)
    }
    offered = frozenset(row.item for row in offer(made.facts, policy, as_of, recipient, faulty))
    levels = effective_levels(made.facts, as_of)
    told = (
        (as_of, item, tiers[item], tuple(levels[item, risk] for risk in RISK_DIMENSIONS))
        for item in offered
    )
    return View(offered, (frozenset(alone),), (frozenset(tiers),), frozenset(told))


def disclosed(items: Iterable[Node], recipient: Node, day: date) -> list[Triple]:
    """A disclosure of each item to a recipient."""
    triples: list[Triple] = []
    for item in sorted(items):
        node = f"{item}-given-{day}"
        triples += [
            (node, TYPE, KG + "Disclosure"),
            (node, KG + "disclosed", item),
            (node, KG + "recipient", recipient),
            (node, AT_TIME, day_literal(day)),
        ]
    return triples


def others(made: Inventory, recipient: Node) -> list[Node]:
    """The recipients whose decisions are no business of R's: not R, nor a member of it, nor a network
    that it is a member of at any time, nor the public; sorted."""
    near = {recipient, PUBLIC}
    for membership in made.facts.memberships:
        if recipient in (membership.network, membership.member):
            near |= {membership.network, membership.member}
    return [one for one in made.recipients if one not in near]
