"""What the reference pages tell, asked of an engine by the queries of ``queries/docs``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from pyoxigraph import RdfFormat, parse

from kg.engines import Engine, sorted_ntriples
from kg.resources import mappings_file, shipped
from kg.tables import table
from kg.terms import DERIVED

ROOT: Final = "https://w3id.org/aisi-kg/ns#InformationItem"
NOTES: Final = ("example", "counter-example", "note", "remark", "source")
_MAPPINGS: Final = DERIVED + "mappings"
Row = dict[str, str]


@dataclass(frozen=True)
class Term:
    """A tier, level, strength, channel, outcome or dimension."""

    iri: str
    kind: str
    label: str
    definition: str


@dataclass(frozen=True)
class Origin:
    """Where a level comes from: a category, and its current assessment (empty where it has none)."""

    category: str
    date: str
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """The effective level of a category on a dimension (R1, R2), by IRIs."""

    dimension: str
    level: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Counterpart:
    """A mapping of a category, or of one above it (``of``)."""

    of: str
    relation: str
    target: str
    label: str
    vocabulary: str
    version: str
    confidence: str
    comment: str


@dataclass(frozen=True)
class Category:
    """A category and all that its page shows; other terms by IRI."""

    iri: str
    label: str
    definition: str
    tier: str
    parents: tuple[str, ...]
    children: tuple[str, ...]
    notes: dict[str, tuple[str, ...]]
    levels: tuple[Level, ...]
    counterparts: tuple[Counterpart, ...]


@dataclass(frozen=True)
class Reference:
    """All pages' contents.

    Attributes:
        categories: by IRI, the root among them.
        terms: the fixed values, by IRI, each kind in its order.
        outcomes: outcome and rule by tier, channel and strength (R7).
        policy: label, version and minimum benefit of the policy in force.
        cells: tier by proprietary sensitivity and misuse potential (R4).
        networks: the members in force, each with the day since when, by network.
        relationships: those in force, as rows; the evidence as a list.
    """

    categories: dict[str, Category]
    terms: dict[str, Term]
    outcomes: dict[tuple[str, str, str], tuple[str, str]]
    policy: Row
    cells: dict[tuple[str, str], str]
    networks: dict[str, tuple[tuple[str, str], ...]]
    relationships: tuple[tuple[Row, tuple[str, ...]], ...]

    def of_kind(self, *kinds: str) -> list[Term]:
        """The terms of some kinds (local names), in their order."""
        return [term for term in self.terms.values() if term.kind in kinds]


def reference(engine: Engine) -> Reference:
    """Asks for everything; the engine must hold a derivation.

    The mappings are added to it, as a named graph.
    """
    mapped = parse(path=mappings_file(), format=RdfFormat.TURTLE)
    engine.update(f"CLEAR SILENT GRAPH <{_MAPPINGS}>")
    engine.add(sorted_ntriples([quad.triple for quad in mapped]), _MAPPINGS)
    return Reference(
        categories=_categories(engine),
        terms={
            row["term"]: Term(
                row["term"], row["kind"].rpartition("#")[2], row["label"], row["definition"]
            )
            for row in _ask(engine, "terms")
        },
        outcomes={
            (row["tier"], row["channel"], row["strength"]): (row["outcome"], row["rule"])
            for row in _ask(engine, "outcomes")
        },
        policy=next(_ask(engine, "policy")),
        cells={(row["sensitivity"], row["misuse"]): row["tier"] for row in _ask(engine, "cells")},
        networks={
            network: tuple((row["member"], row["since"]) for row in rows if row["member"])
            for network, rows in _grouped(engine, "members", "network")
        },
        relationships=tuple(
            (rows[0], tuple(row["evidence"] for row in rows if row["evidence"]))
            for _, rows in _grouped(engine, "relationships", "relationship")
        ),
    )


def _categories(engine: Engine) -> dict[str, Category]:
    parents, children = defaultdict(list), defaultdict(list)
    for row in _ask(engine, "parents"):
        parents[row["category"]].append(row["parent"])
        children[row["parent"]].append(row["category"])
    notes = {category: _notes(rows) for category, rows in _grouped(engine, "notes", "category")}
    levels = _levels(engine)
    counterparts = {
        category: tuple(
            Counterpart(**{name: text for name, text in row.items() if name != "category"})
            for row in rows
        )
        for category, rows in _grouped(engine, "mappings", "category")
    }
    return {
        row["category"]: Category(
            iri=row["category"],
            label=row["label"],
            definition=row["definition"],
            tier=row["tier"],
            parents=tuple(parents[row["category"]]),
            children=tuple(children[row["category"]]),
            notes=notes.get(row["category"]) or _notes([]),
            levels=levels[row["category"]],
            counterparts=counterparts.get(row["category"], ()),
        )
        for row in _ask(engine, "categories")
    }


def _notes(rows: list[Row]) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(row["text"] for row in rows if row["kind"] == kind) for kind in NOTES}


def _levels(engine: Engine) -> dict[str, tuple[Level, ...]]:
    reasons = {
        assessment: (
            rows[0]["date"],
            tuple(dict.fromkeys(row["reason"] for row in rows)),
            tuple(dict.fromkeys(row["source"] for row in rows if row["source"])),
        )
        for assessment, rows in _grouped(engine, "assessments", "assessment")
    }
    unassessed: tuple[str, tuple[str, ...], tuple[str, ...]] = ("", (), ())
    found: dict[str, tuple[Level, ...]] = {}
    for category, rows in _grouped(engine, "levels", "category"):
        found[category] = tuple(
            Level(
                dimension,
                some[0]["level"],
                tuple(
                    Origin(row["from"], *reasons.get(row["assessment"], unassessed)) for row in some
                ),
            )
            for dimension, some in _runs(rows, "dimension")
        )
    return found


def _ask(engine: Engine, name: str) -> Iterator[Row]:
    text = (shipped("queries") / "docs" / f"{name}.rq").read_text(encoding="utf-8")
    yield from table(engine, text).iter_rows(named=True)


def _grouped(engine: Engine, name: str, key: str) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a query that sorts by ``key``, in runs of the same one."""
    yield from _runs(list(_ask(engine, name)), key)


def _runs(rows: list[Row], key: str) -> Iterator[tuple[str, list[Row]]]:
    rows = sorted(rows, key=itemgetter(key))
    for value, some in groupby(rows, key=itemgetter(key)):
        yield value, list(some)
