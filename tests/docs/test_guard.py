"""The commands of the page on `kg guard` print what it says, and it names the files that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import ROOT, kg

PAGE = (ROOT / "docs" / "guard.md").read_text()


def test_the_page_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_KEY", str(tmp_path / "none.pem"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    made = kg(
        *("export", "--to", "inst:US-CAISI", "-o", "to-us"),
        *("--as-of", "2026-11-01", "examples/network"),
    )
    assert made.returncode == 0, made.stderr
    ((command, expected),) = re.findall(r"```console\n\$ kg (.*)\n([^`]*)```", PAGE)
    run = kg(*command.split())
    assert (run.returncode, run.stdout, run.stderr) == (0, expected, "")


def test_the_files_that_the_page_names_are_there() -> None:
    for name in re.findall(r"`(\w+\.py)`", PAGE):
        assert (ROOT / "kg" / "gate" / name).is_file()
