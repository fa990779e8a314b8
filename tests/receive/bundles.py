"""Bundles made by hand, as docs/bundle.md has them, so that each part can be made wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.bundle import (
    CHANGES,
    MANIFEST,
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
from kg.seal.did import did_key
from kg.seal.proof import sign
from kg.terms import KG, PREFIXES, PROV, RDF, XSD, expand

ODRL = "http://www.w3.org/ns/odrl/2/"
EX = "https://example.org/uk#"
ALL = {**PREFIXES, "ex": EX, "odrl": ODRL, "us": "https://example.org/us#"}
HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in ALL.items())
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DID, OTHER_DID = did_key(KEY), did_key(OTHER_KEY)
UK, US, JP = (expand(f"inst:{name}") for name in ("UK-AISI", "US-CAISI", "JP-AISI"))
RESULT = "cat:PreDeploymentEvaluationResult"


def item(name: str, more: str = "", *, category: str = RESULT, holder: str = "inst:UK-AISI") -> str:
    """What is said of an item, in Turtle."""
    return f'{name} a {category} ; dct:title "Item {name}" ; kg:holder {holder} . {more}'


@dataclass(frozen=True)
class Item:
    """An item of a bundle: what is said of it, and how to handle it."""

    said: str
    name: str = "ex:one"
    onward: tuple[str, ...] = ()
    expiry: str = ""
    sensitivity: str = "kg:Medium"
    misuse: str = "kg:Low"
    holder: str = "inst:UK-AISI"
    more: str = ""


@dataclass(frozen=True)
class Bundle:
    """A bundle to be written; `replace` makes a wrong one."""

    items: tuple[Item, ...]
    recipient: str = US
    senders: tuple[str, ...] = (UK,)
    sequence: int = 1
    previous: Path | None = None
    ontology: str = "cat:EvaluationResult a owl:Class ."
    form: str = "trig"
    key: Ed25519PrivateKey | None = KEY
    as_of: str = "2026-11-01"
    revise: Mapping[str, object] = field(default_factory=dict)
    more_files: Mapping[str, bytes] = field(default_factory=dict)
    more_data: Mapping[str, str] = field(default_factory=dict)


def triples(turtle: str) -> frozenset[Triple]:
    """The triples of Turtle with the prefixes of the tests."""
    return frozenset(quad.triple for quad in parse(HEAD + turtle, format=RdfFormat.TURTLE))


def handling(each: Item, recipient: str) -> frozenset[Triple]:
    """The handling graph of an item."""
    name = handling_name(expand_all(each.name), recipient)
    node = {part: f"<{name}-{part}>" for part in _PARTS}
    public = recipient == KG + "Public"
    assignee = "" if public else f"; odrl:assignee <{recipient}>"
    expiry = f"; odrl:constraint {node['expiry']}" if each.expiry else ""
    told = f"""
{each.name} odrl:hasPolicy {node["policy"]} ; tlp:label tlp:AMBER-STRICT ; prov:wasAttributedTo {each.holder} ;
  kg:effectiveProprietarySensitivity {each.sensitivity} ; kg:effectiveMisusePotential {each.misuse} ;
  kg:derivedTier kg:GrayArea .
{node["policy"]} a odrl:{"Offer" if public else "Agreement"} ; odrl:uid {node["policy"]} ;
  odrl:conflict odrl:prohibit ; odrl:permission {node["use"]} , {node["onward"]} .
