"""What a bundle says, before it is written: all that the modules of this package read.

Each is a function from a `Content` to bytes, and reads nothing else: no inventory, no clock, no path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Triple

from kg.terms import PREFIXES

DCAT: Final = "http://www.w3.org/ns/dcat#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
LDES: Final = "https://w3id.org/ldes#"
ODRL: Final = "http://www.w3.org/ns/odrl/2/"
ORG: Final = "http://www.w3.org/ns/org#"
SPDX: Final = "http://spdx.org/rdf/terms#"
STREAMS: Final = "https://www.w3.org/ns/activitystreams#"
TREE: Final = "https://w3id.org/tree#"
VOID: Final = "http://rdfs.org/ns/void#"

BUNDLE_PREFIXES: Final[dict[str, str]] = {
    **PREFIXES,
    "as": STREAMS,
    "dcat": DCAT,
    "foaf": FOAF,
    "ldes": LDES,
    "odrl": ODRL,
    "org": ORG,
    "spdx": SPDX,
    "tree": TREE,
    "void": VOID,
}


@dataclass(frozen=True)
class Content:
    """What a bundle says, before it is written.

    Attributes:
        id: the IRI of the bundle.
        senders: the holders of the items, sorted; with ``--from``, that one.
        recipient: an IRI.
        as_of: the day D.
        sequence: 1, 2, 3 ... for each recipient.
        statements: what is said of each item, by the item's IRI, which is the graph's name, too.
        handling: how to handle an item, by the name of that graph.
        of: the item that a handling graph is of, by the name of that graph.
        ontology: what goes to ``ontology.ttl``.
        added: the items that the bundle before had not, sorted; so the next two.
        changed: the items of which a graph is another than in the bundle before.
        revoked: the items that the bundle before had and this one has not.
        previous_id: the IRI of the bundle before; None for the first.
    """

    id: str
    senders: tuple[str, ...]
    recipient: str
    as_of: str
    sequence: int
    statements: Mapping[str, frozenset[Triple]]
    handling: Mapping[str, frozenset[Triple]]
    of: Mapping[str, str]
    ontology: frozenset[Triple]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    revoked: tuple[str, ...]
    previous_id: str | None
