"""``context.jsonld``: the prefixes and the terms of ours that occur, so that JSON-LD reads well."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.release.content import BUNDLE_PREFIXES, Content
from kg.release.turtle import PLAIN, TYPE, occurring_prefixes
from kg.terms import OURS, PREFIXES, local_name, shorten

_OURS = (*OURS, PREFIXES["tlp"])


def context(content: Content) -> bytes:
    """A JSON-LD 1.1 context for the data of a bundle.

    Our properties are coerced to what their values are here; a name that two of our namespaces have is
    left to the prefixes, and so is the name of a prefix.
    """
    data = [
        triple
        for graphs in (content.statements, content.handling)
        for triples in graphs.values()
        for triple in triples
    ]
    prefixes = occurring_prefixes(data)
    properties = {triple.predicate.value for triple in data}
    others = {triple.object.value for triple in data if isinstance(triple.object, NamedNode)}
    ours = {iri for iri in properties | others if iri.startswith(_OURS)}
    shared = Counter(local_name(iri) for iri in ours)
    by_property: dict[str, list[Triple]] = {}
    for triple in data:
        by_property.setdefault(triple.predicate.value, []).append(triple)
    terms: dict[str, Any] = {
        local_name(iri): _term(iri, by_property.get(iri, ()))
        for iri in ours
        if shared[local_name(iri)] == 1
        and local_name(iri) not in ("", "id", "type", *BUNDLE_PREFIXES)
    }
    document = {
        "@version": 1.1,
        "id": "@id",
        "type": {"@id": TYPE, "@type": "@vocab"},  # data.jsonld has rdf:type, not @type
        **dict(sorted(prefixes.items())),
        **dict(sorted(terms.items())),
    }
    text = json.dumps({"@context": document}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _term(iri: str, triples: Iterable[Triple]) -> str | dict[str, str]:
    """The definition of a term: coerced where all its values are IRIs, or of one datatype."""
    kinds = {
        triple.object.datatype.value if isinstance(triple.object, Literal) else "@vocab"
        for triple in triples
    }
    if len(kinds) != 1 or kinds <= PLAIN or iri == TYPE:
        return shorten(iri)
    (kind,) = kinds
    return {"@id": shorten(iri), "@type": kind if kind == "@vocab" else shorten(kind)}
