"""From triples to rows: every category with its ratings, or an error that names what no cell can say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from kg.errors import InputError
from kg.resources import beside_the_branches
from kg.taxonomy.cells import join
from kg.taxonomy.columns import CATEGORY, ID, RATING, Column, write_header
from kg.taxonomy.names import Names, written
from kg.taxonomy.rows import BLANK, read_rows
from kg.taxonomy.table import parse_table, write_table
from kg.taxonomy.vocabulary import CATEGORY_CLASS, TYPE, about, vocabulary
from kg.terms import KG, OWL, local_name, shorten

_ASSESSES, _DIMENSION = NamedNode(KG + "assesses"), NamedNode(KG + "dimension")
_DATE = RATING["date"].property
_IMPLIED = {(TYPE, NamedNode(OWL + "Class")), (TYPE, CATEGORY_CLASS)}
Node = NamedNode | BlankNode
Cells = dict[str, str]


def extract(store: Store, nodes: Sequence[Node]) -> str:
    """Categories as CSV, one row a category and one more for each further rating on a dimension.

    What other shipped files say of categories, such as their definitions, is no part of it, and stays there.

    Args:
        store: the files as they are written (see `kg.taxonomy.load.read_raw`).
        nodes: the categories.

    Raises:
        InputError: there is something that no cell can say; nothing is lost in silence.
    """
    store = _branches_alone(store, nodes)
    writer = _Writer(store)
    rows = [row for node in nodes for row in writer.rows(node)]
    text = write_table(_in_order(writer), rows)
    _comes_back(text, store, nodes)
    return text


def _branches_alone(store: Store, nodes: Iterable[Node]) -> Store:
    """Without what the other shipped files say of the categories; blank nodes are alike there."""
    elsewhere = {
        (quad.subject, quad.predicate, None if isinstance(quad.object, BlankNode) else quad.object)
        for path in beside_the_branches()
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    }
    alone = Store()
    alone.bulk_extend(store)
    for node in nodes:
        for quad in about(store, node):
            value = None if isinstance(quad.object, BlankNode) else quad.object
            if (quad.subject, quad.predicate, value) in elsewhere:
                alone.remove(quad)
    return alone


def categories(store: Store) -> list[Node]:
    """The categories of a store, sorted."""
    typed = store.quads_for_pattern(None, TYPE, CATEGORY_CLASS, DefaultGraph())
    nodes = {quad.subject for quad in typed}
    return sorted((node for node in nodes if isinstance(node, Node)), key=str)


def described(store: Store, nodes: Iterable[Node]) -> list[Quad]:
    """All that is said of categories and of their ratings."""
    quads: list[Quad] = []
    for node in nodes:
        quads.extend(about(store, node))
        for rated in store.quads_for_pattern(None, _ASSESSES, node, DefaultGraph()):
            quads.extend(about(store, rated.subject))
    return quads


def _comes_back(text: str, store: Store, nodes: Iterable[Node]) -> None:
    """Reads a table that was written, and compares.

    Raises:
        InputError: it doesn't say the same; names a triple that differs.
    """
    table, problems = parse_table(Path("the table"), text)
    reading = read_rows(
        table, vocabulary(store), Names(), lambda category, ending: category + ending
    )
    said = Dataset(Quad(*statement.triple) for statement in reading.statements)
    meant = Dataset(described(store, nodes))
    for dataset in (said, meant):
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    for problem in [*problems, *reading.problems]:
        raise _unsayable(NamedNode(table.rows[problem.row - 2].cells[ID]), problem.what)
    if said != meant:
        quad = min({*said} ^ {*meant}, key=str)
        raise _unsayable(quad.subject, f"{shorten(quad.predicate.value)} {_text(quad.object)}")


@dataclass
class _Writer:
    store: Store
    headers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        known = vocabulary(self.store)
        self.dimensions = {iri: name for name, iri in known.dimensions.items()}
        self.categories = known.categories
        self.levels = known.levels

    def rows(self, node: object) -> list[Cells]:
        """The rows of one category."""
        if not isinstance(node, NamedNode):
            raise _unsayable(node, "a category without an IRI")
        said = about(self.store, node)
        pairs = {(quad.predicate, quad.object) for quad in said}
        if not pairs >= _IMPLIED:
            raise _unsayable(node, "a category that is no owl:Class")
        rest = [quad for quad in said if (quad.predicate, quad.object) not in _IMPLIED]
        rows = [{ID: written(node.value), **self._cells(rest)}]
        for name, cells in self._ratings(node):
            free = next((row for row in rows if not any(_is_of(h, name) for h in row)), None)
            if free is None:
                rows.append(free := {ID: written(node.value)})
            free.update(cells)
        self.headers.update(header for row in rows for header in row)
        return rows

    def _ratings(self, category: NamedNode) -> list[tuple[str, Cells]]:
        """The cells of each rating, oldest first, and the name of its dimension."""
        rated = self.store.quads_for_pattern(None, _ASSESSES, category, DefaultGraph())
        ratings = [self._rating(quad.subject, category) for quad in rated]
        return sorted(
            ratings,
            key=lambda rating: (rating[0], rating[1].get(f"{rating[0]}_date", ""), str(rating)),
        )

    def _rating(self, node: object, category: NamedNode) -> tuple[str, Cells]:
        said = about(self.store, node)
        by_property: dict[NamedNode, list[object]] = {}
        for quad in said:
            by_property.setdefault(quad.predicate, []).append(quad.object)
        dimension = by_property.get(_DIMENSION, [None])[0]
        name = self.dimensions.get(getattr(dimension, "value", ""), "")
        if not name or len(by_property[_DIMENSION]) > 1 or len(by_property[_ASSESSES]) > 1:
            raise _unsayable(node, "a rating that isn't of one category on one known dimension")
        dates = by_property.get(NamedNode(_DATE), [])
        if len(dates) != 1 or len(by_property.get(NamedNode(KG + "level"), [])) != 1:
            raise _unsayable(node, "a rating without one level and one date")
        if NamedNode(RATING["rationale"].property) not in by_property:
            raise _unsayable(node, "a rating without a rationale")
        implied = {(_ASSESSES, category), (_DIMENSION, dimension)}
        implied.add((TYPE, NamedNode(KG + "Assessment")))
        rest = [quad for quad in said if (quad.predicate, quad.object) not in implied]
        if len(said) - len(rest) != len(implied):
            raise _unsayable(node, "a rating that is no kg:Assessment")
        cells = self._cells(rest, name)
        usual = (
            f"{category.value}-{local_name(str(getattr(dimension, 'value', '')))}-{_text(dates[0])}"
        )
        if isinstance(node, BlankNode):
            cells[f"{name}_{ID}"] = BLANK
        elif _text(node) != usual:
            cells[f"{name}_{ID}"] = written(_text(node))
        return name, cells

    def _cells(self, quads: Iterable[Quad], dimension: str = "") -> Cells:
        values: dict[str, list[str]] = {}
        for quad in quads:
            header, text = self._value(quad, dimension)
            values.setdefault(header, []).append(text)
        try:
            return {header: join(sorted(texts)) for header, texts in values.items()}
        except ValueError as error:
            raise _unsayable(next(iter(quads)).subject, str(error)) from None

    def _value(self, quad: Quad, dimension: str) -> tuple[str, str]:
        term, iri = quad.object, quad.predicate.value
        if isinstance(term, Literal):
            if term.direction is not None:
                raise _unsayable(quad.subject, "text with a direction")
            like = Column("", iri, "literal", term.language or "", _datatype(term))
            return write_header(iri, like, dimension), term.value
        if not isinstance(term, NamedNode):
            raise _unsayable(quad.subject, f"a blank node as {shorten(iri)}")
        if dimension and iri == KG + "level":
            if term.value not in self.levels.values():
                raise _unsayable(quad.subject, f"the level {shorten(term.value)}")
            return dimension, local_name(term.value)
        if iri == CATEGORY["parents"].property and term.value not in self.categories:
            return written(iri), written(term.value)
        return write_header(iri, Column("", iri, "iri"), dimension), written(term.value)


def _in_order(writer: _Writer) -> list[str]:
    """Headers as a person reads: the category's columns, its levels, sources last."""
    names = writer.dimensions.values()
    parts = [f"{name}_{part}" if part else name for name in names for part in RATING]
    usual = list(CATEGORY)
    usual[usual.index("example") : usual.index("example")] = parts

    def place(header: str) -> tuple[int, str]:
        base = header.partition("@")[0].partition("^^")[0]
        return (usual.index(base) if base in usual else len(usual), header)

    return sorted(writer.headers | {ID}, key=place)


def _is_of(header: str, dimension: str) -> bool:
    return header == dimension or header.startswith(f"{dimension}_")


def _datatype(literal: Literal) -> str:
    return "" if literal.language else literal.datatype.value


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _unsayable(node: object, what: str) -> InputError:
    return InputError(
        f"{written(_text(node))}: {what}, which no cell can say",
        "export it as owl, or change the Turtle",
    )
