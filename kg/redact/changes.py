"""What of an item a rendering may change, and what it repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import DefaultGraph, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from kg.resources import shipped
from kg.terms import RDF

if TYPE_CHECKING:
    import polars as pl

    from kg.inventory import Inventory

Value = NamedNode | RdfLiteral
Statement = tuple[NamedNode, Value]
TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True)
class Change:
    """One statement of an item that a rendering says less exactly, or not at all.

    Attributes:
        kind: "generalise" a category; "drop" a statement; "marked": it stays by its own mark.
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
        marked: the statements that stay by their marks.
        carried: records that hold for a rendering, too.
        detail: the detail level of its renderings; None where nothing is less detailed.
    """

    kept: tuple[Statement, ...]
    slots: tuple[Slot, ...]
    marked: tuple[Change, ...]
    carried: tuple[Record, ...]
    detail: NamedNode | None


def original(inventory: Inventory, item: str, recipient: str, detail: str) -> Original:
    """Reads an item; its recipient decides which marks and denials count.

    Args:
        inventory: decided without a fault in the item.
        item: its IRI.
        recipient: an IRI.
        detail: the IRI of the detail level next below the item's, "" where there is none.
    """
    both = {"item": item, "recipient": recipient}
    marks = asked(inventory, "marked", **both)["mark"]
    marked = dict.fromkeys(_marked(inventory, NamedNode(mark)) for mark in marks)
    hidden = {(change.property, change.value) for change in marked}
    described = [
        Slot(said, (Change("drop", *said, None, frozenset({said})),))
        for said in _statements(inventory, "droppable", item)
        if said not in hidden
    ]
    return Original(
        kept=tuple(_statements(inventory, "kept", item)),
        slots=(*_categories(asked(inventory, "categories", item=item)), *described),
        marked=tuple(marked),
        carried=tuple(
            Record(NamedNode(record), NamedNode(property_), _triples(inventory, NamedNode(record)))
            for record, property_ in asked(inventory, "carried", **both).iter_rows()
        ),
        detail=NamedNode(detail) if detail else None,
    )


def asked(inventory: Inventory, name: str, **parameters: str) -> pl.DataFrame:
    """The answer to a query of ``queries/redact``."""
    return inventory.query(str(shipped("queries") / "redact" / f"{name}.rq"), **parameters)


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


def _marked(inventory: Inventory, mark: NamedNode) -> Change:
    said = {triple.predicate.value: triple.object for triple in _triples(inventory, mark)}
    property_, value = said[RDF + "predicate"], said[RDF + "object"]
    assert isinstance(property_, NamedNode)  # a faulty mark withholds its item (R12)
    assert isinstance(value, NamedNode | RdfLiteral)
    return Change("marked", property_, value, None, frozenset({(property_, value)}))


def _statements(inventory: Inventory, name: str, item: str) -> Iterator[Statement]:
    """The statements of the item by the properties that a query of ``queries/redact`` names."""
    for property_ in asked(inventory, name, item=item)["property"]:
        for triple in _triples(inventory, NamedNode(item)):
            if triple.predicate.value == property_:
                assert isinstance(triple.object, NamedNode | RdfLiteral)  # no blank node is left
                yield triple.predicate, triple.object


def _triples(inventory: Inventory, node: NamedNode) -> tuple[Triple, ...]:
    quads = inventory.facts.store.quads_for_pattern(node, None, None, DefaultGraph())
    return tuple(sorted((quad.triple for quad in quads), key=str))
