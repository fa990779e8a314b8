"""Runs the shapes on small graphs in both engines: pySHACL, the reference, and `shacl`.

What the loader does before shapes see the data is done here in the least possible way: the shipped
ontology is merged in, blank nodes become IRIs, valid times become plain dates in UTC, and derived
triples are left out before the violations are looked for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
import shacl

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = Path(__file__).parent
SHAPES = ROOT / "shapes"
ONTOLOGY = ROOT / "ontology"

KG = "https://w3id.org/aisi-kg/ns#"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DEFINED_BY = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
DOMAIN = ox.NamedNode("https://schema.org/domainIncludes")
GENID = "https://w3id.org/aisi-kg/.well-known/genid/"
TIMES = {
    "http://www.w3.org/ns/prov#generatedAtTime",
    "http://www.w3.org/ns/prov#atTime",
    "http://purl.org/dc/terms/created",
    KG + "validFrom",
    KG + "validUntil",
}
COMPONENTS = "minCount maxCount class datatype nodeKind in or not node pattern disjoint hasValue"

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Result = tuple[str, str, str]
"""Focus node, source shape and severity, all as full IRIs (the severity by its local name)."""


# Shapes


def shape_files(advice: bool = False) -> list[Path]:
    """The files of the violations or, with the prefixes and values they need, of the advice."""
    if not advice:
        return sorted(SHAPES.glob("*.ttl"))
    common = [SHAPES / "prefixes.ttl", SHAPES / "values.ttl"]
    return [path for path in common if path.exists()] + sorted((SHAPES / "advice").glob("*.ttl"))


@cache
def shape_triples(advice: bool = False) -> tuple[ox.Triple, ...]:
    return tuple(
        triple for path in shape_files(advice) for triple in read(path, f"s{path.stem}{advice:d}")
    )


@cache
def _rdflib_shapes(advice: bool) -> rdflib.Graph:
    return rdflib_graph(shape_triples(advice))


@cache
def _rust_shapes(advice: bool) -> shacl.Shapes:
    return shacl.Shapes.from_text(ntriples(shape_triples(advice)), format="ntriples")


@dataclass(frozen=True)
class Constraint:
    """A named shape that can be the source of a result."""

    name: str
    severity: str
    file: str

    @property
    def iri(self) -> str:
        return "https://w3id.org/aisi-kg/shapes#" + self.name

    def example(self, kind: str) -> Path:
        return EXAMPLES / self.file / f"{self.name}.{kind}.ttl"


@cache
def constraints() -> tuple[Constraint, ...]:
    """Every shape that is reached from a target and constrains something itself."""
    found = []
    for path in sorted(SHAPES.rglob("*.ttl")):
        graph = rdflib_graph(read(path, path.stem))
        ours = {node for node in graph.subjects() if isinstance(node, rdflib.URIRef)}
        parts = {rdflib.URIRef(SH + name) for name in [*COMPONENTS.split(), "sparql"]}
        parts.add(rdflib.URIRef(SH + "qualifiedValueShape"))
        targets = {rdflib.URIRef(SH + "target" + end) for end in ("", "Node", "Class", "SubjectsOf")}
        for node in ours:
            used = set(graph.predicates(node))
            reached = used & targets or (None, rdflib.URIRef(SH + "property"), node) in graph
            if used & parts and reached:
                severity = str(graph.value(node, rdflib.URIRef(SH + "severity"))).removeprefix(SH)
                folder = str(path.relative_to(SHAPES).with_suffix(""))
                found.append(Constraint(str(node).rpartition("#")[2], severity, folder))
    return tuple(sorted(found, key=lambda constraint: (constraint.file, constraint.name)))


# Data


def read(path: Path, scope: str) -> Iterator[ox.Triple]:
    """The triples of a file, its blank nodes as IRIs or, in shapes, told apart by `scope`."""
    for quad in ox.parse(path=str(path)):
        yield ox.Triple(_scoped(quad.subject, scope), quad.predicate, _scoped(quad.object, scope))


def _scoped(term: Term, scope: str) -> Term:
    return ox.BlankNode(f"{scope}x{term.value}") if isinstance(term, ox.BlankNode) else term


def _loaded(triple: ox.Triple) -> ox.Triple:
    subject, value = _skolem(triple.subject), _skolem(triple.object)
    if triple.predicate.value in TIMES and isinstance(value, ox.Literal):
        value = utc_date(value)
    return ox.Triple(subject, triple.predicate, value)


def _skolem(term: Term) -> Term:
    return ox.NamedNode(GENID + term.value) if isinstance(term, ox.BlankNode) else term


def utc_date(literal: ox.Literal) -> ox.Literal:
    """The date in UTC of a valid time; an invalid one as it is."""
    text, kind = literal.value, literal.datatype.value
    try:
        if kind == XSD + "dateTime" and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text):
            time = datetime.fromisoformat(text)
            day = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).date()
        elif kind == XSD + "date" and re.fullmatch(r"\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", text):
            day = date.fromisoformat(text[:10])
        else:
            return literal
    except (ValueError, OverflowError):
        return literal
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))


@cache
def base() -> tuple[ox.Triple, ...]:
    """The terms and the default policy."""
    names = ("kg.ttl", "tiers.ttl", "policy.ttl")
    return tuple(_loaded(triple) for name in names for triple in read(ONTOLOGY / name, name[:-4]))


@cache
def derived_properties() -> frozenset[ox.NamedNode]:
    """Our properties that may stand on no class: nobody writes them, the rules do."""
    known = {t.subject for t in base() if t.predicate == DEFINED_BY and t.subject.value[:27] in KG}
    listed = {t.subject for t in base() if t.predicate == DOMAIN}
    return frozenset(known - listed)


def facts(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Without what the rules derived."""
    derived = derived_properties()
    shipped = set(base())
    return {t for t in triples if t.predicate not in derived or t in shipped}


