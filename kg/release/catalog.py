"""``catalog.ttl``: what is in the bundle, for catalogues: DCAT 3 as DCAT-AP 3 asks, with VoID."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.release.content import DCAT, FOAF, ODRL, ORG, SPDX, VOID, Content
from kg.release.names import names
from kg.release.turtle import TYPE, describe, english, turtle, typed
from kg.terms import DCT, KG, RDFS

_ACCESS: Final = "http://publications.europa.eu/resource/authority/access-right/"
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"
# By suffix: the EU's name of the file type, and IANA's of the media type.
_FORMATS: Final = {
    ".csv": ("CSV", "text/csv"),
    ".json": ("JSON", "application/json"),
    ".jsonld": ("JSON_LD", "application/ld+json"),
    ".nq": ("RDF_N_QUADS", "application/n-quads"),
    ".parquet": ("PARQUET", "application/vnd.apache.parquet"),
    ".rdf": ("RDF_XML", "application/rdf+xml"),
    ".trig": ("RDF_TRIG", "application/trig"),
    ".ttl": ("RDF_TURTLE", "text/turtle"),
}


def catalog(content: Content, files: Mapping[str, bytes]) -> bytes:
    """The catalogue of a bundle, in Turtle.

    Args:
        content: what the bundle says.
        files: the other files of the bundle by path, the manifest aside, which names the catalogue.
    """
    called = names(content)
    data = frozenset(
        triple
        for graphs in (content.statements, content.handling)
        for triples in graphs.values()
        for triple in triples
    )
    publisher = _publisher(content, called)
    return turtle(
        publisher
        | _catalogue(content, called)
        | _dataset(content, called, files)
        | _statistics(content, data)
        | {triple for path in files for triple in _distribution(content, path, files[path])}
    )


def _publisher_of(content: Content) -> str:
    return content.senders[0] if len(content.senders) == 1 else f"{content.id}/senders"


def _publisher(content: Content, called: Mapping[str, str]) -> set[Triple]:
    """The senders as agents; several are an organization of which they are members."""
    found: set[Triple] = set()
    for sender in content.senders:
        name = Literal(called.get(sender, sender))
        found |= describe(sender, {TYPE: [FOAF + "Agent"], FOAF + "name": [name]})
    if len(content.senders) == 1:
        return found
    all_of_them: dict[str, Iterable[str | Literal]] = {
        TYPE: [FOAF + "Agent", ORG + "OrganizationalCollaboration"],
        FOAF + "name": [english(_together(content, called))],
        ORG + "hasMember": content.senders,
    }
    return found | describe(_publisher_of(content), all_of_them)


def _together(content: Content, called: Mapping[str, str]) -> str:
    return ", ".join(called.get(sender, sender) for sender in content.senders)


def _catalogue(content: Content, called: Mapping[str, str]) -> set[Triple]:
    recipient = called.get(content.recipient, content.recipient)
    return describe(
        f"{content.id}/catalog",
        {
            TYPE: [DCAT + "Catalog"],
            DCT + "title": [english(f"Bundle {content.sequence} for {recipient}")],
            DCT + "description": [
                english(
                    "What is in one bundle of information, file by file, for its recipient alone."
                )
            ],
            DCT + "publisher": [_publisher_of(content)],
            DCT + "issued": [typed(content.as_of, "date")],
            DCAT + "dataset": [f"{content.id}/data"],
        },
    )


def _dataset(
    content: Content, called: Mapping[str, str], files: Mapping[str, bytes]
) -> set[Triple]:
    recipient = called.get(content.recipient, content.recipient)
    senders = _together(content, called)
    rights = _ACCESS + ("PUBLIC" if content.recipient == KG + "Public" else "RESTRICTED")
    standard = KG.removesuffix("#")
    policies = {
        triple.object.value
        for triples in content.handling.values()
        for triple in triples
        if triple.predicate.value == ODRL + "hasPolicy" and isinstance(triple.object, NamedNode)
    }
    said: dict[str, Iterable[str | Literal]] = {
        TYPE: [DCAT + "Dataset", VOID + "Dataset"],
        DCT + "title": [english(f"What {recipient} may have as of {content.as_of}")],
        DCT + "description": [
            english(f"Items of information held by {senders}, each with how to handle it.")
        ],
        DCT + "identifier": [Literal(content.id)],
        DCT + "creator": content.senders,
        DCT + "publisher": [_publisher_of(content)],
        DCT + "issued": [typed(content.as_of, "date")],
        DCT + "accessRights": [rights],
        DCT + "conformsTo": [standard],
        DCAT + "version": [Literal(str(content.sequence))],
        DCAT + "previousVersion": [f"{content.previous_id}/data"] if content.previous_id else [],
        DCAT + "distribution": [_node(content, path) for path in files],
        ODRL + "hasPolicy": policies,
    }
    return (
        describe(f"{content.id}/data", said)
        | describe(rights, {TYPE: [DCT + "RightsStatement"]})
        | describe(standard, {TYPE: [DCT + "Standard"]})
    )


def _statistics(content: Content, data: frozenset[Triple]) -> set[Triple]:
    """The VoID description: of the data as one graph, the same in every format."""
    node = f"{content.id}/data"
    subjects = {triple.subject for triple in data}
    properties = Counter(triple.predicate.value for triple in data)
    classes = Counter(
        triple.object.value
        for triple in data
        if triple.predicate.value == TYPE and isinstance(triple.object, NamedNode)
    )
    spaces = {iri[: 1 + max(iri.rfind("#"), iri.rfind("/"))] for iri in {*properties, *classes}}
    by_class = {iri: _part(content, "class", iri) for iri in classes}
    by_property = {iri: _part(content, "property", iri) for iri in properties}
    found = describe(
        node,
        {
            VOID + "triples": [typed(len(data), "integer")],
            VOID + "entities": [typed(len(content.statements), "integer")],
            VOID + "distinctSubjects": [typed(len(subjects), "integer")],
            VOID + "vocabulary": spaces,
            VOID + "classPartition": by_class.values(),
            VOID + "propertyPartition": by_property.values(),
        },
    )
    for iri, part in by_class.items():
        size = typed(classes[iri], "integer")
        found |= describe(part, {VOID + "class": [iri], VOID + "entities": [size]})
    for iri, part in by_property.items():
        size = typed(properties[iri], "integer")
        found |= describe(part, {VOID + "property": [iri], VOID + "triples": [size]})
    return found


def _distribution(content: Content, path: str, data: bytes) -> set[Triple]:
    """A file: it is got with the bundle, so the bundle is the place where it can be had."""
    node = _node(content, path)
    kind, media = _FORMATS[PurePosixPath(path).suffix]
    algorithm = SPDX + "checksumAlgorithm_sha256"
    digest = hashlib.sha256(data).hexdigest()
    return (
        describe(
            node,
            {
                TYPE: [DCAT + "Distribution"],
                DCT + "title": [Literal(path)],
                DCT + "format": [_FILE_TYPE + kind],
                DCAT + "mediaType": [_MEDIA_TYPE + media],
                DCAT + "accessURL": [content.id],
                DCAT + "byteSize": [typed(len(data), "nonNegativeInteger")],
                SPDX + "checksum": [f"{node}/checksum"],
            },
        )
        | describe(
            f"{node}/checksum",
            {
                TYPE: [SPDX + "Checksum"],
                SPDX + "algorithm": [algorithm],
                SPDX + "checksumValue": [typed(digest, "hexBinary")],
            },
        )
        | describe(algorithm, {TYPE: [SPDX + "ChecksumAlgorithm"]})
        | describe(_FILE_TYPE + kind, {TYPE: [DCT + "MediaTypeOrExtent"]})
        | describe(_MEDIA_TYPE + media, {TYPE: [DCT + "MediaType"]})
        | describe(content.id, {TYPE: [RDFS + "Resource"]})
    )


def _node(content: Content, path: str) -> str:
    return f"{content.id}/{path}"


def _part(content: Content, kind: str, iri: str) -> str:
    return f"{content.id}/{kind}/{hashlib.sha256(iri.encode()).hexdigest()[:32]}"
