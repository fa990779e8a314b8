"""The bench: what it generates, how it measures, what it records, and when a new ratio fails."""

from __future__ import annotations

import gzip
import json
import platform
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from pyoxigraph import RdfFormat, parse

import kg
from bench import answers, generate, record, table
from bench.contestants import CONTESTANTS, LARGE, SMALL
from bench.measure import LAUNCHER, TOO_LONG, Run, by_size, named, with_ratios

KG = "https://w3id.org/aisi-kg/ns#"


def runs(ours: float, floor: float = 1.0, status: str = "done", note: str = "") -> list[Run]:
    return with_ratios(
        [
            Run("floor", record.CHECKED, floor, floor, 25, "done"),
            Run("kg", record.CHECKED, ours, ours, 300, status, note),
        ]
    )


# What is generated


def test_the_same_seed_gives_the_same_inventory_in_every_syntax(tmp_path: Path) -> None:
    for name in ("one.nt", "two.nt", "three.nt.gz", "four.ttl"):
        generate.write(tmp_path / name, 100)
    generate.write(tmp_path / "other.nt", 100, seed=2)
    one = (tmp_path / "one.nt").read_bytes()
    assert one == (tmp_path / "two.nt").read_bytes()
    assert one == gzip.decompress((tmp_path / "three.nt.gz").read_bytes())
    assert one != (tmp_path / "other.nt").read_bytes()
    turtle = parse(path=tmp_path / "four.ttl", format=RdfFormat.TURTLE)
    assert set(turtle) == set(parse(input=one, format=RdfFormat.N_TRIPLES))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("four.ttl", "one.nt", "other.nt", "three.nt.gz", "two.nt")
    ]


@pytest.mark.parametrize(
    ("name", "share"),
    [
        (f"<{generate.DCT}title> ", 1),
        (f"<{KG}holder> ", 1),
        (f"<{KG}aboutSystem> ", 0.3),
        (f"<{KG}providedBy> ", 0.05),
        (f"<{KG}StatutoryPower> ", 0.03),
        (f"<{KG}assesses> ", 0.02),
        (f"<{KG}reviews> ", 0.01),
        (f"<{KG}prohibitsRecipient> ", 0.01),
    ],
)
def test_items_are_as_described(name: str, share: float) -> None:
    items = 4_000
    text = "".join(generate._texts(items, generate.Random(1), 0.0))
    assert text.count(name) == pytest.approx(share * items, rel=0.25 if share < 1 else 0.001)


def test_just_the_faulty_items_are_faulty_and_an_item_has_14_recipients(tmp_path: Path) -> None:
    generate.write(tmp_path / "items.nt", 100, faulty=0.1)
    inventory = kg.load(tmp_path / "items.nt", as_of="2026-11-01")
    faulty = generate.faulty_items(100, 0.1)
    assert len(faulty) == 10
    assert sorted({finding.focus for finding in inventory.violations()}) == sorted(faulty)
    table = inventory.decide()
    assert set(table.filter(pl.col("reasons") == "invalid-data")["item"]) == set(faulty)
    sound = table.filter(~pl.col("item").is_in(faulty))
    assert set(sound.group_by("item").len()["len"]) == {answers.RECIPIENTS}


# How it is measured


@pytest.mark.parametrize(
    ("code", "seconds", "megabytes", "stopped"),
    [
        ("import time; time.sleep(60)", 0.2, 1000, "time"),
        ("import time; held = b'x' * (200 * 2**20); time.sleep(60)", 60, 100, "memory"),
        ("pass", 60, 1000, ""),
    ],
)
def test_what_takes_too_long_or_too_much_is_stopped(
    tmp_path: Path, code: str, seconds: float, megabytes: int, stopped: str
) -> None:
    limits = [str(seconds), str(megabytes), str(tmp_path / "log")]
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(
        [sys.executable, "-S", str(LAUNCHER), *limits, *command], capture_output=True, check=True
    )
    seen = json.loads(done.stdout)
    assert seen["stopped"] == stopped
    assert (seen["status"] == 0) == (not stopped)
    assert seen["megabytes"] < 60 or stopped == "memory"


