"""A bundle among what is known here: what of it counts, whether that is clear, and whether it conforms."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import wording
from kg.bundle import Manifest
from kg.days import day_of
from kg.derive.run import run_file
from kg.engines import Engine, open_engine, sorted_ntriples
from kg.facts import load_facts
from kg.receive.content import Content
from kg.resources import shipped
from kg.tables import table
from kg.terms import DCT, DERIVED, KG, PREFIXES, PROV, XSD, shorten
from kg.validate import violations


@dataclass(frozen=True)
class Received:
    """A bundle beside all that is known here, in the graphs that ``queries/receive`` read.

    Attributes:
        engine: with what is shipped, and the receiver's inventory where it is given.
        said: the statements and the ontology of the bundle, as N-Triples.
    """

    engine: Engine
    said: frozenset[bytes]


def receive(
    manifest: Manifest,
    content: Content,
    ontology: Iterable[Triple],
    *,
    inventory: Sequence[Path] = (),
    request: Iterable[Triple] = (),
    before: bytes = b"",
) -> Received:
    """Puts a bundle beside what is known, and finds what of it is accepted.

    Args:
        manifest: the bundle's.
        content: its data.
        ontology: its ``ontology.ttl``.
        inventory: files of the receiver's own; what they describe is not the sender's to describe.
        request: what else the queries are told, as who receives.
        before: what was taken in from the bundle before, as N-Triples.

    Raises:
        InputError: a file of the inventory cannot be read.
    """
    facts = load_facts(list(inventory), as_of=day_of(manifest.as_of))
    engine = open_engine("oxigraph", facts.store)
    statements = [triple for triples in content.statements.values() for triple in triples]
    handling = [triple for triples in content.handling.values() for triple in triples]
    graphs: Mapping[str, Iterable[Triple]] = {
        "bundle": statements,
        "handling": handling,
        "ontology-received": list(ontology),
        "request": [*_request(manifest), *request],
    }
    for name, triples in graphs.items():
        engine.add(sorted_ntriples(list(triples)), DERIVED + name)
    engine.add(before, DERIVED + "before")
    for name in ("10-carried.ru", "20-accepted.ru"):
        run_file(engine, "receive", name)
    said = (f"{triple} .\n".encode() for triple in [*statements, *graphs["ontology-received"]])
    return Received(engine, frozenset(said))


def unclear(received: Received) -> list[str]:
    """Where the handling of an item is not as docs/bundle.md has it."""
    told = []
    for name in ("unclear-item", "unclear-policy"):
        query = (shipped("queries") / "receive" / f"{name}.rq").read_text(encoding="utf-8")
        rows = table(received.engine, query).select("item", "what").iter_rows()
        told += [f"{shorten(item)}: {what}" for item, what in rows]
    return told


def accepted(received: Received) -> bytes:
    """What of the bundle counts, as N-Triples."""
    return received.engine.triples(DERIVED + "accepted")


def left_out(received: Received) -> list[bytes]:
    """What the bundle says and does not count, as sorted N-Triples; what is known here aside."""
    known = set(received.engine.triples(None).splitlines(keepends=True))
    counts = set(accepted(received).splitlines(keepends=True))
    return sorted(received.said - known - counts)


def shape_problems(triples: bytes, as_of: str, inventory: Sequence[Path] = ()) -> list[str]:
    """Where N-Triples, merged with what is shipped and an inventory, fail the shapes, in words (R12).

    What the inventory fails by itself is left aside.

    Raises:
        InputError: a file of the inventory cannot be read.
    """
    found = _findings(triples, as_of, inventory)
    own = set(_findings(b"", as_of, inventory)) if found and inventory else set()
    return [each for each in found if each not in own]


def parsed(ntriples: bytes) -> list[Triple]:
    """N-Triples as triples."""
    return [quad.triple for quad in parse(ntriples, format=RdfFormat.N_TRIPLES)]


def _findings(triples: bytes, as_of: str, inventory: Sequence[Path]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        files = list(inventory)
        if triples:
            files.append(Path(folder) / "bundle.nt")
            files[-1].write_bytes(triples)
        facts = load_facts(files, as_of=day_of(as_of))
    engine = open_engine("oxigraph", facts.store)
    told = [f"{shorten(fault.node)}: {fault.message}" for fault in facts.faults]
    found = wording.with_hints(engine, violations(engine))
    return told + [wording.in_words(engine, finding) for finding in found]


def _request(manifest: Manifest) -> list[Triple]:
    """What the queries are told of the bundle itself."""
    bundle, run = NamedNode(manifest.id), NamedNode(KG + "evaluation")
    return [
        Triple(run, NamedNode(KG + "receives"), bundle),
        Triple(run, NamedNode(KG + "offeredTo"), NamedNode(manifest.recipient)),
        *(Triple(bundle, NamedNode(KG + "carries"), NamedNode(item)) for item in manifest.items),
        *(
            Triple(bundle, NamedNode(PROV + "wasAttributedTo"), NamedNode(sender))
            for sender in manifest.sender
        ),
    ]


def taking(
    manifest: Manifest,
    receiver: str,
    *,
    digest: str,
    signer: str | None,
    elsewhere: Iterable[str],
) -> list[Triple]:
    """What the queries are told where an institute takes a bundle in.

    Args:
        manifest: the bundle's.
        receiver: the institute.
        digest: that of the manifest.
        signer: the DID of who signed, if anybody did.
        elsewhere: items that came from other senders.
    """
    bundle, run = NamedNode(manifest.id), NamedNode(KG + "evaluation")
    number = Literal(str(manifest.sequence), datatype=NamedNode(XSD + "integer"))
    told = [
        Triple(run, NamedNode(KG + "receivedBy"), NamedNode(receiver)),
        Triple(bundle, NamedNode(DCT + "source"), Literal(digest)),
        Triple(bundle, NamedNode(PREFIXES["schema"] + "position"), number),
    ]
    if signer:
        told.append(Triple(bundle, NamedNode(DCT + "publisher"), NamedNode(signer)))
    there = NamedNode(KG + "receivedElsewhere")
    return told + [Triple(run, there, NamedNode(item)) for item in sorted(elsewhere)]
