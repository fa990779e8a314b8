"""What several tests share: the core ontology alone, and the command line as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

import pytest

from kg import resources
from kg.cli import main
from kg.facts import large, plain

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
PREFIXES = """\
@prefix cat: <https://w3id.org/aisi-kg/category#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/x#> .
@prefix inst: <https://w3id.org/aisi-kg/institute#> .
@prefix kg: <https://w3id.org/aisi-kg/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix policy: <https://w3id.org/aisi-kg/policy#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def core_only(monkeypatch: pytest.MonkeyPatch, *more: str) -> None:
    """Loads the terms and tiers without the shipped categories and institutes: faster, same rules.

    ``more`` are the names of further files, as "release.ttl" and "tlp.ttl" for a release.
    """
    names = {"kg.ttl", "tiers.ttl", *more}
    core = [p for p in resources.ontology_files() if p.name in names]
    monkeypatch.setattr(resources, "ontology_files", lambda: core)


@contextmanager
def in_columns(yes: bool = True) -> Iterator[None]:
    """While it runs, inputs of any size are read as columns, and their plain items stay there; or none are."""
    with patch.object(large, "LARGE", 0 if yes else sys.maxsize), patch.object(plain, "FEWEST", 0):
        yield


def few_categories(monkeypatch: pytest.MonkeyPatch, branch: str) -> None:
    """Loads the terms, the network and one branch of the taxonomy: what rdflib can do in seconds."""
    names = {"kg.ttl", "tiers.ttl", "network.ttl", f"{branch}.ttl"}
    few = [p for p in resources.ontology_files() if p.name in names]
    monkeypatch.setattr(resources, "ontology_files", lambda: few)


def kg(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the command line: in this process, which is quicker, or with options in one of its own.

    The README's and the documents' commands, the wheel and hostile surroundings are tested in real
    processes elsewhere.
    """
    command = ["kg", *map(str, arguments)]
    if options:
        return subprocess.run(
            [sys.executable, "-m", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **options,
        )
    with ExitStack() as stack:
        stack.enter_context(patch.object(sys, "argv", command))
        out, err = (stack.enter_context(TextIOWrapper(BytesIO(), "utf-8")) for _ in range(2))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            main()
            status: object = 0
        except SystemExit as end:
            status = end.code
        out.flush()
        err.flush()
        said = [stream.buffer.getvalue().decode().replace("\r\n", "\n") for stream in (out, err)]
    return subprocess.CompletedProcess(command, int(str(status or 0)), *said)
