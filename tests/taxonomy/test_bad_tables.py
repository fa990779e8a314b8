"""Every error names row and column and says what to write; all at once; and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from tests.support import kg
from tests.taxonomy.table_support import EX, GOOD, HEADER, added, write


def good(**cells: str) -> str:
    """The good row with other cells."""
    row = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | cells
    return ",".join(f'"{row[name]}"' for name in HEADER.split(","))


# Each: the rows below the header (the header first where it differs), and the row, the column and a
# part of what must be said.
BAD: dict[str, tuple[list[str], int, str, str]] = {
    "no id": ([good(id="")], 2, "id", "a row has one id"),
    "two ids": ([good(id="A | B")], 2, "id", "a row has one id"),
    "an id that is no name": ([good(id="my category")], 2, "id", "is no IRI"),
    "an id with an unknown prefix": ([good(id="nix:A")], 2, "id", "nix:A is no IRI"),
    "an id that is something else": ([good(id="kg:High")], 2, "id", "is something else"),
    "no label": ([good(label="")], 2, "label", "exactly one rdfs:label in English"),
    "two labels": ([good(label="a | b")], 2, "label", "exactly one rdfs:label in English"),
    "no definition": ([good(definition="")], 2, "definition", "exactly one skos:definition"),
    "no parent": ([good(parents="")], 2, "parents", "below kg:InformationItem"),
    "an unknown parent": (
        [good(parents="cat:EvaluationResults")],
        2,
        "parents",
        "did you mean cat:EvaluationResult?",
    ),
    "one of two parents unknown": (
        [good(parents="cat:EvaluationResult | Nowhere")],
        2,
        "parents",
        "Nowhere is no category",
    ),
    "a parent that is no category": (
        [good(parents="kg:High")],
        2,
        "parents",
        "kg:High is no category",
    ),
    "no source": (
        [good(source="", misuse_potential="", date="", rationale="")],
        2,
        "source",
        "dct:source",
    ),
    "a source that is no IRI": ([good(source="the paper")], 2, "source", "the paper is no IRI"),
    "an unknown level": (
        [good(misuse_potential="Hihg")],
        2,
        "misuse_potential",
        "Low, Medium, Unclear, High",
    ),
    "two levels": ([good(misuse_potential="Low | High")], 2, "misuse_potential", "one level"),
    "a level without a date": ([good(date="")], 2, "date", "of which day"),
    "a level without a rationale": ([good(rationale="")], 2, "rationale", "why it was chosen"),
    "a date as Excel writes it": (
        [good(date="31.01.2026")],
        2,
        "date",
        "write year-month-day, as 2026-01-31",
    ),
    "a date that doesn't exist": ([good(date="2026-02-30")], 2, "date", "2026-02-30 is no date"),
    "a date and a time": ([good(date="2026-01-31 00:00")], 2, "date", "is no date"),
    "two dates": ([good(date="2026-01-31 | 2026-02-01")], 2, "date", "is no date"),
    "a rationale for nothing": (
        [good(misuse_potential="", date="")],
        2,
        "rationale",
        "no level in this row",
    ),
    "a date for nothing": (
        [good(misuse_potential="", rationale="")],
        2,
        "date",
        "no level in this row",
    ),
    "a rationale of a level that is blank": (
        [HEADER + ",trust_building_rationale", GOOD + ",Because."],
        2,
        "trust_building",
        "so write a level",
    ),
    "an unknown column": (
        [HEADER + ",definitions", GOOD + ",x"],
        1,
        "definitions",
        "did you mean definition?",
    ),
    "an unknown dimension": ([HEADER + ",fame", GOOD + ",High"], 1, "fame", "no such column"),
    "a column twice": ([HEADER + ",label", GOOD + ",x"], 1, "label", "is there twice"),
    "a language for names": ([HEADER + ",parents@fr", GOOD + ",x"], 1, "parents@fr", "no @ or ^^"),
    "a cell without a header": ([GOOD + ",,x"], 2, "10", "a column without a header"),
    "a property of ours that doesn't exist": (
        [HEADER + ",kg:colour", GOOD + ",https://example.org/red"],
        2,
        "kg:colour",
        "doesn't exist",
    ),
    "a property of ours that stands elsewhere": (
        [HEADER + ",kg:holder", GOOD + ",inst:UK-AISI"],
        2,
        "kg:holder",
        "None of this node's classes",
    ),
    "deprecated is no boolean": (
        [HEADER + ",deprecated", GOOD + ",maybe"],
        2,
        "deprecated",
        "neither true",
    ),
    "two rows with one id": ([GOOD, good(label="another")], 3, "label", "row 2 has the same id"),
    "a circle": (
        [good(id="A", parents="B"), good(id="B", parents="A | cat:EvaluationResult")],
        2,
        "parents",
        "remove one rdfs:subClassOf",
    ),
    "a shipped category moved": (
        ["id,parents", "cat:ModelWeights,cat:Standard"],
        2,
        "parents",
        "is there already, with",
    ),
    "a shipped category renamed": (
        ["id,label", "cat:ModelWeights,weights"],
        2,
        "label",
        "is there already, with “model weights”",
    ),
    "a shipped rating changed": (
        [
            "id,misuse_potential,date,rationale",
            "cat:ModelWeights,Low,2025-02-05,Because.",
        ],
        2,
        "misuse_potential",
        "give the new rating a date of its own",
    ),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_a_bad_table_is_told_by_row_and_column(case: str, tmp_path: Path) -> None:
    lines, row, column, words = BAD[case]
    lines = lines if lines[0].startswith("id") else [HEADER, *lines]
    table = write(tmp_path, *lines)
    problems = added(tmp_path, table).problems
    place = f"{table} row {row}, column {column}: "
    assert any(p.startswith(place) and words in p.removeprefix(place) for p in problems), problems
    assert not (tmp_path / "t.ttl").exists()


def test_there_are_enough() -> None:
    assert len(BAD) >= 20


def test_the_command_tells_all_problems_and_leaves_the_file(tmp_path: Path) -> None:
    target = tmp_path / "t.ttl"
    target.write_text("@prefix : <https://example.org/x#> .\n\n:x a :y .\n")
    before = target.read_bytes()
    table = write(
        tmp_path, HEADER, good(date="1.2.26", parents="cat:Nix"), "", good(id="B", label="")
    )
    run = kg("taxonomy", "add", table, "--to", target)
    assert run.returncode == 2
    assert run.stdout == ""
    lines = run.stderr.splitlines()
    assert [line.partition(": ")[2].partition(": ")[0] for line in lines[:-1]] == [
        f"{table} row 2, column date",
        f"{table} row 2, column parents",
    ]
    assert lines[-1] == f"kg: {table}: 2 cells are wrong: {target} is as it was"
    assert target.read_bytes() == before


def test_one_problem_is_one_line(tmp_path: Path) -> None:
    table = write(tmp_path, HEADER, "", good(level="", id="B", label=""))
    run = kg("taxonomy", "add", table, "--to", tmp_path / "t.ttl", "--namespace", EX)
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith(f"kg: {table} row 3, column label: A category has exactly one")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no column id"),
        (b"label,definition\r\na,b\r\n", "row 1: there is no column id"),
        (b"id,label\r\nA,\xe9\r\n", "not UTF-8 text: save it as"),
        ("id,label\r\n".encode("utf-16"), "not UTF-8 text"),
        (b'id,label\r\nA,"never closed\r\n', "row 2"),
        (b'id,label\r\nA,x\r\nB,"x"y\r\n', "row 3"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        added(tmp_path, path)
    assert words in str(caught.value)


def test_a_table_or_a_target_that_cannot_be_used(tmp_path: Path) -> None:
    good_table = write(tmp_path, HEADER, GOOD)
    for arguments, words in (
        ((tmp_path / "no.csv", "--to", tmp_path / "t.ttl"), "cannot be read"),
        ((good_table, "--to", tmp_path / "t.rdf"), "name a .ttl file"),
        ((good_table, "--to", tmp_path / "no" / "t.ttl", "--namespace", EX), "cannot be written"),
        ((good_table, "--to", tmp_path / "t.ttl", tmp_path / "no.ttl"), "no such file"),
        ((good_table, "--to", tmp_path / "t.ttl", "--namespace", "not an iri"), "--namespace"),
    ):
        run = kg("taxonomy", "add", *arguments)
        assert run.returncode == 2, arguments
        assert words in run.stderr
        assert len(run.stderr.splitlines()) == 1
    (tmp_path / "bad.ttl").write_text("this is no Turtle")
    run = kg("taxonomy", "add", good_table, "--to", tmp_path / "bad.ttl")
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "bad.ttl line 1" in run.stderr


def test_a_target_that_is_at_fault_itself_is_said_to_be(tmp_path: Path) -> None:
    target = tmp_path / "t.ttl"
    target.write_text(
        "@prefix kg: <https://w3id.org/aisi-kg/ns#> .\n<https://example.org/n> a kg:Network .\n"
    )
    run = kg("taxonomy", "add", write(tmp_path, HEADER, GOOD), "--to", target, "--namespace", EX)
    assert run.returncode == 2
    assert "https://example.org/n" in run.stderr
    assert "mend the input first" in run.stderr
