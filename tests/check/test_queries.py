"""Every query of `queries/check` has a pair of examples: one that it finds nothing in, and one.

`queries/<check>.fail.ttl` says by `# finds: node | property | value` what the query answers, a row
each: IRIs as they are or as prefixed names, texts in quotation marks, `_` for a blank node.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.check import load_profile
from kg.engines import EngineName, open_engine
from kg.resources import shipped
from kg.terms import PREFIXES

EXAMPLES = Path(__file__).parent / "queries"
CHECKS = {each.name: each for each in load_profile() if each.query is not None}
EXAMPLE_PREFIXES = {**PREFIXES, "ex": "https://example.org/x#"}

Row = tuple[str, str, str]


def answer(name: str, kind: str, engine: EngineName) -> list[Row]:
    store = Store()
    store.load(path=EXAMPLES / f"{name}.{kind}.ttl", format=RdfFormat.TURTLE)
    query = CHECKS[name].query
    assert query is not None
    rows = open_engine(engine, store).select(query).iter_rows()
    return sorted(
        (node, where, "_" if value.startswith("_:") else value) for node, where, value in rows
    )


def expected(name: str) -> list[Row]:
    lines = (EXAMPLES / f"{name}.fail.ttl").read_text(encoding="utf-8").splitlines()
    return sorted(_row(line) for line in lines if line.strip().startswith("# finds: "))


def _row(line: str) -> Row:
    parts = line.strip().removeprefix("# finds: ").split(" | ", 2)
    node, where, value = (*(_term(part) for part in parts), "", "")[:3]
    return node, where, value


def _term(text: str) -> str:
    if text.startswith('"'):
        return str(json.loads(text))
    prefix, _, local = text.partition(":")
    return EXAMPLE_PREFIXES[prefix] + local if prefix in EXAMPLE_PREFIXES else text


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("name", CHECKS)
def test_the_failing_example_is_found(name: str, engine: EngineName) -> None:
    assert expected(name)
    assert answer(name, "fail", engine) == expected(name)


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("name", CHECKS)
def test_the_passing_example_is_not(name: str, engine: EngineName) -> None:
    assert answer(name, "pass", engine) == []


def test_queries_profile_and_examples_name_the_same_checks() -> None:
    queries = {path.stem for path in (shipped("queries") / "check").glob("*.rq")}
    examples = {path.name for path in EXAMPLES.iterdir()}
    assert queries == set(CHECKS)
    assert examples == {f"{name}.{kind}.ttl" for name in queries for kind in ("pass", "fail")}
