"""Which SPARQL may come from outside our own pipeline: nothing that leaves the graph it is given."""

from __future__ import annotations

import re

from kg.errors import QueryError

# What a keyword may hide in: a comment, an IRI, or a string. IRIs come first, as they hold "#".
_IRI = r"<[^<>\"{}|^`\\\s]*>"
_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
)
NOT_CODE = re.compile(f"{_IRI}|{_STRING}|#[^\n]*", re.DOTALL)
_ESCAPE = re.compile(r"\\[uU]")
_FORBIDDEN = re.compile(r"(?<![?$:\w-])(SERVICE|FROM|GRAPH)(?![\w:-])", re.IGNORECASE)


def forbid_other_graphs(sparql: str, where: str) -> None:
    """Lets no ``SERVICE``, ``FROM`` or ``GRAPH`` pass, however they are spelt.

    Args:
        sparql: the text of a query, or of a shape's constraint.
        where: the file or shape, for the error.

    Raises:
        QueryError: one of the three occurs outside comments, IRIs and strings.
    """
    if _ESCAPE.search(sparql):  # decoded before parsing, they could spell a keyword
        raise QueryError(f"{where}: \\u escapes are not allowed", "write the character itself")
    found = _FORBIDDEN.search(NOT_CODE.sub(" ", sparql))
    if found:
        raise QueryError(
            f"{where}: {found.group(1).upper()} is not allowed",
            "ask over the one graph that you are given: facts and what is derived, together",
        )
