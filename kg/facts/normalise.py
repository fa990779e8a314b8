"""One way to say each thing: what is written differently and means the same becomes the same.

- what follows from an input's own subclasses, subproperties, equivalents and inverses of our terms
  counts as said (rules of OWL 2 RL: prp-spo1, prp-eqp, prp-inv, cax-sco, scm-eqc, scm-int), so that
  a record of a subclass is no way around a rule (P4);
- inverse properties are turned forward;
- blank nodes become skolem IRIs (RDF 1.1 section 3.5), so that every engine and the validators name
  them alike;
- times become plain UTC dates (a time without a zone is in UTC, a date's own zone is ignored), since
  the engines differ on comparing dates with zones; what is no date stays, for the shapes to reject;
- derived terms are dropped (P4): what was decided elsewhere, or before, decides nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
    Triple,
)

from kg.errors import InputError
from kg.terms import DCT, GENID, KG, OWL, PROV, RDF, RDFS, XSD

DATE = NamedNode(XSD + "date")
DATE_TIME = NamedNode(XSD + "dateTime")
TYPE = NamedNode(RDF + "type")
DECISION = NamedNode(KG + "Decision")
DEFAULT = DefaultGraph()

_PLAIN_DATE = re.compile(r"[1-9]\d{3}-\d\d-\d\d")
_ZONE = r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DATE = re.compile(r"([1-9]\d{3}-\d\d-\d\d)" + _ZONE)
_DATE_TIME = re.compile(r"([1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?" + _ZONE)
# Texts come first, out of the way of what they may hold.
_SKOLEM_OR_TEXT = re.compile(rf'"(?:[^"\\]|\\.)*"|<{re.escape(GENID)}(?P<label>[^>]+)>')
DERIVED_PROPERTIES = (
    "effectiveProprietarySensitivity",
    "effectiveMisusePotential",
    "effectiveBenefit",
    "derivedTier",
)
_DECISION_PROPERTIES = frozenset(
    KG + name for name in ("item", "recipient", "channel", "tier", "outcome", "asOf", "reason")
) | {PROV + "wasDerivedFrom", RDF + "type"}


def merge_graphs(store: Store) -> None:
    """Moves the triples of all named graphs into the default graph."""
    for graph in list(store.named_graphs()):
        store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, DEFAULT)
            for quad in store.quads_for_pattern(None, None, None, graph)
        )
        store.remove_graph(graph)


def entail_properties(inputs: Store) -> None:
    """Says forward, in our words, what an input says by properties that it declares to imply ours."""
    for direction, subject, value in (
        ("rdfs:subPropertyOf|owl:equivalentProperty|^owl:equivalentProperty", "?s", "?o"),
        ("owl:inverseOf|^owl:inverseOf", "?o", "?s"),
    ):
        inputs.update(f"""
            PREFIX owl: <{OWL}>
            PREFIX rdfs: <{RDFS}>
            INSERT {{ {subject} ?ours {value} }}
            WHERE {{
              ?theirs ({direction})+ ?ours .
              FILTER(STRSTARTS(STR(?ours), "{KG}") && !STRSTARTS(STR(?theirs), "{KG}"))
              ?s ?theirs ?o .
              FILTER(isIRI({subject}) || isBlank({subject}))
            }}""")


def entail_subclasses(inputs: Store) -> None:
    """Writes an input's equivalences and intersections of classes as ``rdfs:subClassOf``."""
    inputs.update(f"""
        PREFIX owl: <{OWL}>
        PREFIX rdf: <{RDF}>
        PREFIX rdfs: <{RDFS}>
        INSERT {{ ?class rdfs:subClassOf ?other . ?other rdfs:subClassOf ?class }}
        WHERE {{ ?class owl:equivalentClass ?other }} ;
        INSERT {{ ?class rdfs:subClassOf ?part }}
        WHERE {{ ?class owl:intersectionOf/rdf:rest*/rdf:first ?part }}""")


def entail_types(facts: Store) -> None:
    """Types each record by those of our classes that it is in by a subclass.

    Items are left out: R2 and R3 read ``rdfs:subClassOf`` over classes of any kind themselves.
    """
    facts.update(f"""
        PREFIX owl: <{OWL}>
        PREFIX rdfs: <{RDFS}>
        INSERT {{ ?record a ?ours }}
        WHERE {{
          ?ours a owl:Class ; rdfs:isDefinedBy <{KG.removesuffix("#")}> .
          FILTER(STRSTARTS(STR(?ours), "{KG}") && ?ours != <{KG}InformationItem>)
          ?class rdfs:subClassOf+ ?ours .
          FILTER(?class != ?ours)
          ?record a ?class .
        }}""")


def turn_inverses(store: Store, inverses: Mapping[str, str]) -> None:
    """Replaces ``o q s`` by ``s p o`` for each inverse ``q`` of a property ``p``.

    A literal, of which nothing can be said forward, stays for the shapes to reject.
    """
    for inverse, forward in inverses.items():
        for quad in list(store.quads_for_pattern(None, NamedNode(inverse), None, DEFAULT)):
            if not isinstance(quad.object, Literal):
                store.remove(quad)
                store.add(Quad(quad.object, NamedNode(forward), quad.subject, DEFAULT))


