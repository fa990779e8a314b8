"""The one sequence of bytes that a JSON-LD document stands for: its RDF, canonicalised by RDFC-1.0.

PyLD reads the JSON-LD and pyoxigraph canonicalises: it passes all of the W3C's tests, PyLD does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from pyld import jsonld
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
)

from kg.errors import RefusedError

Contexts = Mapping[str, Mapping[str, Any]]
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def quads_of(document: Mapping[str, Any], contexts: Contexts) -> set[Quad]:
    """The RDF of a JSON-LD document.

    Args:
        document: the JSON-LD.
        contexts: all remote contexts that it may name, by their IRI. Nothing is fetched.

    Raises:
        RefusedError: it is no JSON-LD, names another remote context, or has an IRI that is none.
    """

    def load(address: str, _: object) -> dict[str, Any]:
        if address not in contexts:
            raise RefusedError(f"{address}: not a context that is known here; none is fetched")
        return {"contextUrl": None, "documentUrl": address, "document": contexts[address]}

    options = {"base": None, "documentLoader": load}  # with "" for a base PyLD makes up one
    try:
        dataset = jsonld.to_rdf(dict(document), options)
        return {
            Quad(
                _term(statement["subject"]),
                _term(statement["predicate"]),
                _term(statement["object"]),
                DefaultGraph() if name == "@default" else _named(name),
            )
            for name, statements in dataset.items()
            for statement in statements
        }
    except jsonld.JsonLdError as error:
        _refuse(error)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        # An IRI that is none, or JSON of a kind that PyLD does not foresee.
        raise RefusedError(f"the document cannot be written as RDF: {error}") from None


def canonical(quads: set[Quad]) -> bytes:
    """The canonical N-Quads of quads, by RDFC-1.0."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


def _term(node: Mapping[str, str]) -> Any:
    if node["type"] != "literal":
        return _named(node["value"])
    if node["datatype"] == _LANGUAGE:
        return Literal(node["value"], language=node["language"])
    if node["datatype"] == _STRING:
        return Literal(node["value"])
    return Literal(node["value"], datatype=NamedNode(node["datatype"]))


def _named(value: str) -> NamedNode | BlankNode:
    return BlankNode(value.removeprefix("_:")) if value.startswith("_:") else NamedNode(value)


def _refuse(error: BaseException) -> NoReturn:
    """Tells the cause of PyLD's error: ours where the loader refused, else the innermost of its own."""
    while error.__cause__ is not None:
        error = error.__cause__
        if isinstance(error, RefusedError):
            raise error from None
    raise RefusedError(f"the document is no JSON-LD: {error.args[0]}") from None
