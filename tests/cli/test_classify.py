"""``kg classify`` as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.classify.descriptions import few_categories
from tests.support import PREFIXES, ROOT, kg

EXAMPLE = ROOT / "examples" / "05-description" / "inventory.ttl"
INVALID = ROOT / "examples" / "05-description" / "invalid" / "invalid.ttl"
HEADER = "item,category,status,because"


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        few_categories(patch)
        yield


def test_csv_and_check() -> None:
    run = kg("classify", EXAMPLE, "--check")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0] == HEADER
    assert (
        "https://example.org/example#draft,https://w3id.org/aisi-kg/category#Standard,new,"
        "InformationItem and contentKind Norm"
    ) in lines
    assert lines[1:] == sorted(lines[1:])
    assert run.stderr == "HermiT: 8 of 8 items agree.\n"


def test_json_and_table() -> None:
    records = json.loads(kg("classify", EXAMPLE, "--format", "json").stdout)
    assert {record["status"] for record in records} == {"asserted", "entailed", "new"}
    assert list(records[0]) == HEADER.split(",")
    drawn = kg("classify", EXAMPLE, "--format", "table").stdout
    assert "raw transcript" in drawn


def test_turtle_is_a_further_input(tmp_path: Path) -> None:
    types = tmp_path / "types.ttl"
    assert kg("classify", EXAMPLE, "-o", types).returncode == 0
    again = kg("classify", EXAMPLE, types)
    assert again.returncode == 0, again.stderr
    assert ",new," not in again.stdout
    plain, typed = (kg("decide", EXAMPLE, *more).stdout for more in ([], [types]))
    assert plain == typed


def test_without_descriptions_there_is_nothing_to_say() -> None:
    run = kg("classify", ROOT / "examples" / "02-consent", "--check")
    assert (run.returncode, run.stdout) == (0, HEADER + "\n")
    assert run.stderr == "HermiT: 0 of 0 items agree.\n"


def test_a_contradiction_fails_the_check(tmp_path: Path) -> None:
    source = tmp_path / "a.ttl"
    source.write_text(
        PREFIXES + "ex:said a cat:PreDeploymentEvaluationResult ; dct:title 'said' ;"
        " kg:holder inst:UK-AISI ; kg:deploymentStage kg:Deployed ."
    )
    assert kg("classify", source).returncode == 0
    run = kg("classify", source, "--check")
    assert run.returncode == 1
    assert "contradict" in run.stderr


def test_bad_data_is_told() -> None:
    run = kg("classify", INVALID)
    assert (run.returncode, run.stdout) == (1, HEADER + "\n")
    assert "withheld" in run.stderr
    assert "kg:deploymentStage is at most one of" in run.stderr


def test_an_unknown_value_is_told(tmp_path: Path) -> None:
    source = tmp_path / "a.ttl"
    source.write_text(
        PREFIXES + "ex:said a cat:Standard ; dct:title 'said' ;"
        " kg:holder inst:UK-AISI ; kg:deploymentStage kg:Deployd ."
    )
    run = kg("classify", source)
    assert run.returncode == 1
    assert "Did you mean kg:Deployed?" in run.stderr
