"""Whether the manifest and the files agree, and tell of the run that the guard itself would make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Triple

from kg.bundle import MANIFEST, bundle_name, digest, graph_digest, handling_name
from kg.gate.case import Case
from kg.gate.objection import Objection
from kg.gate.triples import plain
from kg.terms import KG, OWL, shorten


def files_agree(files: Mapping[str, bytes], case: Case) -> Iterator[Objection]:
    """Every file is listed with its digest and size, and every file that is listed is there."""
    listed = {entry.path: entry for entry in case.contents.manifest.files}
    for path in sorted(files.keys() - listed.keys() - {MANIFEST}):
        yield Objection(path, "the manifest does not list it")
    for path, entry in sorted(listed.items()):
        if path not in files or path == MANIFEST:
            yield Objection(path, "the manifest lists it, and it is not there")
        elif (digest(files[path]), len(files[path])) != (entry.digest, entry.size):
            yield Objection(path, "it is not what the manifest says: another digest or size")


def graphs_agree(case: Case) -> Iterator[Objection]:
    """Each item has its two graphs and no other, each with its digest and number of triples."""
    contents = case.contents
    due = {item: item for item in case.items}
    due |= {handling_name(item, case.recipient): item for item in case.items}
    if not contents.data:
        yield Objection(MANIFEST, "there is no data file, or more than one")
        return
    listed = {entry.id: entry for entry in contents.manifest.graphs}
    for name in sorted(due.keys() | listed.keys()):
        if name not in due or name not in listed or listed[name].of != due[name]:
            yield Objection(name, "not one of the two graphs of an item that the manifest lists")
    if len(listed) != len(contents.manifest.graphs):
        yield Objection(MANIFEST, "it lists a graph twice")
    if not contents.in_graphs:
        return
    found: dict[str, set[Triple]] = {name: set() for name in listed}
    for quad in contents.quads[contents.data]:
        found.setdefault(str(plain(quad.graph_name)), set()).add(quad.triple)
    for name, triples in sorted(found.items()):
        if name not in listed:
            yield Objection(name, "a graph that the manifest does not list")
        elif (graph_digest(triples), len(triples)) != (listed[name].digest, listed[name].triples):
            yield Objection(name, "the graph is not what the manifest says")


def manifest_is_of_this_run(case: Case) -> Iterator[Objection]:
    """The recipient, the day, the policy, the ontology and the senders are those of the run."""
    manifest, triples = case.contents.manifest, case.triples
    versions = {
        version
        for each in case.judge.policy.iris
        for version in triples.texts(each, OWL + "versionInfo")
    }
    holders = {holder for item in case.items for holder in case.judge.holders(item)}
    checks = {
        f"it is for {shorten(manifest.recipient)}": manifest.recipient == case.recipient,
        f"it is as of {manifest.as_of}": manifest.as_of == case.facts.as_of.isoformat(),
        "it names another policy": [manifest.policy_id] == case.judge.policy.iris
        and manifest.policy_version in versions,
        "it names another version of the ontology": manifest.ontology_version
        in triples.nodes(KG.removesuffix("#"), OWL + "versionIRI"),
        "it names senders that are no institutes, or not all who hold its items": holders
        <= set(manifest.sender)
        <= case.judge.network.institutes,
        "it bears another name than its senders, recipient and number give": manifest.id
        == bundle_name(manifest.sender, manifest.recipient, manifest.sequence),
    }
    for problem, holds in checks.items():
        if not holds:
            yield Objection(MANIFEST, problem)


def revoked_was_disclosed(case: Case) -> Iterator[Objection]:
    """What is revoked was sent to the recipient before, and is not sent now."""
    for item in case.contents.manifest.revoked:
        to = {
            recipient
            for disclosure in case.triples.subjects(KG + "disclosed", item)
            for recipient in case.triples.nodes(disclosure, KG + "recipient")
        }
        if item in case.items:
            yield Objection(item, "it is revoked, and sent at the same time")
        elif case.recipient not in to:
            yield Objection(item, "it is revoked, and no disclosure says that the recipient had it")


def changes_are_of_the_data(case: Case) -> Iterator[Objection]:
    """What the changes say of items is what the data says; the rest is about the bundle itself."""
    contents = case.contents
    data = contents.quads.get(contents.data, frozenset())
    known = {quad.triple for quad in data}
    for quad in contents.quads.get("changes.trig", frozenset()):
        about = str(plain(quad.subject))
        if about != contents.manifest.id and quad.triple not in known:
            yield Objection(
                about, f"the changes say what the data does not: {quad.predicate.value}"
            )
