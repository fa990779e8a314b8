"""Changes that must never make an outcome more permissive (P1 and P2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .draft import text
from .inventory import Inventory, day_literal, random_day
from .levels import effective_levels
from .safeguards import members
from .terms import (
    APPROVED,
    AT_TIME,
    DCT,
    GENERATED,
    KG,
    RISK_DIMENSIONS,
    RISK_ORDER,
    STRENGTHS,
    TIERS,
    TYPE,
)
from .triples import Node, Triple


@dataclass(frozen=True)
class Mutation:
    """The changed inventory, valid too, and what was changed, in words."""

    inventory: Inventory
    what: str


# `None`: there is nothing to change in this way.
Mutator = Callable[[Inventory, Random, date], Mutation | None]


def raise_risk_level(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P1: raise the level of an assessment, or assess a target higher than it is on D."""
    if rng.random() < 0.5:
        return _raise_assessment(inventory, rng)
    levels = effective_levels(inventory.facts, as_of)
    target, dimension = rng.choice(sorted(key for key in levels if key[1] in RISK_DIMENSIONS))
    higher = RISK_ORDER[RISK_ORDER.index(levels[target, dimension]) + 1 :]
    if not higher:
        return None
    level = rng.choice(higher)
    triples: list[Triple] = [
        (node := inventory.new_node("raised"), TYPE, KG + "Assessment"),
        (node, KG + "assesses", target),
        (node, KG + "dimension", dimension),
        (node, KG + "level", level),
        (node, GENERATED, day_literal(as_of)),
        (node, DCT + "description", text("Worse than thought.")),
    ]
    return Mutation(inventory.plus(triples), f"{target} assessed {level} on {dimension}")


def _raise_assessment(inventory: Inventory, rng: Random) -> Mutation | None:
    candidates = []
    for node in inventory.instances("Assessment"):
        level = inventory.facts.one(node, KG + "level")
        is_risk = inventory.facts.one(node, KG + "dimension") in RISK_DIMENSIONS
        if is_risk and level != RISK_ORDER[-1]:
            candidates.append((node, level))
    if not candidates:
        return None
    node, level = rng.choice(candidates)
    higher = rng.choice(RISK_ORDER[RISK_ORDER.index(level) + 1 :])
    return Mutation(
        inventory.with_value(node, KG + "level", higher), f"{node} raised from {level} to {higher}"
    )


def lower_strength(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: lower the strength of a relationship."""
    del as_of
    candidates = []
    for node in inventory.instances("Relationship"):
        strength = inventory.facts.one(node, KG + "strength")
        if strength != STRENGTHS[0]:
            candidates.append((node, strength))
    if not candidates:
        return None
    node, strength = rng.choice(candidates)
    lower = rng.choice(STRENGTHS[: STRENGTHS.index(strength)])
    return Mutation(
        inventory.with_value(node, KG + "strength", lower), f"{node} from {strength} to {lower}"
    )


def add_restriction(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: restrict an item or a category, for some recipients or for everyone."""
    facts = inventory.facts
    target = rng.choice(sorted(facts.items.keys() | facts.categories))
    named = rng.sample(inventory.recipients, rng.randint(0, 2))
    node = inventory.new_node("restriction")
    triples: list[Triple] = [
        (node, TYPE, KG + "Restriction"),
        (node, KG + "appliesTo", target),
        (node, DCT + "description", text("An added restriction.")),
        *((node, KG + "prohibitsRecipient", recipient) for recipient in named),
    ]
    if rng.random() < 0.3:
        triples.append((node, KG + "validFrom", day_literal(as_of)))
    return Mutation(inventory.plus(triples), f"{node} on {target} for {named or 'everyone'}")


def add_compilation_rule(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: compile two or three categories."""
    del as_of
    categories = rng.sample(sorted(inventory.facts.categories), rng.randint(2, 3))
    tier = rng.choice(TIERS)
    node = inventory.new_node("compilation")
    triples: list[Triple] = [
        (node, TYPE, KG + "CompilationRule"),
        (node, KG + "tier", tier),
        (node, DCT + "description", text("An added compilation rule.")),
        *((node, KG + "compiles", category) for category in categories),
    ]
    return Mutation(inventory.plus(triples), f"{node} of {categories} at {tier}")


def add_disclosure(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: disclose an item to anyone, mostly on or before D."""
    facts = inventory.facts
    compiled = {category for rule in facts.compilation_rules for category in rule.categories}
    # What shares a system and a compiled category with others matters more often.
    telling = [
        item.iri
        for item in facts.items.values()
        if item.systems and facts.covered_by(item.iri) & compiled
    ]
    item = rng.choice(sorted(telling if telling and rng.random() < 0.8 else facts.items))
    recipient = rng.choice(inventory.recipients)
    day = as_of - timedelta(days=rng.choice((0, 0, 1, 100)))
    if rng.random() < 0.3:
        day = random_day(rng)
    node = inventory.new_node("disclosure")
    triples: list[Triple] = [
        (node, TYPE, KG + "Disclosure"),
        (node, KG + "disclosed", item),
        (node, KG + "recipient", recipient),
        (node, AT_TIME, day_literal(day)),
    ]
    return Mutation(inventory.plus(triples), f"{item} disclosed to {recipient} on {day}")


def remove_consent(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: remove a consent."""
    del as_of
    return _remove_one(inventory, rng, inventory.instances("Consent"))


def remove_gateway(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: remove a gateway."""
    del as_of
    return _remove_one(inventory, rng, inventory.instances("LegalGateway"))


def remove_approval(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: remove a case review that approves."""
    del as_of
    approvals = [
        node
        for node in inventory.instances("CaseReview")
        if inventory.facts.one(node, KG + "verdict") == APPROVED
    ]
    return _remove_one(inventory, rng, approvals)


def _remove_one(inventory: Inventory, rng: Random, nodes: list[Node]) -> Mutation | None:
    if not nodes:
        return None
    node = rng.choice(nodes)
    return Mutation(inventory.without(node), f"{node} removed")


def add_member(inventory: Inventory, rng: Random, as_of: date) -> Mutation | None:
    """P2: add a member to a network that has one in force on D other than H, whoever H is."""
    facts = inventory.facts
    holders = {item.holder for item in facts.items.values()}
    candidates = [
        network
        for network in sorted(facts.networks)
        if all(members(facts, network, as_of) - {holder} for holder in holders)
    ]
    if not candidates:
        return None
    network = rng.choice(candidates)
    member = rng.choice(sorted(facts.institutes))
    node = inventory.new_node("membership")
    triples: list[Triple] = [
        (network, KG + "membership", node),
        (node, TYPE, KG + "Membership"),
        (node, KG + "member", member),
    ]
    if rng.random() < 0.3:
        triples.append((node, KG + "validFrom", day_literal(as_of)))
    return Mutation(inventory.plus(triples), f"{member} is a member of {network}")


MUTATORS: dict[str, Mutator] = {
    mutator.__name__: mutator
    for mutator in (
        raise_risk_level,
        lower_strength,
        add_restriction,
        add_compilation_rule,
        add_disclosure,
        remove_consent,
        remove_gateway,
        remove_approval,
        add_member,
    )
}
