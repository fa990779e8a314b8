"""The same question by brute force: every set of changes, each decided by the reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from tests.reference.inventory import Inventory
from tests.reference.policy import Policy
from tests.reference.rules import Facts, decide
from tests.reference.safeguards import r10_newest_reviews
from tests.reference.terms import DENIED, DERIVED_FROM, DETAILS, GENERATED, KG, SHARE, TYPE
from tests.reference.triples import Literal, Node, Triple

Change = tuple[Node, Node | None]
"""A category and what it becomes, or a system and None."""
Changes = frozenset[Change]


def smallest(
    made: Inventory, policy: Policy, day: date, item: Node, recipient: Node, most: int
) -> set[Changes]:
    """The sets of at most so many changes that make a rendering shareable and hold no other such set."""
    facts = made.facts
    sets = list(_sets(facts, item, most))
    tried = {f"https://example.org/try#{number}": each for number, each in enumerate(sets)}
    triples = [
        triple
        for name, changes in tried.items()
        for triple in _rendering(facts, day, item, recipient, name, changes)
    ]
    rows = decide(Facts([*made.triples, *triples]), policy, day)
    do = {
        tried[row.item]
        for row in rows
        if row.item in tried and (row.recipient, row.outcome) == (recipient, SHARE)
    }
    return {
        each for each in do if not any(other != each and _less(facts, other, each) for other in do)
    }


def _sets(facts: Facts, item: Node, most: int) -> Iterator[Changes]:
    covered = facts.covered_by(item)
    finest = [
        each
        for each in sorted(covered)
        if not any(each in facts.ancestors(other) for other in covered - {each})
    ]
    slots: list[list[Change | None]] = [
        [None, *((category, above) for above in sorted(facts.ancestors(category)))]
        for category in finest
    ]
    slots += [[None, (system, None)] for system in sorted(facts.items[item].systems)]
    for chosen in product(*slots):
        changes = frozenset(change for change in chosen if change)
        if len(changes) <= most:
            yield changes


def _less(facts: Facts, smaller: Changes, larger: Changes) -> bool:
    becomes = dict(larger)
    return all(
        value in becomes
        and (new == becomes[value] or becomes[value] in facts.ancestors(new or value))
        for value, new in smaller
    )


def _rendering(
    facts: Facts, day: date, item: Node, recipient: Node, name: Node, changes: Changes
) -> Iterator[Triple]:
    read, becomes = facts.items[item], dict(changes)
    covered = facts.covered_by(item)
    for category in covered:
        if not any(category in facts.ancestors(other) for other in covered - {category}):
            yield name, TYPE, becomes.get(category, category) or category
    yield name, KG + "holder", read.holder
    for provider in read.providers:
        yield name, KG + "providedBy", provider
    for basis in read.legal_bases:
        yield name, KG + "obtainedUnder", basis
    for system in read.systems - becomes.keys():
        yield name, KG + "aboutSystem", system
    yield name, DERIVED_FROM, item
    yield name, KG + "detail", DETAILS[DETAILS.index(read.detail) - 1]
    yield from _records(facts, day, item, recipient, name)


def _records(facts: Facts, day: date, item: Node, recipient: Node, name: Node) -> Iterator[Triple]:
    """Assessments, restrictions and denials hold for the rendering, too."""
    for number, rating in enumerate(facts.assessments):
        if rating.target == item:
            node = f"{name}-rating-{number}"
            yield node, TYPE, KG + "Assessment"
            yield node, KG + "assesses", name
            yield node, KG + "dimension", rating.dimension
            yield node, KG + "level", rating.level
            yield node, GENERATED, _day(rating.dated)
    for number, ban in enumerate(facts.restrictions):
        if item in ban.applies_to and ban.window.holds(day):
            node = f"{name}-ban-{number}"
            yield node, TYPE, KG + "Restriction"
            yield node, KG + "appliesTo", name
            for each in ban.recipients:
                yield node, KG + "prohibitsRecipient", each
    for review in r10_newest_reviews(facts, item, recipient, day):
        if review.verdict == DENIED:
            node = f"{name}-denial"
            yield node, TYPE, KG + "CaseReview"
            yield node, KG + "reviews", name
            yield node, KG + "reviewRecipient", recipient
            yield node, KG + "verdict", DENIED
            yield node, GENERATED, _day(review.dated)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), "http://www.w3.org/2001/XMLSchema#date")
