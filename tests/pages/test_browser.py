"""The pages in a real browser, checked by axe-core; in CI these tests may not be skipped.

They need node, Chromium, and ``npm ci --prefix tests/pages``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT, kg

HERE = Path(__file__).parent
PAGES = (
    "index.html",
    "category/EvaluationResult.html",
    "category/OpenEvaluationFramework.html",
    "policy.html",
    "network.html",
)


def tools() -> tuple[str, str]:
    """Node and Chromium."""
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("chrome")
    missing = [
        name
        for name, there in (
            ("node", node),
            ("chromium", chromium),
            ("npm ci --prefix tests/pages", (HERE / "node_modules" / "axe-core").is_dir()),
        )
        if not there
    ]
    if missing:
        reason = f"no browser check without {', '.join(missing)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    assert node
    assert chromium
    return node, chromium


def test_a_browser_and_axe_core_find_nothing_wrong(tmp_path: Path) -> None:
    node, chromium = tools()
    made = kg(
        "docs", "examples/network", "--as-of", "2026-11-01", "-o", tmp_path / "site", cwd=ROOT
    )
    assert made.returncode == 0, made.stderr
    result = subprocess.run(
        [node, HERE / "browse.mjs", chromium, tmp_path / "site", *PAGES],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert seen["wrong"] == []
    # The search shows what it finds and what that lies below; without a script all is there.
    assert seen["found"] == ["evaluation result", "item-level evaluation result", "raw transcript"]
    count = len(list((tmp_path / "site" / "category").iterdir())) - 1
    assert seen["said"] == f"1 of {count} categories"
    assert len(seen["all"]) >= count
    assert seen["again"] == seen["all"] == seen["unscripted"]
    assert not seen["searchable"]
