"""R4's cells and R7's rules as data: the default policy, and others that keep the promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from .terms import (
    BENEFIT_ORDER,
    BILATERAL,
    CHANNELS,
    DCT,
    GRAY_AREA,
    HIGH,
    HIGH_TRUST,
    KG,
    LOW,
    MEDIUM,
    MULTILATERAL,
    NO_BRAINER,
    OUTCOMES,
    OWL,
    PUBLIC_RELEASE,
    REVIEW,
    RISK_ORDER,
    SHARE,
    STRENGTHS,
    TIERS,
    TYPE,
    WITHHOLD,
    local,
)
from .triples import Literal, Triple, turtle

# The table of R7; the columns are the strengths in their order.
DEFAULT_TABLE = {
    (NO_BRAINER, BILATERAL): (SHARE, SHARE, SHARE, SHARE),
    (NO_BRAINER, MULTILATERAL): (SHARE, SHARE, SHARE, SHARE),
    (NO_BRAINER, PUBLIC_RELEASE): (REVIEW, REVIEW, REVIEW, REVIEW),
    (GRAY_AREA, BILATERAL): (WITHHOLD, REVIEW, REVIEW, REVIEW),
    (GRAY_AREA, MULTILATERAL): (WITHHOLD, REVIEW, REVIEW, REVIEW),
    (GRAY_AREA, PUBLIC_RELEASE): (WITHHOLD, WITHHOLD, WITHHOLD, WITHHOLD),
    (HIGH_TRUST, BILATERAL): (WITHHOLD, WITHHOLD, WITHHOLD, REVIEW),
    (HIGH_TRUST, MULTILATERAL): (WITHHOLD, WITHHOLD, WITHHOLD, WITHHOLD),
    (HIGH_TRUST, PUBLIC_RELEASE): (WITHHOLD, WITHHOLD, WITHHOLD, WITHHOLD),
}
POLICY = "https://example.org/policy#"


@dataclass(frozen=True)
class SharingRule:
    """From `minimum` up, `tier` over `channel` has `outcome`; `id` is what reasons name."""

    id: str
    tier: str
    channel: str
    minimum: str
    outcome: str


@dataclass(frozen=True)
class Policy:
    """`cells` maps (proprietary sensitivity, misuse potential) to a tier."""

    minimum_benefit: str
    cells: Mapping[tuple[str, str], str]
    rules: tuple[SharingRule, ...]

    @property
    def turtle(self) -> str:
        """The same as a file for `--policy`."""
        policy = POLICY + "policy"
        triples: list[Triple] = [
            (policy, TYPE, KG + "Policy"),
            (policy, KG + "minimumBenefit", self.minimum_benefit),
            (policy, OWL + "versionInfo", Literal("generated")),
        ]
        for (proprietary, misuse), tier in self.cells.items():
            cell = f"{POLICY}cell{local(proprietary)}{local(misuse)}"
            triples += [
                (policy, KG + "cell", cell),
                (cell, TYPE, KG + "TierCell"),
                (cell, KG + "proprietarySensitivity", proprietary),
                (cell, KG + "misusePotential", misuse),
                (cell, KG + "tier", tier),
            ]
        for number, rule in enumerate(self.rules):
            node = f"{POLICY}rule{number}"
            triples += [
                (policy, KG + "rule", node),
                (node, TYPE, KG + "SharingRule"),
                (node, DCT + "identifier", Literal(rule.id)),
                (node, KG + "tier", rule.tier),
                (node, KG + "channel", rule.channel),
                (node, KG + "minimumStrength", rule.minimum),
                (node, KG + "outcome", rule.outcome),
            ]
        return turtle(triples)


def default_policy() -> Policy:
    """R4: (Low, Low) is NoBrainer, either High is HighTrust, all else GrayArea; R7: the table."""
    cells = {}
    for proprietary in RISK_ORDER:
        for misuse in RISK_ORDER:
            if HIGH in (proprietary, misuse):
                tier = HIGH_TRUST
            elif (proprietary, misuse) == (LOW, LOW):
                tier = NO_BRAINER
            else:
                tier = GRAY_AREA
            cells[proprietary, misuse] = tier
    rules: list[SharingRule] = []
    for (tier, channel), outcomes in DEFAULT_TABLE.items():
        previous = None
        for minimum, outcome in zip(STRENGTHS, outcomes, strict=True):
            if outcome != previous:
                rules.append(_rule(tier, channel, minimum, outcome))
            previous = outcome
    return Policy(MEDIUM, cells, tuple(rules))


def _rule(tier: str, channel: str, minimum: str, outcome: str) -> SharingRule:
    names = "-".join(local(name) for name in (tier, channel, minimum))
    return SharingRule(names, tier, channel, minimum, outcome)


def random_policy(rng: Random) -> Policy:
    """Any policy whose tiers rise with the risk and whose outcomes keep to R7's two directions."""
    rules: list[SharingRule] = []
    for channel in CHANNELS:
        for (tier, minimum), outcome in _random_outcomes(rng).items():
            # A rule that is left out must leave the table as it is: see `_is_needed`.
            if _is_needed(rules, tier, channel, outcome) or rng.random() < 0.3:
                rules.append(_rule(tier, channel, minimum, outcome))
    rng.shuffle(rules)
    # A policy has at least one rule.
    rules = rules or [_rule(HIGH_TRUST, BILATERAL, STRENGTHS[0], WITHHOLD)]
    return Policy(rng.choice(BENEFIT_ORDER), _random_cells(rng), tuple(rules))


def _is_needed(rules: list[SharingRule], tier: str, channel: str, outcome: str) -> bool:
    """Whether the rules so far, made for weaker relationships, say something else."""
    weaker = [rule.outcome for rule in rules if (rule.tier, rule.channel) == (tier, channel)]
    return outcome != (weaker[-1] if weaker else WITHHOLD)


def _random_cells(rng: Random) -> dict[tuple[str, str], str]:
    cells: dict[tuple[str, str], str] = {}
    for row, proprietary in enumerate(RISK_ORDER):
        for column, misuse in enumerate(RISK_ORDER):
            floor = 0
            if row:
                floor = TIERS.index(cells[RISK_ORDER[row - 1], misuse])
            if column:
                floor = max(floor, TIERS.index(cells[proprietary, RISK_ORDER[column - 1]]))
            # Mostly no rise, so that not all cells end at the top.
            steps = rng.choice((0, 0, 0, 1, 1, 2))
            cells[proprietary, misuse] = TIERS[min(floor + steps, len(TIERS) - 1)]
    return cells


def _random_outcomes(rng: Random) -> dict[tuple[str, str], str]:
    """By tier and strength: as strict as the next lower tier, or as the next stronger, or more."""
    strictness: dict[tuple[str, str], int] = {}
    for t, tier in enumerate(TIERS):
        for s in reversed(range(len(STRENGTHS))):
            floor = strictness[TIERS[t - 1], STRENGTHS[s]] if t else 0
            if s + 1 < len(STRENGTHS):
                floor = max(floor, strictness[tier, STRENGTHS[s + 1]])
            steps = rng.choice((0, 0, 0, 0, 1, 2))
            strictness[tier, STRENGTHS[s]] = min(floor + steps, len(OUTCOMES) - 1)
    return {
        (tier, strength): OUTCOMES[strictness[tier, strength]]
        for tier in TIERS
        for strength in STRENGTHS
    }
