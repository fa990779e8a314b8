"""The statements of files, so that equal graphs give equal tables whatever their blank nodes are called.

Blank nodes that hang together, with the statements in which they stand, are labelled by RDFC-1.0 and
by a hash of all of that (two of the same kind are counted). Two graphs are then the same, up to the
names of their blank nodes, exactly where the tables have the same rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from kg.facts.normalise import merge_graphs
from kg.facts.sources import Source, read

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("subject", "predicate", "object")


def statements(sources: Sequence[Source]) -> pl.DataFrame:
    """The triples of files as a table of N-Triples terms, columns ``COLUMNS``, no row twice.

    Raises:
        InputError: a file cannot be read.
    """
    import polars as pl

    store = Store()
    for source in sources:
        read(source, store)
    merge_graphs(store)
    dump = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert dump is not None  # no output was given, so the bytes come back
    lines = pl.Series("line", [dump.decode()]).str.split("\n").explode().to_frame()
    lines = lines.filter(pl.col("line") != "")
    has_blank = pl.col("line").str.contains(r'^_:|> _:[^ "]+ \.$')
    blank = "\n".join(lines.filter(has_blank)["line"])
    named = _canonical(list(parse(blank, format=RdfFormat.N_TRIPLES)))
    whole = pl.concat([lines.filter(~has_blank)["line"], pl.Series("line", named, pl.String)])
    parts = whole.str.extract_groups(r"^(?<subject>\S+) (?<predicate>\S+) (?<object>.*) \.$")
    return parts.struct.unnest().unique()


def _canonical(quads: Sequence[Quad]) -> list[str]:
    """Statements with blank nodes as N-Triples, under labels that depend on the graph alone."""
    lines: list[str] = []
    seen: Counter[str] = Counter()
    for component in _components(quads):
        dataset = Dataset(component)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        labelled = sorted(str(quad.triple) for quad in dataset)
        name = sha256("\n".join(labelled).encode()).hexdigest()[:20]
        seen[name] += 1
        prefix = f"{name}n{seen[name]}"
        lines += (_line(quad, prefix) for quad in dataset)
    return lines


def _line(quad: Quad, prefix: str) -> str:
    subject, value = (
        f"_:{prefix}{term.value}" if isinstance(term, BlankNode) else str(term)
        for term in (quad.subject, quad.object)
    )
    return f"{subject} {quad.predicate} {value} ."


def _components(quads: Sequence[Quad]) -> Iterable[list[Quad]]:
    """The statements by the blank nodes that they connect."""
    leaders: dict[BlankNode, BlankNode] = {}

    def leader(node: BlankNode) -> BlankNode:
        while (above := leaders.setdefault(node, node)) != node:
            leaders[node] = node = leaders[above]
        return node

    for quad in quads:
        if isinstance(quad.subject, BlankNode) and isinstance(quad.object, BlankNode):
            leaders[leader(quad.subject)] = leader(quad.object)
    components: defaultdict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        node = quad.subject if isinstance(quad.subject, BlankNode) else quad.object
        assert isinstance(node, BlankNode)  # only statements with one come here
        components[leader(node)].append(quad)
    return components.values()
