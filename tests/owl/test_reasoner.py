"""OWL against SPARQL: HermiT finds the same tiers, and finds what is inconsistent."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from kg import reason
from kg.inventory import load
from tests.reference.generate import interesting_dates, inventory
from tests.reference.policy import random_policy
from tests.support import CASES, PREFIXES, ROOT, core_only


def test_the_example_and_all_categories() -> None:
    """On an early day, when most is unclear; the README's tour shows the same of a late one."""
    agreement = load(ROOT / "examples" / "network", as_of="2024-12-01").reason()
    assert agreement.agrees, agreement.in_words()
    assert agreement.compared >= 80


@pytest.mark.parametrize("number", ["02", "11", "20"])
def test_decided_cases(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)
    case = CASES / number
    loaded = load(case / "inventory.ttl", as_of=(case / "as-of.txt").read_text().strip())
    assert loaded.reason().agrees


@pytest.mark.parametrize("seed", range(4))
def test_generated_inventories_under_any_policy(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core_only(monkeypatch)
    rng = Random(seed)
    made = inventory(rng, size=8, exotic=0)
    (tmp_path / "a.ttl").write_text(made.turtle)
    (tmp_path / "p.ttl").write_text(random_policy(rng).turtle)
    as_of = rng.choice(interesting_dates(made, rng))
    agreement = load(tmp_path / "a.ttl", as_of=as_of, policy=tmp_path / "p.ttl").reason()
    # A policy may leave a tier empty, whose class then can have no member.
    assert agreement.consistent, agreement.in_words()
    assert not agreement.differing, agreement.in_words()


def test_the_shipped_definitions_say_what_the_default_policy_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """tiers.ttl writes the default policy's cells out; taken as they stand they infer the same."""
    loaded = load(ROOT / "examples" / "network", as_of="2026-11-01")
    loaded.tiers()
    monkeypatch.setattr(reason, "_definitions", lambda _: b"")
    monkeypatch.setattr(reason, "_LEFT_OUT", (reason._LEFT_OUT[0], *reason._LEFT_OUT[2:]))
    agreement = loaded.reason()
    assert agreement.agrees, agreement.in_words()


def test_a_disagreement_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)
    loaded = load(CASES / "02" / "inventory.ttl", as_of="2026-01-01")
    right = reason._definitions

    def wrong(engine: object) -> bytes:
        text = right(engine).decode()  # type: ignore[arg-type]
        swapped = {"NoBrainer": "HighTrust", "HighTrust": "NoBrainer"}
        for name, other in swapped.items():
            text = text.replace(f"ns#{name}Information> <http", f"ns#-{other}Information> <http")
        return text.replace("ns#-", "ns#").encode()

    monkeypatch.setattr(reason, "_definitions", wrong)
    agreement = loaded.reason()
    assert not agreement.agrees
    assert agreement.differing


def test_what_is_inconsistent_is_found(tmp_path: Path) -> None:
    """Two levels that are said to be the same: only a reasoner sees that this cannot be."""
    (tmp_path / "a.ttl").write_text(
        PREFIXES + "ex:lo owl:sameAs kg:Low, kg:High . ex:i a cat:ModelWeights ;"
        " dct:title 'i' ; kg:holder inst:UK-AISI ."
    )
    agreement = load(tmp_path / "a.ttl", as_of="2026-01-01").reason()
    assert not agreement.consistent
    assert "inconsistent" in agreement.in_words()
