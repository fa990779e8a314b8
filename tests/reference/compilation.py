"""R13: pieces that are harmless alone can be sensitive together."""

from collections.abc import Sequence
from datetime import date

from .facts import Facts
from .records import CompilationRule, Disclosure, Item
from .safeguards import members
from .terms import PUBLIC, TIERS
from .triples import Node


def r13_rules(
    facts: Facts,
    item: Item,
    own_tier: Node,
    recipient: Node,
    as_of: date,
    disclosures: Sequence[Disclosure],
) -> list[CompilationRule]:
    """R13: the rules that apply to the item for that recipient."""
    return [
        rule
        for rule in facts.compilation_rules
        if r13_can_apply(facts, rule, item, own_tier)
        and r13_applies(facts, rule, item, recipient, as_of, disclosures)
    ]


def r13_can_apply(facts: Facts, rule: CompilationRule, item: Item, own_tier: Node) -> bool:
    """R13: to an item of one of the categories whose own tier is below the rule's."""
    below = TIERS.index(own_tier) < TIERS.index(rule.tier)
    return below and bool(rule.categories & facts.covered_by(item.iri))


def r13_applies(
    facts: Facts,
    rule: CompilationRule,
    item: Item,
    recipient: Node,
    as_of: date,
    disclosures: Sequence[Disclosure],
) -> bool:
    """R13: to every recipient where the item covers all categories alone.

    Otherwise to a network where it does to a member in force on D other than H, and to the public
    where it does to any institute other than H.
    """
    if rule.categories <= facts.covered_by(item.iri):
        return True
    if recipient == PUBLIC:
        institutes = set(facts.institutes)
    elif recipient in facts.networks:
        institutes = members(facts, recipient, as_of)
    else:
        institutes = {recipient}
    return any(
        r13_applies_to_institute(facts, rule, item, institute, as_of, disclosures)
        for institute in institutes - {item.holder}
    )


def r13_applies_to_institute(
    facts: Facts,
    rule: CompilationRule,
    item: Item,
    institute: Node,
    as_of: date,
    disclosures: Sequence[Disclosure],
) -> bool:
    """R13: where the item covers them together with what shares a system with it and is there."""
    covered = set(facts.covered_by(item.iri))
    for disclosure in disclosures:
        other = facts.items.get(disclosure.item)
        if (
            other is not None
            and other.systems & item.systems
            and r13_reached(facts, disclosure, institute, as_of)
        ):
            covered |= facts.covered_by(other.iri)
    return rule.categories <= covered


def r13_reached(facts: Facts, disclosure: Disclosure, institute: Node, as_of: date) -> bool:
    """R13: dated on or before D to it, to the public, or to a network of which it is a member.

    The membership is in force on D, or was on the day of the disclosure.
    """
    if disclosure.dated > as_of:
        return False
    return (
        disclosure.recipient in (institute, PUBLIC)
        or institute in members(facts, disclosure.recipient, as_of)
        or institute in members(facts, disclosure.recipient, disclosure.dated)
    )
