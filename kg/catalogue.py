"""The analysts' questions: `queries/ask` as a catalogue, and how a question is asked.

A question is one SELECT over one graph, the union of the facts and what is derived from them. Its
header is grlc's (``#+ summary:``, ``#+ description:``, ``#+ tags:``); its parameters are the
variables ``?_<name>_<type>``, the type one of ``iri``, ``date``, ``integer``, ``literal``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import QueryError
from kg.guard import NOT_CODE, forbid_other_graphs
from kg.resources import once, shipped
from kg.terms import DERIVED, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from kg.engines import Engine, Term

# The derived graphs that a question sees, merged with the facts.
UNION: Final = tuple(
    DERIVED + name
    for name in (
        *("category-levels", "classification", "compilation", "current", "decisions"),
        *("definitions", "families", "in-force", "invalid", "item-levels", "items", "levels"),
        *("members", "possession", "restrictions", "taxonomy", "tiers"),
    )
)

# A value of each type, to try a question's syntax with.
_SAMPLES: Final[dict[str, Term]] = {
    "iri": NamedNode(DERIVED + "sample"),
    "date": Literal("2000-01-01", datatype=NamedNode(XSD + "date")),
    "integer": Literal("0", datatype=NamedNode(XSD + "integer")),
    "literal": Literal("sample"),
}
_PARAMETER = re.compile(rf"(?P<other>{NOT_CODE.pattern})|[?$](?P<variable>_\w+)", re.DOTALL)
_CODEPOINT = re.compile(r"\\[uU]")


@dataclass(frozen=True)
class Parameter:
    """What a question must be told.

    Attributes:
        name: as a person writes it, ``recipient`` for ``?_recipient_iri``.
        type: "iri", "date", "integer" or "literal".
    """

    name: str
    type: str

    @property
    def variable(self) -> str:
        """The variable in the query, without its question mark."""
        return f"_{self.name}_{self.type}"

    def __str__(self) -> str:
        """The parameter as it is given on the command line."""
        return f"{self.name}={self.type.upper()}"


@dataclass(frozen=True)
class Question:
    """A query of the catalogue, or of a user's file.

    Attributes:
        name: the file's name without ``.rq``.
        summary, description, tags: of its header; empty where it has none.
        parameters: in the order in which the query first names them.
        text: the whole file.
        path: where it is.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    path: Path


def questions() -> list[Question]:
    """The shipped questions, by name."""
    return list(_catalogue())


def find(name: str) -> Question:
    """A question of the catalogue by its name, or one in a file by its path.

    Raises:
        QueryError: there is none; or the file cannot be read, does not parse, is no SELECT, or
            leaves the one graph that it is given.
    """
    for question in _catalogue():
        if question.name == name:
            return question
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        return _checked(_read(path))
    names = [question.name for question in _catalogue()]
    close = get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"ask one of {', '.join(names)}"
    raise QueryError(f"{name}: no such question, nor a .rq file", hint)


def bind(
    question: Question, parameters: Mapping[str, str], known: Callable[[str], str]
) -> dict[str, Term]:
    """The terms for a question's variables.

    Args:
        question: what is asked.
        parameters: texts by name (``recipient``) or by variable (``_recipient_iri``).
        known: gives the IRI that a name stands for, or raises.

    Returns:
        Terms by variable, without its question mark.

    Raises:
        QueryError: a parameter is missing, superfluous, given twice, or not of its type.
        UnknownTermError: ``known`` knows no such IRI.
    """
    takes = "it takes " + (" ".join(map(str, question.parameters)) or "no parameters")
    terms: dict[str, Term] = {}
    for given, text in parameters.items():
        for parameter in question.parameters:
            if given.lstrip("?_") in (parameter.name, parameter.variable[1:]):
                break
        else:
            raise QueryError(f"{question.name}: no parameter {given}", takes)
        if parameter.variable in terms:
            raise QueryError(f"{question.name}: {parameter.name} is given twice", takes)
        terms[parameter.variable] = _term(parameter, text, known)
    missing = [each.name for each in question.parameters if each.variable not in terms]
    if missing:
        raise QueryError(f"{question.name}: without {' and '.join(missing)}", takes)
    return terms


def ask(engine: Engine, question: Question, terms: Mapping[str, Term]) -> pl.DataFrame:
    """The answer as a table of text, one column a variable, "" where unbound.

    The engine must hold a derivation.
    """
    import polars as pl

    try:
        return engine.select(bound(question.text, terms), graphs=UNION)
    except pl.exceptions.NoDataError:  # of a query without variables
        return pl.DataFrame()


