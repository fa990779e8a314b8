"""The same answer in every format, on standard output and in a file, as a user runs the command."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from pyoxigraph import RdfFormat, parse

from tests.support import PREFIXES, ROOT, kg, named_categories, named_in

EXAMPLE = ROOT / "examples" / "network"
DAY = ("--as-of", "2026-11-01")
NS = "https://w3id.org/aisi-kg/ns#"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    named = named_in("".join(path.read_text() for path in EXAMPLE.glob("*.ttl")))
    with pytest.MonkeyPatch.context() as patch:
        named_categories(patch, *named, more=("dual-use.ttl",))
        yield


def printed(*arguments: object) -> str:
    run = kg(*arguments, *DAY)
    assert run.returncode == 0, run.stderr
    return run.stdout


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def decided() -> Rows:
    return rows(printed("decide", EXAMPLE, "--to", "inst:US-CAISI"))


def test_decide_csv_is_as_promised(decided: Rows) -> None:
    assert list(decided[0]) == ["item", "recipient", "channel", "tier", "outcome", "reasons"]
    assert len(decided) >= 30
    assert decided == sorted(decided, key=lambda row: (row["item"], row["recipient"]))
    for row in decided:
        assert all(row[name].startswith("https://") for name in list(row)[:5])
        assert row["reasons"] == "|".join(sorted(row["reasons"].split("|")))


def test_decide_json_says_the_same(decided: Rows) -> None:
    found = json.loads(printed("decide", EXAMPLE, "--to", "inst:US-CAISI", "--format", "json"))
    assert [{**row, "reasons": "|".join(row["reasons"])} for row in found] == decided


@pytest.mark.parametrize("given", [("--format", "parquet"), ()])
def test_decide_parquet_says_the_same(
    given: tuple[str, ...], decided: Rows, tmp_path: Path
) -> None:
    file = tmp_path / "out.parquet"
    assert printed("decide", EXAMPLE, "--to", "inst:US-CAISI", *given, "-o", file) == ""
    assert pl.read_parquet(file).to_dicts() == decided
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_decide_turtle_says_the_same(decided: Rows, tmp_path: Path) -> None:
    file = tmp_path / "out.ttl"
    assert printed("decide", EXAMPLE, "--to", "inst:US-CAISI", "-o", file) == ""
    nodes: dict[object, dict[str, list[str]]] = {}
    for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE):
        values = nodes.setdefault(quad.subject, {})
        values.setdefault(quad.predicate.value.removeprefix(NS), []).append(quad.object.value)
    names = ("item", "recipient", "channel", "tier", "outcome")
    found = [
        {name: node[name][0] for name in names} | {"reasons": "|".join(sorted(node["reason"]))}
        for node in nodes.values()
    ]
    assert sorted(found, key=lambda row: row["item"]) == decided
    assert all(node["asOf"] == ["2026-11-01"] for node in nodes.values())


def test_turtle_is_the_same_bytes_again() -> None:
    for command in ("decide", "tiers"):
        assert printed(command, EXAMPLE, "--format", "turtle") == printed(
            command, EXAMPLE, "--format", "turtle"
        )


def test_derived_turtle_given_as_input_changes_nothing(tmp_path: Path) -> None:
    """P4, on the command line."""
    before = printed("decide", EXAMPLE)
    derived = [tmp_path / "decisions.ttl", tmp_path / "tiers.ttl"]
    for command, file in zip(("decide", "tiers"), derived, strict=True):
        printed(command, EXAMPLE, "-o", file)
    assert printed("decide", EXAMPLE, *derived) == before


def test_tiers_say_the_same_in_csv_json_and_turtle() -> None:
    table = rows(printed("tiers", EXAMPLE))
    assert list(table[0]) == [
        *("target", "kind", "proprietary_sensitivity", "misuse_potential", "benefit", "tier")
    ]
    assert [row["target"] for row in table] == sorted(row["target"] for row in table)
    assert {row["kind"] for row in table} == {"category", "item"}
    assert json.loads(printed("tiers", EXAMPLE, "--format", "json")) == table
    turtle = printed("tiers", EXAMPLE, "--format", "turtle").encode()
    tiers = {
        quad.subject.value: quad.object.value.removeprefix(NS)
        for quad in parse(turtle, format=RdfFormat.TURTLE)
        if quad.predicate.value == NS + "derivedTier"
    }
    assert tiers == {row["target"]: row["tier"] for row in table}


def test_offers_in_csv_and_json() -> None:
    table = rows(printed("offer", "inst:SG-AISI", EXAMPLE))
    assert list(table[0]) == ["family", "item", "detail"]
    assert table == sorted(table, key=lambda row: tuple(row.values()))
    assert json.loads(printed("offer", "inst:SG-AISI", EXAMPLE, "--format", "json")) == table


def test_answers_to_a_question_in_csv_and_json() -> None:
    table = rows(printed("query", "policy-rules", EXAMPLE))
    assert len(table) == 12
    assert json.loads(printed("query", "policy-rules", EXAMPLE, "--format", "json")) == table


def test_findings_in_csv_and_json() -> None:
    table = rows(printed("validate", EXAMPLE))
    assert list(table[0]) == ["severity", "focus", "path", "value", "shape", "message"]
    assert {row["severity"] for row in table} == {"Warning"}
    assert json.loads(printed("validate", EXAMPLE, "--format", "json")) == table


def test_an_explanation_in_json() -> None:
    item = "https://example.org/uk-aisi#o1-findings"
    told = json.loads(printed("explain", item, "inst:SG-AISI", EXAMPLE, "--format", "json"))
    assert told["outcome"] == NS + "Withhold"
    assert {step["rule"] for step in told["steps"] if step["blocks"]} == {"R7", "R9"}


def test_a_drawn_table_reads_without_colour() -> None:
    drawn = printed("decide", EXAMPLE, "--to", "inst:US-CAISI", "--format", "table")
    assert "\x1b[" not in drawn
    for word in ("✓ Share", "? Review", "✗ Withhold", "● HighTrust", "○ NoBrainer", "◐ GrayArea"):
        assert word in drawn


def test_help_is_quick_and_complete() -> None:
    text = kg("--help").stdout
    for command in ("decide", "tiers", "offer", "explain", "validate", "query", "facts", "reason"):
        assert f"\n  {command} " in text
        assert "--as-of" in kg(command, "--help").stdout


def test_decide_tells_of_all_warnings_that_validate_has(tmp_path: Path) -> None:
    """Items alike are decided once, but warned about each."""
    items = "".join(
        f'<https://e.org/{n}> a cat:Standard ; dct:title "{n}" ; kg:holder inst:UK-AISI .\n'
        for n in range(9)
    )
    (tmp_path / "a.ttl").write_text(PREFIXES + items)
    assert kg("validate", tmp_path).stdout.count("Item-specific") == 9
    run = kg("decide", tmp_path)
    assert "and 4 more" in run.stderr.splitlines()[-1]
