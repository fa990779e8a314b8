"""``stream.ttl``: the changes of a bundle as a page of a linked data event stream (LDES)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from pyoxigraph import Triple

from kg.release.content import LDES, SPDX, STREAMS, TREE, Content
from kg.release.turtle import TYPE, describe, turtle, typed
from kg.terms import DCT, KG

STREAM: Final = "https://w3id.org/aisi-kg/stream#"


def stream(content: Content, digests: Mapping[str, str]) -> bytes:
    """The page that a bundle adds to the stream of its senders and recipient, in Turtle.

    A member is a version of an item: created, updated or deleted. What is said of the item is in
    the data; the page has the digests of the graphs. A revoked item is named by its identifier only.

    Args:
        content: what the bundle says.
        digests: of the graphs of the items, by the names of the graphs, as the manifest has them.
    """
    graphs: dict[str, list[str]] = {item: [item] for item in content.statements}
    for name, item in content.of.items():
        graphs.setdefault(item, []).append(name)
    members = {
        **dict.fromkeys(content.added, "Create"),
        **dict.fromkeys(content.changed, "Update"),
        **dict.fromkeys(content.revoked, "Delete"),
    }
    triples = _page(content, members)
    for item, activity in members.items():
        shown = {} if activity == "Delete" else {name: digests[name] for name in graphs[item]}
        triples |= _member(content, item, activity, shown)
    return turtle(triples)


def stream_name(content: Content) -> str:
    """The IRI of the stream of these senders for this recipient."""
    told = " ".join([*content.senders, content.recipient])
    return STREAM + hashlib.sha256(told.encode()).hexdigest()[:32]


def _page(content: Content, members: Mapping[str, str]) -> set[Triple]:
    """The stream and its newest page; the relation leads to the pages before, by sequence number.

    By number, not by time: a bundle may be as of an earlier day than the one before it.
    """
    page = f"{content.id}/stream"
    found = describe(
        stream_name(content),
        {
            TYPE: [LDES + "EventStream"],
            LDES + "timestampPath": [DCT + "issued"],
            LDES + "sequencePath": [KG + "sequence"],
            LDES + "versionOfPath": [DCT + "isVersionOf"],
            LDES + "versionCreateObject": [STREAMS + "Create"],
            LDES + "versionUpdateObject": [STREAMS + "Update"],
            LDES + "versionDeleteObject": [STREAMS + "Delete"],
            TREE + "view": [page],
            TREE + "member": [_version(content, item) for item in members],
        },
    ) | describe(page, {TYPE: [TREE + "Node"], LDES + "immutable": [typed("true", "boolean")]})
    if content.previous_id:
        relation = f"{page}/before"
        found |= describe(page, {TREE + "relation": [relation]})
        found |= describe(
            relation,
            {
                TYPE: [TREE + "LessThanRelation"],
                TREE + "node": [f"{content.previous_id}/stream"],
                TREE + "path": [KG + "sequence"],
                TREE + "value": [typed(content.sequence, "integer")],
            },
        )
    return found


def _member(content: Content, item: str, activity: str, digests: Mapping[str, str]) -> set[Triple]:
    """A version of an item, with a checksum for each of its graphs."""
    version = _version(content, item)
    checksums = {
        name: f"{version}/{'statements' if name == item else 'handling'}" for name in digests
    }
    found = describe(
        version,
        {
            TYPE: [STREAMS + activity],
            DCT + "isVersionOf": [item],
            DCT + "issued": [typed(f"{content.as_of}T00:00:00Z", "dateTime")],
            KG + "sequence": [typed(content.sequence, "integer")],
            SPDX + "checksum": checksums.values(),
        },
    )
    for name, checksum in checksums.items():
        found |= describe(
            checksum,
            {
                TYPE: [SPDX + "Checksum"],
                DCT + "subject": [name],
                SPDX + "algorithm": [SPDX + "checksumAlgorithm_sha256"],
                SPDX + "checksumValue": [typed(digests[name].removeprefix("sha256:"), "hexBinary")],
            },
        )
    return found


def _version(content: Content, item: str) -> str:
    return f"{content.id}/version/{hashlib.sha256(item.encode()).hexdigest()[:32]}"
