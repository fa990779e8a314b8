"""From a value in a cell to a term, with a message where it is none."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from kg.taxonomy.columns import Column
from kg.taxonomy.names import Names, written
from kg.taxonomy.vocabulary import Vocabulary
from kg.terms import KG, XSD, local_name

_BOOLEANS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_DAY = re.compile(r"[1-9]\d{3}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?")


def term(
    text: str, column: Column, known: Vocabulary, categories: set[str], names: Names
) -> NamedNode | Literal:
    """The term that one value of a cell stands for.

    Args:
        text: the value, of a cell that `kg.taxonomy.cells.split` took apart.
        column: where it stands.
        known: the levels and categories of the loaded files.
        categories: those of the table itself.
        names: how names are read.

    Raises:
        ValueError: it stands for none; says what to write.
    """
    if column.kind == "literal":
        return _literal(text, column)
    if column.kind == "level":
        return NamedNode(_level(text, known, names))
    iri = names.iri(text, bare=column.kind in ("node", "category"))
    if column.kind == "category" and iri not in known.categories and iri not in categories:
        raise ValueError(f"{text} is no category that a file knows{_near(iri, known, categories)}")
    return NamedNode(iri)


def _literal(text: str, column: Column) -> Literal:
    if column.language:
        return Literal(text, language=column.language)
    if column.datatype == XSD + "date":
        return Literal(_day(text), datatype=NamedNode(column.datatype))
    if column.datatype == XSD + "boolean":
        value = _BOOLEANS.get(text.lower())
        if value is None:
            raise ValueError(f"{text} is neither true nor false")
        return Literal(value, datatype=NamedNode(column.datatype))
    return Literal(text, datatype=NamedNode(column.datatype))


def _day(text: str) -> str:
    """A date as it is written; the shapes say which zones it may have."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        pass
    else:
        if _DAY.fullmatch(text):
            return text
    raise ValueError(
        f"{text} is no date: write year-month-day, as 2026-01-31; a spreadsheet keeps it so in a column"
        " that is formatted as text"
    )


def _level(text: str, known: Vocabulary, names: Names) -> str:
    for name, iri in known.levels.items():
        if text.lower() in (name.lower(), f"kg:{name}".lower(), iri.lower()):
            return iri
    raise ValueError(
        f"{text} is no level: write one of {', '.join(known.levels)}, or nothing to inherit it"
    )


def _near(iri: str, known: Vocabulary, categories: set[str]) -> str:
    candidates = {local_name(other).lower(): other for other in [*known.categories, *categories]}
    found = get_close_matches(local_name(iri).lower(), candidates, n=1, cutoff=0.7)
    if found:
        return f": did you mean {written(candidates[found[0]])}?"
    return (
        f": name one of kg taxonomy export, another row's id, or {written(KG + 'InformationItem')}"
    )
