"""What a bundle says, read from its files: statements, handling, ontology, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple

from kg.bundle import Manifest, graph_digest, handling_name, read_graphs
from kg.facts.sources import Source, read
from kg.receive.files import data_file
from kg.terms import KG, PREFIXES, PROV

Graphs = dict[str, frozenset[Triple]]
ODRL: Final = "http://www.w3.org/ns/odrl/2/"
_ONE_GRAPH: Final = (".ttl", ".rdf")
# What the handling graph of an item says of the item itself (docs/bundle.md).
_HANDLING: Final = {
    ODRL + "hasPolicy",
    PREFIXES["tlp"] + "label",
    PROV + "wasAttributedTo",
    *(KG + "effectiveProprietarySensitivity", KG + "effectiveMisusePotential", KG + "derivedTier"),
}


@dataclass(frozen=True)
class Content:
    """What a bundle says.

    Attributes:
        statements: what is said of the items; by item, or all under "" where the data is one graph.
        handling: how to handle each item, by the name of that graph.
        whole: whether the statements of each item are apart, so that their digests can be compared.
    """

    statements: Mapping[str, frozenset[Triple]]
    handling: Mapping[str, frozenset[Triple]]
    whole: bool


def read_data(folder: Path, manifest: Manifest) -> Content:
    """The data of a bundle. Where it is one graph, the handling of each item is told by its names.

    Raises:
        InputError: it cannot be read, or is not in the syntax that its name promises.
    """
    path = folder / data_file(manifest)
    names = {handling_name(item, manifest.recipient) for item in manifest.items}
    graphs = read_file(path)
    if path.suffix not in _ONE_GRAPH:
        handling = {name: graphs.pop(name) for name in names & graphs.keys()}
        return Content(graphs, handling, whole=True)
    items = {item: handling_name(item, manifest.recipient) for item in manifest.items}
    apart: defaultdict[str, set[Triple]] = defaultdict(set)
    rest: set[Triple] = set()
    for triple in graphs.get("", frozenset()):
        name = _handling_of(triple, items, names)
        (apart[name] if name else rest).add(triple)
    return Content(
        {"": frozenset(rest)}, {name: frozenset(said) for name, said in apart.items()}, whole=False
    )


def read_file(path: Path) -> Graphs:
    """The graphs of a file of a bundle; entities that expand without measure are refused.

    Raises:
        InputError: it cannot be read, or is not in the syntax that its name promises.
    """
    if path.suffix == ".rdf":
        read(Source(path, RdfFormat.RDF_XML), Store())
    return read_graphs(path)


def graph_problems(content: Content, manifest: Manifest) -> list[str]:
    """Where the graphs are not those of the manifest: their names, numbers and digests."""
    wanted = {graph.id: graph for graph in manifest.graphs}
    there = {**content.statements, **content.handling}
    if not content.whole:
        there.pop("", None)
        wanted = {name: graph for name, graph in wanted.items() if name != graph.of}
    told = [
        f"graph {name or 'without a name'}: not in the manifest" for name in there.keys() - wanted
    ]
    told += [f"graph {name}: is missing" for name in wanted.keys() - there.keys()]
    for name in sorted(wanted.keys() & there.keys()):
        told += digest_problems(name, there[name], wanted[name].triples, wanted[name].digest)
    return sorted(told)


def one_graph_problems(content: Content, changes: Graphs, manifest: Manifest) -> list[str]:
    """Where data in one graph is not what ``changes.trig`` has of the items, as far as that goes."""
    said = content.statements.get("", frozenset())
    if blank(said):
        return ["the data has a blank node; a bundle has none"]
    items = set(manifest.items) & changes.keys()
    due = frozenset(triple for item in items for triple in changes[item])
    if due - said or (items == set(manifest.items) and said - due):
        return ["the data says other things of the items than changes.trig"]
    return []


def digest_problems(name: str, triples: frozenset[Triple], number: int, digest: str) -> list[str]:
    """Where a graph is not the one that a manifest lists. One with a blank node is not canonicalised."""
    if blank(triples):
        return [f"graph {name}: has a blank node; a bundle has none"]
    if len(triples) != number:
        return [f"graph {name}: has {len(triples)} triples, not the {number} listed"]
    if graph_digest(triples) != digest:
        return [f"graph {name}: its RDFC-1.0 digest is not the one listed"]
    return []


def blank(triples: Iterable[Triple]) -> bool:
    """Whether a blank node, or a triple in place of a term, occurs."""
    plain = (
        isinstance(triple.subject, NamedNode) and not isinstance(triple.object, BlankNode | Triple)
        for triple in triples
    )
    return not all(plain)


def _handling_of(triple: Triple, items: Mapping[str, str], names: set[str]) -> str | None:
    """The handling graph that a triple is in, where all are in one graph; None for a statement."""
    if not isinstance(triple.subject, NamedNode):
        return None
    subject = triple.subject.value
    if subject in items:
        return items[subject] if triple.predicate.value in _HANDLING else None
    name = subject.rpartition("-")[0]
    return name if name in names else None
