"""The reference and the generator keep the promises of the rules: each holds the other to them."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from .generate import (
    MUTATORS,
    Inventory,
    add_derived_noise,
    add_entailed_triples,
    interesting_dates,
    inventory,
    relabel_blank_nodes,
    shuffle_triples,
    split_in_files,
)
from .inventory import EX
from .policy import _random_cells, random_policy
from .records import Consent, Gateway, Membership, Relationship, Restriction, Review
from .rules import (
    Facts,
    Policy,
    decide,
    default_policy,
    faulty_rows,
    offer,
    r07_sharing_rule,
    tiers,
)
from .terms import CHANNELS, DERIVED_FROM, KG, OUTCOMES, RISK_ORDER, STRENGTHS, TIERS, WITHHOLD

SEEDS = range(40)
Windowed = Consent | Gateway | Membership | Relationship | Restriction | Review


def drawn(seed: int) -> tuple[Random, Inventory, Policy, date]:
    """An inventory, a policy (the default one in half of the cases) and a date."""
    rng = Random(seed)
    made = inventory(rng)
    policy = default_policy() if seed % 2 else random_policy(rng)
    return rng, made, policy, rng.choice(interesting_dates(made))


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_inventories_are_valid(seed: int) -> None:
    """What the vocabulary and R12 demand and a generator could get wrong."""
    facts = drawn(seed)[1].facts
    assert not facts.malformed
    windowed: list[Windowed] = [
        *facts.memberships,
        *facts.relationships,
        *facts.restrictions,
        *facts.consents,
        *facts.gateways,
        *facts.reviews,
    ]
    for record in windowed:
        window = record.window
        assert window.start is None or window.end is None or window.start < window.end
    for category in facts.categories:
        assert all(category not in facts.ancestors(above) for above in facts.ancestors(category))
    for item in facts.items.values():
        assert item.holder in facts.institutes
        assert item.iri.startswith(EX)
        order = ("ExistenceOnly", "Aggregate", "Summary", "Full")
        for source in item.sources:
            ours, theirs = item.detail, facts.items[source].detail
            assert order.index(ours.removeprefix(KG)) < order.index(theirs.removeprefix(KG))
    for relationship in facts.relationships:
        assert relationship.holder != relationship.recipient
    for rule in facts.compilation_rules:
        assert len(rule.categories) > 1
    for network in facts.networks:
        assert any(membership.network == network for membership in facts.memberships)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MUTATORS)
def test_p1_and_p2_nothing_gets_more_permissive(name: str, seed: int) -> None:
    """P1 and P2, row by row."""
    rng, made, policy, as_of = drawn(seed)
    mutation = MUTATORS[name](made, rng, as_of)
    if mutation is None:
        return
    before = {(row.item, row.recipient): row for row in decide(made.facts, policy, as_of)}
    after = decide(mutation.inventory.facts, policy, as_of)
    assert len(before) == len(after)
    for row in after:
        was = before[row.item, row.recipient]
        assert OUTCOMES.index(row.outcome) >= OUTCOMES.index(was.outcome), mutation.what


@pytest.mark.parametrize("seed", SEEDS)
def test_p3_and_p4_nothing_changes(seed: int) -> None:
    """P3 and P4: order, labels, files, entailed triples and derived terms don't matter."""
    rng, made, policy, as_of = drawn(seed)
    recipient = rng.choice(made.recipients)

    def said(facts: Facts) -> tuple[object, ...]:
        return (
            decide(facts, policy, as_of),
            tiers(facts, policy, as_of),
            offer(facts, policy, as_of, recipient),
        )

    expected = said(made.facts)
    assert said(Facts.parse(made.turtle)) == expected
    assert said(shuffle_triples(made, rng).facts) == expected
    assert said(relabel_blank_nodes(made, rng).facts) == expected
    assert said(Facts.parse(*split_in_files(made, rng))) == expected
    assert said(add_entailed_triples(made, rng).facts) == expected
    assert said(Facts.parse(add_derived_noise(made, rng).turtle)) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_random_policies_keep_to_their_shapes(seed: int) -> None:
    """R7: more risk, no lower tier; higher tier or weaker relationship, nothing less strict."""
    policy = random_policy(Random(seed))
    assert len(policy.cells) == len(RISK_ORDER) ** 2
    assert len({rule.id for rule in policy.rules}) == len(policy.rules) > 0

    def strictness(tier: str, channel: str, strength: str) -> int:
        rule = r07_sharing_rule(policy, tier, channel, strength)
        return OUTCOMES.index(rule.outcome if rule else WITHHOLD)

    for low, high in pairwise(RISK_ORDER):
        for level in RISK_ORDER:
            for less, more in (((low, level), (high, level)), ((level, low), (level, high))):
                assert TIERS.index(policy.cells[less]) <= TIERS.index(policy.cells[more])
    for channel in CHANNELS:
        for tier in TIERS:
            along = [strictness(tier, channel, strength) for strength in STRENGTHS]
            assert along == sorted(along, reverse=True)
        for strength in STRENGTHS:
            up = [strictness(tier, channel, strength) for tier in TIERS]
            assert up == sorted(up)


def test_default_policy_is_the_table() -> None:
    """R7: twelve rules; R4: the cells are among those that a random policy could have."""
    policy = default_policy()
    assert len(policy.rules) == 12
    assert policy.cells.keys() == _random_cells(Random(0)).keys()
    assert "HighTrust-Bilateral-Strong" in {rule.id for rule in policy.rules}


@pytest.mark.parametrize("seed", SEEDS)
def test_faulty_items_are_withheld_and_the_others_decided_as_usual(seed: int) -> None:
    """R12, for an item that was not disclosed."""
    _, made, policy, as_of = drawn(seed)
    disclosed = {disclosure.item for disclosure in made.facts.disclosures}
    undisclosed = sorted(made.facts.items.keys() - disclosed)
    if not undisclosed:
        return
    faulty = frozenset(undisclosed[:1])
    usual = [row for row in decide(made.facts, policy, as_of) if row.item not in faulty]
    rows = decide(made.facts, policy, as_of, faulty)
    assert [row for row in rows if row.item not in faulty] == usual
    withheld = [row for row in rows if row.item in faulty]
    assert withheld == faulty_rows(made.facts, faulty)
    assert {(row.outcome, row.reasons) for row in withheld} == {(WITHHOLD, "invalid-data")}


@pytest.mark.parametrize("seed", SEEDS)
def test_offers_are_shared_and_of_their_family(seed: int) -> None:
    """R14: only what is Share for the recipient, below an item that is no rendering."""
    _, made, policy, as_of = drawn(seed)
    for recipient in made.recipients:
        shared = {
            row.item
            for row in decide(made.facts, policy, as_of)
            if (row.recipient, row.outcome) == (recipient, KG + "Share")
        }
        for row in offer(made.facts, policy, as_of, recipient):
            assert row.item in shared
            assert not made.facts.nodes(row.family, DERIVED_FROM)