def load(*paths: Path) -> set[ox.Triple]:
    """The files merged with the shipped ontology, without the terms that a file wants left out."""
    merged: set[ox.Triple] = set()
    left_out: set[str] = set()
    for path in paths:
        left_out |= set(re.findall(r"^# without: <(.+)>$", path.read_text(), re.MULTILINE))
        merged |= {_loaded(t) for t in read(path, re.sub(r"\W", "", path.stem))}
    for triple in base():
        named = {triple.subject.value, getattr(triple.object, "value", "")}
        if not named & left_out:
            merged.add(triple)
    return merged


def focus(path: Path) -> str:
    """The node that the file says is wrong."""
    (iri,) = re.findall(r"^# focus: <(.+)>$", path.read_text(), re.MULTILINE)
    return str(iri)


def changes_policy(path: Path) -> bool:
    """Whether the example can't share a graph with others."""
    return "# without:" in path.read_text() or "policy:" in path.read_text()


# Engines


def ntriples(triples: Iterable[ox.Triple]) -> str:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()


def rdflib_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Term by term, for rdflib's own parser rewrites literals."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_rdflib(triple.subject), _rdflib(triple.predicate), _rdflib(triple.object)))
    return graph


def _rdflib(term: Term) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    kind = None if term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=kind, normalize=False)


def rust(triples: Iterable[ox.Triple], advice: bool = False) -> set[Result]:
    report = _rust_shapes(advice).validate_text(ntriples(triples), format="ntriples")
    return {(r.focus_node[1:-1], r.source_shape[1:-1], r.severity) for r in report.results}


def reference(triples: Iterable[ox.Triple], advice: bool = False) -> set[Result]:
    _, report, _ = pyshacl.validate(
        rdflib_graph(triples), shacl_graph=_rdflib_shapes(advice), advanced=True
    )
    sh = rdflib.Namespace(SH)
    return {
        (
            str(report.value(result, sh.focusNode)),
            str(report.value(result, sh.sourceShape)),
            str(report.value(result, sh.resultSeverity)).removeprefix(SH),
        )
        for result in report.objects(None, sh.result)
    }
