"""``kg decide`` on plain items in columns: the same CSV and Parquet, and what is not looked for is said."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from bench.generate import faulty_items, write
from tests.support import in_columns, kg


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    write(tmp_path / "a.nt", 60, faulty=0.05)
    return tmp_path / "a.nt"


def test_csv_and_parquet_are_the_same(inventory: Path, tmp_path: Path) -> None:
    expected = kg("decide", inventory, "--as-of", "2026-11-01")
    out = tmp_path / "out.parquet"
    with in_columns():
        printed = kg("decide", inventory, "--as-of", "2026-11-01")
        written = kg("decide", inventory, "--as-of", "2026-11-01", "-o", out)
        some = kg("decide", inventory, "--as-of", "2026-11-01", "--to", "inst:CA-AISI")
    assert printed.stdout == expected.stdout
    assert printed.returncode == written.returncode == expected.returncode == 1
    table = pl.read_csv(StringIO(expected.stdout))
    assert pl.read_parquet(out).cast(pl.String).equals(table)
    assert pl.read_csv(StringIO(some.stdout)).height == table["item"].n_unique()
    assert "items are too many to look for warnings about each" in printed.stderr
    faulty = [line for line in printed.stderr.splitlines() if "withheld" in line]
    assert len(faulty) == len(faulty_items(60, 0.05))