def skolemise(store: Store) -> None:
    """Gives every blank node an IRI below ``GENID``.

    Raises:
        InputError: there is a triple term, which rdflib, pySHACL and owlready2 cannot read.
    """
    blank = store.query(
        "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o) || isTRIPLE(?o)) }",
    )
    assert isinstance(blank, QuerySolutions)
    for solution in list(blank):
        subject, predicate, value = solution["s"], solution["p"], solution["o"]
        if isinstance(value, Triple):
            raise InputError(
                f"{value}: an RDF 1.2 triple term, which not every engine here can read",
                "mark a statement by an rdf:Statement (docs/marking.md)",
            )
        store.remove(Quad(subject, predicate, value, DEFAULT))
        named = _named(subject)
        assert isinstance(named, NamedNode)  # no literal is a subject
        store.add(Quad(named, predicate, _named(value), DEFAULT))


def blank_again(ntriples: bytes) -> bytes:
    """N-Triples with skolem IRIs as blank nodes again: OWL wants its class expressions as such."""

    def blank(match: re.Match[str]) -> str:
        return f"_:g{match['label']}" if match["label"] else match[0]

    return _SKOLEM_OR_TEXT.sub(blank, ntriples.decode()).encode()


def plain_dates(store: Store) -> None:
    """Writes each valid time of the records as a plain date (its date in UTC)."""
    times = store.query(f"""
        SELECT ?s ?p ?o WHERE {{
          VALUES ?p {{ <{PROV}generatedAtTime> <{PROV}atTime> <{KG}validFrom> <{KG}validUntil>
                       <{DCT}created> }}
          ?s ?p ?o
          FILTER(!(DATATYPE(?o) = <{XSD}date> && REGEX(STR(?o), "^[1-9][0-9]{{3}}-..-..$")))
        }}""")
    assert isinstance(times, QuerySolutions)
    for solution in list(times):
        subject, predicate, value = solution["s"], solution["p"], solution["o"]
        if not isinstance(value, Literal):
            continue
        is_moment = predicate.value.startswith(PROV)
        day = plain_date(value.value, value.datatype.value, moments=is_moment)
        if day is not None:
            store.remove(Quad(subject, predicate, value, DEFAULT))
            store.add(Quad(subject, predicate, Literal(day, datatype=DATE), DEFAULT))


def plain_date(text: str, datatype: str, *, moments: bool) -> str | None:
    """The plain ISO date of a date or (where ``moments`` allows it) a time; None where it is none."""
    if datatype == DATE.value and (match := _DATE.fullmatch(text)):
        return match.group(1) if _exists(match.group(1)) else None
    if moments and datatype == DATE_TIME.value and (match := _DATE_TIME.fullmatch(text)):
        clock, midnight = match.group(1), match.group(1).endswith("T24:00:00")
        if midnight and (match.group(2) or ".0").strip(".0"):
            return None
        try:
            moment = datetime.fromisoformat(
                clock.replace("T24:", "T00:") + (match.group(3) or "Z")
            ) + timedelta(days=int(midnight))
            return moment.astimezone(UTC).date().isoformat()
        except (ValueError, OverflowError):
            return None
    return None


def drop_derived(store: Store, tier_classes: Iterable[str]) -> None:
    """Removes derived levels, tiers, tier classes and decisions.

    A node that is said to be a decision and is anything else besides stays whole: the shapes reject
    it, and nothing that it restricts is lost.
    """
    for name in DERIVED_PROPERTIES:
        _remove_all(store, NamedNode(KG + name), None)
    for tier_class in tier_classes:
        _remove_all(store, TYPE, NamedNode(tier_class))
    for typed in list(store.quads_for_pattern(None, TYPE, DECISION, DEFAULT)):
        about = list(store.quads_for_pattern(typed.subject, None, None, DEFAULT))
        ours = {
            quad.object.value
            for quad in about
            if quad.predicate == TYPE
            and isinstance(quad.object, NamedNode)
            and quad.object.value.startswith(KG)
        }
        if ours == {DECISION.value} and all(_of_decision(quad.predicate) for quad in about):
            for quad in about:
                store.remove(quad)


def _of_decision(predicate: NamedNode) -> bool:
    name = predicate.value
    return name in _DECISION_PROPERTIES or not name.startswith(KG)


def _remove_all(store: Store, predicate: NamedNode, value: NamedNode | None) -> None:
    for quad in list(store.quads_for_pattern(None, predicate, value, DEFAULT)):
        store.remove(quad)


def _named(term: object) -> NamedNode | Literal:
    if isinstance(term, BlankNode):
        return NamedNode(GENID + term.value)
    assert isinstance(term, NamedNode | Literal)
    return term


def _exists(day: str) -> bool:
    try:
        datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007 - only whether the day exists
    except ValueError:
        return False
    return True
