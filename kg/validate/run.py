"""Runs the shapes on N-Triples, in either of two engines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, parse

from kg.engines import Engine
from kg.errors import InputError
from kg.resources import once
from kg.terms import DERIVED, SH
from kg.validate.findings import Finding
from kg.validate.shapes import shapes_ntriples

if TYPE_CHECKING:
    import shacl

# What the advice shapes read beside the facts.
ADVICE_GRAPHS = (
    *("in-force", "taxonomy", "definitions", "items", "current", "levels", "tiers"),
    *("silence", "reviewed-under", "suggestion-gaps"),
)


def violations(engine: Engine, *, reference: bool = False) -> list[Finding]:
    """The violations among the asserted facts, sorted; nothing derived is looked at (R12).

    Args:
        engine: with the facts.
        reference: validate with pySHACL instead; the same findings, some hundred times slower.
    """
    return violations_of(engine.triples(None), reference=reference)


def violations_of(data: bytes, *, reference: bool = False) -> list[Finding]:
    """As `violations`, of facts as N-Triples."""
    return _run("", data, "Violation", reference)


def advice(engine: Engine, *, reference: bool = False) -> list[Finding]:
    """The warnings, which read what is derived; sorted. Arguments as for `violations`."""
    derived = (engine.triples(DERIVED + graph) for graph in ADVICE_GRAPHS)
    return _run("advice", engine.triples(None) + b"".join(derived), "Warning", reference)


def _run(folder: str, data: bytes, severity: str, reference: bool) -> list[Finding]:
    run = _pyshacl if reference else _shacl
    return sorted({found for found in run(folder, data) if found.severity == severity})


def _shacl(folder: str, data: bytes) -> list[Finding]:
    report = _compiled(folder).validate_text(data.decode(), format="ntriples")
    return [
        Finding(
            focus=_plain(result.focus_node),
            shape=_plain(result.source_shape or result.root_shape or ""),
            value=result.value_plain or "",
            message=result.message or "",
            severity="Warning" if result.severity == "Warning" else "Violation",
            path=_iri(result.path or ""),
        )
        for result in report.results
    ]


@once
def _compiled(folder: str) -> shacl.Shapes:
    import shacl

    try:
        return shacl.Shapes.from_text(shapes_ntriples(folder), format="ntriples")
    except ValueError as error:
        raise InputError(f"shapes/{folder}: {error}", "restore the shape files") from None


def _pyshacl(folder: str, data: bytes) -> list[Finding]:
    import pyshacl
    from rdflib import Graph

    _, report, _ = pyshacl.validate(
        Graph().parse(data=data, format="nt"),
        shacl_graph=Graph().parse(data=shapes_ntriples(folder), format="nt"),
        advanced=True,
        inference="none",
        meta_shacl=False,
    )
    assert isinstance(
        report, Graph
    )  # pySHACL gives bytes only for a failure that it could not report
    rows: dict[object, dict[str, str]] = {}
    text = report.serialize(format="nt", encoding="utf-8")
    for triple in parse(text, format=RdfFormat.N_TRIPLES):
        name = triple.predicate.value
        if name.startswith(SH):
            value = triple.object
            lexical = value.value if isinstance(value, Literal) else _plain(str(value))
            rows.setdefault(triple.subject, {})[name.removeprefix(SH)] = lexical
    return [
        Finding(
            focus=row["focusNode"],
            shape=row["sourceShape"],
            value=row.get("value", ""),
            message=row.get("resultMessage", ""),
            severity="Warning" if row["resultSeverity"].endswith("Warning") else "Violation",
            path=_iri(f"<{row.get('resultPath', '')}>"),
        )
        for row in rows.values()
        if "focusNode" in row
    ]


def _iri(term: str) -> str:
    """A property's IRI without its brackets; "" for a longer path."""
    found = re.fullmatch(r"<([a-z]+:[^<>\s]+)>", term)
    return found[1] if found else ""


def _plain(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term
