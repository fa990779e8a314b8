"""Both engines on the W3C's test suite: they pass it, but for what `differences.csv` says.

A new difference fails, and so does one that is gone: the table is what docs/validation.md shows.
"""

import csv
import logging
import os
from functools import cache
from pathlib import Path

import pytest

from tests.shapes.w3c import suite
from tests.shapes.w3c.suite import Case

TABLE = Path(__file__).with_name("differences.csv")


@cache
def all_cases() -> dict[str, Case]:
    try:
        return {case.name: case for case in suite.cases(suite.fetched())}
    except OSError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(f"the W3C's tests cannot be fetched: {error}")


def differences() -> list[tuple[str, str]]:
    """The tests that an engine does not pass, with the engine."""
    return [
        (case.name, engine)
        for case in all_cases().values()
        for engine, run in (("pySHACL", suite.by_pyshacl), ("shacl", suite.by_shacl))
        if run(case) != case.wanted
    ]


def test_engines_differ_from_the_suite_as_the_table_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert len(all_cases()) == 121
    caplog.set_level(
        logging.CRITICAL
    )  # rdflib has much to say of literals that are meant to be wrong
    with TABLE.open(newline="") as stream:
        known = [(row["test"], row["engine"]) for row in csv.DictReader(stream)]
    assert sorted(differences()) == known


def test_the_documentation_has_the_table() -> None:
    page = (suite.support.ROOT / "docs" / "validation.md").read_text()
    with TABLE.open(newline="") as stream:
        rows = [f"| `{r['test']}` | {r['engine']} | {r['about']} |" for r in csv.DictReader(stream)]
    assert [
        line for line in page.splitlines() if line.startswith(("| `core/", "| `sparql/"))
    ] == rows
    for folder in ("reference", "refused"):
        for query in (suite.support.ROOT / "queries" / "validate" / folder).glob("*.rq"):
            assert f"\n| `{query.stem}` | " in page