"""
    for part, action in (("use", "use"), ("onward", "distribute")):
        told += f"""
{node[part]} a odrl:Permission ; odrl:target {each.name} ; odrl:assigner {each.holder} ;
  odrl:action odrl:{action} {assignee} {expiry} ."""
    if each.expiry:
        told += f"""
{node["expiry"]} a odrl:Constraint ; odrl:leftOperand odrl:dateTime ; odrl:operator odrl:lt ;
  odrl:rightOperand "{each.expiry}"^^xsd:date ."""
    if each.onward:
        named = " , ".join(each.onward)
        told += f"""
{node["onward"]} odrl:constraint {node["recipients"]} .
{node["recipients"]} a odrl:Constraint ; odrl:leftOperand odrl:recipient ; odrl:operator odrl:isAnyOf ;
  odrl:rightOperand {named} ."""
    elif not public:
        told += f"""
{node["onward"]} odrl:duty {node["consent"]} .
{node["consent"]} a odrl:Duty ; odrl:action odrl:obtainConsent ; odrl:consentingParty {each.holder} ."""
    for part, text in node.items():
        told = told.replace(f"@{part}", text)
    return triples(
        told + each.more.replace("@policy", node["policy"]).replace("@onward", node["onward"])
    )


_PARTS = ("policy", "use", "onward", "expiry", "recipients", "consent")


def expand_all(name: str) -> str:
    """The IRI of a prefixed name of the tests."""
    prefix, _, local = name.partition(":")
    return ALL[prefix] + local


def write(folder: Path, bundle: Bundle) -> Path:
    """Writes a bundle; the folder."""
    statements, handled = {}, {}
    for each in bundle.items:
        iri = expand_all(each.name)
        statements[iri] = triples(each.said)
        handled[handling_name(iri, bundle.recipient)] = handling(each, bundle.recipient)
    of = {handling_name(iri, bundle.recipient): iri for iri in statements}
    graphs = {**statements, **handled}
    entries = [
        GraphEntry(name, of.get(name, name), graph_digest(said), len(said))
        for name, said in sorted(graphs.items())
    ]
    before = json.loads((bundle.previous / MANIFEST).read_bytes()) if bundle.previous else None
    name = bundle_name(bundle.senders, bundle.recipient, bundle.sequence)
    changed, revoked = _changes(name, entries, before, graphs, bundle)
    more = {expand_all(key): triples(said) for key, said in bundle.more_data.items()}
    files = {
        f"data.{bundle.form}": write_graphs({**graphs, **more}, bundle.form, ALL),
        "ontology.ttl": write_graphs({"": triples(bundle.ontology)}, "ttl", ALL),
        "changes.trig": write_graphs(changed, "trig", ALL),
        "catalog.ttl": f"<{name}> a <http://www.w3.org/ns/dcat#Catalog> .\n".encode(),
        "stream.ttl": f"<{name}> a <https://w3id.org/ldes#EventStream> .\n".encode(),
        "context.jsonld": b"{}\n",
        **bundle.more_files,
    }
    manifest = Manifest(
        id=name,
        sender=tuple(sorted(bundle.senders)),
        recipient=bundle.recipient,
        as_of=bundle.as_of,
        sequence=bundle.sequence,
        previous=digest((bundle.previous / MANIFEST).read_bytes()) if bundle.previous else None,
        policy_id=PREFIXES["policy"] + "default",
        policy_version="0.1.0",
        ontology_version="https://w3id.org/aisi-kg/ns/0.1.0",
        graphs=tuple(entries),
        revoked=tuple(revoked),
        files=tuple(FileEntry(p, digest(data), len(data)) for p, data in sorted(files.items())),
    )
    document = as_document(replace(manifest, **bundle.revise))
    if bundle.key:
        document = sign(document, bundle.key, created=f"{bundle.as_of}T00:00:00Z")
    for path, data in {**files, MANIFEST: as_bytes(document)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def _changes(
    name: str,
    entries: Sequence[GraphEntry],
    before: Mapping[str, object] | None,
    graphs: Mapping[str, Iterable[Triple]],
    bundle: Bundle,
) -> tuple[dict[str, Iterable[Triple]], list[str]]:
    old = {each["id"]: each for each in before["graph"]} if before else {}
    had = {each["of"] for each in old.values()}
    items = {entry.of for entry in entries}
    changes = {
        entry.of
        for entry in entries
        if entry.of in had and old.get(entry.id, {}).get("digest") != entry.digest
    }
    revoked, node = sorted(had - items), NamedNode(name)
    told = {
        Triple(node, NamedNode(RDF + "type"), NamedNode(PROV + "Bundle")),
        Triple(node, NamedNode(RDF + "type"), NamedNode(KG + "BundleOfChanges")),
        Triple(
            node,
            NamedNode(KG + "sequence"),
            Literal(str(bundle.sequence), datatype=NamedNode(XSD + "integer")),
        ),
    }
    if before:
        told.add(Triple(node, NamedNode(PROV + "wasRevisionOf"), NamedNode(str(before["id"]))))
    for kind, named in (("adds", items - had), ("changes", changes), ("revokes", revoked)):
        told |= {Triple(node, NamedNode(KG + kind), NamedNode(each)) for each in named}
    touched = (items - had) | changes
    there = {e.id: graphs[e.id] for e in entries if e.of in touched}
    return {CHANGES: told, **there}, revoked


ONE = Item(item("ex:one"))
TWO = Item(item("ex:two"), "ex:two")
