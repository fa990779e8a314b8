"""P1 to P4 on generated graphs (hypothesis draws the seeds, so that a failure can be replayed)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.inventory import load
from tests.reference.generate import (
    MUTATORS,
    add_derived_noise,
    add_entailed_triples,
    interesting_dates,
    inventory,
    relabel_blank_nodes,
    say_in_own_terms,
    shuffle_triples,
    split_in_files,
)
from tests.support import core_only, in_columns

STRICTNESS = {"Share": 1, "Review": 2, "Withhold": 3}
TIER_CLASSES = tuple(
    f"https://w3id.org/aisi-kg/ns#{tier}Information"
    for tier in ("NoBrainer", "GrayArea", "HighTrust")
)
Rows = list[tuple[str, ...]]
few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
fewer = settings(few, max_examples=10)
seeds = st.integers(min_value=0, max_value=10**9)


@pytest.fixture(autouse=True)
def _core(monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)


def decided(texts: Sequence[str], as_of: date) -> Rows:
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.ttl" for number, _ in enumerate(texts)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text)
        with in_columns(sum(map(len, texts)) % 2 == 0):  # one way or the other, the same
            return list(load(*files, as_of=as_of).decide().iter_rows())


def strictness(rows: Rows) -> dict[tuple[str, str], int]:
    return {(row[0], row[1]): STRICTNESS[row[4].rpartition("#")[2]] for row in rows}


# The reference keeps P1 and P2 on forty inventories a mutation, and the SPARQL agrees with it.
@pytest.mark.parametrize("name", sorted(MUTATORS))
@fewer
@given(seed=seeds)
def test_p1_p2_caution_never_makes_anything_more_permissive(name: str, seed: int) -> None:
    rng = Random(seed)
    made = inventory(rng, size=8, exotic=0)
    as_of = rng.choice(interesting_dates(made, rng))
    mutation = MUTATORS[name](made, rng, as_of)
    if mutation is None:
        return
    before = strictness(decided([made.turtle], as_of))
    after = strictness(decided([mutation.inventory.turtle], as_of))
    laxer = {pair for pair in before if after[pair] < before[pair]}
    assert not laxer, f"{mutation.what}: {sorted(laxer)}"


@few
@given(seed=seeds)
def test_p3_order_files_and_blank_node_labels_change_nothing(seed: int) -> None:
    rng = Random(seed)
    made = inventory(rng, size=8)
    as_of = rng.choice(interesting_dates(made, rng))
    rows = decided([made.turtle], as_of)
    assert decided([shuffle_triples(made, rng).turtle], as_of) == rows
    assert decided([relabel_blank_nodes(made, rng).turtle], as_of) == rows
    assert decided(split_in_files(made, rng), as_of) == rows


@few
@given(seed=seeds)
def test_p4_derived_and_entailed_triples_change_nothing(seed: int) -> None:
    rng = Random(seed)
    made = inventory(rng, size=8)
    as_of = rng.choice(interesting_dates(made, rng))
    rows = decided([made.turtle], as_of)
    assert decided([add_derived_noise(made, rng, TIER_CLASSES).turtle], as_of) == rows
    assert decided([add_entailed_triples(made, rng).turtle], as_of) == rows


@few
@given(seed=seeds)
def test_p4_own_terms_that_imply_ours_count_as_ours(seed: int) -> None:
    rng = Random(seed)
    made = inventory(rng, size=8)
    as_of = rng.choice(interesting_dates(made, rng))
    assert decided([say_in_own_terms(made, rng).turtle], as_of) == decided([made.turtle], as_of)


@few
@given(seed=seeds)
def test_p4_deciding_what_was_decided_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    made = inventory(rng, size=8)
    as_of = rng.choice(interesting_dates(made, rng))
    with TemporaryDirectory() as folder:
        source, derived = Path(folder) / "a.ttl", Path(folder) / "b.nt"
        source.write_text(made.turtle)
        first = load(source, as_of=as_of)
        rows = first.decide()
        derived.write_bytes(first.decision_triples() + first.tier_triples())
        assert load(source, derived, as_of=as_of).decide().equals(rows)
