"""Turtle in the house style: one term one block, predicates in one order, terms as they are.

No library's writer keeps both the style and the literals; `turtlefmt` agrees with this one (tested).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.terms import DCT, KG, OWL, PREFIXES, PROV, RDF, RDFS, SKOS, XSD

ORDER = (
    RDF + "type",
    RDFS + "subClassOf",
    SKOS + "inScheme",
    SKOS + "topConceptOf",
    SKOS + "broader",
    KG + "assesses",
    KG + "dimension",
    KG + "level",
    PROV + "generatedAtTime",
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    DCT + "title",
    SKOS + "definition",
    SKOS + "example",
    KG + "counterExample",
    SKOS + "scopeNote",
    SKOS + "editorialNote",
    SKOS + "historyNote",
    SKOS + "changeNote",
    DCT + "description",
)
LAST = (RDFS + "isDefinedBy", OWL + "deprecated", DCT + "isReplacedBy", DCT + "source")
_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
# Literals that Turtle writes without quotes, and turtlefmt therefore too.
_BARE = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?\d+", re.ASCII),
    XSD + "decimal": re.compile(r"[+-]?\d*\.\d+", re.ASCII),
    XSD + "double": re.compile(r"[+-]?(\d+\.\d*|\.?\d+)[eE][+-]?\d+", re.ASCII),
}


def blocks(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """The triples as blocks with a blank line between, subjects in the order in which they come.

    Args:
        triples: no blank node may be a value.
        prefixes: namespaces by prefix; what no prefix fits is written as ``<IRI>``.
    """
    by_subject: dict[NamedNode | BlankNode, dict[str, list[str]]] = {}
    for triple in triples:
        assert isinstance(triple.subject, NamedNode | BlankNode)
        predicates = by_subject.setdefault(triple.subject, {})
        values = predicates.setdefault(triple.predicate.value, [])
        values.append(write(triple.object, prefixes))
    return "\n".join(_block(node, said, prefixes) for node, said in by_subject.items())


def prefix_lines(prefixes: Mapping[str, str]) -> str:
    """The prefixes as directives, sorted."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))


def needed(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of the prefixes that a text of blocks uses."""
    code = re.sub(r'"(?:[^"\\]|\\.)*"|<[^<>]*>', " ", text)
    used = set(re.findall(r"(?<![\w:.-])([A-Za-z][\w-]*|):[A-Za-z_]", code))
    return {name: iri for name, iri in prefixes.items() if name in used}


def write(term: object, prefixes: Mapping[str, str]) -> str:
    """A term in Turtle."""
    if isinstance(term, NamedNode):
        return _name(term.value, prefixes)
    if isinstance(term, Literal):
        bare = _BARE.get(term.datatype.value)
        if bare and bare.fullmatch(term.value):
            return term.value
        if term.language or term.datatype.value == XSD + "string":
            return str(term)
        return f"{Literal(term.value)}^^{_name(term.datatype.value, prefixes)}"
    return "[]"


def all_prefixes(extra: Mapping[str, str]) -> dict[str, str]:
    """A file's own prefixes, and ours for the namespaces and names that it leaves free."""
    taken = set(extra.values())
    ours = {p: iri for p, iri in PREFIXES.items() if p not in extra and iri not in taken}
    return {**ours, **extra}


def _block(
    node: NamedNode | BlankNode, said: Mapping[str, list[str]], prefixes: Mapping[str, str]
) -> str:
    lines = []
    for predicate in sorted(said, key=_place):
        verb = "a" if predicate == RDF + "type" else _name(predicate, prefixes)
        lines.append(f"{verb} {' , '.join(dict.fromkeys(said[predicate]))}")
    body = " ;\n    ".join(lines)
    return f"{write(node, prefixes)} {body} .\n"


def _place(predicate: str) -> tuple[int, str]:
    if predicate in ORDER:
        return ORDER.index(predicate), ""
    if predicate in LAST:
        return len(ORDER) + 1 + LAST.index(predicate), ""
    return len(ORDER), predicate


def _name(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"
