"""The shape files: read, checked, and put together."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from kg.errors import InputError
from kg.facts.sources import Source, read
from kg.guard import forbid_other_graphs
from kg.resources import once, shipped
from kg.terms import SH, shorten


@once
def shapes_ntriples(folder: str) -> str:
    """The shapes directly in a folder below ``shapes/`` ("" for the violations), as N-Triples.

    Raises:
        InputError: a file does not load, or the folder has no shape: that stops the run.
        QueryError: a constraint uses SERVICE, FROM or GRAPH.
    """
    root = shipped("shapes")
    store = Store()
    for path in _files(root, folder):
        read(Source(path, RdfFormat.TURTLE), store)
    if not any(True for _ in store.quads_for_pattern(None, _term("path"), None, None)):
        raise InputError(f"{root / folder}: no shapes", "reinstall, or restore the shape files")
    for property_name in ("select", "ask", "construct"):
        for quad in store.quads_for_pattern(None, _term(property_name), None, None):
            if isinstance(quad.object, Literal):
                forbid_other_graphs(quad.object.value, shorten(str(quad.subject).strip("<>")))
    dump = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert dump is not None  # no output was given, so the bytes come back
    return dump.decode()


def _files(root: Path, folder: str) -> list[Path]:
    prefixes = root / "prefixes.ttl"
    files = sorted((root / folder).glob("*.ttl"))
    return files if prefixes in files or not prefixes.exists() else [prefixes, *files]


def _term(name: str) -> NamedNode:
    return NamedNode(SH + name)
