"""RDF text to plain Python triples, and back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pyoxigraph

from .terms import DCT, KG, OWL, PROV, RDF, RDFS, SKOS, XSD

FORMATS = {
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".trig": pyoxigraph.RdfFormat.TRIG,
}
PREFIXES = {
    "kg": KG,
    "ex": "https://example.org/inv#",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dct": DCT,
    "prov": PROV,
}
DATE_OR_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
)


@dataclass(frozen=True, order=True)
class Literal:
    """A literal; its datatype is a full IRI."""

    value: str
    datatype: str = XSD + "string"
    language: str = ""


# An IRI is its text, a blank node is "_:" and a label.
Node = str
Term = str | Literal
Triple = tuple[Node, str, Term]


def parse(texts_or_paths: Iterable[str | Path]) -> list[Triple]:
    """The triples of every text: named graphs merged, blank nodes kept apart between texts."""
    triples: list[Triple] = []
    for number, source in enumerate(texts_or_paths):
        if isinstance(source, Path):
            text, form = source.read_text(encoding="utf-8"), FORMATS[source.suffix]
        else:
            # TriG contains Turtle, and Turtle contains N-Triples.
            text, form = source, pyoxigraph.RdfFormat.TRIG
        for quad in pyoxigraph.parse(text, format=form):
            subject, object_ = _term(quad.subject, number), _term(quad.object, number)
            assert isinstance(subject, str)
            triples.append((subject, quad.predicate.value, object_))
    return triples


def _term(term: object, number: int) -> Term:
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value
    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{number}.{term.value}"
    assert isinstance(term, pyoxigraph.Literal)
    return Literal(term.value, term.datatype.value, term.language or "")


def utc_date(literal: Term) -> date:
    """The UTC date of a date or a time; none is in UTC without a zone; a date's zone is ignored."""
    assert isinstance(literal, Literal)
    match = DATE_OR_TIME.fullmatch(literal.value.strip())
    if match is None:
        raise ValueError(f"neither a date nor a time: {literal.value}")
    day, hours, minutes, seconds, zone = match.groups()
    if hours is None:
        return date.fromisoformat(day)
    # Added up rather than parsed: 24:00:00 is the next day's midnight.
    clock = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    moment = datetime.fromisoformat(day) + clock
    if zone is None or zone == "Z":
        return moment.date()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return (moment - offset if zone[0] == "+" else moment + offset).date()


def turtle(triples: Iterable[Triple]) -> str:
    """Turtle with one triple a line, in the order given."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return head + "".join(f"{_show(s)} {_show(p)} {_show(o)} .\n" for s, p, o in triples)


def _show(term: Term) -> str:
    if isinstance(term, Literal):
        text = '"' + term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        if term.language:
            return f"{text}@{term.language}"
        return text if term.datatype == XSD + "string" else f"{text}^^{_show(term.datatype)}"
    if term.startswith("_:"):
        return term
    for name, iri in PREFIXES.items():
        if term.startswith(iri) and re.fullmatch("[A-Za-z][A-Za-z0-9]*", term[len(iri) :]):
            return f"{name}:{term[len(iri) :]}"
    return f"<{term}>"
