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
DAYS = (XSD + "date",)
MOMENTS = (XSD + "date", XSD + "dateTime")
TIMES = {
    "http://www.w3.org/ns/prov#generatedAtTime": MOMENTS,
    "http://www.w3.org/ns/prov#atTime": MOMENTS,
    "http://purl.org/dc/terms/created": DAYS,
    KG + "validFrom": DAYS,
    KG + "validUntil": DAYS,
}
VALID = re.compile(
    r"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}:[0-9]{2})?(?:[.][0-9]+)?"
    r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
COMPONENTS = "minCount maxCount class datatype nodeKind in or not node pattern disjoint hasValue"

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
class Finding:
    """A result, as both engines can say it."""

    focus: str
    shape: str
    severity: str
    value: str


# Shapes


def shape_files(advice: bool = False) -> tuple[Path, ...]:
    """The files of the violations or, with the prefixes, of the advice."""
    if not advice:
        return tuple(sorted(SHAPES.glob("*.ttl")))
    return (SHAPES / "prefixes.ttl", *sorted((SHAPES / "advice").glob("*.ttl")))


@cache
def shape_triples(files: tuple[Path, ...]) -> tuple[ox.Triple, ...]:
    return tuple(triple for path in files for triple in read(path, path.stem))


@cache
def _rdflib_shapes(files: tuple[Path, ...]) -> rdflib.Graph:
    return rdflib_graph(shape_triples(files))


@cache
def _rust_shapes(files: tuple[Path, ...]) -> shacl.Shapes:
    return shacl.Shapes.from_text(ntriples(shape_triples(files)), format="ntriples")


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
        targets = {
            rdflib.URIRef(SH + "target" + end) for end in ("", "Node", "Class", "SubjectsOf")
        }
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
    if isinstance(value, ox.Literal) and value.datatype.value in TIMES.get(
        triple.predicate.value, ()
    ):
        value = _utc_date(value)
    return ox.Triple(subject, triple.predicate, value)


def _skolem(term: Term) -> Term:
    return ox.NamedNode(GENID + term.value) if isinstance(term, ox.BlankNode) else term


def _utc_date(literal: ox.Literal) -> ox.Literal:
    """The date in UTC of a valid time; an invalid one as it is."""
    if not (match := VALID.fullmatch(literal.value)):
        return literal
    day, clock, zone = match.groups()
    if bool(clock) != (literal.datatype.value == XSD + "dateTime"):
        return literal
    try:
        if clock:
            moment = datetime.fromisoformat(day + clock + (zone or "Z"))
            day = moment.astimezone(UTC).date().isoformat()
        else:
            date.fromisoformat(day)
    except (ValueError, OverflowError):
        return literal
    return ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))


@cache
def base() -> tuple[ox.Triple, ...]:
    """The terms and the default policy."""
    names = ("kg.ttl", "description.ttl", "tiers.ttl", "dual-use.ttl", "policy.ttl")
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
    missing = {iri for path in paths for iri in left_out(path)}
    for path in paths:
        merged |= {_loaded(t) for t in read(path, re.sub(r"\W", "", path.stem))}
    for triple in base():
        named = {triple.subject.value, getattr(triple.object, "value", "")}
        if not named & missing:
            merged.add(triple)
    return merged


def left_out(path: Path) -> tuple[str, ...]:
    """The shipped terms that the file wants left out."""
    return tuple(re.findall(r"^# without: <(.+)>$", path.read_text(), re.MULTILINE))


def focus(path: Path) -> str:
    """The node that the file says is wrong."""
    (iri,) = re.findall(r"^# focus: <(.+)>$", path.read_text(), re.MULTILINE)
    return str(iri)


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


def rust(triples: Iterable[ox.Triple], files: tuple[Path, ...]) -> set[Finding]:
    report = _rust_shapes(files).validate_text(ntriples(triples), format="ntriples")
    return {
        Finding(_plain(r.focus_node), _plain(r.source_shape), r.severity, r.value_plain or "")
        for r in report.results
    }


def _plain(iri: str) -> str:
    return iri.removeprefix("<").removesuffix(">")


def reference(triples: Iterable[ox.Triple], files: tuple[Path, ...]) -> set[Finding]:
    _, report, _ = pyshacl.validate(
        rdflib_graph(triples), shacl_graph=_rdflib_shapes(files), advanced=True
    )
    sh = rdflib.Namespace(SH)
    return {
        Finding(
            str(report.value(result, sh.focusNode)),
            str(report.value(result, sh.sourceShape)),
            str(report.value(result, sh.resultSeverity)).removeprefix(SH),
            str(report.value(result, sh.value, default="")),
        )
        for result in report.objects(None, sh.result)
    }
