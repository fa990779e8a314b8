"""What several tests share: the core ontology alone, and the command line as a user runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, serialize

from kg import resources
from kg.cli import main
from kg.facts import large, plain
from kg.terms import KG, RDFS, expand

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
_FOLDER = TemporaryDirectory()
PREFIXES = """\
@prefix cat: <https://w3id.org/aisi-kg/category#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/x#> .
@prefix inst: <https://w3id.org/aisi-kg/institute#> .
@prefix kg: <https://w3id.org/aisi-kg/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix policy: <https://w3id.org/aisi-kg/policy#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def core_only(monkeypatch: pytest.MonkeyPatch, *more: str) -> None:
    """Loads the terms and tiers without the shipped categories and institutes: faster, same rules.

    ``more`` are the names of further files, as "release.ttl" and "tlp.ttl" for a release.
    """
    names = {"kg.ttl", "tiers.ttl", *more}
    core = [p for p in resources.ontology_files() if p.name in names]
    monkeypatch.setattr(resources, "ontology_files", lambda: core)


@contextmanager
def in_columns(yes: bool = True) -> Iterator[None]:
    """While it runs, inputs of any size are read as columns, and their plain items stay there; or none are."""
    with patch.object(large, "LARGE", 0 if yes else sys.maxsize), patch.object(plain, "FEWEST", 0):
        yield


def few_categories(monkeypatch: pytest.MonkeyPatch, branch: str) -> None:
    """Loads the terms, the network and one branch of the taxonomy: what rdflib can do in seconds."""
    core_only(monkeypatch, "network.ttl", f"{branch}.ttl")


def named_categories(
    monkeypatch: pytest.MonkeyPatch, *names: str, more: tuple[str, ...] = ()
) -> None:
    """Loads the terms, the network and the named categories of the shipped taxonomy, as they are.

    They come with those above them, their assessments and, where ``more`` has "description.ttl", their
    definitions: enough where a test is about something else, and a fifth of the time. ``more`` are the
    names of further files.
    """
    core_only(monkeypatch, "network.ttl", *more)
    cut = cut_out(frozenset(names), defined="description.ttl" in more)
    few = [*resources.ontology_files(), cut]
    monkeypatch.setattr(resources, "ontology_files", lambda: few)


@cache
def cut_out(names: frozenset[str], *, defined: bool = False) -> Path:
    """A file with the named categories, those above them, their assessments and definitions."""
    store = Store()
    files = [*resources.shipped("ontology").glob("categories/*.ttl")]
    for path in [*files, resources.shipped("ontology") / "definitions.ttl"][
        : None if defined else -1
    ]:
        store.bulk_load(path=path, format=RdfFormat.TURTLE)
    kept: set[object] = set()
    left: set[object] = {NamedNode(expand(f"cat:{name}")) for name in names}
    while left:
        node = left.pop()
        about = list(store.quads_for_pattern(node, None, None))
        assert about, f"{node} is not shipped"
        assessments = store.quads_for_pattern(None, NamedNode(KG + "assesses"), node)
        kept |= {node, *(quad.subject for quad in assessments)}
        left |= {quad.object for quad in about if _goes_along(quad)} - kept
    path = Path(_FOLDER.name) / f"{len(list(Path(_FOLDER.name).iterdir()))}.nt"
    triples = (quad.triple for quad in store if quad.subject in kept)
    serialize(triples, output=path, format=RdfFormat.N_TRIPLES)
    return path


def _goes_along(quad: Quad) -> bool:
    """Whether what is said of a node points at another that belongs to it."""
    root = NamedNode(KG + "InformationItem")
    broader = quad.predicate == NamedNode(RDFS + "subClassOf") and quad.object != root
    return broader or isinstance(quad.object, BlankNode)


def named_in(turtle: str) -> set[str]:
    """The local names of the categories that a text names."""
    return set(re.findall(r"\bcat:(\w+)", turtle))


def kg(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the command line: in this process, which is quicker, or with options in one of its own.

    The README's and the documents' commands, the wheel and hostile surroundings are tested in real
    processes elsewhere.
    """
    command = ["kg", *map(str, arguments)]
    if options:
        return subprocess.run(
            [sys.executable, "-m", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **options,
        )
    with ExitStack() as stack:
        stack.enter_context(patch.object(sys, "argv", command))
        out, err = (stack.enter_context(TextIOWrapper(BytesIO(), "utf-8")) for _ in range(2))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            main()
            status: object = 0
        except SystemExit as end:
            status = end.code
        out.flush()
        err.flush()
        said = [stream.buffer.getvalue().decode().replace("\r\n", "\n") for stream in (out, err)]
    return subprocess.CompletedProcess(command, int(str(status or 0)), *said)
