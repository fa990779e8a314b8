"""The order of bundles: each follows the one before it, and says what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.bundle import CHANGES, MANIFEST, Manifest, digest, handling_name
from kg.errors import InputError, RefusedError
from kg.receive import document
from kg.receive.content import ODRL, Graphs, digest_problems, read_file
from kg.terms import KG, PROV, RDF, XSD

_KINDS: Final = ("adds", "changes", "revokes")


@dataclass(frozen=True)
class Before:
    """The bundle before: its IRI, recipient, number, the digest of its manifest, its graphs.

    Attributes:
        graphs: the digest of each named graph, by its IRI; an item's statements bear its IRI.
    """

    id: str
    recipient: str
    sequence: int
    digest: str
    graphs: Mapping[str, str]

    @property
    def items(self) -> set[str]:
        """The items that it had."""
        return {name for name in self.graphs if handling_name(name, self.recipient) in self.graphs}


def before(folder: Path) -> Before:
    """The bundle in a folder, as what another one follows.

    Raises:
        InputError: there is none, or its manifest is damaged.
    """
    _, manifest, told = document.read(folder)
    if manifest is None or told:
        raise InputError(f"{folder}: {told[0]}", "give the bundle before as it came")
    return as_before(manifest, digest((folder / MANIFEST).read_bytes()))


def as_before(manifest: Manifest, manifest_digest: str) -> Before:
    """A bundle as what another one follows."""
    graphs = {graph.id: graph.digest for graph in manifest.graphs}
    return Before(manifest.id, manifest.recipient, manifest.sequence, manifest_digest, graphs)


def order_problems(manifest: Manifest, last: Before) -> list[str]:
    """Where a bundle is not the next one for the same recipient."""
    if manifest.recipient != last.recipient:
        return [f"it is for {manifest.recipient}, the one before was for {last.recipient}"]
    if manifest.sequence <= last.sequence:
        return [f"it is number {manifest.sequence}, and number {last.sequence} came already"]
    if manifest.sequence > last.sequence + 1:
        missing = last.sequence + 1
        return [f"it is number {manifest.sequence}, and number {missing} is missing: ask for it"]
    if manifest.previous != last.digest:
        return [f"it does not follow the number {last.sequence} that came, but another one"]
    return []


def change_problems(manifest: Manifest, graphs: Graphs, last: Before | None) -> list[str]:
    """Where ``changes.trig`` is not what leads from the bundle before to this one.

    Args:
        manifest: the bundle's.
        graphs: those of ``changes.trig``.
        last: the bundle before, if it is known; none comes before the first.
    """
    told = graphs.get(CHANGES, frozenset())
    named = {kind: _objects(told, manifest.id, KG + kind) for kind in _KINDS}
    found = [] if told == _expected(manifest, named, told, last) else [_ELSE]
    items, revoked = set(manifest.items), set(manifest.revoked)
    if last is not None or manifest.sequence == 1:
        had = last.items if last else set()
        now = {graph.id: (graph.of, graph.digest) for graph in manifest.graphs}
        old = last.graphs if last else {}
        differ = {of for name, (of, each) in now.items() if of in had and old.get(name) != each}
        due = {"adds": items - had, "changes": differ, "revokes": had - items}
        if revoked != due["revokes"]:
            found.append(
                "the manifest does not revoke what the bundle before had and this one has not"
            )
    else:
        due = named | {"revokes": revoked}
        if not named["adds"] | named["changes"] <= items or named["adds"] & named["changes"]:
            found.append("it adds or changes what is not in the data, or both")
    for kind in _KINDS:
        if named[kind] != due[kind]:
            found.append(f"what it {kind} is not what the bundle {kind}")
    touched = {graph for graph in manifest.graphs if graph.of in named["adds"] | named["changes"]}
    if graphs.keys() - {CHANGES} != {graph.id for graph in touched}:
        found.append("its graphs are not those of what was added and changed")
    for graph in sorted(touched, key=lambda graph: graph.id):
        if graph.id in graphs:
            found += digest_problems(graph.id, graphs[graph.id], graph.triples, graph.digest)
    return found


def apply_changes(previous: Mapping[str, frozenset[Triple]], changes: Path) -> Graphs:
    """The graphs of a bundle, from those of the one before and its ``changes.trig``.

    Args:
        previous: the named graphs of the data before; none for the first bundle.
        changes: the file.

    Raises:
        InputError: the file cannot be read.
        RefusedError: it adds what is there, or changes or revokes what is not.
    """
    graphs = read_file(changes)
    told = graphs.pop(CHANGES, frozenset())
    handled = {_item(triples): name for name, triples in previous.items()}
    result = dict(previous)
    for kind in _KINDS:
        for item in sorted(_objects(told, None, KG + kind)):
            if (item in previous) != (kind != "adds"):
                state = "there already" if kind == "adds" else "not there"
                raise RefusedError(
                    f"{changes}: {kind} {item}, which is {state}", "apply it in order"
                )
            result.pop(item, None)
            result.pop(handled.get(item, ""), None)
    return result | graphs


_ELSE: Final = (
    "it says other things of the bundle than its number, the one before, and what changed"
)


def _expected(
    manifest: Manifest,
    named: Mapping[str, set[str]],
    told: frozenset[Triple],
    last: Before | None,
) -> frozenset[Triple]:
    """All that ``changes.trig`` may say of the bundle, given which items it names."""
    bundle, kind = NamedNode(manifest.id), NamedNode(RDF + "type")
    revision = PROV + "wasRevisionOf"
    number = Literal(str(manifest.sequence), datatype=NamedNode(XSD + "integer"))
    if last is not None:
        before_it = {last.id}
    elif manifest.sequence > 1:
        before_it = set(sorted(_objects(told, manifest.id, revision))[:1]) or {"it names none:"}
    else:
        before_it = set()
    return frozenset(
        {
            Triple(bundle, kind, NamedNode(PROV + "Bundle")),
            Triple(bundle, kind, NamedNode(KG + "BundleOfChanges")),
            Triple(bundle, NamedNode(KG + "sequence"), number),
            *(Triple(bundle, NamedNode(revision), NamedNode(each)) for each in before_it),
            *(
                Triple(bundle, NamedNode(KG + each), NamedNode(item))
                for each, items in named.items()
                for item in items
            ),
        }
    )


def _objects(triples: frozenset[Triple], subject: str | None, predicate: str) -> set[str]:
    return {
        triple.object.value
        for triple in triples
        if triple.predicate.value == predicate
        and isinstance(triple.object, NamedNode)
        and (subject is None or triple.subject == NamedNode(subject))
    }


def _item(triples: frozenset[Triple]) -> str | None:
    """The item that a graph says how to handle; None for another graph."""
    for triple in triples:
        if triple.predicate.value == ODRL + "hasPolicy" and isinstance(triple.subject, NamedNode):
            return triple.subject.value
    return None
