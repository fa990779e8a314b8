"""Runs the commands of a page of docs/ from top to bottom, as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def walk(name: str, folder: Path) -> int:
    """Runs a page in a folder; each command must print what the page says. The number of commands.

    A block with a file name after its language is written to that file first. Where a page shows lines
    that begin with ``kg: ``, it shows what went to standard error, else what went to standard output.
    """
    program = folder / "bin" / "kg"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom kg.cli import main\nmain()\n")
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    (folder / "examples").symlink_to(ROOT / "examples")
    ran = 0
    for kind, file, block in _BLOCK.findall((ROOT / "docs" / name).read_text()):
        if file:
            (folder / file).write_text(block)
        for command, expected in _commands(block) if kind == "console" else ():
            run = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                check=False,
            )
            printed = run.stderr if expected.startswith("kg: ") else run.stdout
            assert printed == expected, f"{command}: {run.stderr}"
            ran += 1
    return ran


def _commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]