def test_rivals_run_at_their_sizes_or_at_those_that_are_given() -> None:
    plan = by_size([], named([]))
    assert set(plan) == {100, *SMALL, *LARGE}
    assert [c.key for c in plan[3_000_000]] == ["floor", "kg", "bulk-memory", "bulk-disk"]
    assert by_size([7], named(["jena", "kg"])) == {7: named(["kg", "jena"])}


def test_answers_are_compared_row_by_row() -> None:
    ours = pl.DataFrame([["i", "r", "t", "Share", "rule:x"]], schema=answers.COLUMNS, orient="row")
    theirs = ours.with_columns(outcome=pl.lit("Withhold"))
    assert answers.difference(ours, ours) == "same answers"
    assert answers.difference(ours, theirs) == "wrong: 1 rows missing, 1 other"


# What is recorded, and checked


@pytest.mark.parametrize(
    ("now", "passes", "words"),
    [
        (runs(6.4), True, "6.4 times the floor at 100,000 items, 5.0 on"),
        (runs(12.8, floor=2.0), True, "+28%"),
        (runs(6.6), False, "+32%, and more than +30% is a regression"),
        (runs(9, status=TOO_LONG, note="in 18-r07"), False, "(kg too long in 18-r07)"),
        (runs(5, note="wrong: 3 decisions, not 4"), False, "wrong: 3 decisions, not 4"),
        ([], False, "no run of kg and floor"),
    ],
)
def test_a_ratio_over_30_percent_above_the_last_record_fails(
    tmp_path: Path, now: list[Run], passes: bool, words: str
) -> None:
    path = tmp_path / "record.jsonl"
    record.append(runs(2.0), path)
    record.append(runs(5.0), path)
    record.append([Run("kg", 1_000, 1, 1, 100, "done", ratio=9.0)], path)  # another size
    verdict = record.verdict(now, record.last_ratio(path))
    assert verdict.passes == passes
    assert words in verdict.words
    assert "\n" not in verdict.words


def test_without_a_record_the_check_fails(tmp_path: Path) -> None:
    verdict = record.verdict(runs(5.0), record.last_ratio(tmp_path / "record.jsonl"))
    assert not verdict.passes
    assert "python -m bench --record" in verdict.words


def test_a_record_comes_back_and_names_no_machine(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    written = record.append(runs(5.0), path)
    assert record.history(path) == [written]
    assert platform.node() not in path.read_text()
    assert {"cores", "memory_gb", "python", "libraries"} <= written.machine.keys()


def test_the_table_says_what_has_no_result_and_why(tmp_path: Path) -> None:
    stopped = Run("jena", record.CHECKED, 180.04, 300, 9000, TOO_LONG, "in validate")
    written = record.append([*runs(5.0), stopped], tmp_path / "record.jsonl")
    document = tmp_path / "performance.md"
    document.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    table.write_section(written, document)
    text = document.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert lines[-2].startswith("|  | **kg decide** | 5.0 | 5.0 | 300 | 5.0 |")
    assert "| stopped at 180 |" in lines[-1]
    document.write_text("nothing")
    with pytest.raises(SystemExit, match="lacks"):
        table.write_section(written, document)


def test_the_document_shows_the_last_record() -> None:
    last = record.history()[-1]
    assert table.section(last) in table.DOCUMENT.read_text()
    images = table.DOCUMENT.parent / "img"
    for name in ("performance-light.png", "performance-dark.png"):
        assert f"img/{name}" in table.DOCUMENT.read_text()
        assert (images / name).read_bytes().startswith(b"\x89PNG")
    assert {run.contestant for run in last.runs} <= {c.key for c in CONTESTANTS}
