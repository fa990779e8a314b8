"""P6 as a user sees it: two inventories that differ only in what R may not see, no difference."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.reference.inventory import Inventory
from tests.support import ROOT, kg

from .bundles import written
from .change import Case
from .pairs import all_changed, start


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "KG_KEY": str(tmp_path / "none.pem"), "PYTHONPATH": str(ROOT)}


def case_of_an_institute() -> Case:
    """As the shipped institutes are among the recipients here, of R13 that to an institute is apart."""
    seeds = (start(seed) for seed in range(3000, 3100))
    return next(
        case
        for case in seeds
        if case.asked.recipient in case.made.facts.institutes and len(case.offered) > 1
    )


def test_diff_finds_nothing(tmp_path: Path, environment: dict[str, str]) -> None:
    case = case_of_an_institute()
    changed = all_changed(case, but="spoil")
    asked = ("--as-of", case.asked.as_of, "--to", case.asked.recipient, "--with", "tables")

    def export(made: Inventory, name: str, *options: object) -> str:
        """In a process of its own, from a folder of its own, with hashes of its own."""
        (tmp_path / name).mkdir()
        inputs = written(made, Random(name), tmp_path / name)
        surroundings = {**environment, "PYTHONHASHSEED": str(len(name))}
        run = kg("export", *asked, *options, inputs, cwd=tmp_path / name, env=surroundings)
        assert run.returncode == 0, run.stderr
        return run.stdout

    first, second = tmp_path / "first-bundle", tmp_path / "second-bundle"
    assert not export(case.made, "first", "-o", first)
    assert not export(changed, "the-second", "-o", second)
    diff = subprocess.run(
        [shutil.which("diff") or "diff", "-r", first, second],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (diff.returncode, diff.stdout) == (0, "")
    assert case.offered[0] in (second / "manifest.json").read_text()
    assert export(changed, "dry", "--dry-run") == export(case.made, "again", "--dry-run")
