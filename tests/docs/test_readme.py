"""Every command of the README is run, and prints what the README says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

README = (ROOT / "README.md").read_text()


def examples() -> list[tuple[str, str]]:
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            found.append((command, expected))
    return found


@pytest.mark.parametrize(("command", "expected"), examples())
def test_a_command_prints_what_the_readme_says(command: str, expected: str, tmp_path: Path) -> None:
    program = tmp_path / "kg"
    program.write_text(f"#!{sys.executable}\nfrom kg.cli import main\nmain()\n")
    program.chmod(0o755)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    quiet = "" if expected.startswith("kg: ") else " 2>/dev/null"
    run = subprocess.run(
        ["bash", "-c", command.replace(" | ", f"{quiet} | ", 1) if "|" in command else command],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    printed = run.stderr if expected.startswith("kg: ") else run.stdout
    assert printed == expected


def test_there_are_examples() -> None:
    assert len(examples()) >= 6


def test_the_python_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    exec(code.group(1), {})
