"""The npm packages that some tests need: ``npm ci --prefix tests/seal/node``; in CI they must be there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parent / "node" / "node_modules"


def demand(*missing: tuple[str, bool]) -> None:
    """Skips where something is missing; fails in CI."""
    names = [name for name, there in missing if not there]
    if names:
        reason = f"no second implementation without {', '.join(names)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def installed() -> tuple[str, bool]:
    return "npm ci --prefix tests/seal/node", (PACKAGES / "jsonld-signatures").is_dir()
