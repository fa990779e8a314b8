"""OWL against SPARQL: HermiT finds the same tiers, and finds what is inconsistent."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from random import Random

import pytest

from kg import reason
from kg.inventory import load
from tests.reference.policy import random_policy
from tests.support import CASES, PREFIXES, core_only, named_categories

DIMENSIONS = ("ProprietarySensitivity", "MisusePotential", "CapacityBuilding")
OWN = """
ex:Us a kg:Institute ; rdfs:label "us" .
ex:Note a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ;
    rdfs:label "note"@en ; skos:definition "A note."@en ; dct:source ex:glossary .
"""


@pytest.fixture
def combined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A decided case, and an item for each combination of levels, as if there were no shipped category.

    The README's tour shows the same of all that is shipped.
    """
    core_only(monkeypatch)
    lines = [(CASES / "20" / "inventory.ttl").read_text(), PREFIXES, OWN]
    for number, levels in enumerate(product(("Low", "Medium", "Unclear", "High"), repeat=3)):
        lines.append(f"ex:i{number} a ex:Note ; dct:title 'note {number}' ; kg:holder ex:Us .")
        lines += [
            f"ex:i{number}-{name} a kg:Assessment ; kg:assesses ex:i{number} ;"
            f" kg:dimension kg:{name} ; kg:level kg:{level} ;"
            " prov:generatedAtTime '2026-01-01'^^xsd:date ; dct:description 'made up' ."
            for name, level in zip(DIMENSIONS, levels, strict=True)
        ]
    path = tmp_path / "combined.ttl"
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("seed", [None, 0, 1], ids=["default", "0", "1"])
def test_every_combination_of_levels_under_any_policy(
    seed: int | None, combined: Path, tmp_path: Path
) -> None:
    policy = None if seed is None else tmp_path / "p.ttl"
    if policy:
        policy.write_text(random_policy(Random(seed)).turtle)
    agreement = load(combined, as_of="2026-11-01", policy=policy).reason()
    # A policy may leave a tier empty, whose class then can have no member.
    assert agreement.consistent, agreement.in_words()
    assert not agreement.differing, agreement.in_words()
    assert agreement.compared > 64


def test_the_shipped_definitions_say_what_the_default_policy_says(
    combined: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tiers.ttl writes the default policy's cells out; taken as they stand they infer the same."""
    loaded = load(combined, as_of="2026-11-01")
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


def test_what_is_inconsistent_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two levels that are said to be the same: only a reasoner sees that this cannot be."""
    named_categories(monkeypatch, "ModelWeights")
    (tmp_path / "a.ttl").write_text(
        PREFIXES + "ex:lo owl:sameAs kg:Low, kg:High . ex:i a cat:ModelWeights ;"
        " dct:title 'i' ; kg:holder inst:UK-AISI ."
    )
    agreement = load(tmp_path / "a.ttl", as_of="2026-01-01").reason()
    assert not agreement.consistent
    assert "inconsistent" in agreement.in_words()
