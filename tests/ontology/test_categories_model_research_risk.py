"""The branches model, research and risk split the broad categories along what changes the tier."""

from __future__ import annotations

from functools import cache

import pytest
from rdflib import RDFS, Graph, Namespace
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from kg.inventory import load
from tests.support import ROOT

CAT = Namespace("https://w3id.org/aisi-kg/category#")
KG = Namespace("https://w3id.org/aisi-kg/ns#")

UNDECIDED = (
    "PreliminarySafetyResearchResult",
    "ResearchAgendaOnRiskManagement",
    "RiskEstimate",
    "SafetyResearch",
)
"""Broad categories of these branches that are Gray Area as a whole."""

SENSITIVE = (
    "AlgorithmicDetail",
    "DualUseResearchMethod",
    "IncidentAndVulnerabilityReport",
    "ModelWeights",
    "SafeguardDetail",
)
"""Broad categories that are High Trust as a whole, and of which cases show public parts."""


@cache
def branches() -> Graph:
    graph = Graph()
    for branch in ("model", "research", "risk"):
        graph.parse(ROOT / "ontology" / "categories" / f"{branch}.ttl")
    return graph


@cache
def tiers() -> dict[str, str]:
    table = load(ROOT / "examples" / "network", as_of="2026-11-01").tiers()
    return dict(table.select("target", "tier").iter_rows())


def tier(category: Node) -> str:
    return tiers()[str(category)]


def leaves(category: Node) -> list[Node]:
    below = branches().transitive_subjects(RDFS.subClassOf, category)
    return [each for each in below if each and (None, RDFS.subClassOf, each) not in branches()]


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_was_gray_as_a_whole_is_part_no_brainer_and_part_high_trust(name: str) -> None:
    assert tier(CAT[name]) == "GrayArea"
    assert {tier(leaf) for leaf in leaves(CAT[name])} >= {"NoBrainer", "HighTrust"}


@pytest.mark.parametrize("name", SENSITIVE)
def test_what_is_high_trust_as_a_whole_has_all_tiers_below(name: str) -> None:
    assert tier(CAT[name]) == "HighTrust"
    found = {tier(leaf) for leaf in leaves(CAT[name])}
    assert found == {"NoBrainer", "GrayArea", "HighTrust"}


def test_what_remains_gray_says_why() -> None:
    gray = [leaf for leaf in leaves(KG.InformationItem) if tier(leaf) == "GrayArea"]
    silent = [
        str(leaf)
        for leaf in gray
        if "emains Gray Area" not in str(branches().value(leaf, SKOS.editorialNote))
    ]
    assert gray
    assert silent == []


def test_a_rating_of_ours_says_so_and_cites() -> None:
    ours = [each for each in branches().subjects(KG.assesses) if str(each).endswith("-2026-11-01")]
    assert ours
    assert [
        str(each)
        for each in ours
        if not str(branches().value(each, DCTERMS.description)).startswith("Our rating")
        or branches().value(each, DCTERMS.source) is None
    ] == []
