"""The bundle that is sent: its manifest and its graphs, as docs/bundle.md describes them.

The sender and the recipient share this module and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from kg.errors import InputError

BUNDLE: Final = "https://w3id.org/aisi-kg/bundle#"
HANDLING: Final = "https://w3id.org/aisi-kg/handling#"
CHANGES: Final = BUNDLE + "changes"
MANIFEST: Final = "manifest.json"

DATA_FORMATS: Final = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
}
CONTEXT: Final[list[Any]] = [
    "https://w3id.org/security/data-integrity/v2",
    {
        "@vocab": BUNDLE,
        "id": "@id",
        "type": "@type",
        "sender": {"@type": "@id", "@container": "@list"},
        "recipient": {"@type": "@id"},
        "of": {"@type": "@id"},
        "graph": {"@container": "@list"},
        "revoked": {"@type": "@id", "@container": "@list"},
        "file": {"@container": "@list"},
        "ontologyVersion": {"@type": "@id"},
    },
]


@dataclass(frozen=True)
class GraphEntry:
    """A named graph of the data: its IRI, the item that it is of, its digest, its number of triples."""

    id: str
    of: str
    digest: str
    triples: int


@dataclass(frozen=True)
class FileEntry:
    """A file of the bundle: its path, its digest, its size in bytes."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself; see docs/bundle.md for each key."""

    id: str
    sender: tuple[str, ...]
    recipient: str
    as_of: str
    sequence: int
    previous: str | None
    policy_id: str
    policy_version: str
    ontology_version: str
    graphs: tuple[GraphEntry, ...]
    revoked: tuple[str, ...]
    files: tuple[FileEntry, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The items of the bundle, sorted."""
        return tuple(sorted({graph.of for graph in self.graphs}))


def handling_name(item: str, recipient: str) -> str:
    """The IRI of the graph that says how the recipient must handle an item."""
    return HANDLING + hashlib.sha256(f"{item} {recipient}".encode()).hexdigest()[:32]


def bundle_name(senders: Iterable[str], recipient: str, sequence: int) -> str:
    """The IRI of a bundle."""
    told = " ".join([*sorted(senders), recipient, str(sequence)])
    return BUNDLE + hashlib.sha256(told.encode()).hexdigest()[:32]


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, as manifests write it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def graph_digest(triples: Iterable[Triple]) -> str:
    """The SHA-256 of the RDFC-1.0 canonical N-Quads of triples, whatever graph they came from."""
    dataset = Dataset(
        Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in triples
    )
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return digest(b"".join(sorted(f"{quad} .\n".encode() for quad in dataset)))


def as_document(manifest: Manifest) -> dict[str, Any]:
    """The JSON-LD document of a manifest, without a proof."""
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "id": manifest.id,
        "type": "Bundle",
        "sender": list(manifest.sender),
        "recipient": manifest.recipient,
        "asOf": manifest.as_of,
        "sequence": manifest.sequence,
        "previous": manifest.previous,
        "policy": {"id": manifest.policy_id, "version": manifest.policy_version},
        "ontologyVersion": manifest.ontology_version,
        "graph": [vars(graph) for graph in manifest.graphs],
        "revoked": list(manifest.revoked),
        "file": [
            {"id": f"{manifest.id}/{quote(file.path)}", **vars(file)} for file in manifest.files
        ],
    }
    return {key: value for key, value in document.items() if value is not None}


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """The bytes of ``manifest.json``."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_document(folder: Path) -> dict[str, Any]:
    """The JSON of a bundle's manifest, with its proof where it has one.

    Raises:
        InputError: there is no bundle, or its manifest is no JSON object.
    """
    path = folder / MANIFEST
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"{path}: cannot be read ({reason})", "give a folder with a bundle"
        ) from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not JSON", "ask the sender for the bundle again") from None
    if not isinstance(document, dict):
        raise InputError(f"{path}: not a JSON object", "ask the sender for the bundle again")
    return document


def as_manifest(document: Mapping[str, Any], path: Path) -> Manifest:
    """The manifest that a document is.

    Raises:
        InputError: it lacks a key, or a value is of another kind; ``path`` names it.
    """
    try:
        manifest = Manifest(
            id=_text(document["id"]),
            sender=tuple(_text(each) for each in document["sender"]),
            recipient=_text(document["recipient"]),
            as_of=_text(document["asOf"]),
            sequence=_number(document["sequence"]),
            previous=_text(document["previous"]) if "previous" in document else None,
            policy_id=_text(document["policy"]["id"]),
            policy_version=_text(document["policy"]["version"]),
            ontology_version=_text(document["ontologyVersion"]),
            graphs=tuple(_graph(each) for each in document["graph"]),
            revoked=tuple(_text(each) for each in document["revoked"]),
            files=tuple(_file(each) for each in document["file"]),
        )
    except KeyError as error:
        raise _damaged(path, f"it has no {error}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, str(error)) from None
    if as_document(manifest) != {key: document[key] for key in document if key != "proof"}:
        raise _damaged(path, "it says more than, or other things than, a manifest does")
    return manifest


def read_graphs(path: Path) -> dict[str, frozenset[Triple]]:
    """The named graphs of a data file (the default graph by the name ""), by IRI.

    Raises:
        InputError: the file is unreadable or not in the syntax that its name promises.
    """
    form = DATA_FORMATS.get(path.suffix.removeprefix("."))
    if form is None:
        raise InputError(
            f"{path}: not the data of a bundle", f"give one of {', '.join(DATA_FORMATS)}"
        )
    found: dict[str, set[Triple]] = {}
    try:
        for quad in parse(path=str(path), format=form):
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            found.setdefault(name, set()).add(quad.triple)
    except SyntaxError as error:
        raise InputError(f"{path}: {error.msg}", "ask the sender for the bundle again") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: cannot be read ({reason})", "ask the sender again") from None
    return {name: frozenset(triples) for name, triples in found.items()}


def write_graphs(
    graphs: Mapping[str, Iterable[Triple]], form: str, prefixes: Mapping[str, str]
) -> bytes:
    """Named graphs in one of `DATA_FORMATS`; repeatable. Turtle and RDF/XML have them all in one."""
    syntax = DATA_FORMATS[form]
    quads = [
        Quad(
            triple.subject,
            triple.predicate,
            triple.object,
            NamedNode(name) if syntax.supports_datasets and name else DefaultGraph(),
        )
        for name, triples in graphs.items()
        for triple in triples
    ]
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    written = b"".join(f"{quad}\n".encode() for quad in ordered)
    used = {name: space for name, space in prefixes.items() if f"<{space}".encode() in written}
    data = serialize(ordered, format=syntax, prefixes=used)
    assert data is not None  # no output was given, so the bytes come back
    if syntax in (RdfFormat.TRIG, RdfFormat.TURTLE):
        lines = data.splitlines(keepends=True)  # the prefixes come in no fixed order
        head = sum(line.startswith(b"@prefix") for line in lines)
        data = b"".join([*sorted(lines[:head]), *lines[head:]])
    return data


def _graph(entry: Mapping[str, Any]) -> GraphEntry:
    return GraphEntry(
        _text(entry["id"]), _text(entry["of"]), _text(entry["digest"]), _number(entry["triples"])
    )


def _file(entry: Mapping[str, Any]) -> FileEntry:
    return FileEntry(_text(entry["path"]), _text(entry["digest"]), _number(entry["size"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is no number")
    return value


def _damaged(path: Path, what: str) -> InputError:
    return InputError(f"{path}: no manifest of a bundle: {what}", "ask the sender for it again")
