"""The ontologist's walk-through is run from top to bottom, and prints what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT

PAGE = (ROOT / "docs" / "ontologist.md").read_text()
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def test_the_walk_through(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "kg"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom kg.cli import main\nmain()\n")
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    ran = 0
    for kind, name, block in BLOCKS:
        if name:
            (tmp_path / name).write_text(block)
        for command, expected in commands(block) if kind == "console" else ():
            run = subprocess.run(
                ["bash", "-c", command],
                cwd=tmp_path,
                env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                check=False,
            )
            printed = run.stderr if expected.startswith("kg: ") else run.stdout
            assert printed == expected, command
            ran += 1
    assert ran >= 14


def test_every_column_is_in_the_page() -> None:
    from kg.taxonomy.columns import CATEGORY, RATING, SHARED_HEADERS

    for header in (*CATEGORY, *SHARED_HEADERS):
        assert f"`{header}`" in PAGE, header
    for part in RATING:
        assert not part or f"_{part}`" in PAGE, part
