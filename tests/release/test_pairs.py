"""P6: two inventories that differ only in what R may not see export byte-identically to R.

At least 1,000 pairs: from each of 28 bases nine variants, any two of which are a pair.
"""

from __future__ import annotations

from math import comb
from random import Random

import pytest

from tests.reference.triples import turtle

from .bundles import exported, only_terms, unequal
from .pairs import all_changed, base, start

BASES, VARIANTS = 28, 9
PAIRS = BASES * comb(VARIANTS, 2)
OPTIONS = ({}, {"form": "nq"}, {"form": "ttl"}, {"form": "jsonld"}, {"form": "rdf"})


@pytest.fixture(autouse=True)
def _terms(monkeypatch: pytest.MonkeyPatch) -> None:
    only_terms(monkeypatch)


def test_there_are_a_thousand_pairs() -> None:
    assert PAIRS >= 1000


@pytest.mark.parametrize("seed", range(BASES))
def test_what_r_may_not_see_changes_no_byte(seed: int) -> None:
    made = base(seed, VARIANTS)
    rng = Random(seed)
    different = {frozenset(turtle([triple]) for triple in one.triples) for one in made.variants}
    assert len(different) == VARIANTS
    options = OPTIONS[seed % len(OPTIONS)]
    bundles = [exported(one, made.case.asked, rng, **options) for one in made.variants]
    assert not unequal(made, bundles)


@pytest.mark.parametrize("seed", range(12))
def test_nor_a_byte_of_what_changed_since_the_bundle_before(seed: int) -> None:
    case = start(seed, twice=True)
    one, other = (
        exported(made, case.asked, Random(seed)) for made in (case.made, all_changed(case))
    )
    assert one == other


def test_something_is_added_changed_and_revoked() -> None:
    said = set()
    for seed in range(12):
        case = start(seed, twice=True)
        changes = exported(case.made, case.asked, Random(seed))["changes.trig"].decode()
        said |= {name for name in ("kg:adds", "kg:changes", "kg:revokes") if name in changes}
    assert said == {"kg:adds", "kg:changes", "kg:revokes"}
