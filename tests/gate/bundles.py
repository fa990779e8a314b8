"""An inventory in which everything may happen, and bundles of it that are made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kg.bundle import (
    CHANGES,
    FileEntry,
    GraphEntry,
    Manifest,
    as_bytes,
    as_document,
    bundle_name,
    digest,
    graph_digest,
    handling_name,
    write_graphs,
)
from kg.facts import Facts, load_facts
from kg.terms import DCT, KG, PREFIXES, PROV, RDF, RDFS, XSD, expand
from tests.support import PREFIXES as HEAD
from tests.support import named_categories, named_in

DAY = date(2026, 11, 1)
EX = "https://example.org/x#"
ODRL = "http://www.w3.org/ns/odrl/2/"
UK, US = expand("inst:UK-AISI"), expand("inst:US-CAISI")
INVENTORY = (
    HEAD
    + """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

ex:report a cat:PublishedEvaluationReport ; dct:title "A published report" ; kg:holder inst:UK-AISI ;
  kg:aboutSystem ex:system ; dct:description "Worth reading." , "Written under pressure." ;
  skos:editorialNote "Ask the director." .
ex:method a cat:EvaluationMethod ; dct:title "How it was done" ; kg:holder inst:UK-AISI ;
  kg:providedBy ex:Company ; dct:source <https://example.org/page> .
ex:short a cat:PublishedEvaluationReport ; dct:title "A published report in short" ; kg:holder inst:UK-AISI ;
  prov:wasDerivedFrom ex:report ; kg:detail kg:Summary .
ex:weights a cat:ModelWeights ; dct:title "The weights of a model" ; kg:holder inst:UK-AISI ;
  skos:prefLabel "Moon" .
ex:theirs a cat:PublishedEvaluationReport ; dct:title "What they know" ; kg:holder inst:US-CAISI .
ex:spoilt a cat:PublishedEvaluationReport ; dct:title "Another report" ; kg:holder inst:UK-AISI .
ex:banned a cat:PublishedEvaluationReport ; dct:title "A report for few" ; kg:holder inst:UK-AISI .
ex:mark a rdf:Statement , cat:ModelWeights ; dct:title "Under which pressure" ; kg:holder inst:UK-AISI ;
  rdf:subject ex:report ; rdf:predicate dct:description ; rdf:object "Written under pressure." .
ex:left a cat:PublishedRiskSurvey ; dct:title "One half" ; kg:holder inst:UK-AISI ; kg:aboutSystem ex:other .
ex:right a cat:PublicIncidentRecord ; dct:title "The other half" ; kg:holder inst:UK-AISI ;
  kg:aboutSystem ex:other .

ex:Company a prov:Organization ; rdfs:label "The company" ; skos:note "Owes us a favour." .
ex:system rdfs:label "The system" .
ex:faulty-assessment a kg:Assessment ; kg:assesses ex:spoilt ; kg:dimension kg:MisusePotential ;
  kg:level kg:Hihg ; prov:generatedAtTime "2026-01-01"^^xsd:date ; dct:description "Fine." .
ex:ban a kg:Restriction ; kg:appliesTo ex:banned ; kg:prohibitsRecipient inst:US-CAISI ;
  dct:description "Not yet." .
ex:mosaic a kg:CompilationRule ; kg:compiles cat:PublishedRiskSurvey , cat:PublicIncidentRecord ;
  kg:tier kg:HighTrust ; dct:description "Together they tell more." .
ex:consent a kg:Consent ; kg:consentBy ex:Company ; kg:consentsTo ex:method .
ex:approval a kg:CaseReview ; kg:reviews ex:method ; kg:reviewRecipient inst:US-CAISI ; kg:verdict kg:Approved ;
  prov:generatedAtTime "2026-02-01"^^xsd:date ; dct:description "Good." ; prov:wasAttributedTo inst:UK-AISI .
ex:sent a kg:Disclosure ; kg:disclosed ex:banned ; kg:recipient inst:US-CAISI ;
  prov:atTime "2026-01-01"^^xsd:date .
"""
)

SHARED = (EX + "method", EX + "report")
_LEAVING = (
    *(RDF + "type", DCT + "title", DCT + "description", DCT + "source", PROV + "wasDerivedFrom"),
    *(KG + name for name in ("holder", "providedBy", "obtainedUnder", "aboutSystem", "detail")),
)
_LEVELS = {EX + "mark": ("High", "HighTrust"), EX + "method": ("Unclear", "GrayArea")}
Graphs = dict[str, set[Triple]]


def few_categories(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads what the inventory needs of what is shipped."""
    more = ("description.ttl", "release.ttl", "tlp.ttl")
    named_categories(monkeypatch, "UnpatchedVulnerability", *named_in(INVENTORY), more=more)


