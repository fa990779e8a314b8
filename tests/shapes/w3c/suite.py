"""The W3C's SHACL test suite, and what an engine makes of each of its tests.

The suite (core and SPARQL, 121 tests) comes with the sources of pySHACL on PyPI. pip fetches them
once into the user's cache; nothing of it is part of this project.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pyshacl
import rdflib
import shacl
from rdflib import RDF, BNode, Graph, Namespace, URIRef

from tests.shapes import shape_support as support

VERSION = "0.40.1"
SHA256 = "011e3cf1a68b31747cb762ba3d755ae1bdcc464c8fad0dc212a9adc550719552"
INSIDE = f"pyshacl-{VERSION}/test/resources/sht_tests"
SH = Namespace(support.SH)
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")

# What a report says: whether the data conforms, and the results, sorted; None for a failure.
Report = tuple[bool, list[tuple[str, ...]]] | None


@dataclass(frozen=True)
class Case:
    """A test: its name, the graphs, and the report that must come out."""

    name: str
    data: Graph
    shapes: Graph
    wanted: Report
    messages: bool


def fetched() -> Path:
    """The suite's folder; fetched by pip if it isn't there yet.

    Raises:
        OSError: it cannot be fetched, or is not what it was.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aisi-kg"
    suite = cache / INSIDE
    if not suite.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache) as folder:
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--no-binary",
                "pyshacl",
            ]
            wanted = ["--dest", folder, f"pyshacl=={VERSION}"]
            run = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
            if run.returncode:
                raise OSError(run.stderr)
            (archive,) = Path(folder).glob("*.tar.gz")
            if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
                raise OSError(f"{archive.name} is not the file that was looked at")
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            unpacked = Path(folder) / INSIDE.partition("/")[0]
            if not suite.is_dir():  # another process may have been quicker
                unpacked.rename(cache / unpacked.name)
    return suite


def cases(suite: Path) -> Iterator[Case]:
    """All tests, in the order of the manifests."""
    yield from _of_manifest(suite / "manifest.ttl", suite)


def _of_manifest(path: Path, suite: Path) -> Iterator[Case]:
    here = _read(path)
    for manifest in here.subjects(RDF.type, MF.Manifest):
        for included in here.objects(manifest, MF.include):
            yield from _of_manifest(_path(included), suite)
        for entries in here.objects(manifest, MF.entries):
            for test in here.items(entries):
                if (test, RDF.type, SHT.Validate) in here:
                    yield _case(test, here, path, suite)


def _case(test: rdflib.term.Node, here: Graph, path: Path, suite: Path) -> Case:
    action, result = here.value(test, MF.action), here.value(test, MF.result)
    data, shapes = (
        here if _path(file) == path else _read(_path(file))
        for file in (here.value(action, SHT.dataGraph), here.value(action, SHT.shapesGraph))
    )
    messages = any(
        (each, SH.resultMessage, None) in here for each in here.objects(result, SH.result)
    )
    wanted = None if result == SHT.Failure else report(here, result, messages)
    name = f"{path.parent.relative_to(suite)}/{str(test).rpartition('/')[2]}"
    return Case(name, data, shapes, wanted, messages)


def _path(file: rdflib.term.Node | None) -> Path:
    return Path(str(file).removeprefix("file://"))


def _read(path: Path) -> Graph:
    quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return support.rdflib_graph(ox.Triple(q.subject, q.predicate, q.object) for q in quads)


# Reports


def report(graph: Graph, node: rdflib.term.Node, messages: bool) -> Report:
    """What a report says, in a form that can be compared: blank nodes are alike, paths are text."""
    results = []
    for result in graph.objects(node, SH.result):
        names = ("focusNode", "value", "resultSeverity", "sourceConstraintComponent", "sourceShape")
        said = [_text(graph.value(result, SH[name])) for name in names]
        path = graph.value(result, SH.resultPath)
        said.append("" if path is None else _way(graph, path))
        if messages:
            said += sorted(str(text) for text in graph.objects(result, SH.resultMessage))
        results.append(tuple(said))
    conforms = str(graph.value(node, SH.conforms)) in ("true", "1")
    return conforms, sorted(results)


def _text(term: rdflib.term.Node | None) -> str:
    if term is None:
        return ""
    return "_" if isinstance(term, BNode) else term.n3().lower()


def _way(graph: Graph, path: rdflib.term.Node) -> str:
    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return "/".join(f"({_way(graph, step)})" for step in graph.items(path))
    ((kind, inner),) = graph.predicate_objects(path)
    ways = graph.items(inner) if kind == SH.alternativePath else [inner]
    return f"{kind}({'|'.join(_way(graph, way) for way in ways)})"


# Engines


def by_pyshacl(case: Case) -> Report:
    """What pySHACL reports; None if it gives up."""
    try:
        _, found, _ = pyshacl.validate(case.data, shacl_graph=case.shapes, advanced=True)
    except Exception:  # it has no error of its own for all that it cannot do
        return None
    if not isinstance(found, Graph):
        return None
    return report(found, next(found.subjects(SH.conforms)), case.messages)


def by_shacl(case: Case) -> Report:
    """What `shacl` reports; None if it gives up."""
    shapes, data = (graph.serialize(format="nt") for graph in (case.shapes, case.data))
    try:
        compiled = shacl.Shapes.from_text(shapes, format="ntriples")
        text = compiled.validate_text(data, format="ntriples").serialize("ntriples")
    except ValueError:
        return None
    found = support.rdflib_graph(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    return report(found, next(found.subjects(SH.conforms)), case.messages)
