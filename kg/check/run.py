"""Runs the checks of a profile on an inventory and finds the places of what they found."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.check import owl
from kg.check import profile as names
from kg.check.problems import Level, Problem
from kg.check.profile import Check
from kg.engines import Engine, EngineName, open_engine
from kg.errors import InputError, MissingExtraError, QueryError
from kg.facts import Facts
from kg.facts.normalise import blank_again
from kg.facts.places import Place, locate
from kg.inventory import Inventory
from kg.reason import consistency
from kg.terms import GENID, shorten
from kg.validate import Finding

# Node, property, value and message, each "" where there is none; a check without one speaks itself.
Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Quality:
    """What the checks of a profile found.

    Attributes:
        problems: in the order of files and lines, the input files first.
        checks: those that were run.
        unchecked: why the OWL checks were not run; "" if they were, or were not wanted.
    """

    problems: tuple[Problem, ...]
    checks: tuple[Check, ...]
    unchecked: str

    def count(self, level: Level) -> int:
        """How many findings have a level."""
        return sum(problem.level == level for problem in self.problems)


def check(
    inventory: Inventory,
    checks: Sequence[Check],
    *,
    owl_too: bool | None = None,
    everything: bool = False,
    engine: EngineName = "oxigraph",
) -> Quality:
    """Runs checks on what is loaded: the inputs together with what is shipped.

    Args:
        inventory: what is looked at.
        checks: of a profile.
        owl_too: whether to make the OWL checks, which need Java; None: where that is installed.
        everything: whether to tell also of what no input describes; always so where there is no input.
        engine: what runs the queries.

    Raises:
        MissingExtraError: the OWL checks are asked for and the extra ``owl`` is not installed.
        QueryError: a query fails.
    """
    triples = blank_again(open_engine("oxigraph", inventory.facts.store).triples(None))
    store = Store()
    store.bulk_load(io.BytesIO(triples), format=RdfFormat.N_TRIPLES)
    by_name = {each.name: each for each in checks}
    asked = open_engine(engine, store)
    found = {each: _ask(each, asked) for each in checks if each.query is not None}
    if {names.SHACL_VIOLATION, names.SHACL_WARNING} & by_name.keys():
        found |= _by_name(_shacl(inventory), by_name)
    unchecked = ""
    if owl_too is not False:
        try:
            found |= _by_name(_owl(store, triples, by_name), by_name)
        except MissingExtraError as missing:
            if owl_too:
                raise
            unchecked = str(missing)
    run = tuple(each for each in checks if each in found)
    problems = _placed(inventory.facts, found, everything=everything)
    return Quality(tuple(problems), run, unchecked)


def _by_name(found: dict[str, list[Row]], checks: Mapping[str, Check]) -> dict[Check, list[Row]]:
    """What was found by the checks that the profile lists."""
    return {checks[name]: rows for name, rows in found.items() if name in checks}


def _ask(by: Check, engine: Engine) -> list[Row]:
    assert by.query is not None
    try:
        rows = engine.select(by.query).iter_rows()
    except (RuntimeError, SyntaxError) as error:
        raise QueryError(f"check {by.name}: {error}", "mend its query") from None
    return sorted({(node, where, _shown(value), "") for node, where, value in rows})


def _shown(value: str) -> str:
    """A value as text; blank nodes are labelled differently at every load, so they are not shown."""
    return "" if value.startswith("_:") else value


def _shacl(inventory: Inventory) -> dict[str, list[Row]]:
    report = inventory.validate()  # for every item, not only one of those that are decided alike
    found: dict[str, list[Row]] = {}
    for name, results in (
        (names.SHACL_VIOLATION, report.violations),
        (names.SHACL_WARNING, report.warnings),
    ):
        found[name] = [
            (
                result.focus,
                "",
                "" if result.value.startswith(GENID) else result.value,
                f"{_message(inventory.in_words(result), result)} [{shorten(result.shape)}]",
            )
            for result in results
        ]
    return found


def _message(words: str, result: Finding) -> str:
    """What a shape says, with the hint that the inventory knows, without what it is about."""
    return words[words.index(result.message) :]


def _owl(store: Store, triples: bytes, wanted: Mapping[str, Check]) -> dict[str, list[Row]]:
    """The OWL checks; what a reasoner cannot take counts as a contradiction until it can."""
    found: dict[str, list[Row]] = {}
    if names.OWL_PROFILE in wanted:
        remedy = wanted[names.OWL_PROFILE].solution
        try:
            violations = owl.violations(store)
        except InputError as error:
            violations = [("", str(error))]
        found[names.OWL_PROFILE] = [
            (node, "", "", f"{said}. {remedy}") for node, said in violations
        ]
    if names.OWL_INCONSISTENT in wanted or names.OWL_UNSATISFIABLE in wanted:
        said = ""
        try:
            consistent, unsatisfiable = consistency(triples)
        except InputError as error:
            consistent, unsatisfiable, said = False, (), f"{error}."
        found[names.OWL_INCONSISTENT] = [] if consistent else [("", "", "", said)]
        found[names.OWL_UNSATISFIABLE] = [(iri, "", "", "") for iri in unsatisfiable]
    return found


def _placed(facts: Facts, found: dict[Check, list[Row]], *, everything: bool) -> list[Problem]:
    """The findings with their places, in the order of files and lines."""
    owners = {
        node: _owner(facts.store, node) for rows in found.values() for node, *_ in rows if node
    }
    here = locate(facts.sources, owners.values())
    rest = set(owners.values()) - here.keys()
    places = here | locate(facts.shipped, rest)
    order = {str(each.path): n for n, each in enumerate((*facts.sources, *facts.shipped))}

    def rank(problem: Problem) -> tuple[object, ...]:
        known = dataclasses.astuple(dataclasses.replace(problem, line=problem.line or 0))
        return order.get(problem.file, -1), problem.line or 0, *known

    problems = [
        _problem(by, owners.get(row[0], ""), row, places)
        for by, rows in found.items()
        for row in rows
    ]
    if facts.sources and not everything:
        problems = [each for each in problems if each.node in here or not each.file]
    return sorted(problems, key=rank)


def _problem(by: Check, node: str, row: Row, places: dict[str, Place]) -> Problem:
    _, where, value, said = row
    message = said or f"{by.problem} {by.solution}"
    place = places.get(node, Place("", None))
    return Problem(by.name, by.level, node, where, value, message, place.file, place.line)


def _owner(store: Store, node: str) -> str:
    """A node that has an IRI: itself, or one that a blank node hangs from; "" if there is none."""
    seen = {node}
    while node.startswith(GENID):
        quads = store.quads_for_pattern(None, None, NamedNode(node), DefaultGraph())
        above = {str(quad.subject).strip("<>") for quad in quads} - seen
        if not above:
            return ""
        node = min(above)
        seen.add(node)
    return node
