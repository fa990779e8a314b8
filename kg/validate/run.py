"""Runs the shapes on N-Triples: each in the engine that gets it right, or all in the reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.engines import Engine
from kg.errors import InputError
from kg.resources import once
from kg.terms import DERIVED
from kg.validate import reference as pyshacl
from kg.validate.findings import Finding, severity_of
from kg.validate.shapes import dealt_shapes, shapes_ntriples

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
        reference: validate all with pySHACL instead; the same findings, some hundred times slower.

    Raises:
        InputError: the shapes cannot be used (see `kg.validate.shapes`).
    """
    return violations_of(engine.triples(None), reference=reference)


def violations_of(data: bytes, *, reference: bool = False) -> list[Finding]:
    """As `violations`, of facts as N-Triples."""
    return _run("", data, "Violation", reference)


def advice(engine: Engine, *, reference: bool = False) -> list[Finding]:
    """The warnings, which read what is derived; sorted. Arguments and errors as for `violations`."""
    derived = (engine.triples(DERIVED + graph) for graph in ADVICE_GRAPHS)
    return _run("advice", engine.triples(None) + b"".join(derived), "Warning", reference)


def findings(folder: str, data: bytes, *, reference: bool = False) -> list[Finding]:
    """What the shapes of a folder below ``shapes/`` find in N-Triples; sorted, each once."""
    if reference:
        return sorted(set(pyshacl.find(shapes_ntriples(folder), data, folder)))
    found = set(_fast(folder, data))
    if dealt_shapes(folder).reference:
        found.update(pyshacl.find(dealt_shapes(folder).reference, data, folder))
    return sorted(found)


def _run(folder: str, data: bytes, severity: str, reference: bool) -> list[Finding]:
    found = findings(folder, data, reference=reference)
    return [each for each in found if each.severity == severity]


def _fast(folder: str, data: bytes) -> list[Finding]:
    try:
        report = _compiled(folder).validate_text(data.decode(), format="ntriples")
    except ValueError as error:
        raise InputError(f"shapes/{folder}: {error}", "correct the shape") from None
    return [
        Finding(
            focus=_plain(result.focus_node),
            shape=_shape(result),
            value=result.value_plain or "",
            message=result.message or "",
            severity=severity_of(_plain(result.severity_iri)),
            path=_iri(result.path or ""),
        )
        for result in report.results
    ]


@once
def _compiled(folder: str) -> shacl.Shapes:
    import shacl

    try:
        return shacl.Shapes.from_text(dealt_shapes(folder).fast, format="ntriples")
    except ValueError as error:
        raise InputError(f"shapes/{folder}: {error}", "restore the shape files") from None


def _shape(result: shacl.Result) -> str:
    """The IRI of the shape, or of the nearest around it that has one."""
    own = result.source_shape or ""
    return _plain(own if own.startswith("<") else result.root_shape or "")


def _iri(term: str) -> str:
    """A property's IRI without its brackets; "" for a longer path."""
    found = re.fullmatch(r"<([a-z]+:[^<>\s]+)>", term)
    return found[1] if found else ""


def _plain(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term
