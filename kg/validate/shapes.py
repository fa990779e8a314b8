"""The shape files: read, checked, put together, and dealt out to the engines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, RdfFormat, Store

from kg.errors import InputError
from kg.facts.sources import Source, read
from kg.guard import forbid_other_graphs
from kg.resources import once, shipped
from kg.terms import OWL, SH, shorten
from kg.validate.deal import Dealt, deal


@once
def shapes_ntriples(folder: str) -> str:
    """The shapes directly in a folder below ``shapes/`` ("" for the violations), as N-Triples.

    Raises:
        InputError: a file does not load, the folder has no shape, a constraint is no SPARQL, or a shape
            uses what neither engine gets right (``queries/validate/refused``): that stops the run.
        QueryError: a constraint uses SERVICE, FROM or GRAPH.
    """
    return _ntriples(_store(folder))


@once
def dealt_shapes(folder: str) -> Dealt:
    """The same shapes, for the engine that gets each right (``queries/validate/reference``).

    Raises:
        InputError, QueryError: as `shapes_ntriples`.
    """
    store = _store(folder)
    flagged: set[Any] = set()
    for path in _queries("reference"):
        answer = store.query(path.read_text(encoding="utf-8"))
        assert isinstance(answer, QuerySolutions)
        flagged |= {solution["shape"] for solution in answer}
    return deal(store, flagged)


@once
def _store(folder: str) -> Store:
    root = shipped("shapes")
    store = Store()
    for path in _files(root, folder):
        read(Source(path, RdfFormat.TURTLE), store)
    if not any(True for _ in store.quads_for_pattern(None, _term("path"), None, None)):
        raise InputError(f"{root / folder}: no shapes", "reinstall, or restore the shape files")
    _check_sparql(store)
    _refuse(store)
    return store


def _check_sparql(store: Store) -> None:
    """Has every text of SPARQL read once: the fast engine passes over a target that it cannot read."""
    for property_name in ("select", "ask", "construct"):
        for quad in store.quads_for_pattern(None, _term(property_name), None, None):
            if isinstance(quad.object, Literal):
                name = _called(store, quad.subject)
                forbid_other_graphs(quad.object.value, name)
                try:
                    Store().query(_prologue(store, quad.subject) + quad.object.value)
                except SyntaxError as error:
                    remedy = "correct the query; its prefixes are those that sh:prefixes declares"
                    raise InputError(f"{name}: no SPARQL: {error}", remedy) from None
                except RuntimeError:
                    continue  # it calls a function that the shapes define


def _prologue(store: Store, node: Any) -> str:
    """The prefixes that ``sh:prefixes`` of a node declares, by itself or by ``owl:imports``."""
    found, open_ = set(), _values(store, node, SH + "prefixes")
    while open_:
        found.add(ontology := open_.pop())
        open_ += [each for each in _values(store, ontology, OWL + "imports") if each not in found]
    declared = [each for ontology in found for each in _values(store, ontology, SH + "declare")]
    return "".join(
        f"PREFIX {prefix.value}: <{namespace.value}> "
        for each in declared
        for prefix in _values(store, each, SH + "prefix")
        for namespace in _values(store, each, SH + "namespace")
    )


def _values(store: Store, node: Any, name: str) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(node, NamedNode(name), None, None)]


def _refuse(store: Store) -> None:
    for path in _queries("refused"):
        text = path.read_text(encoding="utf-8")
        answer = store.query(text)
        assert isinstance(answer, QuerySolutions)
        for solution in answer:
            said = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
            shape, *terms = solution
            named = "".join(f" {shorten(term.value)}:" for term in terms)
            problem = f"{_called(store, shape)}:{named} {said['problem']}"
            raise InputError(problem, said["solution"])


def _called(store: Store, node: Any) -> str:
    """The name of the nearest shape that has one: a person can find no blank node."""
    while not isinstance(node, NamedNode):
        node = next(
            (quad.subject for quad in store.quads_for_pattern(None, None, node, None)), None
        )
        if node is None:
            return "a shape without a name"
    return shorten(node.value)


def _queries(folder: str) -> list[Path]:
    return sorted((shipped("queries") / "validate" / folder).glob("*.rq"))


def _ntriples(store: Store) -> str:
    dump = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert dump is not None  # no output was given, so the bytes come back
    return dump.decode()


def _files(root: Path, folder: str) -> list[Path]:
    prefixes = root / "prefixes.ttl"
    files = sorted((root / folder).glob("*.ttl"))
    return files if prefixes in files or not prefixes.exists() else [prefixes, *files]


def _term(name: str) -> NamedNode:
    return NamedNode(SH + name)
