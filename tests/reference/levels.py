"""R1 to R4: from assessments to levels, from levels to tiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .facts import Facts
from .policy import Policy
from .records import Nodes
from .terms import (
    BENEFIT_ORDER,
    GRAY_AREA,
    HIGH_TRUST,
    MISUSE,
    NO_BRAINER,
    PROPRIETARY,
    RISK_DIMENSIONS,
    RISK_ORDER,
    UNCLEAR,
    local,
)
from .triples import Node

# (target, dimension) to a level
Levels = dict[tuple[Node, Node], Node]


@dataclass(frozen=True, order=True)
class TierRow:
    """A row of `kg tiers`, as its CSV has it."""

    target: str
    kind: str
    proprietary_sensitivity: str
    misuse_potential: str
    benefit: str
    tier: str


def r01_current_assessment(facts: Facts, target: Node, dimension: Node, as_of: date) -> Node | None:
    """R1: of the assessments with a date on or before D the newest is current.

    On a tie the worse counts: the higher risk, the lower benefit.
    """
    known = [
        assessment
        for assessment in facts.assessments
        if (assessment.target, assessment.dimension) == (target, dimension)
        and assessment.dated <= as_of
    ]
    if not known:
        return None
    newest = max(assessment.dated for assessment in known)
    levels = [assessment.level for assessment in known if assessment.dated == newest]
    if dimension in RISK_DIMENSIONS:
        return max(levels, key=RISK_ORDER.index)
    return min(levels, key=BENEFIT_ORDER.index)


def highest(levels: Iterable[Node], dimension: Node) -> Node:
    """The highest level in the order of the dimension."""
    order = RISK_ORDER if dimension in RISK_DIMENSIONS else BENEFIT_ORDER
    return max(levels, key=order.index)


def most_specific(facts: Facts, categories: Nodes) -> Nodes:
    """Those of the categories that have no other of them below them."""
    return frozenset(
        category
        for category in categories
        if not any(category in facts.ancestors(other) for other in categories)
    )


def effective_levels(facts: Facts, as_of: date) -> Levels:
    """R2 and R3 for every category and item on every dimension."""
    levels: Levels = {}
    # A category has more categories above it than any of its parents has: parents come first.
    for category in sorted(facts.categories, key=lambda one: len(facts.ancestors(one))):
        parents = most_specific(facts, facts.ancestors(category))
        for dimension in dimensions(facts):
            own = r01_current_assessment(facts, category, dimension, as_of)
            levels[category, dimension] = r02_category_level(own, parents, dimension, levels)
    for item in facts.items:
        categories = most_specific(facts, facts.item_categories[item])
        for dimension in dimensions(facts):
            own = r01_current_assessment(facts, item, dimension, as_of)
            levels[item, dimension] = r03_item_level(own, categories, dimension, levels)
    return levels


def dimensions(facts: Facts) -> list[Node]:
    """The two risk dimensions and every benefit dimension."""
    return [*RISK_DIMENSIONS, *sorted(facts.benefit_dimensions)]


def r02_category_level(own: Node | None, parents: Nodes, dimension: Node, levels: Levels) -> Node:
    """R2: its own current assessment's; without one, the highest of its direct parents'.

    The root without an assessment has `kg:Unclear`.
    """
    if own is not None:
        return own
    if not parents:
        return UNCLEAR
    return highest((levels[parent, dimension] for parent in parents), dimension)


def r03_item_level(own: Node | None, categories: Nodes, dimension: Node, levels: Levels) -> Node:
    """R3: its own current assessment's; without one, the highest of its most specific categories'.

    These are, of the categories that its types are or are below, those that have no other of them
    below them.
    """
    if own is not None:
        return own
    return highest((levels[category, dimension] for category in categories), dimension)


def benefit_level(facts: Facts, target: Node, levels: Levels) -> Node:
    """The highest effective level over the benefit dimensions."""
    return max(
        (levels[target, dimension] for dimension in facts.benefit_dimensions),
        key=BENEFIT_ORDER.index,
    )


def r04_tier(facts: Facts, policy: Policy, target: Node, levels: Levels) -> Node:
    """R4: the policy's cell for the two risk levels.

    Where no benefit dimension's level reaches the minimum benefit, NoBrainer becomes GrayArea.
    """
    tier = policy.cells[levels[target, PROPRIETARY], levels[target, MISUSE]]
    benefit = BENEFIT_ORDER.index(benefit_level(facts, target, levels))
    if tier == NO_BRAINER and benefit < BENEFIT_ORDER.index(policy.minimum_benefit):
        return GRAY_AREA
    return tier


def tiers(facts: Facts, policy: Policy, as_of: date, faulty: Nodes = frozenset()) -> list[TierRow]:
    """What `kg tiers` prints: every category, the root too, and every item."""
    levels = effective_levels(facts, as_of)
    rows = [r12_faulty_tier_row(item) for item in faulty]
    for target in (facts.categories | set(facts.items)) - faulty:
        rows.append(
            TierRow(
                target,
                "category" if target in facts.categories else "item",
                local(levels[target, PROPRIETARY]),
                local(levels[target, MISUSE]),
                local(benefit_level(facts, target, levels)),
                local(r04_tier(facts, policy, target, levels)),
            )
        )
    return sorted(rows)


def r12_faulty_tier_row(item: Node) -> TierRow:
    """R12: in `kg tiers` the levels of a faulty item are Unclear; its tier is HighTrust."""
    unclear = local(UNCLEAR)
    return TierRow(item, "item", unclear, unclear, unclear, local(HIGH_TRUST))
