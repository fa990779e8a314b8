"""What several tests share: the core ontology alone, and the command line as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import resources

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
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def core_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads the terms and tiers without the shipped categories and institutes: faster, same rules."""
    core = [p for p in resources.ontology_files() if p.name in {"kg.ttl", "tiers.ttl"}]
    monkeypatch.setattr(resources, "ontology_files", lambda: core)


def kg(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,
    )
