"""The page on keys: its commands print what it says, save that keys are random; its Python runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.bundle import as_document
from tests.seal.manifests import manifest
from tests.support import ROOT, kg

PAGE = (ROOT / "docs" / "keys.md").read_text()


def test_the_commands_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    said = "".join(
        f"$ kg {command}\n{kg(*command.split()).stdout}"
        for command in re.findall(r"^\$ kg (.*)$", block, re.MULTILINE)
    )
    said = re.sub(r"z6Mk\w+", "z6Mk...", said)
    assert re.sub(r"(?<=public_key,)[0-9a-f]{64}", "...", said) == block


def test_the_python_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {"manifest": as_document(manifest())}
    exec(block, names)  # the page's own
    assert set(names["signed"]) == {*names["manifest"], "proof"}
