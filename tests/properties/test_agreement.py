"""P3: the SPARQL agrees with the independent reference, in every outcome and every reason.

500 generated inventories on Oxigraph, 100 of them on rdflib too, as of random dates and dates on which a
window ends; a quarter under a random policy; half of them with their plain items in columns, as large
inputs have them. In chunks, so that workers share them.
"""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from pathlib import Path
from random import Random

import pytest

from kg.inventory import load
from kg.terms import GENID
from kg.validate import Finding
from tests.properties.test_faults import faults, spoilt, victim
from tests.reference.generate import interesting_dates, inventory
from tests.reference.rules import decide, default_policy, offer, random_policy, tiers
from tests.support import core_only, in_columns

CHUNK = 10


@pytest.fixture(autouse=True)
def _core(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)


def agree(seed: int, engine: str, folder: Path) -> None:
    rng = Random(seed)
    made = inventory(rng, size=rng.choice([4, 8, 12]) if engine == "oxigraph" else 4)
    policy = random_policy(rng) if seed % 4 == 0 else default_policy()
    as_of = rng.choice(interesting_dates(made, rng))
    source, policy_file = folder / f"{seed}.ttl", folder / f"{seed}.policy.ttl"
    source.write_text(made.turtle)
    policy_file.write_text(policy.turtle)
    with in_columns(seed % 8 in (0, 1, 3, 5)):
        loaded = load(
            source, as_of=as_of, policy=policy_file if seed % 4 == 0 else None, engine=engine
        )
    where = f"seed {seed} as of {as_of}"
    expected = [astuple(row) for row in decide(made.facts, policy, as_of)]
    assert list(loaded.decide().iter_rows()) == expected, where
    reference_tiers = [astuple(row) for row in tiers(made.facts, policy, as_of)]
    assert list(loaded.tiers().iter_rows()) == reference_tiers, where
    recipients = sorted({row[1] for row in expected}) if engine == "oxigraph" else []
    for recipient in rng.sample(recipients, min(1, len(recipients))):
        offered = [astuple(row) for row in offer(made.facts, policy, as_of, recipient)]
        assert list(loaded.offer(recipient).iter_rows()) == offered, f"{where} to {recipient}"


@pytest.mark.parametrize("chunk", range(50))
def test_oxigraph_agrees_with_the_reference(chunk: int, tmp_path: Path) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        agree(seed, "oxigraph", tmp_path)


@pytest.mark.parametrize("chunk", range(20))
def test_rdflib_agrees_with_the_reference(chunk: int, tmp_path: Path) -> None:
    for seed in range(chunk * 5, (chunk + 1) * 5):
        agree(seed, "rdflib", tmp_path)


@pytest.mark.parametrize("chunk", range(5))
def test_columns_change_nothing(chunk: int, tmp_path: Path) -> None:
    """Each rule once for each distinct value of what it reads, equals each rule for each item."""
    for seed in range(10_000 + chunk * 4, 10_000 + (chunk + 1) * 4):
        rng = Random(seed)
        made = inventory(rng, size=20)
        (tmp_path / "a.ttl").write_text(made.turtle)
        as_of = rng.choice(interesting_dates(made, rng))
        whole = load(tmp_path / "a.ttl", as_of=as_of)
        with in_columns():
            apart = load(tmp_path / "a.ttl", as_of=as_of)
        assert apart.facts.items is not None
        assert apart.decide().equals(whole.decide())
        assert apart.tiers().equals(whole.tiers())


@pytest.mark.parametrize("seed", range(6))
def test_columns_change_no_report(seed: int, tmp_path: Path) -> None:
    """A cover of the plain items is as good as all of them: the same violations, word for word."""
    rng = Random(30_000 + seed)
    made = inventory(rng, size=20, exotic=0)
    for kind in ("item", "item", "item", "Assessment", "CaseReview", "Restriction", "Consent"):
        node = victim(made, kind, rng)
        made = spoilt(made, node, rng.choice(faults(kind)))[0] if node else made
    (tmp_path / "a.ttl").write_text(made.turtle)
    whole = found(tmp_path / "a.ttl")
    with in_columns():
        assert found(tmp_path / "a.ttl") == whole
    assert whole


def found(source: Path) -> list[Finding]:
    """The violations, all blank nodes called alike, for they are named anew by each reading."""
    return sorted(
        replace(
            each,
            focus=re.sub(f"{GENID}.*", "blank", each.focus),
            value=re.sub(f"{GENID}.*", "blank", each.value),
        )
        for each in load(source, as_of="2026-01-01").violations()
    )
