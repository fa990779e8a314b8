"""pySHACL, the reference: slow, and independent of the fast engine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import InputError
from kg.terms import SH
from kg.validate.findings import Finding, severity_of

if TYPE_CHECKING:
    import rdflib


def find(shapes: str, data: bytes, folder: str) -> list[Finding]:
    """What pySHACL finds.

    Args:
        shapes: N-Triples.
        data: N-Triples, without blank nodes.
        folder: of the shapes below ``shapes/``, for the error.

    Raises:
        InputError: pySHACL cannot use a shape.
    """
    import pyshacl
    from rdflib import Graph, Namespace

    shape_graph = _graph(shapes.encode())
    with _quiet():
        try:
            _, report, text = pyshacl.validate(
                _graph(data),
                shacl_graph=shape_graph,
                advanced=True,
                inference="none",
                meta_shacl=False,
            )
        except Exception as error:  # whatever it stumbles over, it is in a shape
            raise _unusable(folder, error) from None
    if not isinstance(report, Graph):
        raise _unusable(folder, text or report)
    sh = Namespace(SH)
    # Only what the report itself lists: the results of what a shape refers to are details of these.
    (listing,) = report.subjects(sh.conforms)
    return [
        Finding(
            focus=str(report.value(result, sh.focusNode)),
            shape=_named(shape_graph, report.value(result, sh.sourceShape)),
            value=_value(report.value(result, sh.value)),
            message=_message(list(report.objects(result, sh.resultMessage))),
            severity=severity_of(str(report.value(result, sh.resultSeverity))),
            path=_iri(report.value(result, sh.resultPath)),
        )
        for result in report.objects(listing, sh.result)
    ]


@contextmanager
def _quiet() -> Iterator[None]:
    """Without rdflib's traceback for every literal that isn't of its datatype: the shapes say so better."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _unusable(folder: str, error: object) -> InputError:
    return InputError(f"shapes/{folder}: pySHACL: {error}", "correct the shape")


def _graph(ntriples: bytes) -> rdflib.Graph:
    """Term by term, for rdflib's own parser rewrites literals."""
    import rdflib

    graph = rdflib.Graph()
    for triple in parse(ntriples, format=RdfFormat.N_TRIPLES):
        subject, predicate, value = (
            _term(each) for each in (triple.subject, triple.predicate, triple.object)
        )
        graph.add((subject, predicate, value))
    return graph


def _term(term: NamedNode | BlankNode | Literal | Triple) -> Any:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)  # triple terms were refused on loading
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    kind = rdflib.URIRef(term.datatype.value)
    plain = kind == rdflib.XSD.string
    return rdflib.Literal(term.value, datatype=None if plain else kind, normalize=False)


def _named(shapes: rdflib.Graph, shape: Any) -> str:
    """The IRI of a shape, or of the nearest around it that has one."""
    import rdflib

    while isinstance(shape, rdflib.BNode):
        shape = shapes.value(None, rdflib.URIRef(SH + "property"), shape)
    return str(shape or "")


def _value(value: Any) -> str:
    return "" if value is None else str(value)


def _message(messages: list[Any]) -> str:
    """The English one where there are several."""
    ordered = sorted(messages, key=lambda text: (not (text.language or "").startswith("en"), text))
    return str(ordered[0]) if ordered else ""


def _iri(path: Any) -> str:
    import rdflib

    return str(path) if isinstance(path, rdflib.URIRef) else ""
