"""docs/analyst.md, done as it says: the rules run by hand on a SPARQL 1.1 server decide the same.

The server is `oxigraph serve`, started here; SPARQLWrapper speaks to it as it would to any other.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from SPARQLWrapper import CSV, INSERT, POST, SPARQLWrapper

from kg import load
from kg.resources import shipped
from tests.support import ROOT, kg

DAY = "2026-11-01"
EXAMPLE = ROOT / "examples" / "network"
DERIVE = sorted((shipped("queries") / "derive").glob("*.ru"))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("oxigraph, a SPARQL server, is not installed")
        pytest.skip("needs the SPARQL server: pip install oxigraph")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen(
        [program, "serve", "--bind", address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def run(address: str, text: str) -> None:
    endpoint = SPARQLWrapper(f"{address}/update")
    endpoint.setMethod(POST)
    endpoint.setQuery(text)
    endpoint.queryType = INSERT  # it guesses, and takes "described" in a comment for DESCRIBE
    endpoint.query()


def put(address: str, nquads: bytes) -> None:
    """Loads by the Graph Store Protocol; an update may hold only so much."""
    kind = {"Content-Type": "application/n-quads"}
    for _ in range(300):  # it takes a moment to start
        try:
            with urlopen(Request(f"{address}/store", data=nquads, headers=kind, method="POST")):
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def test_the_rules_by_hand_decide_the_same(server: str, tmp_path: Path) -> None:
    facts = tmp_path / "facts.nq"
    assert kg("facts", EXAMPLE, "--as-of", DAY, "-o", facts).returncode == 0
    put(server, facts.read_bytes())
    for path in DERIVE:
        run(server, path.read_text())
    guide = (ROOT / "docs" / "analyst.md").read_text()
    question = re.search(r"```sparql\n(.*?)```", guide, re.DOTALL)
    assert question
    endpoint = SPARQLWrapper(f"{server}/query", returnFormat=CSV)
    endpoint.setQuery(question[1])
    answer = endpoint.query().convert().decode().splitlines()[1:]
    expected = [
        f"{each.item},{each.recipient},{each.outcome},{reason}"
        for each in load(EXAMPLE, as_of=DAY).decisions()
        for reason in each.reasons
    ]
    assert answer == expected