def facts(folder: Path, more: str = "") -> Facts:
    """The inventory, and more."""
    path = folder / "inventory.ttl"
    path.write_text(INVENTORY + more)
    return load_facts([path], as_of=DAY)


def triple(subject: str, name: str, value: str | Literal) -> Triple:
    """A triple; text is an IRI."""
    term = value if isinstance(value, Literal) else NamedNode(value)
    return Triple(NamedNode(subject), NamedNode(name), term)


def graphs(given: Facts, items: Iterable[str] = SHARED, recipient: str = US) -> Graphs:
    """The two graphs of each item, as docs/bundle.md has them, without what is marked."""
    found: Graphs = {}
    for item in items:
        found[item] = statements(given, item)
        found[handling_name(item, recipient)] = handling(item, recipient)
    return found


def statements(given: Facts, item: str) -> set[Triple]:
    """What is said of an item, and the names of what it names."""
    said = {
        quad.triple
        for quad in given.store.quads_for_pattern(NamedNode(item), None, None, DefaultGraph())
        if quad.predicate.value in _LEAVING and str(quad.object) != '"Written under pressure."'
    }
    label = NamedNode(RDFS + "label")
    named = {each.object for each in said if each.predicate.value != RDF + "type"}
    return said | {
        quad.triple
        for node in named
        if isinstance(node, NamedNode)
        for quad in given.store.quads_for_pattern(node, label, None, DefaultGraph())
    }


def handling(item: str, recipient: str = US) -> set[Triple]:
    """How to handle an item: what the checks look at."""
    name = handling_name(item, recipient)
    level, tier = _LEVELS.get(item, ("Low", "NoBrainer"))
    return {
        triple(item, ODRL + "hasPolicy", name + "-policy"),
        triple(item, PROV + "wasAttributedTo", UK),
        triple(item, PREFIXES["tlp"] + "label", PREFIXES["tlp"] + "AMBER-STRICT"),
        triple(item, KG + "effectiveProprietarySensitivity", KG + level),
        triple(item, KG + "effectiveMisusePotential", KG + level),
        triple(item, KG + "derivedTier", KG + tier),
        triple(name + "-policy", RDF + "type", ODRL + "Agreement"),
        triple(name + "-policy", ODRL + "permission", name + "-use"),
        triple(name + "-use", ODRL + "target", item),
        triple(name + "-use", ODRL + "assigner", UK),
        triple(name + "-use", ODRL + "assignee", recipient),
        triple(name + "-use", ODRL + "action", ODRL + "use"),
    }


def bundle(
    said: Mapping[str, Iterable[Triple]],
    *,
    form: str = "trig",
    recipient: str = US,
    more: Mapping[str, bytes] | None = None,
    change: Callable[[Manifest], Manifest] = lambda manifest: manifest,
) -> dict[str, bytes]:
    """A bundle that agrees with itself: whatever is said, the digests are right.

    Args:
        said: the graphs, by name.
        form: the syntax of the data.
        recipient: to whom it goes.
        more: further files, or others for the same paths.
        change: what to change in the manifest.
    """
    of = {handling_name(item, recipient): item for item in said}
    name = bundle_name([UK], recipient, 1)
    files = {
        f"data.{form}": write_graphs(said, form, PREFIXES),
        "changes.trig": write_graphs(
            {**said, CHANGES: [triple(name, KG + "adds", item) for item in said if item not in of]},
            "trig",
            PREFIXES,
        ),
        **(more or {}),
    }
    manifest = Manifest(
        id=name,
        sender=(UK,),
        recipient=recipient,
        as_of=DAY.isoformat(),
        sequence=1,
        previous=None,
        policy_id=expand("policy:Default"),
        policy_version="1.0",
        ontology_version="https://w3id.org/aisi-kg/ns/0.1.0",
        graphs=tuple(
            GraphEntry(graph, of.get(graph, graph), graph_digest(each), len(set(each)))
            for graph, each in sorted(said.items())
        ),
        revoked=(),
        files=tuple(
            FileEntry(path, digest(data), len(data)) for path, data in sorted(files.items())
        ),
    )
    return {**files, "manifest.json": as_bytes(as_document(change(manifest)))}


def text(value: str) -> Literal:
    """A plain text."""
    return Literal(value, datatype=NamedNode(XSD + "string"))
