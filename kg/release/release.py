"""Makes a bundle: selects, writes each file in memory, passes the guard, signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import NamedNode, Triple

from kg import gate
from kg.bundle import (
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
from kg.release.catalog import catalog
from kg.release.changes import Previous, changed_graphs, changes
from kg.release.content import BUNDLE_PREFIXES, Content
from kg.release.context import context
from kg.release.formats import EXTRAS
from kg.release.handling import handling
from kg.release.select import Selection, select
from kg.release.stream import stream
from kg.seal.proof import sign
from kg.tables import table
from kg.terms import KG

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from kg.engines import Engine
    from kg.inventory import Inventory

Form = Literal["trig", "nq", "jsonld", "ttl", "rdf"]
_PUBLIC: Final = KG + "Public"


@dataclass(frozen=True)
class Release:
    """A bundle in memory, and what only the sender may know of it.

    Attributes:
        files: the bytes of each file, by its path in the bundle.
        manifest: what the bundle says of itself.
        onward: by item, the recipients to whom it may be passed on.
        selection: what leaves, what stays and why.
    """

    files: Mapping[str, bytes]
    manifest: Manifest
    onward: Mapping[str, tuple[str, ...]]
    selection: Selection

    @property
    def items(self) -> tuple[str, ...]:
        """The released items, sorted."""
        return self.manifest.items


def release(
    inventory: Inventory,
    recipient: str,
    *,
    form: Form = "trig",
    sequence: int = 1,
    previous: Previous | None = None,
    key: Ed25519PrivateKey | None = None,
    extras: Sequence[str] = (),
    sender: str | None = None,
    onward: Sequence[str] = (),
) -> Release:
    """Makes the bundle of what R1 to R14 let a recipient have (P6); docs/bundle.md is the format.

    Args:
        inventory: what the sender holds.
        recipient: an IRI or prefixed name.
        form: the syntax of the data.
        sequence: the number of the bundle among those for this recipient.
        previous: the bundle before, if there is one.
        key: signs the manifest; unsigned if None.
        extras: names of `kg.release.formats.EXTRAS`.
        sender: the one holder whose items are released; all if None.
        onward: recipients to whom an item may be passed on without asking, where it is Share for them.

    Raises:
        FaultyDataError: a fault stops the run (R12).
        MissingExtraError: the key or an extra needs a package that is not installed.
        RefusedError: the guard finds something in the bundle that must not be there.
        UnknownTermError: the recipient, the sender or one of ``onward`` is none.
    """
    to = inventory.recipient(recipient)
    with inventory.offering(to, sender=sender) as engine:
        selection = select(engine)
        policy = _policy(engine)
    passed_on = _onward(inventory, selection, onward)
    content, entries = _content(
        inventory, selection, to, sequence=sequence, previous=previous, sender=sender,
        passed_on=passed_on,
    )  # fmt: skip
    files = _files(content, entries, form, extras)
    manifest = _manifest(content, entries, files, policy, previous)
    document = as_document(manifest)
    if key:
        document = sign(document, key, created=f"{content.as_of}T00:00:00Z")
    files[MANIFEST] = as_bytes(document)
    gate.check(files, inventory.facts, to)
    return Release(files, manifest, passed_on, selection)


def _content(
    inventory: Inventory,
    selection: Selection,
    recipient: str,
    *,
    sequence: int,
    previous: Previous | None,
    sender: str | None,
    passed_on: Mapping[str, tuple[str, ...]],
) -> tuple[Content, dict[str, GraphEntry]]:
    """What the bundle says, and its named graphs as the manifest lists them."""
    graphs: dict[str, frozenset[Triple]] = {}
    for item, handled in selection.handled.items():
        provided = NamedNode(KG + "providedBy")
        providers = [
            triple.object
            for triple in selection.statements[item]
            if triple.predicate == provided and isinstance(triple.object, NamedNode)
        ]
        graphs[handling_name(item, recipient)] = handling(
            item, recipient, handled, providers, passed_on[item], public=recipient == _PUBLIC
        )
    of = {handling_name(item, recipient): item for item in selection.handled}
    entries = {
        name: GraphEntry(name, of.get(name, name), graph_digest(triples), len(triples))
        for name, triples in {**selection.statements, **graphs}.items()
    }
    if sender:
        senders = {inventory.recipient(sender)}
    else:
        senders = {handled.holder.value for handled in selection.handled.values()}
    if not senders and previous:
        senders = set(previous.senders)
    added, changed, revoked = changes(entries, previous, recipient)
    content = Content(
        id=bundle_name(senders, recipient, sequence),
        senders=tuple(sorted(senders)),
        recipient=recipient,
        as_of=inventory.as_of.isoformat(),
        sequence=sequence,
        statements=selection.statements,
        handling=graphs,
        of=of,
        ontology=selection.ontology,
        added=added,
        changed=changed,
        revoked=revoked,
        previous_id=previous.id if previous else None,
    )
    return content, entries


def _files(
    content: Content, entries: Mapping[str, GraphEntry], form: Form, extras: Iterable[str]
) -> dict[str, bytes]:
    """All files but the manifest."""
    data = {**content.statements, **content.handling}
    files = {
        f"data.{form}": write_graphs(data, form, BUNDLE_PREFIXES),
        "ontology.ttl": write_graphs({"": content.ontology}, "ttl", BUNDLE_PREFIXES),
        "changes.trig": write_graphs(changed_graphs(content, data), "trig", BUNDLE_PREFIXES),
        "stream.ttl": stream(content, {name: entry.digest for name, entry in entries.items()}),
        "context.jsonld": context(content),
    }
    for name in extras:
        files |= EXTRAS[name](content)
    files["catalog.ttl"] = catalog(content, files)
    return files


def _manifest(
    content: Content,
    entries: Mapping[str, GraphEntry],
    files: Mapping[str, bytes],
    policy: Mapping[str, str],
    previous: Previous | None,
) -> Manifest:
    """What the bundle says of itself; the arguments are those that `release` has made."""
    return Manifest(
        id=content.id,
        sender=content.senders,
        recipient=content.recipient,
        as_of=content.as_of,
        sequence=content.sequence,
        previous=previous.digest if previous else None,
        policy_id=policy["policy"],
        policy_version=policy["version"],
        ontology_version=policy["ontology"],
        graphs=tuple(entries[name] for name in sorted(entries)),
        revoked=content.revoked,
        files=tuple(
            FileEntry(path, digest(data), len(data)) for path, data in sorted(files.items())
        ),
    )


def _onward(
    inventory: Inventory, selection: Selection, onward: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """By released item, those of ``onward`` for whom it is Share, sorted."""
    allowed: dict[str, list[str]] = {item: [] for item in selection.handled}
    for each in sorted({inventory.recipient(name) for name in onward}):
        with inventory.offering(each) as engine:
            for item in table(engine, _SHARED)["item"]:
                if item in allowed:
                    allowed[item].append(each)
    return {item: tuple(recipients) for item, recipients in allowed.items()}


def _policy(engine: Engine) -> dict[str, str]:
    """The policy in force, its version, and the version of our terms."""
    return table(engine, _POLICY).row(0, named=True)


_SHARED = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?item
WHERE {
  GRAPH derived:request { kg:evaluation kg:offeredTo ?recipient }
  GRAPH derived:decisions { ?decision kg:recipient ?recipient ; kg:outcome kg:Share ; kg:item ?item }
}
"""

_POLICY = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?policy ?version ?ontology
WHERE {
  ?policy a kg:Policy ; owl:versionInfo ?version .
  <https://w3id.org/aisi-kg/ns> owl:versionIRI ?ontology .
}
"""
