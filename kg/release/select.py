"""What leaves with a release, statement by statement, as the queries of ``queries/release`` find it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.derive.run import run_file, run_folder
from kg.engines import Engine
from kg.release.mentions import Mentions
from kg.resources import once, shipped
from kg.terms import RDFS

Row = Mapping[str, NamedNode | Literal]


@dataclass(frozen=True)
class Handled:
    """How a released item was decided: IRIs, and the first day on which the decision may not hold."""

    holder: NamedNode
    tier: NamedNode
    sensitivity: NamedNode
    misuse: NamedNode
    label: NamedNode | None
    expiry: Literal | None


@dataclass(frozen=True)
class Selection:
    """What leaves, and what does not though its item is offered.

    Attributes:
        statements: by item, its statements and the names of what they name.
        handled: by item, how it was decided.
        ontology: the classes and terms that occur, as far as they are told.
        held_back: offered items that stay, each with the property whose statement may not leave, though the
            item needs it; for the sender's eyes only.
        left_out: statements of released items that stay, for the sender's eyes only.
    """

    statements: Mapping[str, frozenset[Triple]]
    handled: Mapping[str, Handled]
    ontology: frozenset[Triple]
    held_back: Mapping[str, str]
    left_out: frozenset[Triple]


def select(engine: Engine) -> Selection:
    """Selects what leaves; the engine must hold the offer for the one recipient (R13, R14)."""
    run_folder(engine, "release")
    run_file(engine, "tlp", "20-label.ru")
    mentions = Mentions(
        name
        for row in _rows(engine, "withheld-names")
        for name in (row["item"].value, row["name"].value if "name" in row else "")
    )
    allowed = _triples(_rows(engine, "statements"))
    needed = _triples(_rows(engine, "needed"))
    silent = mentions.given_away(map(_value, allowed))
    leaving = {triple for triple in allowed if _value(triple) not in silent}
    items, held_back = _able_to_leave(leaving, needed)
    leaving = {
        triple for triple in leaving if _subject(triple) in items and not _names(triple, held_back)
    }
    named = _named(engine, items, leaving, mentions)
    statements = {
        item: frozenset(triple for triple in leaving if _subject(triple) == item)
        | named.get(item, frozenset())
        for item in items
    }
    handled = {
        row["item"].value: _handled(row)
        for row in _rows(engine, "handling")
        if row["item"].value in items
    }
    asserted = _triples(_rows(engine, "asserted"))
    left_out = {triple for triple in asserted if _subject(triple) in items} - leaving
    return Selection(
        statements,
        handled,
        frozenset(_vocabulary(engine, statements.values(), handled.values(), mentions)),
        held_back,
        frozenset(left_out),
    )


def _able_to_leave(leaving: set[Triple], needed: set[Triple]) -> tuple[set[str], dict[str, str]]:
    """The items all of whose needed statements may leave; the others, each with a property of the rest.

    An item that stays must not be named either, which may hold back others.
    """
    held_back: dict[str, str] = {}
    while True:
        found = {
            _subject(triple): triple.predicate.value
            for triple in sorted(needed, key=str)
            if _subject(triple) not in held_back
            and (triple not in leaving or _names(triple, held_back))
        }
        if not found:
            items = {_subject(triple) for triple in leaving} - held_back.keys()
            return items, dict(sorted(held_back.items()))
        held_back |= found


def _named(
    engine: Engine, items: set[str], leaving: set[Triple], mentions: Mentions
) -> dict[str, frozenset[Triple]]:
    """By item, what is said of the institutes, agents and systems that it names."""
    kept = {(_subject(triple), triple.predicate, triple.object) for triple in leaving}
    rows = [
        row
        for row in _rows(engine, "named")
        if row["item"].value in items and (row["item"].value, row["property"], row["node"]) in kept
    ]
    silent = mentions.given_away(row["value"].value for row in rows)
    found: dict[str, set[Triple]] = {}
    for row in rows:
        if row["value"].value not in silent:
            triple = Triple(_iri(row["node"]), _iri(row["said"]), row["value"])
            found.setdefault(row["item"].value, set()).add(triple)
    return {item: frozenset(triples) for item, triples in found.items()}


def _vocabulary(
    engine: Engine,
    graphs: Iterable[Iterable[Triple]],
    handled: Iterable[Handled],
    mentions: Mentions,
) -> set[Triple]:
    """What is told of the classes of the items up to the root, and of the terms of ours that occur."""
    told: dict[NamedNode, set[Triple]] = {}
    rows = _rows(engine, "vocabulary")
    silent = mentions.given_away(row["value"].value for row in rows)
    for row in rows:
        if row["value"].value not in silent:
            term = _iri(row["term"])
            told.setdefault(term, set()).add(Triple(term, _iri(row["property"]), row["value"]))
    occurring = {
        term
        for graph in graphs
        for triple in graph
        for term in (triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }
    for each in handled:
        occurring |= {each.tier, each.sensitivity, each.misuse}
        occurring |= {each.label} if each.label else set()
    found: set[Triple] = set()
    open_ = [term for term in occurring if term in told]
    while open_:
        triples = told.pop(open_.pop(), set())
        found |= triples
        open_ += [
            triple.object
            for triple in triples
            if triple.predicate.value == RDFS + "subClassOf"
            and isinstance(triple.object, NamedNode)
            and triple.object in told
        ]
    return found


def _handled(row: Row) -> Handled:
    label, expiry = row.get("label"), row.get("expiry")
    return Handled(
        _iri(row["holder"]),
        _iri(row["tier"]),
        _iri(row["sensitivity"]),
        _iri(row["misuse"]),
        label if isinstance(label, NamedNode) else None,
        expiry if isinstance(expiry, Literal) else None,
    )


def _triples(rows: Iterable[Row]) -> set[Triple]:
    return {Triple(_iri(row["item"]), _iri(row["property"]), row["value"]) for row in rows}


def _value(triple: Triple) -> str:
    assert isinstance(triple.object, NamedNode | Literal)  # blank nodes have become IRIs on load
    return triple.object.value


def _names(triple: Triple, items: Mapping[str, str]) -> bool:
    return isinstance(triple.object, NamedNode) and triple.object.value in items


def _subject(triple: Triple) -> str:
    assert isinstance(triple.subject, NamedNode)  # items are IRIs (R12)
    return triple.subject.value


def _iri(term: NamedNode | Literal) -> NamedNode:
    assert isinstance(term, NamedNode)
    return term


def _rows(engine: Engine, name: str) -> list[Row]:
    answer = json.loads(engine.select_json(_text(name)))
    return [
        {variable: _term(term) for variable, term in row.items()}
        for row in answer["results"]["bindings"]
    ]


def _term(term: Mapping[str, str]) -> NamedNode | Literal:
    if term["type"] == "uri":
        return NamedNode(term["value"])
    if "xml:lang" in term:
        return Literal(term["value"], language=term["xml:lang"])
    datatype = term.get("datatype")
    return Literal(term["value"], datatype=NamedNode(datatype) if datatype else None)


@once
def _text(name: str) -> str:
    return (shipped("queries") / "release" / f"{name}.rq").read_text(encoding="utf-8")