def ask_json(engine: Engine, question: Question, terms: Mapping[str, Term]) -> bytes:
    """The answer as SPARQL 1.1 JSON results; otherwise as `ask`."""
    return engine.select_json(bound(question.text, terms), graphs=UNION)


def listing() -> pl.DataFrame:
    """The catalogue as a table of text: name, parameters, summary, tags."""
    import polars as pl

    rows = [
        (each.name, " ".join(map(str, each.parameters)), each.summary, ", ".join(each.tags))
        for each in _catalogue()
    ]
    return pl.DataFrame(rows, schema=["name", "parameters", "summary", "tags"], orient="row")


def bound(text: str, terms: Mapping[str, Term]) -> str:
    """The query with its parameters' terms in their places.

    A parameter becomes a constant wherever it stands, because neither ``VALUES`` nor the engines'
    own bindings reach into sub-selects, where an aggregate needs them. What is written is never the
    text that was given, but the N-Triples of a term that the parser has checked.
    """

    def constant(match: re.Match[str]) -> str:
        variable = match["variable"]
        return str(terms[variable]) if variable in terms else match[0]

    return _PARAMETER.sub(constant, text)


@once
def _catalogue() -> tuple[Question, ...]:
    return tuple(_read(path) for path in sorted((shipped("queries") / "ask").glob("*.rq")))


def _read(path: Path) -> Question:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise QueryError(f"{path}: cannot be read", "name a readable UTF-8 file") from error
    header = header_of(text)
    return Question(
        name=path.stem,
        summary=" ".join(header.get("summary", [])),
        description=" ".join(header.get("description", [])),
        tags=tuple(tag.removeprefix("-").strip() for tag in header.get("tags", [])),
        parameters=_parameters(text, path),
        text=text,
        path=path,
    )


def header_of(text: str) -> dict[str, list[str]]:
    """The lines of each key of grlc's header."""
    header: dict[str, list[str]] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("#+"):
            continue
        start = re.match(r"#\+ ?(\w+):(.*)", line)
        key, value = (start[1], start[2].strip()) if start else (key, line[2:].strip())
        header.setdefault(key, []).extend([value] if value else [])
    return header


def _parameters(text: str, path: Path) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for match in _PARAMETER.finditer(text):
        if match["other"] is not None:
            continue
        name, _, kind = match["variable"].removeprefix("_").rpartition("_")
        parameter = Parameter(name, kind)
        if not name or kind not in _SAMPLES or found.get(name, parameter) != parameter:
            raise QueryError(
                f"{path}: the parameter ?{match['variable']} has not one of the types",
                "write ?_<name>_<type> with iri, date, integer or literal; a name has one type",
            )
        found[name] = parameter
    return tuple(found.values())


def _checked(question: Question) -> Question:
    """The question, if it may be asked."""
    where = str(question.path)
    forbid_other_graphs(question.text, where)
    samples = {each.variable: _SAMPLES[each.type] for each in question.parameters}
    for text in (question.text, bound(question.text, samples)):
        try:
            answer = Store().query(text)
        except SyntaxError as error:
            place = re.match(r"error at (\d+):\d+: (.*)", str(error), re.DOTALL)
            line, reason = (place[1], place[2]) if place else ("1", str(error))
            remedy = "see SPARQL 1.1 Query for the syntax"
            if text != question.text:
                remedy = "a parameter is a value: it can be neither selected nor assigned"
            raise QueryError(f"{where}, line {line}: {reason}", remedy) from error
        if not isinstance(answer, QuerySolutions):
            raise QueryError(f"{where}: not a SELECT query", "ask for rows by SELECT")
    return question


def _term(parameter: Parameter, text: str, known: Callable[[str], str]) -> Term:
    """The term that a text stands for, checked by type."""
    try:
        if parameter.type == "iri":
            return NamedNode(known(text))
        if parameter.type == "literal" and not _CODEPOINT.search(text):
            return Literal(text)
        if parameter.type == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return Literal(date.fromisoformat(text).isoformat(), datatype=NamedNode(XSD + "date"))
        if parameter.type == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            return Literal(str(int(text)), datatype=NamedNode(XSD + "integer"))
    except ValueError:  # a malformed IRI, or a day that does not exist
        pass
    raise QueryError(f"{parameter.name}={text}: not what is asked for", _REMEDIES[parameter.type])


_REMEDIES: Final = {
    "iri": "give an IRI or a prefixed name such as inst:UK-AISI",
    "date": "give a date such as 2026-01-31",
    "integer": "give a whole number",
    "literal": "give plain text, without \\u escapes",
}
