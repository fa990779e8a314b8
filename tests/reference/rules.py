"""The decision, brute force from the rules: `decide`, `tiers`, `offer`."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date

from .compilation import r13_rules
from .facts import Facts
from .levels import Levels, TierRow, effective_levels, r04_tier, tiers
from .policy import Policy, SharingRule, default_policy, random_policy
from .records import Disclosure, Item, Nodes
from .safeguards import (
    r05_recipients,
    r06_relationship,
    r08_restrictions,
    r09_missing,
    r10_newest_reviews,
)
from .terms import (
    APPROVED,
    DENIED,
    DETAILS,
    HIGH_TRUST,
    OUTCOMES,
    REVIEW,
    SHARE,
    STRENGTHS,
    TIERS,
    WITHHOLD,
    local,
)
from .triples import Node

__all__ = [
    "Facts",
    "OfferRow",
    "Policy",
    "Row",
    "SharingRule",
    "TierRow",
    "csv_text",
    "decide",
    "default_policy",
    "faulty_rows",
    "offer",
    "random_policy",
    "tiers",
]


@dataclass(frozen=True, order=True)
class Row:
    """A row of `kg decide`, as its CSV has it."""

    item: str
    recipient: str
    channel: str
    tier: str
    outcome: str
    reasons: str


@dataclass(frozen=True, order=True)
class OfferRow:
    """A row of `kg offer`, as its CSV has it."""

    family: str
    item: str
    detail: str


@dataclass(frozen=True)
class Question:
    """What a decision about any item depends on; `disclosures` may hold assumed ones (R13)."""

    facts: Facts
    policy: Policy
    as_of: date
    levels: Levels
    disclosures: Sequence[Disclosure]


def decide(facts: Facts, policy: Policy, as_of: date, faulty: Nodes = frozenset()) -> list[Row]:
    """What `kg decide` prints. `faulty` are the items that R12 withholds from everyone."""
    if facts.malformed and not faulty:
        raise ValueError(f"not valid, and no item is said to be faulty: {facts.malformed}")
    question = Question(facts, policy, as_of, effective_levels(facts, as_of), facts.disclosures)
    rows = faulty_rows(facts, faulty)
    for iri in facts.items.keys() - faulty:
        item = facts.items[iri]
        for recipient, channel in r05_recipients(facts, frozenset({item.holder})).items():
            rows.append(_decide_one(question, item, recipient, channel))
    return sorted(rows)


def _decide_one(question: Question, item: Item, recipient: Node, channel: Node) -> Row:
    facts, as_of, levels = question.facts, question.as_of, question.levels
    own_tier = r04_tier(facts, question.policy, item.iri, levels)
    compiled = r13_rules(facts, item, own_tier, recipient, as_of, question.disclosures)
    tier = max([own_tier, *(rule.tier for rule in compiled)], key=TIERS.index)
    strength = r06_relationship(facts, item.holder, recipient, as_of)
    rule = r07_sharing_rule(question.policy, tier, channel, strength)
    permitted = rule.outcome if rule else WITHHOLD
    reviews = r10_newest_reviews(facts, item.iri, recipient, as_of)
    restrictions = r08_restrictions(facts, item, recipient, as_of)
    missing = r09_missing(facts, item, recipient, as_of, levels)

    outcomes = [permitted]
    reasons = [f"rule:{rule.id}" if rule else "rule:none"]
    reasons += [f"compilation:{one.iri}" for one in compiled]
    if permitted == REVIEW and not reviews:
        reasons.append("review-pending")
    for review in reviews:
        if review.verdict == DENIED:
            outcomes.append(WITHHOLD)
            reasons.append(f"denied:{review.iri}")
        elif review.verdict == APPROVED and permitted == REVIEW:
            # R10: it turns the Review of R7 into Share, and changes nothing else.
            outcomes[0] = SHARE
            reasons.append(f"approved:{review.iri}")
    for restriction in restrictions:
        outcomes.append(WITHHOLD)
        reasons.append(f"restricted:{restriction.iri}")
    for reason in missing:
        outcomes.append(WITHHOLD)
        reasons.append(reason)
    return Row(item.iri, recipient, channel, tier, r11_outcome(outcomes), "|".join(sorted(reasons)))


def r07_sharing_rule(
    policy: Policy, tier: Node, channel: Node, strength: Node
) -> SharingRule | None:
    """R7: the rule with the highest minimum that the strength reaches applies."""
    reached = [
        rule
        for rule in policy.rules
        if (rule.tier, rule.channel) == (tier, channel)
        and STRENGTHS.index(rule.minimum) <= STRENGTHS.index(strength)
    ]
    return max(reached, key=lambda rule: STRENGTHS.index(rule.minimum), default=None)


def r11_outcome(outcomes: Iterable[Node]) -> Node:
    """R11: the most restrictive."""
    return max(outcomes, key=OUTCOMES.index)


def faulty_rows(facts: Facts, faulty: Iterable[Node]) -> list[Row]:
    """R12: a row for each recipient but its holders, HighTrust, Withhold, `invalid-data`."""
    return sorted(
        Row(item, recipient, channel, HIGH_TRUST, WITHHOLD, "invalid-data")
        for item in set(faulty)
        for recipient, channel in r05_recipients(facts, facts.holders(item)).items()
    )


def offer(
    facts: Facts, policy: Policy, as_of: date, recipient: Node, faulty: Nodes = frozenset()
) -> list[OfferRow]:
    """R14: of each family the most detailed items that are left for R after R13."""
    left = r13_offered_at_once(facts, policy, as_of, recipient, faulty)
    rows = set()
    for head in facts.items:
        if r14_sources(facts, head):
            continue
        family = {item for item in left if head in r14_heads(facts, item)}
        finest = max((_fineness(facts, item) for item in family), default=None)
        for item in family:
            if _fineness(facts, item) == finest:
                rows.add(OfferRow(head, item, local(facts.items[item].detail)))
    return sorted(rows)


def r13_offered_at_once(
    facts: Facts, policy: Policy, as_of: date, recipient: Node, faulty: Nodes = frozenset()
) -> set[Node]:
    """R13: each item whose outcome is Share counts as disclosed to R for the others.

    What then is no longer Share is left out: once, for all items at the same time.
    """
    shared = {
        row.item
        for row in decide(facts, policy, as_of, faulty)
        if (row.recipient, row.outcome) == (recipient, SHARE)
    }
    # For itself a disclosed item covers nothing new, so all of them can be added for each.
    assumed = [Disclosure(item, recipient, as_of) for item in shared]
    question = Question(
        facts,
        policy,
        as_of,
        effective_levels(facts, as_of),
        [*facts.disclosures, *assumed],
    )
    left = set()
    for iri in shared:
        item = facts.items[iri]
        channel = r05_recipients(facts, frozenset({item.holder}))[recipient]
        if _decide_one(question, item, recipient, channel).outcome == SHARE:
            left.add(iri)
    return left


def r14_sources(facts: Facts, item: Node) -> set[Node]:
    """R14: the items that it is a rendering of, directly."""
    return set(facts.items[item].sources & facts.items.keys())


def r14_heads(facts: Facts, item: Node) -> set[Node]:
    """R14: the items that are no rendering and of which it is one, through others too, or it."""
    sources = r14_sources(facts, item)
    if not sources:
        return {item}
    return set().union(*(r14_heads(facts, source) for source in sources))


def _fineness(facts: Facts, item: Node) -> int:
    return DETAILS.index(facts.items[item].detail)


def csv_text(rows: Sequence[Row] | Sequence[TierRow] | Sequence[OfferRow], kind: type) -> str:
    """The rows as the command line prints them; `kind` gives the columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(kind)])
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue()
