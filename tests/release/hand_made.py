"""A small bundle, made by hand: two items and a statement that is an item, held by two institutes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.bundle import bundle_name, graph_digest, handling_name
from kg.release.content import Content

ROOT = Path(__file__).parents[2]
PREFIXES = """\
@prefix cat: <https://w3id.org/aisi-kg/category#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/x#> .
@prefix inst: <https://w3id.org/aisi-kg/institute#> .
@prefix kg: <https://w3id.org/aisi-kg/ns#> .
@prefix odrl: <http://www.w3.org/ns/odrl/2/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tlp: <https://w3id.org/aisi-kg/tlp#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = "https://example.org/x#"
UK = "https://w3id.org/aisi-kg/institute#UK-AISI"
US = "https://w3id.org/aisi-kg/institute#US-CAISI"
CANADA = "https://w3id.org/aisi-kg/institute#CA-AISI"

STATEMENTS = {
    "scores": """
        ex:scores a cat:EvaluationResult ; dct:title "Scores, \\"raw\\""@en , "Points bruts"@fr ;
          dct:description "Of one model."@en ; dct:created "2026-01-09"^^xsd:date ;
          kg:holder inst:UK-AISI ; kg:providedBy ex:Lab ; kg:detail kg:Summary .
        inst:UK-AISI a kg:Institute ; rdfs:label "UK AI Security Institute"@en .
        ex:Lab rdfs:label "=Labor"@de ; a prov:Agent .""",
    "guide": """
        ex:guide a cat:Guide ; dct:title "Guide" ; kg:holder inst:US-CAISI .
        inst:US-CAISI a kg:Institute ; rdfs:label "US Center"@en .""",
    "claim": """
        ex:claim a rdf:Statement , cat:EvaluationResult ; dct:title "A claim"@en ; kg:holder inst:UK-AISI ;
          rdf:subject ex:scores ; rdf:predicate dct:description ; rdf:object "Of one model."@en .
        inst:UK-AISI a kg:Institute ; rdfs:label "UK AI Security Institute"@en .""",
}
LABELS = {"scores": "AMBER-STRICT", "guide": "GREEN", "claim": None}
ONTOLOGY = """
    kg:InformationItem a owl:Class ; rdfs:label "information item"@en ;
      skos:definition "A piece of information."@en .
    cat:EvaluationResult a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ;
      rdfs:label "evaluation result"@en ; skos:definition "A result of an evaluation."@en .
    cat:Guide a owl:Class , kg:InformationCategory ; rdfs:subClassOf kg:InformationItem ;
      rdfs:label "guide"@en ; skos:definition "A text that tells how to do something."@en .
    kg:holder a owl:ObjectProperty ; rdfs:label "holder"@en ; skos:definition "Relates to who has it."@en ."""


def triples(text: str) -> frozenset[Triple]:
    """The triples of Turtle, our prefixes understood."""
    return frozenset(q.triple for q in parse(PREFIXES + text, format=RdfFormat.TURTLE))


def content(
    *, recipient: str = CANADA, items: Iterable[str] = STATEMENTS, sequence: int = 2
) -> Content:
    """A bundle of some of the items: all but the first were added before; one was revoked."""
    names = {name: handling_name(EX + name, recipient) for name in items}
    senders = (UK, US) if "guide" in names else (UK,)
    first, *others = [*sorted(names), ""][: max(1, len(names))]
    return Content(
        id=bundle_name(senders, recipient, sequence),
        senders=senders,
        recipient=recipient,
        as_of="2026-11-01",
        sequence=sequence,
        statements={EX + name: triples(STATEMENTS[name]) for name in names},
        handling={graph: _handling(name, graph, recipient) for name, graph in names.items()},
        of={graph: EX + name for name, graph in names.items()},
        ontology=triples(ONTOLOGY),
        added=(EX + first,),
        changed=tuple(EX + name for name in others[:1]),
        revoked=(EX + "gone",),
        previous_id=bundle_name(senders, recipient, sequence - 1) if sequence > 1 else None,
    )


def _handling(name: str, graph: str, recipient: str) -> frozenset[Triple]:
    label = f"tlp:label tlp:{LABELS[name]} ;" if LABELS[name] else ""
    holder = "inst:US-CAISI" if name == "guide" else "inst:UK-AISI"
    return triples(f"""
        ex:{name} odrl:hasPolicy <{graph}-policy> ; {label} prov:wasAttributedTo {holder} ;
          kg:effectiveProprietarySensitivity kg:Medium ; kg:effectiveMisusePotential kg:Low ;
          kg:derivedTier kg:GrayArea .
        <{graph}-policy> a odrl:Agreement ; odrl:uid <{graph}-policy> ; odrl:conflict odrl:prohibit ;
          odrl:permission <{graph}-use> .
        <{graph}-use> a odrl:Permission ; odrl:target ex:{name} ; odrl:assigner {holder} ;
          odrl:assignee <{recipient}> ; odrl:action odrl:use ; odrl:constraint <{graph}-expiry> .
        <{graph}-expiry> a odrl:Constraint ; odrl:leftOperand odrl:dateTime ; odrl:operator odrl:lt ;
          odrl:rightOperand "2027-01-01"^^xsd:date .""")


def digests(bundle: Content) -> dict[str, str]:
    """The digests of all graphs, by name."""
    return {
        name: graph_digest(graph)
        for name, graph in {**bundle.statements, **bundle.handling}.items()
    }


def quads(bundle: Content) -> set[Quad]:
    """The data of a bundle."""
    return {
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(name))
        for name, graph in {**bundle.statements, **bundle.handling}.items()
        for triple in graph
    }


def shuffled(bundle: Content) -> Content:
    """The same bundle, its graphs in another order."""
    return replace(
        bundle,
        statements=dict(reversed(bundle.statements.items())),
        handling=dict(reversed(bundle.handling.items())),
        of=dict(reversed(bundle.of.items())),
    )


def in_another_process(code: str, seed: int) -> bytes:
    """What code prints in a process of its own, with this PYTHONHASHSEED; ``bundle`` is the content."""
    start = "import sys\nfrom tests.release.hand_made import content, digests, shuffled\nbundle = content()\n"
    run = subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": str(seed), "PATH": "", "PYTHONPATH": str(ROOT)},
    )
    return run.stdout
