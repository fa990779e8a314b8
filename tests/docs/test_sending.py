"""The pages for sender and recipient are run from top to bottom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.walk import walk


@pytest.mark.parametrize("page", ["sending.md"])
def test_the_page(page: str, tmp_path: Path) -> None:
    assert walk(page, tmp_path) >= 5
