"""From rows to triples, each with the cell that says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.taxonomy.cells import split
from kg.taxonomy.columns import CATEGORY, ID, RATING, SHARED, Column, read_header
from kg.taxonomy.names import Names
from kg.taxonomy.table import Problem, Row, Table
from kg.taxonomy.values import term
from kg.taxonomy.vocabulary import CATEGORY_CLASS, TYPE, Vocabulary
from kg.terms import KG, OWL, local_name

RatingIri = Callable[[str, str], str]
BLANK = "[]"
_LEVEL, _DATE, _RATIONALE = (RATING[part].property for part in ("", "date", "rationale"))
_SOURCE = CATEGORY["source"].property
_NEEDED = {
    _DATE: ("date", "of which day the level is"),
    _RATIONALE: ("rationale", "why it was chosen"),
}


@dataclass(frozen=True)
class Statement:
    """A triple, and where the table says it."""

    triple: Triple
    row: int
    column: str


@dataclass(frozen=True)
class Reading:
    """What a table says.

    Attributes:
        statements: in the order of the table, each category before its ratings.
        problems: what is wrong, sorted; where there are any, statements are missing.
        rows: by the IRI of each category, the first row about it.
    """

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    rows: dict[str, int]


def read_rows(table: Table, known: Vocabulary, names: Names, rating_iri: RatingIri) -> Reading:
    """Turns rows into triples.

    Args:
        table: the rows.
        known: the categories, dimensions and levels that cells may name, beside the table's own.
        names: how names are read.
        rating_iri: the IRI of a rating, from its category's and what tells it from the others.
    """
    reader = _Reader(known, names, rating_iri)
    columns = reader.columns(table)
    ids = [(row, reader.node_of(row)) for row in table.rows]
    reader.categories = {iri for _, iri in ids if iri}
    first: dict[str, Row] = {}
    for row, iri in ids:
        if iri:
            reader.read(row, NamedNode(iri), columns, first.setdefault(iri, row))
    rows = {iri: row.number for iri, row in first.items()}
    return Reading(tuple(reader.statements), tuple(sorted(set(reader.problems))), rows)


@dataclass
class _Reader:
    known: Vocabulary
    names: Names
    rating_iri: RatingIri
    categories: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def columns(self, table: Table) -> list[Column]:
        columns = []
        for header in dict.fromkeys(filter(None, table.headers)):
            try:
                columns.append(read_header(header, self.known.dimensions, self.names))
            except ValueError as error:
                usual = [*CATEGORY, "date", "rationale", *self.known.dimensions]
                near = get_close_matches(header.lower(), usual, n=1, cutoff=0.7)
                hint = f": did you mean {near[0]}?" if near else ""
                self.problems.append(Problem(1, header, f"{error}{hint}"))
        return columns

    def node_of(self, row: Row) -> str:
        """The IRI in column ``id``; "" where there is none."""
        values = split(row.cells.get(ID, ""))
        if len(values) != 1:
            what = "a row has one id, the name of its category"
            self.problems.append(Problem(row.number, ID, what))
            return ""
        try:
            return self.names.iri(values[0], bare=True)
        except ValueError as error:
            self.problems.append(Problem(row.number, ID, str(error)))
            return ""

    def read(self, row: Row, node: NamedNode, columns: list[Column], first: Row) -> None:
        filled = [c for c in columns if c.header in row.cells and (c.dimension or c.property != ID)]
        own = [column for column in filled if not column.dimension]
        shared = [column for column in filled if column.dimension == SHARED]
        if row is first:
            self._say(row, ID, node, TYPE, NamedNode(OWL + "Class"))
            self._say(row, ID, node, TYPE, CATEGORY_CLASS)
            for column in own:
                self._say_values(row, column, node)
        else:
            self._only_repeats(row, first, own)
        used: set[str] = set()
        for dimension in dict.fromkeys(c.dimension for c in filled if c.dimension):
            if dimension != SHARED:
                mine = [column for column in filled if column.dimension == dimension]
                lent = _lent(mine, shared, own)
                used.update(column.header for column in lent)
                self._rating(row, node, mine, lent)
        for column in shared:
            if column.header not in used:
                what = "no level in this row needs it: fill in a level, or clear this cell"
                self.problems.append(Problem(row.number, column.header, what))

    def _only_repeats(self, row: Row, first: Row, columns: list[Column]) -> None:
        """A further row of a category adds ratings and nothing else."""
        for column in columns:
            if row.cells[column.header] != first.cells.get(column.header):
                what = (
                    f"row {first.number} has the same id and says otherwise: choose another id, or leave"
                    " this blank where the row only adds a rating"
                )
                self.problems.append(Problem(row.number, column.header, what))

    def _rating(
        self, row: Row, category: NamedNode, mine: list[Column], lent: list[Column]
    ) -> None:
        dimension = mine[0].dimension
        name = next(name for name, iri in self.known.dimensions.items() if iri == dimension)
        said = {column.property for column in [*mine, *lent]}
        if _LEVEL not in said:
            what = (
                f"{mine[0].header} is filled in, so write a level: {', '.join(self.known.levels)}"
            )
            self.problems.append(Problem(row.number, name, what))
            return
        missing = [words for iri, words in _NEEDED.items() if iri not in said]
        for part, meaning in missing:
            what = f"{name} has a level: say {meaning}, here or in {name}_{part}"
            self.problems.append(Problem(row.number, part, what))
        node = None if missing else self._rating_node(row, category, [*mine, *lent])
        if node is None:
            return
        self._say(row, name, node, TYPE, NamedNode(KG + "Assessment"))
        self._say(row, name, node, NamedNode(KG + "assesses"), category)
        self._say(row, name, node, NamedNode(KG + "dimension"), NamedNode(dimension))
        for column in [*mine, *lent]:
            if column.property != ID:
                self._say_values(row, column, node)

    def _rating_node(
        self, row: Row, category: NamedNode, columns: list[Column]
    ) -> NamedNode | BlankNode | None:
        """As its column says, else named after category, dimension and date."""
        named = next((column for column in columns if column.property == ID), None)
        column = named or next(column for column in columns if column.property == _DATE)
        text = row.cells[column.header].strip()
        if named and text == BLANK:
            return BlankNode()
        value = self._term(row, column, text)
        if named:
            return value if isinstance(value, NamedNode) else None
        if not isinstance(value, Literal):
            return None
        ending = f"-{local_name(columns[0].dimension)}-{value.value}"
        try:
            return NamedNode(self.rating_iri(category.value, ending))
        except ValueError as error:
            self.problems.append(Problem(row.number, ID, str(error)))
            return None

    def _say_values(self, row: Row, column: Column, node: NamedNode | BlankNode) -> None:
        for text in split(row.cells[column.header]):
            value = self._term(row, column, text)
            if value is not None:
                self._say(row, column.header, node, NamedNode(column.property), value)

    def _say(
        self,
        row: Row,
        header: str,
        node: NamedNode | BlankNode,
        predicate: NamedNode,
        value: NamedNode | Literal,
    ) -> None:
        triple = Triple(node, predicate, value)
        self.statements.append(Statement(triple, row.number, header))

    def _term(self, row: Row, column: Column, text: str) -> NamedNode | Literal | None:
        try:
            return term(text, column, self.known, self.categories, self.names)
        except ValueError as error:
            self.problems.append(Problem(row.number, column.header, str(error)))
            return None


def _lent(mine: list[Column], shared: list[Column], own: list[Column]) -> list[Column]:
    """What a rating takes from the row: date and rationale and, with the rationale, the source."""
    said = {column.property for column in mine}
    lent = [column for column in shared if column.property not in said]
    if _RATIONALE in said or _SOURCE in said:
        return lent
    return [*lent, *(column for column in own if column.property == _SOURCE)]
