"""What the shapes, and what is known already, say against a table: told by row and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.engines import Engine
from kg.errors import one_line
from kg.resources import once
from kg.taxonomy.columns import CATEGORY, ID, RATING, Column
from kg.taxonomy.load import stop_if_faulty
from kg.taxonomy.names import written
from kg.taxonomy.rows import Reading, Statement
from kg.taxonomy.table import Problem
from kg.taxonomy.vocabulary import TYPE, about
from kg.terms import KG, RDFS, SH, SKOS
from kg.validate import Finding, violations
from kg.validate.shapes import shapes_ntriples

_LABEL = RDFS + "label"
_NAMES = {_LABEL, SKOS + "prefLabel", SKOS + "altLabel"}


class Cells:
    """Where a table says what."""

    def __init__(self, reading: Reading) -> None:
        self._by_subject: dict[str, list[Statement]] = {}
        self._category: dict[str, str] = {}
        for statement in reading.statements:
            subject = _text(statement.triple.subject)
            self._by_subject.setdefault(subject, []).append(statement)
            if statement.triple.predicate.value == KG + "assesses":
                self._category[subject] = _text(statement.triple.object)

    def category(self, subject: object) -> str:
        """The category that a node is or rates."""
        return self._category.get(_text(subject), _text(subject))

    def problem(self, finding: Finding) -> Problem | None:
        """A finding, told by its cell; None where the table doesn't say anything of the node."""
        said = self._by_subject.get(finding.focus)
        if said is None:
            return None
        for statement in reversed(said):
            if finding.value and _text(statement.triple.object) == finding.value:
                return Problem(statement.row, statement.column, finding.message)
        paths = _paths(finding.shape)
        for statement in said:
            if statement.triple.predicate.value in paths:
                return Problem(statement.row, statement.column, finding.message)
        return Problem(said[0].row, self._column(finding.focus, said[0], paths), finding.message)

    def _column(self, focus: str, first: Statement, paths: list[str]) -> str:
        """The column that would have said it."""
        if focus in self._category:
            part = _named(RATING, paths)
            return f"{first.column}_{part}" if part else first.column
        return _named(CATEGORY, paths) or ID


def check(engine: Engine, cells: Cells) -> list[Problem]:
    """The violations in what a table says.

    Args:
        engine: with all facts, the table's too; whether R12 stops the run is derived.
        cells: where the table says what.

    Raises:
        FaultyDataError: the other files are at fault (R12).
    """
    found = violations(engine)
    problems = [problem for finding in found if (problem := cells.problem(finding)) is not None]
    if not problems:
        stop_if_faulty(engine, found)
    return problems


def conflicts(statements: Iterable[Statement], known: Store) -> list[Problem]:
    """What a table says anew of a node that is there already; only names may be added to it.

    Args:
        statements: of the table.
        known: the target and all other files, as they are written.
    """
    problems = []
    for statement in statements:
        triple = statement.triple
        there = [] if isinstance(triple.subject, BlankNode) else about(known, triple.subject)
        same = any(
            (quad.predicate, quad.object) == (triple.predicate, triple.object) for quad in there
        )
        if not there or same:
            continue
        rivals = [quad.object for quad in there if quad.predicate == triple.predicate]
        if not _is_new_name(triple, rivals):
            name = written(_text(triple.subject))
            what = f"{name} is there already, {_otherwise(triple, rivals, there)}"
            problems.append(Problem(statement.row, statement.column, what))
    return problems


def _is_new_name(triple: Triple, rivals: Sequence[object]) -> bool:
    """A further name, or a label in a language that has none yet."""
    if triple.predicate.value != _LABEL:
        return triple.predicate.value in _NAMES
    languages = {getattr(rival, "language", None) for rival in rivals}
    return getattr(triple.object, "language", None) not in languages


def _otherwise(triple: Triple, rivals: Sequence[object], there: list[Quad]) -> str:
    if triple.predicate == TYPE:
        return "and is something else: choose another id"
    now = " | ".join(sorted(_text(rival) for rival in rivals)) or "nothing"
    rates = any(quad.predicate.value == KG + "assesses" for quad in there)
    instead = "give the new rating a date of its own" if rates else "choose another id"
    return f"with “{one_line(now, 80)}” here: change it where it is written, or {instead}"


@once
def _paths(shape: str) -> list[str]:
    """The properties that a shape looks at, in the order in which its path names them."""
    outgoing: dict[object, list[Triple]] = {}
    for quad in parse(shapes_ntriples(""), format=RdfFormat.N_TRIPLES):
        outgoing.setdefault(quad.subject, []).append(quad.triple)
    paths: list[str] = []
    nodes = [
        t.object for t in outgoing.get(NamedNode(shape), []) if t.predicate.value == SH + "path"
    ]
    while nodes:
        node = nodes.pop(0)
        if isinstance(node, NamedNode):
            paths.append(node.value)
        else:
            nodes.extend(triple.object for triple in outgoing.get(node, []))
    return paths


def _named(columns: dict[str, Column], paths: list[str]) -> str:
    """The first of the columns whose property is among the paths."""
    by_property = {column.property: header for header, column in columns.items()}
    return next((by_property[path] for path in paths if path in by_property), "")


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else str(term)
