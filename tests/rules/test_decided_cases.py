"""The decided cases, row by row, on both engines, and in the output of the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.inventory import load
from tests.support import CASES, core_only, kg

NUMBERS = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def expected(case: Path, name: str) -> list[tuple[str, ...]]:
    with (case / name).open(newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)][1:]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_decided_case(number: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    core_only(monkeypatch)
    case = CASES / number
    loaded = load(
        case / "inventory.ttl", as_of=(case / "as-of.txt").read_text().strip(), engine=engine
    )
    assert list(loaded.decide().iter_rows()) == expected(case, "decisions.csv")
    assert list(loaded.tiers().iter_rows()) == expected(case, "tiers.csv")


@pytest.mark.parametrize("number", NUMBERS[::4])
def test_a_decided_case_with_all_that_is_shipped(number: str) -> None:
    case = CASES / number
    as_of = (case / "as-of.txt").read_text().strip()
    for command, name in (("decide", "decisions.csv"), ("tiers", "tiers.csv")):
        run = kg(command, case / "inventory.ttl", "--as-of", as_of)
        assert run.returncode == 0, run.stderr
        rows = [tuple(row) for row in csv.reader(run.stdout.splitlines())]
        assert set(expected(case, name)) <= set(rows)
        assert rows[1:] == sorted(rows[1:], key=lambda row: row[:2])
