"""P6: two inventories that differ only in what R may not see export byte-identically to R.

At least 1,000 pairs: from each of 50 bases seven variants, any two of which are a pair.
"""

from __future__ import annotations

from math import comb
from pathlib import Path
from random import Random

import pytest

from tests.reference.triples import turtle

from .bundles import exported, only_terms, unequal
from .pairs import CHANGES, base

BASES, VARIANTS = 50, 7
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
