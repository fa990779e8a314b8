"""The guard decides as the independent reference of the tests does, and as the rules in SPARQL do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from kg.facts import load_facts
from kg.gate.judge import Judge
from kg.gate.triples import Triples
from kg.inventory import load
from kg.terms import KG
from tests.classify.descriptions import described
from tests.reference.generate import interesting_dates, inventory, say_in_own_terms
from tests.reference.rules import decide, default_policy, offer, random_policy
from tests.support import ROOT, core_only

SEEDS = 30  # a chunk
CATEGORIES = str(ROOT / "queries" / "classify" / "categories.rq")
ROOT_CATEGORY = KG + "InformationItem"
Rows = dict[tuple[str, str], tuple[str, str]]


def judge(path: Path, day: date, policy: Path | None = None) -> Judge:
    facts = load_facts([path], as_of=day, policy=policy)
    return Judge(Triples(facts.store), day.isoformat())


def rulings(court: Judge) -> Rows:
    """By item and recipient, the tier and the outcome."""
    recipients = {*court.network.institutes, *court.network.networks, KG + "Public"}
    return {
        (item, recipient): (ruling.tier, ruling.outcome)
        for item in court.items
        for recipient in recipients
        if (ruling := court.decide(item, recipient)) is not None
    }


def offered(court: Judge, recipient: str) -> set[str]:
    return {item for item in court.shared(recipient) if not court.surpassing(item, recipient)}


@pytest.mark.parametrize("chunk", range(12))
def test_it_agrees_with_the_reference(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    for seed in range(chunk * SEEDS, (chunk + 1) * SEEDS):
        rng = Random(seed)
        made = inventory(rng, size=rng.choice([4, 8, 12]))
        policy = random_policy(rng) if seed % 4 == 0 else default_policy()
        day = rng.choice(interesting_dates(made, rng))
        source, file = tmp_path / f"{seed}.ttl", tmp_path / f"{seed}.policy.ttl"
        source.write_text((say_in_own_terms(made, rng) if seed % 10 == 9 else made).turtle)
        file.write_text(policy.turtle)
        court = judge(source, day, file if seed % 4 == 0 else None)
        expected = {
            (row.item, row.recipient): (row.tier, row.outcome)
            for row in decide(made.facts, policy, day)
        }
        assert rulings(court) == expected, f"seed {seed} as of {day}"
        for recipient in rng.sample(made.recipients, 2):
            rows = offer(made.facts, policy, day, recipient)
            assert offered(court, recipient) == {row.item for row in rows}, f"seed {seed}"


def sparql(path: Path, day: date) -> Rows:
    rows = load(path, as_of=day).decide().iter_rows(named=True)
    return {(row["item"], row["recipient"]): (row["tier"], row["outcome"]) for row in rows}


@pytest.mark.parametrize(
    "example", ["network", "02-consent", "03-compilation", "04-renderings", "05-description"]
)
def test_it_agrees_with_the_rules_on_the_examples(example: str) -> None:
    folder, day = ROOT / "examples" / example, date(2026, 11, 1)
    folder = folder if example == "network" else folder / "inventory.ttl"
    assert rulings(judge(folder, day)) == sparql(folder, day)


def test_categories_that_follow_from_descriptions_count(tmp_path: Path) -> None:
    """Twice: what the items are, and what that decides."""
    path, day = tmp_path / "a.ttl", date(2026, 11, 1)
    path.write_text(described(Random(7), 150))
    court, loaded = judge(path, day), load(path, as_of=day)
    expected: dict[str, set[str]] = {}
    for item, category in loaded.query(CATEGORIES).iter_rows():
        expected.setdefault(item, set()).add(category)
    assert len(expected) > 100
    assert {item: court.categories(item) - {ROOT_CATEGORY} for item in expected} == expected
    assert rulings(court) == sparql(path, day)
