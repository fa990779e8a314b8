"""The page on stores is run from top to bottom."""

from __future__ import annotations

from pathlib import Path

from tests.docs.walk import walk


def test_the_page(tmp_path: Path) -> None:
    assert walk("store.md", tmp_path) >= 10
