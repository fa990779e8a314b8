"""Small questions about what is loaded: which IRIs there are, how they are called."""

from __future__ import annotations

import re
from difflib import get_close_matches

from kg.engines import Engine
from kg.errors import UnknownTermError
from kg.tables import table
from kg.terms import DERIVED, expand, shorten


def withheld(engine: Engine) -> dict[str, tuple[str, ...]]:
    """The items that R12 withholds, each with the faulty nodes that did it; sorted IRIs."""
    found: dict[str, tuple[str, ...]] = {}
    for item, node in sorted(table(engine, _WITHHELD).iter_rows()):
        found[item] = (*found.get(item, ()), node)
    return found


def recipients(engine: Engine) -> list[str]:
    """All recipients of R5, sorted: institutes, networks, the public."""
    return sorted(table(engine, _RECIPIENTS)["recipient"])


def occurs(engine: Engine, iri: str) -> bool:
    """Whether an IRI is the subject or the object of an asserted triple."""
    if not is_iri(iri):
        return False
    query = f"SELECT (1 AS ?yes) WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }} LIMIT 1"
    return table(engine, query).height > 0


def known(engine: Engine, name: str) -> str:
    """The IRI that a name stands for.

    Raises:
        UnknownTermError: no file knows it.
    """
    iri = expand(name)
    if not occurs(engine, iri):
        near = nearest(engine, iri)
        hint = f"did you mean {shorten(near)}?" if near else "check its spelling"
        raise UnknownTermError(f"{name}: no file knows this IRI", hint)
    return iri


def recipient(engine: Engine, name: str) -> str:
    """The IRI of a recipient: an institute, a network, or the public.

    Raises:
        UnknownTermError: it is none of these.
    """
    iri = known(engine, name)
    if iri not in recipients(engine):
        raise UnknownTermError(
            f"{name}: not a recipient", "name a kg:Institute, a kg:Network or kg:Public"
        )
    return iri


def is_iri(text: str) -> bool:
    """Whether a text may stand between angle brackets: absolute, with no forbidden character."""
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+", text) is not None


def nearest(engine: Engine, iri: str) -> str | None:
    """The described IRI of the same namespace that is spelt most alike, if any is.

    The beginning of one name (and of others that begin with that one) is taken for it.
    """
    space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    named = table(engine, "SELECT DISTINCT ?iri WHERE { ?iri ?p ?o }")["iri"]
    alike = [name for name in named if name.startswith(space) and name != space]
    longer = sorted((str(name) for name in alike if name.startswith(iri)), key=len)
    if longer and all(name.startswith(longer[0]) for name in longer):
        return longer[0]
    local = {name.removeprefix(space): name for name in alike}
    found = get_close_matches(iri.removeprefix(space), sorted(local), n=1, cutoff=0.6)
    return str(local[found[0]]) if found else None


def undecided(engine: Engine) -> list[str]:
    """The items that are not withheld and yet have no tier, sorted: none, unless a rule is at fault."""
    return sorted(table(engine, _UNDECIDED)["item"])


def described(engine: Engine, iri: str) -> bool:
    """Whether an IRI is the subject of an asserted triple."""
    if not is_iri(iri):
        return False
    return table(engine, f"SELECT (1 AS ?yes) WHERE {{ <{iri}> ?p ?o }} LIMIT 1").height > 0


def kind(engine: Engine, iri: str) -> str:
    """The class of a node as a prefixed name, "node" where it has none."""
    classes = table(engine, f"SELECT ?class WHERE {{ <{iri}> a ?class }} ORDER BY ?class")["class"]
    return shorten(classes[0]) if len(classes) else "node"


def labels(engine: Engine) -> dict[str, str]:
    """The label or title of each node that has one; English before other languages."""
    rows = table(engine, _LABELS).sort("language", "label", descending=True)
    found = dict(rows.filter(rows["language"] != "en").select("node", "label").iter_rows())
    found |= dict(rows.filter(rows["language"] == "en").select("node", "label").iter_rows())
    return found


def quads(engine: Engine, *, derived: bool) -> bytes:
    """The facts, and the derived named graphs where asked, as sorted N-Quads."""
    parts = [engine.triples(None)]
    if derived:
        graphs = table(engine, "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }")[
            "graph"
        ]
        for graph in sorted(graphs):
            if graph.startswith(DERIVED):
                named = f" <{graph}> .\n".encode()
                lines = engine.triples(graph).splitlines()
                parts.extend(line.removesuffix(b".").rstrip() + named for line in lines)
    return b"".join(parts)


_LABELS = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node (STR(?text) AS ?label) (LANG(?text) AS ?language)
WHERE { { ?node rdfs:label ?text } UNION { ?node dct:title ?text } }
"""

_WITHHELD = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?item ?node
WHERE { GRAPH derived:faults { ?item kg:withheldBecause ?node } }
"""

_UNDECIDED = """
PREFIX derived: <https://w3id.org/aisi-kg/derived#>
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?item
WHERE {
  GRAPH derived:items { ?item kg:fallsUnder kg:InformationItem }
  FILTER NOT EXISTS { GRAPH derived:faults { ?item kg:withheldBecause ?fault } }
  FILTER NOT EXISTS { GRAPH derived:tiers { ?item kg:derivedTier ?tier } }
}
"""

_RECIPIENTS = """
PREFIX kg: <https://w3id.org/aisi-kg/ns#>
SELECT DISTINCT ?recipient
WHERE {
  { ?recipient a kg:Institute } UNION { ?recipient a kg:Network }
  UNION { BIND(kg:Public AS ?recipient) }
}
"""
