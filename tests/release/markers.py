"""A marker in everything that a recipient may not see, and where it might turn up in a bundle."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from io import BytesIO
from urllib.parse import unquote

import polars as pl

from kg.bundle import handling_name
from tests.reference.inventory import EX, Inventory
from tests.reference.terms import LABEL, TYPE, XSD
from tests.reference.triples import Literal, Node, Term

from .change import TITLE, Case, renamed, reworded
from .hidden_items import marked_by

MARKER = "zqx7731marker"
OURS = "https://example.org/"
RECORDS = (
    *("Assessment", "CaseReview", "CompilationRule", "Consent", "Disclosure", "LegalGateway"),
    *("Membership", "Relationship", "Restriction"),
)
# STIX 2.1 derives deterministic identifiers from this name space.
STIX = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")


def planted(case: Case) -> Inventory:
    """The inventory with the marker in every IRI, blank-node label and text that R may not see.

    The items that don't leave are marked, the records about anything, the agents, systems, sources
    and categories that only these name, what withheld marks are about, and every copy of a title.
    """
    made = _with_own_property(case)
    visible = _visible(case)
    subjects = {subject for subject, _, _ in made.triples}
    nodes = {term for triple in made.triples for term in triple if isinstance(term, str)}
    hidden = {
        node
        for node in nodes - visible
        if node.startswith(OURS) or (node.startswith("_:") and node in subjects)
    }
    copied = [
        value
        for subject, predicate, value in made.triples
        if subject in case.kept and predicate in (TITLE, LABEL)
    ]
    copied += [triple[2] for item in case.withheld if (triple := marked_by(made, item))]
    words = {value.value: f"{MARKER} {value.value}" for value in copied if _is_text(value)}
    made = reworded(made, words)
    made = Inventory(
        tuple(
            (s, p, _marked(o) if s in hidden and isinstance(o, Literal) else o)
            for s, p, o in made.triples
        )
    )
    return renamed(made, {node: _renamed(node) for node in hidden})


def _with_own_property(case: Case) -> Inventory:
    return case.made.plus((item, f"{EX}property", case.words()) for item in case.kept)


def _visible(case: Case) -> set[Node]:
    """What leaves, what it names as far as that is no item and no record, and who the recipients are."""
    facts = case.made.facts
    seen = {*case.offered, *case.made.recipients}
    for item in case.offered:
        seen |= facts.classes_above(item)
        for type_ in facts.nodes(item, TYPE):
            seen |= facts.classes_above(type_)
    seen |= {o for s, p, o in case.made.triples if s in seen and isinstance(o, str)}
    own = {
        item.iri for item in facts.items.values() if case.asked.recipient in item.holders
    }  # R's own items are no secret to it
    records = {node for class_ in RECORDS for node in case.made.instances(class_)}
    return (seen | own) - records - set(case.kept)


def _renamed(node: Node) -> Node:
    if node.startswith("_:"):
        return f"_:{MARKER}{node[2:]}"
    space = node[: max(node.rfind("#"), node.rfind("/")) + 1]
    return f"{space}{MARKER}{node[len(space) :]}"


def _is_text(value: Term) -> bool:
    return isinstance(value, Literal) and not value.datatype.startswith(XSD + "date")


def _marked(value: Literal) -> Literal:
    if not _is_text(value) or MARKER in value.value:
        return value
    return Literal(f"{MARKER} {value.value}", value.datatype, value.language)


def told(files: Mapping[str, bytes]) -> dict[str, str]:
    """All that each file says, its name included, as one text in small letters."""
    return {
        path: "\n".join((path, *_decoded(path, data))).casefold() for path, data in files.items()
    }


def _decoded(path: str, data: bytes) -> Iterator[str]:
    if path.endswith(".parquet"):
        table = pl.read_parquet(BytesIO(data))
        yield str(pl.read_parquet_metadata(BytesIO(data)))
        yield table.write_ndjson()
        return
    said = data.decode()
    yield said
    yield unquote(said)
    if path.endswith(("json", "jsonld")):  # undoes escapes
        yield json.dumps(json.loads(data), ensure_ascii=False)


def fingerprints(made: Inventory, items: list[Node], recipient: Node) -> set[str]:
    """What an exporter might write instead of an IRI or title: digests and identifiers made of them."""
    titles = [o.value for s, p, o in made.triples if s in items and p == TITLE and _is_text(o)]
    found = set()
    for name in (*items, *titles):
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            found.add(hashlib.new(algorithm, name.encode()).hexdigest()[:16])
        found |= {str(uuid.uuid5(space, name)) for space in (uuid.NAMESPACE_URL, STIX)}
        found.add(handling_name(name, recipient).rpartition("#")[2])
    return found


def traces(files: Mapping[str, bytes], made: Inventory, case: Case) -> list[str]:
    """The files that have the marker, or a digest of something that bears it, one line each."""
    bearers = sorted(
        item for item in made.facts.items if MARKER in item and item not in case.offered
    )
    secrets = {MARKER, *fingerprints(made, bearers, case.asked.recipient)}
    return [
        f"{path} has {secret}"
        for path, said in sorted(told(files).items())
        for secret in sorted(secrets)
        if secret in said
    ]
