"""What changed since the bundle before, for the same recipient (docs/bundle.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.bundle import CHANGES, GraphEntry, handling_name
from kg.release.content import Content
from kg.terms import KG, PROV, RDF, XSD


@dataclass(frozen=True)
class Previous:
    """The bundle before, for the same recipient: its IRI, senders, the digest of its manifest, its graphs.

    Attributes:
        graphs: the digest of each named graph, by its IRI; an item's statements bear its IRI.
    """

    id: str
    senders: tuple[str, ...]
    digest: str
    sequence: int
    graphs: Mapping[str, str]

    def items(self, recipient: str) -> set[str]:
        """The items that it had."""
        return {name for name in self.graphs if handling_name(name, recipient) in self.graphs}


def changes(
    entries: Mapping[str, GraphEntry], previous: Previous | None, recipient: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The items that were added, changed and revoked since the bundle before, each sorted."""
    items = {entry.of for entry in entries.values()}
    had = previous.items(recipient) if previous else set()
    changed = {
        entry.of
        for entry in entries.values()
        if previous and entry.of in had and previous.graphs.get(entry.id) != entry.digest
    }
    return tuple(sorted(items - had)), tuple(sorted(changed)), tuple(sorted(had - items))


def changed_graphs(
    content: Content, data: Mapping[str, frozenset[Triple]]
) -> dict[str, frozenset[Triple]]:
    """The graphs of ``changes.trig``: what the bundle does, and all that is new."""
    bundle = NamedNode(content.id)
    number = Literal(str(content.sequence), datatype=NamedNode(XSD + "integer"))
    said = {
        Triple(bundle, NamedNode(RDF + "type"), NamedNode(PROV + "Bundle")),
        Triple(bundle, NamedNode(RDF + "type"), NamedNode(KG + "BundleOfChanges")),
        Triple(bundle, NamedNode(KG + "sequence"), number),
    }
    if content.previous_id:
        before = NamedNode(content.previous_id)
        said.add(Triple(bundle, NamedNode(PROV + "wasRevisionOf"), before))
    for name in ("adds", "changes", "revokes"):
        items = {"adds": content.added, "changes": content.changed, "revokes": content.revoked}
        said |= {Triple(bundle, NamedNode(KG + name), NamedNode(item)) for item in items[name]}
    touched = {*content.added, *content.changed}
    return {CHANGES: frozenset(said)} | {
        name: triples for name, triples in data.items() if content.of.get(name, name) in touched
    }
