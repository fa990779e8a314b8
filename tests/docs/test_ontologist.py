"""The ontologist's walk-through is run from top to bottom, and prints what the page says."""

from __future__ import annotations

from pathlib import Path

from tests.docs.walk import walk
from tests.support import ROOT

PAGE = (ROOT / "docs" / "ontologist.md").read_text()


def test_the_walk_through(tmp_path: Path) -> None:
    assert walk("ontologist.md", tmp_path) >= 14


def test_every_column_is_in_the_page() -> None:
    from kg.taxonomy.columns import CATEGORY, RATING, SHARED_HEADERS

    for header in (*CATEGORY, *SHARED_HEADERS):
        assert f"`{header}`" in PAGE, header
    for part in RATING:
        assert not part or f"_{part}`" in PAGE, part
