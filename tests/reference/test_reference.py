"""The reference against inventories that were decided elsewhere, from the same rules."""

import csv
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from .rules import Facts, decide, default_policy, tiers

CASES = sorted((Path(__file__).parent.parent / "cases").glob("[0-9]*"))


def expected_rows(path: Path) -> list[tuple[str, ...]]:
    """The rows of a CSV without its head."""
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def test_cases_are_there() -> None:
    """None got lost."""
    assert len(CASES) == 24


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_decided_case(case: Path) -> None:
    """Exactly the rows that were decided elsewhere."""
    facts = Facts.parse(case / "inventory.ttl")
    as_of = date.fromisoformat((case / "as-of.txt").read_text().strip())
    policy = default_policy()
    decisions = [astuple(row) for row in decide(facts, policy, as_of)]
    assert decisions == expected_rows(case / "decisions.csv")
    levels = [astuple(row) for row in tiers(facts, policy, as_of)]
    assert levels == expected_rows(case / "tiers.csv")
