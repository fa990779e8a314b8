"""The Oxigraph store of a generation: a named graph for each file, loaded piece by piece."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from kg.progress import open_told

PIECE: Final = 32 << 20
_SLICE: Final = 100_000


@dataclass(frozen=True)
class Mark:
    """How far a text has been loaded: so many bytes, which are so many lines."""

    bytes: int = 0
    lines: int = 0


def load(
    store: Store, text: Path, graph: str, start: Mark, *, told: Callable[[Mark], None]
) -> None:
    """Loads a text of N-Triples into a named graph, from where an earlier load stopped.

    A piece that was loaded in part, or twice, is as one that was loaded once: blank nodes keep their
    labels, behind a prefix that differs from file to file.

    Args:
        store: an Oxigraph store.
        text: the file of N-Triples.
        graph: the IRI of the graph.
        start: up to where it is loaded already.
        told: called when a piece is in the store.

    Raises:
        SyntaxError: a line is no N-Triples; its ``lineno`` is that in the whole text.
        OSError: the text cannot be read, or the store cannot be written.
    """
    mark = start
    with open_told(text, lambda _: None) as stream:
        stream.seek(start.bytes)
        for piece in _pieces(stream):
            try:
                _load_piece(store, piece, NamedNode(graph))
            except SyntaxError as error:
                error.lineno = (error.lineno or 1) + mark.lines
                raise
            mark = Mark(mark.bytes + len(piece), mark.lines + piece.count(b"\n"))
            told(mark)


def clear(store: Store, graph: str) -> None:
    """Removes a named graph, a slice at a time, so that little memory is needed."""
    name = NamedNode(graph)
    while next(store.quads_for_pattern(None, None, None, name), None):
        store.update(
            f"DELETE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
            f"WHERE {{ SELECT * {{ GRAPH {name} {{ ?s ?p ?o }} }} LIMIT {_SLICE} }}"
        )
    store.remove_graph(name)
    store.flush()


def count(store: Store, graph: str) -> int:
    """How many triples a named graph has."""
    found = store.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}")
    assert isinstance(found, QuerySolutions)
    return int(next(found)["n"].value)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Whole lines, about `PIECE` bytes at a time."""
    while piece := stream.read(PIECE):
        yield piece + (b"" if piece.endswith(b"\n") else stream.readline())


def _load_piece(store: Store, piece: bytes, graph: NamedNode) -> None:
    plain, blank = piece, b""
    if b"_:" in piece:  # perhaps blank nodes; a bulk load would rename them in each piece anew
        lines = piece.split(b"\n")
        plain = b"\n".join(b"" if b"_:" in line else line for line in lines)
        blank = b"\n".join(line if b"_:" in line else b"" for line in lines)
    store.bulk_load(plain, format=RdfFormat.N_TRIPLES, to_graph=graph)
    if blank:
        prefix = "f" + hashlib.sha256(graph.value.encode()).hexdigest()[:12] + "."
        triples = (quad.triple for quad in parse(blank, format=RdfFormat.N_TRIPLES))
        renamed = (_renamed(triple, prefix) for triple in triples)
        store.bulk_extend(
            Quad(each.subject, each.predicate, each.object, graph) for each in renamed
        )


def _renamed(triple: Triple, prefix: str) -> Triple:
    subject, value = triple.subject, triple.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(prefix + subject.value)
    if isinstance(value, BlankNode):
        value = BlankNode(prefix + value.value)
    elif isinstance(value, Triple):
        value = _renamed(value, prefix)
    return Triple(subject, triple.predicate, value)
