"""What a bundle says, file by file: the triples, and every text that is in no triple."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.bundle import MANIFEST, Manifest, as_manifest
from kg.errors import InputError
from kg.gate.objection import Objection

_RDF: Final = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
# Turtle and its like, but for comments: IRIs, strings, and names with an escape.
_NOT_COMMENT: Final = re.compile(
    r"<[^<>\s]*>"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|\\.",
    re.DOTALL,
)
_PREFIX: Final = re.compile(r"(?:@?prefix|@?base|xmlns)\b[^<\"\n]*[<\"][^>\"\n]*", re.IGNORECASE)
_DATASETS: Final = (".trig", ".nq", ".jsonld")


@dataclass(frozen=True)
class Contents:
    """A bundle, read.

    Attributes:
        manifest: what it says of itself.
        quads: what each RDF file says, by path.
        texts: the texts of each file that are in no triple: its path, cells, JSON strings.
        objections: what cannot be read, or is where nothing may be.
    """

    manifest: Manifest
    quads: Mapping[str, frozenset[Quad]]
    texts: Mapping[str, frozenset[str]]
    objections: tuple[Objection, ...]

    @property
    def data(self) -> str:
        """The path of the data; "" where there is none, or more than one file of that name."""
        found = [path for path in self.quads if re.fullmatch(r"data\.\w+", path)]
        return found[0] if len(found) == 1 else ""

    @property
    def in_graphs(self) -> bool:
        """Whether the data has a named graph for each of what it says."""
        return self.data.endswith(_DATASETS)


def read(files: Mapping[str, bytes]) -> Contents:
    """Reads a bundle; nothing of it is taken on trust.

    Raises:
        InputError: it has no manifest that can be read.
    """
    manifest = read_manifest(files)
    quads: dict[str, frozenset[Quad]] = {}
    texts: dict[str, frozenset[str]] = {}
    objections = []
    for path, data in sorted(files.items()):
        suffix, found = PurePosixPath(path).suffix, {path}
        try:
            if suffix in _RDF:
                quads[path] = _quads(data, _RDF[suffix])
            found.update(_texts(suffix, data))
        except (ValueError, SyntaxError, RecursionError, csv.Error) as error:
            objections.append(Objection(path, f"the guard cannot read it ({error})"))
        texts[path] = frozenset(found)
    return Contents(manifest, quads, texts, tuple(objections))


def read_manifest(files: Mapping[str, bytes]) -> Manifest:
    """What a bundle says of itself.

    Raises:
        InputError: it has no manifest that can be read.
    """
    try:
        document = json.loads(files[MANIFEST])
        if isinstance(document, dict):
            return as_manifest(document, Path(MANIFEST))
        problem = "not a JSON object"
    except KeyError:
        problem = "there is none"
    except (ValueError, RecursionError):
        problem = "not JSON"
    raise InputError(f"{MANIFEST}: {problem}", "give a bundle")


def iris(quads: Iterable[Quad]) -> set[str]:
    """All IRIs that quads name, as graph, subject, property, value or datatype."""
    terms = {
        term
        for quad in quads
        for term in (quad.graph_name, quad.subject, quad.predicate, quad.object)
    }
    datatypes = {term.datatype for term in terms if isinstance(term, Literal)}
    return {term.value for term in terms | datatypes if isinstance(term, NamedNode)}


def literals(quads: Iterable[Quad]) -> set[Literal]:
    """All literals that quads name."""
    return {quad.object for quad in quads if isinstance(quad.object, Literal)}


def _quads(data: bytes, form: RdfFormat) -> frozenset[Quad]:
    """The quads of a file without blank nodes, comments and markup that says more than its triples."""
    if form == RdfFormat.RDF_XML:
        if b"<!" in data:
            raise ValueError("it has comments, entities or a document type")
    elif form != RdfFormat.JSON_LD and "#" in _NOT_COMMENT.sub("", data.decode()):
        raise ValueError("it has comments")
    quads = frozenset(parse(data, format=form))
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise ValueError("it has blank nodes")
        if not isinstance(quad.object, NamedNode | Literal):
            raise ValueError("it has triples about triples")
    return quads


def _texts(suffix: str, data: bytes) -> Iterator[str]:
    """The texts of a file that no triple has: of RDF, what its prefixes are."""
    if suffix in (".json", ".jsonld"):
        yield from _strings(json.loads(data, object_pairs_hook=list))
    elif suffix == ".csv":
        for row in csv.reader(io.StringIO(data.decode(), newline="")):
            yield from row
    elif suffix == ".parquet":
        yield from _cells(data)
    elif suffix in _RDF:
        yield from (match[0] for match in _PREFIX.finditer(data.decode()))
    else:
        raise ValueError("no reader takes this kind of file")


def _strings(value: object) -> Iterator[str]:
    """The keys and texts of a JSON document, objects being lists of pairs: a key may come twice."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _cells(data: bytes) -> Iterator[str]:
    """The names of the columns and the cells of a Parquet file, as text."""
    import polars as pl

    try:
        table = pl.read_parquet(io.BytesIO(data))
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error)) from None
    yield from table.columns
    for row in table.iter_rows():
        yield from (str(cell) for cell in row if cell is not None)
