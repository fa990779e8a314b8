"""R12 once more: on inventories with one planted fault, the guard stops and withholds as the rules do."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from kg import load
from kg.errors import FaultyDataError
from kg.gate.faults import faults
from kg.gate.triples import Triples
from tests.properties.test_faults import ADDED, spoilt, victim
from tests.properties.test_faults import faults as planted
from tests.reference.generate import interesting_dates, inventory
from tests.support import core_only


@pytest.mark.parametrize("kind", sorted(ADDED))
def test_one_fault(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)
    seen = 0
    for seed, fault in enumerate(2 * planted(kind), 40_000):
        rng = Random(f"{kind} {seed}")
        made = inventory(rng, size=6, exotic=0)
        node = victim(made, kind, rng)
        if node is None:
            continue
        seen += 1
        bad, what = spoilt(made, node, fault)
        (tmp_path / "a.ttl").write_text(bad.turtle)
        loaded = load(tmp_path / "a.ttl", as_of=rng.choice(interesting_dates(made, rng)))
        found = faults(loaded.facts, Triples(loaded.facts.store))
        try:
            loaded.decide()
        except FaultyDataError:
            assert found.stopping, what
            continue
        assert (found.stopping, found.withheld) == ((), frozenset(loaded.withheld())), what
    assert seen
