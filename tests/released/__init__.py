"""What was released stays: the terms of each version, and what became of them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg import resources
from kg.terms import DCT, OURS, OWL, RDF, RDFS, SKOS, shorten

HERE = Path(__file__).parent
COLUMNS = ("term", "kind", "label", "definition")
SINCE = re.compile(r"Deprecated since \d+\.\d+\.\d+: .+")
Terms = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Loss:
    """A released term that is not what it was."""

    term: str
    what: str


def shipped() -> Store:
    """The ontology and the policy."""
    store = Store()
    for path in [*resources.ontology_files(), resources.policy_file()]:
        store.load(path=str(path))
    return store


def terms(store: Store) -> Terms:
    """Our terms that have a name, each as a row of the list."""
    found = {}
    for quad in store.quads_for_pattern(None, NamedNode(RDFS + "label"), None):
        iri = getattr(quad.subject, "value", "")
        if iri.startswith(OURS):
            kinds = values(store, iri, RDF + "type")
            found[iri] = {
                "term": shorten(iri),
                "kind": " ".join(sorted(shorten(kind) for kind in kinds)),
                "label": _english(store, iri, RDFS + "label"),
                "definition": _english(store, iri, SKOS + "definition"),
            }
    return dict(sorted(found.items()))


def as_csv(listed: Terms) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed.values())
    return stream.getvalue()


def released() -> Path:
    """The list of the last released version."""

    def version(path: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in path.stem.removeprefix("terms-").split("."))

    return max(HERE.glob("terms-*.csv"), key=version)


def losses(before: list[dict[str, str]], store: Store) -> list[Loss]:
    """The released terms that are gone, became something else, or are deprecated without a word."""
    now = {row["term"]: (iri, row) for iri, row in terms(store).items()}
    found = []
    for row in before:
        iri, current = now.get(row["term"], ("", None))
        if current is None:
            found.append(Loss(row["term"], "is gone: keep it in ontology/deprecated.ttl"))
        elif current["kind"] != row["kind"]:
            found.append(Loss(row["term"], f"was {row['kind']}, is {current['kind']}"))
        elif "true" in values(store, iri, OWL + "deprecated"):
            found.extend(Loss(row["term"], what) for what in _unexplained(store, iri))
    return found


def _unexplained(store: Store, iri: str) -> list[str]:
    notes = values(store, iri, SKOS + "changeNote")
    wrong = []
    if not any(SINCE.fullmatch(note) for note in notes):
        wrong.append("has no skos:changeNote 'Deprecated since <version>: <why>'")
    for replacement in values(store, iri, DCT + "isReplacedBy"):
        if not any(True for _ in store.quads_for_pattern(NamedNode(replacement), None, None)):
            wrong.append(f"is replaced by {shorten(replacement)}, which doesn't exist")
    return wrong


def values(store: Store, iri: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
    return [quad.object.value for quad in quads]


def _english(store: Store, iri: str, predicate: str) -> str:
    quads = store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
    texts = [q.object for q in quads if isinstance(q.object, Literal)]
    return next((text.value for text in texts if text.language == "en"), "")
