"""The taxonomy as other tools read it: a SKOS concept scheme, and an OBO graph made from that."""

from __future__ import annotations

import json
from collections.abc import Set

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from kg.engines import Engine
from kg.resources import shipped
from kg.taxonomy.blocks import blocks, needed, prefix_lines
from kg.terms import DCT, DERIVED, OWL, PREFIXES, RDF, SKOS

SCHEME = "https://w3id.org/aisi-kg/taxonomy"
_GRAPHS = tuple(DERIVED + name for name in ("taxonomy", "levels", "tiers"))
# What OBO tools call a property: here "term replaced by".
_OBO_NAMES = {DCT + "isReplacedBy": "http://purl.obolibrary.org/obo/IAO_0100001"}
_SHOWN_ELSEWHERE = {
    RDF + "type",
    DCT + "source",
    OWL + "deprecated",
    *(SKOS + name for name in ("prefLabel", "altLabel", "definition", "scopeNote")),
    *(SKOS + name for name in ("broader", "inScheme", "topConceptOf")),
}
Said = dict[str, list[object]]


def concepts(engine: Engine) -> list[Triple]:
    """The triples of the concept scheme, sorted by subject, the scheme first.

    Args:
        engine: after a derivation; levels and tiers are those of its date.
    """
    triples: set[Triple] = set()
    for path in sorted((shipped("queries") / "taxonomy").glob("*.rq")):
        answer = parse_query_results(
            engine.select_json(path.read_text(encoding="utf-8"), graphs=_GRAPHS),
            format=QueryResultsFormat.JSON,
        )
        assert isinstance(answer, QuerySolutions)
        triples.update(_triple(row) for row in answer)
    return sorted(triples, key=lambda triple: (_plain(triple.subject) != SCHEME, str(triple)))


def _triple(row: QuerySolution) -> Triple:
    subject, predicate, value = row["subject"], row["property"], row["value"]
    assert isinstance(subject, NamedNode)
    assert isinstance(predicate, NamedNode)
    assert isinstance(value, NamedNode | BlankNode | Literal)
    return Triple(subject, predicate, value)


def skos(engine: Engine) -> str:
    """A SKOS concept scheme in Turtle."""
    text = blocks(concepts(engine), PREFIXES)
    return f"{prefix_lines(needed(text, PREFIXES))}\n{text}"


def obograph(engine: Engine) -> str:
    """An OBO graph in JSON: categories are classes, other names synonyms, all else property values."""
    about: dict[str, Said] = {}
    for triple in concepts(engine):
        said = about.setdefault(_plain(triple.subject), {})
        said.setdefault(triple.predicate.value, []).append(triple.object)
    scheme = about[SCHEME]
    nodes = {iri: said for iri, said in about.items() if SKOS + "inScheme" in said}
    graph = {
        "id": SCHEME,
        "lbl": _plain(scheme[DCT + "title"][0]),
        "meta": {"basicPropertyValues": _values(scheme, {DCT + "license", SKOS + "note"})},
        "nodes": [_node(iri, said) for iri, said in nodes.items()],
        "edges": [
            {"sub": iri, "pred": "is_a", "obj": _plain(broader)}
            for iri, said in nodes.items()
            for broader in said.get(SKOS + "broader", [])
        ],
    }
    return json.dumps({"graphs": [graph]}, ensure_ascii=False, indent=1) + "\n"


def _node(iri: str, said: Said) -> dict[str, object]:
    label, *other_labels = sorted(said.get(SKOS + "prefLabel", []), key=_english_first)
    synonyms = [*other_labels, *said.get(SKOS + "altLabel", [])]
    definition, *translated = sorted(said.get(SKOS + "definition", []), key=_english_first)
    others = {name: values for name, values in said.items() if name not in _SHOWN_ELSEWHERE}
    others[SKOS + "definition"] = translated
    meta: dict[str, object] = {
        "definition": {
            "val": _plain(definition),
            "xrefs": [_plain(source) for source in said.get(DCT + "source", [])],
        },
        "comments": [_plain(note) for note in said.get(SKOS + "scopeNote", [])],
        "synonyms": [{"pred": "hasExactSynonym", "val": _plain(name)} for name in synonyms],
        "basicPropertyValues": _values(others, others.keys()),
        "deprecated": any(
            _plain(value) in ("true", "1") for value in said.get(OWL + "deprecated", [])
        ),
    }
    kept = {name: value for name, value in meta.items() if value}
    return {"id": iri, "lbl": _plain(label), "type": "CLASS", "meta": kept}


def _values(said: Said, predicates: Set[str]) -> list[dict[str, str]]:
    return [
        {"pred": _OBO_NAMES.get(predicate, predicate), "val": _plain(value)}
        for predicate in sorted(predicates)
        for value in said.get(predicate, [])
    ]


def _english_first(term: object) -> tuple[bool, str]:
    return getattr(term, "language", None) != "en", str(term)


def _plain(term: object) -> str:
    return str(getattr(term, "value", term))
