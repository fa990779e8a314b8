"""Suggested misuse potential: the three consequences, and that what is lost never makes it permissive."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suggest.reference import BENEFIT, MISUSE, RISK, Scenario, level, suggested, table
from tests.suggest.support import DAY, by_sparql, characterised, read, telling, world

UNCLEAR = RISK["Unclear"]
seeds = st.integers(0, 2**32 - 1)

DEFENDED = {
    "marginalUplift": "MaterialUplift",
    "severity": "SeriousSeverity",
    "timeToMisuse": "WithinMonths",
    "defenceLag": "WithinWeeks",
    "solvability": "QuicklySolvable",
    "defenderBenefit": "SomeDefenderBenefit",
    "capabilityEntanglement": "NoEntanglement",
    "reversibility": "PartlyReversible",
    "evidenceConfidence": "MediumConfidence",
}
HELP = Scenario("help", BENEFIT, ("A",), {"defenderBenefit": "SomeDefenderBenefit"}, ("e2",))


def misuse(**changed: str) -> Scenario:
    return Scenario("harm", MISUSE, ("A",), DEFENDED | changed, ("e1",))


def both(*scenarios: Scenario, retracted: tuple[str, ...] = (), day: str = DAY) -> str:
    """What the reference and the queries suggest, which must be the same."""
    ours = suggested(scenarios, retracted, day)
    assert by_sparql(scenarios, retracted, day) == ours
    return ours.get("A", "")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "Low"),  # defence-dominant, not entangled
        ({"timeToMisuse": "WithinDays"}, "High"),  # offence-dominant: uplift before the defence
        ({"solvability": "Unsolvable"}, "High"),  # offence-dominant: no defence
        ({"defenderBenefit": "NoDefenderBenefit"}, "High"),  # a pure hazard
        ({"capabilityEntanglement": "SomeEntanglement"}, "Medium"),  # otherwise
        ({"reversibility": "Irreversible"}, "Medium"),
        ({"evidenceConfidence": "LowConfidence"}, "Medium"),
        ({"severity": "LimitedSeverity", "timeToMisuse": "WithinDays"}, "Medium"),
        ({"timeToMisuse": "WithinWeeks"}, "Low"),  # in the same week the defence is there
        ({"timeToMisuse": "NotKnown"}, "Unclear"),
        ({"solvability": "NotKnown"}, "Unclear"),
        ({"timeToMisuse": "WithinDays", "severity": "NotKnown"}, "Unclear"),
        ({"timeToMisuse": "WithinDays", "capabilityEntanglement": "NotKnown"}, "High"),
    ],
    ids=str,
)
def test_the_three_consequences(changed: dict[str, str], expected: str) -> None:
    assert both(misuse(**changed), HELP) == expected


def test_the_lag_passes_and_somebody_has_to_look_again() -> None:
    """Offence-dominant is high until the embargo ends; then it is unclear until it is described anew."""
    embargo = replace(misuse(timeToMisuse="WithinDays"), ends="2018-01-09", made="2017-06-01")
    assert both(embargo, HELP, day="2018-01-08") == "High"
    assert both(embargo, HELP, day="2018-01-09") == "Unclear"
    assert both(embargo, HELP, day="2017-05-31") == ""


def test_evidence_gone() -> None:
    harm = misuse(timeToMisuse="WithinDays")
    assert both(harm) == "High"
    assert both(harm, retracted=("e1",)) == "Unclear"
    assert both(replace(harm, evidence=())) == "Unclear"
    assert both(replace(harm, evidence=("e1", "e3")), retracted=("e1",)) == "High"
    assert both(misuse(), HELP, retracted=("e2",)) == "Unclear"  # nothing lowers it any more
    assert both(misuse(), HELP, retracted=("e1",)) == "Unclear"
    assert both(misuse(), replace(HELP, categories=("B",))) == "Unclear"
    nothing_gained = replace(HELP, values={"defenderBenefit": "NoDefenderBenefit"})
    assert both(misuse(), nothing_gained) == "Unclear"


def test_the_worst_scenario_counts() -> None:
    worse = replace(misuse(timeToMisuse="WithinDays"), name="worse")
    assert both(misuse(), worse, HELP) == "High"
    assert both(misuse(), replace(worse, evidence=()), HELP) == "Unclear"


def test_a_benefit_alone() -> None:
    safe = dict(DEFENDED, marginalUplift="NoUplift")
    help_alone = replace(HELP, values=safe)
    assert both(help_alone) == "Low"
    assert both(help_alone, retracted=("e2",)) == "Unclear"
    assert both(HELP) == "Unclear"  # its uplift is not known
    assert both(help_alone, misuse(timeToMisuse="WithinDays")) == "High"


def test_without_a_scenario_nothing_is_suggested() -> None:
    assert by_sparql([]) == {}
    assert by_sparql([misuse(), HELP], day="2024-12-31") == {}


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_the_queries_say_what_the_reference_says(seed: int) -> None:
    rng = Random(seed)
    scenarios, retracted = world(rng), rng.sample(("e1", "e2", "e3"), rng.choice((0, 0, 1)))
    assert by_sparql(scenarios, retracted) == suggested(scenarios, retracted, DAY)


def test_engines_agree() -> None:
    scenarios = [
        replace(
            each,
            name=f"{each.name}-{seed}",
            categories=tuple(f"{name}{seed}" for name in each.categories),
        )
        for seed in range(25)
        for each in world(Random(seed))
    ]
    found = by_sparql(scenarios, ("e2",), engine="rdflib")
    assert found == by_sparql(scenarios, ("e2",)) == suggested(scenarios, ("e2",), DAY)
    assert set(found.values()) == set(RISK)


def test_the_made_up_worlds_show_every_level() -> None:
    found = Counter(
        its_level
        for seed in range(200)
        for its_level in suggested(world(Random(seed)), (), DAY).values()
    )
    assert all(found[name] > sum(found.values()) / 40 for name in RISK), found


def unchanged_or_unclear(before: dict[str, str], after: dict[str, str]) -> bool:
    return before.keys() == after.keys() and all(
        after[name] == was or RISK[after[name]] >= UNCLEAR for name, was in before.items()
    )


@settings(max_examples=500, deadline=None)
@given(seed=seeds)
def test_what_loses_evidence_stays_or_is_at_least_unclear(seed: int) -> None:
    """Retract a document, take one from a scenario, or close a scenario's window."""
    rng = Random(seed)
    scenarios, day = world(rng), DAY
    before = suggested(scenarios, (), day)
    assert unchanged_or_unclear(before, suggested(scenarios, (rng.choice(("e1", "e2")),), day))
    number = rng.randrange(len(scenarios))
    for lost in (
        replace(scenarios[number], evidence=scenarios[number].evidence[1:]),
        replace(scenarios[number], ends=day),
    ):
        after = suggested([*scenarios[:number], lost, *scenarios[number + 1 :]], (), day)
        assert unchanged_or_unclear(before, after)


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_the_queries_too_lose_evidence_towards_unclear(seed: int) -> None:
    rng = Random(seed)
    scenarios = world(rng)
    assert unchanged_or_unclear(by_sparql(scenarios), by_sparql(scenarios, ("e1",)))


