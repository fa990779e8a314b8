"""Which checks are made, and how grave each is: a profile, as ROBOT's report has it.

A profile is a CSV file with the columns ``check`` and ``level``; what it does not list is not run.
``check`` is the name of a query of ``queries/check``, of a check that is no query (below), or the path
of a query of one's own (``.rq``), seen from the profile. The header of a query says by
``#+ problem:`` what is wrong and by ``#+ solution:`` what to do.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import QuerySolutions, Store

from kg import catalogue
from kg.check.problems import LEVELS, Level
from kg.errors import InputError, QueryError
from kg.resources import shipped

COLUMNS: Final = ["check", "level"]
VARIABLES: Final = ["node", "property", "value"]

# Checks that no query makes: name, problem, solution.
OWL_PROFILE: Final = "owl_dl_profile"
OWL_INCONSISTENT: Final = "owl_inconsistent"
OWL_UNSATISFIABLE: Final = "owl_unsatisfiable_class"
SHACL_VIOLATION: Final = "shacl_violation"
SHACL_WARNING: Final = "shacl_warning"
_NO_QUERY: Final = {
    OWL_PROFILE: (
        "The ontology is not in OWL 2 DL, xsd:date aside.",
        "Declare the term, or write the axiom as OWL 2 DL allows it.",
    ),
    OWL_INCONSISTENT: (
        "The ontology and the facts contradict each other (HermiT).",
        "Look at what was added last: two disjoint classes on one node, or two values of a functional"
        " property.",
    ),
    OWL_UNSATISFIABLE: (
        "A class can have no member (HermiT).",
        "Look at what it is below, and what that is disjoint with.",
    ),
    SHACL_VIOLATION: (
        "The data violates a shape.",
        "Do what the message says; kg validate says what follows.",
    ),
    SHACL_WARNING: (
        "A shape advises against the data.",
        "Do what the message says, or leave it: it is decided all the same.",
    ),
}


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        name: of the query's file, without ``.rq``, or of a check that is no query.
        level: what the profile gives it.
        problem, solution: in words.
        query: a SELECT of ?node, ?property and ?value; None where no query makes the check.
    """

    name: str
    level: Level
    problem: str
    solution: str
    query: str | None


def load_profile(path: Path | None = None) -> tuple[Check, ...]:
    """The checks of a profile, by name; of the shipped one if none is given.

    Raises:
        InputError: the file cannot be read, or a row is not a check and a level.
        QueryError: a query does not parse, lacks its header, or is not a SELECT of the three variables.
    """
    folder = shipped("queries") / "check"
    profile = path or folder / "profile.csv"
    try:
        with profile.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
    except (OSError, ValueError, csv.Error):
        raise InputError(f"{profile}: cannot be read", "give a CSV file in UTF-8") from None
    if not rows or rows[0] != COLUMNS:
        raise InputError(f"{profile} line 1: not a profile", "begin it with the line check,level")
    checks: dict[str, Check] = {}
    for line, row in enumerate(rows[1:], start=2):
        if row:
            check = _check(row, f"{profile} line {line}", folder, profile.parent)
            if check.name in checks:
                raise InputError(f"{profile} line {line}: {check.name} again", "remove one line")
            checks[check.name] = check
    return tuple(checks[name] for name in sorted(checks))


def _check(row: list[str], where: str, folder: Path, beside: Path) -> Check:
    level = next((known for known in LEVELS if row[1:] == [known]), None)
    if level is None:
        remedy = f"write the check and one of {', '.join(LEVELS)}"
        raise InputError(f"{where}: not a check and its level", remedy)
    name = row[0]
    if name in _NO_QUERY:
        problem, solution = _NO_QUERY[name]
        return Check(name, level, problem, solution, None)
    path = beside / name if name.endswith(".rq") else folder / f"{name}.rq"
    if not path.is_file():
        raise InputError(f"{where}: no check is called {name}", "docs/checks.md lists them")
    question = catalogue.find(str(path))
    answer = Store().query(question.text)
    assert isinstance(answer, QuerySolutions)  # the catalogue takes nothing else
    if [variable.value for variable in answer.variables] != VARIABLES:
        raise QueryError(f"{path}: not a check", "write SELECT ?node ?property ?value")
    header = catalogue.header_of(question.text)
    problem, solution = (" ".join(header.get(key, [])) for key in ("problem", "solution"))
    if not problem or not solution:
        raise QueryError(f"{path}: no #+ problem: or no #+ solution:", "say both in its header")
    return Check(path.stem, level, problem, solution, question.text)
