"""Every command of the page on `kg impact` is run, and prints what the page says; so is CI's step read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from tests.support import ROOT

PAGE = (ROOT / "docs" / "impact.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a script where the page's reader is: in a checkout, with `kg` installed."""
    program = folder / "kg"
    program.write_text(f"#!{sys.executable}\nfrom kg.cli import main\nmain()\n")
    program.chmod(0o755)
    for name in ("examples", "ontology"):
        (folder / name).symlink_to(ROOT / name)
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_prints_what_it_says(tmp_path: Path) -> None:
    (block,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    expected = re.sub(r"^\$ .*\n", "", block, flags=re.MULTILINE)
    assert len(commands) == 3
    assert run("\n".join(commands), tmp_path).stdout == expected


def test_the_step_of_ci_is_yaml_and_keeps_the_exit_status() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", CONTRIBUTING, re.DOTALL)
    jobs = yaml.safe_load(text)["jobs"]
    script = jobs["impact"]["steps"][-1]["run"]
    assert "kg impact" in script
    for status, said, ends in ((0, "widens=false\n", 0), (3, "widens=true\n", 0), (2, "", 2)):
        stub = f"kg() {{ echo report; return {status}; }}; GITHUB_OUTPUT=/dev/stderr\n"
        done = subprocess.run(
            ["bash", "-ec", f"cd $(mktemp -d); GITHUB_STEP_SUMMARY=summary\n{stub}{script}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (ends, said)