@settings(max_examples=500, deadline=None)
@given(seed=seeds)
def test_deleting_a_benefit_is_losing_its_evidence_for_misuse(seed: int) -> None:
    """Only where a category keeps a misuse scenario: nothing tells of what is deleted."""
    rng = Random(seed)
    scenarios = [Scenario("m", MISUSE, ("A", "B", "C", "D"), telling(rng, 0.1)), *world(rng)]
    benefits = [each for each in scenarios if each.kind == BENEFIT]
    if benefits:
        gone = rng.choice(benefits)
        after = suggested([each for each in scenarios if each is not gone], (), DAY)
        assert unchanged_or_unclear(suggested(scenarios, (), DAY), after)


@settings(max_examples=500, deadline=None)
@given(seed=seeds)
def test_what_is_no_longer_known_stays_or_is_at_least_unclear(seed: int) -> None:
    rng = Random(seed)
    values = telling(rng, 0.1)
    name = rng.choice(sorted(values))
    help_ = [HELP] if rng.random() < 0.8 else []
    before = level(replace(misuse(), values=values), help_)
    after = level(replace(misuse(), values=values | {name: "NotKnown"}), help_)
    assert after == before or RISK[after] >= UNCLEAR


@pytest.mark.parametrize("supported", [True, False])
def test_more_harm_never_lowers_what_is_fully_described(supported: bool) -> None:
    """Each step of each characteristic towards its worst value, with the others taken at random."""
    help_ = [HELP] if supported else []
    rng = Random(7)
    for name in read():
        towards = table().values[name]
        if table().worst[name] == towards[0]:
            towards = towards[::-1]
        for _ in range(400):
            values = telling(rng, 0) if rng.random() < 0.7 else characterised(rng, 0)
            levels = [RISK[level(misuse(**values | {name: value}), help_)] for value in towards]
            assert levels == sorted(levels), (name, values)


def test_every_full_description_of_dual_use_has_a_level() -> None:
    """Uplift that is material, harm that is serious, a defender's gain shown: never unclear."""
    names = (
        "timeToMisuse",
        "defenceLag",
        "solvability",
        "capabilityEntanglement",
        "reversibility",
        "evidenceConfidence",
    )
    for chosen in product(*(table().values[name] for name in names)):
        values = dict(zip(names, chosen, strict=True))
        early = table().rank[values["timeToMisuse"]] < table().rank[values["defenceLag"]]
        offence = early or values["solvability"] == "Unsolvable"
        found = level(misuse(**values), [HELP])
        assert (found == "High") == offence
        assert found != "Unclear"
