"""What of an item a rendering may change, and what it repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple
from pyoxigraph import Literal as RdfLiteral

from kg.engines import Engine
from kg.redact.setting import asked
from kg.terms import RDF

if TYPE_CHECKING:
    import polars as pl

Value = NamedNode | RdfLiteral
Statement = tuple[NamedNode, Value]
TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True)
class Change:
    """One statement of an item that a rendering says less exactly, or not at all.

    Attributes:
        kind: "generalise" a category; "drop" a statement; "marked": it is marked, and never repeated.
        property, value: of the statement.
        becomes: the category that is said instead; None where nothing is.
        loses: what the rendering tells no longer, as (property, value): of a category that is generalised
            those above it up to the new one, too. Of two ways to change one statement, the one that
            loses a part of what the other loses is the smaller.
    """

    kind: Literal["generalise", "drop", "marked"]
    property: NamedNode
    value: Value
    becomes: NamedNode | None
    loses: frozenset[Statement]


@dataclass(frozen=True)
class Slot:
    """A statement that a rendering repeats unless it is changed, and the ways to change it."""

    said: Statement
    ways: tuple[Change, ...]


@dataclass(frozen=True)
class Record:
    """An assessment, a restriction or a denial: its IRI, the property that names the item, its triples."""

    node: NamedNode
    naming: NamedNode
    triples: tuple[Triple, ...]


@dataclass(frozen=True)
class Original:
    """An item, as its renderings see it.

    Attributes:
        kept: statements that every rendering repeats.
        slots: the statements that a rendering may change.
        marked: the statements that are marked, which no rendering repeats.
        carried: records that hold for a rendering, too.
        detail: the detail level of its renderings; None where nothing is less detailed.
    """

    kept: tuple[Statement, ...]
    slots: tuple[Slot, ...]
    marked: tuple[Change, ...]
    carried: tuple[Record, ...]
    detail: NamedNode | None


def original(engine: Engine, facts: Store, item: str, recipient: str, detail: str) -> Original:
    """Reads an item; its recipient decides which denials count.

    Args:
        engine: after a whole derivation that found no fault in the item.
        facts: the facts, as terms.
        item: its IRI.
        recipient: an IRI.
        detail: the IRI of the detail level next below the item's, "" where there is none.
    """
    marks = asked(engine, "marked", item=item)["mark"]
    marked = dict.fromkeys(_marked(facts, NamedNode(mark)) for mark in marks)
    hidden = {(change.property, change.value) for change in marked}
    described = [
        Slot(said, (Change("drop", *said, None, frozenset({said})),))
        for said in _statements(engine, facts, "droppable", item)
        if said not in hidden
    ]
    return Original(
        kept=tuple(_statements(engine, facts, "kept", item)),
        slots=(*_categories(asked(engine, "categories", item=item)), *described),
        marked=tuple(marked),
        carried=tuple(
            Record(NamedNode(record), NamedNode(property_), _triples(facts, NamedNode(record)))
            for record, property_ in asked(
                engine, "carried", item=item, recipient=recipient
            ).iter_rows()
        ),
        detail=NamedNode(detail) if detail else None,
    )


def _categories(rows: pl.DataFrame) -> Iterator[Slot]:
    """Each category with the ways to generalise it, the smallest first."""
    lost: dict[str, dict[str, set[str]]] = {}
    for category, broader, each in rows.iter_rows():
        ways = lost.setdefault(category, {})
        if broader:
            ways.setdefault(broader, set()).add(each)
    for category, ways in sorted(lost.items()):
        changes = (
            Change(
                "generalise",
                TYPE,
                NamedNode(category),
                NamedNode(broader),
                frozenset((TYPE, NamedNode(each)) for each in gone),
            )
            for broader, gone in ways.items()
        )
        ordered = sorted(changes, key=lambda way: (len(way.loses), str(way.becomes)))
        yield Slot((TYPE, NamedNode(category)), tuple(ordered))


def _marked(facts: Store, mark: NamedNode) -> Change:
    said = {triple.predicate.value: triple.object for triple in _triples(facts, mark)}
    property_, value = said[RDF + "predicate"], said[RDF + "object"]
    assert isinstance(property_, NamedNode)  # a faulty mark withholds its item (R12)
    assert isinstance(value, NamedNode | RdfLiteral)
    return Change("marked", property_, value, None, frozenset({(property_, value)}))


def _statements(engine: Engine, facts: Store, name: str, item: str) -> Iterator[Statement]:
    """The statements of the item by the properties that a query of ``queries/redact`` names."""
    for property_ in asked(engine, name, item=item)["property"]:
        for triple in _triples(facts, NamedNode(item)):
            if triple.predicate.value == property_:
                assert isinstance(triple.object, NamedNode | RdfLiteral)  # no blank node is left
                yield triple.predicate, triple.object


def _triples(facts: Store, node: NamedNode) -> tuple[Triple, ...]:
    quads = facts.quads_for_pattern(node, None, None, DefaultGraph())
    return tuple(sorted((quad.triple for quad in quads), key=str))
